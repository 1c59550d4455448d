"""vectorbt against the kernel on what both can say, over random signals and prices; and its analytics over ours."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backtest_engine.adapters.vectorbt_engine import VectorbtEngine
from backtest_engine.domain.costs import PRESETS, CostModel
from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

LONG, SHORT = ("enter_long", "exit_long"), ("enter_short", "exit_short")

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # vectorbt and what it imports warn of their own


@pytest.fixture
def question():
    """A strategy of market orders over random bars, from a seed."""

    def draw(seed, actions=LONG, *, costs=None, fees=0.0, lot=0.0, sizing=100, symbols=1, risk=None, **execution):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(20, 120))
        times = midnight(date(2024, 1, 1)) + np.arange(n) * 86_400_000_000_000
        names = [f"SIM:{letter}" for letter in "ABC"[:symbols]]
        chosen = [action for action in actions if action.startswith("enter") or rng.random() < 0.7]
        bars, signals = [], {}
        for name in names:
            close = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, n)))
            opened = np.append(close[0], close[:-1]) * np.exp(rng.normal(0, 0.005, n))
            high = np.maximum(opened, close) * np.exp(np.abs(rng.normal(0, 0.01, n)))
            low = np.minimum(opened, close) * np.exp(-np.abs(rng.normal(0, 0.01, n)))
            instrument = Instrument(
                symbol=name, name=name, market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=lot
            )
            bars.append(SymbolBars(instrument, times, opened, high, low, close, np.full(n, 1e6)))
            signals[name] = {f"{action}.when": rng.random(n) < 0.15 for action in chosen}
            if {"enter_long", "enter_short"} <= set(chosen):
                signals[name]["enter_short.when"] &= ~signals[name]["enter_long.when"]
        strategy = Strategy.model_validate(
            {
                "name": "random",
                "universe": names,
                "rules": [{"id": action, "action": action, "when": "x"} for action in chosen],
                "sizing": sizing if isinstance(sizing, dict) else {"kind": "percent_of_equity", "value": sizing},
                "execution": {"allow_short": any(action in SHORT for action in actions), **execution},
                "risk": risk or {},
            }
        )
        panel = Panel.of(bars, Timeframe.D1, date(2024, 1, 1), date(2030, 1, 1))
        return (
            strategy,
            panel,
            signals,
            SimulationSettings(costs=costs or CostModel(commission=fees, maker_commission=fees)),
        )

    return draw


STOP, TARGET, TRAIL = (
    {"stop_loss": {"kind": "percent", "value": 3}},
    {"take_profit": [{"kind": "percent", "value": 4}]},
    {"trailing_stop": {"kind": "percent", "value": 3}},
)
RISKS = [{}, STOP, TARGET, TRAIL, {**STOP, **TARGET}, {**TRAIL, **TARGET}]
CASH, QUANTITY = {"kind": "cash", "value": 30_000}, {"kind": "quantity", "value": 200}
SIZES = [(100, 0.0), (60, 0.001), (12.5, 0.01), (QUANTITY, 0.001), (CASH, 0.0)]
ONE_SIDED = [
    {"actions": actions, "sizing": sizing, "fees": fees, "lot": lot, "risk": risk}
    for actions in (LONG, SHORT)
    for sizing, fees in SIZES
    for lot in (0.0, 1.0, 100.0)
    for risk in RISKS
]
PRESET = [
    {"actions": actions, "sizing": sizing, "costs": PRESETS[preset], "lot": 1.0, "risk": risk, "symbols": symbols}
    for actions in (LONG, SHORT)
    for preset in ("us_equities", "hk_equities", "crypto")
    for symbols, sizing, risks in ((1, 100, RISKS), (1, {"kind": "quantity", "value": 250}, RISKS))
    for risk in risks
]
PRESET += [
    {"sizing": {"kind": "quantity", "value": 150}, "costs": PRESETS[preset], "lot": 1.0, "symbols": 2}
    for preset in ("us_equities", "hk_equities")
]
TWO_SIDED = [{"actions": LONG + SHORT, "sizing": percent} for percent in (100, 60, 12.5)]
SHARED = [
    {"sizing": sizing, "fees": fees, "lot": lot, "symbols": symbols}
    for sizing, fees in ((QUANTITY, 0.001), (CASH, 0.0), (QUANTITY, 0.0))
    for lot in (0.0, 1.0)
    for symbols in (2, 3)
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(
    seed=st.integers(0, 2**32),
    said=st.one_of(
        st.sampled_from(ONE_SIDED), st.sampled_from(PRESET), st.sampled_from(TWO_SIDED), st.sampled_from(SHARED)
    ),
)
@example(seed=63, said=PRESET[3])  # a gap over the stop, and on the same bar a signal to enter
def test_both_engines_agree_fill_by_fill(seed, said, question):
    strategy, panel, signals, given_settings = question(seed, **said)
    simulation = simulate(strategy, panel, signals, given_settings)
    if simulation.warnings:
        return  # an account that ran out of money is not compared
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees, agreement.detail


@pytest.mark.parametrize(
    ("costs", "sizing"),
    [
        (CostModel(commission=0.0003, maker_commission=0.0003, minimum=50.0), 60),
        (CostModel(per_unit=0.5, maximum=0.001), 60),
        (CostModel(sell_unit_levy=0.01, sell_unit_levy_cap=1.0), {"kind": "quantity", "value": 300}),
    ],
)
def test_a_fee_that_reached_its_least_or_its_most_is_not_compared(question, costs, sizing):
    strategy, panel, signals, given_settings = question(6, costs=costs, sizing=sizing)
    simulation = simulate(strategy, panel, signals, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is None
    assert "their least or their most" in agreement.detail


@pytest.mark.parametrize("costs", [CostModel(entry_slippage=0.001), CostModel(borrow=0.05), CostModel(funding=0.0001)])
def test_what_is_charged_beside_the_fees_of_fills_is_not_compared(question, costs):
    strategy, panel, signals, given_settings = question(6, costs=costs)
    simulation = simulate(strategy, panel, signals, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is None
    assert "slippage, borrowing, interest or funding" in agreement.detail


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"risk": {"stop_loss": {"kind": "distance", "value": 3}}}, "such stops"),
        ({"risk": {**STOP, **TRAIL}}, "such stops"),
        ({"risk": {"max_bars": 4}}, "such stops"),
        ({"risk": {"take_profit": [{"kind": "percent", "value": 4, "fraction": 0.5}]}}, "such stops"),
        ({"actions": LONG + SHORT, "risk": STOP}, "stops where a position is reversed"),
        ({"sizing": CASH, "fees": 0.001}, "such a sizing"),
        ({"sizing": {"kind": "risk_percent", "value": 1}, "risk": STOP}, "such a sizing"),
        ({"symbols": 2}, "shares of the equity where symbols share cash"),
        ({"symbols": 2, "sizing": QUANTITY, "risk": STOP}, "stops"),
    ],
)
def test_what_has_another_meaning_there_is_not_compared(question, said, what):
    strategy, panel, signals, given_settings = question(4, **said)
    simulation = simulate(strategy, panel, signals, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is None
    assert what in agreement.detail


def test_what_vectorbt_cannot_say_is_not_asked(question):
    strategy, panel, signals, given_settings = question(1, pyramiding=3)
    simulation = simulate(strategy, panel, signals, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is None
    assert "several entries" in agreement.detail


@pytest.mark.parametrize(("said", "what"), [({"fees": 0.001}, "fees where"), ({"lot": 1.0}, "whole lots where")])
def test_a_reversal_is_compared_only_where_it_is_one_thing_in_both(question, said, what):
    strategy, panel, signals, given_settings = question(5, actions=LONG + SHORT, **said)
    simulation = simulate(strategy, panel, signals, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is None
    assert what in agreement.detail


def test_a_disagreement_is_told(question):
    strategy, panel, signals, given_settings = question(2)
    other = {"SIM:A": {slot: np.roll(value, 3) for slot, value in signals["SIM:A"].items()}}
    simulation = simulate(strategy, panel, other, given_settings)
    agreement = VectorbtEngine().check(strategy, panel, signals, given_settings, simulation)
    assert agreement.agrees is False
    assert "bar" in agreement.detail


def test_vectorbt_opens_on_any_result(question):
    strategy, panel, signals, given_settings = question(3)
    simulation = simulate(strategy, panel, signals, given_settings)
    portfolio = VectorbtEngine().open_portfolio(simulation)
    value = np.asarray(portfolio.value()).ravel()
    np.testing.assert_allclose(value, simulation.equity, rtol=1e-9)
