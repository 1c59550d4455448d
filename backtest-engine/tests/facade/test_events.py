"""Crosses, counts, and what is kept from an event, on series small enough to read."""

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions

F = functions()
NAN = np.nan


def truth(text: str) -> np.ndarray:
    return np.array([each == "x" for each in text])


def marks(values: np.ndarray) -> str:
    return "".join("x" if each else "." for each in values)


def test_a_cross_needs_the_bar_before_on_the_other_side_or_equal() -> None:
    series = np.array([1.0, 2, 2, 3, 1, 2, 3])
    assert marks(F["crosses_above"](series, 2)) == "...x..x"
    assert marks(F["crosses_below"](series, 2)) == "....x.."
    assert marks(F["crosses"](series, 2)) == "...xx.x"


def test_an_unknown_value_is_no_cross() -> None:
    series = np.array([1.0, NAN, 3, 1, 3])
    assert marks(F["crosses_above"](series, 2)) == "....x"


def test_rising_counts_steps_not_bars() -> None:
    series = np.array([1.0, 2, 3, 4, 4, 5])
    assert marks(F["rising"](series, 3)) == "...x.."
    assert marks(F["rising"](series)) == ".xxx.x"
    assert marks(F["falling"](-series, 2)) == "..xx.."


def test_what_never_happened_is_infinitely_long_ago() -> None:
    np.testing.assert_array_equal(F["bars_since"](truth("..x..x.")), [np.inf, np.inf, 0, 1, 2, 0, 1])


def test_counting_over_a_window() -> None:
    condition = truth("x.xx.")
    np.testing.assert_array_equal(F["count"](condition, 3), [NAN, NAN, 2, 2, 2])
    assert marks(F["all"](condition, 2)) == "...x."
    assert marks(F["any"](truth("x...x"), 2)) == "xx..x"
    np.testing.assert_array_equal(F["streak"](truth("xx.xxx")), [1, 2, 0, 1, 2, 3])


def test_turning_true_is_an_event_of_one_bar() -> None:
    assert marks(F["became_true"](truth("x.xx.x"))) == "..x..x"
    assert marks(F["became_false"](truth("x.xx.x"))) == ".x..x."


def test_the_value_at_the_last_events_is_kept() -> None:
    series = np.arange(7.0)
    np.testing.assert_array_equal(F["value_when"](truth(".x..x.."), series), [NAN, 1, 1, 1, 4, 4, 4])
    np.testing.assert_array_equal(F["value_when"](truth(".x..x.."), series, 2), [NAN, NAN, NAN, NAN, 1, 1, 1])


def test_extremes_since_an_event_begin_with_its_bar() -> None:
    series = np.array([9.0, 2, 5, 3, 1, 4])
    np.testing.assert_array_equal(F["highest_since"](truth(".x..x."), series), [NAN, 2, 5, 5, 1, 4])
    np.testing.assert_array_equal(F["lowest_since"](truth(".x..x."), series), [NAN, 2, 2, 2, 1, 1])
    np.testing.assert_array_equal(F["sum_since"](truth(".x..x."), series), [NAN, 2, 7, 10, 1, 5])
    np.testing.assert_array_equal(F["count_since"](truth(".x..x."), truth("xxx.xx")), [NAN, 1, 2, 2, 1, 2])


def test_a_latch_holds_until_it_is_reset_and_the_reset_wins() -> None:
    assert marks(F["latch"](truth(".x..x.x"), truth("...x..x"))) == ".xx.xx."


def test_a_sequence_needs_later_bars_in_order_within_its_span() -> None:
    first, second, third = truth("x.....x..."), truth("..x....xx."), truth("...x.....x")
    assert marks(F["sequence"](first, second, third, within=3)) == "...x.....x"
    assert marks(F["sequence"](first, second, third, within=2)) == ".........."
    assert marks(F["sequence"](first, first, within=9)) == "......x..."


def test_the_steps_of_a_sequence_never_share_a_bar() -> None:
    both = truth("x..")
    assert marks(F["sequence"](both, both, within=5)) == "..."


@pytest.mark.parametrize("seed", range(5))
def test_a_sequence_finds_what_a_search_of_all_bars_finds(seed) -> None:
    rng = np.random.default_rng(seed)
    steps = [rng.random(60) < 0.2 for _ in range(3)]
    found = [
        any(steps[0][i] and steps[1][j] and steps[2][t] and t - i <= 7 for i in range(t) for j in range(i + 1, t))
        for t in range(60)
    ]
    np.testing.assert_array_equal(F["sequence"](*steps, within=7), found)


def test_running_totals_and_ratchets_start_anew() -> None:
    series, reset = np.array([1.0, 2, NAN, 4, 1, 6]), truth("....x.")
    np.testing.assert_array_equal(F["cumulative"](series, reset), [1, 3, NAN, 7, 1, 7])
    np.testing.assert_array_equal(F["ratchet_up"](series, reset), [1, 2, 2, 4, 1, 6])
    np.testing.assert_array_equal(F["ratchet_down"](series, reset), [1, 1, 1, 1, 1, 1])


@pytest.mark.parametrize("seed", range(4))
def test_running_values_equal_a_loop_over_bars(seed) -> None:
    rng = np.random.default_rng(seed)
    series, reset = rng.normal(size=500), rng.random(500) < 0.03
    total, high = 0.0, -np.inf
    totals, highs = [], []
    for value, again in zip(series, reset, strict=True):
        total, high = (value, value) if again else (total + value, max(high, value))
        totals.append(total)
        highs.append(high)
    np.testing.assert_allclose(F["cumulative"](series, reset), totals, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(F["ratchet_up"](series, reset), highs)


def test_the_bars_since_an_extreme_count_from_its_newest_occurrence() -> None:
    series = np.array([3.0, 5, 5, 1, 2])
    np.testing.assert_array_equal(F["bars_since_highest"](series, 3), [NAN, NAN, 0, 1, 2])
    np.testing.assert_array_equal(F["bars_since_lowest"](series, 3), [NAN, NAN, 2, 0, 1])
    np.testing.assert_array_equal(F["bars_since_highest"](series, 1), [0, 0, 0, 0, 0])


@pytest.mark.parametrize("length", [1, 2, 3, 4, 7, 8, 13])
def test_the_age_of_an_extreme_is_found_among_equal_values(length) -> None:
    series = np.random.default_rng(length).integers(0, 4, 200).astype(float)
    for name, extreme in (("bars_since_highest", np.max), ("bars_since_lowest", np.min)):
        ages = F[name](series, length)
        for t in range(length - 1, 200):
            window = series[t - length + 1 : t + 1]
            assert ages[t] == length - 1 - np.flatnonzero(window == extreme(window))[-1]


def test_every_bar_out_of_three() -> None:
    view = BarView(
        np.arange(7) * 86_400_000_000_000, dict.fromkeys(("open", "high", "low", "close", "volume"), np.ones(7))
    )
    assert marks(F["every"](view, 3)) == "x..x..x"
