"""Running totals and extremes that start anew at events, without a loop over bars.

A running value of stretches is built by doubling: after the pass with distance d each bar holds the result over the
last 2 d bars of its stretch. What a bar holds depends on the bars before it alone.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray, last_index_where, unknown

Operation = Callable[[FloatArray, FloatArray], FloatArray]

_NOTHING: Final = 1e-18


def place_since(condition: TruthArray) -> WholeArray:
    """Return how many bars ago a condition was last true; -1 before the first time, shape (bars,)."""
    last = last_index_where(condition)
    return np.where(last >= 0, np.arange(len(condition)) - last, -1)


def place_in_stretch(begins: TruthArray) -> WholeArray:
    """Return the number of each bar in its stretch; the first bar begins one in any case, shape (bars,)."""
    starts = begins.copy()
    starts[:1] = True
    return place_since(starts)


def running(operation: Operation, values: FloatArray, place: WholeArray) -> FloatArray:
    """Return the operation (sum, fmax, fmin) over each bar's stretch up to it; NaN where the place is negative.

    Args:
        operation: Associative, of two arrays.
        values: shape (bars,).
        place: Number of each bar in its stretch, as `place_since` gives it.
    """
    result = values.copy()
    longest = int(place.max()) if len(place) else 0
    distance = 1
    while distance <= longest:
        joined = operation(result[:-distance], result[distance:])
        result[distance:] = np.where(place[distance:] >= distance, joined, result[distance:])
        distance *= 2
    return np.where(place >= 0, result, np.nan)


def running_total(values: FloatArray, place: WholeArray) -> FloatArray:
    """Return the running sum of each stretch; an unknown value adds nothing and is NaN itself, shape (bars,)."""
    known = np.isfinite(values)
    total = running(np.add, np.where(known, values, 0.0), place)
    return np.where(known, total, np.nan)


def smoothed(values: FloatArray, weight: float) -> FloatArray:
    """Return the exponential average with the weight of the newest bar, seeded with the first bar.

    All values must be known.
    """
    if len(values) == 0:
        return unknown(0)
    kept = 1.0 - weight
    result = values * weight
    result[0] = values[0]
    return decayed(result, kept)


def decayed(values: FloatArray, kept: float) -> FloatArray:
    """Return y[t] = values[t] + kept * y[t - 1], shape (bars,); all values must be known."""
    result: FloatArray = values.astype(np.float64, copy=True)
    distance, factor = 1, kept
    while distance < len(result) and abs(factor) > _NOTHING:
        result[distance:] = result[distance:] + factor * result[:-distance]
        distance, factor = 2 * distance, factor * factor
    return result
