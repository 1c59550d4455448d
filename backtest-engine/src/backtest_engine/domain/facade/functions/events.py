"""Events: crosses, runs, and memory of what happened."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, shifted


def crosses_above(series: FloatArray, other: FloatArray) -> TruthArray:
    """Return where a series is above another and was not on the bar before."""
    return (series > other) & (shifted(series, 1) <= shifted(other, 1))


def crosses_below(series: FloatArray, other: FloatArray) -> TruthArray:
    """Return where a series is below another and was not on the bar before."""
    return (series < other) & (shifted(series, 1) >= shifted(other, 1))


def rising(series: FloatArray, length: int) -> TruthArray:
    """Return where each of the last `length` bars is above the one before it."""
    return _run(series > shifted(series, 1), length)


def falling(series: FloatArray, length: int) -> TruthArray:
    """Return where each of the last `length` bars is below the one before it."""
    return _run(series < shifted(series, 1), length)


def _run(condition: TruthArray, length: int) -> TruthArray:
    place = np.arange(len(condition))
    last_false = np.maximum.accumulate(np.where(condition, -1, place)) if len(condition) else place
    return place - last_false >= length


IMPLEMENTATIONS = {
    "crosses_above": crosses_above,
    "crosses_below": crosses_below,
    "rising": rising,
    "falling": falling,
}
