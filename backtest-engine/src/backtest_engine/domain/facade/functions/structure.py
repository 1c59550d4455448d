"""Swings, trendlines, divergences and double extremes."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, shifted, taken
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.swings import Side, Swings, find_swings


def swing_high(bars: BarView, strength: int) -> tuple[FloatArray, ...]:
    """Return price of the latest swing high, price of the one before, and bars since the latest."""
    return _readings(find_swings(bars.high, strength, "high"))


def swing_low(bars: BarView, strength: int) -> tuple[FloatArray, ...]:
    """Return price of the latest swing low, price of the one before, and bars since the latest."""
    return _readings(find_swings(bars.low, strength, "low"))


def trendline(bars: BarView, side: Side, strength: int) -> tuple[FloatArray, ...]:
    """Return value and slope a bar of the line through the last two swings of a side."""
    swings = find_swings(bars.column(side), strength, side)
    slope = (swings.price() - swings.price(1)) / (swings.bar() - swings.bar(1))
    return swings.price() + slope * (np.arange(len(bars)) - swings.bar()), slope


def divergence(series: FloatArray, oscillator: FloatArray, strength: int) -> tuple[TruthArray, TruthArray]:
    """Return where a bullish and where a bearish divergence is confirmed."""
    lows, highs = find_swings(series, strength, "low"), find_swings(series, strength, "high")
    bullish = _confirmed(lows, (np.diff(lows.prices) < 0) & (np.diff(oscillator[lows.at]) > 0), len(series))
    bearish = _confirmed(highs, (np.diff(highs.prices) > 0) & (np.diff(oscillator[highs.at]) < 0), len(series))
    return bullish, bearish


def double_bottom(bars: BarView, strength: int, tolerance: float) -> TruthArray:
    """Return where the close crosses above the high between two lows that differ by at most `tolerance` percent."""
    neckline = _neckline(find_swings(bars.low, strength, "low"), bars.high, tolerance, "high")
    return (bars.close > neckline) & (shifted(bars.close, 1) <= neckline)


def double_top(bars: BarView, strength: int, tolerance: float) -> TruthArray:
    """Return where the close crosses below the low between two highs that differ by at most `tolerance` percent."""
    neckline = _neckline(find_swings(bars.high, strength, "high"), bars.low, tolerance, "low")
    return (bars.close < neckline) & (shifted(bars.close, 1) >= neckline)


def retracement(bars: BarView, ratio: float, strength: int) -> FloatArray:
    """Return the level that gives back a ratio of the move between the last swing low and high."""
    highs, lows = find_swings(bars.high, strength, "high"), find_swings(bars.low, strength, "low")
    high, low = highs.price(), lows.price()
    return np.where(highs.bar() > lows.bar(), high - ratio * (high - low), low + ratio * (high - low))


def _readings(swings: Swings) -> tuple[FloatArray, ...]:
    return swings.price(), swings.price(1), np.arange(len(swings.latest)) - swings.bar()


def _confirmed(swings: Swings, holds: TruthArray, count: int) -> TruthArray:
    result = np.zeros(count, dtype=bool)
    result[swings.confirmed[1:][holds]] = True
    return result


def _neckline(swings: Swings, opposite: FloatArray, tolerance: float, side: Side) -> FloatArray:
    if len(swings.at) < 2:
        return np.full(len(opposite), np.nan)
    ufunc = np.maximum if side == "high" else np.minimum
    # reduceat takes from-to pairs one after the other: every second result is a stretch between two swings.
    pairs = np.stack((swings.at[:-1], swings.at[1:]), axis=1).ravel()
    between = ufunc.reduceat(opposite, pairs)[::2]
    first, second = swings.prices[:-1], swings.prices[1:]
    alike = np.abs(second - first) <= tolerance / 100 * np.abs(first)
    necklines = np.concatenate(([np.nan], np.where(alike, between, np.nan)))
    return taken(necklines, swings.latest)


IMPLEMENTATIONS = {
    "divergence": divergence,
    "double_bottom": double_bottom,
    "double_top": double_top,
    "retracement": retracement,
    "swing_high": swing_high,
    "swing_low": swing_low,
    "trendline": trendline,
}
