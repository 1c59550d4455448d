"""A run through the fast lane: tables in, what happened out."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel.codes import ALWAYS_FLAG, BY_END, LONG_ENTRY_FLAG, LONG_EXIT_FLAG
from backtest_engine.domain.kernel.lane.fit import fits
from backtest_engine.domain.kernel.lane.loop import DONE, FULL, run
from backtest_engine.domain.kernel.lane.memory import lay_out
from backtest_engine.domain.kernel.lane.rows import ME, WAITING
from backtest_engine.domain.kernel.plan import table
from backtest_engine.domain.kernel.records import FILL, LEVEL, RISK, RULE, SIZING, TRADE, Bytes, Row, Table
from backtest_engine.domain.kernel.simulation import Simulation
from backtest_engine.domain.kernel.world import Inputs, cost_table, lot_step, settings_table
from backtest_engine.domain.market import SymbolBars

_ANY: Final = 1 << 60
_FIRST_ROOM: Final = 1024


def drive(inputs: Inputs) -> Simulation | None:
    """Return the run, or None where the lane is not enough for it."""
    if not fits(inputs):
        return None
    # Room for the trades of most strategies: what a busy one needs more is added as it goes.
    arrays = arrays_of(inputs) | books_of(inputs, _FIRST_ROOM + len(inputs.panel.times) // 256)
    arrays["equity"] = np.empty(len(inputs.panel.times))
    while (outcome := run(lay_out(arrays)[0])) == FULL:
        for name in ("trades", "fills"):
            arrays[name] = _doubled(arrays[name])
        arrays["me"]["room"] = len(arrays["trades"])
    return _gathered(inputs, arrays) if outcome == DONE else None


def _doubled(rows: Table) -> Table:
    # By bytes: numpy copies rows field by field, which takes longer than the run.
    larger = np.empty(2 * len(rows), rows.dtype)
    larger.view(np.uint8)[: rows.nbytes] = rows.view(np.uint8)
    return larger


def arrays_of(inputs: Inputs) -> dict[str, NDArray[Any]]:
    """Return the bars, what the strategy said of them, and what the document asks for."""
    bars, encoder, plan = inputs.panel.bars[0], inputs.encoder, inputs.plan
    return {
        **{name: np.ascontiguousarray(getattr(bars, name)) for name in ("open", "high", "low", "close", "volume")},
        "flags": flags_of(inputs),
        "conditions": _stacked(encoder.conditions, len(bars), np.dtype(np.uint8)),
        "values": _stacked(encoder.values, len(bars), np.dtype(np.float64)),
        "rules": table([row for row in plan.rules if row["when"] >= 0], RULE),
        "risks": table(plan.risks, RISK),
        "levels": table(plan.levels, LEVEL),
        "sizings": table(plan.sizings, SIZING),
        "sources": encoder.source_table(),
        "costs": cost_table(inputs.costs, 1),
        "settings": settings_table(inputs),
    }


def books_of(inputs: Inputs, capacity: int) -> dict[str, NDArray[Any]]:
    """Return fresh books with room for so many trades and a few more; with 0 none is kept of however many."""
    rules = sum(row["when"] >= 0 for row in inputs.plan.rules)
    capacity = capacity + 2 * rules + 8 if capacity else 0
    me = np.zeros(1, ME)
    me["cash"], me["first"], me["last_exit"] = inputs.settings.initial_cash, inputs.panel.first[0], -1
    me["step"], me["used_at"] = lot_step(inputs.panel.bars[0].instrument, inputs.strategy.execution.fractional), -1
    me["room"] = capacity or _ANY
    return {
        "me": me,
        "waiting": np.zeros(rules, WAITING),
        "trades": np.empty(capacity, TRADE),
        "fills": np.empty(2 * capacity, FILL),
    }


def flags_of(inputs: Inputs) -> Bytes:
    """Return what could be decided at each bar, as bits: entries and exits of either side."""
    flags = np.zeros(len(inputs.panel.bars[0]), np.uint8)
    for row in inputs.plan.rules:
        if row["when"] >= 0:
            flags |= inputs.encoder.conditions[inputs.encoder.sources[row["when"]][2]] * bit_of(row)
    return flags


def bit_of(row: dict[str, int]) -> np.uint8:
    """Return the flag of a rule."""
    return np.uint8((LONG_ENTRY_FLAG if row["entry"] else LONG_EXIT_FLAG) << (0 if row["side"] > 0 else 1))


def odd_flags(bars: SymbolBars) -> Bytes:
    """Return the flag of the bars that open outside their own range; a run that is `marked` has them beforehand."""
    return ((bars.open < bars.low) | (bars.open > bars.high)).astype(np.uint8) * np.uint8(ALWAYS_FLAG)


def _stacked(rows: list[NDArray[Any]], total: int, kind: np.dtype[Any]) -> NDArray[Any]:
    if len(rows) == 1:
        return np.ascontiguousarray(rows[0]).reshape(1, total)
    return np.stack(rows) if rows else np.zeros((0, total), kind)


def _gathered(inputs: Inputs, books: Mapping[str, NDArray[Any]]) -> Simulation:
    me, ticks = books["me"][0], len(books["equity"])
    trades = books["trades"][: int(me["trades"])]
    if me["side"] != 0:
        mark = inputs.panel.bars[0].close[me["last_bar"]]
        trades = np.concatenate([trades, _open_trade(me, ticks, mark)])
    refused = int(me["refused"])
    warning = f"{refused} entries were not filled: cash, margin or lot size did not allow them."
    return Simulation(
        strategy=inputs.strategy,
        panel=inputs.panel,
        settings=inputs.settings,
        times=inputs.panel.times,
        equity=books["equity"],
        trades=trades,
        fills=books["fills"][: int(me["fills"])],
        rule_ids=tuple(inputs.plan.rule_ids),
        costs_paid=float(me["fees"]),
        interest=0.0,
        traded=float(me["traded"]),
        exposure=float(me["in_market"]) / ticks,
        warnings=(warning,) if refused else (),
    )


def _open_trade(me: Row, ticks: int, mark: float) -> Table:
    # Marked to the last close, without the fee of a sale that did not happen.
    row, side, entry, quantity = np.zeros(1, TRADE), me["side"], me["price"], me["quantity"]
    row["side"], row["quantity"], row["open"], row["reason"] = side, quantity, 1, BY_END
    row["entry_tick"], row["entry_bar"], row["entry_price"] = me["entry_tick"], me["entry_bar"], entry
    row["exit_tick"], row["exit_bar"], row["exit_price"], row["fees"] = ticks - 1, me["last_bar"], mark, me["lot_fees"]
    row["profit"] = side * quantity * (mark - entry) - me["lot_fees"]
    row["return_"] = row["profit"] / (quantity * entry)
    row["stop"], row["target"], row["entry_rule"], row["exit_rule"] = me["first_stop"], me["target"], me["rule"], -1
    row["mae"], row["mfe"] = side * (me["worst"] / entry - 1.0), side * (me["best"] / entry - 1.0)
    return row
