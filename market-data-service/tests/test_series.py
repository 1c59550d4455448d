"""A series is sorted, unique and finite, or it does not exist."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data_service.domain.rows import series_of
from market_data_service.domain.series import BarSeries, MalformedSeries, join

PRICE = st.floats(min_value=0.01, max_value=1e6)


def test_bars_out_of_order_are_no_series(make_series: Callable[..., BarSeries]) -> None:
    good = make_series([1.0, 2.0, 3.0])
    with pytest.raises(MalformedSeries, match="rising"):
        BarSeries(good.timestamp[::-1], good.open, good.high, good.low, good.close, good.volume)


def test_two_bars_at_one_time_are_no_series(make_series: Callable[..., BarSeries]) -> None:
    good = make_series([1.0, 2.0])
    twice = np.array([good.timestamp[0], good.timestamp[0]])
    with pytest.raises(MalformedSeries, match="rising"):
        BarSeries(twice, good.open, good.high, good.low, good.close, good.volume)


def test_a_missing_price_is_no_series(make_series: Callable[..., BarSeries]) -> None:
    with pytest.raises(MalformedSeries, match="column open"):
        make_series([1.0, float("nan")])


def test_joining_keeps_the_newer_bar_where_both_have_one(make_series: Callable[..., BarSeries]) -> None:
    joined = join(make_series([1.0, 2.0, 3.0]), make_series([20.0, 30.0, 40.0]).between(1, 3))
    assert joined.close.tolist() == [1.0, 30.0, 40.0]


@given(st.lists(st.tuples(st.integers(0, 50), PRICE), max_size=80))
def test_whatever_rows_a_vendor_sends_the_series_is_sorted_and_unique(rows: list[tuple[int, float]]) -> None:
    stamps = np.array([at for at, _ in rows], dtype=np.int64) * 1_000_000_000
    values = np.array([[price] * 4 + [1.0] for _, price in rows], dtype=np.float64).reshape(-1, 5)
    clean = series_of(stamps, values)
    assert bool((np.diff(clean.series.timestamp) > 0).all())
    assert len(clean.series) + clean.duplicates == len(rows)
    last = dict(rows)
    assert clean.series.close.tolist() == [last[at] for at in sorted(last)]


def test_rows_without_prices_are_left_out_and_counted() -> None:
    values = np.array([[1, 1, 1, 1, 5], [np.nan] * 5, [2, 2, 2, 2, np.nan]], dtype=np.float64)
    clean = series_of(np.array([1, 2, 3], dtype=np.int64), values)
    assert (clean.series.close.tolist(), clean.empty) == ([1.0, 2.0], 1)
    assert clean.series.volume.tolist() == [5.0, 0.0]
