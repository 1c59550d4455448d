"""Splits, resampling, shocks: what each promises."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtest_engine.domain import validation as of
from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.market import SymbolBars, midnight
from strategy_language.document import Parameter
from trading_contracts.bars import Instrument, Market


@pytest.fixture
def bars():
    rng = np.random.default_rng(0)
    close = 100 * np.exp(np.cumsum(rng.normal(0, 0.01, 60)))
    instrument = Instrument(symbol="SIM:A", name="A", market=Market.SIMULATED, calendar="24/7", zone="UTC")
    times = midnight(date(2024, 1, 1)) + np.arange(60) * 86_400_000_000_000
    return SymbolBars(instrument, times, close, close * 1.01, close * 0.99, close, np.full(60, 1e6))


@given(st.integers(50, 2_000), st.integers(1, 8), st.booleans())
def test_walk_forward_judges_every_bar_once_and_only_after_it_was_fitted(count, folds, anchored):
    splits = of.walk_forward_splits(count, folds, anchored=anchored)
    judged = np.concatenate([split.judge for split in splits])
    assert np.array_equal(judged, np.arange(judged[0], count))
    assert all(split.fit[-1] + 1 == split.judge[0] for split in splits)
    assert all(split.fit[0] == 0 for split in splits) or not anchored


def test_purged_folds_keep_their_distance():
    for split in of.purged_splits(100, 5, purge=3, embargo=2):
        before, after = split.fit[split.fit < split.judge[0]], split.fit[split.fit > split.judge[-1]]
        assert len(before) == 0 or split.judge[0] - before[-1] == 4
        assert len(after) == 0 or after[0] - split.judge[-1] == 6


def test_a_history_that_is_too_short_is_refused():
    with pytest.raises(of.TooShort):
        of.walk_forward_splits(3, 9)


def test_shuffled_trades_end_where_the_trades_end():
    trades = np.random.default_rng(1).normal(0.01, 0.05, 40)
    paths = of.shuffle_trades(trades, 50, seed=3)
    np.testing.assert_allclose(paths[:, -1], np.prod(1 + trades))
    assert len(np.unique(paths[:, 0])) > 5


def test_bands_start_from_one_end_where_the_paths_end_and_never_cross():
    paths = of.block_bootstrap(np.random.default_rng(4).normal(0, 0.01, 900), 300, seed=5)
    steps, bands = of.percentile_bands(paths, points=50)
    assert (steps[0], steps[-1], len(steps)) == (0, 900, 50)
    assert np.all(bands[:, 0] == 1)
    assert np.all(np.diff(bands, axis=0) >= 0)
    np.testing.assert_allclose(bands[:, -1] - 1, list(of.distribution(paths).values()))


def test_bands_of_few_steps_show_each_of_them():
    steps, bands = of.percentile_bands(np.array([[1.1, 1.2], [0.9, 0.8]]))
    assert steps.tolist() == [0, 1, 2]
    assert bands[2].tolist() == pytest.approx([1, 1, 1])


def test_blocks_keep_what_follows_what():
    returns = np.arange(1.0, 101.0) / 1e4
    paths = of.block_bootstrap(returns, 200, seed=2, block=25)
    drawn = np.diff(np.log(paths), axis=1)
    steps = np.diff(np.round(np.expm1(drawn) * 1e4))
    assert np.mean(steps == 1) == pytest.approx(1 - 1 / 25, abs=0.03)


def test_the_same_seed_gives_the_same_paths():
    returns = np.random.default_rng(1).normal(0, 0.01, 100)
    np.testing.assert_array_equal(of.bootstrap(returns, 5, seed=9), of.bootstrap(returns, 5, seed=9))


def test_ruin_is_counted_anywhere_on_the_way():
    paths = np.array([[1.0, 0.4, 2.0], [1.0, 1.1, 1.2]])
    assert of.risk_of_ruin(paths, 0.5) == 0.5
    assert of.drawdown_distribution(paths, (0.99,))[0.99] == pytest.approx(-0.594)


def test_noise_keeps_high_and_low_around_all(bars):
    noisy = of.price_noise(bars, 0.001, seed=1)
    assert (noisy.high >= np.maximum(noisy.open, noisy.close)).all()
    assert (noisy.low <= np.minimum(noisy.open, noisy.close)).all()


def test_a_crash_is_a_gap_that_stays(bars):
    fallen = of.crash(bars, 30)
    assert fallen.open[30] / fallen.close[29] == pytest.approx(0.7 * bars.open[30] / bars.close[29])
    assert fallen.close[59] == pytest.approx(0.7 * bars.close[59])


def test_an_outage_takes_the_bars_away(bars):
    assert len(of.outage(bars, 10, 5)) == 55


def test_in_a_drought_everything_costs_twice(bars):
    thin, dearer = of.liquidity_drought(bars, CostModel(entry_slippage=0.001, exit_slippage=0.001))
    assert dearer.entry_slippage == 0.002
    assert thin.volume[0] == 1e5


def test_with_correlation_one_all_returns_are_the_same(bars):
    other = of.price_noise(bars, 0.01, seed=2)
    moved = of.correlation_to_one([bars, other], 20, 10)
    returns = [np.diff(np.log(one.close))[20:29] for one in moved]
    np.testing.assert_allclose(returns[0], returns[1], atol=1e-12)


def test_sensitivity_keeps_to_steps_and_bounds():
    fast = Parameter(name="fast", value=10, low=5, high=11, step=1)
    slow = Parameter(name="slow", value=50, low=10, high=200, step=5)
    grid = of.sensitivity_grid((fast, slow))
    assert {"fast": 10, "slow": 50} in grid
    assert {row["fast"] for row in grid} == {8, 9, 10, 11}
    assert {row["slow"] for row in grid} == {40, 45, 50, 55, 60}


def test_capacity_asks_for_growing_accounts():
    curve = of.capacity_curve(lambda cash: (1 / math.log10(cash), None), 1_000)
    assert [point.cash for point in curve] == [1e3, 1e4, 1e5, 1e6]
    assert curve[0].total_return > curve[-1].total_return
