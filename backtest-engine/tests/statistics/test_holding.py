"""What simply holding is worth, counted by hand: splits, dividends, late bars; and growth that no year can hold."""

from datetime import date

import numpy as np
import pytest

from backtest_engine.domain.market import SymbolBars, midnight
from backtest_engine.domain.result import holding_curve
from backtest_engine.domain.result.stats import growth_a_year
from trading_contracts.bars import Instrument, Market

DAY = 86_400_000_000_000


@pytest.fixture
def days():
    return midnight(date(2024, 1, 1)) + np.arange(6) * DAY


@pytest.fixture
def bars(days):
    def make(prices, **paid):
        instrument = Instrument(symbol="SIM:A", name="A", market=Market.SIMULATED, calendar="24/7", zone="UTC")
        price = np.array(prices, float)
        paid = {name: np.array(values, float) for name, values in paid.items()}
        return SymbolBars(instrument, days[-len(price) :], price, price, price, price, np.full(len(price), 1e6), **paid)

    return make


def test_a_split_changes_nothing_for_who_holds(bars, days):
    held = bars([100, 100, 100, 25, 25, 50], split=[1, 1, 1, 4, 1, 1])
    assert holding_curve(held, days, 1_000).tolist() == [1_000] * 5 + [2_000]


def test_dividends_stay_as_cash_and_are_paid_on_what_was_held_the_night_before(bars, days):
    held = bars([100, 100, 100, 50, 50, 50], dividend=[5, 0, 1, 1, 0.5, 0], split=[1, 1, 1, 2, 1, 1])
    # Ten shares, bought on the first ex-day and so without its dividend: 10 x 1, 10 x 1 as they are split, 20 x 0.5.
    assert holding_curve(held, days, 1_000).tolist() == [1_000, 1_000, 1_010, 1_020, 1_030, 1_030]


def test_before_the_first_bar_there_is_cash(bars, days):
    assert holding_curve(bars([10, 20, 30]), days, 1_000).tolist() == [1_000] * 3 + [1_000, 2_000, 3_000]
    late = bars([10, 20, 30], dividend=[9, 0, 1])
    assert holding_curve(late, days, 1_000).tolist() == [1_000] * 3 + [1_000, 2_000, 3_100]


def test_only_bars_of_the_range_count(bars, days):
    held = bars([100, 50, 50, 50, 50, 50], dividend=[0, 9, 0, 1, 0, 0], split=[1, 2, 1, 1, 1, 1])
    assert holding_curve(held, days[2:], 1_000).tolist() == [1_000, 1_020, 1_020, 1_020]


@pytest.mark.parametrize(("ratio", "years"), [(1.5, 10 / 525_600), (0.0, 1.0), (-2.0, 1.0)])
def test_a_growth_that_is_no_number_is_none(ratio, years):
    assert np.isnan(growth_a_year(ratio, years))


def test_growth_is_compound():
    assert growth_a_year(1.21, 2.0) == pytest.approx(0.1)
