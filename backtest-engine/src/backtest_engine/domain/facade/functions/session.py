"""Prices of the session: so far, of its first minutes, and of sessions before."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, last_index_where, taken
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.calendar import between_minutes, minute_of_day, minutes_since_open
from backtest_engine.domain.facade.scans import Operation, running
from backtest_engine.domain.facade.stretches import (
    last_of_sessions_before,
    period_before,
    place_in_session,
    session_begins,
)
from trading_contracts.bars import Timeframe

_NANOSECONDS_A_MINUTE = 60_000_000_000


def day_high(bars: BarView) -> FloatArray:
    """Return the session's high so far."""
    return running(np.fmax, bars.high, place_in_session(bars))


def day_low(bars: BarView) -> FloatArray:
    """Return the session's low so far."""
    return running(np.fmin, bars.low, place_in_session(bars))


def session_gap_percent(bars: BarView) -> FloatArray:
    """Return the distance of the session's open from the close of the session before, in percent."""
    return 100 * (first_in_session(bars, bars.open) / _before(bars, 3) - 1)


def session_high(bars: BarView, begin: str, end: str) -> FloatArray:
    """Return the high of the session's bars within two times, so far."""
    within = np.where(between_minutes(bars, begin, end), bars.high, np.nan)
    return running(np.fmax, within, place_in_session(bars))


def session_low(bars: BarView, begin: str, end: str) -> FloatArray:
    """Return the low of the session's bars within two times, so far."""
    within = np.where(between_minutes(bars, begin, end), bars.low, np.nan)
    return running(np.fmin, within, place_in_session(bars))


def opening_range_high(bars: BarView, minutes: int) -> FloatArray:
    """Return the high of the session's first minutes, from the bar with whose close they are over."""
    return _opening_range(bars, bars.high, minutes, np.fmax)


def opening_range_low(bars: BarView, minutes: int) -> FloatArray:
    """Return the low of the session's first minutes, from the bar with whose close they are over."""
    return _opening_range(bars, bars.low, minutes, np.fmin)


def at_time(bars: BarView, time: str, series: FloatArray) -> FloatArray:
    """Return what a series was on the session's first bar that opens at a time or later; NaN before."""
    reached = bars.sessions.clock >= minute_of_day(time)
    begins = session_begins(bars)
    turns = reached.copy()
    turns[1:] &= ~reached[:-1] | begins[1:]
    last = last_index_where(turns)
    today = np.where(last >= 0, bars.sessions.session[last] == bars.sessions.session, False)
    return taken(series, np.where(today, last, -1))


def per_session(bars: BarView, series: FloatArray, back: int) -> FloatArray:
    """Return the last value that a series had `back` sessions before."""
    return last_of_sessions_before(series, bars, back)


def first_in_session(bars: BarView, series: FloatArray) -> FloatArray:
    """Return what a series was on the session's first bar."""
    first: FloatArray = series[np.arange(len(series)) - place_in_session(bars)]
    return first


def _opening_range(bars: BarView, values: FloatArray, minutes: int, operation: Operation) -> FloatArray:
    within = np.where(minutes_since_open(bars) < minutes, values, np.nan)
    extreme = running(operation, within, place_in_session(bars))
    elapsed = (bars.sessions.bar_closes_at - bars.sessions.opens_at) / _NANOSECONDS_A_MINUTE
    over = (elapsed >= minutes) | bars.sessions.ends_session()
    return np.where(over, extreme, np.nan)


def _before(bars: BarView, place: int) -> FloatArray:
    return period_before(bars, Timeframe.D1)[place]


IMPLEMENTATIONS = {
    "at_time": at_time,
    "day_high": day_high,
    "day_low": day_low,
    "day_open": lambda bars: first_in_session(bars, bars.open),
    "first_in_session": first_in_session,
    "opening_range_high": opening_range_high,
    "opening_range_low": opening_range_low,
    "per_session": per_session,
    "prev_session_close": lambda bars: _before(bars, 3),
    "prev_session_high": lambda bars: _before(bars, 1),
    "prev_session_low": lambda bars: _before(bars, 2),
    "prev_session_open": lambda bars: _before(bars, 0),
    "session_gap_percent": session_gap_percent,
    "session_high": session_high,
    "session_low": session_low,
}
