"""Sums of the returns in equal pieces of history, compiled: what cross-validation needs of each set of a sweep."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled

Array = NDArray[np.float64]

PIECES: Final = 10
"""Equal pieces into which history is cut; what is left over at its end belongs to none."""


@compiled
def write_pieces(equity: Array, start: float, row: Array) -> None:
    """Write the sum of the simple returns of each piece, then the sum of their squares of each.

    Args:
        equity: Account value at each bar's close, shape (bars,).
        start: Account value before the first bar.
        row: Written, shape (2 * pieces,).
    """
    pieces = row.shape[0] // 2
    length = equity.shape[0] // pieces
    before = start
    for piece in range(pieces):
        one, two = 0.0, 0.0
        for i in range(piece * length, (piece + 1) * length):
            value = equity[i]
            if value == before:
                continue  # most bars of most accounts; what follows would add nothing
            change = value / before - 1.0 if before > 0 else 0.0
            one += change
            two += change * change
            before = value
        row[piece], row[pieces + piece] = one, two


def pieces_of(equity: Array, start: float, pieces: int = PIECES) -> Array:
    """Return the row that `write_pieces` writes."""
    row = np.zeros(2 * pieces)
    write_pieces(np.ascontiguousarray(equity), start, row)
    return row
