"""How deep and how long an account was below its peak."""

import numpy as np
from numpy.typing import NDArray

from trading_contracts.problem import Rejected

Array = NDArray[np.float64]


class EmptySeries(Rejected):
    """A figure was asked of a series without a value."""


def drawdowns(equity: Array, start: float | None = None) -> Array:
    """Return the distance from the running peak at each bar, fractions in [-1, 0].

    Args:
        equity: Account value at each bar's close, shape (bars,).
        start: Value before the first bar; it counts as a peak.
    """
    peaks = np.maximum.accumulate(equity)
    if start is not None:
        peaks = np.maximum(peaks, start)
    return np.asarray(equity / peaks - 1.0)


def max_drawdown(equity: Array, start: float | None = None) -> float:
    """Return the deepest fall from a running peak.

    Args:
        equity: Account value at each bar's close, shape (bars,), in account currency.
        start: Value before the first bar.

    Returns:
        A fraction in [-1, 0]; -0.25 means a quarter was lost.

    Raises:
        EmptySeries: There is no bar.
    """
    if len(equity) == 0:
        raise EmptySeries("A drawdown needs at least one bar.")
    return float(np.min(drawdowns(equity, start)))


def max_drawdown_of_returns(returns: Array) -> float:
    """Return the deepest fall of an account that earns these simple returns; missing ones count as 0; NaN if empty."""
    if len(returns) == 0:
        return float("nan")
    growth = np.asarray(np.cumprod(1.0 + np.nan_to_num(returns, nan=0.0)), dtype=np.float64)
    return min(max_drawdown(growth, 1.0), 0.0)


def _episodes(equity: Array) -> tuple[list[tuple[int, int]], int]:
    # Peak and recovery of each completed drawdown, and the place of the peak that still stands.
    completed, peak = [], 0
    for i in range(1, len(equity)):
        if equity[i] >= equity[peak]:
            if i - peak > 1:
                completed.append((peak, i))
            peak = i
    return completed, peak


def longest_recovery(equity: Array) -> int:
    """Return the longest way, in bars, from a peak back to its height; 0 if none was completed."""
    completed, _ = _episodes(equity) if len(equity) else ([], 0)
    return max((recovery - peak for peak, recovery in completed), default=0)
