"""How much of the benchmark's rises and falls a strategy shares."""

import math

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.statistics.ratios import cagr, pairs

Array = NDArray[np.float64]


def capture_ratio(returns: Array, benchmark: Array, periods: float) -> float:
    """Return the compound growth a year over the benchmark's."""
    theirs = cagr(benchmark, periods)
    return cagr(returns, periods) / theirs if theirs != 0.0 and not math.isnan(theirs) else math.nan


def up_capture(returns: Array, benchmark: Array, periods: float) -> float:
    """Return the capture ratio over the periods in which the benchmark rose."""
    mine, other = pairs(returns, benchmark)
    return capture_ratio(mine[other > 0], other[other > 0], periods)


def down_capture(returns: Array, benchmark: Array, periods: float) -> float:
    """Return the capture ratio over the periods in which the benchmark fell."""
    mine, other = pairs(returns, benchmark)
    return capture_ratio(mine[other < 0], other[other < 0], periods)
