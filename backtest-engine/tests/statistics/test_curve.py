"""The one-pass figures against the plain formulas, and what is undefined."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backtest_engine.domain import statistics as of

equities = arrays(np.float64, st.integers(5, 60), elements=st.floats(50, 200))


@settings(deadline=None)
@given(equities)
def test_one_pass_equals_the_plain_formulas(equity):
    figures, returns = of.curve_figures(equity, 100.0)
    plain = np.diff(np.append(100.0, equity)) / np.append(100.0, equity)[:-1]
    np.testing.assert_allclose(returns, plain, atol=1e-12)
    assert figures.mean == pytest.approx(plain.mean(), abs=1e-12)
    assert figures.deviation == pytest.approx(plain.std(ddof=1), rel=1e-6, abs=1e-9)
    assert figures.max_drawdown == pytest.approx(of.max_drawdown(equity, 100.0), abs=1e-12)
    if plain.std() > 1e-3:
        assert figures.skew == pytest.approx(of.skewness(plain), abs=1e-6)
        assert figures.kurtosis == pytest.approx(of.kurtosis(plain), abs=1e-6)


def test_the_tails_of_many_returns_are_exact():
    returns = np.random.default_rng(1).standard_t(3, 200_000) * 0.01
    low, high, shortfall = of.tails(returns)
    assert (low, high) == pytest.approx(tuple(np.percentile(returns, [5, 95])), abs=1e-15)
    assert shortfall == pytest.approx(of.conditional_value_at_risk(returns), rel=1e-12)


def test_the_tails_of_returns_that_are_nearly_all_alike_are_exact():
    returns = np.zeros(100_000)
    returns[:10] = -0.5
    assert of.tails(returns)[:2] == (0.0, 0.0)


@given(
    seed=st.integers(0, 2**32),
    flat=st.sampled_from([0.0, 0.3, 0.85, 0.93, 0.97, 0.999]),
    digits=st.sampled_from([3, 5, 17]),
    bars=st.sampled_from([5, 9_000, 16_384, 50_000]),
)
@settings(max_examples=60, deadline=None)
def test_the_tails_are_exact_however_many_bars_stand_still(seed, flat, digits, bars):
    draws = np.random.default_rng(seed)
    returns = np.where(draws.random(bars) < flat, 0.0, np.round(draws.standard_t(3, bars) * 0.01, digits))
    low, high, shortfall = of.tails(returns)
    assert (low, high) == pytest.approx(tuple(np.percentile(returns, [5, 95])), abs=1e-15)
    assert shortfall == pytest.approx(of.conditional_value_at_risk(returns), rel=1e-12, abs=1e-15)


@settings(deadline=None)
@given(seed=st.integers(0, 2**32))
def test_bars_that_stand_still_change_no_figure(seed):
    draws = np.random.default_rng(seed)
    moves = np.where(draws.random(400) < 0.7, 0.0, draws.normal(0, 0.02, 400))
    equity = 100.0 * np.cumprod(1.0 + moves)
    figures, returns = of.curve_figures(equity, 100.0)
    assert figures.max_drawdown == of.max_drawdown(equity, 100.0)
    assert figures.mean == pytest.approx(np.mean(returns), abs=1e-15)
    np.testing.assert_array_equal(of.returns_of(equity, 100.0), returns)
    np.testing.assert_array_equal(of.drawdowns_of(equity, 100.0), of.drawdowns(equity, 100.0))


@settings(deadline=None)
@given(seed=st.integers(0, 2**32), bars=st.integers(2, 500))
def test_the_comparison_in_two_passes_equals_the_plain_formulas(seed, bars):
    mine, other = np.random.default_rng(seed).normal(0.0005, 0.01, (2, bars))
    plain = (of.alpha(mine, other, 252), of.beta(mine, other), of.information_ratio(mine, other, 252))
    assert of.compared(mine, other, 252) == pytest.approx(plain, rel=1e-7, abs=1e-9)


def test_nothing_is_said_about_a_benchmark_that_does_not_vary():
    alpha, beta, _ = of.compared(np.array([0.01, 0.02, 0.0]), np.zeros(3), 252)
    assert math.isnan(alpha)
    assert math.isnan(beta)


def test_a_flat_account_has_no_skewness():
    figures, _ = of.curve_figures(np.full(10, 100.0), 100.0)
    assert math.isnan(figures.skew)
    assert figures.deviation == 0.0


def test_the_longest_time_under_water_counts_one_that_lasts():
    day = 86_400_000_000_000
    times = np.arange(6, dtype=np.int64) * day
    assert of.longest_under_water(np.array([100, 90, 101, 99, 98, 97.0]), times, 100.0) == 3
    assert of.longest_under_water(np.array([100, 101, 102.0]), times[:3], 100.0) == 0


def test_overfitting_of_pure_luck_is_a_coin_toss():
    noise = np.random.default_rng(3).normal(0, 0.01, (600, 30))
    assert 0.2 < of.probability_of_backtest_overfitting(noise) < 0.8


def test_a_variant_that_is_truly_better_is_no_overfitting():
    returns = np.random.default_rng(4).normal(0, 0.01, (600, 10))
    returns[:, 3] += 0.004
    assert of.probability_of_backtest_overfitting(returns) == 0.0
