"""Functions of each bar by itself; they take plain numbers too."""

from functools import reduce

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray


def smallest(values: tuple[FloatArray, ...]) -> FloatArray:
    """Return the smallest of several values on each bar, NaN where one is unknown."""
    return reduce(np.minimum, values)


def largest(values: tuple[FloatArray, ...]) -> FloatArray:
    """Return the largest of several values on each bar, NaN where one is unknown."""
    return reduce(np.maximum, values)


def mean_of(values: tuple[FloatArray, ...]) -> FloatArray:
    """Return the mean of several values on each bar."""
    return reduce(np.add, values) / len(values)


def clip(series: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return values held between two bounds; the lower one counts where they are crossed."""
    return np.maximum(np.minimum(series, high), low)


def where(condition: TruthArray, yes: FloatArray, no: FloatArray) -> FloatArray:
    """Return one value where a condition is true, another where not."""
    return np.where(condition, yes, no)


def count_true(conditions: tuple[TruthArray, ...]) -> FloatArray:
    """Return how many of several conditions are true on each bar."""
    return reduce(np.add, (np.asarray(each, dtype=np.float64) for each in conditions))


def is_known(series: FloatArray) -> TruthArray:
    """Return where a value is neither missing nor undefined."""
    return ~np.isnan(series)


def fill(series: FloatArray, value: FloatArray) -> FloatArray:
    """Return the series, and another value where it is unknown."""
    return np.where(np.isnan(series), value, series)


def nearest(series: FloatArray, step: float) -> FloatArray:
    """Return the nearest multiple of a step, halves away from zero."""
    return np.sign(series) * np.floor(np.abs(series) / step + 0.5) * step


def log(series: FloatArray) -> FloatArray:
    """Return the natural logarithm, NaN for values of 0 and below."""
    return np.log(np.where(series > 0, series, np.nan))


def log10(series: FloatArray) -> FloatArray:
    """Return the decimal logarithm, NaN for values of 0 and below."""
    return np.log10(np.where(series > 0, series, np.nan))


IMPLEMENTATIONS = {
    "abs": np.abs,
    "acos": np.arccos,
    "add": np.add,
    "asin": np.arcsin,
    "atan": np.arctan,
    "ceil": np.ceil,
    "clip": clip,
    "cos": np.cos,
    "cosh": np.cosh,
    "count_true": count_true,
    "div": np.divide,
    "exp": np.exp,
    "fill": fill,
    "floor": np.floor,
    "is_known": is_known,
    "log": log,
    "log10": log10,
    "max": largest,
    "mean_of": mean_of,
    "min": smallest,
    "mult": np.multiply,
    "power": np.power,
    "round": nearest,
    "sign": np.sign,
    "sin": np.sin,
    "sinh": np.sinh,
    "sqrt": np.sqrt,
    "sub": np.subtract,
    "tan": np.tan,
    "tanh": np.tanh,
    "where": where,
}
