"""Documents made at random, run as they are: generated, evaluated, simulated; lifted, they trade the same.

`VIBE_FUZZ_EXAMPLES=2000` runs as many.
"""

import os
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backtest_engine.adapters.sandbox.namespace import Parameters
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import allowed_names
from backtest_engine.domain.kernel import simulate
from backtest_engine.domain.market import Panel, SymbolBars
from backtest_engine.domain.plan import make_plan
from strategy_language.check import problems
from strategy_language.load import load, read
from strategy_language.shapes import ShapeMaker
from strategy_language.testing import DocumentMaker
from strategy_language.tunable import tunable
from trading_contracts.bars import Instrument, Market, Timeframe
from trading_contracts.problem import InvalidDocument

DAY = 86_400_000_000_000
FIRST = 18_000
BARS = 260


@pytest.fixture(scope="module")
def bars_of():
    """Bars of a symbol: a walk of its own, on four of five days."""

    def make(symbol: str) -> SymbolBars:
        draws = np.random.default_rng(sum(symbol.encode()))
        days = FIRST + np.flatnonzero(draws.random(BARS) < 0.8)
        close = 100 * np.exp(np.cumsum(draws.normal(0, 0.02, len(days))))
        opened = close * np.exp(draws.normal(0, 0.006, len(days)))
        high, low = np.maximum(opened, close) * 1.006, np.minimum(opened, close) * 0.994
        instrument = Instrument(symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC")
        return SymbolBars(instrument, days * DAY, opened, high, low, close, draws.lognormal(12, 0.5, len(days)))

    return make


@pytest.fixture(scope="module")
def trade(bars_of):
    """Run a document as the engine does, without its processes."""

    def view(bars: SymbolBars, others: dict[str, BarView]) -> BarView:
        columns = {name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume")}
        return BarView(bars.time, columns, others=others)

    def nothing(_bars, _parameters):
        return {}

    def run(strategy):
        plan = make_plan(strategy)
        known = {**allowed_names(), "__builtins__": {"range": range, "len": len}}
        exec(compile(plan.code, "<strategy>", "exec"), known)
        parameters = Parameters(plan.parameters)
        bars = {symbol: bars_of(symbol) for symbol in (*plan.traded, *plan.read)}
        others = {symbol: view(each, {}) for symbol, each in bars.items()}
        with np.errstate(all="ignore"):
            signals = {
                symbol: {
                    **known["signals"](view(bars[symbol], others), parameters),
                    **known.get("document_signals", nothing)(view(bars[symbol], others), parameters),
                }
                for symbol in plan.evaluated
            }
        traded = [bars[symbol] for symbol in plan.traded]
        panel = Panel.of(traded, Timeframe.D1, date(2019, 5, 1), date(2020, 12, 31))
        return simulate(strategy, panel, signals)

    return run


EXAMPLES = int(os.environ.get("VIBE_FUZZ_EXAMPLES", "60"))
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@often
@given(seed=st.integers(0, 2**40))
def test_a_document_that_passes_the_checks_runs_and_trades_the_same_when_it_is_lifted(trade, compiled_kernel, seed):
    strategy = read(DocumentMaker(seed).document())
    if problems(strategy):
        return
    simulation = trade(strategy)
    assert len(simulation.equity) == len(simulation.times)
    assert np.isfinite(simulation.equity).all()
    lifted = trade(tunable(strategy))
    np.testing.assert_array_equal(lifted.equity, simulation.equity)
    for name in simulation.trades.dtype.names:
        np.testing.assert_array_equal(lifted.trades[name], simulation.trades[name])


@often
@given(seed=st.integers(0, 2**40))
def test_a_document_with_any_of_its_fields_runs_where_it_passes_the_checks(trade, compiled_kernel, seed):
    try:
        strategy = load(ShapeMaker(seed).document())
    except InvalidDocument:
        return
    simulation = trade(strategy)
    assert np.isfinite(simulation.equity).all()


@pytest.mark.parametrize(
    "fields",
    [
        {"pairs": {"enter_z": 1.5, "exit_z": 0.25, "stop_z": 4, "z_length": 20, "hedge_length": 30}},
        {"pairs": {"enter_z": "1 + 0.5", "z_length": 20}},
        {"pairs": {"z_length": 20}, "risk": {"stop_loss": {"kind": "atr", "multiple": 2}}},
        {"pairs": {"z_length": 20}, "risk": {"take_profit": [{"kind": "price", "expr": "close + 2 * atr(9)"}]}},
        {"pairs": {"z_length": 20}, "execution": {"max_participation": "1 / 2"}},
    ],
    ids=["numbers", "an expression", "an ATR stop", "a price target", "a share of the volume"],
)
def test_a_pair_trades_and_trades_the_same_when_it_is_lifted(trade, compiled_kernel, fields):
    legs = {"left": "AAPL", "right": "MSFT", **fields["pairs"]}
    strategy = load({"name": "Pair", "kind": "pairs", "universe": ["AAPL", "MSFT"], **fields, "pairs": legs})
    simulation, lifted = trade(strategy), trade(tunable(strategy))
    assert len(simulation.trades) > 2
    np.testing.assert_array_equal(lifted.equity, simulation.equity)
