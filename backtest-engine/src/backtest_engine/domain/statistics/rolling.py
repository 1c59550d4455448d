"""Volatility as a series."""

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def rolling_volatility(close: Floats, length: int) -> Floats:
    """Return the standard deviation (ddof 1) of the last `length` close-to-close returns, NaN before there are so many.

    Args:
        close: Shape (bars,).
        length: Returns in the window, at least 2.
    """
    result = np.full(close.shape[0], np.nan)
    for i in range(length, close.shape[0]):
        mean, squares = 0.0, 0.0
        for j in range(i - length + 1, i + 1):
            change = close[j] / close[j - 1] - 1.0
            mean += change
            squares += change * change
        mean /= length
        result[i] = np.sqrt(max(squares - length * mean * mean, 0.0) / (length - 1))
    return result
