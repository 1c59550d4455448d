"""How deep and how long an account was below its peak."""

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
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


@compiled
def _longest_span(equity: Array, times: NDArray[np.int64], start: float) -> int:
    peak, since, longest, under = start, times[0], 0, False
    for i in range(equity.shape[0]):
        if equity[i] >= peak:
            if under:
                longest = max(longest, times[i] - since)
            peak, since, under = equity[i], times[i], False
        else:
            under = True
    return max(longest, times[-1] - since) if under else longest


def longest_under_water(equity: Array, times: NDArray[np.int64], start: float) -> int:
    """Return the longest time from a peak until it was reached again, or until the end, in whole days.

    Args:
        equity: Shape (bars,).
        times: Of each bar, nanoseconds since 1970, shape (bars,).
        start: Value before the first bar; it counts as a peak.
    """
    return int(_longest_span(equity, times, start) // 86_400_000_000_000) if len(equity) else 0
