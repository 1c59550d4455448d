"""Nobody waits for a compiler: what a run calls is made ready by warming up."""

import importlib
import pkgutil
from datetime import date

import numpy as np
import pytest
from numba.core.registry import CPUDispatcher

from backtest_engine import domain
from backtest_engine.domain.kernel import simulate, warm_up
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.result import benchmark_figures, build_headline, build_stats, series_of
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe


@pytest.fixture
def forms():
    """Count the forms in which each compiled function is in memory."""
    modules = [module.name for module in pkgutil.walk_packages(domain.__path__, "backtest_engine.domain.")]

    def count() -> dict[str, int]:
        found = [vars(importlib.import_module(name)).items() for name in modules]
        return {
            f"{one.py_func.__module__}.{name}": len(one.signatures)
            for each in found
            for name, one in each
            if isinstance(one, CPUDispatcher)
        }

    return count


@pytest.mark.parametrize("pyramiding", [1, 3])
def test_a_run_calls_nothing_that_warming_left_out(forms, pyramiding):
    count = 20_000
    close = 100.0 * np.exp(np.cumsum(np.random.default_rng(2).normal(0, 0.004, count)))
    times = midnight(date(1960, 1, 1)) + np.arange(count) * 86_400_000_000_000
    instrument = Instrument(symbol="SIM:0", name="One", market=Market.SIMULATED, calendar="24/7", zone="UTC")
    bars = SymbolBars(instrument, times, close, close * 1.002, close * 0.998, close, np.full(count, 1e6))
    panel = Panel.of([bars], Timeframe.D1, date(1960, 1, 1), date(2100, 1, 1))
    rules = [{"id": "in", "action": "enter_long", "when": "x"}, {"id": "out", "action": "exit_long", "when": "x"}]
    risk = {"stop_loss": {"kind": "percent", "value": 2}, "trailing_stop": {"kind": "percent", "value": 1}}
    document = {"name": "One", "universe": ["SIM:0"], "rules": rules, "risk": risk}
    strategy = Strategy.model_validate({**document, "execution": {"pyramiding": pyramiding}})
    phase = np.arange(count) % 60
    warm_up()
    before = forms()
    simulation = simulate(strategy, panel, {"SIM:0": {"in.when": phase == 0, "out.when": phase == 30}})
    build_stats(simulation)
    build_headline(simulation)
    benchmark_figures(simulation, bars)
    series_of(times, np.frombuffer(simulation.equity.tobytes()), 100_000.0)
    assert forms() == before
