"""From a vendor's rows to a series: in order, no time twice, nothing missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from market_data_service.domain.calendars import calendar
from market_data_service.domain.series import BarSeries, FloatArray, IntArray
from trading_contracts.bars import Instrument, Timeframe

MILLISECOND = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class CleanRows:
    """A series, and how many rows were left out on the way."""

    series: BarSeries
    duplicates: int
    empty: int

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know about the rows that were left out."""
        return (f"{self.empty} bars without prices were left out.",) if self.empty else ()


def series_of(stamps: IntArray, values: FloatArray) -> CleanRows:
    """Return rows as a series.

    Args:
        stamps: Opens as nanoseconds UTC, in any order, shape (rows,).
        values: Open, high, low, close, volume, shape (rows, 5); NaN where the vendor said nothing. Of rows with the
            same time the last one stays; a missing volume is 0; a row without one of its prices is left out.
    """
    usable = np.isfinite(values[:, :4]).all(axis=1) if len(values) else np.zeros(0, dtype=bool)
    empty = int((~usable).sum())
    stamps, values = stamps[usable], values[usable]
    order = np.argsort(stamps, kind="stable")
    stamps, values = stamps[order], values[order]
    last = np.append(stamps[1:] != stamps[:-1], np.ones(min(len(stamps), 1), dtype=bool))
    duplicates = int((~last).sum())
    stamps, values = stamps[last], values[last]
    series = BarSeries(
        timestamp=stamps,
        open=values[:, 0].copy(),
        high=values[:, 1].copy(),
        low=values[:, 2].copy(),
        close=values[:, 3].copy(),
        volume=np.nan_to_num(values[:, 4], nan=0.0),
    )
    return CleanRows(series, duplicates, empty)


def matrix(rows: Iterable[Sequence[float | str | None]]) -> FloatArray:
    """Return rows of numbers (or of texts that are numbers) as an array of shape (rows, 5)."""
    listed = [[np.nan if value is None else float(value) for value in row] for row in rows]
    return np.array(listed, dtype=np.float64).reshape(len(listed), 5)


def stamped(stamps: IntArray, instrument: Instrument, timeframe: Timeframe) -> IntArray:
    """Return opens as we stamp them: daily and longer bars carry the session date at the exchange, at 00:00 UTC."""
    return stamps if timeframe.is_intraday else calendar(instrument.calendar).day_of(stamps)


def regular_hours(rows: CleanRows, instrument: Instrument, timeframe: Timeframe) -> BarSeries:
    """Return the bars that begin within a session's regular hours; daily and longer ones all stay."""
    hours = calendar(instrument.calendar)
    if not timeframe.is_intraday or hours.always_open:
        return rows.series
    stamps = rows.series.timestamp
    return rows.series.where((hours.minutes_since_open(stamps) >= 0) & (hours.minutes_to_close(stamps) > 0))
