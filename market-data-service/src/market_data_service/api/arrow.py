"""Bars as an Arrow IPC stream."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from market_data_service.domain.delivery import DeliveredBars
from market_data_service.domain.series import NANOSECONDS_A_DAY

_BATCH = 131_072


def to_record_batch(bars: DeliveredBars) -> pa.RecordBatch:
    """Return bars as one record batch whose schema metadata says where they come from."""
    series = bars.series
    columns: dict[str, pa.Array[Any]] = {
        "timestamp": pa.array(series.timestamp.view("datetime64[ns]"), type=pa.timestamp("ns", tz="UTC"))
    }
    for name in ("open", "high", "low", "close", "volume", "dividend", "split"):
        columns[name] = pa.array(getattr(series, name))
    columns["session"] = pa.array((bars.day // NANOSECONDS_A_DAY).astype(np.int32)).cast(pa.date32())
    columns["filled"] = pa.array(series.filled)
    if bars.origin.timeframe.is_intraday:
        columns["minutes_since_open"] = pa.array(bars.calendar.minutes_since_open(series.timestamp))
        columns["minutes_to_close"] = pa.array(bars.calendar.minutes_to_close(series.timestamp))
    batch = pa.record_batch(columns)
    return batch.replace_schema_metadata(_metadata(bars))


def stream(bars: DeliveredBars) -> Iterator[bytes]:
    """Yield an Arrow IPC stream in pieces."""
    batch = to_record_batch(bars)
    sink = _Sink()
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), batch.schema) as writer:
        for start in range(0, max(batch.num_rows, 1), _BATCH):
            writer.write_batch(batch.slice(start, _BATCH))
            yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        joined = b"".join(self._parts)
        self._parts.clear()
        return joined


def _metadata(bars: DeliveredBars) -> dict[bytes, bytes]:
    quality = asdict(bars.quality)
    counts = {name: value for name, value in quality.items() if isinstance(value, int)}
    return {
        b"origin": bars.origin.model_dump_json().encode(),
        b"instrument": bars.instrument.model_dump_json().encode(),
        b"warmup_bars": str(bars.warmup_bars).encode(),
        b"quality": orjson.dumps(counts),
    }
