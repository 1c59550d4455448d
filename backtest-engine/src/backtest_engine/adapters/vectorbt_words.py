"""What of a run vectorbt can say in our meaning, and how.

vectorbt gives a bar one moment: it looks at stops first, then at signals, and fills one order. A bar of ours has an
open, at which decisions are carried out, and an inside, in which stops are met. So every bar becomes two rows of
vectorbt's: the open alone, and the whole bar without signals. Then its stops hold in the bar of the entry, a gap fills
at the open, and a trailing stop hangs from the extreme up to the bar before. Where symbols share cash, leaving and
entering are two moments as well, for all exits come before all entries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.adapters.vectorbt_fees import fee_rate, fees_are_rates, fees_of_rows, has_fees_alone
from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import Simulation, SimulationSettings
from backtest_engine.domain.kernel.world import costs_of, lot_step
from backtest_engine.domain.market import Panel
from backtest_engine.domain.signals import Slots
from strategy_language.document import Risk, Sizing, Strategy

Flags = NDArray[np.bool_]

_NAMES: Final = {
    "enter_long": "entries",
    "exit_long": "exits",
    "enter_short": "short_entries",
    "exit_short": "short_exits",
}
_SIZE_TYPES: Final = {"percent_of_equity": "percent", "cash": "value", "quantity": "amount"}


@dataclass(frozen=True, slots=True)
class Said:
    """A run in vectorbt's words.

    Attributes:
        arguments: Of `Portfolio.from_orders` or `Portfolio.from_signals`.
        by_target: Whether it is the former: a reversal is one order to the other side's share.
        rows: Rows of vectorbt's for each bar of ours.
    """

    arguments: dict[str, Any]
    by_target: bool
    rows: int


def beyond_vectorbt(strategy: Strategy, panel: Panel, settings: SimulationSettings) -> str | None:
    """Return the first thing that vectorbt cannot say in our meaning, or None where it can say all.

    Compared are market orders at the next open: long, short, or both without fees; sized by percent of equity, cash or
    quantity, in fractions of a unit or in whole lots, with the presets' fees; one percentage stop, fixed or trailing,
    and one target; several symbols of one calendar that share cash, held long.
    """
    if strategy.kind not in ("signals", "python"):
        return "target weights"
    costs, several = costs_of(strategy, settings), len(panel.bars) > 1
    checks = {
        **_rules_beyond(strategy),
        "fees where a position is reversed, which it charges after it has sized the other side": is_two_sided(strategy)
        and costs != CostModel(),
        "such stops and targets inside a bar": not _has_plain_risk(strategy),
        "stops where a position is reversed": is_two_sided(strategy) and strategy.risk != Risk(),
        "a core beside the rules": strategy.core is not None,
        "limits": any(value is not None for value in strategy.limits.model_dump().values()),
        "another fill than the next open": strategy.execution.fill != "next_open",
        "leverage, participation or ignoring the opposite signal": strategy.execution.leverage != 1
        or strategy.execution.max_participation is not None
        or strategy.execution.on_opposite != "reverse",
        "such a sizing": not _has_plain_size(strategy, costs),
        "slippage, borrowing, interest or funding": not has_fees_alone(costs)
        or (bool(strategy.risk.take_profit) and costs.maker_commission != costs.commission),
        "changed assumptions": bool(settings.entry_delay or settings.worst_intrabar),
        "dividends, splits or funding": any(
            column is not None for bars in panel.bars for column in (bars.dividend, bars.split, bars.funding)
        ),
        "symbols of different calendars": several
        and any(not np.array_equal(_times(panel, s), panel.times) for s in range(len(panel.bars))),
        "short positions, stops or shares of the equity where symbols share cash": several
        and (_is_short(strategy) or strategy.risk != Risk() or strategy.sizing.kind == "percent_of_equity"),
    }
    return next((what for what, found in checks.items() if found), None)


def _rules_beyond(strategy: Strategy) -> dict[str, bool]:
    return {
        "several entries in one direction": sum(rule.action.is_entry for rule in strategy.rules) > 2
        or strategy.execution.pyramiding > 1,
        "resting orders, partial exits, set-ups, own risk of a rule or rules read at the open": any(
            rule.order
            or rule.fraction is not None
            or rule.risk
            or rule.size
            or rule.setup
            or rule.fill
            or rule.read == "open"
            for rule in strategy.rules
        ),
        "adding to a position": any(rule.action.value.startswith("add") for rule in strategy.rules),
    }


def _times(panel: Panel, s: int) -> NDArray[np.int64]:
    return panel.bars[s].time[panel.first[s] : panel.stop[s]]


def _is_short(strategy: Strategy) -> bool:
    return any(rule.action.side == "short" for rule in strategy.rules)


def is_two_sided(strategy: Strategy) -> bool:
    """Return whether a position can be turned around."""
    sides = {rule.action.side for rule in strategy.rules if rule.action.is_entry}
    return strategy.execution.allow_short and len(sides) > 1


def _has_plain_size(strategy: Strategy, costs: CostModel) -> bool:
    sizing = strategy.sizing
    plain = sizing == Sizing(kind=sizing.kind, value=sizing.value) and not isinstance(sizing.value, str)
    if is_two_sided(strategy):
        return plain and sizing.kind == "percent_of_equity"
    # An amount of cash includes the fee with us, and not with vectorbt.
    entry = -1 if _is_short(strategy) else 1
    return plain and sizing.kind in _SIZE_TYPES and (sizing.kind != "cash" or fee_rate(costs, entry, 1.0) == 0)


def _has_plain_risk(strategy: Strategy) -> bool:
    risk, trail = strategy.risk, strategy.risk.trailing_stop
    named = {"stop_loss": risk.stop_loss, "take_profit": risk.take_profit, "trailing_stop": trail}
    return (
        risk == Risk(**named)
        and (risk.stop_loss is None or (trail is None and _percent(risk.stop_loss) is not None))
        and (trail is None or (_percent(trail) is not None and trail.anchor == "extreme" and trail.activate_at is None))
        and len(risk.take_profit) <= 1
        and all(_percent(target) is not None and target.fraction is None for target in risk.take_profit)
    )


def _percent(level: object) -> float | None:
    kind, value = getattr(level, "kind", None), getattr(level, "value", None)
    return float(value) / 100 if kind == "percent" and isinstance(value, (int, float)) else None


def unsaid(strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], simulation: Simulation) -> str | None:
    """Return what only the signals or the run itself show vectorbt to be unable to say, or None."""
    slots = [signals[symbol][f"{rule.id}.when"] for symbol in panel.symbols for rule in strategy.rules]
    if not all(isinstance(slot, np.ndarray) for slot in slots):
        return "rules about the open position"
    if not fees_are_rates(strategy, simulation):
        return "fees that reached their least or their most"
    if simulation.warnings:
        return "orders that were refused, or positions that were closed for want of margin"
    if is_two_sided(strategy):
        columns = _shifted(strategy, signals, panel, 0)
        if (columns["entries"] & columns["short_entries"]).any():
            return "both directions at one close"
        if lot_step(panel.bars[0].instrument, strategy.execution.fractional) > 0:
            return "whole lots where a position is reversed, which it rounds as one order"
    return None


def translate(
    strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], settings: SimulationSettings, simulation: Simulation
) -> Said:
    """Return a run that is not beyond vectorbt in its words."""
    steps = [lot_step(bars.instrument, strategy.execution.fractional) for bars in panel.bars]
    common: dict[str, Any] = {
        "init_cash": settings.initial_cash,
        "size_granularity": np.array([step if step > 0 else np.nan for step in steps]),
    }
    columns = [_shifted(strategy, signals, panel, s) for s in range(len(panel.bars))]
    if is_two_sided(strategy):
        opens, closes = _prices(panel, "open")[:, 0], _prices(panel, "close")[:, 0]
        wanted = _sides(columns[0]) * float(strategy.sizing.value) / 100
        arguments = {"close": closes, "price": opens, "size": wanted, "size_type": "targetpercent", **common}
        return Said({**arguments, "size_granularity": np.nan}, by_target=True, rows=1)
    several = len(panel.bars) > 1
    rows = 3 if several else 2
    flags = {name: np.stack([each[name] for each in columns], axis=1) for name in columns[0]}
    size = float(strategy.sizing.value) / (100 if strategy.sizing.kind == "percent_of_equity" else 1)
    arguments = {
        **_rows_of(panel, rows),
        **_at_moments(flags, rows),
        "size": size,
        "size_type": _SIZE_TYPES[strategy.sizing.kind],
        "upon_opposite_entry": "reverse",
        "fees": fees_of_rows(strategy, simulation, flags, rows),
        **_stops(strategy),
        **common,
    }
    if several:
        arguments |= {"cash_sharing": True, "group_by": True}
    return Said(arguments, by_target=False, rows=rows)


def _prices(panel: Panel, name: str) -> NDArray[np.float64]:
    parts = zip(panel.bars, panel.first, panel.stop, strict=True)
    return np.stack([getattr(bars, name)[first:stop] for bars, first, stop in parts], axis=1)


def _rows_of(panel: Panel, rows: int) -> dict[str, NDArray[np.float64]]:
    # The open, as often as there are moments at it, then the whole bar; orders fill at the open. An open alone has no
    # range, lest it pull a trailing stop along within its own bar.
    opens = _prices(panel, "open")
    found = {"price": np.repeat(opens, rows, axis=0)}
    for name, alone in (("open", opens), ("high", 0 * opens), ("low", opens + np.inf), ("close", opens)):
        found[name] = np.repeat(alone, rows, axis=0)
        found[name][rows - 1 :: rows] = _prices(panel, name)
    return found


def _at_moments(flags: Mapping[str, Flags], rows: int) -> dict[str, Flags]:
    found = {}
    for name, values in flags.items():
        found[name] = np.zeros((len(values) * rows, values.shape[1]), np.bool_)
        enters = name.endswith("entries")
        found[name][rows - 2 if enters else 0 :: rows] = values
    return found


def _stops(strategy: Strategy) -> dict[str, Any]:
    risk = strategy.risk
    if risk == Risk():
        return {}
    stop = risk.trailing_stop or risk.stop_loss
    return {
        "sl_stop": np.nan if stop is None else _percent(stop),
        "sl_trail": risk.trailing_stop is not None,
        "tp_stop": _percent(risk.take_profit[0]) if risk.take_profit else np.nan,
        "stop_entry_price": "fillprice",
        "stop_exit_price": "stoplimit",
    }


def _sides(columns: Mapping[str, Flags]) -> NDArray[np.float64]:
    # The side that is wanted at each open where it changes; NaN leaves the position alone.
    side, wanted = 0.0, np.full(len(columns["entries"]), np.nan)
    for at in range(len(wanted)):
        now = side
        if (side > 0 and columns["exits"][at]) or (side < 0 and columns["short_exits"][at]):
            now = 0.0
        if columns["entries"][at] and side <= 0:
            now = 1.0
        if columns["short_entries"][at] and side >= 0:
            now = -1.0
        if now != side:
            side = wanted[at] = now
    return wanted


def _shifted(strategy: Strategy, signals: Mapping[str, Slots], panel: Panel, s: int) -> dict[str, Flags]:
    # vectorbt fills in the bar of the signal: the signals of a close are moved to the bar whose open fills them.
    first, stop, slots = int(panel.first[s]), int(panel.stop[s]), signals[panel.symbols[s]]
    found = {name: np.zeros(stop - first, np.bool_) for name in _NAMES}
    for rule in strategy.rules:
        value = np.nan_to_num(np.asarray(slots[f"{rule.id}.when"], dtype=np.float64)[first:stop]) != 0
        found[rule.action.value] |= value
    # An exit and an entry of one side at the same close are no entry.
    found["enter_long"] &= ~found["exit_long"]
    found["enter_short"] &= ~found["exit_short"]
    if not strategy.execution.allow_short:
        found["exit_long"] |= found["enter_short"]
        found["enter_short"][:] = False
    return {_NAMES[name]: np.append(False, value[:-1]) for name, value in found.items()}
