"""Count how often a strategy's rules speak, without simulating anything."""

import asyncio
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from pydantic import Field, JsonValue

from backtest_engine.domain.evaluation import EVERYTHING, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.position import PositionExpr
from backtest_engine.domain.tuning import overridden
from backtest_engine.ports import BarSource, Sandbox
from backtest_engine.usecases.gather import Gathered, Range, gather
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment
from trading_contracts.model import Contract

_YEAR_SECONDS = 365.25 * 86_400
BoolArray = npt.NDArray[np.bool_]
IndexArray = npt.NDArray[np.intp]


class FrequencyRequest(Contract):
    """A document and a range of session dates; without a range, the last ten years."""

    strategy: Strategy
    start: date | None = None
    end: date | None = None
    adjustment: Adjustment = Adjustment.ALL
    overrides: dict[str, JsonValue] = Field(default_factory=dict)


class SymbolFrequency(Contract):
    """How often each rule was true for one symbol. A rule about the open position is not counted."""

    symbol: str
    bars: int
    years: float
    signals: dict[str, int]


class Frequency(Contract):
    """How often the rules of a strategy speak. `entries` and `exits` are bars at which such a rule became true."""

    symbols: tuple[SymbolFrequency, ...]
    entries: int
    exits: int
    bars: int
    years: float
    entries_per_year: float | None
    typical_bars_held: float | None = Field(
        default=None, description="Median bars from an entry signal to the next exit signal of its side"
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted, and the bars from each entry signal to the next exit signal of its side."""

    frequency: SymbolFrequency
    bars_held: list[int]


async def count_signals(bars: BarSource, sandbox: Sandbox, request: FrequencyRequest, today: date) -> Frequency:
    """Return how often each rule becomes true in the range.

    Raises:
        Problem: The document, the symbols, the bars or the code are at fault; every kind has a name.
    """
    plan = make_plan(overridden(request.strategy, request.overrides))
    end = request.end or today
    start = request.start or end.replace(year=end.year - 10, day=min(end.day, 28))
    asked = Range(plan.strategy.timeframe, start, end, request.adjustment)
    gathered = await gather(bars, plan, asked, "cash")
    counted = await asyncio.to_thread(_count, sandbox, plan, gathered)
    return _summed(plan, counted)


def _count(sandbox: Sandbox, plan: Plan, gathered: Gathered) -> list[_Counted]:
    with sandbox.open(plan.code, plan.parameters, gathered.frames) as session:
        return [
            _of_symbol(plan.strategy, symbol, gathered.frames[symbol], session.evaluate(symbol, EVERYTHING))
            for symbol in plan.evaluated
        ]


def _of_symbol(strategy: Strategy, symbol: str, frame: Frame, slots: Slots) -> _Counted:
    spoken = {
        slot.removesuffix(".when"): np.broadcast_to(np.asarray(value, dtype=bool), (frame.bars,))[frame.warmup :]
        for slot, value in slots.items()
        if slot.endswith(".when") and not isinstance(value, PositionExpr)
    }
    seconds = float(frame.time[-1] - frame.time[frame.warmup]) / 1e9
    frequency = SymbolFrequency(
        symbol=symbol,
        bars=frame.bars - frame.warmup,
        years=seconds / _YEAR_SECONDS,
        signals={rule: len(_beginnings(truth)) for rule, truth in spoken.items()},
    )
    return _Counted(frequency, [bars for side in ("long", "short") for bars in _bars_held(strategy, side, spoken)])


def _beginnings(truth: BoolArray) -> IndexArray:
    return np.flatnonzero(truth & ~np.concatenate(([False], truth[:-1])))


def _bars_held(strategy: Strategy, side: str, spoken: dict[str, BoolArray]) -> list[int]:
    """Return the bars from each entry signal to the next exit; an entry of the other side is an exit too."""
    of_side = [rule for rule in strategy.rules if rule.id in spoken]
    entries = [spoken[rule.id] for rule in of_side if rule.action.is_entry and rule.action.side == side]
    exits = [spoken[rule.id] for rule in of_side if rule.action.is_entry != (rule.action.side == side)]
    if not entries or not exits:
        return []
    begun = np.flatnonzero(np.logical_or.reduce([_at(_beginnings(truth), truth.size) for truth in entries]))
    ended = np.flatnonzero(np.logical_or.reduce(exits))
    following = np.searchsorted(ended, begun, side="right")
    known = following < ended.size
    return [int(bars) for bars in ended[following[known]] - begun[known]]


def _at(places: IndexArray, size: int) -> BoolArray:
    marked = np.zeros(size, dtype=bool)
    marked[places] = True
    return marked


def _summed(plan: Plan, found: list[_Counted]) -> Frequency:
    counted = [each.frequency for each in found]
    entry_rules = {rule.id for rule in plan.strategy.rules if rule.action.is_entry}
    entries = sum(count for each in counted for rule, count in each.signals.items() if rule in entry_rules)
    every = sum(sum(each.signals.values()) for each in counted)
    years = max(each.years for each in counted)
    held = [bars for each in found for bars in each.bars_held]
    return Frequency(
        symbols=tuple(counted),
        entries=entries,
        exits=every - entries,
        bars=max(each.bars for each in counted),
        years=years,
        entries_per_year=entries / years if years > 0 else None,
        typical_bars_held=float(np.median(held)) if held else None,
    )
