"""Statistics over windows, and of one series against another."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, shifted, unknown
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.from_talib import (
    call_talib,
    rolling_deviation,
    rolling_mean,
)
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.scans import smoothed
from backtest_engine.domain.facade.segments import over_known
from backtest_engine.domain.facade.sessions import month_of
from backtest_engine.domain.facade.windows import evened, over_windows

_FLAT = 1e-7
"""A deviation below this share of the mean is what rounding leaves of equal values."""


def zscore(series: FloatArray, length: int) -> FloatArray:
    """Return the distance from the mean in population standard deviations; NaN where all values are equal."""
    mean, deviation = rolling_mean(series, length), rolling_deviation(series, length)
    return np.where(deviation > _FLAT * np.abs(mean), (series - mean) / deviation, np.nan)


def median(series: FloatArray, length: int) -> FloatArray:
    """Return the median of each window; of an even number of bars the mean of the two in the middle."""
    if length == 1:
        return series
    # TA-Lib's percentile is the value of rank ceil(percent x length / 100).
    lower = call_talib("PERCENTILE", series, settings=(length, 50.0))
    if length % 2:
        return lower
    return (lower + call_talib("PERCENTILE", series, settings=(length, 50.0 + 50.0 / length))) / 2


def weighted_rank(series: FloatArray, length: int) -> FloatArray:
    """Return the percentile rank among the bars before, the newest of them weighing `length`, the oldest 1."""
    weights = np.arange(1.0, length + 1)

    def rank(windows: FloatArray) -> FloatArray:
        below = windows[:, :-1] < windows[:, -1:]
        return np.asarray(100 * (below * weights).sum(axis=1) / weights.sum())

    return over_windows(rank, evened(series), length + 1)


def percentile_rank(series: FloatArray, length: int) -> FloatArray:
    """Return the percentage of the bars before that are below the current one; equal to ten digits is not below."""
    return call_talib("PERCENTRANK", evened(series), settings=(length,))


def linear_regression(series: FloatArray, length: int) -> tuple[FloatArray, ...]:
    """Return the end of the least-squares line, its slope a bar, and r squared (NaN where all values are equal)."""
    slope = call_talib("LINEARREG_SLOPE", series, settings=(length,))
    deviation = rolling_deviation(series, length)
    explained = slope * np.sqrt((length**2 - 1) / 12)
    flat = deviation <= _FLAT * np.abs(rolling_mean(series, length))
    r2 = np.where(flat, np.nan, np.clip((explained / deviation) ** 2, 0, 1))
    return call_talib("LINEARREG", series, settings=(length,)), slope, r2


def linear_forecast(series: FloatArray, length: int, ahead: int) -> FloatArray:
    """Return the least-squares line through the last bars, `ahead` bars on."""
    value = call_talib("LINEARREG", series, settings=(length,))
    return value + ahead * call_talib("LINEARREG_SLOPE", series, settings=(length,))


def covariance(series: FloatArray, other: FloatArray, length: int) -> FloatArray:
    """Return the population covariance of each window."""
    return over_known(lambda x, y: _covariance(x - x[0], y - y[0], length), series, other)[0]


def hedge_ratio(series: FloatArray, other: FloatArray, length: int) -> FloatArray:
    """Return the slope of the least-squares line (with intercept) of a series on another; NaN where that is flat."""

    def slope(y: FloatArray, x: FloatArray) -> FloatArray:
        # Shifted to start at 0: the sums of squares of large numbers would swallow their differences.
        moved = x - x[0]
        variance = _covariance(moved, moved, length)
        floor = (_FLAT * np.abs(rolling_mean(x, length))) ** 2
        return np.where(variance > floor, _covariance(y - y[0], moved, length) / variance, np.nan)

    return over_known(slope, series, other)[0]


def spread(series: FloatArray, other: FloatArray, length: int) -> tuple[FloatArray, ...]:
    """Return what is left of a series after the hedge ratio times the other, and the ratio."""
    hedge = hedge_ratio(series, other, length)
    return series - hedge * other, hedge


def skew(series: FloatArray, length: int) -> FloatArray:
    """Return the population skewness of each window; NaN where all values are equal."""
    return over_windows(lambda windows: _moment(windows, 3), series, length)


def kurtosis(series: FloatArray, length: int) -> FloatArray:
    """Return the population excess kurtosis of each window; NaN where all values are equal."""
    return over_windows(lambda windows: _moment(windows, 4) - 3, series, length)


def hurst(series: FloatArray, length: int) -> FloatArray:
    """Return the slope of log deviation of changes over log span, for spans of 1 to 16 bars."""
    spans = np.array([1, 2, 4, 8, 16])
    x = np.log(spans) - np.log(spans).mean()
    total = np.zeros(len(series))
    for span, weight in zip(spans.tolist(), x, strict=True):
        deviation = rolling_deviation(series - shifted(series, span), length)
        total = total + weight * np.log(np.where(deviation > 0, deviation, np.nan))
    return total / float((x**2).sum())


def kalman(series: FloatArray, noise_ratio: float) -> FloatArray:
    """Return the steady-state Kalman estimate of a local level.

    Its gain solves K^2 = q (1 - K) for the ratio q of process to measurement variance.
    """
    gain = (np.sqrt(noise_ratio**2 + 4 * noise_ratio) - noise_ratio) / 2
    return over_known(lambda known: smoothed(known, float(gain)), series)[0]


def seasonal_mean(bars: BarView, series: FloatArray, season: str) -> FloatArray:
    """Return the mean of all earlier known values of the same hour, weekday, day of the month or month."""
    session = bars.sessions.session
    day = session - (month_of(session).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)) + 1
    seasons = {
        "hour": bars.sessions.clock // 60,
        "weekday": (session + 3) % 7 + 1,
        "day_of_month": day,
        "month": month_of(session) % 12 + 1,
    }[season]
    result = unknown(len(series))
    for each in np.unique(seasons):
        place = np.flatnonzero(seasons == each)
        values = series[place]
        known = np.isfinite(values)
        counts = np.cumsum(known) - known
        totals = np.cumsum(np.where(known, values, 0.0)) - np.where(known, values, 0.0)
        result[place] = np.where(counts > 0, totals / counts, np.nan)
    return result


def cumsum(series: FloatArray) -> FloatArray:
    """Return the running total; an unknown value adds nothing and is NaN itself."""
    known = np.isfinite(series)
    return np.where(known, np.cumsum(np.where(known, series, 0.0)), np.nan)


def _covariance(x: FloatArray, y: FloatArray, length: int) -> FloatArray:
    mean = talib.SMA(x * y, length) - talib.SMA(x, length) * talib.SMA(y, length)
    return np.asarray(mean)


def _moment(windows: FloatArray, order: int) -> FloatArray:
    mean = windows.mean(axis=1, keepdims=True)
    distance = windows - mean
    square = distance * distance
    deviation = np.sqrt(square.mean(axis=1))
    flat = deviation <= _FLAT * np.abs(mean[:, 0])
    moment = (square * (distance if order == 3 else square)).mean(axis=1)
    return np.where(flat, np.nan, moment / deviation**order)


IMPLEMENTATIONS = {
    "covariance": covariance,
    "cumsum": cumsum,
    "hedge_ratio": hedge_ratio,
    "hurst": hurst,
    "kalman": kalman,
    "kurtosis": kurtosis,
    "linear_forecast": linear_forecast,
    "linear_regression": linear_regression,
    "median": median,
    "percentile_rank": percentile_rank,
    "seasonal_mean": seasonal_mean,
    "skew": skew,
    "spread": spread,
    "weighted_rank": weighted_rank,
    "zscore": zscore,
}
