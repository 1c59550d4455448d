"""Averages that TA-Lib has not."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, shifted


def alma(series: FloatArray, length: int, offset: float, sigma: float) -> FloatArray:
    """Return the Arnaud Legoux moving average: Gaussian weights around offset x (length - 1)."""
    peak, width = offset * (length - 1), length / sigma
    weights = np.exp(-((np.arange(length) - peak) ** 2) / (2 * width**2))
    weights /= weights.sum()
    total = np.zeros(len(series))
    for bars_ago, weight in enumerate(weights[::-1]):
        total = total + weight * shifted(series, bars_ago)
    return total


IMPLEMENTATIONS = {"alma": alma}
