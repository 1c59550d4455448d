"""Sums of the returns in equal pieces of history, compiled: what cross-validation needs of each set of a sweep."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.statistics.curve import NEARLY, Sums

Array = NDArray[np.float64]
Place = np.unsignedinteger[Any]

PIECES: Final = 10
"""Equal pieces into which history is cut; what is left over at its end belongs to none."""

_ONE, _TWO, _THREE, _FOUR = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)


@compiled
def _behind(equity: Array, at: Place, stop: Place, value: float) -> Place:
    # The first bar from `at` on that has another value, or up to three before it. Places are counted without a sign:
    # nothing is asked whether they count from the end.
    while at + _FOUR <= stop and (
        (equity[at] == value)
        & (equity[at + _ONE] == value)
        & (equity[at + _TWO] == value)
        & (equity[at + _THREE] == value)
    ):
        at += _FOUR
    return at


@compiled
def pass_in_pieces(equity: Array, start: float, row: Array) -> Sums:
    """Return those sums of `one_pass` that a headline is made of, to the last bit, and zero for the others.

    Args:
        equity: Account value at each bar's close, shape (bars,).
        start: Account value before the first bar.
        row: Written, shape (2 * pieces,): the sums of the simple returns of each piece, then those of their squares.
    """
    pieces = row.shape[0] // 2
    length, peak, before, bottom = equity.shape[0] // pieces, start, start, start * NEARLY
    one, two, losses, deepest, i = 0.0, 0.0, 0.0, 0.0, np.uint64(0)
    for piece in range(pieces + 1):
        stop = np.uint64((piece + 1) * length if piece < pieces else equity.shape[0])
        one_before, two_before = one, two
        while i < stop:
            value = equity[i]
            if value == before:  # most bars of most accounts; what follows would add nothing
                i = _behind(equity, i + _ONE, stop, before)
                continue
            change = value / before - 1.0 if before > 0 else 0.0
            square = change * change
            one += change
            two += square
            loss = min(change, 0.0)
            losses += loss * loss
            # One question of both ends, seldom yes: asked one after the other they take as long as all the rest.
            if value > peak or value < bottom:
                peak = max(peak, value)
                deepest = min(deepest, value / peak - 1.0)
                bottom = peak * (1.0 + deepest) * NEARLY
            before = value
            i += _ONE
        if piece < pieces:
            row[piece], row[pieces + piece] = one - one_before, two - two_before
    return one, two, 0.0, 0.0, losses, deepest, 0.0


def pieces_of(equity: Array, start: float, pieces: int = PIECES) -> Array:
    """Return the row that `pass_in_pieces` writes."""
    row = np.zeros(2 * pieces)
    pass_in_pieces(np.ascontiguousarray(equity), start, row)
    return row
