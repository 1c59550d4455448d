"""Entries that TA-Lib computes, but whose arguments or outputs differ from its own."""

from backtest_engine.domain.facade.arrays import FloatArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.from_talib import call_talib
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.segments import over_known


def bbands(series: FloatArray, length: int, deviations: float) -> tuple[FloatArray, ...]:
    """Return upper, middle and lower Bollinger band."""
    return over_known(lambda x: talib.BBANDS(x, length, deviations, deviations, 0), series)


def stoch(bars: BarView, k_length: int, k_smoothing: int, d_length: int) -> tuple[FloatArray, ...]:
    """Return %K and %D, smoothed by simple averages."""
    return over_known(
        lambda h, low, c: talib.STOCH(h, low, c, k_length, k_smoothing, 0, d_length, 0), bars.high, bars.low, bars.close
    )


def highest(series: FloatArray, length: int) -> FloatArray:
    """Return the highest value of each window."""
    return series if length == 1 else call_talib("MAX", series, settings=(length,))


def lowest(series: FloatArray, length: int) -> FloatArray:
    """Return the lowest value of each window."""
    return series if length == 1 else call_talib("MIN", series, settings=(length,))


def stddev(series: FloatArray, length: int) -> FloatArray:
    """Return the population standard deviation of each window."""
    return call_talib("STDDEV", series, settings=(length, 1.0))


IMPLEMENTATIONS = {"bbands": bbands, "stoch": stoch, "highest": highest, "lowest": lowest, "stddev": stddev}
