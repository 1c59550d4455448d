"""Entries that TA-Lib computes, but whose arguments or outputs differ from its own."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.calling import BadArgument
from backtest_engine.domain.facade.functions.from_talib import (
    AVERAGE_CODES,
    rolling_deviation,
    rolling_highest,
    rolling_lowest,
    rolling_sum,
)
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.segments import over_known
from backtest_engine.domain.facade.windows import bars_since_greatest

Outputs = tuple[FloatArray, ...]


def bbands(series: FloatArray, length: int, deviations: float) -> Outputs:
    """Return upper, middle and lower Bollinger band."""
    return over_known(lambda x: talib.BBANDS(x, length, deviations, deviations, 0), series)


def stoch(bars: BarView, k_length: int, k_smoothing: int, d_length: int) -> Outputs:
    """Return %K and %D, smoothed by simple averages."""
    return over_known(
        lambda high, low, close: talib.STOCH(high, low, close, k_length, k_smoothing, 0, d_length, 0),
        bars.high,
        bars.low,
        bars.close,
    )


def kdj(bars: BarView, length: int, k_smoothing: int, d_smoothing: int) -> Outputs:
    """Return K, D and J, smoothed as Wilder does."""
    wilder = AVERAGE_CODES["rma"]
    return over_known(
        lambda high, low, close: talib.KDJ(high, low, close, length, k_smoothing, wilder, d_smoothing, wilder),
        bars.high,
        bars.low,
        bars.close,
    )


def macdext(series: FloatArray, fast: int, slow: int, signal: int, average: str) -> Outputs:
    """Return line, signal and histogram with one kind of average for all."""
    kind = AVERAGE_CODES[average]
    return over_known(lambda x: talib.MACDEXT(x, fast, kind, slow, kind, signal, kind), series)


def aroon(bars: BarView, length: int) -> Outputs:
    """Return Aroon up and down; of equal extremes the newest counts."""
    high, low = bars_since_highest(bars.high, length + 1), bars_since_lowest(bars.low, length + 1)
    return 100 * (length - high) / length, 100 * (length - low) / length


def aroonosc(bars: BarView, length: int) -> FloatArray:
    """Return Aroon up minus Aroon down."""
    up, down = aroon(bars, length)
    return up - down


def mavp(series: FloatArray, periods: FloatArray, low: int, high: int) -> FloatArray:
    """Return the simple average whose length each bar tells, held between two bounds.

    Raises:
        BadArgument: The lower bound is above the higher one.
    """
    if low > high:
        raise BadArgument(f"mavp takes low up to high, not {low} and {high}.")
    return over_known(lambda x, lengths: talib.MAVP(x, lengths, low, high, 0), series, periods)[0]


def beta(series: FloatArray, other: FloatArray, length: int) -> FloatArray:
    """Return the beta of a series to the other; TA-Lib takes the market first."""
    return over_known(lambda market, asset: talib.BETA(market, asset, length), other, series)[0]


def supertrend(bars: BarView, length: int, multiplier: float) -> Outputs:
    """Return the line and its side, 1 bullish and -1 bearish."""
    line, side = over_known(
        lambda high, low, close: talib.SUPERTREND(high, low, close, length, multiplier), bars.high, bars.low, bars.close
    )
    return line, np.where(np.isnan(line), np.nan, side)


def ht_trendmode(series: FloatArray) -> FloatArray:
    """Return 1 in a trend and 0 in a cycle."""

    def mode(known: FloatArray) -> FloatArray:
        # TA-Lib gives whole numbers, and 0 where it does not know yet.
        values = talib.HT_TRENDMODE(known).astype(np.float64)
        values[:63] = np.nan
        return np.asarray(values)

    return over_known(mode, series)[0]


def extremes(series: FloatArray, length: int) -> Outputs:
    """Return the lowest and the highest value of each window."""
    return rolling_lowest(series, length), rolling_highest(series, length)


def bars_since_highest(series: FloatArray, length: int) -> FloatArray:
    """Return how many bars ago the highest value of each window was."""
    # TA-Lib's own index depends on where the series begins when values are equal.
    return over_known(lambda known: bars_since_greatest(known, length), series)[0]


def bars_since_lowest(series: FloatArray, length: int) -> FloatArray:
    """Return how many bars ago the lowest value of each window was."""
    return over_known(lambda known: bars_since_greatest(-known, length), series)[0]


def bars_since_extremes(series: FloatArray, length: int) -> Outputs:
    """Return how many bars ago the lowest and the highest value of each window were."""
    return bars_since_lowest(series, length), bars_since_highest(series, length)


def fractal(bars: BarView, left: int, right: int) -> tuple[TruthArray, TruthArray]:
    """Return where a fractal high and a fractal low are confirmed."""
    high, low = over_known(lambda h, low: talib.FRACTAL(h, low, left, right), bars.high, bars.low)
    return high > 0, low > 0


def percent_from_high(series: FloatArray, length: int) -> FloatArray:
    """Return the distance from the highest value of each window, in percent."""
    return (series / rolling_highest(series, length) - 1) * 100


IMPLEMENTATIONS = {
    "aroon": aroon,
    "aroonosc": aroonosc,
    "bars_since_extremes": bars_since_extremes,
    "bars_since_highest": bars_since_highest,
    "bars_since_lowest": bars_since_lowest,
    "bbands": bbands,
    "beta": beta,
    "extremes": extremes,
    "fractal": fractal,
    "highest": rolling_highest,
    "ht_trendmode": ht_trendmode,
    "kdj": kdj,
    "lowest": rolling_lowest,
    "macdext": macdext,
    "mavp": mavp,
    "percent_from_high": percent_from_high,
    "stddev": rolling_deviation,
    "stoch": stoch,
    "sum": rolling_sum,
    "supertrend": supertrend,
}
