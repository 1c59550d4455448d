"""Entries that TA-Lib computes as they stand."""

from collections.abc import Callable
from typing import Any

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.segments import Computed, over_known
from strategy_language.catalogue import CATALOGUE, Entry

Settings = tuple[float | int, ...]

AVERAGE_CODES = {
    "sma": 0,
    "ema": 1,
    "wma": 2,
    "dema": 3,
    "tema": 4,
    "trima": 5,
    "kama": 6,
    "t3": 8,
    "hma": 9,
    "zlema": 12,
    "rma": 13,
}
"""Kind of moving average -> TA-Lib's number of it."""


def from_talib(entry: Entry) -> Callable[..., Any]:
    """Return the function of an entry whose arguments and outputs stand in TA-Lib's order.

    Texts are kinds of moving averages. Infinite values (a division by no volume) are returned as NaN.
    """
    function = getattr(talib, entry.talib)
    series_count = sum(argument.kind == "series" for argument in entry.arguments)

    def compute(*given: Any) -> Computed:  # noqa: ANN401 - checked by `callable_of`
        bars, arguments = (given[0], given[1:]) if entry.inputs else (None, given)
        series = (*arguments[:series_count], *columns_of(bars, entry))
        settings = tuple(AVERAGE_CODES.get(each, each) for each in arguments[series_count:])
        outputs = over_known(lambda *known: function(*known, *settings), *series)
        finite = tuple(_without_infinity(each) for each in outputs)
        return finite if entry.outputs else finite[0]

    return compute


def _without_infinity(values: FloatArray) -> FloatArray:
    infinite = np.isinf(values)
    return np.where(infinite, np.nan, values) if infinite.any() else values


def call_talib(name: str, *series: FloatArray, settings: Settings = ()) -> FloatArray:
    """Return the (only) output of a TA-Lib function on series that may have gaps."""
    function = getattr(talib, name)
    return over_known(lambda *known: function(*known, *settings), *series)[0]


def rolling_sum(series: FloatArray, length: int) -> FloatArray:
    """Return the sum of each window of the last `length` bars, shape (bars,)."""
    return series if length == 1 else call_talib("SUM", series, settings=(length,))


def rolling_mean(series: FloatArray, length: int) -> FloatArray:
    """Return the mean of each window of the last `length` bars, shape (bars,)."""
    return call_talib("SMA", series, settings=(length,))


def rolling_deviation(series: FloatArray, length: int) -> FloatArray:
    """Return the population standard deviation of each window of the last `length` bars, shape (bars,)."""
    return call_talib("STDDEV", series, settings=(length, 1.0))


def rolling_highest(series: FloatArray, length: int) -> FloatArray:
    """Return the highest value of each window of the last `length` bars, shape (bars,)."""
    return series if length == 1 else call_talib("MAX", series, settings=(length,))


def rolling_lowest(series: FloatArray, length: int) -> FloatArray:
    """Return the lowest value of each window of the last `length` bars, shape (bars,)."""
    return series if length == 1 else call_talib("MIN", series, settings=(length,))


def average_true_range(bars: BarView, length: int) -> FloatArray:
    """Return Wilder's average true range, in price, shape (bars,)."""
    return call_talib("ATR", bars.high, bars.low, bars.close, settings=(length,))


def columns_of(bars: BarView | None, entry: Entry) -> tuple[FloatArray, ...]:
    """Return the columns that an entry reads, in its order."""
    return () if bars is None else tuple(bars.column(name) for name in entry.inputs)


def implementations(exceptions: frozenset[str]) -> dict[str, Callable[..., Any]]:
    """Return the functions of all entries with a TA-Lib name, but for those implemented elsewhere."""
    return {name: from_talib(entry) for name, entry in CATALOGUE.items() if entry.talib and name not in exceptions}
