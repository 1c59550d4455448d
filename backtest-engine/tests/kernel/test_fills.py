"""Where and when orders fill."""

import numpy as np
import pytest

FLAT = [(100, 101, 99, 100)] * 6
BUY, SELL = {"id": "buy", "action": "enter_long"}, {"id": "sell", "action": "exit_long"}


def test_a_rule_fills_at_the_next_open(run, told):
    rows = [(100, 101, 99, 100), (102, 103, 101, 102), (104, 105, 103, 104), (106, 107, 105, 106)]
    found = told(run(rows, [{**BUY, "when": [0]}, {**SELL, "when": [1]}]))
    assert found == [(1, 102, 2, 104, 98, "rule")]


def test_a_rule_of_the_last_bar_fills_nowhere(run, told):
    assert told(run(FLAT, [{**BUY, "when": [5]}])) == []


@pytest.mark.parametrize(("fill", "tick", "price"), [("same_close", 0, 100.5), ("next_close", 1, 102.5)])
def test_a_fill_at_a_close(run, told, fill, tick, price):
    rows = [(100, 101, 99, 100.5), (102, 103, 101, 102.5), (104, 105, 103, 104.5)]
    assert told(run(rows, [{**BUY, "when": [0]}], execution={"fill": fill}))[0][:2] == (tick, price)


def test_a_gap_through_the_stop_fills_at_the_open(run, told):
    rows = [*FLAT[:2], (90, 91, 89, 90), *FLAT[:2]]
    stop = {"stop_loss": {"kind": "percent", "value": 5}}
    assert told(run(rows, [{**BUY, "when": [0]}], risk=stop))[0][2:] == (2, 90, 100, "stop_loss")


def test_of_a_stop_and_a_target_in_one_bar_the_stop_is_taken(run, told):
    rows = [*FLAT[:2], (100, 110, 90, 100), *FLAT[:2]]
    risk = {"stop_loss": {"kind": "percent", "value": 5}, "take_profit": [{"kind": "percent", "value": 5}]}
    assert told(run(rows, [{**BUY, "when": [0]}], risk=risk))[0][2:] == (2, 95, 100, "stop_loss")


def test_a_stop_may_be_hit_in_the_bar_that_opened_the_position(run, told):
    rows = [FLAT[0], (100, 101, 94, 96), *FLAT]
    assert told(run(rows, [{**BUY, "when": [0]}], risk={"stop_loss": {"kind": "percent", "value": 5}}))[0][2:4] == (
        1,
        95,
    )


def test_a_target_is_not_filled_by_a_touch(run, told):
    rows = [*FLAT[:2], (100, 105, 99, 100), (100, 105.01, 99, 100), *FLAT]
    assert told(run(rows, [{**BUY, "when": [0]}], risk={"take_profit": [{"kind": "percent", "value": 5}]}))[0][2:4] == (
        3,
        105,
    )


def test_a_limit_fills_only_when_price_trades_through_it(run, told):
    rows = [FLAT[0], (100, 101, 98, 100), (100, 101, 97.9, 100), *FLAT[:2]]
    rule = {**BUY, "when": [0], "order": {"kind": "limit", "price": "x", "valid_bars": 3}}
    found = told(run(rows, [rule], slots={"buy.order.price": 98.0}))
    assert found[0][:2] == (2, 98)


def test_a_limit_that_the_bar_opens_beyond_fills_at_the_open(run, told):
    rows = [FLAT[0], (97, 99, 96, 98), *FLAT[:2]]
    rule = {**BUY, "when": [0], "order": {"kind": "limit", "price": "x"}}
    assert told(run(rows, [rule], slots={"buy.order.price": 98.0}))[0][:2] == (1, 97)


def test_a_resting_order_lives_in_the_bars_after_its_signal(run, told):
    rows = [*FLAT[:3], (100, 101, 90, 100), *FLAT[:2]]
    rule = {**BUY, "when": [0], "order": {"kind": "limit", "price": "x", "valid_bars": 2}}
    assert told(run(rows, [rule], slots={"buy.order.price": 95.0})) == []
    rule["order"]["valid_bars"] = 3
    assert told(run(rows, [rule], slots={"buy.order.price": 95.0}))[0][:2] == (3, 95)


def test_a_newer_signal_replaces_the_resting_order(run, told):
    rows = [*FLAT[:3], (100, 101, 94, 100), *FLAT[:2]]
    rule = {**BUY, "when": [0, 1], "order": {"kind": "limit", "price": "x", "valid_bars": 5}}
    levels = np.array([97.0, 95.0, np.nan, np.nan, np.nan, np.nan])
    assert told(run(rows, [rule], slots={"buy.order.price": levels}))[0][:2] == (3, 95)


def test_a_stop_entry_fills_at_its_level_or_at_a_gap(run, told):
    rule = {**BUY, "when": [0], "order": {"kind": "stop", "price": "x", "valid_bars": 2}}
    inside = [FLAT[0], (100, 103, 99, 102), *FLAT[:2]]
    assert told(run(inside, [rule], slots={"buy.order.price": 102.0}))[0][:2] == (1, 102)
    gap = [FLAT[0], (104, 105, 103, 104), *FLAT[:2]]
    assert told(run(gap, [rule], slots={"buy.order.price": 102.0}))[0][:2] == (1, 104)


def test_a_stop_limit_waits_for_the_price_to_come_back(run, told):
    order = {"kind": "stop_limit", "price": "x", "limit_price": "x", "valid_bars": 4}
    rows = [FLAT[0], (104, 105, 103.5, 104), (104, 105, 102, 103), *FLAT[:2]]
    slots = {"buy.order.price": 102.0, "buy.order.limit_price": 103.0}
    assert told(run(rows, [{**BUY, "when": [0], "order": order}], slots=slots))[0][:2] == (2, 103)


def test_one_of_a_group_cancels_the_other(run, told):
    short = {"id": "short", "action": "enter_short", "when": [0]}
    orders = [{"kind": "stop", "price": "x", "valid_bars": 5, "group": "g"} for _ in range(2)]
    rows = [FLAT[0], (100, 103, 99.5, 102), (102, 103, 96, 97), *FLAT[:2]]
    rules = [{**BUY, "when": [0], "order": orders[0]}, {**short, "order": orders[1]}]
    slots = {"buy.order.price": 102.0, "short.order.price": 98.0}
    found = told(run(rows, rules, slots=slots, execution={"allow_short": True}))
    assert [row[:3] for row in found] == [(1, 102, None)]


def test_a_thin_bar_fills_a_part_and_the_rest_carries_over(run, told):
    rows = [(10, 11, 9, 10, 1000)] + [(10, 11, 9, 10, 1000)] * 4
    found = run(rows, [{**BUY, "when": [0]}], cash=3_000.0, execution={"max_participation": 0.1})
    assert [(int(f["tick"]), float(f["quantity"])) for f in found.fills] == [(1, 100), (2, 100), (3, 100)]
    assert len(found.trades) == 1


def test_hong_kong_lots_are_whole(run, market, told):
    bars = [market(FLAT, lot=500.0)]
    assert told(run(None, [{**BUY, "when": [0]}], bars=bars, cash=99_999.0))[0][4] == 500


def test_fractions_fill_the_account(run, market, told):
    bars = [market(FLAT, lot=1e-8)]
    found = run(None, [{**BUY, "when": [0]}], bars=bars, cash=12_345.0)
    assert found.trades[0]["quantity"] == pytest.approx(123.45)


def test_hold_n_bars_leaves_at_the_open_of_the_nth(run, told):
    assert told(run(FLAT, [{**BUY, "when": [0]}], risk={"max_bars": 3}))[0][2:] == (4, 100, 100, "max_bars")


def test_a_session_exit_leaves_at_the_last_close_of_the_day(run, market, told):
    rows = [(100, 101, 99, 100 + n) for n in range(12)]
    bars = [market(rows, hours=4)]
    found = told(run(None, [{**BUY, "when": [1]}], bars=bars, risk={"session_exit": True}))
    assert found[0][2:4] == (5, 105)
    assert found[0][5] == "session_exit"
