"""Renko bricks on a fixed grid, so that they do not depend on where the history begins."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, last_index_where
from backtest_engine.domain.facade.scans import place_in_stretch, running_total


def renko(series: FloatArray, size: float, unit: str) -> tuple[FloatArray, ...]:
    """Return end, beginning and direction of the latest brick, and how many bricks in a row it ends.

    The grid has its lines at whole multiples of the size (percent: at powers of 1 + size / 100). The last brick lies
    between two lines; a new one is added where the series reaches the line beyond either end of it. One bar may add
    several. Before the grid is reached for the first time nothing is known.

    Args:
        series: Prices, shape (bars,); a missing one changes nothing.
        size: Of a brick.
        unit: points or percent.
    """
    step = np.log1p(size / 100.0) if unit == "percent" else size
    height = (np.log(np.where(series > 0, series, np.nan)) if unit == "percent" else series) / step
    lower, upper = _clamped(np.floor(height + _TOUCH) - 1, np.ceil(height - _TOUCH))
    brick = np.where(lower == upper, lower, np.nan)
    moved = np.zeros(len(brick))
    # Beyond all bounds of the bar before, where its own brick is not known yet.
    moved[1:] = np.maximum(lower[1:] - upper[:-1], 0) + np.minimum(upper[1:] - lower[:-1], 0)
    moved[np.isnan(brick)] = 0.0
    last = last_index_where(moved != 0)
    direction = np.where(last >= 0, np.sign(moved[np.maximum(last, 0)]), np.nan)
    ends = [brick + (1 + side * direction) / 2 for side in (1, -1)]
    prices = [np.exp(end * step) if unit == "percent" else end * step for end in ends]
    turned = np.ones(len(brick), dtype=bool)
    turned[1:] = (direction[1:] != direction[:-1]) & ~np.isnan(direction[1:])
    run = running_total(np.abs(moved), place_in_stretch(turned))
    return prices[0], prices[1], direction, np.where(np.isnan(direction), np.nan, run)


_TOUCH = 1e-9
"""Rounding of a price that lies on a line, in bricks."""


def _clamped(least: FloatArray, most: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the bounds within which the brick lies after each bar, whatever it was before the first.

    Each bar clamps the brick between two lines. Clamps one after another are a clamp, so that all of them can be joined
    by doubling, as sums are; where its two ends meet, the beginning does not matter any more.
    """
    lower, upper = np.where(np.isnan(least), -np.inf, least), np.where(np.isnan(most), np.inf, most)
    distance = 1
    while distance < len(lower):
        before = lower[:-distance], upper[:-distance]
        now = lower[distance:], upper[distance:]
        joined = [np.minimum(np.maximum(end, now[0]), now[1]) for end in before]
        lower, upper = np.append(lower[:distance], joined[0]), np.append(upper[:distance], joined[1])
        distance *= 2
    return lower, upper


IMPLEMENTATIONS = {"renko": renko}
