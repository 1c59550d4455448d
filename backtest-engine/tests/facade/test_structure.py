"""Swings, zones and patterns are known when they are confirmed, not before."""

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import CATALOGUE
from trading_contracts.bars import Timeframe

F = functions()
NAN = np.nan


def bars(high, low=None, close=None, opening=None) -> BarView:
    high = np.asarray(high, dtype=float)
    low = high - 1 if low is None else np.asarray(low, dtype=float)
    close = (high + low) / 2 if close is None else np.asarray(close, dtype=float)
    opening = close if opening is None else np.asarray(opening, dtype=float)
    columns = {"open": opening, "high": high, "low": low, "close": close, "volume": np.ones(len(high))}
    return BarView(np.arange(len(high)) * 86_400_000_000_000, columns)


def test_a_swing_high_appears_when_the_bars_after_it_have_confirmed_it() -> None:
    view = bars([1, 2, 5, 3, 2, 4, 7, 6, 5])
    swing = F["swing_high"](view, 2)
    np.testing.assert_array_equal(swing.price, [NAN, NAN, NAN, NAN, 5, 5, 5, 5, 7])
    np.testing.assert_array_equal(swing.previous, [NAN] * 8 + [5])
    np.testing.assert_array_equal(swing.bars_ago, [NAN, NAN, NAN, NAN, 2, 3, 4, 5, 2])


def test_equal_neighbours_are_no_swing() -> None:
    assert np.isnan(F["swing_high"](bars([1, 2, 5, 5, 2, 1]), 1).price).all()


def test_a_swing_low_mirrors_a_swing_high() -> None:
    high = np.array([1.0, 2, 5, 3, 2, 4, 7, 6, 5])
    low = F["swing_low"](bars(-high + 20, -high + 10), 2)
    np.testing.assert_array_equal(low.price, [NAN, NAN, NAN, NAN, 5, 5, 5, 5, 3])


def test_a_trendline_goes_through_the_last_two_swings() -> None:
    low = np.array([5.0, 4, 2, 4, 5, 5, 3, 5, 6, 7])
    line = F["trendline"](bars(low + 1, low), "low", 1)
    # Lows of 2 at bar 2 and 3 at bar 6, known at bar 7.
    assert np.isnan(line.value[:7]).all()
    np.testing.assert_allclose(line.value[7:], [3.25, 3.5, 3.75])
    np.testing.assert_allclose(line.slope[7:], [0.25] * 3)


def test_a_lower_low_with_a_higher_oscillator_is_a_bullish_divergence() -> None:
    price = np.array([5.0, 3, 5, 5, 2, 5, 5])
    oscillator = np.array([50.0, 20, 50, 50, 30, 50, 50])
    found = F["divergence"](price, oscillator, 1)
    np.testing.assert_array_equal(np.flatnonzero(found.bullish), [5])
    assert not found.bearish.any()
    mirrored = F["divergence"](-price, -oscillator, 1)
    np.testing.assert_array_equal(np.flatnonzero(mirrored.bearish), [5])


def test_a_double_bottom_is_complete_when_the_close_breaks_the_high_between() -> None:
    low = np.array([9.0, 5, 8, 7, 5.1, 7, 8, 9])
    high = low + 1
    close = np.array([9.5, 5.5, 8.5, 7.5, 5.5, 7.5, 8.9, 9.9])
    found = F["double_bottom"](bars(high, low, close), 1, 3)
    np.testing.assert_array_equal(np.flatnonzero(found), [7])
    assert not F["double_bottom"](bars(high, low, close), 1, 1).any()


def test_a_double_top_is_the_same_upside_down() -> None:
    low = np.array([9.0, 5, 8, 7, 5.1, 7, 8, 9])
    close = np.array([9.5, 5.5, 8.5, 7.5, 5.5, 7.5, 8.9, 9.9])
    mirrored = bars(20 - low, 20 - low - 1, 20 - close)
    np.testing.assert_array_equal(np.flatnonzero(F["double_top"](mirrored, 1, 3)), [7])


def test_a_retracement_is_measured_from_the_later_extreme() -> None:
    high = np.array([6.0, 6, 3, 6, 8, 11, 9, 8])
    low = high - 1
    level = F["retracement"](bars(high, low), 0.5, 1)
    # A low of 2 at bar 2, then a high of 11 at bar 5: half of the rise is given back at 6.5.
    np.testing.assert_allclose(level[6:], [6.5, 6.5])


def test_a_fair_value_gap_lies_between_the_first_and_the_third_bar() -> None:
    view = bars([2, 4, 7, 8], [1, 2.5, 5, 6])
    np.testing.assert_array_equal(F["fvg"](view).bullish, [False, False, True, True])
    zone = F["bullish_fvg_zone"](view)
    np.testing.assert_array_equal(zone.top, [NAN, NAN, 5, 6])
    np.testing.assert_array_equal(zone.bottom, [NAN, NAN, 2, 4])
    assert np.isnan(F["bearish_fvg_zone"](view).top).all()


def test_an_order_block_is_the_last_bar_against_the_break() -> None:
    opening = np.array([5.0, 6, 6, 5, 6, 9])
    close = np.array([6.0, 6.5, 5.5, 6, 6.5, 12])
    high, low = np.maximum(opening, close) + 0.1, np.minimum(opening, close) - 0.1
    block = F["order_block"](bars(high, low, close, opening), "bullish", 3)
    np.testing.assert_allclose(block.top[5], 6.1)
    np.testing.assert_allclose(block.bottom[5], 5.4)
    assert np.isnan(block.top[:5]).all()


def test_touches_count_the_bars_that_come_near_a_level() -> None:
    count = F["touches"](bars([10, 12, 20, 10], [9, 11, 19, 9]), 10.5, 2, 5.0)
    np.testing.assert_array_equal(count, [NAN, 2, 1, 1])


def test_gaps_are_measured_from_the_close_before() -> None:
    view = bars([10, 12, 9], [9, 10, 7], [10, 11, 8], [9.5, 10.5, 8.8])
    np.testing.assert_allclose(F["gap_percent"](view), [NAN, 5, -20])
    np.testing.assert_array_equal(F["gap_up"](view, 4), [False, True, False])
    np.testing.assert_array_equal(F["gap_up"](view, 6), [False, False, False])
    np.testing.assert_array_equal(F["gap_down"](view), [False, False, True])


def test_inside_outside_and_narrow_bars() -> None:
    view = bars([10, 9, 12, 11.5, 11.2], [5, 6, 4, 7, 9])
    np.testing.assert_array_equal(F["inside_bar"](view), [False, True, False, True, True])
    np.testing.assert_array_equal(F["outside_bar"](view), [False, False, True, False, False])
    np.testing.assert_array_equal(F["narrowest_range"](view, 3), [False, False, False, False, True])


def test_the_cloud_over_a_bar_was_computed_before_it(make_market) -> None:
    view = make_market(4, 200).view()
    cloud = F["ichimoku"](view, 9, 26, 52)
    base = (F["highest"](view.high, 26) + F["lowest"](view.low, 26)) / 2
    np.testing.assert_allclose(cloud.base, base)
    np.testing.assert_allclose(cloud.span_a[100], (cloud.conversion[74] + cloud.base[74]) / 2)


def test_the_supertrend_flips_when_the_close_crosses_its_line(make_market) -> None:
    market = make_market(6, 900, Timeframe.D1)
    view = market.view()
    trend = F["supertrend"](view, 10, 2.0)
    middle, width = (view.high + view.low) / 2, 2.0 * F["atr"](view, 10)
    upper, lower, side = NAN, NAN, 1
    for t in range(10, 900):
        up, down = middle[t] + width[t], middle[t] - width[t]
        upper = up if np.isnan(upper) or up < upper or view.close[t - 1] > upper else upper
        lower = down if np.isnan(lower) or down > lower or view.close[t - 1] < lower else lower
        side = -1 if side > 0 and view.close[t] < lower else 1 if side < 0 and view.close[t] > upper else side
        assert trend.direction[t] == side
        assert trend.line[t] == pytest.approx(lower if side > 0 else upper)


@pytest.mark.parametrize(
    ("name", "library", "sign"),
    [
        ("cdl_engulfing_bullish", "CDLENGULFING", 1),
        ("cdl_engulfing_bearish", "CDLENGULFING", -1),
        ("cdl_doji", "CDLDOJI", 1),
    ],
)
def test_a_pattern_is_true_where_the_library_marks_its_side(name, library, sign, make_market) -> None:
    view = make_market(9, 3000).view()
    marked = getattr(talib, library)(view.open, view.high, view.low, view.close) * sign > 0
    assert marked.any()
    np.testing.assert_array_equal(F[name](view), marked)


def test_one_sided_patterns_have_one_side_in_the_library(make_market) -> None:
    view = make_market(12, 9000).view()
    names = [name for name in F if name.startswith("cdl_") and not name.endswith(("_bullish", "_bearish"))]
    assert len(names) == 34
    for name in names:
        marks = getattr(talib, CATALOGUE[name].talib)(view.open, view.high, view.low, view.close)
        assert not ((marks > 0).any() and (marks < 0).any()), name
