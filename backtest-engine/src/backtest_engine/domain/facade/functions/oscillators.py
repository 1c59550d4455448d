"""Oscillators that TA-Lib has not."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, shifted
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.events import streak
from backtest_engine.domain.facade.functions.from_talib import call_talib, rolling_highest, rolling_lowest
from backtest_engine.domain.facade.scans import decayed
from backtest_engine.domain.facade.segments import over_known


def connors_rsi(bars: BarView, length: int, streak_length: int, rank_length: int) -> FloatArray:
    """Return the mean of a short RSI, the RSI of the signed streak and the percentile rank of the last change."""
    close = bars.close
    before = shifted(close, 1)
    signed = streak(close > before) - streak(close < before)
    change = call_talib("ROC", close, settings=(1,))
    parts = (
        call_talib("RSI", close, settings=(length,)),
        call_talib("RSI", signed, settings=(streak_length,)),
        call_talib("PERCENTRANK", change, settings=(rank_length,)),
    )
    return (parts[0] + parts[1] + parts[2]) / 3


def fisher(bars: BarView, length: int) -> FloatArray:
    """Return Ehlers' Fisher transform of the median price's place in its range.

    Source: J. F. Ehlers, "Using the Fisher Transform", 2002.
    """
    middle = (bars.high + bars.low) / 2
    low = rolling_lowest(middle, length)
    spread = rolling_highest(middle, length) - low
    place = np.where(spread > 0, (middle - low) / spread - 0.5, np.where(spread == 0, 0.0, np.nan))

    def transform(known: FloatArray) -> FloatArray:
        held = np.clip(decayed(0.66 * known, 0.67), -0.999, 0.999)
        return decayed(0.5 * np.log((1 + held) / (1 - held)), 0.5)

    return over_known(transform, place)[0]


IMPLEMENTATIONS = {"connors_rsi": connors_rsi, "fisher": fisher}
