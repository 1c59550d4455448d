"""Arrays that go in and out of the functions of the facade."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
TruthArray = npt.NDArray[np.bool_]
WholeArray = npt.NDArray[np.int64]

_Kind = TypeVar("_Kind", bound=np.generic)


def read_only(values: "npt.NDArray[_Kind]") -> "npt.NDArray[_Kind]":
    """Return the array, closed for writing."""
    values.flags.writeable = False
    return values


def unknown(count: int) -> FloatArray:
    """Return `count` values that are not known (NaN)."""
    return np.full(count, np.nan)


def shifted(values: FloatArray, bars: int) -> FloatArray:
    """Return the values `bars` bars ago, NaN where there is none, shape (bars,)."""
    result = unknown(len(values))
    if bars < len(values):
        result[bars:] = values[: len(values) - bars]
    return result


def shifted_truth(values: TruthArray, bars: int) -> TruthArray:
    """Return the truth `bars` bars ago, False where there is none, shape (bars,)."""
    result = np.zeros(len(values), dtype=bool)
    if bars < len(values):
        result[bars:] = values[: len(values) - bars]
    return result


def last_index_where(condition: TruthArray) -> WholeArray:
    """Return the index of the latest true bar up to each bar, -1 before the first, shape (bars,)."""
    marked = np.where(condition, np.arange(len(condition)), -1)
    return np.maximum.accumulate(marked) if len(marked) else marked


def taken(values: FloatArray, index: WholeArray) -> FloatArray:
    """Return the values at an index a bar; NaN where the index is negative."""
    if len(values) == 0:
        return unknown(len(index))
    return np.where(index >= 0, values[np.maximum(index, 0)], np.nan)
