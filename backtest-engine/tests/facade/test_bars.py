"""Views of bars: other symbols, longer timeframes, sessions."""

from datetime import date

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView, UnknownOtherSymbol
from backtest_engine.domain.facade.schedule import Schedule
from trading_contracts.bars import Timeframe

EPOCH = date(1970, 1, 1)
MINUTE = 60_000_000_000
DAY = 1440 * MINUTE


def days_of(*texts: str) -> np.ndarray:
    return np.array([(date.fromisoformat(text) - EPOCH).days for text in texts])


def columns_of(close: np.ndarray) -> dict[str, np.ndarray]:
    close = np.asarray(close, dtype=float)
    return {
        "open": close - 0.5,
        "high": close + 1,
        "low": close - 1,
        "close": close,
        "volume": np.full(len(close), 10.0),
    }


def schedule_of(days: np.ndarray, opens: float, closes: float, zone: str) -> Schedule:
    hour = 60 * MINUTE
    return Schedule(days, days * DAY + np.int64(opens * hour), days * DAY + np.int64(closes * hour), zone)


@pytest.fixture
def two_weeks() -> BarView:
    """Two weeks of daily bars; Friday of the first week is a holiday, the second week is not over."""
    listed = days_of(
        "2021-03-01", "2021-03-02", "2021-03-03", "2021-03-04", "2021-03-08", "2021-03-09", "2021-03-10", "2021-03-11"
    )
    schedule = schedule_of(np.append(listed, days_of("2021-03-12", "2021-03-15")), 14.5, 21, "America/New_York")
    closes = np.arange(1.0, 9.0)
    return BarView(listed * DAY, columns_of(closes), sessions=schedule.of(listed * DAY, Timeframe.D1))


def test_a_week_is_complete_at_the_close_of_its_last_session_even_when_that_is_a_thursday(two_weeks) -> None:
    weekly = two_weeks.on("1w")
    np.testing.assert_array_equal(weekly.back(weekly.close), [np.nan, np.nan, np.nan, 4, 4, 4, 4, 4])


def test_the_week_that_is_under_way_is_never_seen(two_weeks) -> None:
    weekly = two_weeks.on("1w")
    assert weekly.close[-1] == 8
    assert weekly.back(weekly.close)[-1] == 4


def test_a_longer_bar_spans_its_bars(two_weeks) -> None:
    weekly = two_weeks.on("1w")
    assert (weekly.open[0], weekly.high[0], weekly.low[0], weekly.close[0], weekly.volume[0]) == (0.5, 5, 0, 4, 40)
    assert weekly.timestamps[0] == two_weeks.timestamps[0]


def test_a_condition_on_longer_bars_is_false_until_one_is_complete(two_weeks) -> None:
    weekly = two_weeks.on("1w")
    back = weekly.back(weekly.close > 0)
    assert back.dtype == np.bool_
    np.testing.assert_array_equal(back, [False] * 3 + [True] * 5)


def test_without_a_calendar_a_week_of_weekdays_is_seen_late_but_never_early() -> None:
    days = days_of("2021-03-04", "2021-03-05", "2021-03-08", "2021-03-09")
    view = BarView(days * DAY, columns_of([1, 2, 3, 4]))
    weekly = view.on("1w")
    np.testing.assert_array_equal(weekly.back(weekly.close), [np.nan, np.nan, 2, 2])


def test_a_missing_last_bar_makes_the_day_complete_with_the_next_bar() -> None:
    day = days_of("2021-03-01", "2021-03-02")
    schedule = schedule_of(days_of("2021-03-01", "2021-03-02", "2021-03-03"), 14.5, 21, "America/New_York")
    hours = np.array([15, 16, 20])
    timestamps = np.concatenate((day[0] * DAY + hours[:2] * 60 * MINUTE, day[1] * DAY + hours * 60 * MINUTE))
    view = BarView(
        timestamps, columns_of([1, 2, 3, 4, 5]), timeframe="1h", sessions=schedule.of(timestamps, Timeframe.H1)
    )
    daily = view.on("1d")
    np.testing.assert_array_equal(daily.back(daily.close), [np.nan, np.nan, 2, 2, 5])


def test_prints_after_the_close_change_no_completed_day() -> None:
    day = days_of("2021-03-01", "2021-03-02")
    schedule = schedule_of(days_of("2021-03-01", "2021-03-02", "2021-03-03"), 14.5, 21, "America/New_York")
    timestamps = day[0] * DAY + np.array([19, 20, 21, 22]) * 60 * MINUTE
    timestamps = np.append(timestamps, day[1] * DAY + 15 * 60 * MINUTE)
    view = BarView(
        timestamps, columns_of([1, 2, 90, 91, 3]), timeframe="1h", sessions=schedule.of(timestamps, Timeframe.H1)
    )
    daily = view.on("1d")
    np.testing.assert_array_equal(daily.back(daily.close), [np.nan, 2, 2, 2, 2])
    assert daily.high[0] == 3


def test_hours_are_those_of_the_exchange_and_end_with_a_half_day() -> None:
    day = days_of("2021-03-01")
    schedule = schedule_of(days_of("2021-03-01", "2021-03-02"), 14.5, 18, "America/New_York")
    timestamps = day[0] * DAY + (870 + np.arange(7) * 30) * MINUTE
    view = BarView(
        timestamps, columns_of(np.arange(1, 8)), timeframe="30m", sessions=schedule.of(timestamps, Timeframe.M30)
    )
    four_hours = view.on("4h")
    np.testing.assert_array_equal(four_hours.back(four_hours.close), [np.nan] * 4 + [5, 5, 7])


def test_values_of_longer_bars_do_not_know_what_comes_after(make_market) -> None:
    market = make_market(8, 700, Timeframe.M30)
    for timeframe in ("1h", "4h", "1d", "1w", "1mo"):
        whole = market.view().on(timeframe)
        for cut in (1, 57, 333, 699):
            short = market.cut(0, cut).view().on(timeframe)
            for column in ("open", "high", "low", "close", "volume"):
                expected = whole.back(whole.column(column))[:cut]
                np.testing.assert_array_equal(short.back(short.column(column)), expected)


def test_a_longer_timeframe_of_itself_is_itself(two_weeks) -> None:
    assert two_weeks.on("1d") is two_weeks
    np.testing.assert_array_equal(two_weeks.back(two_weeks.close), two_weeks.close)


def test_a_shorter_timeframe_is_refused(two_weeks) -> None:
    with pytest.raises(ValueError, match="shorter"):
        two_weeks.on("1h")


def test_another_symbol_shows_its_latest_bar_that_is_complete_when_ours_closes() -> None:
    days = days_of("2021-03-01", "2021-03-02", "2021-03-03")
    hong_kong = schedule_of(days, 1.5, 8, "Asia/Hong_Kong")
    new_york = schedule_of(days, 14.5, 21, "America/New_York")
    spy = BarView(days * DAY, columns_of([1, 2, 3]), sessions=new_york.of(days * DAY, Timeframe.D1))
    tencent = BarView(
        days * DAY, columns_of([7, 8, 9]), sessions=hong_kong.of(days * DAY, Timeframe.D1), others={"SPY": spy}
    )
    # New York closes after Hong Kong: on the same date its bar is not known yet.
    np.testing.assert_array_equal(tencent.symbol("SPY").close, [np.nan, 1, 2])
    back = BarView(spy.timestamps, columns_of([1, 2, 3]), sessions=spy.sessions, others={"0700.HK": tencent})
    np.testing.assert_array_equal(back.symbol("0700.HK").close, [7, 8, 9])


def test_another_symbol_of_the_same_exchange_is_seen_on_the_same_bar_and_kept_over_its_gaps() -> None:
    days = days_of("2021-03-01", "2021-03-02", "2021-03-03")
    schedule = schedule_of(days, 14.5, 21, "America/New_York")
    other = BarView(days[[0, 2]] * DAY, columns_of([1, 3]), sessions=schedule.of(days[[0, 2]] * DAY, Timeframe.D1))
    ours = BarView(
        days * DAY, columns_of([5, 6, 7]), sessions=schedule.of(days * DAY, Timeframe.D1), others={"SPY": other}
    )
    np.testing.assert_array_equal(ours.symbol("SPY").close, [1, 1, 3])
    np.testing.assert_array_equal(ours.on("1d").symbol("SPY").close, [1, 1, 3])


def test_an_average_of_another_symbol_counts_its_own_bars_and_all_its_history() -> None:
    around_the_clock = days_of(*(f"2021-03-{day:02}" for day in range(4, 12)))
    weekdays = days_of("2021-03-01", "2021-03-02", "2021-03-03", "2021-03-04", "2021-03-05", "2021-03-08", "2021-03-09")
    new_york = schedule_of(np.append(weekdays, days_of("2021-03-10")), 14.5, 21, "America/New_York")
    utc = schedule_of(around_the_clock, 0, 24, "UTC")
    spy = BarView(weekdays * DAY, columns_of(np.arange(1.0, 8.0)), sessions=new_york.of(weekdays * DAY, Timeframe.D1))
    bitcoin = BarView(
        around_the_clock * DAY,
        columns_of(np.ones(8)),
        sessions=utc.of(around_the_clock * DAY, Timeframe.D1),
        others={"SPY": spy},
    )
    own = bitcoin.other("SPY")
    assert len(own) == 7
    average = np.convolve(own.close, np.ones(3) / 3)[:7]
    average[:2] = np.nan
    # Thursday, Friday and the weekend, Monday, Tuesday, and two days of which no bar has come yet.
    np.testing.assert_allclose(own.back(average), [3, 4, 4, 4, 5, 6, 6, 6])
    np.testing.assert_array_equal(own.back(own.close > 4), [False, True, True, True, True, True, True, True])
    assert own.back(5.0) == 5.0


def test_longer_bars_of_another_symbol_are_made_of_its_own_bars(two_weeks) -> None:
    ours = BarView(two_weeks.timestamps[4:], columns_of(np.ones(4)), others={"SPY": two_weeks})
    own = ours.other("SPY")
    weekly = own.on("1w")
    np.testing.assert_array_equal(weekly.back(weekly.close), [np.nan, np.nan, np.nan, 4, 4, 4, 4, 4])
    np.testing.assert_array_equal(own.back(weekly.back(weekly.close)), [4, 4, 4, 4])


@pytest.mark.parametrize("seed", range(12))
def test_another_symbols_series_up_to_a_bar_do_not_change_with_what_comes_later(seed) -> None:
    draws = np.random.default_rng(seed)
    days = days_of("2021-03-01")[0] + np.arange(120)
    hong_kong = schedule_of(days, 1.5, 8, "Asia/Hong_Kong")
    new_york = schedule_of(days, 14.5, 21, "America/New_York")
    ours, theirs = days[draws.random(120) < 0.7], days[draws.random(120) < 0.7]
    schedules = (hong_kong, new_york) if seed % 2 else (new_york, hong_kong)
    closes = draws.random(len(theirs))

    def shown(last: int) -> np.ndarray:
        sessions = schedules[0].of(ours[:last] * DAY, Timeframe.D1)
        known = schedules[1].of(theirs * DAY, Timeframe.D1).bar_closes_at <= sessions.bar_closes_at[-1]
        other_days = theirs[known] * DAY
        other = BarView(other_days, columns_of(closes[known]), sessions=schedules[1].of(other_days, Timeframe.D1))
        view = BarView(ours[:last] * DAY, columns_of(np.ones(last)), sessions=sessions, others={"X": other}).other("X")
        return view.back(np.cumsum(view.close))

    whole = shown(len(ours))
    for last in draws.integers(1, len(ours), 5):
        np.testing.assert_array_equal(shown(int(last)), whole[: int(last)])


def test_an_unknown_symbol_names_those_that_are_there(two_weeks) -> None:
    view = BarView(two_weeks.timestamps, columns_of(np.ones(8)), others={"SPY": two_weeks})
    with pytest.raises(UnknownOtherSymbol, match=r"QQQ.*SPY"):
        view.symbol("QQQ")
    with pytest.raises(UnknownOtherSymbol, match=r"QQQ.*SPY"):
        view.other("QQQ")


def test_nothing_can_be_written_and_the_callers_arrays_stay_open() -> None:
    close = np.arange(3.0)
    columns = dict.fromkeys(("open", "high", "low", "close", "volume"), close)
    view = BarView(np.arange(3) * DAY, columns)
    with pytest.raises(ValueError, match="read-only"):
        view.close[0] = 9.0
    close[0] = 5.0
    assert view.close[0] == 0.0


def test_closed_arrays_are_taken_as_they_are() -> None:
    close = np.arange(3.0)
    close.flags.writeable = False
    view = BarView(np.arange(3) * DAY, dict.fromkeys(("open", "high", "low", "close", "volume"), close))
    assert view.close is close


def test_columns_of_another_length_are_refused() -> None:
    columns = columns_of(np.ones(3)) | {"volume": np.ones(2)}
    with pytest.raises(ValueError, match="volume has 2 values for 3 bars"):
        BarView(np.arange(3) * DAY, columns)


def test_sessions_survive_being_taken_apart(two_weeks) -> None:
    sessions = type(two_weeks.sessions)(**two_weeks.sessions.arrays())
    np.testing.assert_array_equal(sessions.next_session, two_weeks.sessions.next_session)
