"""Target weights by tick: rotation, allocation, pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.market import Panel, grace, session_days
from backtest_engine.domain.portfolio.schedule import rebalance_ticks
from backtest_engine.domain.position import PositionExpr
from backtest_engine.domain.signals import MissingSlot, Slots, SlotValue, UnfitSignal
from backtest_engine.domain.statistics.rolling import rolling_volatility
from strategy_language.document import Allocation, Core, Pairs, Rotation, Strategy
from strategy_language.document.portfolio import TargetWeight
from trading_contracts.problem import Rejected

Array = NDArray[np.float64]


class NoPlan(Rejected):
    """A strategy over several symbols does not say how."""


@dataclass(frozen=True, slots=True)
class WeightPlan:
    """Weights and when they are decided.

    Attributes:
        rows: For each tick the row of `weights` decided at its close, or -1; shape (ticks,).
        weights: Shares of equity, negative is short, NaN leaves a symbol alone; shape (rows, symbols).
    """

    rows: NDArray[np.int64]
    weights: Array

    def delayed(self, ticks: int) -> "WeightPlan":
        """Return the plan carried out some ticks later."""
        if ticks == 0:
            return self
        return WeightPlan(np.append(np.full(ticks, -1), self.rows[:-ticks]), self.weights)


def plan_weights(strategy: Strategy, panel: Panel, signals: Mapping[str, Slots]) -> WeightPlan:
    """Return the target weights of a rotation, an allocation, a pairs strategy or the core beside rules.

    Raises:
        NoPlan: The document lacks the part that its kind needs, or names a symbol outside its universe.
        MissingSlot: The signals lack an expression that the document names.
        UnfitSignal: A signal does not fit the bars.
    """
    if strategy.kind == "rotation" and strategy.rotation is not None:
        return _rotation(strategy, strategy.rotation, panel, signals)
    if strategy.kind == "allocation" and strategy.allocation is not None:
        return _allocation(strategy.allocation, panel, signals)
    if strategy.kind == "pairs" and strategy.pairs is not None:
        return _pairs(strategy, strategy.pairs, panel, signals)
    if strategy.core is not None:
        return _core(strategy.core, panel, signals)
    raise NoPlan(f"The strategy is a {strategy.kind} strategy but says nothing of it.", kind=strategy.kind)


def _slot(signals: Mapping[str, Slots], symbol: str, name: str) -> SlotValue:
    slots = signals.get(symbol, {})
    if name not in slots:
        raise MissingSlot(f"The signals of {symbol} have no value for {name}.", slot=name, symbol=symbol)
    value = slots[name]
    if isinstance(value, PositionExpr):
        raise UnfitSignal(f"{name} may not speak of the position: it decides over several symbols.", slot=name)
    return value


def latest_bars(panel: Panel, s: int) -> NDArray[np.int64]:
    """Return the index of the latest bar of a symbol at or before each tick, -1 before its first; shape (ticks,)."""
    return np.asarray(np.searchsorted(panel.bars[s].time, panel.times, side="right") - 1)


def _at_ticks(panel: Panel, s: int, name: str, value: SlotValue) -> Array:
    latest = latest_bars(panel, s)
    if np.ndim(value) == 0:  # type: ignore[arg-type]
        return np.full(len(latest), float(value))  # type: ignore[arg-type]
    array = np.asarray(value, dtype=np.float64)
    if array.shape != (len(panel.bars[s]),):
        raise UnfitSignal(
            f"{name} has {array.shape[0]} values for {len(panel.bars[s])} bars.", slot=name, symbol=panel.symbols[s]
        )
    return np.where(latest >= 0, array[np.maximum(latest, 0)], np.nan)


def _rows(decides: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.where(decides, np.cumsum(decides) - 1, -1)


def _gross(strategy: Strategy) -> float:
    sizing = strategy.sizing
    if sizing.kind == "percent_of_equity" and not isinstance(sizing.value, str):
        return float(sizing.value) / 100.0
    return 1.0


def _rotation(strategy: Strategy, rotation: Rotation, panel: Panel, signals: Mapping[str, Slots]) -> WeightPlan:
    decides = rebalance_ticks(panel.times, rotation.rebalance)
    scores = []
    for s, symbol in enumerate(panel.symbols):
        score = _at_ticks(panel, s, "rotation.rank_by", _slot(signals, symbol, "rotation.rank_by"))
        score = np.where(_trades(panel, s), score, np.nan)[decides]
        if rotation.filter is not None:
            allowed = _at_ticks(panel, s, "rotation.filter", _slot(signals, symbol, "rotation.filter"))[decides]
            score = np.where(np.nan_to_num(allowed) != 0, score, np.nan)
        scores.append(score if rotation.descending else -score)
    table = np.stack(scores, axis=1)
    chosen = _best(table, rotation.hold)
    shares = chosen / rotation.hold
    if rotation.weights == "inverse_volatility":
        shares = _by_volatility(chosen, panel, rotation, decides)
    return WeightPlan(_rows(decides), shares * _gross(strategy))


def _trades(panel: Panel, s: int) -> NDArray[np.bool_]:
    # Whether a symbol still trades at each tick: the score of one that was delisted would stand forever.
    latest = latest_bars(panel, s)
    age = panel.times - panel.bars[s].time[np.maximum(latest, 0)]
    return np.asarray((latest >= 0) & (age <= grace(panel.timeframe)))


def _best(scores: Array, hold: int) -> Array:
    # Ties go to the symbol that the universe names first.
    order = np.argsort(np.where(np.isfinite(scores), -scores, np.inf), axis=1, kind="stable")[:, :hold]
    chosen = np.zeros_like(scores)
    np.put_along_axis(chosen, order, 1.0, axis=1)
    return np.where(np.isfinite(scores), chosen, 0.0)


def _by_volatility(chosen: Array, panel: Panel, rotation: Rotation, decides: NDArray[np.bool_]) -> Array:
    inverse = []
    for s, bars in enumerate(panel.bars):
        deviation = rolling_volatility(bars.close, rotation.volatility_length)
        known = _at_ticks(panel, s, "volatility", deviation)[decides]
        inverse.append(np.where(known > 0, 1.0 / np.where(known > 0, known, 1.0), 0.0))
    weights = chosen * np.stack(inverse, axis=1)
    totals = weights.sum(axis=1, keepdims=True)
    held = chosen.sum(axis=1, keepdims=True) / rotation.hold
    return np.asarray(np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0) * held)


def _place(panel: Panel, symbol: str) -> int:
    if symbol not in panel.symbols:
        raise NoPlan(f"{symbol} is not in the universe of the strategy.", symbol=symbol)
    return panel.symbols.index(symbol)


def _allocation(allocation: Allocation, panel: Panel, signals: Mapping[str, Slots]) -> WeightPlan:
    decides = rebalance_ticks(panel.times, allocation.rebalance)
    weights = _shares(allocation.weights, "allocation.weights", panel, signals)
    # What is decided at a tick is traded at the next one: its date says which weights hold.
    days = session_days(panel.times, panel.bars[0].instrument.zone, panel.timeframe)
    traded_on = np.append(days[1:], days[-1:])
    for n, dated in enumerate(allocation.schedule):
        since = traded_on >= np.datetime64(dated.since).astype("datetime64[D]").astype(np.int64)
        weights = np.where(
            since[:, None], _shares(dated.weights, f"allocation.schedule.{n}.weights", panel, signals), weights
        )
        decides |= np.append(False, since[1:] & ~since[:-1])
    decides[-1] = False
    return WeightPlan(_rows(decides), weights[decides])


def _core(core: Core, panel: Panel, signals: Mapping[str, Slots]) -> WeightPlan:
    # Symbols that the rules trade are left alone.
    decides = rebalance_ticks(panel.times, core.rebalance)
    weights = _shares(core.weights, "core.weights", panel, signals)[decides]
    held = {target.symbol for target in core.weights}
    weights[:, [s for s, symbol in enumerate(panel.symbols) if symbol not in held]] = np.nan
    return WeightPlan(_rows(decides), weights)


def _shares(targets: tuple[TargetWeight, ...], path: str, panel: Panel, signals: Mapping[str, Slots]) -> Array:
    """Return the weights at each tick, shape (ticks, symbols); a symbol that is not named has none."""
    shares = np.zeros((len(panel.times), len(panel.bars)))
    for n, target in enumerate(targets):
        s, name = _place(panel, target.symbol), f"{path}.{n}.weight"
        value = _slot(signals, target.symbol, name) if isinstance(target.weight, str) else float(target.weight)
        shares[:, s] = np.nan_to_num(_at_ticks(panel, s, name, value) / 100.0)
    return shares


def _pair_number(signals: Mapping[str, Slots], pairs: Pairs, name: str, literal: float | str | None) -> float:
    if literal is None:
        return float("inf")
    return float(_slot(signals, pairs.left, f"pairs.{name}") if isinstance(literal, str) else literal)  # type: ignore[arg-type]


def _pairs(strategy: Strategy, pairs: Pairs, panel: Panel, signals: Mapping[str, Slots]) -> WeightPlan:
    left, right = _place(panel, pairs.left), _place(panel, pairs.right)
    score = _at_ticks(panel, left, "pairs.z", _slot(signals, pairs.left, "pairs.z"))
    hedge = _at_ticks(panel, left, "pairs.hedge", _slot(signals, pairs.left, "pairs.hedge"))
    bounds = (
        _pair_number(signals, pairs, "enter_z", pairs.enter_z),
        _pair_number(signals, pairs, "exit_z", pairs.exit_z),
        _pair_number(signals, pairs, "stop_z", pairs.stop_z),
    )
    sides = spread_sides(np.where(np.isfinite(hedge), score, np.nan), bounds)
    decides = np.append(sides[0] != 0, sides[1:] != sides[:-1])
    decides[-1] = False
    prices = [panel.bars[s].close[np.maximum(latest_bars(panel, s), 0)][decides] for s in (left, right)]
    value = prices[0] + np.abs(hedge[decides]) * prices[1]
    weights = np.zeros((int(decides.sum()), len(panel.bars)))
    now = sides[decides] * _gross(strategy)
    weights[:, left] = np.where(now == 0, 0.0, now * prices[0] / value)
    weights[:, right] = np.where(now == 0, 0.0, -now * hedge[decides] * prices[1] / value)
    return WeightPlan(_rows(decides), weights)


def spread_sides(score: Array, bounds: tuple[float, float, float]) -> NDArray[np.int64]:
    """Return the side of the spread that is wanted after each tick: 1 long (left up), -1 short, 0 flat.

    Args:
        score: z-score of the spread, NaN keeps what is held.
        bounds: Where it is entered, left, and given up. After giving up, the score must come back inside the exit
            before the next entry.
    """
    enter, leave, stop = bounds
    sides, side, barred = np.zeros(len(score), np.int64), 0, False
    for tick, z in enumerate(score):
        if np.isnan(z):
            sides[tick] = side
            continue
        barred = barred and abs(z) > leave
        if side != 0 and abs(z) >= stop:
            side, barred = 0, True
        elif side != 0 and side * z >= -leave:
            side = 0
        if side == 0 and not barred and enter <= abs(z) < stop:
            side = -1 if z > 0 else 1
        sides[tick] = side
    return sides
