"""What is odd in a series."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from market_data_service.domain.calendars import calendar
from market_data_service.domain.comparison import compare
from market_data_service.domain.filling import fill_holidays
from market_data_service.domain.quality import Gap, assess
from market_data_service.domain.series import BarSeries, day_nanoseconds, moment
from trading_contracts.bars import Timeframe


@pytest.fixture
def january() -> BarSeries:
    """Return the New York sessions of January 2024 with quiet prices."""
    days = calendar("XNYS").session_days(date(2024, 1, 1), date(2024, 1, 31))
    close = 100 + np.sin(np.arange(len(days)))
    return BarSeries(days, close, close + 1, close - 1, close, np.full(len(days), 10.0))


def test_a_clean_series_has_nothing_odd(january: BarSeries) -> None:
    found = assess(january, Timeframe.D1, calendar("XNYS"))
    assert (found.bars, found.missing_sessions, found.outliers, found.stale, found.gaps) == (21, 0, 0, 0, ())


def test_missing_sessions_are_counted_against_the_calendar_and_joined_into_gaps(january: BarSeries) -> None:
    keep = np.ones(len(january), dtype=bool)
    keep[[3, 4, 5, 12]] = False
    found = assess(january.where(keep), Timeframe.D1, calendar("XNYS"))
    assert found.missing_sessions == 4
    assert found.gaps == (
        Gap(date(2024, 1, 5), date(2024, 1, 9), 3),
        Gap(date(2024, 1, 19), date(2024, 1, 19), 1),
    )


def test_impossible_prices_are_found(january: BarSeries) -> None:
    low, high, volume = january.low.copy(), january.high.copy(), january.volume.copy()
    low[2], (high[5], low[5]), volume[7] = -1.0, (90.0, 95.0), 0.0
    found = assess(replace(january, low=low, high=high, volume=volume), Timeframe.D1, calendar("XNYS"))
    assert (found.non_positive, found.high_below_low, found.zero_volume) == (1, 1, 1)
    assert found.examples["zero_volume"] == [moment(int(january.timestamp[7])).isoformat()]


def test_a_spike_that_is_taken_back_is_told_from_a_jump_that_stays(january: BarSeries) -> None:
    spiked, jumped = january.close.copy(), january.close.copy()
    spiked[10] *= 3
    jumped[10:] *= 3
    one = assess(replace(january, close=spiked), Timeframe.D1, calendar("XNYS"))
    other = assess(replace(january, close=jumped), Timeframe.D1, calendar("XNYS"))
    assert (one.outliers, one.spikes) == (2, 1)
    assert (other.outliers, other.spikes) == (1, 0)


def test_prices_that_stand_still_are_stale(january: BarSeries) -> None:
    still = january.close.copy()
    still[4:10] = 100.0
    series = replace(january, open=still, high=still, low=still, close=still)
    assert assess(series, Timeframe.D1, calendar("XNYS")).stale == 6


def test_hours_missing_within_a_market_that_never_closes_are_counted() -> None:
    stamps = day_nanoseconds(date(2024, 1, 1)) + np.array([0, 1, 2, 5, 6], dtype=np.int64) * 3_600_000_000_000
    price = np.arange(5, dtype=np.float64) + 1
    series = BarSeries(stamps, price, price, price, price, price)
    assert assess(series, Timeframe.H1, calendar("24/7")).missing_bars == 2


def test_a_holiday_is_filled_with_the_last_close_and_marked() -> None:
    days = calendar("XHKG").session_days(date(2024, 2, 8), date(2024, 2, 15))
    close = np.array([10.0, 11.0, 12.0, 13.0])[: len(days)]
    filled = fill_holidays(BarSeries(days, close, close, close, close, close))
    shown = {
        moment(int(stamp)).day: (price, bool(mark))
        for stamp, price, mark in zip(filled.timestamp, filled.close, filled.filled, strict=True)
    }
    # Lunar New Year: closed from the 10th to the 13th; the 10th and 11th are a weekend.
    assert shown == {
        8: (10.0, False),
        9: (11.0, False),
        12: (11.0, True),
        13: (11.0, True),
        14: (12.0, False),
        15: (13.0, False),
    }
    assert filled.volume[filled.filled].tolist() == [0.0, 0.0]


def test_sources_that_agree_are_said_to_agree(january: BarSeries) -> None:
    near = replace(january, close=january.close * 1.0001)
    assert compare(january, near, ("file", "yfinance")).verdict == "agree"


def test_pence_against_pounds_is_a_difference_of_units(january: BarSeries) -> None:
    found = compare(january, replace(january, close=january.close * 100), ("file", "yfinance"))
    assert (found.verdict, found.median_ratio) == ("units", pytest.approx(100))


def test_one_adjusted_and_one_raw_series_differ_in_adjustment(january: BarSeries) -> None:
    close = january.close.copy()
    close[:10] *= 0.5
    found = compare(january, replace(january, close=close), ("file", "polygon"))
    assert (found.verdict, found.disagreeing) == ("adjustment", 10)


def test_series_without_a_common_bar_cannot_be_compared(make_series: Callable[..., BarSeries]) -> None:
    left, right = make_series([1.0], date(2024, 1, 1)), make_series([1.0], date(2025, 1, 1))
    assert compare(left, right, ("a", "b")).verdict == "no_overlap"
