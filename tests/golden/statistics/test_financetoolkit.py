"""Statistics against FinanceToolkit's literal cases, where the definitions are the same or differ by a known factor.

Not asked: its Cornish-Fisher value at risk (sample-adjusted moments in the expansion; ours are those of
PerformanceAnalytics), its growth rate (prices, not returns, count as periods), and distributions that no result shows.
"""

import csv
import io
import json
import math
import os
from pathlib import Path

import numpy as np
import pytest

from backtest_engine.domain import statistics as of

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[4] / "shared"))
FILE = SHARED / "data" / "reference" / "financetoolkit" / "literal_cases.json"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILE.exists(), reason=f"FinanceToolkit's cases are not there: {FILE}"),
]

RETURNS = np.array([0.3, 0.2, 0.1, 0, 0.06])
BENCHMARK = np.array([0.31, 0.19, 0.5, 0, 0.03])
TEN = np.array([0.3, 0.2, 0.1, 0, 0.06, -0.1, -0.15, -0.05, 0.08, 0.12])
SEVEN = {"AAPL": [0.3, 0.2, 0.1, 0, 0.06, -0.1, -0.05], "MSFT": [0.25, 0.15, 0.08, -0.02, 0.04, -0.08, -0.03]}


@pytest.fixture(scope="module")
def expected():
    """What FinanceToolkit captured: by test and, where one captured several times, by number."""
    cases = {case["test"].rpartition("::")[2]: case["expected"] for case in json.loads(FILE.read_text())}

    def find(test, number=0, kind="json"):
        return cases[test][f"{test}{f'_{number}' if number else ''}.{kind}"]

    return find


@pytest.fixture
def column():
    def read(text):
        return [float(row[1]) if row[1] else math.nan for row in list(csv.reader(io.StringIO(text)))[1:]]

    return read


def test_historical_value_at_risk(expected, column):
    assert of.value_at_risk(RETURNS) == pytest.approx(expected("test_get_var_historic"))
    for number, level in enumerate((0.01, 0.05, 0.1, 0.2)):
        known = expected("test_get_var_historic_different_alphas", number)
        assert of.value_at_risk(TEN, level) == pytest.approx(known, abs=5e-5)
    known = column(expected("test_get_var_historic_dataframe", kind="csv"))
    assert [of.value_at_risk(np.array(values)) for values in SEVEN.values()] == pytest.approx(known)


def test_gaussian_value_at_risk(expected):
    found = of.gaussian_value_at_risk(RETURNS, 0.03)
    assert found == pytest.approx(expected("test_get_var_gaussian", 1), abs=5e-5)


def test_expected_shortfall(expected):
    assert of.conditional_value_at_risk(RETURNS) == expected("test_get_cvar_historic")
    found = of.gaussian_conditional_value_at_risk(RETURNS)
    assert found == pytest.approx(expected("test_get_cvar_gaussian"), abs=5e-5)


def test_drawdown_of_what_only_rose(expected):
    assert of.max_drawdown_of_returns(RETURNS) == expected("test_get_max_drawdown")


def test_beta_alone_and_rolling(expected, column):
    assert of.beta(RETURNS, BENCHMARK) == pytest.approx(expected("test_get_beta"))
    known = column(expected("test_get_rolling_beta", kind="csv"))[1:]
    found = [of.beta(RETURNS[at : at + 2], BENCHMARK[at : at + 2]) for at in range(4)]
    assert found == pytest.approx(known)


def test_active_return_and_its_error(expected):
    assert of.information_ratio(RETURNS, BENCHMARK) == pytest.approx(expected("test_get_information_ratio"))
    assert of.annual_volatility(RETURNS - BENCHMARK, 1) == pytest.approx(expected("test_get_tracking_error"))


def test_rolling_sharpe(expected, column):
    known = column(expected("test_get_rolling_sharpe_ratio", kind="csv"))[1:]
    assert [of.sharpe(RETURNS[at : at + 2], 1) for at in range(4)] == pytest.approx(known, abs=5e-5)


def test_shape_of_the_returns_up_to_the_correction_for_small_samples(expected):
    n = len(RETURNS)
    corrected = of.skewness(RETURNS) * math.sqrt(n * (n - 1)) / (n - 2)
    assert corrected == pytest.approx(expected("test_get_skewness"))
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * of.kurtosis(RETURNS) + 6)
    assert excess == pytest.approx(expected("test_get_kurtosis"), abs=5e-5)
    assert of.kurtosis(RETURNS) + 3 == pytest.approx(expected("test_get_kurtosis", 1), abs=5e-5)
