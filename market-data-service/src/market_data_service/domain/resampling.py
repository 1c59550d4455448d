"""Longer bars from shorter ones, by session: a one-hour bar of New York begins at 09:30, none spans a lunch break."""

from dataclasses import dataclass

import numpy as np

from market_data_service.domain.calendars import TradingCalendar
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, BoolArray, IntArray
from trading_contracts.bars import Timeframe
from trading_contracts.problem import Rejected

_NONE = np.iinfo(np.int64).min
_ORDER = list(Timeframe)


class CannotResample(Rejected):
    """Bars can only be made longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """Longer bars, and whether the last of them is still being made."""

    series: BarSeries
    last_is_partial: bool

    def complete(self) -> BarSeries:
        """Return the bars without the last one when that one is partial."""
        return self.series.between(0, len(self.series) - 1) if self.last_is_partial else self.series


def can_resample(source: Timeframe, target: Timeframe) -> bool:
    """Return whether bars of `source` add up to bars of `target`."""
    if source in (Timeframe.W1, Timeframe.MO3) or _ORDER.index(source) >= _ORDER.index(target):
        return False
    return source is not Timeframe.MO1 or target is Timeframe.MO3


def resample(series: BarSeries, source: Timeframe, target: Timeframe, calendar: TradingCalendar) -> Resampled:
    """Return bars of `target` made of bars of `source`.

    The first bar of a group gives the open and its volume is added up. Daily and longer bars are stamped with their
    first session date; intraday bars with the place on the session's grid.

    Raises:
        CannotResample: `target` is not longer than `source`, or weeks would have to be cut.
    """
    if not can_resample(source, target):
        raise CannotResample(
            f"{target} bars cannot be made of {source} bars.", source=source.value, target=target.value
        )
    if not len(series):
        return Resampled(series, last_is_partial=False)
    stamps, ends = _groups(series.timestamp, source, target, calendar)
    starts = np.flatnonzero(np.concatenate([[True], stamps[1:] != stamps[:-1]]))
    longer = _aggregate(series, starts, stamps[starts])
    return Resampled(longer, last_is_partial=bool(ends[-1] > _end_of_bars(series, source, calendar)))


def _aggregate(series: BarSeries, starts: IntArray, stamps: IntArray) -> BarSeries:
    last = np.append(starts[1:], len(series)) - 1
    split = np.where(series.split > 0, series.split, 1.0)
    splits = np.multiply.reduceat(split, starts)
    return BarSeries(
        timestamp=stamps,
        open=series.open[starts],
        high=np.maximum.reduceat(series.high, starts),
        low=np.minimum.reduceat(series.low, starts),
        close=series.close[last],
        volume=np.add.reduceat(series.volume, starts),
        dividend=np.add.reduceat(series.dividend, starts),
        split=np.where(splits == 1.0, 0.0, splits),
        adj_close=None if series.adj_close is None else series.adj_close[last],
        filled=np.logical_and.reduceat(series.filled, starts),
    )


def _groups(
    timestamp: IntArray, source: Timeframe, target: Timeframe, calendar: TradingCalendar
) -> tuple[IntArray, IntArray]:
    """Return for each bar the stamp of its group, and the moment at which that group is complete."""
    day = calendar.day_of(timestamp) if source.is_intraday else timestamp
    if target.is_intraday:
        return _intraday_groups(timestamp, day, _nanoseconds(source), target, calendar)
    label = _period(day, target)
    first = np.concatenate([[True], label[1:] != label[:-1]])
    stamps = day[np.flatnonzero(first)][np.cumsum(first) - 1]
    return stamps, _period_ends(label, target, calendar)


def _intraday_groups(
    timestamp: IntArray, day: IntArray, length: int, target: Timeframe, calendar: TradingCalendar
) -> tuple[IntArray, IntArray]:
    """Return the same for intraday targets; `length` is that of one bar of the source, in nanoseconds."""
    step = _nanoseconds(target)
    at = calendar.index_of(day)
    known = np.maximum(at, 0)
    opens = np.where(at >= 0, calendar.open[known], day)
    closes = np.where(at >= 0, calendar.close[known], day + NANOSECONDS_A_DAY)
    pause, resume = calendar.break_start[known], calendar.break_end[known]
    afternoon = (at >= 0) & (pause != _NONE) & (timestamp + length > resume)
    anchor = np.where(afternoon, resume, opens)
    # A bar stamped before the open that reaches into the session (09:00 for 09:30) belongs to the first group.
    reach = (timestamp < anchor) & (timestamp + length > anchor)
    inside = np.where(reach, anchor, timestamp)
    # The grid of one day never reaches back into the day before: around closed days and summer time grids differ.
    stamps = np.maximum(anchor + (inside - anchor) // step * step, calendar.midnight_of(timestamp))
    morning = (at >= 0) & (pause != _NONE) & ~afternoon
    segment_end = np.where(morning, pause, closes)
    ends = np.where(stamps < segment_end, np.minimum(stamps + step, segment_end), stamps + step)
    return stamps, ends


def bar_span(at: int, timeframe: Timeframe, calendar: TradingCalendar) -> tuple[int, int]:
    """Return when the intraday bar around a moment begins and ends, all in nanoseconds UTC."""
    stamp = np.array([at], dtype=np.int64)
    # A trade has no length: one that is printed at the very open belongs to the session, one before it does not.
    starts, ends = _intraday_groups(stamp, calendar.day_of(stamp), 1, timeframe, calendar)
    return int(starts[0]), int(ends[0])


def _period(day: IntArray, target: Timeframe) -> IntArray:
    if target is Timeframe.D1:
        return day // NANOSECONDS_A_DAY
    if target is Timeframe.W1:
        # 1970-01-01 was a Thursday: with three days added, weeks turn on Mondays.
        return (day // NANOSECONDS_A_DAY + 3) // 7
    months = day.astype("datetime64[ns]").astype("datetime64[M]").astype(np.int64)
    return months if target is Timeframe.MO1 else months // 3


def _period_ends(label: IntArray, target: Timeframe, calendar: TradingCalendar) -> IntArray:
    sessions = _period(calendar.days, target)
    last = np.searchsorted(sessions, label, side="right") - 1
    return calendar.close[np.maximum(last, 0)]


def _end_of_bars(series: BarSeries, source: Timeframe, calendar: TradingCalendar) -> int:
    """Return the moment up to which the last bar of the source speaks."""
    stamp = int(series.timestamp[-1])
    if not source.is_intraday:
        return int(_period_ends(_period(series.timestamp[-1:], source), source, calendar)[0])
    end = stamp + _nanoseconds(source)
    at = int(calendar.index_of(calendar.day_of(series.timestamp[-1:]))[0])
    # The last bar of a session is often shorter than its name; it speaks up to the close that it contains.
    return max(end, int(calendar.close[at])) if at >= 0 and end >= int(calendar.close[at]) else end


def complete_bars(series: BarSeries, timeframe: Timeframe, calendar: TradingCalendar, now: int) -> BoolArray:
    """Return which bars are over at `now` (nanoseconds UTC)."""
    if timeframe.is_intraday:
        return series.timestamp + _nanoseconds(timeframe) <= now
    return _period_ends(_period(series.timestamp, timeframe), timeframe, calendar) <= now


def _nanoseconds(timeframe: Timeframe) -> int:
    return int(timeframe.duration.total_seconds()) * 1_000_000_000
