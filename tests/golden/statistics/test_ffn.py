"""Growth and drawdowns against ffn's published figures (MIT)."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from backtest_engine.domain.statistics import max_drawdown

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[4] / "shared"))
FILE = SHARED / "data" / "reference" / "ffn" / "test_data.csv"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILE.exists(), reason=f"ffn's prices are not there: {FILE}"),
]


@pytest.fixture
def prices() -> pd.DataFrame:
    return pd.read_csv(FILE, index_col=0, parse_dates=True)


@pytest.mark.parametrize(("symbol", "expected"), [("AAPL", 0.440), ("MSFT", 0.041), ("C", -0.205)])
def test_growth_a_year_by_the_calendar(prices, symbol, expected):
    """Ffn counts calendar years; ours counts bars over the bars of a year, which agrees to the third decimal here."""
    series = prices[symbol].to_numpy()
    years = (prices.index[-1] - prices.index[0]).total_seconds() / 31_557_600
    growth = (series[-1] / series[0]) ** (1 / years) - 1
    by_bars = (series[-1] / series[0]) ** (252 / (len(series) - 1)) - 1
    assert growth == pytest.approx(expected, abs=5e-4)
    assert by_bars == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(("symbol", "expected"), [("AAPL", -0.086), ("MSFT", -0.048), ("C", -0.033)])
def test_the_drawdown_of_the_first_ten_rows(prices, symbol, expected):
    assert max_drawdown(prices[symbol].to_numpy()[:10]) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("symbol", "expected"), [("AAPL", -0.079), ("MSFT", -0.038), ("C", 0.012)])
def test_the_total_return_of_the_first_rows(prices, symbol, expected):
    totals = prices[symbol].to_numpy()[:11] / prices[symbol].to_numpy()[0] - 1
    assert np.isclose(totals, expected, atol=6e-4).any()
