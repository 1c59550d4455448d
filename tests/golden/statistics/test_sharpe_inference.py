"""Sharpe inference against the worked numbers of the papers (Bailey and Lopez de Prado)."""

import math

import pytest

from backtest_engine.domain.statistics import (
    deflated_sharpe,
    expected_maximum_sharpe,
    expected_maximum_standard_normal,
    min_backtest_length,
    min_track_record_length,
    probabilistic_sharpe,
    sharpe_deviation,
)


@pytest.mark.parametrize(("skew", "kurtosis", "expected"), [(0.0, 3.0, 0.982), (-2.448, 10.164, 0.913)])
def test_the_probabilistic_sharpe_ratio_of_two_years_of_months(skew, kurtosis, expected):
    assert probabilistic_sharpe(0.458, 24, skew, kurtosis) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("sharpe", "skew", "kurtosis", "years"),
    [(0.7079, -0.2250, 2.9570, 0.7152), (0.8183, -1.4455, 7.0497, 1.1593)],
)
def test_the_minimum_track_record_length_of_hedge_fund_indices(sharpe, skew, kurtosis, years):
    months = min_track_record_length(sharpe, skew, kurtosis)
    assert months / 12 == pytest.approx(years, abs=5e-4)


def test_a_sharpe_ratio_of_two_beats_one_after_sixty_months():
    monthly = math.sqrt(12)
    needed = min_track_record_length(2 / monthly, -0.72, 5.78, 1 / monthly)
    assert needed == pytest.approx(59.895, abs=5e-3)
    assert probabilistic_sharpe(2 / monthly, 59, -0.72, 5.78, 1 / monthly) == pytest.approx(0.94869, abs=5e-5)


@pytest.mark.parametrize(
    ("sharpe", "skew", "kurtosis", "expected"),
    [(0.7079, -0.2250, 2.9570, 0.1028), (0.8183, -1.4455, 7.0497, 0.1550)],
)
def test_the_standard_error_of_a_sharpe_ratio(sharpe, skew, kurtosis, expected):
    assert sharpe_deviation(sharpe, 134, skew, kurtosis) == pytest.approx(expected, abs=5e-5)


def test_the_best_of_a_hundred_worthless_strategies():
    assert expected_maximum_sharpe(0.5 / 250, 100) == pytest.approx(0.1132, abs=5e-5)


@pytest.mark.parametrize(
    ("trials", "shape", "expected"),
    [(100, (-3.0, 10.0), 0.9004), (46, (-3.0, 10.0), 0.9505), (88, (0.0, 3.0), 0.9505)],
)
def test_the_deflated_sharpe_ratio_of_the_paper(trials, shape, expected):
    assert deflated_sharpe(2.5 / math.sqrt(250), 1250, 0.5 / 250, trials, shape) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("trials", "expected"), [(1, 0.0), (10, 1.5746), (45, 2.2356)])
def test_the_expected_maximum_of_normal_draws(trials, expected):
    assert expected_maximum_standard_normal(trials) == pytest.approx(expected, abs=5e-5)


def test_forty_five_trials_need_five_years():
    assert min_backtest_length(45) == pytest.approx(5.0, abs=0.01)
