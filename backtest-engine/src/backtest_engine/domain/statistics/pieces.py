"""Sums of the returns in equal pieces of history, compiled: what cross-validation needs of each set of a sweep."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.statistics.curve import Sums, begun, go_on

Array = NDArray[np.float64]

PIECES: Final = 10
"""Equal pieces into which history is cut; what is left over at its end belongs to none."""


@compiled
def pass_in_pieces(equity: Array, start: float, row: Array) -> Sums:
    """Return the sums of `one_pass`, to the last bit; write those of the returns and of their squares piece by piece.

    Args:
        equity: Account value at each bar's close, shape (bars,).
        start: Account value before the first bar.
        row: Written, shape (2 * pieces,): the sums of the simple returns of each piece, then those of their squares.
    """
    pieces = row.shape[0] // 2
    length = equity.shape[0] // pieces
    carried = begun(start)
    for piece in range(pieces):
        sums = carried[0]
        carried = go_on(equity, (piece * length, (piece + 1) * length), carried)
        row[piece], row[pieces + piece] = carried[0][0] - sums[0], carried[0][1] - sums[1]
    return go_on(equity, (pieces * length, equity.shape[0]), carried)[0]


def pieces_of(equity: Array, start: float, pieces: int = PIECES) -> Array:
    """Return the row that `pass_in_pieces` writes."""
    row = np.zeros(2 * pieces)
    pass_in_pieces(np.ascontiguousarray(equity), start, row)
    return row
