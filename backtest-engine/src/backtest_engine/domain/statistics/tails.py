"""The shape of the distribution of returns, and what is lost in its left tail.

Losses are returns: a value at risk of -0.02 is a loss of 2 % a period. The historical and gaussian forms are
textbook; the modified forms are the Cornish-Fisher expansions of PerformanceAnalytics (Boudt, Peterson, Croux).
"""

import math

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.statistics.inference import NORMAL

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


def tails(returns: Array) -> tuple[float, float, float]:
    """Return the 5th and the 95th percentile (linear interpolation) and the mean at or below the 5th; NaN if empty."""
    if len(returns) == 0:
        return math.nan, math.nan, math.nan
    ordered = np.sort(returns)
    low, high = _between(ordered, 0.05 * (len(returns) - 1)), _between(ordered, 0.95 * (len(returns) - 1))
    count = int(np.searchsorted(ordered, low, side="right"))
    return low, high, float(ordered[:count].sum()) / count


def _between(ordered: Array, rank: float) -> float:
    at = int(rank)
    below, above = ordered[at], ordered[min(at + 1, len(ordered) - 1)]
    return float(below + (rank - at) * (above - below))


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
    return mean + deviation * NORMAL.inv_cdf(level)


def gaussian_conditional_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the expected shortfall of a normal distribution with the returns' mean and variance (ddof 0)."""
    mean, deviation, _, _ = _moments(returns)
    return mean - deviation * NORMAL.pdf(NORMAL.inv_cdf(level)) / level


def _cornish_fisher(z: float, skew: float, excess: float) -> float:
    return z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * excess / 24 - (2 * z**3 - 5 * z) * skew**2 / 36


def modified_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the value at risk with the quantile corrected for skewness and kurtosis (Cornish-Fisher)."""
    mean, deviation, skew, excess = _moments(returns)
    return mean + deviation * _cornish_fisher(NORMAL.inv_cdf(level), skew, excess)


def modified_conditional_value_at_risk(returns: Array, level: float = 0.05) -> float:
    """Return the expected shortfall by the Edgeworth expansion of second order."""
    mean, deviation, skew, excess = _moments(returns)
    h = _cornish_fisher(NORMAL.inv_cdf(level), skew, excess)
    density = NORMAL.pdf(h)

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
        return total * density - odd * NORMAL.cdf(h)

    shortfall = density
    shortfall += (term(4) - 6 * term(2) + 3 * density) * excess / 24
    shortfall += (term(3) - 3 * term(1)) * skew / 6
    shortfall += (term(6) - 15 * term(4) + 45 * term(2) - 15 * density) * skew**2 / 72
    return (
        mean - deviation * min(shortfall / level, -h)
        if shortfall / level < -h
        else mean - deviation * shortfall / level
    )
