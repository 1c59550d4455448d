"""Longer bars from shorter ones."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market_data_service.domain.calendars import calendar
from market_data_service.domain.resampling import CannotResample, resample
from market_data_service.domain.series import BarSeries, moment, nanoseconds
from trading_contracts.bars import Timeframe

MINUTE = 60_000_000_000


@pytest.fixture(scope="module")
def minutes_of_hong_kong() -> BarSeries:
    """Return every minute of two Hong Kong sessions, the second a half day."""
    stamps: list[int] = []
    for session in calendar("XHKG").sessions(date(2024, 2, 8), date(2024, 2, 9)):
        at = session.open
        while at < session.close:
            lunch = session.break_start is not None and session.break_start <= at < (session.break_end or at)
            if not lunch:
                stamps.append(nanoseconds(at))
            at += timedelta(minutes=1)
    size = len(stamps)
    close = 100 + np.arange(size, dtype=np.float64)
    return BarSeries(np.array(stamps), close, close + 1, close - 1, close, np.ones(size))


def test_an_hour_of_new_york_begins_at_half_past_nine_and_the_last_one_is_short() -> None:
    opened = calendar("XNYS").sessions(date(2024, 1, 3), date(2024, 1, 3))[0].open
    stamps = nanoseconds(opened) + np.arange(390, dtype=np.int64) * MINUTE
    price = np.arange(390, dtype=np.float64) + 1
    made = resample(
        BarSeries(stamps, price, price, price, price, np.ones(390)), Timeframe.M1, Timeframe.H1, calendar("XNYS")
    )
    assert [moment(int(stamp)).strftime("%H:%M") for stamp in made.series.timestamp] == [
        "14:30",
        "15:30",
        "16:30",
        "17:30",
        "18:30",
        "19:30",
        "20:30",
    ]
    assert made.series.volume.tolist() == [60.0] * 6 + [30.0]
    assert not made.last_is_partial


def test_no_bar_spans_the_lunch_break(minutes_of_hong_kong: BarSeries) -> None:
    made = resample(minutes_of_hong_kong, Timeframe.M1, Timeframe.H1, calendar("XHKG")).series
    local = [moment(int(stamp)) + timedelta(hours=8) for stamp in made.timestamp]
    assert [at.strftime("%d %H:%M") for at in local] == [
        "08 09:30",
        "08 10:30",
        "08 11:30",
        "08 13:00",
        "08 14:00",
        "08 15:00",
        "09 09:30",
        "09 10:30",
        "09 11:30",
    ]
    assert made.volume.tolist() == [60, 60, 30, 60, 60, 60, 60, 60, 30]


def test_a_day_carries_its_session_date(minutes_of_hong_kong: BarSeries) -> None:
    made = resample(minutes_of_hong_kong, Timeframe.M1, Timeframe.D1, calendar("XHKG"))
    assert [moment(int(stamp)) for stamp in made.series.timestamp] == [
        datetime(2024, 2, 8, tzinfo=UTC),
        datetime(2024, 2, 9, tzinfo=UTC),
    ]
    assert not made.last_is_partial


def test_a_week_carries_its_first_session_and_an_unfinished_one_is_marked() -> None:
    days = calendar("XNYS").session_days(date(2024, 1, 12), date(2024, 1, 24))
    price = np.arange(len(days), dtype=np.float64) + 10
    series = BarSeries(days, price, price, price, price, np.ones(len(days)))
    made = resample(series, Timeframe.D1, Timeframe.W1, calendar("XNYS"))
    # 15 January 2024 is a holiday: that week begins on Tuesday.
    assert [moment(int(stamp)).date() for stamp in made.series.timestamp] == [
        date(2024, 1, 12),
        date(2024, 1, 16),
        date(2024, 1, 22),
    ]
    assert made.last_is_partial
    assert len(made.complete()) == 2


def test_a_bar_stamped_before_the_open_that_reaches_into_the_session_begins_with_it() -> None:
    stamps = np.array([nanoseconds(datetime(2024, 1, 3, hour, tzinfo=UTC)) for hour in range(14, 21)])
    price = np.arange(7, dtype=np.float64) + 1
    series = BarSeries(stamps, price, price, price, price, np.ones(7))
    made = resample(series, Timeframe.H1, Timeframe.H4, calendar("XNYS")).series
    assert [moment(int(stamp)).strftime("%H:%M") for stamp in made.timestamp] == ["14:30", "18:30"]


def test_the_last_bar_of_a_day_that_still_trades_is_partial() -> None:
    stamps = np.array([nanoseconds(datetime(2024, 1, 3, hour, tzinfo=UTC)) for hour in (0, 1, 2, 3, 4)])
    price = np.ones(5)
    made = resample(BarSeries(stamps, price, price, price, price, price), Timeframe.H1, Timeframe.H4, calendar("24/7"))
    assert made.last_is_partial
    assert made.complete().timestamp.tolist() == [stamps[0]]


def test_bars_cannot_be_made_shorter() -> None:
    with pytest.raises(CannotResample, match="1h bars cannot be made of 1d bars"):
        resample(BarSeries.empty(), Timeframe.D1, Timeframe.H1, calendar("24/7"))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    bars=st.integers(1, 2_000),
    target=st.sampled_from([Timeframe.M5, Timeframe.M30, Timeframe.H1, Timeframe.H4, Timeframe.D1, Timeframe.W1]),
    key=st.sampled_from(["XNYS", "XHKG", "24/7"]),
)
def test_resampling_conserves_volume_and_extremes(seed: int, bars: int, target: Timeframe, key: str) -> None:
    rng = np.random.default_rng(seed)
    gaps = rng.integers(1, 90, bars)
    stamps = nanoseconds(datetime(2023, 3, 1, tzinfo=UTC)) + np.cumsum(gaps) * MINUTE
    middle = 100 * np.exp(np.cumsum(rng.normal(0, 0.001, bars)))
    volume = rng.integers(0, 1000, bars).astype(np.float64)
    series = BarSeries(stamps, middle, middle * 1.001, middle * 0.999, middle, volume)
    made = resample(series, Timeframe.M1, target, calendar(key)).series
    assert made.volume.sum() == pytest.approx(volume.sum())
    assert (made.high.max(), made.low.min()) == (series.high.max(), series.low.min())
    assert (made.open[0], made.close[-1]) == (series.open[0], series.close[-1])
    assert bool((np.diff(made.timestamp) > 0).all())
