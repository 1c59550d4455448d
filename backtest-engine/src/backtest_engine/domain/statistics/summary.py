"""All that a summary says of an equity curve, in one pass over it."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.statistics.curve import NEARLY, CurveFigures, Sums, figures_of, returns_of
from backtest_engine.domain.statistics.tails import tails

Array = NDArray[np.float64]

_SAMPLE: Final = 8_192
_MARGIN: Final = 0.012
"""Five standard errors of the rank of a twentieth in such a sample."""

_DAY: Final = 86_400_000_000_000
_SHARE: Final = 0.05
_NOTHING: Final = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class CurveSummary:
    """What there is to say of a curve.

    Attributes:
        figures: Its moments and its drawdown.
        value_at_risk: 5th percentile of the returns (linear interpolation); NaN without a bar, as are the next two.
        upper: 95th percentile.
        shortfall: Mean of the returns at or below the 5th percentile.
        days_under_water: The longest time from a peak until it was reached again, or until the end, in whole days.
    """

    figures: CurveFigures
    value_at_risk: float
    upper: float
    shortfall: float
    days_under_water: int


@compiled
def _one_pass(
    equity: Array, times: NDArray[np.int64], start: float, ends: tuple[float, float], outer: Array
) -> tuple[Sums, float, int, tuple[int, int], int]:
    # The sums of `curve.one_pass`; the least equity; the bars that stood still; how many returns of the others are not
    # above the lower end and not below the upper (kept in the two rows of `outer`); the longest time under water.
    one, two, three, four, losses, deepest, total = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    peak, before, least, still, longest, since = start, start, start, 0, 0, -1
    (low, high), lows, highs, room, bottom = ends, 0, 0, outer.shape[1] - 1, start * NEARLY
    for i in range(equity.shape[0]):
        value = equity[i]
        total += value
        if value == before:
            still += 1
            continue
        change = value / before - 1.0 if before > 0 else 0.0
        square = change * change
        one += change
        two += square
        three += square * change
        four += square * square
        loss = min(change, 0.0)
        losses += loss * loss
        # Written always and kept sometimes: which is which, no processor could foretell.
        outer[0, lows] = change
        outer[1, highs] = change
        lows += change <= low
        highs += change >= high
        lows = min(lows, room)
        highs = min(highs, room)
        least = min(least, value)
        # One question of all that could matter, seldom yes: asked one after the other they take twice as long.
        if value >= peak or value < bottom or since < 0:
            if value >= peak:
                if since >= 0:
                    longest = max(longest, times[i] - times[since])
                    since = -1
                peak = value
            else:
                since = max(i - 1, 0) if since < 0 else since
                deepest = min(deepest, value / peak - 1.0)
            bottom = peak * (1.0 + deepest) * NEARLY
        before = value
    if since >= 0:
        longest = max(longest, times[-1] - times[since])
    return (one, two, three, four, losses, deepest, total), least, still, (lows, highs), longest


def _sampled(equity: Array) -> Array:
    # Four returns between which a sample has the 5th and the 95th percentile, with a margin.
    step = len(equity) // _SAMPLE
    before, after = equity[step - 1 : -1 : step], equity[step::step]
    sample = np.where(before > 0, after / np.where(before > 0, before, 1.0) - 1.0, 0.0)
    last = len(sample) - 1
    shares = (_SHARE - _MARGIN, _SHARE + _MARGIN, 1.0 - _SHARE - _MARGIN, 1.0 - _SHARE + _MARGIN)
    places = [round(share * last) for share in shares]
    return np.partition(sample, places)[places]


def _outer_tails(low: Array, high: Array, still: int, bounds: Array, bars: int) -> tuple[float, float, float] | None:
    # From all returns beyond the inner bounds, but for the zeros of bars that stood still; None if the sample misled.
    rank = _SHARE * (bars - 1)
    quantile = _ranked(low, rank, still if bounds[1] >= 0 else 0, bounds[0])
    mirrored = _ranked(-high, rank, still if bounds[2] <= 0 else 0, -bounds[3])
    if quantile is None or mirrored is None:
        return None
    at_or_below = low <= quantile
    count = int(np.count_nonzero(at_or_below)) + (still if quantile >= 0 else 0)
    return quantile, -mirrored, float(low.compress(at_or_below).sum()) / count


def _ranked(values: Array, rank: float, zeros: int, bound: float) -> float | None:
    # Between the two values beside a rank, of `values` and so many zeros; None if they are not among those that there
    # are, from the bound on.
    at = int(rank)
    given = np.append(values, np.zeros(min(zeros, at + 2))) if zeros else values
    rest = given.compress(given >= bound)  # to partition a third of them takes a third of the time
    place = at - (len(given) - len(rest))
    if place < 0 or place + 2 > len(rest):
        return None
    below, above = np.partition(rest, (place, place + 1))[place : place + 2]
    return float(below + (rank - at) * (above - below))


def summary_of(equity: Array, times: NDArray[np.int64], start: float) -> CurveSummary:
    """Return what there is to say of a curve.

    Args:
        equity: Account value at each bar's close, shape (bars,).
        times: Of each bar, nanoseconds since 1970, shape (bars,).
        start: Account value before the first bar; it counts as a peak.
    """
    bars = len(equity)
    if bars == 0:
        return CurveSummary(figures_of(0, _NOTHING), math.nan, math.nan, math.nan, 0)
    many = bars >= 2 * _SAMPLE
    bounds = _sampled(equity) if many else np.array([-math.inf, -math.inf, math.inf, math.inf])
    outer = np.empty((2, bars // 8 + 1 if many else 1))
    sums, least, still, (lows, highs), longest = _one_pass(equity, times, start, (bounds[1], bounds[2]), outer)
    enough = many and max(lows, highs) < outer.shape[1] - 1
    found = _outer_tails(outer[0, :lows], outer[1, :highs], still, bounds, bars) if enough else None
    low, high, shortfall = found or tails(returns_of(equity, start))
    figures = figures_of(bars, sums, ruined=least <= 0)
    return CurveSummary(figures, low, high, shortfall, int(longest // _DAY))
