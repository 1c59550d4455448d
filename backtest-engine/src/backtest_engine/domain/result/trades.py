"""The trade log of a result."""

import math
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.position import EXIT_REASONS
from backtest_engine.domain.result.series import iso_times
from trading_contracts.results import Trade

_ALL: Final = slice(None)
_PART: Final = 1_000


def _known(values: list[float]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values]


def trade_rows(simulation: Simulation, part: slice = _ALL) -> list[dict[str, Any]]:
    """Return the trade log, or a part of it, as rows with the fields of `Trade`, times as ISO 8601 in UTC.

    A row for each part of a position that ended, and for what is open at the end; an open row has no exit time and no
    exit price, its profit is that of the last close.
    """
    log, symbols, rules = simulation.trades[part], simulation.panel.symbols, simulation.rule_ids
    ends = [None if is_open else place for place, is_open in enumerate(log["open"].tolist())]
    exits, prices = iso_times(simulation.times[log["exit_tick"]]), log["exit_price"].tolist()
    columns: dict[str, list[Any]] = {
        "symbol": [symbols[place] for place in log["symbol"].tolist()],
        "side": ["long" if side > 0 else "short" for side in log["side"].tolist()],
        "entry_time": iso_times(simulation.times[log["entry_tick"]]),
        "entry_price": log["entry_price"].tolist(),
        "exit_time": [None if place is None else exits[place] for place in ends],
        "exit_price": [None if place is None else prices[place] for place in ends],
        "quantity": log["quantity"].tolist(),
        "pnl": log["profit"].tolist(),
        "return_pct": (100.0 * log["return_"]).tolist(),
        "fees": log["fees"].tolist(),
        "bars_held": (log["exit_bar"] - log["entry_bar"]).tolist(),
        "exit_reason": [EXIT_REASONS[place] for place in log["reason"].tolist()],
        "entry_rule": [rules[place] for place in log["entry_rule"].tolist()],
        "exit_rule": [rules[place] if place >= 0 else None for place in log["exit_rule"].tolist()],
        "stop_price": _known(log["stop"].tolist()),
        "target_price": _known(log["target"].tolist()),
        "mae_pct": (100.0 * log["mae"]).tolist(),
        "mfe_pct": (100.0 * log["mfe"]).tolist(),
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def trade_log(simulation: Simulation) -> bytes:
    """Return the rows of `trade_rows` as JSON, written part by part: rows take five times the memory of their text."""
    begins = range(0, len(simulation.trades), _PART)
    parts = (orjson.dumps(trade_rows(simulation, slice(begin, begin + _PART))) for begin in begins)
    return b"[" + b",".join(part[1:-1] for part in parts) + b"]"


def build_trades(simulation: Simulation) -> tuple[Trade, ...]:
    """Return the trade log; see `trade_rows`."""
    return tuple(Trade.model_validate(row) for row in trade_rows(simulation))


def closed(simulation: Simulation) -> NDArray[np.void]:
    """Return the rows of parts that ended; those that are open stand behind them."""
    return simulation.trades[: len(simulation.trades) - int(simulation.trades["open"].sum())]
