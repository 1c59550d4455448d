"""Bars for holidays, on request: the last close, no volume, marked."""

import numpy as np

from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries


def fill_holidays(series: BarSeries) -> BarSeries:
    """Return a daily series with a marked bar on every weekday without one, carrying the last close."""
    if len(series) < 2:
        return series
    days = np.arange(series.timestamp[0], series.timestamp[-1] + 1, NANOSECONDS_A_DAY, dtype=np.int64)
    weekday = (days // NANOSECONDS_A_DAY + 3) % 7 < 5
    wanted = np.union1d(days[weekday], series.timestamp)
    at = np.searchsorted(series.timestamp, wanted, side="right") - 1
    real = series.timestamp[at] == wanted
    close = series.close[at]
    return BarSeries(
        timestamp=wanted,
        open=np.where(real, series.open[at], close),
        high=np.where(real, series.high[at], close),
        low=np.where(real, series.low[at], close),
        close=close,
        volume=np.where(real, series.volume[at], 0.0),
        dividend=np.where(real, series.dividend[at], 0.0),
        split=np.where(real, series.split[at], 0.0),
        adj_close=None if series.adj_close is None else series.adj_close[at],
        filled=~real | series.filled[at],
    )
