"""What is kept from an event."""

import numpy as np

from backtest_engine.domain.facade.arrays import (
    FloatArray,
    TruthArray,
    WholeArray,
    last_index_where,
    taken,
)
from backtest_engine.domain.facade.scans import place_in_stretch, place_since, running, running_total


def value_when(condition: TruthArray, series: FloatArray, nth: int) -> FloatArray:
    """Return the value that a series had when a condition was true for the nth last time."""
    at_events = series[np.flatnonzero(condition)]
    return taken(at_events, np.cumsum(condition) - nth)


def highest_since(condition: TruthArray, series: FloatArray) -> FloatArray:
    """Return the highest value since a condition was last true, that bar included."""
    return running(np.fmax, series, place_since(condition))


def lowest_since(condition: TruthArray, series: FloatArray) -> FloatArray:
    """Return the lowest value since a condition was last true, that bar included."""
    return running(np.fmin, series, place_since(condition))


def sum_since(condition: TruthArray, series: FloatArray) -> FloatArray:
    """Return the sum since a condition was last true, that bar included."""
    return running_total(series, place_since(condition))


def count_since(condition: TruthArray, counted: TruthArray) -> FloatArray:
    """Return how often something was true since a condition was last true, that bar included."""
    return running_total(counted.astype(np.float64), place_since(condition))


def latch(begin: TruthArray, reset: TruthArray) -> TruthArray:
    """Return where the first condition was true later than the second."""
    return last_index_where(begin) > last_index_where(reset)


def sequence(conditions: tuple[TruthArray, ...], within: int) -> TruthArray:
    """Return where the last condition is true and the others were before it, in their order, on distinct bars.

    The first of them may be at most `within` bars back.
    """
    place = np.arange(len(conditions[0]))
    begun: WholeArray = np.where(conditions[0], place, -1)
    for condition in conditions[1:]:
        latest = np.maximum.accumulate(begun) if len(begun) else begun
        before = np.concatenate((np.full(min(1, len(place)), -1), latest[:-1]))
        begun = np.where(condition, before, -1)
    return (begun >= 0) & (place - begun <= within)


def cumulative(series: FloatArray, reset: TruthArray) -> FloatArray:
    """Return the running total since the last reset, that bar included."""
    return running_total(series, place_in_stretch(reset))


def ratchet_up(series: FloatArray, reset: TruthArray) -> FloatArray:
    """Return the highest value since the last reset, that bar included."""
    return running(np.fmax, series, place_in_stretch(reset))


def ratchet_down(series: FloatArray, reset: TruthArray) -> FloatArray:
    """Return the lowest value since the last reset, that bar included."""
    return running(np.fmin, series, place_in_stretch(reset))


IMPLEMENTATIONS = {
    "count_since": count_since,
    "cumulative": cumulative,
    "highest_since": highest_since,
    "latch": latch,
    "lowest_since": lowest_since,
    "ratchet_down": ratchet_down,
    "ratchet_up": ratchet_up,
    "sequence": sequence,
    "sum_since": sum_since,
    "value_when": value_when,
}
