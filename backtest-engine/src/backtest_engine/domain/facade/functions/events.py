"""Crosses, runs, and how often something was true."""

from typing import Final

import numpy as np

from backtest_engine.domain.facade.arrays import (
    FloatArray,
    TruthArray,
    last_index_where,
    shifted,
    shifted_truth,
)
from backtest_engine.domain.facade.bars import BarView

_BLOCK: Final = 65_536


def crosses_above(series: FloatArray, other: FloatArray) -> TruthArray:
    """Return where a series is above another and was not on the bar before."""
    return _turned(np.greater, np.less_equal, series, other)


def crosses_below(series: FloatArray, other: FloatArray) -> TruthArray:
    """Return where a series is below another and was not on the bar before."""
    return _turned(np.less, np.greater_equal, series, other)


def _turned(now: np.ufunc, before: np.ufunc, series: FloatArray, other: FloatArray) -> TruthArray:
    # Block by block: what one comparison has brought near the processor the other finds there.
    found = np.zeros(len(series), np.bool_)
    for first in range(1, len(series), _BLOCK):
        here, last = slice(first, first + _BLOCK), slice(first - 1, min(first + _BLOCK, len(series)) - 1)
        now(series[here], other[here], out=found[here])
        found[here] &= before(series[last], other[last])
    return found


def crosses(series: FloatArray, other: FloatArray) -> TruthArray:
    """Return where a series crosses another, either way."""
    return crosses_above(series, other) | crosses_below(series, other)


def rising(series: FloatArray, length: int) -> TruthArray:
    """Return where each of the last `length` bars is above the one before it."""
    return all_of(series > shifted(series, 1), length)


def falling(series: FloatArray, length: int) -> TruthArray:
    """Return where each of the last `length` bars is below the one before it."""
    return all_of(series < shifted(series, 1), length)


def bars_since(condition: TruthArray) -> FloatArray:
    """Return the bars since a condition was last true, infinite before the first time."""
    last = last_index_where(condition)
    return np.where(last >= 0, np.arange(len(condition)) - last, np.inf)


def count(condition: TruthArray, length: int) -> FloatArray:
    """Return on how many of the last `length` bars a condition was true; NaN until there are so many bars."""
    so_far = np.cumsum(condition).astype(np.float64)
    counts = so_far.copy()
    counts[length:] -= so_far[:-length]
    counts[: length - 1] = np.nan
    return counts


def streak(condition: TruthArray) -> FloatArray:
    """Return for how many bars in a row a condition has been true."""
    return (np.arange(len(condition)) - last_index_where(~condition)).astype(np.float64)


def all_of(condition: TruthArray, length: int) -> TruthArray:
    """Return where a condition held on each of the last `length` bars."""
    return streak(condition) >= length


def any_of(condition: TruthArray, length: int) -> TruthArray:
    """Return where a condition held on at least one of the last `length` bars."""
    return bars_since(condition) < length


def became_true(condition: TruthArray) -> TruthArray:
    """Return where a condition is true and was not on the bar before; the first bar is none."""
    return condition & shifted_truth(~condition, 1)


def became_false(condition: TruthArray) -> TruthArray:
    """Return where a condition is not true and was on the bar before."""
    return ~condition & shifted_truth(condition, 1)


def every(bars: BarView, length: int) -> TruthArray:
    """Return each `length`-th bar, from the first one on."""
    due: TruthArray = np.arange(len(bars)) % length == 0
    return due


IMPLEMENTATIONS = {
    "all": all_of,
    "any": any_of,
    "bars_since": bars_since,
    "became_false": became_false,
    "became_true": became_true,
    "count": count,
    "crosses": crosses,
    "crosses_above": crosses_above,
    "crosses_below": crosses_below,
    "every": every,
    "falling": falling,
    "rising": rising,
    "streak": streak,
}
