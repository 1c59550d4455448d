"""Series of a result: ISO timestamp of the bar -> value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.statistics import drawdowns_of, returns_of
from trading_contracts.results import Series

Array = NDArray[np.float64]


def iso_times(times: NDArray[np.int64]) -> list[str]:
    """Return ISO 8601 timestamps in UTC (`2024-01-02T00:00:00Z`) of nanoseconds since 1970."""
    stamps = np.datetime_as_string((times // 1_000_000_000).astype("datetime64[s]"), timezone="UTC")
    return list(map(str, stamps.tolist()))


def as_series(times: NDArray[np.int64], values: Array) -> Series:
    """Return values by time; those that are no finite number are left out."""
    known = np.isfinite(values)
    if known.all():
        return dict(zip(iso_times(times), values.tolist(), strict=True))
    return dict(zip(iso_times(times[known]), values[known].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class SeriesArrays:
    """The long series of a run, each of shape (ticks,).

    Attributes:
        time: Nanoseconds since 1970 UTC.
        equity: Account value at the close.
        drawdown: Distance from the running peak, fractions in [-1, 0].
        returns: Simple returns; the first is measured from the initial cash.
    """

    time: NDArray[np.int64]
    equity: Array
    drawdown: Array
    returns: Array


def series_of(times: NDArray[np.int64], equity: Array, start: float) -> SeriesArrays:
    """Return the series of an account that began with `start`."""
    return SeriesArrays(times, equity, drawdowns_of(equity, start), returns_of(equity, start))


def build_series_arrays(simulation: Simulation) -> SeriesArrays:
    """Return equity, drawdown and simple returns at each bar's close as arrays."""
    return series_of(simulation.times, simulation.equity, simulation.settings.initial_cash)


def build_series(simulation: Simulation) -> tuple[Series, Series, Series]:
    """Return equity, drawdown (in [-1, 0]) and simple returns at each bar's close, by timestamp."""
    arrays = build_series_arrays(simulation)
    stamps = iso_times(arrays.time)
    columns = arrays.equity, arrays.drawdown, arrays.returns
    curve, falls, changes = (dict(zip(stamps, column.tolist(), strict=True)) for column in columns)
    return curve, falls, changes
