"""The fast lane and the general kernel say the same, to the bit."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backtest_engine.domain.kernel import SimulationSettings
from backtest_engine.domain.kernel.lane import drive
from backtest_engine.domain.kernel.simulate import prepare, simulate_in_full
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

FIELDS = ("costs_paid", "traded", "exposure", "interest", "warnings", "rule_ids")
seeds = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(seed=seeds)
def test_the_lane_finds_the_trades_and_the_equity_of_the_general_kernel(seed, ask_lane):
    answers = ask_lane(seed)
    if answers.lane is None:
        return
    text = answers.document.model_dump_json(exclude_defaults=True)
    for table in ("trades", "fills"):
        mine, theirs = getattr(answers.lane, table), getattr(answers.general, table)
        assert len(mine) == len(theirs), text
        for name in mine.dtype.names:
            np.testing.assert_array_equal(mine[name], theirs[name], f"{table}: {name} of {text}")
    np.testing.assert_array_equal(answers.lane.equity, answers.general.equity, text)
    assert [getattr(answers.lane, name) for name in FIELDS] == [getattr(answers.general, name) for name in FIELDS], text


def test_most_questions_of_the_common_shape_take_the_lane(ask_lane):
    taken = [ask_lane(seed).lane is not None for seed in range(60)]
    assert sum(taken) > 45


@pytest.mark.parametrize("trailing", [{}, {"trailing_stop": {"kind": "percent", "value": 1}}])
def test_a_run_whose_books_are_full_goes_on_where_it_stood(trailing):
    count, draws = 7_000, np.random.default_rng(11)
    close = 100.0 * np.exp(np.cumsum(draws.normal(0, 0.004, count)))
    times = midnight(date(2001, 1, 1)) + np.arange(count) * 86_400_000_000_000
    instrument = Instrument(symbol="SIM:0", name="Busy", market=Market.SIMULATED, calendar="24/7", zone="UTC")
    bars = SymbolBars(instrument, times, close, close * 1.002, close * 0.998, close, np.full(count, 1e6))
    panel = Panel.of([bars], Timeframe.D1, date(2001, 1, 1), date(2100, 1, 1))
    rules = [{"id": "in", "action": "enter_long", "when": "x"}, {"id": "out", "action": "exit_long", "when": "x"}]
    document = {"name": "Busy", "universe": ["SIM:0"], "rules": rules, "risk": trailing}
    phase = np.arange(count) % 4
    signals = {"SIM:0": {"in.when": phase == 0, "out.when": phase == 2}}
    inputs = prepare(Strategy.model_validate(document), panel, signals, SimulationSettings())
    lane, general = drive(inputs), simulate_in_full(inputs, signals)
    assert len(lane.trades) > 1_500
    for name in lane.trades.dtype.names:
        np.testing.assert_array_equal(lane.trades[name], general.trades[name], name)
    np.testing.assert_array_equal(lane.fills, general.fills)
    np.testing.assert_array_equal(lane.equity, general.equity)
