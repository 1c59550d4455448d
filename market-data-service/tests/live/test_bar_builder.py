"""Bars made of ticks: the same bars that would be made of shorter bars, and never changed once given out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market_data_service.domain.calendars import calendar
from market_data_service.domain.live import BarBuilder, Tick
from market_data_service.domain.resampling import resample
from market_data_service.domain.series import BarSeries, nanoseconds
from trading_contracts.bars import Bar, Timeframe

START = datetime(2024, 1, 2, 15, 30, tzinfo=UTC)
MINUTES = calendar("24/7")
# Three days in New York around the change to summer time, and a day in Hong Kong with its lunch break.
DAYS = {
    "XNYS": [datetime(2024, 3, day, hour, 30, tzinfo=UTC) for day, hour in ((8, 14), (11, 13), (12, 13))],
    "XHKG": [datetime(2024, 3, 12, hour, minute, tzinfo=UTC) for hour, minute in ((1, 30), (5, 0))],
    "24/7": [datetime(2024, 3, 9, hour, tzinfo=UTC) for hour in (0, 7, 13)],
}


def _bars(builder: BarBuilder, ticks: list[Tick]) -> Iterator[Bar]:
    for tick in ticks:
        yield from builder.add(tick)
    if ticks:
        yield from builder.close_until(ticks[-1].at + timedelta(days=2))


@st.composite
def trades(draw: st.DrawFn, key: str) -> list[Tick]:
    start = draw(st.sampled_from(DAYS[key]))
    # Within two hours and a half of a session's beginning: no session of these is shorter.
    seconds = sorted(draw(st.lists(st.floats(0, 8_999, allow_nan=False), min_size=1, max_size=60)))
    prices = draw(st.lists(st.floats(0.01, 1e6), min_size=len(seconds), max_size=len(seconds)))
    return [
        Tick(start + timedelta(seconds=after), price, float(at + 1))
        for at, (after, price) in enumerate(zip(seconds, prices, strict=True))
    ]


@pytest.mark.parametrize("key", DAYS)
@pytest.mark.parametrize("timeframe", [one for one in Timeframe if one.is_intraday and one is not Timeframe.M1])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_ticks_make_the_bars_that_minutes_make(key: str, timeframe: Timeframe, data: st.DataObject) -> None:
    ticks = data.draw(trades(key))
    hours = calendar(key)
    minutes = list(_bars(BarBuilder(Timeframe.M1, hours), ticks))
    stamps = np.array([nanoseconds(bar.timestamp) for bar in minutes], dtype=np.int64)
    columns = {name: np.array([getattr(bar, name) for bar in minutes]) for name in ("open", "high", "low", "close")}
    series = BarSeries(stamps, **columns, volume=np.array([bar.volume for bar in minutes]))
    wanted = resample(series, Timeframe.M1, timeframe, hours).series
    made = list(_bars(BarBuilder(timeframe, hours), ticks))
    assert [nanoseconds(bar.timestamp) for bar in made] == wanted.timestamp.tolist()
    for name in ("open", "high", "low", "close", "volume"):
        assert [getattr(bar, name) for bar in made] == getattr(wanted, name).tolist()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-30, 400), st.floats(0.01, 1e6), st.booleans()), min_size=1, max_size=60),
)
def test_no_trade_is_counted_twice_and_no_bar_comes_twice_in_whatever_order_trades_come(
    events: list[tuple[float, float, bool]],
) -> None:
    builder = BarBuilder(Timeframe.M1, MINUTES)
    bars = []
    for after, price, glance in events:
        at = START + timedelta(seconds=after)
        bars.extend(builder.close_until(at) if glance else builder.add(Tick(at, price, 1.0)))
    bars.extend(builder.close_until(START + timedelta(days=1)))
    times = [bar.timestamp for bar in bars]
    assert times == sorted(set(times))
    traded = sum(not glance for _, _, glance in events)
    assert sum(bar.volume for bar in bars) + builder.late == traded
    prices = [price for _, price, glance in events if not glance]
    assert all(min(prices) <= bar.low <= bar.open <= bar.high <= max(prices) for bar in bars)
    assert all(bar.low <= bar.close <= bar.high for bar in bars)


def test_a_bar_ends_with_the_first_tick_after_it() -> None:
    builder = BarBuilder(Timeframe.M1, MINUTES)
    ticks = [(0, 10.0, 1.0), (20, 12.0, 2.0), (59, 11.0, 3.0), (61, 11.5, 1.0)]
    done = [
        bar for after, price, size in ticks for bar in builder.add(Tick(START + timedelta(seconds=after), price, size))
    ]
    assert done == [Bar(timestamp=START, open=10, high=12, low=10, close=11, volume=6)]
    assert builder.current is not None
    assert builder.current.open == 11.5


def test_a_tick_that_comes_late_changes_nothing_that_was_given_out() -> None:
    builder = BarBuilder(Timeframe.M1, MINUTES)
    list(builder.add(Tick(START, 10.0, 1.0)))
    assert [bar.close for bar in builder.close_until(START + timedelta(minutes=1))] == [10.0]
    assert list(builder.add(Tick(START + timedelta(seconds=30), 99.0, 1.0))) == []
    assert builder.late == 1


def test_an_hour_of_new_york_begins_at_half_past_nine() -> None:
    builder = BarBuilder(Timeframe.H1, calendar("XNYS"))
    list(builder.add(Tick(datetime(2024, 3, 12, 14, 10, tzinfo=UTC), 10.0, 1.0)))
    assert builder.current is not None
    assert builder.current.timestamp == datetime(2024, 3, 12, 13, 30, tzinfo=UTC)


def test_the_closing_auction_belongs_to_the_last_bar_of_the_day() -> None:
    builder = BarBuilder(Timeframe.H1, calendar("XNYS"))
    close = datetime(2024, 3, 12, 20, tzinfo=UTC)
    list(builder.add(Tick(close - timedelta(seconds=1), 10.0, 1.0)))
    list(builder.add(Tick(close + timedelta(milliseconds=300), 11.0, 500.0)))
    assert [(bar.close, bar.volume) for bar in builder.close_until(close + timedelta(seconds=2))] == [(11.0, 501.0)]


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan"), float("inf")])
def test_a_trade_without_a_price_is_left_out_and_counted(price: float) -> None:
    builder = BarBuilder(Timeframe.M1, MINUTES)
    assert list(builder.add(Tick(START, price, 1.0))) == []
    assert (builder.current, builder.unusable) == (None, 1)
