"""The second engine: vectorbt, for what it can say, and its analytics over any result of ours.

vectorbt is imported when it is first needed: its import takes seconds and hundreds of megabytes, and nobody should wait
for it who does not ask for it.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import Simulation, SimulationSettings
from backtest_engine.domain.kernel.world import costs_of, lot_step
from backtest_engine.domain.market import Panel
from backtest_engine.domain.signals import Slots
from strategy_language.document import Risk, Sizing, Strategy
from trading_contracts.results import EngineAgreement

_USED: Final = "kernel"
_SECOND: Final = "vectorbt"


def beyond_vectorbt(strategy: Strategy, panel: Panel, settings: SimulationSettings) -> str | None:
    """Return the first thing that vectorbt cannot say in our meaning, or None where it can say all.

    Compared are market orders at the next open in one symbol, long, short, or both without fees, sized by percent of
    equity, in fractions of a unit or in whole lots, with percentage fees. Stops are not: it looks at them from the bar
    after the entry on, and before the rule that leaves at the same open.
    """
    if strategy.kind not in ("signals", "python") or len(panel.bars) > 1:
        return "several symbols"
    if len([rule for rule in strategy.rules if rule.action.is_entry]) > 2 or strategy.execution.pyramiding > 1:
        return "several entries in one direction"
    checks = {
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
        "fees where a position is reversed, which it charges after it has sized the other side": _is_two_sided(strategy)
        and costs_of(strategy, settings).commission > 0,
        "adding to a position": any(rule.action.value.startswith("add") for rule in strategy.rules),
        "stops and targets inside a bar": strategy.risk != Risk(),
        "limits": any(value is not None for value in strategy.limits.model_dump().values()),
        "another fill than the next open": strategy.execution.fill != "next_open",
        "leverage, participation or ignoring the opposite signal": strategy.execution.leverage != 1
        or strategy.execution.max_participation is not None
        or strategy.execution.on_opposite != "reverse",
        "another sizing than a percentage of the equity": strategy.sizing
        != Sizing(kind="percent_of_equity", value=strategy.sizing.value)
        or not isinstance(strategy.sizing.value, (int, float)),
        "costs that are no percentage": not _is_percentage(costs_of(strategy, settings)),
        "changed assumptions": bool(settings.entry_delay or settings.worst_intrabar),
        "dividends, splits or funding": panel.bars[0].dividend is not None
        or panel.bars[0].split is not None
        or panel.bars[0].funding is not None,
    }
    return next((what for what, found in checks.items() if found), None)


def _is_two_sided(strategy: Strategy) -> bool:
    sides = {rule.action.side for rule in strategy.rules if rule.action.is_entry}
    return strategy.execution.allow_short and len(sides) > 1


def _is_percentage(costs: CostModel) -> bool:
    return costs == CostModel(commission=costs.commission, maker_commission=costs.maker_commission)


class VectorbtEngine:
    """vectorbt behind the port of a second engine."""

    def check(
        self,
        strategy: Strategy,
        panel: Panel,
        signals: Mapping[str, Slots],
        settings: SimulationSettings,
        simulation: Simulation,
    ) -> EngineAgreement:
        """Return whether vectorbt finds the same trades, or why it was not asked."""
        beyond = beyond_vectorbt(strategy, panel, settings) or _unsaid(strategy, panel, signals, simulation)
        if beyond is not None:
            return EngineAgreement(used=_USED, detail=f"vectorbt cannot say {beyond} in our meaning.")
        theirs = self._orders(strategy, panel, signals, settings)
        ours = _own_orders(simulation)
        same = len(theirs) == len(ours) and all(
            np.allclose(theirs[name], ours[name], rtol=1e-9, atol=1e-9) for name in ("idx", "size", "price", "side")
        )
        detail = f"{len(ours)} fills, bar, size, price and side compared."
        if not same:
            detail = f"{len(ours)} fills of the kernel, {len(theirs)} of vectorbt; the first that differ: " + _first(
                ours, theirs
            )
        return EngineAgreement(used=_USED, checked_with=_SECOND, agrees=same, detail=detail)

    def _orders(
        self, strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], settings: SimulationSettings
    ) -> NDArray[np.void]:
        import vectorbt as vbt  # noqa: PLC0415 - see the module's docstring

        bars, first, stop = panel.bars[0], int(panel.first[0]), int(panel.stop[0])
        columns = _shifted(strategy, signals[bars.symbol], first, stop)
        share = float(strategy.sizing.value) / 100
        step = lot_step(bars.instrument, strategy.execution.fractional)
        common = {
            "price": bars.open[first:stop],
            "fees": costs_of(strategy, settings).commission,
            "init_cash": settings.initial_cash,
            "size_granularity": step if step > 0 else np.nan,
        }
        if _is_two_sided(strategy):
            # A reversal is one order to the other side's share.
            wanted = _sides(columns) * share
            portfolio = vbt.Portfolio.from_orders(
                bars.close[first:stop], size=wanted, size_type="targetpercent", **common
            )
        else:
            portfolio = vbt.Portfolio.from_signals(
                bars.close[first:stop],
                size=share,
                size_type="percent",
                upon_opposite_entry="reverse",
                **common,
                **columns,
            )
        records: NDArray[np.void] = portfolio.order_records
        return records

    def open_portfolio(self, simulation: Simulation) -> Any:  # noqa: ANN401 - vectorbt has no types
        """Return a `vbt.Portfolio` over any result of ours, so that its analytics can be used."""
        import pandas as pd  # noqa: PLC0415 - comes with vectorbt
        import vectorbt as vbt  # noqa: PLC0415 - see the module's docstring

        panel = simulation.panel
        index = pd.DatetimeIndex(simulation.times).tz_localize("UTC")
        close = pd.DataFrame(
            {one.symbol: pd.Series(one.close, pd.DatetimeIndex(one.time).tz_localize("UTC")) for one in panel.bars}
        )
        close = close.reindex(index).ffill().bfill()
        wrapper = vbt.ArrayWrapper(index, close.columns, 2, group_by=True if len(panel.bars) > 1 else None)
        records = order_records(simulation)
        return vbt.Portfolio(
            wrapper,
            close,
            records,
            np.zeros(0, dtype=vbt.portfolio.enums.log_dt),
            np.array([simulation.settings.initial_cash]),
            len(panel.bars) > 1,
        )


def _unsaid(strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], simulation: Simulation) -> str | None:
    slots = signals[strategy.universe[0]]
    if not all(isinstance(slots[f"{rule.id}.when"], np.ndarray) for rule in strategy.rules):
        return "rules about the open position"
    if simulation.warnings:
        return "orders that were refused, or positions that were closed for want of margin"
    if _is_two_sided(strategy):
        columns = _shifted(strategy, slots, int(panel.first[0]), int(panel.stop[0]))
        if (columns["entries"] & columns["short_entries"]).any():
            return "both directions at one close"
        if lot_step(panel.bars[0].instrument, strategy.execution.fractional) > 0:
            return "whole lots where a position is reversed, which it rounds as one order"
    return None


def _sides(columns: Mapping[str, NDArray[np.bool_]]) -> NDArray[np.float64]:
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


def _shifted(strategy: Strategy, slots: Slots, first: int, stop: int) -> dict[str, NDArray[np.bool_]]:
    # vectorbt fills in the bar of the signal: the signals of a close are moved to the bar whose open fills them.
    found = {
        name: np.zeros(stop - first, np.bool_) for name in ("enter_long", "exit_long", "enter_short", "exit_short")
    }
    for rule in strategy.rules:
        value = np.nan_to_num(np.asarray(slots[f"{rule.id}.when"], dtype=np.float64)[first:stop]) != 0
        found[rule.action.value] |= value
    # An exit and an entry of one side at the same close are no entry.
    found["enter_long"] &= ~found["exit_long"]
    found["enter_short"] &= ~found["exit_short"]
    if not strategy.execution.allow_short:
        found["exit_long"] |= found["enter_short"]
        found["enter_short"][:] = False
    names = {"enter_long": "entries", "exit_long": "exits", "enter_short": "short_entries", "exit_short": "short_exits"}
    return {names[name]: np.append(False, value[:-1]) for name, value in found.items()}


def order_records(simulation: Simulation) -> NDArray[np.void]:
    """Return the fills as vectorbt's order records (`order_dt`), in order of symbol and time."""
    kind = np.dtype(
        [
            ("id", np.int64),
            ("col", np.int64),
            ("idx", np.int64),
            ("size", np.float64),
            ("price", np.float64),
            ("fees", np.float64),
            ("side", np.int64),
        ],
        align=True,
    )
    fills = simulation.fills[np.argsort(simulation.fills["symbol"], kind="stable")]
    records = np.zeros(len(fills), kind)
    records["id"] = np.arange(len(fills))
    records["col"], records["idx"] = fills["symbol"], fills["tick"]
    records["size"], records["price"], records["fees"] = fills["quantity"], fills["price"], fills["fees"]
    records["side"] = np.where(fills["side"] > 0, 0, 1)
    return records


def _own_orders(simulation: Simulation) -> NDArray[np.void]:
    # A reversal is one order of vectorbt's and two fills of ours, at one price.
    records = order_records(simulation)
    merged: list[NDArray[np.void]] = []
    for row in records:
        if merged and merged[-1]["idx"] == row["idx"] and merged[-1]["side"] == row["side"]:
            merged[-1]["size"] += row["size"]
        else:
            merged.append(row.copy())
    return np.array(merged, dtype=records.dtype) if merged else records[:0]


def _first(ours: NDArray[np.void], theirs: NDArray[np.void]) -> str:
    for mine, other in zip(ours, theirs, strict=False):
        if not all(np.isclose(mine[n], other[n], rtol=1e-9) for n in ("idx", "size", "price", "side")):
            return f"{_told(mine)}, and {_told(other)}."
    return "the end of the shorter list."


def _told(row: NDArray[np.void]) -> str:
    side = "buys" if row["side"] == 0 else "sells"
    return f"bar {row['idx']} {side} {float(row['size']):g} at {float(row['price']):g}"
