"""A stored result as tables to take away: CSV and Parquet."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgpack
import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from backtest_engine.domain.result import SeriesArrays
from backtest_engine.domain.stored import Line, StoredSeries, timestamps
from trading_contracts.results import Trade

TRADE_COLUMNS = tuple(Trade.model_fields)
EQUITY_COLUMNS = ("timestamp", "equity", "drawdown", "return")


def trades_csv(body: bytes) -> str:
    """Return the trade log, one row a part of a position, header first."""
    trades = _trades(body)
    return _csv(TRADE_COLUMNS, [[trade[name] for name in TRADE_COLUMNS] for trade in trades])


def trades_parquet(body: bytes) -> bytes:
    """Return the trade log as Parquet with typed columns."""
    trades = [Trade.model_validate(trade) for trade in _trades(body)]
    fields = [(name, _arrow_type(name)) for name in TRADE_COLUMNS]
    columns = [pa.array([getattr(trade, name) for trade in trades], kind) for name, kind in fields]
    return _parquet(pa.table(columns, names=list(TRADE_COLUMNS)))


def equity_csv(series: StoredSeries) -> str:
    """Return equity, drawdown and return at each bar's close, header first."""
    own = series.own
    rows = zip(timestamps(own.time), own.equity.tolist(), own.drawdown.tolist(), own.returns.tolist(), strict=True)
    return _csv(EQUITY_COLUMNS, rows)


def equity_parquet(series: StoredSeries) -> bytes:
    """Return equity, drawdown and return at each bar's close as Parquet."""
    own = series.own
    time = pa.array(own.time, pa.timestamp("ns", "UTC"))
    return _parquet(
        pa.table(
            [time, *(pa.array(each) for each in (own.equity, own.drawdown, own.returns))], names=list(EQUITY_COLUMNS)
        )
    )


def series_msgpack(series: StoredSeries) -> bytes:
    """Return the long series and the lines of the chart as MessagePack.

    Numbers are buffers of little-endian 64-bit floats, times in ms since 1970; an undefined value is NaN.
    """
    content: bytes = msgpack.packb(
        {
            **_account(series.own),
            "benchmark": None if series.benchmark is None else _account(series.benchmark),
            "lines": [_line(line) for line in series.lines],
        }
    )
    return content


def _account(series: SeriesArrays) -> dict[str, bytes]:
    columns = {"equity": series.equity, "drawdown": series.drawdown, "returns": series.returns}
    return {"time": _times(series.time), **{name: _floats(values) for name, values in columns.items()}}


def _line(line: Line) -> dict[str, Any]:
    named = {"symbol": line.symbol, "name": line.name, "expression": line.expression, "overlay": line.overlay}
    return {**named, "time": _times(line.time), "values": _floats(line.values)}


def _times(time: npt.NDArray[np.int64]) -> bytes:
    return _floats(time / 1e6)


def _floats(values: npt.NDArray[np.float64]) -> bytes:
    return np.ascontiguousarray(values, dtype="<f8").tobytes()


def _trades(body: bytes) -> list[dict[str, Any]]:
    trades: list[dict[str, Any]] = orjson.loads(body)["trade_log"]
    return trades


def _arrow_type(name: str) -> pa.DataType:
    if name.endswith("_time"):
        return pa.timestamp("us", "UTC")
    if name == "bars_held":
        return pa.int64()
    return pa.string() if name in ("symbol", "side", "exit_reason", "entry_rule", "exit_rule") else pa.float64()


def _csv(header: Sequence[str], rows: Any) -> str:  # noqa: ANN401 - any rows that csv takes
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content
