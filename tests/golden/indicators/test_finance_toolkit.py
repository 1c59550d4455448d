"""Values equal the literal cases of FinanceToolkit, where the definitions agree."""

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions

pytestmark = pytest.mark.shared

F = functions()
RETURNS = np.array([0.3, 0.2, 0.1, 0.0, 0.06])
MARKET = np.array([0.31, 0.19, 0.5, 0.0, 0.03])
MOVES = np.array([0.01, -0.03, 0.05, 0.01, -0.02])
PRICES = np.array([100.0, 110.0, 120.0, 130.0, 80.0])


@pytest.fixture
def flat_bars() -> BarView:
    """Bars whose open, high, low and close are one number."""
    columns = dict.fromkeys(("open", "high", "low", "close", "volume"), PRICES)
    return BarView(np.arange(5) * 86_400_000_000_000, columns)


def test_covariance_is_that_of_the_population(toolkit_expectation) -> None:
    # Theirs divides by n - 1.
    ours = F["covariance"](RETURNS, MARKET, 5)[-1] * 5 / 4
    np.testing.assert_allclose(ours, toolkit_expectation("test_get_covariance"))


def test_the_slope_on_the_market_is_their_beta_of_returns(toolkit_expectation) -> None:
    np.testing.assert_allclose(F["hedge_ratio"](RETURNS, MARKET, 5)[-1], toolkit_expectation("test_get_beta"))
    np.testing.assert_allclose(F["hedge_ratio"](RETURNS, MARKET, 2), toolkit_expectation("test_get_rolling_beta"))


def test_skewness_and_kurtosis_are_those_of_the_population(toolkit_expectation) -> None:
    # Theirs are corrected for the size of the sample.
    skew = F["skew"](RETURNS, 5)[-1] * np.sqrt(5 * 4) / 3
    kurtosis = (6 * F["kurtosis"](RETURNS, 5)[-1] + 6) * 4 / 6
    np.testing.assert_allclose(skew, toolkit_expectation("test_get_skewness"))
    np.testing.assert_allclose(kurtosis, toolkit_expectation("test_get_kurtosis"), atol=1e-4)


def test_true_ranges_are_equal_after_the_first_bar(toolkit_expectation, flat_bars) -> None:
    np.testing.assert_allclose(F["trange"](flat_bars)[1:], toolkit_expectation("test_get_true_range")[1:])


def test_bars_without_a_range_have_no_power(toolkit_expectation, flat_bars) -> None:
    np.testing.assert_allclose(F["bop"](flat_bars), toolkit_expectation("test_get_balance_of_power"))


def test_the_balance_of_volume_moves_as_theirs(toolkit_expectation) -> None:
    columns = dict.fromkeys(("open", "high", "low", "close"), MOVES)
    volume = np.array([100.0, 200.0, 300.0, 10.0, 20.0])
    bars = BarView(np.arange(5) * 86_400_000_000_000, columns | {"volume": volume})
    theirs = toolkit_expectation("test_get_on_balance_volume")
    np.testing.assert_allclose(F["obv"](bars)[1:] - F["obv"](bars)[0], theirs[1:])


@pytest.mark.parametrize(
    ("test", "compute"),
    [
        ("test_get_moving_average", lambda bars: F["sma"](bars.close, 10)),
        ("test_get_bollinger_bands", lambda bars: F["bbands"](bars.close, 10, 2).upper),
        ("test_get_money_flow_index", lambda bars: F["mfi"](bars, 10)),
        ("test_get_williams_percent_r", lambda bars: F["willr"](bars, 10)),
        ("test_get_commodity_channel_index", lambda bars: F["cci"](bars, 10)),
        ("test_get_stochastic_oscillator", lambda bars: F["stoch"](bars, 10, 1, 5).k),
        ("test_get_ultimate_oscillator", lambda bars: F["ultosc"](bars, 20, 30, 40)),
    ],
)
def test_nothing_is_known_before_the_window_is_full(test, compute, toolkit_expectation, flat_bars) -> None:
    np.testing.assert_array_equal(np.isnan(compute(flat_bars)), np.isnan(toolkit_expectation(test)))
