"""The probability that the best of several variants is best by luck.

Source: D. Bailey, J. Borwein, M. Lopez de Prado, Q. Zhu, "The Probability of Backtest Overfitting" (2015):
combinatorially symmetric cross-validation.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from trading_contracts.problem import Rejected

Array = NDArray[np.float64]


class TooFewTrials(Rejected):
    """Overfitting can only be measured over at least two variants and enough periods."""


def _sharpes(totals: Array, squares: Array, periods: int) -> Array:
    mean = totals / periods
    variance = np.maximum(squares / periods - mean**2, 0.0)
    return np.asarray(np.divide(mean, np.sqrt(variance), out=np.zeros_like(mean), where=variance > 0))


def probability_of_backtest_overfitting(returns: Array, blocks: int = 10) -> float:
    """Return how often the best variant in one half of history is below the median in the other half.

    Args:
        returns: Simple returns, shape (periods, variants).
        blocks: Even number of equal pieces of history; all halves made of them are tried.

    Raises:
        TooFewTrials: Fewer than two variants, or fewer periods than two a block.
    """
    periods, variants = returns.shape
    if variants < 2 or periods < 2 * blocks or blocks < 2 or blocks % 2:
        raise TooFewTrials(
            f"{variants} variants over {periods} periods cannot be split into {blocks} blocks.", variants=variants
        )
    length = periods // blocks
    pieces = returns[: length * blocks].reshape(blocks, length, variants)
    totals, squares = pieces.sum(axis=1), np.square(pieces).sum(axis=1)
    below, halves = 0, list(combinations(range(blocks), blocks // 2))
    for half in halves:
        inside = np.isin(np.arange(blocks), half)
        best = int(np.argmax(_sharpes(totals[inside].sum(0), squares[inside].sum(0), length * blocks // 2)))
        outside = _sharpes(totals[~inside].sum(0), squares[~inside].sum(0), length * blocks // 2)
        rank = (np.sum(outside < outside[best]) + 0.5 * (np.sum(outside == outside[best]) - 1) + 1) / (variants + 1)
        below += rank <= 0.5
    return below / len(halves)
