"""The trade log of a result."""

import math
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.position import EXIT_REASONS
from trading_contracts.results import Trade


def _moment(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, tz=UTC)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def build_trades(simulation: Simulation) -> tuple[Trade, ...]:
    """Return a row for each part of a position that ended, and for what is open at the end.

    An open row has no exit time and no exit price; its profit is that of the last close.
    """
    symbols, rules = simulation.panel.symbols, simulation.rule_ids
    names = simulation.trades.dtype.names or ()
    columns = [simulation.trades[name].tolist() for name in names]
    log = []
    for values in zip(*columns, strict=True):
        row = dict(zip(names, values, strict=True))
        is_open = row["open"] == 1
        log.append(
            Trade.model_construct(
                symbol=symbols[row["symbol"]],
                side="long" if row["side"] > 0 else "short",
                entry_time=_moment(simulation.times[row["entry_tick"]]),
                entry_price=row["entry_price"],
                exit_time=None if is_open else _moment(simulation.times[row["exit_tick"]]),
                exit_price=None if is_open else row["exit_price"],
                quantity=row["quantity"],
                pnl=row["profit"],
                return_pct=100.0 * row["return_"],
                fees=row["fees"],
                bars_held=row["exit_bar"] - row["entry_bar"],
                exit_reason=EXIT_REASONS[row["reason"]],
                entry_rule=rules[row["entry_rule"]],
                exit_rule=rules[row["exit_rule"]] if row["exit_rule"] >= 0 else None,
                stop_price=_known(row["stop"]),
                target_price=_known(row["target"]),
                mae_pct=100.0 * row["mae"],
                mfe_pct=100.0 * row["mfe"],
            )
        )
    return tuple(log)


def closed(simulation: Simulation) -> NDArray[np.void]:
    """Return the rows of parts that ended; those that are open stand behind them."""
    return simulation.trades[: len(simulation.trades) - int(simulation.trades["open"].sum())]
