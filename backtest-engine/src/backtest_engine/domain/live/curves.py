"""Curves for the eye: what is in view, with its extremes, in no more points than there is room for."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tsdownsample import MinMaxDownsampler

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_Thinner: Callable[[], Any] = MinMaxDownsampler


def kept_places(curves: Sequence[Floats], points: int) -> Ints:
    """Return the places that keep the extremes of every curve, rising and each once.

    Args:
        curves: Of equal length; what is NaN is no extreme.
        points: Room for each curve; as many places as there are values are kept where they fit.
    """
    length = len(curves[0])
    if length <= points:
        return np.arange(length)
    room = max(points - points % 2, 2)
    # The thinner passes over NaN.
    chosen = [np.asarray(_Thinner().downsample(curve, n_out=room), dtype=np.int64) for curve in curves]
    return each_once([*chosen, np.array([0, length - 1])])


def each_once(places: Sequence[Ints]) -> Ints:
    """Return places of several rising rows, rising and each once."""
    # numpy's `unique` counts by hashing, which for a few thousand numbers takes ten times as long.
    ordered = np.sort(np.concatenate(places), kind="stable")
    differs: NDArray[np.bool_] = ordered[1:] != ordered[:-1]
    return np.concatenate((ordered[:1], ordered[1:][differs]))


def buffer(values: NDArray[Any]) -> bytes:
    """Return numbers as little-endian 64-bit floats."""
    return np.ascontiguousarray(values, dtype="<f8").tobytes()
