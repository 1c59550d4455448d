"""Gaps, zones and shapes of a few bars."""

import numpy as np

from backtest_engine.domain.facade.arrays import (
    FloatArray,
    TruthArray,
    last_index_where,
    shifted,
    taken,
)
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.events import count
from backtest_engine.domain.facade.functions.from_talib import rolling_highest, rolling_lowest


def fvg(bars: BarView) -> tuple[TruthArray, TruthArray]:
    """Return where a bullish and where a bearish fair value gap appears."""
    return bars.low > shifted(bars.high, 2), bars.high < shifted(bars.low, 2)


def bullish_fvg_zone(bars: BarView) -> tuple[FloatArray, ...]:
    """Return top and bottom of the latest bullish fair value gap."""
    last = last_index_where(fvg(bars)[0])
    return taken(bars.low, last), taken(shifted(bars.high, 2), last)


def bearish_fvg_zone(bars: BarView) -> tuple[FloatArray, ...]:
    """Return top and bottom of the latest bearish fair value gap."""
    last = last_index_where(fvg(bars)[1])
    return taken(shifted(bars.low, 2), last), taken(bars.high, last)


def order_block(bars: BarView, side: str, strength: int) -> tuple[FloatArray, ...]:
    """Return top and bottom of the last bar against the latest break of the extreme of `strength` bars."""
    if side == "bullish":
        level = shifted(rolling_highest(bars.high, strength), 1)
        breaks = (bars.close > level) & ~(shifted(bars.close, 1) > level)
        against = bars.close < bars.open
    else:
        level = shifted(rolling_lowest(bars.low, strength), 1)
        breaks = (bars.close < level) & ~(shifted(bars.close, 1) < level)
        against = bars.close > bars.open
    block = last_index_where(against)[last_index_where(breaks)]
    block = np.where(last_index_where(breaks) >= 0, block, -1)
    return taken(bars.high, block), taken(bars.low, block)


def touches(bars: BarView, level: FloatArray, length: int, tolerance: float) -> FloatArray:
    """Return on how many of the last bars the range came within a tolerance (percent) of a level."""
    margin = np.abs(level) * tolerance / 100
    return count((bars.low - margin <= level) & (level <= bars.high + margin), length)


def gap_up(bars: BarView, percent: float) -> TruthArray:
    """Return where the open is more than a percentage above the close before."""
    return bars.open > shifted(bars.close, 1) * (1 + percent / 100)


def gap_down(bars: BarView, percent: float) -> TruthArray:
    """Return where the open is more than a percentage below the close before."""
    return bars.open < shifted(bars.close, 1) * (1 - percent / 100)


def gap_percent(bars: BarView) -> FloatArray:
    """Return the distance of the open from the close before, in percent."""
    return 100 * (bars.open / shifted(bars.close, 1) - 1)


def inside_bar(bars: BarView) -> TruthArray:
    """Return where the range lies within the range of the bar before."""
    return (bars.high < shifted(bars.high, 1)) & (bars.low > shifted(bars.low, 1))


def outside_bar(bars: BarView) -> TruthArray:
    """Return where the range exceeds the range of the bar before on both sides."""
    return (bars.high > shifted(bars.high, 1)) & (bars.low < shifted(bars.low, 1))


def narrowest_range(bars: BarView, length: int) -> TruthArray:
    """Return where the range is smaller than each of the other ranges of the window."""
    spread = bars.high - bars.low
    return spread < shifted(rolling_lowest(spread, length - 1), 1)


IMPLEMENTATIONS = {
    "bearish_fvg_zone": bearish_fvg_zone,
    "bullish_fvg_zone": bullish_fvg_zone,
    "fvg": fvg,
    "gap_down": gap_down,
    "gap_percent": gap_percent,
    "gap_up": gap_up,
    "inside_bar": inside_bar,
    "narrowest_range": narrowest_range,
    "order_block": order_block,
    "outside_bar": outside_bar,
    "touches": touches,
}
