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
from backtest_engine.domain.result import SeriesArrays
from trading_contracts.model import Contract
from trading_contracts.results import BandEntry, BenchmarkResult, Integrity, SummaryStats, Trade

_LONGEST_LINE = 20_000
_Thinner: Callable[[], Any] = MinMaxLTTBDownsampler

FloatArray = npt.NDArray[np.float64]


class StoredBody(Contract):
    """A result without its long series; the series of the benchmark are left empty."""

    summary_stats: SummaryStats
    trade_log: tuple[Trade, ...]
    benchmark: BenchmarkResult | None
    integrity: Integrity
    assumption_band: tuple[BandEntry, ...] = ()
    code: str
    readback: str


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
    kept = _Thinner().downsample(values[known], n_out=_LONGEST_LINE // 4)
    return time[known][kept], values[known][kept]


def pack_series(own: SeriesArrays, benchmark: SeriesArrays | None, lines: Sequence[Line] = ()) -> bytes:
    """Return the series as MessagePack with little-endian 64-bit buffers."""
    packed: bytes = msgpack.packb(
        {
            "own": _packed(own),
            "benchmark": None if benchmark is None else _packed(benchmark),
            "lines": [
                {
                    "symbol": line.symbol,
                    "name": line.name,
                    "expression": line.expression,
                    "overlay": line.overlay,
                    "time": line.time.tobytes(),
                    "values": line.values.tobytes(),
                }
                for line in lines
            ],
        }
    )
    return packed


def unpack_series(packed: bytes) -> StoredSeries:
    """Return what `pack_series` packed."""
    content = msgpack.unpackb(packed)
    lines = tuple(
        Line(**{**line, "time": _whole(line["time"]), "values": _floats(line["values"])}) for line in content["lines"]
    )
    benchmark = content["benchmark"]
    return StoredSeries(_unpacked(content["own"]), None if benchmark is None else _unpacked(benchmark), lines)


def same_outcome(one: StoredResult, other: StoredResult) -> bool:
    """Return whether two results have the same trades and the same equity, to the last bit."""
    if orjson.loads(one.body)["trade_log"] != orjson.loads(other.body)["trade_log"]:
        return False
    return np.array_equal(unpack_series(one.series).own.equity, unpack_series(other.series).own.equity)


def result_json(run_id: str, body: bytes, series: StoredSeries | None) -> dict[str, Any]:
    """Return a whole result, ready to be written as JSON; without series their places are empty."""
    result: dict[str, Any] = {"run_id": run_id, **orjson.loads(body)}
    result |= {"equity_curve": {}, "drawdown_series": {}, "returns_series": {}, "indicators": []}
    if series is None:
        return result
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


def _packed(series: SeriesArrays) -> dict[str, bytes]:
    return {name: np.ascontiguousarray(getattr(series, name)).tobytes() for name in _NAMES}


def _unpacked(content: Mapping[str, bytes]) -> SeriesArrays:
    return SeriesArrays(time=_whole(content["time"]), **{name: _floats(content[name]) for name in _NAMES[1:]})


_NAMES = ("time", "equity", "drawdown", "returns")


def _whole(buffer: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(buffer, np.int64)


def _floats(buffer: bytes) -> FloatArray:
    return np.frombuffer(buffer, np.float64)
