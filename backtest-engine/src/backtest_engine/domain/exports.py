"""A stored result as tables to take away: CSV and Parquet."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgpack
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from backtest_engine.domain.result import SeriesArrays
from backtest_engine.domain.stored import StoredSeries, timestamps
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
    """Return the long series as MessagePack: buffers of little-endian 64-bit floats, times in ms since 1970."""
    content: bytes = msgpack.packb(
        {**_buffers(series.own), "benchmark": None if series.benchmark is None else _buffers(series.benchmark)}
    )
    return content


def _buffers(series: SeriesArrays) -> dict[str, bytes]:
    columns = {"equity": series.equity, "drawdown": series.drawdown, "returns": series.returns}
    columns["time"] = series.time / 1e6
    return {name: np.ascontiguousarray(values, dtype="<f8").tobytes() for name, values in columns.items()}


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
