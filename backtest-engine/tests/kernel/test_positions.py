"""What happens to a position: levels that move, parts, reversals, limits, words about it."""

import numpy as np
import pytest

from backtest_engine.domain.kernel import MissingSlot, UnfitSignal
from backtest_engine.domain.position import position

FLAT = [(100, 101, 99, 100)] * 8
BUY, SELL = {"id": "buy", "action": "enter_long"}, {"id": "sell", "action": "exit_long"}
SHORT = {"id": "short", "action": "enter_short"}


def test_a_trailing_stop_hangs_from_the_extreme_up_to_the_bar_before(run, told):
    rows = [FLAT[0], (100, 110, 99.5, 109), (109, 120, 105, 106), (106, 107, 104, 105), *FLAT]
    found = told(run(rows, [{**BUY, "when": [0]}], risk={"trailing_stop": {"kind": "percent", "value": 5}}))
    assert found[0][2:] == (3, 106, 100, "trailing_stop")


def test_break_even_is_in_force_from_the_next_bar(run, told):
    rows = [FLAT[0], (100, 106, 99, 100), (101, 102, 99, 101), *FLAT]
    risk = {"stop_loss": {"kind": "percent", "value": 10}, "break_even": {"trigger": {"kind": "percent", "value": 5}}}
    found = told(run(rows, [{**BUY, "when": [0]}], risk=risk))
    assert found[0][2:] == (2, 100, 100, "break_even")


def test_a_target_of_two_r_lies_twice_the_stop_distance_away(run, told):
    rows = [FLAT[0], (100, 101, 99, 100), (100, 104.5, 99, 104), *FLAT]
    risk = {"stop_loss": {"kind": "distance", "value": 2}, "take_profit": [{"kind": "r_multiple", "value": 2}]}
    assert told(run(rows, [{**BUY, "when": [0]}], risk=risk))[0][2:4] == (2, 104)


def test_each_part_of_a_scaled_out_position_is_a_row(run, told):
    rows = [FLAT[0], (100, 101, 99, 100), (100, 109, 99, 108), (108, 117, 107, 116), *FLAT]
    risk = {
        "take_profit": [
            {"kind": "percent", "value": 8, "fraction": 0.5},
            {"kind": "percent", "value": 16, "fraction": 0.5},
        ]
    }
    found = told(run(rows, [{**BUY, "when": [0]}], risk=risk))
    assert [row[2:5] for row in found] == [(2, 108, 50), (3, 116, 50)]


def test_entry_and_exit_of_one_side_together_are_no_entry(run, told):
    assert told(run(FLAT, [{**BUY, "when": [1]}, {**SELL, "when": [1]}])) == []


def test_an_opposite_entry_reverses_at_one_open(run, told):
    rows = [(100 + n, 102 + n, 99 + n, 101 + n) for n in range(6)]
    rules = [{**BUY, "when": [0]}, {**SHORT, "when": [2]}]
    simulation = run(rows, rules, execution={"allow_short": True})
    found = told(simulation)
    assert found[0][2:] == (3, 103, 99, "reverse")
    assert found[1][:2] == (3, 103)
    assert simulation.trades["side"].tolist() == [1, -1]


@pytest.mark.parametrize(("behaviour", "trades"), [("close", 1), ("ignore", 1)])
def test_an_opposite_entry_may_only_close_or_be_ignored(run, told, behaviour, trades):
    rules = [{**BUY, "when": [0]}, {**SHORT, "when": [2]}]
    found = told(run(FLAT, rules, execution={"allow_short": True, "on_opposite": behaviour}))
    assert len(found) == trades
    assert (found[0][2] is None) == (behaviour == "ignore")


def test_pyramiding_bounds_the_open_entries(run, told):
    sizing = {"kind": "cash", "value": 1_000}
    found = told(run(FLAT, [{**BUY, "when": range(8)}], sizing=sizing, execution={"pyramiding": 3}))
    assert len(found) == 3


def test_an_add_needs_a_position_and_fires_once(run, told):
    rules = [{**BUY, "when": [2]}, {"id": "more", "action": "add_long", "when": range(8)}]
    found = told(run(FLAT, rules, sizing={"kind": "cash", "value": 1_000}))
    assert [row[0] for row in found] == [3, 4]


def test_cash_bounds_what_is_bought_and_margin_what_is_shorted(run):
    simulation = run(FLAT, [{**SHORT, "when": [0]}], sizing={"value": 300}, execution={"allow_short": True})
    assert simulation.trades["quantity"].tolist() == [100]


def test_leverage_widens_the_bound(run):
    simulation = run(FLAT, [{**BUY, "when": [0]}], sizing={"value": 200}, execution={"leverage": 2})
    assert simulation.trades["quantity"].tolist() == [200]


def test_risk_percent_sizes_by_the_distance_to_the_stop(run):
    simulation = run(
        FLAT,
        [{**BUY, "when": [0]}],
        sizing={"kind": "risk_percent", "value": 1},
        risk={"stop_loss": {"kind": "percent", "value": 5}},
    )
    assert simulation.trades["quantity"].tolist() == [20]


def test_a_cool_down_bars_entries_for_some_bars(run, told):
    rules = [{**BUY, "when": range(8)}, {**SELL, "when": [1]}]
    found = told(run(FLAT, rules, limits={"cooldown_bars": 3}))
    assert [row[0] for row in found] == [1, 6]


def test_a_drawdown_limit_ends_trading(run, told):
    rows = [*FLAT[:2], (100, 101, 79, 80), (80, 81, 79, 80), *FLAT]
    found = told(run(rows, [{**BUY, "when": range(10)}], limits={"max_drawdown_percent": 15}))
    assert [row[2:4] + row[5:] for row in found] == [(3, 80, "drawdown_limit")]


def test_a_rule_may_speak_of_the_open_position(run, told):
    rows = [(100 + n, 101 + n, 99 + n, 100 + n) for n in range(8)]
    rules = [{**BUY, "when": [0]}, {**SELL, "when": position.open_return > 0.025}]
    assert told(run(rows, rules))[0][2:4] == (5, 105)


def test_bars_held_counts_the_entry_bar(run, told):
    rules = [{**BUY, "when": [0]}, {**SELL, "when": position.bars_held >= 3}]
    assert told(run(FLAT, rules))[0][2] == 4


def test_a_word_over_a_series_runs_from_the_entry(run, told):
    series = np.array([9.0, 1, 2, 5, 4, 3, 3, 3])
    rules = [{**BUY, "when": [0]}, {**SELL, "when": position.highest_since_entry(series) - series >= 2}]
    assert told(run(FLAT, rules))[0][2] == 6


def test_without_a_position_every_word_is_unknown(run, told):
    rules = [{**BUY, "when": position.entry_price > 0}, {**SELL, "when": [0]}]
    assert told(run(FLAT, rules)) == []


def test_dividends_and_splits_are_booked(run, market):
    dividend, split = np.zeros(6), np.ones(6)
    dividend[3], split[4] = 2.0, 2.0
    rows = [(100, 101, 99, 100)] * 4 + [(50, 51, 49, 50)] * 2
    bars = [market(rows, dividend=dividend, split=split)]
    simulation = run(None, [{**BUY, "when": [0]}], bars=bars)
    assert simulation.equity[-1] == pytest.approx(10_200)
    assert simulation.trades["quantity"].tolist() == [200]
    assert simulation.trades["profit"].tolist() == pytest.approx([200])


def test_two_symbols_share_the_cash(run, market):
    bars = [market(FLAT, "SIM:A"), market(FLAT, "SIM:B")]
    simulation = run(None, [{**BUY, "when": [0]}], bars=bars, sizing={"value": 60})
    assert simulation.trades["quantity"].tolist() == [60, 40]


def test_a_missing_slot_is_named(run):
    with pytest.raises(MissingSlot, match=r"risk\.stop_loss\.atr"):
        run(FLAT, [{**BUY, "when": [0]}], risk={"stop_loss": {"kind": "atr", "multiple": 2}})


def test_a_signal_of_another_length_is_refused(run):
    with pytest.raises(UnfitSignal, match="has 3 values for 8 bars"):
        run(FLAT, [{**BUY, "when": np.array([1.0, 0.0, 0.0])}])
