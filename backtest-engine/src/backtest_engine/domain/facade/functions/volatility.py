"""Volatility measures, bands and channels."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.from_talib import (
    average_true_range,
    call_talib,
    rolling_deviation,
    rolling_highest,
    rolling_mean,
)
from backtest_engine.domain.facade.functions.reordered import bbands


def historical_volatility(series: FloatArray, length: int, periods_per_year: float) -> FloatArray:
    """Return the annualised sample deviation of logarithmic changes, in percent."""
    changes = call_talib("MOM", np.log(np.where(series > 0, series, np.nan)), settings=(1,))
    scale: float = 100 * np.sqrt(periods_per_year * length / (length - 1))
    return rolling_deviation(changes, length) * scale


def percent_b(series: FloatArray, length: int, deviations: float) -> FloatArray:
    """Return where a series lies between its Bollinger bands."""
    upper, _, lower = bbands(series, length, deviations)
    return np.where(upper > lower, (series - lower) / (upper - lower), np.nan)


def bandwidth(series: FloatArray, length: int, deviations: float) -> FloatArray:
    """Return the distance of the Bollinger bands in percent of the middle one."""
    upper, middle, lower = bbands(series, length, deviations)
    return np.where(middle != 0, 100 * (upper - lower) / middle, np.nan)


def keltner(bars: BarView, length: int, multiplier: float, atr_length: int) -> tuple[FloatArray, ...]:
    """Return upper, middle and lower line of the channel around the exponential average of the close."""
    middle = call_talib("EMA", bars.close, settings=(length,))
    distance = multiplier * average_true_range(bars, atr_length)
    return middle + distance, middle + 0 * distance, middle - distance


def ulcer_index(series: FloatArray, length: int) -> FloatArray:
    """Return the root mean square of the percentage falls from the window's high."""
    falls = 100 * (series / rolling_highest(series, length) - 1)
    return np.sqrt(np.maximum(rolling_mean(falls**2, length), 0))


def envelope(series: FloatArray, length: int, percent: float) -> tuple[FloatArray, ...]:
    """Return lines a percentage above and below the simple average."""
    middle = rolling_mean(series, length)
    return middle * (1 + percent / 100), middle, middle * (1 - percent / 100)


IMPLEMENTATIONS = {
    "bandwidth": bandwidth,
    "envelope": envelope,
    "historical_volatility": historical_volatility,
    "keltner": keltner,
    "percent_b": percent_b,
    "ulcer_index": ulcer_index,
}
