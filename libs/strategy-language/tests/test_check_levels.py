"""Stops that climb, give back or wait for a target; sizes by distance; rules read at the open: what makes no sense."""

import pytest

from strategy_language.check import problems
from strategy_language.check.opening import KNOWN_AT_OPEN, later_than_open
from strategy_language.expressions import parse
from strategy_language.generate import generate
from strategy_language.load import load
from strategy_language.readback import read_back
from strategy_language.static_checks import inspect_code

ENTRY = ("enter_long", "close > open")
PERCENT_5 = {"kind": "percent", "value": 5}


def _percent(value):
    return {"kind": "percent", "value": value}


@pytest.fixture
def found(strategy):
    def of(*rules, **fields):
        return {problem.path: problem for problem in problems(strategy(*(rules or (ENTRY,)), **fields))}

    return of


@pytest.mark.parametrize(
    ("trailing", "path"),
    [
        ({"kind": "give_back", "value": 30}, "risk.trailing_stop.activate_at"),
        ({"kind": "give_back", "value": 0, "activate_at": PERCENT_5}, "risk.trailing_stop.value"),
        ({"kind": "give_back", "value": 130, "activate_at": PERCENT_5}, "risk.trailing_stop.value"),
    ],
)
def test_a_share_of_the_profit_must_be_there_to_be_given_back(found, trailing, path):
    assert list(found(risk={"trailing_stop": trailing})) == [path]


@pytest.mark.parametrize(
    ("targets", "target"),
    [
        ([], 1),
        ([PERCENT_5], 1),
        ([{**PERCENT_5, "fraction": 0.5}], 2),
        ([{**PERCENT_5, "fraction": 0.5}, {**_percent(9), "fraction": 0.5}], 2),
    ],
)
def test_nothing_waits_for_a_target_that_is_not_there_or_ends_all(found, targets, target):
    even = {"trigger": {"kind": "after_target", "target": target}}
    assert "risk.break_even.trigger.target" in found(risk={"take_profit": targets, "break_even": even})


def test_a_trail_may_begin_after_the_first_of_two_targets(found):
    targets = [{**PERCENT_5, "fraction": 0.5}, _percent(12)]
    trailing = {"kind": "percent", "value": 3, "activate_at": {"kind": "after_target", "target": 1}}
    assert found(risk={"take_profit": targets, "trailing_stop": trailing}) == {}


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([(5, 5)], "risk.stop_steps.0.to"),
        ([(5, 7)], "risk.stop_steps.0.to"),
        ([(5, 1), (4, 2)], "risk.stop_steps.1.at"),
        ([(5, 1), (9, 1)], "risk.stop_steps.1.to"),
        ([(-5, -7)], "risk.stop_steps.0.at.value"),
    ],
)
def test_steps_climb_and_stay_behind_the_price(found, steps, path):
    written = [{"at": _percent(at), "to": _percent(to)} for at, to in steps]
    assert path in found(risk={"stop_steps": written})


def test_a_step_may_lie_behind_the_entry_price(found):
    assert found(risk={"stop_steps": [{"at": _percent(3), "to": _percent(-1)}]}) == {}


def test_steps_in_r_need_a_stop(found):
    steps = [{"at": {"kind": "r_multiple", "value": 1}, "to": _percent(0)}]
    assert "risk.stop_steps.0.at" in found(risk={"stop_steps": steps})
    assert found(risk={"stop_steps": steps, "stop_loss": PERCENT_5}) == {}


@pytest.mark.parametrize("length", [0, -3, 2.5, 10_000])
def test_an_atr_level_has_the_length_of_an_atr(found, length):
    level = {"kind": "atr", "multiple": 2, "length": length}
    own = {"id": "r1", "action": "enter_long", "when": "close > open", "risk": {"stop_loss": level}}
    assert list(found(risk={"stop_loss": level})) == ["risk.stop_loss.length"]
    assert list(found(own)) == ["rules.0.risk.stop_loss.length"]


@pytest.mark.parametrize(
    ("size", "path"),
    [
        ({"kind": "times_last", "value": 2}, "sizing.kind"),
        ({"kind": "cash", "value": 100, "distance": 3}, "sizing.distance"),
        ({"kind": "risk_percent", "value": 1, "distance": 0}, "sizing.distance"),
        ({"kind": "risk_percent", "value": 1}, "sizing.kind"),
    ],
)
def test_a_size_that_has_nothing_to_go_by_is_refused(found, size, path):
    assert list(found(sizing=size)) == [path]


def test_risk_over_a_distance_needs_no_stop_and_an_add_may_double(found):
    more = {"id": "more", "action": "add_long", "when": "low < open", "size": {"kind": "times_last", "value": 2}}
    first = {"id": "r1", "action": "enter_long", "when": "close > open"}
    assert found(first, more, sizing={"kind": "risk_percent", "value": 1, "distance": "2 * atr(14)"}) == {}


def test_r_is_known_to_rules_only_where_there_is_a_stop(found):
    leave = ("exit_long", "open_r > 2 or initial_risk < 1")
    assert list(found(ENTRY, leave)) == ["rules.1.when"]
    assert found(ENTRY, leave, risk={"stop_loss": PERCENT_5}) == {}
    assert "rules.0.when" in found(("enter_long", "open_r > 2"))


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("open > close[1] * 1.02", None),
        ("open > highest(high, 20)[1] and weekday == 1", None),
        ("open < prev_session_low and session_gap_percent < -2", None),
        ('open > sma(open, 5) and close("SPY")[1] > 3', None),
        ("open > close", "close"),
        ("open > sma(close, 5)", "close"),
        ("open > day_high", "day_high"),
        ('open > close("SPY")', 'close("SPY")'),
        ('on("1w", close) > open', 'on("1w", close)'),
        ("(open > atr(14))[1] and atr(14) > 1", "atr(14)"),
    ],
)
def test_at_the_open_only_the_open_and_the_past_are_known(strategy, text, late):
    rule = {"id": "r1", "action": "enter_long", "when": text, "read": "open"}
    made = problems(strategy(rule))
    if late is None:
        assert made == ()
    else:
        assert made[0].path == "rules.0.when"
        assert f"when {late} is not known yet" in made[0].reason
        assert made[0].suggestion == f"{late}[1]"


def test_a_rule_that_is_read_at_the_open_fills_there_and_knows_no_position(found):
    rule = {"id": "r2", "action": "exit_long", "when": "open < close[1] and bars_held > 2", "read": "open"}
    assert list(found(ENTRY, rule)) == ["rules.1.when"]
    plain = {**rule, "when": "open < close[1]"}
    assert found(ENTRY, plain) == {}
    assert list(found(ENTRY, {**plain, "fill": "same_close"})) == ["rules.1.read"]


def test_what_counts_as_known_at_the_open_is_in_the_catalogue():
    assert all(later_than_open(parse(name)) is None for name in KNOWN_AT_OPEN)


def test_an_order_for_the_day_takes_no_number_of_bars(found):
    order = {"kind": "limit", "price": "close * 0.99", "valid": "day"}
    rule = {"id": "r1", "action": "enter_long", "when": "close > open", "order": order}
    assert found(rule) == {}
    assert list(found({**rule, "order": {**order, "valid_bars": 3}})) == ["rules.0.order.valid_bars"]


def test_dated_weights_rise_in_time_and_stay_within_the_means(document):
    allocation = {
        "weights": [{"symbol": "SPY", "weight": 60}, {"symbol": "TLT", "weight": 40}],
        "schedule": [
            {"since": "2021-01-04", "weights": [{"symbol": "SPY", "weight": 90}]},
            {"since": "2020-01-02", "weights": [{"symbol": "QQQ", "weight": 120}]},
        ],
    }
    fields = {"kind": "allocation", "universe": ["SPY", "TLT"], "rules": []}
    with pytest.raises(Exception, match="cannot be run") as refused:
        load({**document(), **fields, "allocation": allocation})
    assert [error.path for error in refused.value.errors] == [
        "allocation.schedule.1.weights.0.symbol",
        "allocation.schedule.1.weights",
        "allocation.schedule.1.since",
    ]
    good = {**allocation, "schedule": allocation["schedule"][:1]}
    assert "From 2021-01-04 on hold 90% in SPY." in read_back(load({**document(), **fields, "allocation": good}))


def test_everything_new_is_read_back_and_generated(strategy):
    made = strategy(
        {
            "id": "buy",
            "action": "enter_long",
            "when": "open < prev_session_low",
            "read": "open",
            "order": {"kind": "limit", "price": "open * 0.99", "valid": "day"},
        },
        {"id": "more", "action": "add_long", "when": "open_r > 1", "size": {"kind": "times_last", "value": 0.5}},
        risk={
            "stop_loss": {"kind": "atr", "multiple": 2},
            "take_profit": [{**_percent(6), "fraction": 0.5}, _percent(20)],
            "trailing_stop": {"kind": "give_back", "value": 30, "activate_at": _percent(5)},
            "break_even": {"trigger": {"kind": "after_target", "target": 1}},
            "stop_steps": [
                {"at": {"kind": "atr", "multiple": 3}, "to": _percent(0)},
                {"at": _percent(12), "to": _percent(8)},
            ],
        },
        sizing={"kind": "risk_percent", "value": 1, "distance": "2 * atr(14)"},
    )
    assert problems(made) == ()
    said = read_back(made)
    for sentence in (
        "Buy AAPL, with a limit order at the open times 0.99, good for the day, decided at the open, when the open is",
        "Add 0.5 times the quantity of the last entry.",
        "Trail a stop that gives back 30% of the best open profit, once the position is ahead by 5%.",
        "Move the stop to the entry price once target 1 has been reached.",
        "Move the stop to the entry price once the position is ahead by 3 ATR(14).",
        "Move the stop to 8% above the entry price once the position is ahead by 12%.",
        "Risk 1% of the equity on each trade, measured over a distance of 2 times the 14-day ATR.",
    ):
        assert sentence in said
    code = generate(made)
    assert {"risk.stop_steps.0.at.atr", "sizing.distance", "buy.order.price"} <= set(code.slots)
    assert inspect_code(code.text).passed


CORE = {"weights": [{"symbol": "SPY", "weight": 60}], "rebalance": "quarterly"}


def test_a_core_is_held_beside_the_rules_that_trade_the_rest(strategy):
    made = strategy(ENTRY, universe=["SPY", "AAPL", "MSFT"], core=CORE)
    assert problems(made) == ()
    assert made.ruled == ("AAPL", "MSFT")
    said = read_back(made)
    assert "Buy each of AAPL and MSFT when the close is above the open." in said
    assert "Hold 60% in SPY at all times, brought back every quarter." in said


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"universe": ["SPY"], "core": CORE}, "core.weights"),
        ({"universe": ["AAPL", "MSFT"], "core": CORE}, "core.weights.0.symbol"),
        ({"universe": ["SPY", "AAPL"], "core": {"weights": [{"symbol": "SPY", "weight": 130}]}}, "core.weights"),
        (
            {"universe": ["SPY", "AAPL"], "core": {"weights": [{"symbol": "SPY", "weight": -30}]}},
            "core.weights.0.weight",
        ),
    ],
)
def test_a_core_that_leaves_nothing_or_cannot_be_held_is_refused(found, fields, path):
    assert list(found(**fields)) == [path]


def test_a_core_beside_a_rotation_is_refused(found):
    rotation = {"rank_by": "roc(close, 20)", "hold": 1}
    made = found(kind="rotation", universe=["SPY", "AAPL", "MSFT"], rotation=rotation, core=CORE)
    assert "core" in made
