"""A strategy beside its benchmark, in two passes over both; the definitions are those of `ratios`."""

import math

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled

Array = NDArray[np.float64]


@compiled
def _moments(returns: Array, benchmark: Array) -> tuple[float, float, float, float, float]:
    # Both means; the sums of squares and products about them: benchmark, both, difference.
    n = returns.shape[0]
    mine, other = 0.0, 0.0
    for i in range(n):
        mine += returns[i]
        other += benchmark[i]
    mine, other = mine / n, other / n
    spread, both, active = 0.0, 0.0, 0.0
    for i in range(n):
        own, theirs = returns[i] - mine, benchmark[i] - other
        spread += theirs * theirs
        both += own * theirs
        active += (own - theirs) * (own - theirs)
    return mine, other, spread, both, active


def compared(returns: Array, benchmark: Array, periods: float) -> tuple[float, float, float]:
    """Return alpha a year, beta and the information ratio; NaN where undefined.

    Args:
        returns: Simple returns a period, none missing, shape (periods,).
        benchmark: Those of the benchmark, shape (periods,).
        periods: Periods a year.
    """
    n = len(returns)
    if n < 2:
        return math.nan, math.nan, math.nan
    mine, other, spread, both, active = _moments(returns, benchmark)
    slope = both / spread if spread / n > 1e-30 else math.nan
    ahead = (1.0 + mine - slope * other) ** periods - 1.0 if not math.isnan(slope) else math.nan
    deviation = math.sqrt(active / (n - 1))
    ratio = (mine - other) / deviation * math.sqrt(periods) if deviation > 0 else math.nan
    return float(ahead), float(slope), float(ratio)
