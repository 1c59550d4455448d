"""Bars packed by the tens of thousands: a column store within a row of Postgres."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from market_data_service.domain.series import BarSeries, IntArray
from trading_contracts.bars import Timeframe

_BARS_A_BLOCK = 65_536
# 73 years: the blocks of weeks and months would be longer than 64 bits of nanoseconds can say.
_LONGEST = 2**61
_VALUES = ("open", "high", "low", "close", "volume", "adj_close")
_PACKED = pa.ipc.IpcWriteOptions(compression="zstd")


@dataclass(frozen=True, slots=True)
class Block:
    """The bars between `start` (nanoseconds UTC) and the start of the next block, packed."""

    start: int
    bars: int
    data: bytes


def length(timeframe: Timeframe) -> int:
    """Return how much time a block holds, in nanoseconds; blocks lie on a grid from 1970 on."""
    return min(int(timeframe.duration.total_seconds()) * 1_000_000_000 * _BARS_A_BLOCK, _LONGEST)


def pack(series: BarSeries, timeframe: Timeframe) -> list[Block]:
    """Return a series as blocks, in order of time."""
    if not len(series):
        return []
    starts = series.timestamp // length(timeframe) * length(timeframe)
    cuts = np.append(np.flatnonzero(np.diff(starts, prepend=starts[0] - 1)), len(series))
    return [
        Block(int(starts[first]), int(stop - first), _packed(series.between(int(first), int(stop))))
        for first, stop in pairwise(cuts)
    ]


def unpack(blocks: list[bytes]) -> BarSeries:
    """Return the series that blocks in order of time hold."""
    tables = [pa.ipc.open_stream(data).read_all() for data in blocks]
    columns: dict[str, Any] = {
        name: np.concatenate([table.column(name).to_numpy() for table in tables]) for name in ("timestamp", *_VALUES)
    }
    adjusted = columns.pop("adj_close")
    return BarSeries(**columns, adj_close=None if bool(np.isnan(adjusted).any()) else adjusted)


def _packed(series: BarSeries) -> bytes:
    columns: dict[str, IntArray | Any] = {name: getattr(series, name) for name in ("timestamp", *_VALUES)}
    if series.adj_close is None:
        columns["adj_close"] = np.full(len(series), np.nan)
    batch = pa.record_batch({name: pa.array(np.ascontiguousarray(column)) for name, column in columns.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_PACKED) as writer:
        writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed
