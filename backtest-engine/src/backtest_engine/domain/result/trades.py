"""The trade log of a result."""

from collections.abc import Sequence
from dataclasses import dataclass
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
_WRITTEN: Final = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z


@dataclass(frozen=True, slots=True)
class _Column:
    """One field of all rows: numbers, moments, or places in a list of words.

    Attributes:
        values: Of each row, shape (rows,).
        words: What the places mean, where they are such.
        known: Where there is a value, shape (rows,); everywhere if None.
    """

    values: NDArray[Any]
    words: Sequence[str | None] | None = None
    known: NDArray[np.bool_] | None = None

    def listed(self) -> list[Any]:
        """Return the values as Python has them."""
        if self.words is not None:
            cells = [self.words[place] for place in self.values.tolist()]
        elif self.values.dtype.kind == "M":
            cells = list(iso_times(self.values.astype(np.int64) * 1_000_000_000))
        else:
            cells = self.values.tolist()
        return self._or_nothing(cells, None)

    def written(self) -> list[bytes]:
        """Return the values as JSON; `listed` would have each number made and written by itself."""
        if self.words is not None:
            words = [orjson.dumps(word) for word in self.words]
            return self._or_nothing([words[place] for place in self.values.tolist()], b"null")
        text = orjson.dumps(np.ascontiguousarray(self.values), option=_WRITTEN)
        return self._or_nothing(text[1:-1].split(b","), b"null")

    def _or_nothing(self, cells: list[Any], nothing: bytes | None) -> list[Any]:
        if self.known is not None:
            for place in np.flatnonzero(~self.known).tolist():
                cells[place] = nothing
        return cells


def _columns(simulation: Simulation, part: slice) -> dict[str, _Column]:
    log, rules = simulation.trades[part], simulation.rule_ids
    begun, over = (simulation.times[log[name]] // 1_000_000_000 for name in ("entry_tick", "exit_tick"))
    ended, stop, target = ~log["open"].astype(np.bool_), log["stop"], log["target"]
    return {
        "symbol": _Column(log["symbol"], simulation.panel.symbols),
        "side": _Column((log["side"] > 0).astype(np.int64), ("short", "long")),
        "entry_time": _Column(begun.view("datetime64[s]")),
        "entry_price": _Column(log["entry_price"]),
        "exit_time": _Column(over.view("datetime64[s]"), known=ended),
        "exit_price": _Column(log["exit_price"], known=ended),
        "quantity": _Column(log["quantity"]),
        "pnl": _Column(log["profit"]),
        "return_pct": _Column(100.0 * log["return_"]),
        "fees": _Column(log["fees"]),
        "bars_held": _Column(log["exit_bar"] - log["entry_bar"]),
        "exit_reason": _Column(log["reason"], EXIT_REASONS),
        "entry_rule": _Column(log["entry_rule"], rules),
        "exit_rule": _Column(np.where(log["exit_rule"] >= 0, log["exit_rule"], len(rules)), (*rules, None)),
        "stop_price": _Column(stop, known=np.isfinite(stop)),
        "target_price": _Column(target, known=np.isfinite(target)),
        "mae_pct": _Column(100.0 * log["mae"]),
        "mfe_pct": _Column(100.0 * log["mfe"]),
    }


def trade_rows(simulation: Simulation, part: slice = _ALL) -> list[dict[str, Any]]:
    """Return the trade log, or a part of it, as rows with the fields of `Trade`, times as ISO 8601 in UTC.

    A row for each part of a position that ended, and for what is open at the end; an open row has no exit time and no
    exit price, its profit is that of the last close.
    """
    columns = {name: column.listed() for name, column in _columns(simulation, part).items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def trade_log(simulation: Simulation) -> bytes:
    """Return the rows of `trade_rows` as JSON, written part by part: what they are made of takes more room."""
    begins = range(0, len(simulation.trades), _PART)
    parts = (_written_rows(_columns(simulation, slice(begin, begin + _PART))) for begin in begins)
    return b"[" + b",".join(parts) + b"]"


def _written_rows(columns: dict[str, _Column]) -> bytes:
    row = b"{" + b",".join(b'"%b":%%b' % name.encode() for name in columns) + b"}"
    return b",".join(map(row.__mod__, zip(*(column.written() for column in columns.values()), strict=True)))


def build_trades(simulation: Simulation) -> tuple[Trade, ...]:
    """Return the trade log; see `trade_rows`."""
    return tuple(Trade.model_validate(row) for row in trade_rows(simulation))


def closed(simulation: Simulation) -> NDArray[np.void]:
    """Return the rows of parts that ended; those that are open stand behind them."""
    return simulation.trades[: len(simulation.trades) - int(simulation.trades["open"].sum())]
