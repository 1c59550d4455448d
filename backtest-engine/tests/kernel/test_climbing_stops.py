"""Stops that climb: in steps, with the profit, after a target; and what a rule knows of R."""

import numpy as np
import pytest

from backtest_engine.domain.position import position

BUY = {"id": "buy", "action": "enter_long"}
SHORT = {"id": "short", "action": "enter_short"}
FLAT = [(100, 101, 99, 100)] * 8
# Bought at 100; the high is 110 on bar 2, then the price comes back.
RISE = [FLAT[0], (100, 101, 99, 100), (100, 110, 100, 108), (107, 107, 105, 106), (106, 106, 98, 99), *FLAT]
FALL = [(200 - o, 200 - low, 200 - h, 200 - c) for o, h, low, c in RISE]


@pytest.mark.parametrize(("rows", "rule", "price"), [(RISE, BUY, 107.0), (FALL, SHORT, 93.0)], ids=["long", "short"])
def test_a_share_of_the_best_open_profit_is_given_back(run, told, rows, rule, price):
    activate = {"kind": "percent", "value": 5}
    risk = {"trailing_stop": {"kind": "give_back", "value": 30, "activate_at": activate}}
    found = told(run(rows, [{**rule, "when": [0]}], risk=risk, execution={"allow_short": True}))
    # 30 % of the 10 points are given back: the stop is at 7 points of profit, and bar 3 opens at it.
    assert found[0][2:4] == (3, price)
    assert found[0][5] == "trailing_stop"


def test_nothing_is_given_back_before_the_profit_is_there(run, told):
    risk = {"trailing_stop": {"kind": "give_back", "value": 30, "activate_at": {"kind": "percent", "value": 11}}}
    assert told(run(RISE, [{**BUY, "when": [0]}], risk=risk))[0][5] == "end_of_data"


def test_a_stop_climbs_in_steps_and_is_in_force_from_the_next_bar(run, told):
    steps = [
        {"at": {"kind": "percent", "value": 4}, "to": {"kind": "percent", "value": 0}},
        {"at": {"kind": "percent", "value": 9}, "to": {"kind": "percent", "value": 5}},
        {"at": {"kind": "percent", "value": 20}, "to": {"kind": "percent", "value": 15}},
    ]
    risk = {"stop_loss": {"kind": "percent", "value": 3}, "stop_steps": steps}
    found = told(run(RISE, [{**BUY, "when": [0]}], risk=risk))
    # Bar 2 reaches two steps at once; bar 3 comes down to 105.
    assert found[0][2:4] == (3, 105)
    assert found[0][5] == "stop_step"


def test_the_stop_moves_after_a_target_was_reached(run, told):
    risk = {
        "take_profit": [{"kind": "percent", "value": 8, "fraction": 0.5}, {"kind": "percent", "value": 30}],
        "break_even": {"trigger": {"kind": "after_target", "target": 1}},
        "stop_loss": {"kind": "percent", "value": 20},
    }
    found = told(run(RISE, [{**BUY, "when": [0]}], risk=risk))
    assert [row[2:] for row in found] == [(2, 108, 50, "take_profit"), (4, 100, 50, "break_even")]


def test_before_its_target_is_reached_a_stop_stays(run, told):
    risk = {
        "take_profit": [{"kind": "percent", "value": 12, "fraction": 0.5}],
        "trailing_stop": {"kind": "percent", "value": 1, "activate_at": {"kind": "after_target"}},
    }
    assert told(run(RISE, [{**BUY, "when": [0]}], risk=risk))[0][5] == "end_of_data"


def test_an_add_can_be_a_multiple_of_the_newest_entry(run, told):
    more = {"id": "more", "action": "add_long", "when": [2], "size": {"kind": "times_last", "value": 2}}
    again = {**more, "id": "again", "when": [4]}
    rules = [{**BUY, "when": [0]}, more, again]
    found = told(run(FLAT, rules, sizing={"kind": "quantity", "value": 10}))
    assert [row[4] for row in found] == [10, 20, 40]


def test_risk_may_be_measured_over_a_distance_without_a_stop(run, told):
    sizing = {"kind": "risk_percent", "value": 1, "distance": 4}
    found = told(run(FLAT, [{**BUY, "when": [0]}], sizing=sizing))
    assert found[0][4] == 25


def test_a_rule_that_is_read_at_the_open_fills_at_that_open(run, told):
    rows = [FLAT[0], FLAT[0], (97, 99, 96, 98), *FLAT]
    found = told(run(rows, [{**BUY, "when": [2], "read": "open"}]))
    assert found[0][:2] == (2, 97)


def test_an_order_that_is_read_at_the_open_is_in_the_market_in_that_bar(run, told):
    rows = [FLAT[0], FLAT[0], (97, 99, 94, 98), *FLAT]
    price = np.where(np.arange(len(rows)) == 2, 95.0, 1.0)
    order = {"kind": "limit", "price": "x"}
    rule = {**BUY, "when": [2], "read": "open", "order": order}
    found = told(run(rows, [rule], slots={"buy.order.price": price}))
    assert found[0][:2] == (2, 95)


@pytest.mark.parametrize(("reached", "filled"), [(3, True), (5, False)])
def test_an_order_for_the_day_lapses_with_its_session(run, market, told, reached, filled):
    # Four bars a day.
    rows = [(100, 101, 94 if bar == reached else 99, 100) for bar in range(12)]
    rule = {**BUY, "when": [0], "order": {"kind": "limit", "price": "x", "valid": "day"}}
    slots = {"buy.order.price": np.full(12, 95.0)}
    found = told(run(rows, [rule], slots=slots, bars=[market(rows, hours=6)], timeframe="4h"))
    assert [row[:2] for row in found] == ([(reached, 95)] if filled else [])


def test_an_order_of_the_last_bar_of_a_day_lives_through_the_next(run, market, told):
    rows = [(100, 101, 99, 100)] * 7 + [(100, 101, 94, 100)] + [(100, 101, 99, 100)] * 4
    rule = {**BUY, "when": [3], "order": {"kind": "limit", "price": "x", "valid": "day"}}
    slots = {"buy.order.price": np.full(len(rows), 95.0)}
    found = told(run(rows, [rule], slots=slots, bars=[market(rows, hours=6)], timeframe="4h"))
    assert found[0][:2] == (7, 95)
    early = told(run(rows, [{**rule, "when": [2]}], slots=slots, bars=[market(rows, hours=6)], timeframe="4h"))
    assert early == []


def test_a_rule_knows_the_open_profit_in_multiples_of_r(run, told):
    rows = [FLAT[0], (100, 101, 99, 100), (100, 110, 100, 108), (108, 111, 107, 110), *[(110, 111, 109, 110)] * 4]
    out = {"id": "out", "action": "exit_long", "when": position.open_r >= 2}
    risk = {"stop_loss": {"kind": "distance", "value": 4}}
    assert told(run(rows, [{**BUY, "when": [0]}, out], risk=risk))[0][2:4] == (3, 108)
    far = {**out, "when": position.initial_risk > 4}
    assert told(run(rows, [{**BUY, "when": [0]}, far], risk=risk))[0][5] == "end_of_data"
    near = {**out, "when": position.initial_risk >= 4}
    assert told(run(rows, [{**BUY, "when": [0]}, near], risk=risk))[0][2] == 2


def test_an_entry_that_stays_true_is_not_put_off_again_by_a_delay(run, told):
    found = told(run(FLAT, [{**BUY, "when": range(8)}], settings={"entry_delay": 3}))
    assert found[0][0] == 4
