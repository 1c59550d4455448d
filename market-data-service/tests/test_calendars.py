"""When exchanges trade."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market_data_service.domain.calendars import UnknownCalendar, calendar
from market_data_service.domain.series import day_nanoseconds, nanoseconds


@pytest.mark.shared
@pytest.mark.parametrize("key", ["XNYS", "XHKG"])
def test_sessions_equal_the_published_ones_except_for_the_two_corrected_days(key: str, shared: Path) -> None:
    path = shared / "data" / "calendars" / f"{key}_sessions.csv.gz"
    published = pd.read_csv(path, parse_dates=[0, 1, 2, 3, 4]).set_index("session")
    corrected = [pd.Timestamp("2023-09-01"), pd.Timestamp("2023-09-08")] if key == "XHKG" else []
    published = published[~published.index.isin(corrected)]
    ours = calendar(key).sessions(published.index[0].date(), published.index[-1].date())
    assert [one.session for one in ours] == [day.date() for day in published.index]
    for column, name in (("open_utc", "open"), ("close_utc", "close"), ("break_start_utc", "break_start")):
        wanted = [None if pd.isna(value) else value.tz_localize(UTC) for value in published[column]]
        assert [getattr(one, name) for one in ours] == wanted


def test_hong_kong_is_closed_on_the_two_days_that_the_library_gets_wrong() -> None:
    sessions = [one.session for one in calendar("XHKG").sessions(date(2023, 8, 31), date(2023, 9, 11))]
    assert sessions == [date(2023, 8, 31), *(date(2023, 9, day) for day in (4, 5, 6, 7, 11))]


def test_a_hong_kong_session_has_a_lunch_break_and_a_half_day_has_none() -> None:
    full, half = (calendar("XHKG").sessions(day, day)[0] for day in (date(2024, 2, 8), date(2024, 2, 9)))
    assert (full.break_start, full.break_end) == (
        datetime(2024, 2, 8, 4, tzinfo=UTC),
        datetime(2024, 2, 8, 5, tzinfo=UTC),
    )
    assert (half.close, half.break_start) == (datetime(2024, 2, 9, 4, tzinfo=UTC), None)


def test_new_york_opens_an_hour_earlier_in_utc_once_summer_time_begins() -> None:
    opens = [one.open.hour for one in calendar("XNYS").sessions(date(2024, 3, 8), date(2024, 3, 11))]
    assert opens == [14, 13]


def test_a_market_that_never_closes_has_a_session_every_day() -> None:
    sessions = calendar("24/7").sessions(date(2024, 2, 28), date(2024, 3, 1))
    assert len(sessions) == 3
    assert all(one.close - one.open == timedelta(days=1) for one in sessions)


def test_the_local_date_decides_to_which_session_a_bar_belongs() -> None:
    late = np.array([nanoseconds(datetime(2024, 1, 3, 0, 30, tzinfo=UTC))])
    assert calendar("XNYS").day_of(late).tolist() == [day_nanoseconds(date(2024, 1, 2))]
    assert calendar("XHKG").day_of(late).tolist() == [day_nanoseconds(date(2024, 1, 3))]


def test_minutes_since_the_open_know_half_days_and_closed_days() -> None:
    new_york = calendar("XNYS")
    black_friday = nanoseconds(datetime(2022, 11, 25, 15, 30, tzinfo=UTC))
    thanksgiving = nanoseconds(datetime(2022, 11, 24, 15, 30, tzinfo=UTC))
    stamps = np.array([thanksgiving, black_friday])
    since, to_close = new_york.minutes_since_open(stamps), new_york.minutes_to_close(stamps)
    assert (np.isnan(since[0]), since[1], to_close[1]) == (True, 60.0, 150.0)


def test_an_unknown_calendar_is_refused_by_name() -> None:
    with pytest.raises(UnknownCalendar, match="XNYS, XHKG and 24/7"):
        calendar("XLON")
