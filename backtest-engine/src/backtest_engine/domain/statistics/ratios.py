"""Ratios over simple returns a period. Missing returns (NaN) are left out; what is undefined is NaN.

Sources: empyrical's definitions (Quantopian, Apache-2.0), which these reproduce.
"""

import math
from typing import cast

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.statistics.drawdowns import max_drawdown_of_returns

Array = NDArray[np.float64]


def _present(returns: Array) -> Array:
    return returns[~np.isnan(returns)]


def pairs(returns: Array, benchmark: Array) -> tuple[Array, Array]:
    """Return both series where neither is missing."""
    both = ~(np.isnan(returns) | np.isnan(benchmark))
    return returns[both], benchmark[both]


def annual_volatility(returns: Array, periods: float) -> float:
    """Return the standard deviation (ddof 1) a year: a fraction, 0.2 is 20 %."""
    known = _present(returns)
    return float(np.std(known, ddof=1) * math.sqrt(periods)) if len(known) > 1 else math.nan


def sharpe(returns: Array, periods: float, risk_free: float = 0.0) -> float:
    """Return the annualised Sharpe ratio: mean excess return over its standard deviation (ddof 1) x sqrt(periods).

    Args:
        returns: Simple returns a period.
        periods: Periods a year.
        risk_free: Return a period that is to be beaten.
    """
    excess = _present(returns) - risk_free
    if len(excess) < 2:
        return math.nan
    deviation = float(np.std(excess, ddof=1))
    mean = float(np.mean(excess))
    if deviation == 0.0:
        return math.nan if mean == 0.0 else math.copysign(math.inf, mean)
    return mean / deviation * math.sqrt(periods)


def downside_risk(returns: Array, periods: float, required: float | Array = 0.0) -> float:
    """Return the root mean square of what falls short of `required`, a year; all periods count in the mean."""
    short = np.minimum(returns - required, 0.0)
    known = _present(np.asarray(short))
    return math.sqrt(float(np.mean(np.square(known)))) * math.sqrt(periods) if len(known) else math.nan


def sortino(returns: Array, periods: float, required: float | Array = 0.0) -> float:
    """Return the mean excess over `required` a year, over the downside risk."""
    excess = _present(np.asarray(returns - required))
    if len(excess) < 2:
        return math.nan
    mean, risk = float(np.mean(excess)) * periods, downside_risk(returns, periods, required)
    if risk == 0.0:
        return math.nan if mean == 0.0 else math.copysign(math.inf, mean)
    return mean / risk


def cagr(returns: Array, periods: float) -> float:
    """Return the compound growth a year; the years are the periods over `periods`. NaN after a total loss."""
    if len(returns) == 0:
        return math.nan
    final = float(np.prod(1.0 + _present(returns)))
    return cast("float", final ** (periods / len(returns)) - 1.0) if final > 0 else math.nan


def calmar(returns: Array, periods: float) -> float:
    """Return the compound growth a year over the deepest drawdown; NaN without a drawdown."""
    deepest = max_drawdown_of_returns(returns)
    return cagr(returns, periods) / abs(deepest) if deepest < 0 else math.nan


def omega(returns: Array, risk_free: float = 0.0, required: float = 0.0, periods: float = 252.0) -> float:
    """Return the gains over a threshold a period, over the losses below it.

    Args:
        returns: Simple returns a period.
        risk_free: Return a period.
        required: Return a year; it is brought to a period by compounding.
        periods: Periods a year.
    """
    if len(returns) < 2 or required <= -1:
        return math.nan
    threshold = required if periods == 1 else (1.0 + required) ** (1.0 / periods) - 1.0
    ahead = _present(returns) - risk_free - threshold
    losses = -float(np.sum(ahead[ahead < 0]))
    return float(np.sum(ahead[ahead > 0])) / losses if losses > 0 else math.nan


def tail_ratio(returns: Array) -> float:
    """Return the 95th percentile over the size of the 5th; a missing return (before the first) counts as 0."""
    known = np.nan_to_num(returns, nan=0.0)
    if len(known) == 0:
        return math.nan
    low, high = np.percentile(known, [5, 95])
    return abs(float(high)) / abs(float(low)) if low != 0 else math.nan


def stability(returns: Array) -> float:
    """Return R squared of a straight line through the cumulative log returns."""
    known = _present(returns)
    if len(known) < 2:
        return math.nan
    curve = np.cumsum(np.log1p(known))
    if np.ptp(curve) == 0:
        return math.nan
    return float(np.corrcoef(np.arange(len(curve)), curve)[0, 1] ** 2)


def beta(returns: Array, benchmark: Array, risk_free: float = 0.0) -> float:
    """Return the covariance with the benchmark over the benchmark's variance."""
    mine, other = pairs(returns - risk_free, benchmark - risk_free)
    if len(mine) < 2:
        return math.nan
    spread = other - np.mean(other)
    variance = float(np.mean(np.square(spread)))
    return float(np.mean(spread * mine)) / variance if variance > 1e-30 else math.nan


def alpha(returns: Array, benchmark: Array, periods: float, risk_free: float = 0.0) -> float:
    """Return what is left of the mean return after beta times the benchmark's, compounded to a year."""
    slope = beta(returns, benchmark, risk_free)
    mine, other = pairs(returns - risk_free, benchmark - risk_free)
    if len(mine) < 2 or math.isnan(slope):
        return math.nan
    return float((1.0 + np.mean(mine - slope * other)) ** periods - 1.0)


def alpha_beta(returns: Array, benchmark: Array, periods: float, risk_free: float = 0.0) -> tuple[float, float]:
    """Return alpha a year and beta."""
    return alpha(returns, benchmark, periods, risk_free), beta(returns, benchmark, risk_free)


def information_ratio(returns: Array, benchmark: Array, periods: float = 1.0) -> float:
    """Return the mean active return over its standard deviation (ddof 1), x sqrt(periods)."""
    mine, other = pairs(returns, benchmark)
    if len(mine) < 2:
        return math.nan
    active = mine - other
    deviation = float(np.std(active, ddof=1))
    return float(np.mean(active)) / deviation * math.sqrt(periods) if deviation > 0 else math.nan


def kelly(returns: Array, risk_free: float = 0.0) -> float:
    """Return the growth-optimal leverage: mean excess return over the variance (ddof 1)."""
    excess = _present(returns) - risk_free
    variance = float(np.var(excess, ddof=1)) if len(excess) > 1 else 0.0
    return float(np.mean(excess)) / variance if variance > 0 else math.nan
