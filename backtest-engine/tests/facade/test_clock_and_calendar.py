"""Time words run on the exchange's clock and calendar."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from backtest_engine.domain.facade.schedule import Schedule
from trading_contracts.bars import Timeframe

F = functions()
EPOCH = date(1970, 1, 1)
MINUTE = 60_000_000_000
DAY = 1440 * MINUTE


def nanoseconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000_000


def days_between(first: str, last: str) -> np.ndarray:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    every = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return np.array([(day - EPOCH).days for day in every if day.weekday() < 5])


@pytest.fixture
def hong_kong() -> BarView:
    """Two sessions of half-hours in Hong Kong with a lunch hour; the second is a half day until noon."""
    days = days_between("2024-02-08", "2024-03-29")
    opens, closes = days * DAY + 90 * MINUTE, days * DAY + 480 * MINUTE
    closes[1] = days[1] * DAY + 240 * MINUTE
    schedule = Schedule(days, opens, closes, "Asia/Hong_Kong")
    morning, afternoon = np.arange(90, 240, 30), np.arange(300, 480, 30)
    timestamps = np.concatenate(
        (days[0] * DAY + morning * MINUTE, days[0] * DAY + afternoon * MINUTE, days[1] * DAY + morning * MINUTE)
    )
    close = np.arange(1.0, len(timestamps) + 1)
    columns = {"open": close - 0.5, "high": close + 1, "low": close - 1, "close": close, "volume": np.ones(len(close))}
    return BarView(timestamps, columns, timeframe="30m", sessions=schedule.of(timestamps, Timeframe.M30))


@pytest.fixture
def march() -> BarView:
    """Daily bars of March and April 2021 in New York, over the change of clocks; Good Friday is a holiday."""
    days = days_between("2021-03-01", "2021-06-30")
    days = days[days != (date(2021, 4, 2) - EPOCH).days]
    schedule = Schedule(days, days * DAY + 14 * 60 * MINUTE, days * DAY + 20 * 60 * MINUTE, "America/New_York")
    listed = days[days < (date(2021, 5, 1) - EPOCH).days]
    close = np.linspace(100, 120, len(listed))
    columns = {"open": close, "high": close + 1, "low": close - 1, "close": close, "volume": np.ones(len(close))}
    return BarView(listed * DAY, columns, sessions=schedule.of(listed * DAY, Timeframe.D1))


def test_hours_are_those_of_the_exchange(hong_kong) -> None:
    np.testing.assert_array_equal(F["hour"](hong_kong)[:4], [9, 10, 10, 11])
    np.testing.assert_array_equal(F["minute"](hong_kong)[:4], [30, 0, 30, 0])


def test_hours_follow_the_change_of_clocks() -> None:
    days = days_between("2021-03-10", "2021-04-30")
    schedule = Schedule(days, days * DAY, days * DAY + 23 * 60 * MINUTE, "America/New_York")
    timestamps = np.array([nanoseconds("2021-03-12T15:00"), nanoseconds("2021-03-15T15:00")])
    columns = dict.fromkeys(("open", "high", "low", "close", "volume"), np.ones(2))
    view = BarView(timestamps, columns, timeframe="1h", sessions=schedule.of(timestamps, Timeframe.H1))
    np.testing.assert_array_equal(F["hour"](view), [10, 11])


def test_minutes_count_on_the_clock_lunch_included(hong_kong) -> None:
    since = F["minutes_since_open"](hong_kong)
    assert (since[0], since[4], since[5]) == (0, 120, 210)


def test_minutes_to_the_close_are_counted_from_the_close_of_the_bar_and_know_half_days(hong_kong) -> None:
    left = F["minutes_to_close"](hong_kong)
    assert (left[0], left[10]) == (360, 0)
    np.testing.assert_array_equal(left[11:], [120, 90, 60, 30, 0])


def test_the_first_and_the_last_bar_are_those_of_the_session_not_of_the_clock(hong_kong) -> None:
    np.testing.assert_array_equal(np.flatnonzero(F["is_first_bar"](hong_kong)), [0, 11])
    np.testing.assert_array_equal(np.flatnonzero(F["is_last_bar"](hong_kong)), [10, 15])
    np.testing.assert_array_equal(F["bars_since_open"](hong_kong)[[0, 10, 11, 15]], [0, 10, 0, 4])


def test_a_history_that_begins_inside_a_session_has_no_first_bar_there(hong_kong) -> None:
    part = slice(3, None)
    columns = {name: hong_kong.column(name)[part] for name in ("open", "high", "low", "close", "volume")}
    view = BarView(hong_kong.timestamps[part], columns, timeframe="30m", sessions=hong_kong.sessions.at(part))
    np.testing.assert_array_equal(np.flatnonzero(F["is_first_bar"](view)), [8])


def test_weekdays_begin_with_monday(march) -> None:
    np.testing.assert_array_equal(F["weekday"](march)[:6], [1, 2, 3, 4, 5, 1])


def test_dates_can_be_compared(march) -> None:
    after = F["today"](march) >= F["date"]("2021-04-01")
    assert F["month"](march)[after][0] == 4
    assert F["day_of_month"](march)[after][0] == 1
    assert F["year"](march)[0] == 2021


def test_the_turn_of_the_month_is_known_in_advance(march) -> None:
    left, number = F["trading_days_left_in_month"](march), F["trading_day_of_month"](march)
    assert (left[0], number[0]) == (22, 1)
    month_end = np.flatnonzero(left == 0)
    np.testing.assert_array_equal(F["day_of_month"](march)[month_end], [31, 30])
    turn = F["turn_of_month"](march, 1, 2)
    np.testing.assert_array_equal(F["day_of_month"](march)[turn], [1, 2, 31, 1, 5, 30])


def test_a_week_with_a_holiday_on_friday_ends_on_thursday(march) -> None:
    last = F["is_last_session_of_week"](march)
    thursday = F["today"](march) == F["date"]("2021-04-01")
    assert last[thursday].all()
    assert F["weekday"](march)[last].min() == 4


def test_the_first_session_of_a_week_is_told_by_the_week_before(march) -> None:
    first = F["is_first_session_of_week"](march)
    assert not first[0]
    np.testing.assert_array_equal(np.flatnonzero(first)[:2], [5, 10])


def test_prices_of_the_session_so_far(hong_kong) -> None:
    np.testing.assert_array_equal(F["day_high"](hong_kong)[[0, 10, 11]], [2, 12, 13])
    np.testing.assert_array_equal(F["day_low"](hong_kong)[[0, 10, 11]], [0, 0, 11])
    np.testing.assert_array_equal(F["day_open"](hong_kong)[[0, 10, 11]], [0.5, 0.5, 11.5])


def test_prices_of_the_session_before(hong_kong) -> None:
    assert np.isnan(F["prev_session_close"](hong_kong)[:11]).all()
    np.testing.assert_array_equal(F["prev_session_close"](hong_kong)[11:], [11] * 5)
    np.testing.assert_array_equal(F["prev_session_high"](hong_kong)[11:], [12] * 5)
    np.testing.assert_array_equal(F["prev_session_low"](hong_kong)[11:], [0] * 5)
    np.testing.assert_allclose(F["session_gap_percent"](hong_kong)[11:], [100 * (11.5 / 11 - 1)] * 5)


def test_the_opening_range_is_unknown_until_it_is_over(hong_kong) -> None:
    high = F["opening_range_high"](hong_kong, 60)
    np.testing.assert_array_equal(high[[0, 1, 5, 11, 12]], [np.nan, 3, 3, np.nan, 14])
    np.testing.assert_array_equal(F["opening_range_low"](hong_kong, 60)[[0, 1, 12]], [np.nan, 0, 11])


def test_a_window_of_the_session_is_open_at_its_end(hong_kong) -> None:
    within = F["between_times"](hong_kong, "10:00", "11:00")
    np.testing.assert_array_equal(np.flatnonzero(within), [1, 2, 12, 13])
    np.testing.assert_array_equal(F["session_high"](hong_kong, "10:00", "11:00")[:5], [np.nan, 3, 4, 4, 4])
    np.testing.assert_array_equal(F["session_low"](hong_kong, "10:00", "11:00")[:5], [np.nan, 1, 1, 1, 1])


def test_a_window_may_go_past_midnight(hong_kong) -> None:
    assert F["between_times"](hong_kong, "15:00", "10:00").sum() == 4


def test_a_value_at_a_time_is_kept_for_the_session(hong_kong) -> None:
    at_ten = F["at_time"](hong_kong, "10:00", hong_kong.close)
    np.testing.assert_array_equal(at_ten[[0, 1, 10, 11, 12]], [np.nan, 2, 2, np.nan, 13])
    # No bar opens in the lunch hour: the first one after it counts.
    assert F["at_time"](hong_kong, "12:15", hong_kong.close)[5] == 6


def test_a_value_of_an_earlier_session_is_its_last(hong_kong) -> None:
    np.testing.assert_array_equal(F["per_session"](hong_kong, hong_kong.close, 1)[[10, 11, 15]], [np.nan, 11, 11])
    assert np.isnan(F["per_session"](hong_kong, hong_kong.close, 2)).all()


def test_the_vwap_begins_anew_with_the_session(hong_kong) -> None:
    vwap = F["vwap"](hong_kong)
    np.testing.assert_allclose(vwap[[0, 1, 11]], [1, 1.5, 12])


def test_pivots_are_of_the_day_before_and_stand_all_day(hong_kong) -> None:
    pivot = F["pivot"](hong_kong, "1d")
    assert np.isnan(pivot.p[:11]).all()
    middle = (12 + 0 + 11) / 3
    np.testing.assert_allclose(pivot.p[11:], [middle] * 5)
    np.testing.assert_allclose(pivot.r1[11:], [2 * middle - 0] * 5)
    np.testing.assert_allclose(F["fibonacci_pivot"](hong_kong, "1d").s1[11:], [middle - 0.382 * 12] * 5)


def test_days_of_bars_from_around_the_clock_are_utc_days() -> None:
    schedule = Schedule.around_the_clock(date(2021, 1, 1), date(2021, 1, 3))
    timestamps = nanoseconds("2021-01-01T00:00") + np.arange(12) * 240 * MINUTE
    columns = dict.fromkeys(("open", "high", "low", "close", "volume"), np.arange(12.0))
    view = BarView(timestamps, columns, timeframe="4h", sessions=schedule.of(timestamps, Timeframe.H4))
    np.testing.assert_array_equal(np.flatnonzero(F["is_last_bar"](view)), [5, 11])
    np.testing.assert_array_equal(F["weekday"](view)[[0, 6]], [5, 6])


def test_outside_of_the_known_sessions_every_weekday_is_one() -> None:
    known = days_between("2021-03-01", "2021-04-30")
    schedule = Schedule(known, known * DAY + 870 * MINUTE, known * DAY + 1260 * MINUTE, "America/New_York")
    old = days_between("2021-01-04", "2021-01-29")
    close = np.arange(1.0, len(old) + 1)
    columns = dict.fromkeys(("open", "high", "low", "close", "volume"), close)
    view = BarView(old * DAY, columns, sessions=schedule.of(old * DAY, Timeframe.D1))
    weekly = view.on("1w")
    np.testing.assert_array_equal(weekly.close, [5, 10, 15, 20])
    np.testing.assert_array_equal(weekly.back(weekly.close)[[3, 4, 8, 9]], [np.nan, 5, 5, 10])
    np.testing.assert_array_equal(F["trading_day_of_month"](view)[:2], [2, 3])
    np.testing.assert_array_equal(F["trading_days_left_in_month"](view)[[0, -1]], [19, 0])


def test_no_bars_have_no_sessions() -> None:
    known = days_between("2021-03-01", "2021-04-30")
    schedule = Schedule(known, known * DAY, known * DAY + 1260 * MINUTE, "America/New_York")
    nothing = np.array([], dtype=np.int64)
    for timeframe in (Timeframe.M5, Timeframe.D1, Timeframe.W1):
        assert len(schedule.of(nothing, timeframe).session) == 0


def test_weekly_bars_close_with_the_last_session_of_their_week() -> None:
    known = days_between("2021-03-01", "2021-04-30")
    schedule = Schedule(known, known * DAY, known * DAY + 1260 * MINUTE, "America/New_York")
    mondays = days_between("2021-03-01", "2021-03-31")[::5]
    sessions = schedule.of(mondays * DAY, Timeframe.W1)
    np.testing.assert_array_equal(sessions.bar_closes_at, (mondays + 4) * DAY + 1260 * MINUTE)
    np.testing.assert_array_equal(sessions.next_session, mondays + 7)
