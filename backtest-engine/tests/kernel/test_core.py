"""A core that is held at its weights, and rules that trade the rest of the universe."""

import numpy as np
import pytest

from backtest_engine.domain.position import position

FLAT = [(100, 101, 99, 100)] * 12
CORE = {"weights": [{"symbol": "SIM:CORE", "weight": 60}], "rebalance": 4}
BUY = {"id": "buy", "action": "enter_long"}


@pytest.fixture
def both(market):
    """The core rises by one a bar, the other stands still."""
    rising = [(100 + n, 101 + n, 99 + n, 100 + n) for n in range(12)]
    return [market(rising, "SIM:CORE"), market(FLAT, "SIM:OTHER")]


def test_the_core_is_bought_first_and_no_rule_touches_it(run, both):
    out = {"id": "out", "action": "exit_long", "when": position.bars_held >= 2}
    risk = {"take_profit": [{"kind": "percent", "value": 1}], "max_bars": 3}
    rules = [{**BUY, "when": [4]}, out]
    simulation = run(FLAT, rules, bars=both, core={**CORE, "rebalance": 100}, risk=risk, sizing={"value": 20})
    held = [(simulation.rule_ids[t["entry_rule"]], int(t["symbol"]), int(t["open"])) for t in simulation.trades]
    assert held == [("buy", 1, 0), ("core", 0, 1)]


def test_the_core_is_brought_back_to_its_weight(run, both):
    simulation = run(FLAT, [{**BUY, "when": []}], bars=both, core=CORE, cash=100_000.0)
    fills = [(int(f["tick"]), int(f["side"])) for f in simulation.fills]
    assert fills == [(1, 1), (5, -1), (9, -1)]
    quantity = sum(float(f["side"] * f["quantity"]) for f in simulation.fills[:2])
    assert quantity * 105 == pytest.approx(0.6 * (100_000 + 594 * 4), abs=105)


def test_a_drawdown_limit_ends_the_core_too_and_for_good(run, market):
    falling = [(100 - 5 * n, 101 - 5 * n, 99 - 5 * n, 100 - 5 * n) for n in range(12)]
    bars = [market(falling, "SIM:CORE"), market(FLAT, "SIM:OTHER")]
    simulation = run(
        FLAT, [{**BUY, "when": []}], bars=bars, core=CORE, limits={"max_drawdown_percent": 6}, cash=100_000.0
    )
    assert simulation.fills[-1]["side"] == -1
    assert np.ptp(simulation.equity[-4:]) == 0


def test_an_equal_share_is_of_the_symbols_that_the_rules_trade(run, both):
    rules = [{**BUY, "when": [2]}]
    sizing = {"kind": "equal_weight", "value": 40}
    simulation = run(FLAT, rules, bars=both, core={**CORE, "rebalance": 100}, sizing=sizing)
    bought = next(t for t in simulation.trades if t["symbol"] == 1)
    assert bought["quantity"] * 100 == pytest.approx(0.4 * simulation.equity[2], abs=150)
