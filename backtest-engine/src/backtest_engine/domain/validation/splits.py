"""Which bars a strategy is fitted on, and which it is judged on."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from trading_contracts.problem import Rejected


class TooShort(Rejected):
    """The history is too short for so many pieces."""


@dataclass(frozen=True, slots=True)
class Split:
    """Bars to fit on and bars to judge on, as indices in rising order."""

    fit: NDArray[np.int64]
    judge: NDArray[np.int64]


def walk_forward_splits(bars: int, folds: int, *, fit_share: float = 0.7, anchored: bool = False) -> tuple[Split, ...]:
    """Return consecutive windows, each judged on the bars right after those it was fitted on.

    Args:
        bars: Length of the history.
        folds: Number of windows; the judged parts follow each other without gap and without overlap.
        fit_share: Share of a window that is fitted on.
        anchored: Whether every window begins with the first bar instead of rolling.

    Raises:
        TooShort: A part of a window would have no bar.
    """
    if folds < 1 or not 0 < fit_share < 1:
        raise TooShort("Walk-forward needs at least one window and a fitted share between 0 and 1.", folds=folds)
    judged = int(bars / (folds + fit_share / (1.0 - fit_share)))
    fitted = bars - folds * judged
    if judged < 1 or fitted < 1:
        raise TooShort(f"{bars} bars cannot be walked forward in {folds} windows.", bars=bars, folds=folds)
    splits = []
    for fold in range(folds):
        end = fitted + fold * judged
        begin = 0 if anchored else end - fitted
        splits.append(Split(np.arange(begin, end), np.arange(end, end + judged)))
    return tuple(splits)


def purged_splits(bars: int, folds: int, *, purge: int, embargo: int = 0) -> tuple[Split, ...]:
    """Return cross-validation folds that forget the bars whose trades or look-backs reach into the judged part.

    Source: M. Lopez de Prado, "Advances in Financial Machine Learning" (2018), chapter 7.

    Args:
        bars: Length of the history.
        folds: Number of judged parts, together all bars.
        purge: Bars before and after a judged part that are not fitted on: the longest holding or look-back.
        embargo: Further bars after a judged part that are not fitted on.

    Raises:
        TooShort: A fold would have no bar to fit on or to judge on.
    """
    edges = np.linspace(0, bars, folds + 1).astype(np.int64)
    every, splits = np.arange(bars), []
    for begin, end in pairwise(edges.tolist()):
        fit = every[(every < begin - purge) | (every >= end + purge + embargo)]
        if begin >= end or len(fit) == 0:
            raise TooShort(f"{bars} bars cannot be purged in {folds} folds.", bars=bars, folds=folds)
        splits.append(Split(fit, every[begin:end]))
    return tuple(splits)
