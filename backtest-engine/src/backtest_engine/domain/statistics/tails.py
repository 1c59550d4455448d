"""The shape of the distribution of returns, and what is lost in its left tail.

Losses are returns: a value at risk of -0.02 is a loss of 2 % a period. The historical and gaussian forms are
textbook; the modified forms are the Cornish-Fisher expansions of PerformanceAnalytics (Boudt, Peterson, Croux).
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from backtest_engine.domain.compiled import compiled

Array = NDArray[np.float64]


def _moments(returns: Array) -> tuple[float, float, float, float]:
    mean, deviation = float(np.mean(returns)), float(np.std(returns))
    if deviation <= 1e-12 * max(abs(mean), 1e-300):
        return mean, 0.0, math.nan, math.nan
    scaled = (returns - mean) / deviation
    return mean, deviation, float(np.mean(scaled**3)), float(np.mean(scaled**4)) - 3.0


def skewness(returns: Array) -> float:
    """Return the third standardised moment (ddof 0); NaN without variation."""
    return _moments(returns)[2] if len(returns) > 2 else math.nan


def kurtosis(returns: Array) -> float:
    """Return the excess kurtosis (ddof 0): 0 for a normal distribution; NaN without variation."""
    return _moments(returns)[3] if len(returns) > 3 else math.nan


_SAMPLE: Final = 8_192
_MARGIN: Final = 0.012
"""Five standard errors of the rank of a twentieth in such a sample."""


@compiled
def _bracketed(returns: Array, low: float, high: float, inside: Array) -> tuple[int, float, int, int, int]:
    # Count and sum of the returns below a bracket, how many lie on its lower end, strictly inside it (kept, as far as
    # there is room) and on its upper end. Many returns are equal: those of the bars without a position.
    below, total, at_low, kept, at_high = 0, 0.0, 0, 0, 0
    for value in returns:
        if value > high:
            continue
        if value < low:
            below += 1
            total += value
        elif value == low:
            at_low += 1
        elif value == high:
            at_high += 1
        else:
            if kept < inside.shape[0]:
                inside[kept] = value
            kept += 1
    return below, total, at_low, kept, at_high


def _whole_tail(returns: Array, share: float) -> tuple[float, float]:
    ordered, rank = np.sort(returns), share * (len(returns) - 1)
    below, above = float(ordered[int(rank)]), float(ordered[min(int(rank) + 1, len(ordered) - 1)])
    quantile = below + (rank - int(rank)) * (above - below)
    count = int(np.searchsorted(ordered, quantile, side="right"))
    return quantile, float(ordered[:count].sum()) / count if count else math.nan


def _tail(returns: Array, sample: Array, share: float) -> tuple[float, float]:
    # The quantile and the mean at or below it. A sample brackets the quantile, so that only a few values are sorted.
    last = len(sample) - 1
    low = sample[max(int((share - _MARGIN) * last), 0)]
    high = sample[min(int((share + _MARGIN) * last) + 1, last)]
    kept = np.empty(len(returns) // 16)
    below, total, at_low, count, at_high = _bracketed(returns, low, high, kept)
    rank = share * (len(returns) - 1)
    place = int(rank) - below
    if place < 0 or place + 2 > at_low + count + at_high or count > len(kept):
        return _whole_tail(returns, share)
    inside = np.sort(kept[:count])

    def ranked(at: int) -> float:
        if at < at_low:
            return float(low)
        return float(inside[at - at_low]) if at - at_low < count else float(high)

    quantile = ranked(place) + (rank - int(rank)) * (ranked(place + 1) - ranked(place))
    up_to = int(np.searchsorted(inside, quantile, side="right"))
    lower = at_low if low <= quantile else 0
    upper = at_high if low < high <= quantile else 0
    total += lower * low + float(inside[:up_to].sum()) + upper * high
    return quantile, total / (below + lower + up_to + upper)


def tails(returns: Array) -> tuple[float, float, float]:
    """Return the 5th and the 95th percentile (linear interpolation) and the mean at or below the 5th; NaN if empty."""
    if len(returns) == 0:
        return math.nan, math.nan, math.nan
    if len(returns) < 2 * _SAMPLE:
        low, shortfall = _whole_tail(returns, 0.05)
        return low, _whole_tail(returns, 0.95)[0], shortfall
    sample = np.sort(returns[:: len(returns) // _SAMPLE])
    low, shortfall = _tail(returns, sample, 0.05)
    return low, _tail(returns, sample, 0.95)[0], shortfall


def value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the return that is undercut in a share `level` of the periods (linear interpolation)."""
    return float(np.percentile(returns, 100 * level)) if len(returns) else math.nan


def conditional_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the mean of the returns at or below the value at risk."""
    if len(returns) == 0:
        return math.nan
    return float(np.mean(returns[returns <= value_at_risk(returns, level)]))


def gaussian_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the value at risk of a normal distribution with the returns' mean and variance (ddof 0)."""
    mean, deviation, _, _ = _moments(returns)
    return mean + deviation * float(norm.ppf(level))


def gaussian_conditional_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the expected shortfall of a normal distribution with the returns' mean and variance (ddof 0)."""
    mean, deviation, _, _ = _moments(returns)
    return mean - deviation * float(norm.pdf(norm.ppf(level))) / level


def _cornish_fisher(z: float, skew: float, excess: float) -> float:
    return z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * excess / 24 - (2 * z**3 - 5 * z) * skew**2 / 36


def modified_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the value at risk with the quantile corrected for skewness and kurtosis (Cornish-Fisher)."""
    mean, deviation, skew, excess = _moments(returns)
    return mean + deviation * _cornish_fisher(float(norm.ppf(level)), skew, excess)


def modified_conditional_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the expected shortfall by the Edgeworth expansion of second order."""
    mean, deviation, skew, excess = _moments(returns)
    h = _cornish_fisher(float(norm.ppf(level)), skew, excess)
    density = float(norm.pdf(h))

    def term(power: int) -> float:
        if power % 2 == 0:
            half = power // 2
            total = sum(
                math.prod(2 * j for j in range(1, half + 1)) / math.prod(2 * j for j in range(1, i + 1)) * h ** (2 * i)
                for i in range(1, half + 1)
            )
            return (total + math.prod(2 * j for j in range(1, half + 1))) * density
        half = (power - 1) // 2
        odd = math.prod(2 * j + 1 for j in range(half + 1))
        total = sum(odd / math.prod(2 * j + 1 for j in range(i + 1)) * h ** (2 * i + 1) for i in range(half + 1))
        return total * density - odd * float(norm.cdf(h))

    shortfall = density
    shortfall += (term(4) - 6 * term(2) + 3 * density) * excess / 24
    shortfall += (term(3) - 3 * term(1)) * skew / 6
    shortfall += (term(6) - 15 * term(4) + 45 * term(2) - 15 * density) * skew**2 / 72
    return (
        mean - deviation * min(shortfall / level, -h)
        if shortfall / level < -h
        else mean - deviation * shortfall / level
    )
