"""Compiling the kernel before anybody waits for it."""

import time
from datetime import date

import numpy as np

from backtest_engine.domain.kernel.simulate import prepare, simulate, simulate_in_full
from backtest_engine.domain.kernel.simulation import Simulation, SimulationSettings
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.statistics.comparison import compared
from backtest_engine.domain.statistics.curve import curve_figures, drawdowns_of, one_pass, returns_of
from backtest_engine.domain.statistics.headline import headlines
from backtest_engine.domain.statistics.pieces import pieces_of
from backtest_engine.domain.statistics.rolling import rolling_volatility
from backtest_engine.domain.statistics.summary import summary_of
from strategy_language.document import Action, Parameter, Rule, Strategy
from trading_contracts.bars import Instrument, Market, Timeframe


def warm_up() -> float:
    """Compile the kernel and the statistics, or load them from numba's cache; return the seconds that it took."""
    began = time.perf_counter()
    instrument = Instrument(symbol="SIM:WARM", name="Warm", market=Market.SIMULATED, calendar="24/7", zone="UTC")
    times = midnight(date(2020, 1, 1)) + np.arange(40) * 86_400_000_000_000
    prices = 100.0 + np.sin(np.arange(40.0))
    bars = SymbolBars(instrument, times, prices, prices + 1, prices - 1, prices, np.full(40, 1e6))
    panel = Panel.of([bars], Timeframe.D1, date(2020, 1, 1), date(2020, 2, 9))
    rules = Rule(id="buy", action=Action.ENTER_LONG, when="buy"), Rule(id="sell", action=Action.EXIT_LONG, when="sell")
    strategy = Strategy(name="Warm-up", universe=(instrument.symbol,), rules=rules)
    phase = np.arange(40) % 8
    signals = {instrument.symbol: {"buy.when": phase == 0, "sell.when": phase == 4}}
    simulation = simulate(strategy, panel, signals)
    simulate_in_full(prepare(strategy, panel, signals, SimulationSettings()), signals)
    _warm_statistics(simulation)
    rolling_volatility(prices, 5)
    _warm_sweeps(panel)
    return time.perf_counter() - began


def _warm_statistics(simulation: Simulation) -> None:
    equity, start = simulation.equity, 100_000.0
    _, returns = curve_figures(equity, start)
    compared(returns, returns_of(equity, start), 252.0)
    headlines(len(equity), one_pass(equity, start), (start, float(equity[-1])), 252.0)
    summary_of(equity, simulation.times, start)
    pieces_of(equity, start)
    # Curves that were stored come back as arrays that nobody may write: for numba another type.
    stored = np.frombuffer(equity.tobytes())
    drawdowns_of(stored, start)
    returns_of(stored, start)
    drawdowns_of(equity, start)


def _warm_sweeps(panel: Panel) -> None:
    from backtest_engine.domain.batch import batch_of  # noqa: PLC0415 - it stands on the kernel

    rules = (Rule(id="buy", action=Action.ENTER_LONG, when="close > level"),)
    level = Parameter(name="level", value=100, low=1, high=1_000)
    strategy = Strategy(name="Warm-up", universe=panel.symbols, parameters=(level,), rules=rules)
    batch = batch_of(strategy, panel, SimulationSettings())
    assert batch is not None  # noqa: S101 - the plainest strategy there is
    prices = {leaf.slot: panel.bars[0].close for leaf in batch.fused.leaves}
    batch.run([{"level": 100.0}], lambda sets: [prices for _ in sets])
