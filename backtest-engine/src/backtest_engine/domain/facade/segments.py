"""Functions applied to the stretches of a series that are known."""

from collections.abc import Callable, Iterator

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, unknown

Computed = FloatArray | tuple[FloatArray, ...]


def over_known(function: Callable[..., Computed], *series: FloatArray) -> tuple[FloatArray, ...]:
    """Apply a function to each stretch in which all series are known, and return its outputs as a tuple.

    A gap (NaN or infinite) leaves NaN behind, and the function warms up anew after it: TA-Lib's functions would
    otherwise return numbers without meaning, or nothing, from the first gap on.

    Args:
        function: Takes as many arrays as there are series and returns one or several of the same length.
        series: float64 arrays of one length.
    """
    known = np.isfinite(series[0])
    for each in series[1:]:
        known = known & np.isfinite(each)
    if len(known) and known.all():
        return _tuple(function(*map(np.ascontiguousarray, series)))
    parts = [
        (start, stop, _tuple(function(*(np.ascontiguousarray(each[start:stop]) for each in series))))
        for start, stop in stretches(known)
    ]
    if not parts:
        # One bar of any value tells how many outputs there are.
        return tuple(unknown(len(known)) for _ in _tuple(function(*(np.ones(1) for _ in series))))
    results = tuple(unknown(len(known)) for _ in parts[0][2])
    for start, stop, outputs in parts:
        for result, output in zip(results, outputs, strict=True):
            result[start:stop] = output
    return results


def stretches(known: TruthArray) -> Iterator[tuple[int, int]]:
    """Yield the start and the end (exclusive) of each run of true bars."""
    edges = np.flatnonzero(np.diff(known.astype(np.int8), prepend=0, append=0))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _tuple(outputs: Computed) -> tuple[FloatArray, ...]:
    several = outputs if isinstance(outputs, tuple) else (outputs,)
    return tuple(np.asarray(each, dtype=np.float64) for each in several)
