"""Swing points, known only when the bars after them have confirmed them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray, shifted, taken
from backtest_engine.domain.facade.functions.from_talib import rolling_highest, rolling_lowest

Side = Literal["high", "low"]


@dataclass(frozen=True, slots=True, eq=False)
class Swings:
    """Swing points of a series in the order of their confirmation.

    Attributes:
        confirmed: Bar on which each becomes known, shape (swings,).
        at: Bar on which each lies, shape (swings,).
        latest: For each bar the number of the latest known swing, -1 for none, shape (bars,).
        prices: Value of each, shape (swings,).
    """

    confirmed: WholeArray
    at: WholeArray
    latest: WholeArray
    prices: FloatArray

    def price(self, back: int = 0) -> FloatArray:
        """Return the value of the latest swing (or `back` swings before it), shape (bars,)."""
        return taken(self.prices, self.latest - back)

    def bar(self, back: int = 0) -> FloatArray:
        """Return the bar of the latest swing (or `back` swings before it), shape (bars,)."""
        return taken(self.at.astype(np.float64), self.latest - back)


def find_swings(series: FloatArray, strength: int, side: Side) -> Swings:
    """Return the swings of a series: above (below) each of `strength` values on both sides.

    Args:
        series: shape (bars,).
        strength: Bars on each side; a swing is confirmed that many bars after it.
        side: Which extremes are wanted.
    """
    extreme = rolling_highest(series, strength) if side == "high" else rolling_lowest(series, strength)
    middle, before = shifted(series, strength), shifted(extreme, strength + 1)
    found: TruthArray = (
        (middle > extreme) & (middle > before) if side == "high" else (middle < extreme) & (middle < before)
    )
    confirmed = np.flatnonzero(found)
    at = confirmed - strength
    return Swings(confirmed, at, np.cumsum(found) - 1, series[at])
