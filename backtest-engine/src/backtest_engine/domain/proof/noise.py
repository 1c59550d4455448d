"""A future that never was: what signals must not depend on."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_BELOW, _ABOVE = 0.3, 1.5
_DRAWN = 16_384
"""Bars that are drawn; a longer future is made of them again and again, for a million draws take longer than a run."""


def with_noise(prices: Mapping[str, FloatArray], first: int, seed: int) -> Mapping[str, FloatArray]:
    """Return prices, closed for writing, whose bars from `first` on are random draws, and valid bars all the same.

    Closes lie far below the last known close (even seeds) or far above it (odd seeds), so that averages, ranges, ranks
    and ends of the future all change; every high still is the highest and every low the lowest of its bar.

    Args:
        prices: open, high, low, close and volume, shape (bars,).
        first: The first bar of noise; at least one bar lies before it.
        seed: Of the draws.
    """
    count = len(prices["close"]) - first
    if count <= 0:
        return dict(prices)
    drawn = min(count, _DRAWN)
    draws = np.random.default_rng(seed).random((3, drawn), dtype=np.float32)
    known = prices["close"][first - 1] if first > 0 else prices["open"][0]
    least = known * (_ABOVE if seed % 2 else _BELOW)
    opens, closes = least * (1.0 + draws[0]), least * (1.0 + draws[1])
    volume_before = prices["volume"][:first]
    typical_volume = float(volume_before[-250:].mean()) if first > 0 else 1.0
    future = {
        "open": opens,
        "high": np.maximum(opens, closes) * 1.01,
        "low": np.minimum(opens, closes) * 0.99,
        "close": closes,
        "volume": 2.0 * typical_volume * draws[2],
    }
    return _Continued(prices, first, future)


class _Continued(Mapping[str, FloatArray]):
    """Columns whose future is made; each when it is asked for, as code mostly reads one or two of them."""

    def __init__(self, known: Mapping[str, FloatArray], first: int, drawn: Mapping[str, FloatArray]) -> None:
        self._known, self._first, self._drawn = known, first, drawn

    def __getitem__(self, name: str) -> FloatArray:
        known, drawn = self._known[name], self._drawn[name]
        result = np.empty(len(known))
        result[: self._first] = known[: self._first]
        for at in range(self._first, len(known), len(drawn)):
            result[at : at + len(drawn)] = drawn[: len(known) - at]
        result.flags.writeable = False
        return result

    def __iter__(self) -> Iterator[str]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)
