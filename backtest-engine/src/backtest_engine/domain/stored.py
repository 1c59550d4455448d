"""A result as it is kept, and as it is read again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np
import numpy.typing as npt
import orjson
from tsdownsample import MinMaxLTTBDownsampler

from backtest_engine.domain.evaluation import Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.lines import PlannedLine
from backtest_engine.domain.records import StoredResult
from backtest_engine.domain.result import SeriesArrays, series_of
from backtest_engine.domain.statistics import returns_of
from trading_contracts.model import Contract
from trading_contracts.results import BandEntry, BenchmarkResult, Integrity, SummaryStats, Trade

_LONGEST_LINE = 20_000
_LONGEST_COPIED = 65_536
_NANOSECONDS_A_DAY = 86_400_000_000_000
_Thinner: Callable[[], Any] = MinMaxLTTBDownsampler

FloatArray = npt.NDArray[np.float64]


class StoredBody(Contract):
    """A result without its long series; the series of the benchmark are left empty."""

    summary_stats: SummaryStats
    trade_log: tuple[Trade, ...] = ()
    benchmark: BenchmarkResult | None
    integrity: Integrity
    assumption_band: tuple[BandEntry, ...] = ()
    code: str
    readback: str

    def with_trades(self, rows: bytes) -> bytes:
        """Return the body as JSON with this JSON as its trade log: thousands of rows are no models on their way."""
        content = self.model_dump(mode="json", exclude={"trade_log"})
        return orjson.dumps({**content, "trade_log": orjson.Fragment(rows)})


@dataclass(frozen=True, slots=True)
class Line:
    """A series that the rules read, for the chart."""

    symbol: str
    name: str
    expression: str
    overlay: bool
    time: npt.NDArray[np.int64]
    values: FloatArray


@dataclass(frozen=True, slots=True)
class Accounts:
    """What a run and its benchmark were worth, as it is stored.

    Attributes:
        time: Nanoseconds since 1970 UTC, shape (ticks,).
        start: What both began with.
        own: Account value at each close, shape (ticks,).
        benchmark: The same of the benchmark, where there is one.
    """

    time: npt.NDArray[np.int64]
    start: float
    own: FloatArray
    benchmark: FloatArray | None


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """The long series of a result."""

    own: SeriesArrays
    benchmark: SeriesArrays | None
    lines: tuple[Line, ...]


def drawn_lines(symbol: str, frame: Frame, planned: Sequence[PlannedLine], slots: Slots) -> list[Line]:
    """Return the planned lines of a symbol within the asked range, long ones thinned for the eye."""
    shown = slice(frame.warmup, None)
    drawn = []
    for line in planned:
        values = slots.get(line.slot)
        if isinstance(values, np.ndarray) and values.dtype == np.float64:
            time, kept = _thinned(frame.time[shown], np.asarray(values[shown], dtype=np.float64))
            drawn.append(Line(symbol, line.name, line.expression, line.overlay, time, kept))
    return drawn


def _thinned(time: npt.NDArray[np.int64], values: FloatArray) -> tuple[npt.NDArray[np.int64], FloatArray]:
    if len(values) <= _LONGEST_LINE:
        return time, values
    known = np.isfinite(values)
    begin = int(np.argmax(known))
    # Mostly only the warm-up is unknown: what follows it is looked at where it lies.
    inside = slice(begin, None) if known[begin:].all() else known
    time, values = time[inside], values[inside]
    kept = _Thinner().downsample(values, n_out=_LONGEST_LINE // 4)
    return time[kept], values[kept]


def pack_series(accounts: Accounts, lines: Sequence[Line] = ()) -> bytes:
    """Return the series as MessagePack with little-endian 64-bit buffers.

    Of an account its clock and its equity are kept; drawdown and returns follow from them when they are read.
    """
    fields = {
        "start": accounts.start,
        "time": _packed_times(accounts.time),
        "own": _buffer(accounts.own),
        "benchmark": None if accounts.benchmark is None else _buffer(accounts.benchmark),
        "lines": [
            {
                "symbol": line.symbol,
                "name": line.name,
                "expression": line.expression,
                "overlay": line.overlay,
                "time": _packed_times(line.time),
                "values": _buffer(line.values),
            }
            for line in lines
        ],
    }
    packer = msgpack.Packer()
    parts = [packer.pack_map_header(len(fields))]
    for name, value in fields.items():
        parts.append(packer.pack(name))
        if isinstance(value, memoryview) and len(value) > _LONGEST_COPIED:
            # As MessagePack has a long row of bytes; msgpack itself would copy it twice.
            parts += [b"\xc6", len(value).to_bytes(4, "big"), value]
        else:
            parts.append(packer.pack(value))
    return b"".join(parts)


def unpack_series(packed: bytes) -> StoredSeries:
    """Return what `pack_series` packed."""
    content = msgpack.unpackb(packed)
    time, start, benchmark = _times(content["time"]), content["start"], content["benchmark"]
    lines = tuple(
        Line(**{**line, "time": _times(line["time"]), "values": _floats(line["values"])}) for line in content["lines"]
    )
    return StoredSeries(
        series_of(time, _floats(content["own"]), start),
        None if benchmark is None else series_of(time, _floats(benchmark), start),
        lines,
    )


def unpack_days(packed: bytes) -> StoredSeries:
    """Return the curves of what `pack_series` packed at the last bar of each day (UTC).

    Where the deepest fall began, ended and was made good is kept too. Lines are left out: rules read them bar by bar.
    """
    content = msgpack.unpackb(packed)
    time, start, benchmark = _times(content["time"]), content["start"], content["benchmark"]
    own = series_of(time, _floats(content["own"]), start)
    days = time // _NANOSECONDS_A_DAY
    kept = np.union1d(np.flatnonzero(np.append(days[1:] != days[:-1], True)), _deepest_fall(own.drawdown))
    other = None if benchmark is None else _taken(series_of(time, _floats(benchmark), start), kept, start)
    return StoredSeries(_taken(own, kept, start), other, ())


def _deepest_fall(drawdown: FloatArray) -> list[int]:
    trough = int(np.argmin(drawdown))
    before, after = np.flatnonzero(drawdown[:trough] >= 0), np.flatnonzero(drawdown[trough:] >= 0)
    return [*before[-1:].tolist(), trough, *(trough + after[:1]).tolist()]


def _taken(series: SeriesArrays, kept: npt.NDArray[np.int64], start: float) -> SeriesArrays:
    equity = series.equity[kept]
    return SeriesArrays(series.time[kept], equity, series.drawdown[kept], returns_of(equity, start))


def same_outcome(one: StoredResult, other: StoredResult) -> bool:
    """Return whether two results have the same trades and the same equity, to the last bit."""
    if orjson.loads(one.body)["trade_log"] != orjson.loads(other.body)["trade_log"]:
        return False
    return np.array_equal(unpack_series(one.series).own.equity, unpack_series(other.series).own.equity)


_NO_SERIES: dict[str, Any] = {"equity_curve": {}, "drawdown_series": {}, "returns_series": {}, "indicators": []}


def without_series(run_id: str, body: bytes) -> bytes:
    """Return a result as JSON, the places of its series empty; the body is not read on the way."""
    around = orjson.dumps({"run_id": run_id, **_NO_SERIES})
    return b"".join((around[:-1], b",", body[1:]))


def result_json(run_id: str, body: bytes, series: StoredSeries) -> dict[str, Any]:
    """Return a whole result, ready to be written as JSON."""
    result: dict[str, Any] = {"run_id": run_id, **orjson.loads(body), **_NO_SERIES}
    stamps = timestamps(series.own.time)
    result |= _curves(stamps, series.own)
    if series.benchmark is not None and result["benchmark"] is not None:
        result["benchmark"] |= _curves(timestamps(series.benchmark.time), series.benchmark)
    result["indicators"] = [line_json(line) for line in series.lines]
    return result


def timestamps(time: npt.NDArray[np.int64]) -> list[str]:
    """Return moments as ISO 8601 in UTC (`2020-01-02T00:00:00Z`)."""
    stamps: list[str] = np.datetime_as_string(
        time.astype("datetime64[ns]").astype("datetime64[s]"), timezone="UTC"
    ).tolist()
    return stamps


def _curves(stamps: list[str], series: SeriesArrays) -> dict[str, dict[str, float]]:
    return {
        "equity_curve": dict(zip(stamps, series.equity.tolist(), strict=True)),
        "drawdown_series": dict(zip(stamps, series.drawdown.tolist(), strict=True)),
        "returns_series": dict(zip(stamps, series.returns.tolist(), strict=True)),
    }


def line_json(line: Line) -> dict[str, Any]:
    """Return a line ready to be written as JSON; what is not known is left out."""
    known = np.isfinite(line.values)
    values = dict(zip(timestamps(line.time[known]), line.values[known].tolist(), strict=True))
    return {
        "symbol": line.symbol,
        "name": line.name,
        "expression": line.expression,
        "overlay": line.overlay,
        "values": values,
    }


def _packed_times(times: npt.NDArray[np.int64]) -> dict[str, Any]:
    # Bars mostly follow one another at one distance: each distance, and how often it comes, where that is shorter.
    steps = np.diff(times)
    if len(steps) == 0:
        return {"all": _buffer(times)}
    begins = np.flatnonzero(np.append(True, steps[1:] != steps[:-1]))
    if 2 * len(begins) >= len(times):
        return {"all": _buffer(times)}
    counts = np.diff(np.append(begins, len(steps)))
    return {"first": int(times[0]), "steps": _buffer(steps[begins]), "counts": _buffer(counts)}


def _times(packed: Mapping[str, Any]) -> npt.NDArray[np.int64]:
    if "all" in packed:
        return np.frombuffer(packed["all"], np.int64)
    steps, counts = (np.frombuffer(packed[name], np.int64) for name in ("steps", "counts"))
    return np.cumsum(np.append(packed["first"], np.repeat(steps, counts)))


def _buffer(values: npt.NDArray[Any]) -> memoryview:
    return np.ascontiguousarray(values).data.cast("B") if values.size else memoryview(b"")


def _floats(buffer: bytes) -> FloatArray:
    return np.frombuffer(buffer, np.float64)
