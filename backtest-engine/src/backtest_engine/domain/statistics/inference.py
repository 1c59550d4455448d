"""What a Sharpe ratio is worth: its error, its probability, and what many trials make of it.

Sources: D. Bailey, M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier" (2012) and "The Deflated Sharpe Ratio"
(2014); D. Bailey, J. Borwein, M. Lopez de Prado, Q. Zhu, "Pseudo-Mathematics and Financial Charlatanism" (2014).
Sharpe ratios are those of one period; kurtosis is not in excess (3 for a normal distribution).
"""

import math
from statistics import NormalDist
from typing import Final

NORMAL: Final = NormalDist()
"""The standard library's: scipy's takes seconds and 75 MB to import, and gives the same to the last digits."""
_EULER_MASCHERONI: Final = 0.5772156649015329


def sharpe_deviation(sharpe: float, observations: int, skew: float = 0.0, kurtosis: float = 3.0) -> float:
    """Return the standard error of an estimated Sharpe ratio; NaN below two observations."""
    if observations < 2:
        return math.nan
    variance = 1.0 - skew * sharpe + (kurtosis - 1.0) / 4.0 * sharpe**2
    return math.sqrt(variance / (observations - 1)) if variance > 0 else math.nan


def probabilistic_sharpe(
    sharpe: float, observations: int, skew: float = 0.0, kurtosis: float = 3.0, benchmark: float = 0.0
) -> float:
    """Return the probability that the true Sharpe ratio is above `benchmark`.

    Args:
        sharpe: Estimated ratio of one period.
        observations: Returns that it is estimated from.
        skew: Of the returns.
        kurtosis: Of the returns, 3 for a normal distribution.
        benchmark: Ratio of one period to be beaten.
    """
    deviation = sharpe_deviation(sharpe, observations, skew, kurtosis)
    return NORMAL.cdf((sharpe - benchmark) / deviation) if deviation > 0 else math.nan


def min_track_record_length(
    sharpe: float, skew: float = 0.0, kurtosis: float = 3.0, benchmark: float = 0.0, confidence: float = 0.95
) -> float:
    """Return the observations after which the ratio is above `benchmark` with `confidence`; infinite if it is not."""
    if sharpe <= benchmark:
        return math.inf
    variance = 1.0 - skew * sharpe + (kurtosis - 1.0) / 4.0 * sharpe**2
    return 1.0 + variance * (NORMAL.inv_cdf(confidence) / (sharpe - benchmark)) ** 2


def expected_maximum_standard_normal(trials: float) -> float:
    """Return the expected best of `trials` independent standard normal draws; 0 for one."""
    if trials <= 1:
        return 0.0
    first, second = NORMAL.inv_cdf(1.0 - 1.0 / trials), NORMAL.inv_cdf(1.0 - 1.0 / (trials * math.e))
    return (1.0 - _EULER_MASCHERONI) * first + _EULER_MASCHERONI * second


def expected_maximum_sharpe(variance: float, trials: float) -> float:
    """Return the best Sharpe ratio to be expected of `trials` worthless strategies with this variance of ratios."""
    return math.sqrt(variance) * expected_maximum_standard_normal(trials)


def deflated_sharpe(
    sharpe: float, observations: int, variance: float, trials: float, shape: tuple[float, float] = (0.0, 3.0)
) -> float:
    """Return the probability that the true ratio is above the best that luck alone gives in so many trials.

    Args:
        sharpe: Ratio of one period of the strategy that was chosen.
        observations: Returns that it is estimated from.
        variance: Of the ratios of one period over the trials.
        trials: How many (independent) strategies were tried.
        shape: Skewness and kurtosis of the returns.
    """
    hurdle = expected_maximum_sharpe(variance, trials)
    return probabilistic_sharpe(sharpe, observations, shape[0], shape[1], hurdle)


def min_backtest_length(trials: float, sharpe: float = 1.0) -> float:
    """Return the years below which luck alone gives an annual ratio of `sharpe` in so many trials."""
    return (expected_maximum_standard_normal(trials) / sharpe) ** 2
