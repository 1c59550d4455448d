"""When weights are decided, and what they are."""

from datetime import date

import numpy as np
import pytest

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.portfolio import plan_weights, rebalance_ticks
from backtest_engine.domain.portfolio.weights import spread_sides
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

DAY = 86_400_000_000_000


@pytest.fixture
def days():
    return lambda count, start=date(2024, 1, 1): midnight(start) + np.arange(count) * DAY


@pytest.fixture
def panel(days):
    def make(closes: dict[str, np.ndarray]) -> Panel:
        bars = []
        for symbol, close in closes.items():
            instrument = Instrument(
                symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=1e-8
            )
            bars.append(SymbolBars(instrument, days(len(close)), close, close, close, close, np.full(len(close), 1e6)))
        return Panel.of(bars, Timeframe.D1, date(2024, 1, 1), date(2030, 1, 1))

    return make


def test_a_month_is_decided_at_its_last_bar(days):
    decides = rebalance_ticks(days(70), "monthly")
    assert np.flatnonzero(decides).tolist() == [0, 30, 59]


def test_a_week_is_decided_on_its_last_day(days):
    assert np.flatnonzero(rebalance_ticks(days(16), "weekly")).tolist() == [0, 6, 13]


def test_every_n_bars_counts_from_the_first(days):
    assert np.flatnonzero(rebalance_ticks(days(10), 4)).tolist() == [0, 4, 8]


def test_the_last_bar_decides_nothing(days):
    assert not rebalance_ticks(days(5), 4)[-1]


def test_a_rotation_holds_the_best_that_the_filter_lets(panel):
    flat = np.full(10, 100.0)
    found = panel({"SIM:A": flat, "SIM:B": flat, "SIM:C": flat})
    strategy = Strategy.model_validate(
        {
            "name": "r",
            "kind": "rotation",
            "universe": found.symbols,
            "rotation": {"rank_by": "x", "hold": 2, "rebalance": 5, "filter": "x"},
        }
    )
    scores = {"SIM:A": 1.0, "SIM:B": 3.0, "SIM:C": 2.0}
    signals = {
        s: {"rotation.rank_by": np.full(10, v), "rotation.filter": np.full(10, s != "SIM:B")} for s, v in scores.items()
    }
    plan = plan_weights(strategy, found, signals)
    assert plan.weights.tolist() == [[0.5, 0.0, 0.5]] * 2


def test_an_allocation_is_brought_back_to_its_weights(panel):
    rising = 100 * 1.1 ** np.arange(12)
    found = panel({"SIM:A": rising, "SIM:B": np.full(12, 100.0)})
    weights = [{"symbol": "SIM:A", "weight": 50}, {"symbol": "SIM:B", "weight": 50}]
    strategy = Strategy.model_validate(
        {
            "name": "a",
            "kind": "allocation",
            "universe": found.symbols,
            "allocation": {"weights": weights, "rebalance": 5},
        }
    )
    simulation = simulate(strategy, found, {}, SimulationSettings(costs=CostModel()))
    held = {int(t["symbol"]): t["quantity"] for t in simulation.trades if t["open"]}
    at = 11  # both were bought at tick 1 and brought back at ticks 6 and 11
    values = [held[0] * rising[at], held[1] * 100.0]
    assert values[0] == pytest.approx(values[1])
    assert sum(values) == pytest.approx(simulation.equity[at])


def test_dated_weights_are_traded_on_the_first_bar_of_their_date(panel):
    found = panel({"SIM:A": np.full(12, 100.0), "SIM:B": np.full(12, 50.0)})
    days = [str(np.datetime64(int(time), "ns").astype("datetime64[D]")) for time in found.times]
    strategy = Strategy.model_validate(
        {
            "name": "a",
            "kind": "allocation",
            "universe": found.symbols,
            "allocation": {
                "weights": [{"symbol": "SIM:A", "weight": 100}],
                "schedule": [
                    {
                        "since": days[4],
                        "weights": [{"symbol": "SIM:A", "weight": 30}, {"symbol": "SIM:B", "weight": "x"}],
                    },
                    {"since": days[8], "weights": [{"symbol": "SIM:B", "weight": 40}]},
                ],
                "rebalance": "yearly",
            },
        }
    )
    signals = {"SIM:A": {}, "SIM:B": {"allocation.schedule.0.weights.1.weight": 50.0}}
    simulation = simulate(strategy, found, signals, SimulationSettings(costs=CostModel(), initial_cash=10_000))
    fills = [(int(f["tick"]), int(f["symbol"]), int(f["side"]), round(float(f["quantity"]))) for f in simulation.fills]
    assert fills == [(1, 0, 1, 100), (4, 0, -1, 70), (4, 1, 1, 100), (8, 0, -1, 30), (8, 1, -1, 20)]


def test_a_date_before_the_first_bar_holds_from_the_start(panel):
    found = panel({"SIM:A": np.full(6, 100.0), "SIM:B": np.full(6, 50.0)})
    schedule = [{"since": "1990-01-02", "weights": [{"symbol": "SIM:B", "weight": 100}]}]
    allocation = {"weights": [{"symbol": "SIM:A", "weight": 100}], "schedule": schedule}
    strategy = Strategy.model_validate(
        {"name": "a", "kind": "allocation", "universe": found.symbols, "allocation": allocation}
    )
    plan = plan_weights(strategy, found, {})
    assert plan.weights[0].tolist() == [0.0, 1.0]


def test_who_was_delisted_is_no_longer_ranked(panel):
    found = panel({"SIM:A": np.full(60, 100.0), "SIM:B": np.full(20, 100.0)})
    strategy = Strategy.model_validate(
        {
            "name": "r",
            "kind": "rotation",
            "universe": found.symbols,
            "rotation": {"rank_by": "x", "hold": 1, "rebalance": 10},
        }
    )
    signals = {"SIM:A": {"rotation.rank_by": np.full(60, 1.0)}, "SIM:B": {"rotation.rank_by": np.full(20, 9.0)}}
    plan = plan_weights(strategy, found, signals)
    assert plan.weights[:, 1].tolist() == [1, 1, 1, 1, 0, 0]  # its last bar is the twentieth: fourteen days of grace
    assert plan.weights[:, 0].tolist() == [0, 0, 0, 0, 1, 1]


def test_what_volume_leaves_of_a_weight_is_bought_at_the_next_bars(panel):
    found = panel({"SIM:A": np.full(8, 100.0), "SIM:B": np.full(8, 100.0)})
    weights = [{"symbol": "SIM:A", "weight": 50}]
    strategy = Strategy.model_validate(
        {
            "name": "a",
            "kind": "allocation",
            "universe": found.symbols,
            "allocation": {"weights": weights, "rebalance": "yearly"},
            "execution": {"max_participation": 0.00002},
        }
    )
    simulation = simulate(strategy, found, {}, SimulationSettings(costs=CostModel(), initial_cash=10_000))
    bought = [(int(f["tick"]), round(float(f["quantity"]))) for f in simulation.fills]
    assert bought == [(1, 20), (2, 20), (3, 10)]


def test_a_pair_leaves_only_what_its_short_leg_did_not_bring_in_to_earn_interest(panel):
    found = panel({"SIM:L": np.full(10, 100.0), "SIM:R": np.full(10, 100.0)})
    strategy = Strategy.model_validate(
        {
            "name": "p",
            "kind": "pairs",
            "universe": found.symbols,
            "pairs": {"left": "SIM:L", "right": "SIM:R", "enter_z": 2, "exit_z": 0.5},
        }
    )
    signals = {"SIM:L": {"pairs.z": np.full(10, -2.5), "pairs.hedge": np.full(10, 1.0)}, "SIM:R": {}}
    costs = CostModel(interest=0.365)
    simulation = simulate(strategy, found, signals, SimulationSettings(costs=costs, initial_cash=10_000))
    before, after = 10_000 * 1.001, 5_000 * 1.001
    assert simulation.fills["side"].tolist() == [1, -1]
    held = 100 * float(simulation.fills["quantity"][0])
    assert simulation.equity[-1] == pytest.approx(held + (before - held) * 1.001**8)
    assert held == pytest.approx(after)


def test_a_pair_is_dollar_weighted_by_its_hedge(panel):
    found = panel({"SIM:L": np.full(10, 100.0), "SIM:R": np.full(10, 50.0)})
    strategy = Strategy.model_validate(
        {
            "name": "p",
            "kind": "pairs",
            "universe": found.symbols,
            "pairs": {"left": "SIM:L", "right": "SIM:R", "enter_z": 2, "exit_z": 0.5},
        }
    )
    z = np.array([0, 0, -2.5, -1, -0.2, 0, 0, 0, 0, 0.0])
    signals = {"SIM:L": {"pairs.z": z, "pairs.hedge": np.full(10, 2.0)}, "SIM:R": {}}
    simulation = simulate(strategy, found, signals, SimulationSettings(costs=CostModel()))
    fills = [(int(f["tick"]), int(f["side"]), round(float(f["quantity"]))) for f in simulation.fills]
    assert fills == [(3, 1, 500), (3, -1, 1000), (5, -1, 500), (5, 1, 1000)]


def test_after_giving_up_the_spread_must_come_back_first():
    z = np.array([0, 2.5, 4.5, 3, 2.2, 0.3, 2.4, 0.1])
    assert spread_sides(z, (2, 0.5, 4)).tolist() == [0, -1, 0, 0, 0, 0, -1, 0]
