"""The one-pass figures against the plain formulas, and what is undefined."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backtest_engine.domain import statistics as of

DAY = 86_400_000_000_000
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


@given(
    seed=st.integers(0, 2**32),
    flat=st.sampled_from([0.0, 0.3, 0.85, 0.93, 0.97, 0.999]),
    digits=st.sampled_from([3, 5, 17]),
    bars=st.sampled_from([1, 5, 9_000, 16_384, 50_000]),
)
@settings(max_examples=80, deadline=None)
def test_a_summary_is_exact_however_many_bars_stand_still(seed, flat, digits, bars):
    draws = np.random.default_rng(seed)
    moves = np.where(draws.random(bars) < flat, 0.0, np.round(draws.standard_t(3, bars) * 0.01, digits))
    equity, times = 100.0 * np.cumprod(1.0 + moves), np.cumsum(draws.integers(1, 5, bars)) * DAY
    summary = of.summary_of(equity, times, 100.0)
    figures, returns = of.curve_figures(equity, 100.0)
    np.testing.assert_equal(dataclasses.astuple(summary.figures), dataclasses.astuple(figures))
    percentiles = tuple(np.percentile(returns, [5, 95]))
    assert (summary.value_at_risk, summary.upper) == pytest.approx(percentiles, abs=1e-15)
    assert summary.shortfall == pytest.approx(returns[returns <= summary.value_at_risk].mean(), rel=1e-12, abs=1e-15)


def test_a_summary_is_exact_where_every_sampled_bar_misleads():
    moves = np.random.default_rng(1).standard_t(3, 50_000) * 0.001
    moves[:: 50_000 // 8_192] *= 40.0
    equity = 100.0 * np.cumprod(1.0 + moves)
    summary = of.summary_of(equity, np.arange(50_000) * DAY, 100.0)
    percentiles = tuple(np.percentile(of.returns_of(equity, 100.0), [5, 95]))
    assert (summary.value_at_risk, summary.upper) == pytest.approx(percentiles, abs=1e-15)


def test_an_account_that_is_lost_is_ruined():
    assert of.summary_of(np.array([50.0, -1.0, -1.0, 2.0]), np.arange(4) * DAY, 100.0).figures.ruined


def test_nothing_is_known_of_no_bar():
    summary = of.summary_of(np.zeros(0), np.zeros(0, np.int64), 100.0)
    assert math.isnan(summary.value_at_risk)
    assert summary.figures.periods == summary.days_under_water == 0


@settings(deadline=None)
@given(equities, st.integers(0, 2**32))
def test_the_days_under_water_are_those_from_a_peak_to_its_height(equity, seed):
    times = np.cumsum(np.random.default_rng(seed).integers(1, 5, len(equity))) * DAY
    equity = np.round(equity / 20.0) * 20.0  # many bars at the very height of the peak
    peaks = np.maximum.accumulate(np.append(100.0, equity))[1:]
    at_peak = [0, *np.flatnonzero(equity >= peaks).tolist()]
    away = [(late - early, late) for early, late in zip(at_peak, [*at_peak[1:], len(equity) - 1], strict=True)]
    below = [
        int(times[late] - times[late - gap]) // DAY
        for gap, late in away
        if gap > 0 and np.any(equity[late - gap : late + 1] < peaks[late - gap : late + 1])
    ]
    assert of.summary_of(equity, times, 100.0).days_under_water == max(below, default=0)


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
    times = np.arange(6, dtype=np.int64) * DAY
    assert of.summary_of(np.array([100, 90, 101, 99, 98, 97.0]), times, 100.0).days_under_water == 3
    assert of.summary_of(np.array([100, 101, 102.0]), times[:3], 100.0).days_under_water == 0


def test_overfitting_of_pure_luck_is_a_coin_toss():
    noise = np.random.default_rng(3).normal(0, 0.01, (600, 30))
    assert 0.2 < of.probability_of_backtest_overfitting(noise) < 0.8


def test_a_variant_that_is_truly_better_is_no_overfitting():
    returns = np.random.default_rng(4).normal(0, 0.01, (600, 10))
    returns[:, 3] += 0.004
    assert of.probability_of_backtest_overfitting(returns) == 0.0
