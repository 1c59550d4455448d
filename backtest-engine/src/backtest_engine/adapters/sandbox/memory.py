"""Bars in sealed shared memory, kept for the next job over the same bars."""

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping

from backtest_engine.adapters.sandbox import wire
from backtest_engine.domain.frames import Frame

_KEPT = 4

_Shared = tuple[int, dict[str, dict[str, list[object]]]]


class SharedBars:
    """The last few sets of bars; packing a million bars costs more than running over them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[tuple[str, str, int], ...], _Shared] = OrderedDict()

    def of(self, frames: Mapping[str, Frame]) -> _Shared:
        """Return a file descriptor (the caller closes it) of read-only memory with all columns, and where they lie."""
        key = tuple((symbol, frame.digest, frame.bars) for symbol, frame in frames.items())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _pack(frames)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                _, (descriptor, _) = self._kept.popitem(last=False)
                os.close(descriptor)
            descriptor, series = self._kept[key]
            return os.dup(descriptor), series

    def close(self) -> None:
        """Let all memory go."""
        with self._lock:
            for descriptor, _ in self._kept.values():
                os.close(descriptor)
            self._kept.clear()


def _pack(frames: Mapping[str, Frame]) -> _Shared:
    arrays: dict[str, wire.Array] = {}
    for symbol, frame in frames.items():
        arrays[f"{symbol}|time"] = frame.time
        arrays |= {f"{symbol}|{name}": frame.columns[name] for name in ("open", "high", "low", "close", "volume")}
        arrays |= {f"{symbol}|{name}": values for name, values in frame.sessions.arrays().items()}
    descriptor, places = wire.seal_arrays(arrays)
    series: dict[str, dict[str, list[object]]] = {symbol: {} for symbol in frames}
    for name, place in places.items():
        symbol, _, column = name.rpartition("|")
        series[symbol][column] = place.as_json()
    return descriptor, series
