"""Functions of each window of the last bars."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, WholeArray, unknown

_VALUES_AT_ONCE: Final = 2_000_000
_DIGITS: Final = 2.0**33


def over_windows(function: Callable[[FloatArray], FloatArray], series: FloatArray, length: int) -> FloatArray:
    """Apply a function to all windows of a series, a block of windows at a time.

    Args:
        function: Takes windows of shape (windows, length), oldest bar first, and returns one value each.
        series: shape (bars,).
        length: Bars of a window.

    Returns:
        shape (bars,); NaN for the first length - 1 bars and for windows with an unknown value.
    """
    result = unknown(len(series))
    for first, windows in _blocks(series, length):
        values = function(windows)
        known = np.isfinite(windows).all(axis=1)
        result[first : first + len(windows)] = np.where(known, values, np.nan)
    return result


def evened(series: FloatArray) -> FloatArray:
    """Return values without the digits behind the tenth, for comparing places.

    What is equal by the formula of an average or a ratio differs in its last digits, and differently for each beginning
    of the history; an order among such values would be one of roundings.

    Args:
        series: shape (bars,).
    """
    part, power = np.frexp(series)
    return np.ldexp(np.rint(part * _DIGITS) / _DIGITS, power)


def bars_since_greatest(series: FloatArray, length: int) -> FloatArray:
    """Return how many bars ago the greatest value of each window was; of values equal to ten digits the newest.

    The place of the greatest value is found for windows of 1, 2, 4, ... bars; two of them that overlap make any length.

    Args:
        series: Known values, shape (bars,).
        length: Bars of a window.
    """
    series = evened(series)
    place = np.arange(len(series))
    span = 1
    while span < length:
        step = min(span, length - span)
        place = _greater_of(series, place, step)
        span += step
    ages = (np.arange(len(series)) - place).astype(np.float64)
    ages[: length - 1] = np.nan
    return ages


def _greater_of(series: FloatArray, place: WholeArray, step: int) -> WholeArray:
    if step >= len(place):
        return place
    older = place.copy()
    older[step:] = place[:-step]
    return np.where(series[older] > series[place], older, place)


def _blocks(series: FloatArray, length: int) -> Iterator[tuple[int, FloatArray]]:
    if len(series) < length:
        return
    windows = np.lib.stride_tricks.sliding_window_view(series, length)
    step = max(_VALUES_AT_ONCE // length, 1)
    for start in range(0, len(windows), step):
        # A copy of its own: on overlapping memory the order of summation would depend on the number of windows.
        yield start + length - 1, np.ascontiguousarray(windows[start : start + step])
