"""What fills cost, by preset and by the document's own numbers."""

import numpy as np
import pytest

from backtest_engine.domain.band import assumption_band
from backtest_engine.domain.costs import CostModel, cost_model
from strategy_language.document import Costs

FLAT = [(100, 101, 99, 100)] * 6
ROUND_TRIP = [
    {"id": "buy", "action": "enter_long", "when": [0]},
    {"id": "sell", "action": "exit_long", "when": [2]},
]


def test_hong_kong_charges_duty_and_levies_on_both_sides(run):
    simulation = run(
        FLAT, ROUND_TRIP, sizing={"kind": "quantity", "value": 50}, costs=cost_model(Costs(preset="hk_equities"))
    )
    levies = 5_000 * 0.001127
    assert simulation.fills["fees"].tolist() == pytest.approx([levies + 3.0, levies + 3.0])


def test_the_us_charges_sales_alone(run):
    simulation = run(
        FLAT, ROUND_TRIP, sizing={"kind": "quantity", "value": 50}, costs=cost_model(Costs(preset="us_equities"))
    )
    assert simulation.fills["fees"].tolist() == pytest.approx([0.0, 5_000 * 0.0000278 + 50 * 0.000166])


def test_what_the_document_says_overrides_the_preset():
    assert cost_model(Costs(preset="crypto", funding_percent=-0.01)).funding == pytest.approx(-0.0001)
    model = cost_model(Costs(preset="hk_equities", percent=0.1, minimum=0, stamp_duty_percent=0.13))
    assert (model.commission, model.minimum) == (0.001, 0)
    assert model.buy_levy == pytest.approx(0.001427)


def test_slippage_is_always_to_the_worse_side(run):
    simulation = run(FLAT, ROUND_TRIP, costs=CostModel(entry_slippage=0.001, exit_slippage=0.002))
    assert simulation.fills["price"].tolist() == pytest.approx([100.1, 99.8])


def test_impact_grows_with_the_root_of_the_share_of_volume(run, market):
    rows = [(100 + n % 2, 102, 98, 100 + (n + 1) % 2, 10_000) for n in range(60)]
    prices = []
    for quantity in (100, 400):
        rules = [{"id": "buy", "action": "enter_long", "when": [40]}]
        sizing = {"kind": "quantity", "value": quantity}
        simulation = run(rows, rules, cash=1e6, sizing=sizing, costs=CostModel(impact=1.0))
        prices.append(float(simulation.fills["price"][0]) / rows[41][0] - 1)
    assert prices[1] == pytest.approx(2 * prices[0], rel=1e-9)
    assert prices[0] > 0


def test_a_short_pays_for_what_it_borrows(run):
    rules = [{"id": "short", "action": "enter_short", "when": [0]}]
    simulation = run(FLAT, rules, execution={"allow_short": True}, costs=CostModel(borrow=0.365))
    # Sold at the open of bar 1 and still short at the close of bar 5: four nights.
    assert simulation.equity[-1] == pytest.approx(10_000 - 4 * 10_000 * 0.001)


def test_idle_cash_earns_interest(run):
    simulation = run(FLAT, [], costs=CostModel(interest=0.365))
    assert simulation.equity[-1] == pytest.approx(10_000 * 1.001**5)


def test_profits_and_interest_explain_the_whole_change_of_the_account(run):
    costs = CostModel(commission=0.001, minimum=2.0, borrow=0.05, interest=0.03, entry_slippage=0.001)
    rows = [(100 + n, 103 + n, 98 + n, 101 + n) for n in range(30)]
    rules = [
        {"id": "buy", "action": "enter_long", "when": range(0, 30, 7)},
        {"id": "short", "action": "enter_short", "when": range(3, 30, 7)},
    ]
    simulation = run(rows, rules, execution={"allow_short": True}, costs=costs)
    explained = float(simulation.trades["profit"].sum()) + simulation.interest
    assert simulation.equity[-1] - 10_000 == pytest.approx(explained)


def test_the_band_has_a_line_for_each_harsher_assumption(run):
    rows = [(100 + n, 103 + n, 98 + n, 101 + n) for n in range(30)]
    simulation = run(rows, ROUND_TRIP, costs=CostModel(commission=0.001))
    signals = {"SIM:A": {"buy.when": [n == 0 for n in range(30)], "sell.when": [n == 2 for n in range(30)]}}
    arrays = {symbol: {k: np.array(v) for k, v in slots.items()} for symbol, slots in signals.items()}
    band = assumption_band(simulation.strategy, simulation.panel, arrays, simulation.settings)
    assert [entry.name for entry in band] == [
        "worst_intrabar_order",
        "double_costs",
        "one_bar_late",
        "half_participation",
    ]
    assert band[1].total_return < simulation.equity[-1] / 10_000 - 1
    assert all(entry.trades == 1 for entry in band)
