"""A future that never was: what signals must not depend on."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_BELOW, _ABOVE = 0.3, 1.5
_DRAWN = 16_384
"""Bars that are drawn; a longer future is made of them again and again, for a million draws take longer than a run."""


def with_noise(prices: Mapping[str, FloatArray], first: int, seed: int) -> dict[str, FloatArray]:
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
    return {name: _continued(prices[name][:first], future[name], count) for name in future}


def _continued(known: FloatArray, drawn: FloatArray, count: int) -> FloatArray:
    result = np.empty(len(known) + count)
    result[: len(known)] = known
    for at in range(0, count, len(drawn)):
        result[len(known) + at : len(known) + at + len(drawn)] = drawn[: count - at]
    result.flags.writeable = False
    return result
