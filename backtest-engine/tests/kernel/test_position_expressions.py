"""Expressions over the open position: what builds them, what they refuse, what the kernel makes of them."""

import pickle

import numpy as np
import pytest

from backtest_engine.domain.position import PositionExpr, compile_expression, lift, position

CLOSE = np.array([100.0, 102, 104, 103, 101, 99, 98, 97])
ROWS = [(price, price + 1, price - 1, price) for price in CLOSE]


def test_an_array_on_the_left_gives_an_expression():
    assert isinstance(position.entry_price * 0.9 > CLOSE, PositionExpr)
    assert isinstance(position.entry_price * 0.9 > CLOSE, PositionExpr)


def test_an_expression_has_no_truth_of_its_own():
    with pytest.raises(TypeError, match="combine conditions with &"):
        bool(position.bars_held > 3)


def test_an_unknown_word_is_refused_with_those_there_are():
    with pytest.raises(AttributeError, match="bars_held"):
        _ = position.entry_prize


def test_a_word_that_needs_a_series_says_so():
    with pytest.raises(TypeError, match="at_entry needs a series"):
        compile_expression(position.at_entry > 3)


def test_an_unknown_reason_is_refused():
    with pytest.raises(ValueError, match="stop_loss"):
        _ = position.last_exit_reason == "stop_lost"


def test_only_elementwise_functions_can_be_lifted():
    with pytest.raises(TypeError, match="sma cannot be applied"):
        lift("sma", position.open_return, 3)


def test_an_expression_survives_the_way_out_of_the_sandbox():
    expression = pickle.loads(pickle.dumps((position.entry_price > CLOSE) & (position.bars_held >= 2)))
    assert compile_expression(expression).codes.tolist() == [10, 1, 68, 13, 0, 69, 72]


@pytest.mark.parametrize(
    ("condition", "exit_tick"),
    [
        (position.entry_price > CLOSE, 5),
        (position.open_return <= -0.02, 6),
        (lift("maximum", position.entry_price, 103.5) > CLOSE, 2),
        (lift("where", position.bars_held > 3, CLOSE - CLOSE + 1, 0), 5),
        ((position.open_pnl < 0) | (position.entries > 1), 5),
        (position.side * (CLOSE - position.avg_price) <= -3, 6),
        (position.at_entry(CLOSE) > CLOSE, 6),
        (position.lowest_since_entry < 99.5, 6),
        (abs(position.entry_price - CLOSE) > 2.5, 6),
        (position.equity < 10_000, 5),
    ],
)
def test_the_kernel_evaluates_an_expression_bar_by_bar(run, told, condition, exit_tick):
    rules = [
        {"id": "buy", "action": "enter_long", "when": [0]},
        {"id": "sell", "action": "exit_long", "when": condition},
    ]
    assert told(run(ROWS, rules))[0][2] == exit_tick


def test_after_a_trade_its_end_is_remembered(run, told):
    again = (
        (position.bars_since_exit >= 2) & (position.last_exit_reason == "max_bars") & (position.last_trade_return > 0)
    )
    rules = [
        {"id": "buy", "action": "enter_long", "when": [0]},
        {"id": "again", "action": "enter_long", "when": again},
    ]
    found = told(run(ROWS, rules, risk={"max_bars": 1}))
    assert [row[:3] for row in found] == [(1, 102, 2), (5, 99, 6)]
