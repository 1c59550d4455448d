"""What is wrong or odd in a series: gaps, impossible prices, spikes, stale prices."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from market_data_service.domain.calendars import TradingCalendar
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, BoolArray, FloatArray, IntArray, moment
from trading_contracts.bars import Timeframe

_OUTLIER_SIGMAS = 12.0
_OUTLIER_LEAST = 0.08
_STALE_RUN = 5
_MAX_GAPS = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """Sessions in a row (or a stretch of a 24/7 market) without a bar; both ends inclusive."""

    first: date
    last: date
    sessions: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of what is odd in a series.

    Attributes:
        outliers: Returns beyond 12 robust standard deviations and 8 %.
        spikes: Outliers that the next bar takes back.
        stale: Bars in runs of five or more whose four prices all stay the same.
    """

    bars: int
    missing_sessions: int
    missing_bars: int
    duplicates: int
    non_positive: int
    high_below_low: int
    outside_range: int
    zero_volume: int
    outliers: int
    spikes: int
    stale: int
    filled: int
    gaps: tuple[Gap, ...]
    examples: dict[str, list[str]]


def assess(series: BarSeries, timeframe: Timeframe, calendar: TradingCalendar, duplicates: int = 0) -> Quality:
    """Return what is odd in a series.

    Args:
        series: The bars.
        timeframe: Their length.
        calendar: When the market trades.
        duplicates: Bars that were dropped as duplicates when the series was made.
    """
    missing = missing_sessions(series, timeframe, calendar)
    change = log_returns(series.close)
    outlying = outliers(change)
    marks = {
        "non_positive": np.minimum(series.low, np.minimum(series.open, series.close)) <= 0,
        "high_below_low": series.high < series.low,
        "outside_range": _outside_range(series),
        "zero_volume": (series.volume <= 0) & ~series.filled,
        "outliers": outlying,
        "spikes": taken_back(change, outlying),
        "stale": stale(series),
    }
    counts = {name: int(mark.sum()) for name, mark in marks.items()}
    examples = {
        name: [moment(int(stamp)).isoformat() for stamp in series.timestamp[mark][:5]]
        for name, mark in marks.items()
        if counts[name]
    }
    return Quality(
        bars=len(series),
        missing_sessions=len(missing),
        missing_bars=_missing_bars(series, timeframe, calendar),
        duplicates=duplicates,
        filled=int(series.filled.sum()),
        gaps=_runs(missing, calendar),
        examples=examples,
        **counts,
    )


def impossible(series: BarSeries) -> tuple[str, ...]:
    """Return remarks on bars that no market makes; they are kept as they are, and their owner is told."""
    marks = {
        "a price that is not positive": np.minimum(series.low, np.minimum(series.open, series.close)) <= 0,
        "a high below the low": series.high < series.low,
        "an open or close outside high and low": _outside_range(series),
    }
    return tuple(
        f"{int(mark.sum())} bars have {what}, the first on {moment(int(series.timestamp[mark][0])):%Y-%m-%d}."
        for what, mark in marks.items()
        if mark.any()
    )


def missing_sessions(series: BarSeries, timeframe: Timeframe, calendar: TradingCalendar) -> IntArray:
    """Return the session dates between the first and the last bar that have none (weeks and months are not asked)."""
    if not len(series) or timeframe in (Timeframe.W1, Timeframe.MO1, Timeframe.MO3):
        return np.empty(0, dtype=np.int64)
    day = np.unique(calendar.day_of(series.timestamp) if timeframe.is_intraday else series.timestamp)
    inside = calendar.days[(calendar.days >= day[0]) & (calendar.days <= day[-1])]
    return np.setdiff1d(inside, day, assume_unique=True)


def outliers(change: FloatArray) -> BoolArray:
    """Return which returns are larger than prices of this series ever should move.

    Args:
        change: Log return into each bar, shape (bars,).
    """
    moves = np.abs(change)
    spread = float(np.median(moves[1:])) / 0.6745 if len(moves) > 2 else 0.0
    return moves > max(_OUTLIER_SIGMAS * spread, _OUTLIER_LEAST)


def taken_back(change: FloatArray, outlying: BoolArray) -> BoolArray:
    """Return which outliers the next bar takes back by more than half."""
    spikes = np.zeros(len(change), dtype=bool)
    at = np.flatnonzero(outlying[:-1])
    following = change[at + 1]
    spikes[at] = (np.sign(following) == -np.sign(change[at])) & (np.abs(following) > np.abs(change[at]) / 2)
    return spikes


def stale(series: BarSeries) -> BoolArray:
    """Return which bars lie in a run of five or more with the same four prices."""
    if len(series) < _STALE_RUN:
        return np.zeros(len(series), dtype=bool)
    same = np.ones(len(series), dtype=bool)
    for column in (series.open, series.high, series.low, series.close):
        same[1:] &= column[1:] == column[:-1]
    same[0] = False
    run = np.cumsum(~same) - 1
    long_run: BoolArray = np.bincount(run)[run] >= _STALE_RUN
    return long_run


def _outside_range(series: BarSeries) -> BoolArray:
    # A hair of room: vendors round the four prices apart from each other.
    room = 1e-9 * np.abs(series.close)
    above = np.maximum(series.open, series.close) > series.high + room
    below = np.minimum(series.open, series.close) < series.low - room
    return (above | below) & (series.high >= series.low)


def log_returns(close: FloatArray) -> FloatArray:
    """Return the log return into each bar; 0 where a price is not positive, and for the first bar."""
    change = np.zeros(len(close))
    usable = (close[1:] > 0) & (close[:-1] > 0)
    change[1:][usable] = np.log(close[1:][usable] / close[:-1][usable])
    return change


def _missing_bars(series: BarSeries, timeframe: Timeframe, calendar: TradingCalendar) -> int:
    """Return how many bars the sessions that have some are short of, by the sessions' length."""
    if not timeframe.is_intraday or not len(series):
        return 0
    step = int(timeframe.duration.total_seconds()) * 1_000_000_000
    if calendar.always_open:
        expected = int(series.timestamp[-1] - series.timestamp[0]) // step + 1
        return max(expected - len(series), 0)
    days, present = np.unique(calendar.day_of(series.timestamp), return_counts=True)
    at = calendar.index_of(days)
    inner = at[1:-1][at[1:-1] >= 0]
    if not len(inner):
        return 0
    pause = np.where(calendar.break_start[inner] > 0, calendar.break_end[inner] - calendar.break_start[inner], 0)
    expected_each = -((calendar.close[inner] - calendar.open[inner] - pause) // -step)
    short = expected_each - present[1:-1][at[1:-1] >= 0]
    return int(np.maximum(short, 0).sum())


def _runs(missing: IntArray, calendar: TradingCalendar) -> tuple[Gap, ...]:
    if not len(missing):
        return ()
    at = np.searchsorted(calendar.days, missing)
    starts = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1] + 1]))
    ends = np.append(starts[1:], len(at)) - 1
    pairs = list(zip(starts, ends, strict=True))[:_MAX_GAPS]
    return tuple(Gap(_date(missing[first]), _date(missing[last]), int(last - first) + 1) for first, last in pairs)


def _date(day: np.int64) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(day // NANOSECONDS_A_DAY))
