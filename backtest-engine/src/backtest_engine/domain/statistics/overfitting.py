"""The probability that the best of several variants is best by luck.

Source: D. Bailey, J. Borwein, M. Lopez de Prado, Q. Zhu, "The Probability of Backtest Overfitting" (2015):
combinatorially symmetric cross-validation.
"""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.statistics.pieces import PIECES
from trading_contracts.problem import Rejected
from trading_contracts.results import Overfitting

Array = NDArray[np.float64]


class TooFewTrials(Rejected):
    """Overfitting can only be measured over at least two variants and enough periods."""


def _sharpes(totals: Array, squares: Array, periods: int) -> Array:
    mean = totals / periods
    variance = np.maximum(squares / periods - mean**2, 0.0)
    return np.asarray(np.divide(mean, np.sqrt(variance), out=np.zeros_like(mean), where=variance > 0))


def probability_of_backtest_overfitting(returns: Array, blocks: int = PIECES) -> float:
    """Return how often the best variant in one half of history is below the median in the other half.

    Args:
        returns: Simple returns, shape (periods, variants).
        blocks: Even number of equal pieces of history; all halves made of them are tried.

    Raises:
        TooFewTrials: Fewer than two variants, or fewer periods than two a block.
    """
    periods, variants = returns.shape
    length = periods // blocks if blocks else 0
    pieces = returns[: length * blocks].reshape(blocks, length, variants)
    return _by_pieces(pieces.sum(axis=1), np.square(pieces).sum(axis=1), length)


def overfitting_of_sweep(rows: Array, bars: int) -> Overfitting:
    """Return how likely it is that the best set of a sweep was best by luck, or why that cannot be told.

    Args:
        rows: What `pass_in_pieces` wrote for each set, shape (sets, 2 * pieces).
        bars: Of the history.
    """
    sets, pieces = len(rows), rows.shape[1] // 2
    splits = comb(pieces, pieces // 2)
    try:
        found = _by_pieces(rows[:, :pieces].T, rows[:, pieces:].T, bars // pieces)
    except TooFewTrials as problem:
        return Overfitting(probability=None, sets=sets, splits=0, detail=problem.detail)
    return Overfitting(
        probability=found,
        sets=sets,
        splits=splits,
        detail=f"In {found:.0%} of {splits} ways to halve the history, the set with the best Sharpe ratio in one half"
        " was in the lower half of all sets in the other.",
    )


def _by_pieces(totals: Array, squares: Array, length: int) -> float:
    """Return the probability from the sums of returns and of their squares, each of shape (blocks, variants)."""
    blocks, variants = totals.shape
    if variants < 2 or length < 2 or blocks < 2 or blocks % 2:
        raise TooFewTrials(
            f"{variants} variants over {length * blocks} periods cannot be split into {blocks} blocks.",
            variants=variants,
        )
    below, halves = 0, list(combinations(range(blocks), blocks // 2))
    for half in halves:
        inside = np.isin(np.arange(blocks), half)
        best = int(np.argmax(_sharpes(totals[inside].sum(0), squares[inside].sum(0), length * blocks // 2)))
        outside = _sharpes(totals[~inside].sum(0), squares[~inside].sum(0), length * blocks // 2)
        rank = (np.sum(outside < outside[best]) + 0.5 * (np.sum(outside == outside[best]) - 1) + 1) / (variants + 1)
        below += rank <= 0.5
    return float(below / len(halves))
