"""The clock and the calendar of each bar, in the exchange's time."""

from datetime import date as Date  # noqa: N812 - the function below is named as the language names it

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.sessions import month_of, period_of
from backtest_engine.domain.facade.stretches import place_in_session
from trading_contracts.bars import Timeframe

_NANOSECONDS_A_MINUTE = 60_000_000_000
_EPOCH = Date(1970, 1, 1)


def minute_of_day(time: str) -> int:
    """Return the minute of the day of a time such as 10:30."""
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def between_minutes(bars: BarView, begin: str, end: str) -> TruthArray:
    """Return where a bar opens at or after one time and before another; past midnight where the first is later."""
    clock, first, last = bars.sessions.clock, minute_of_day(begin), minute_of_day(end)
    if first <= last:
        within: TruthArray = (clock >= first) & (clock < last)
        return within
    around: TruthArray = (clock >= first) | (clock < last)
    return around


def minutes_since_open(bars: BarView) -> FloatArray:
    """Return minutes from the session's open to the bar's open, never below 0."""
    minutes: FloatArray = (bars.timestamps - bars.sessions.opens_at) / _NANOSECONDS_A_MINUTE
    return np.maximum(minutes, 0)


def minutes_to_close(bars: BarView) -> FloatArray:
    """Return minutes from the bar's close to the session's close, never below 0."""
    minutes: FloatArray = (bars.sessions.closes_at - bars.sessions.bar_closes_at) / _NANOSECONDS_A_MINUTE
    return np.maximum(minutes, 0)


def is_first_bar(bars: BarView) -> TruthArray:
    """Return where a session begins; of the first bar of all only where it opens with the session."""
    first: TruthArray = place_in_session(bars) == 0
    first[:1] = bars.timestamps[:1] <= bars.sessions.opens_at[:1]
    return first


def is_last_bar(bars: BarView) -> TruthArray:
    """Return where the session ends by the calendar: once a session, known in advance."""
    ends, session = bars.sessions.ends_session(), bars.sessions.session
    ended_before = np.zeros(len(bars), dtype=bool)
    ended_before[1:] = ends[:-1] & (session[1:] == session[:-1])
    return ends & ~ended_before


def turn_of_month(bars: BarView, last: int, first: int) -> TruthArray:
    """Return where a session is among the last or the first of its month."""
    near: TruthArray = (bars.sessions.left_in_month < last) | (bars.sessions.of_month <= first)
    return near


def is_last_session_of_week(bars: BarView) -> TruthArray:
    """Return where the next session of the calendar lies in another week."""
    last: TruthArray = _week(bars.sessions.next_session) != _week(bars.sessions.session)
    return last


def is_first_session_of_week(bars: BarView) -> TruthArray:
    """Return where the week's first session is under way; unknown (False) in the first week of the history."""
    session = bars.sessions.session
    begins = np.zeros(len(session), dtype=bool)
    begins[1:] = _week(session)[1:] != _week(session)[:-1]
    first_of_week = np.where(begins, session, -1)
    latest = np.maximum.accumulate(first_of_week) if len(session) else session
    first: TruthArray = session == latest
    return first


def date(day: str) -> float:
    """Return a date such as 2020-03-01, in days since 1970.

    Raises:
        ValueError: There is no such day.
    """
    return float((Date.fromisoformat(day) - _EPOCH).days)


def _week(days: WholeArray) -> WholeArray:
    return period_of(days, Timeframe.W1)


def _numbers(values: WholeArray) -> FloatArray:
    return values.astype(np.float64)


def _day_of_month(session: WholeArray) -> WholeArray:
    return session - month_of(session).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 1


IMPLEMENTATIONS = {
    "bars_since_open": lambda bars: _numbers(place_in_session(bars)),
    "between_times": between_minutes,
    "clock": lambda time: float(minute_of_day(time)),
    "date": date,
    "day_of_month": lambda bars: _numbers(_day_of_month(bars.sessions.session)),
    "hour": lambda bars: _numbers(bars.sessions.clock // 60),
    "is_first_bar": is_first_bar,
    "is_first_session_of_week": is_first_session_of_week,
    "is_last_bar": is_last_bar,
    "is_last_session_of_week": is_last_session_of_week,
    "minute": lambda bars: _numbers(bars.sessions.clock % 60),
    "minutes_since_open": minutes_since_open,
    "minutes_to_close": minutes_to_close,
    "month": lambda bars: _numbers(month_of(bars.sessions.session) % 12 + 1),
    "time_of_day": lambda bars: _numbers(bars.sessions.clock),
    "today": lambda bars: _numbers(bars.sessions.session),
    "trading_day_of_month": lambda bars: _numbers(bars.sessions.of_month),
    "trading_days_left_in_month": lambda bars: _numbers(bars.sessions.left_in_month),
    "turn_of_month": turn_of_month,
    "weekday": lambda bars: _numbers((bars.sessions.session + 3) % 7 + 1),
    "year": lambda bars: _numbers(month_of(bars.sessions.session) // 12 + 1970),
}
