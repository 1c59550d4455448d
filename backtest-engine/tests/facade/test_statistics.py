"""Statistics over windows equal the plain computation of each window."""

import numpy as np
import pytest

from backtest_engine.domain.facade.namespace import functions

F = functions()


@pytest.fixture
def series() -> np.ndarray:
    return np.cumsum(np.random.default_rng(1).normal(size=300)) + 50


@pytest.fixture
def other() -> np.ndarray:
    return np.cumsum(np.random.default_rng(2).normal(size=300)) + 80


def by_window(function, length, *series) -> np.ndarray:
    result = np.full(len(series[0]), np.nan)
    for t in range(length - 1, len(series[0])):
        result[t] = function(*(each[t - length + 1 : t + 1] for each in series))
    return result


@pytest.mark.parametrize("length", [1, 2, 5, 20, 21])
def test_the_median_is_the_middle_of_the_window(series, length) -> None:
    np.testing.assert_allclose(F["median"](series, length), by_window(np.median, length, series))


def test_a_percentile_rank_counts_the_bars_before_that_are_below(series) -> None:
    for each in (series, np.round(series)):
        expected = by_window(lambda window: 100 * np.mean(window[:-1] < window[-1]), 31, each)
        np.testing.assert_allclose(F["percentile_rank"](each, 30), expected)


def test_newer_bars_weigh_more_in_a_weighted_rank(series) -> None:
    weights = np.arange(1, 31)
    expected = by_window(lambda window: 100 * np.sum((window[:-1] < window[-1]) * weights) / weights.sum(), 31, series)
    np.testing.assert_allclose(F["weighted_rank"](series, 30), expected)


@pytest.mark.parametrize("name", ["percentile_rank", "weighted_rank", "bars_since_highest", "bars_since_lowest"])
def test_places_do_not_turn_on_what_rounding_left(series, name) -> None:
    even = np.round(series)
    rough = even * (1 + np.random.default_rng(4).normal(size=300) * 1e-14)
    assert (rough != even).mean() > 0.9
    np.testing.assert_array_equal(F[name](rough, 30), F[name](even, 30))


def test_places_turn_on_every_digit_that_counts() -> None:
    series = np.array([1.0, 1.00000001, 0.99999999, 1.0])
    np.testing.assert_array_equal(F["bars_since_highest"](series, 3)[2:], [1, 2])
    np.testing.assert_allclose(F["percentile_rank"](series, 3)[3], 100 / 3)


def test_skewness_and_kurtosis_are_moments_of_the_window(series) -> None:
    def moment(window, order):
        return np.mean(((window - window.mean()) / window.std()) ** order)

    np.testing.assert_allclose(F["skew"](series, 30), by_window(lambda w: moment(w, 3), 30, series))
    np.testing.assert_allclose(F["kurtosis"](series, 30), by_window(lambda w: moment(w, 4) - 3, 30, series))


def test_a_regression_line_has_its_slope_its_end_and_its_fit(series) -> None:
    line = F["linear_regression"](series, 20)
    x = np.arange(20)
    slope = by_window(lambda w: np.polyfit(x, w, 1)[0], 20, series)
    np.testing.assert_allclose(line.slope, slope, atol=1e-9)
    np.testing.assert_allclose(line.value, by_window(lambda w: np.polyval(np.polyfit(x, w, 1), 19), 20, series))
    np.testing.assert_allclose(line.r2, by_window(lambda w: np.corrcoef(x, w)[0, 1] ** 2, 20, series), atol=1e-9)
    np.testing.assert_allclose(F["linear_forecast"](series, 20, 3), line.value + 3 * line.slope)


def test_a_hedge_ratio_is_the_slope_with_an_intercept(series, other) -> None:
    expected = by_window(lambda y, x: np.polyfit(x, y, 1)[0], 40, series, other)
    np.testing.assert_allclose(F["hedge_ratio"](series, other, 40), expected, atol=1e-9)
    spread = F["spread"](series, other, 40)
    np.testing.assert_allclose(spread.value, series - expected * other, atol=1e-7)
    np.testing.assert_allclose(spread.hedge, expected, atol=1e-9)


def test_beta_is_taken_of_returns(series, other) -> None:
    ours, theirs = series[1:] / series[:-1] - 1, other[1:] / other[:-1] - 1
    expected = by_window(lambda y, x: np.cov(y, x, bias=True)[0, 1] / np.var(x), 30, ours, theirs)
    np.testing.assert_allclose(F["beta"](series, other, 30)[1:], expected, atol=1e-9)


def test_correlation_and_covariance_are_of_the_values(series, other) -> None:
    correlation = by_window(lambda x, y: np.corrcoef(x, y)[0, 1], 30, series, other)
    np.testing.assert_allclose(F["correlation"](series, other, 30), correlation, atol=1e-9)
    covariance = by_window(lambda x, y: np.cov(x, y, bias=True)[0, 1], 30, series, other)
    np.testing.assert_allclose(F["covariance"](series, other, 30), covariance, atol=1e-9)


def test_a_z_score_of_equal_values_is_unknown() -> None:
    series = np.array([1.0, 2, 3] + [4.1] * 10)
    score = F["zscore"](series, 4)
    assert score[3] == pytest.approx((4.1 - 2.525) / np.std([1, 2, 3, 4.1]))
    assert np.isnan(score[7:]).all()


def test_volatility_is_annualised_in_percent() -> None:
    series = 100 * np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.01, 400)))
    changes = np.diff(np.log(series))
    expected = by_window(lambda window: 100 * np.std(window, ddof=1) * np.sqrt(252), 20, changes)
    np.testing.assert_allclose(F["historical_volatility"](series, 20, 252)[1:], expected)


def test_the_hurst_exponent_tells_a_walk_from_noise() -> None:
    rng = np.random.default_rng(4)
    walk, noise = np.cumsum(rng.normal(size=4000)), rng.normal(size=4000)
    assert np.nanmean(F["hurst"](walk, 400)) == pytest.approx(0.5, abs=0.06)
    assert np.nanmean(F["hurst"](noise, 400)) == pytest.approx(0.0, abs=0.06)


def test_the_kalman_filter_follows_its_steady_gain(series) -> None:
    ratio = 0.05
    gain = (np.sqrt(ratio**2 + 4 * ratio) - ratio) / 2
    level, expected = series[0], []
    for value in series:
        level = level + gain * (value - level)
        expected.append(level)
    np.testing.assert_allclose(F["kalman"](series, ratio), expected)


def test_a_seasonal_mean_knows_only_earlier_bars(make_market) -> None:
    market = make_market(5, 400)
    view = market.view()
    means = F["seasonal_mean"](view, view.close, "weekday")
    weekday = F["weekday"](view)
    for t in (0, 3, 77, 399):
        before = view.close[:t][weekday[:t] == weekday[t]]
        assert means[t] == pytest.approx(before.mean()) if len(before) else np.isnan(means[t])


def test_an_arnaud_legoux_average_weighs_with_a_bell(series) -> None:
    weights = np.exp(-((np.arange(9) - 0.85 * 8) ** 2) / (2 * (9 / 6) ** 2))
    expected = by_window(lambda window: np.sum(window * weights) / weights.sum(), 9, series)
    np.testing.assert_allclose(F["alma"](series, 9, 0.85, 6), expected)


def test_the_ulcer_index_is_the_root_mean_square_of_falls(series) -> None:
    falls = by_window(lambda window: 100 * (window[-1] / window.max() - 1), 14, series)
    expected = by_window(lambda window: np.sqrt(np.mean(window**2)), 14, falls)
    np.testing.assert_allclose(F["ulcer_index"](series, 14), expected, atol=1e-9)
