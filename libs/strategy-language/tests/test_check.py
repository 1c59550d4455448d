"""Sense: what can never be is refused, with path, column, reason and what would help."""

import pytest

from strategy_language.check import problems, require_valid
from strategy_language.check.possible import can_be_true, implies
from strategy_language.expressions import parse
from strategy_language.load import load
from trading_contracts.problem import InvalidDocument

CROSS = (("enter_long", "crosses_above(sma(close, 10), sma(close, 30))"), ("exit_long", "close < sma(close, 50)"))


@pytest.mark.parametrize(
    "text",
    [
        "rsi(close, 14) > 70 and rsi(close, 14) < 30",
        "rsi(close) > 150",
        "rsi(close) < 0",
        "close > highest(high, 20)",
        "close > highest(close, 20)",
        "close > donchian(20).upper",
        "close < donchian(20).lower",
        "low < lowest(low, 5)",
        "crosses_above(close, highest(high, 20))",
        "close > bbands(close).upper and close < bbands(close).middle",
        "crosses_above(close, open) and crosses_below(close, open)",
        "close > 1.02 * sma(close, 20) and close < sma(close, 20)",
        "close > 1.1 * sma(close, 20) and close < 1.05 * sma(close, 20)",
        "close > open and open > high",
        "close > close[1] and close[1] > close[2] and close[2] > close",
        "rsi(close) == 30 and rsi(close) == 40",
        "rsi(close) >= 30 and rsi(close) <= 30 and rsi(close) != 30",
        "close != close",
        "1 > 2",
        'on("1w", rsi(close) > 70) and on("1w", rsi(close)) < 30',
        "close - open > 2 and close - open < 1",
        "highest(high, 20) < highest(high, 10)",
        "highest(high, 20)[1] < close[3]",
        "rising(close, 3) and falling(close, 2)",
        "close > open and not close > open",
        "cdl_hammer and not cdl_hammer",
        "(close > open)[1] and close[1] < open[1]",
        "weekday == 1 and weekday == 5",
        "adx(14) > 100",
        "lowest(low, 5) > highest(high, 5) and close > 0",
    ],
)
def test_a_condition_that_can_never_be_true_is_known(text):
    assert not can_be_true(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "rsi(close, 14) > 70 and rsi(close, 7) < 30",
        "rsi(close) > 70 or rsi(close) < 30",
        "close > highest(high, 20)[1]",
        "close >= highest(close, 20)",
        "close == highest(close, 7)",
        "close > 1.02 * sma(close, 20) and close < 1.05 * sma(close, 20)",
        "close > close[1] and close[1] < close[2]",
        "macd(close).histogram > 0 and macd(close).macd < 0",
        "close - open > 2 and high - low < 1.5 * (close - open)",
        "crosses_above(close, open) and close < open[1]",
        "low < lowest(low, 5)[1] and close > highest(high, 3)[2]",
        "close > 0",
        'close > open and close("SPY") < open("SPY")',
        "weekday == 1 or weekday == 5",
        "bbands(close).lower < 0 and close > 0",
    ],
)
def test_a_condition_that_may_come_true_is_left_alone(text):
    assert can_be_true(parse(text))


def test_implication_follows_from_what_a_cross_is():
    assert implies(parse("crosses_above(close, open)"), parse("close > open"))
    assert implies(parse("rising(close, 3)"), parse("close > close[1]"))
    assert not implies(parse("close > open"), parse("crosses_above(close, open)"))


def test_a_good_document_has_no_problem(strategy):
    assert problems(strategy(*CROSS)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "close - open > 2 * atr(14)",
        "weekday >= 1 and weekday <= 5",
        "rsi(close) >= 0",
        "month <= 12 and close > open",
        "volume > 1.5 * sma(volume, 20)",
        "(high + low) / 2 > sma(close, 20)",
        "close > 100 and volume > 1000000",
        "stddev(close, 20) > 2",
        "obv > sma(obv, 20)",
        "rsi(close) > percentile_rank(close)",
        "close * volume > 1000000",
        "max(5, close) > open",
        "close > bbands(close, 20, 2).lower + atr(14)",
    ],
)
def test_quantities_of_one_kind_are_compared_freely(strategy, text):
    assert problems(strategy(("enter_long", text))) == ()


def test_the_clock_may_be_read_within_a_session(strategy):
    assert problems(strategy(("enter_long", "hour >= 10 and close > opening_range_high(30)"), timeframe="5m")) == ()


def test_a_rule_may_add_to_a_position(strategy):
    assert problems(strategy(CROSS[0], ("add_long", "close < open"))) == ()


@pytest.mark.parametrize(
    ("rules", "fields", "path", "words"),
    [
        ([("enter_long", "rsi(close) > 70 and rsi(close) < 30")], {}, "rules.0.when", "exclude each other"),
        ([("enter_long", "rsi(close) > 150 or close > open")], {}, "rules.0.when", "between 0 and 100"),
        ([("enter_long", "rsi(close) < 150")], {}, "rules.0.when", "always true"),
        ([CROSS[0], ("exit_long", "rsi(close) < -5")], {}, "rules.1.when", "never be true"),
        ([CROSS[0], ("exit_long", CROSS[0][1])], {}, "rules.0.when", "is the same as the exit"),
        ([CROSS[0], ("exit_long", "sma(close, 10) > sma(close, 30)")], {}, "rules.0.when", "accompanied"),
        ([("enter_short", "close < open")], {}, "rules.0.action", "allow_short"),
        ([("exit_long", "close < open")], {}, "rules", "No rule enters"),
        ([], {}, "rules", "No rule enters"),
        ([CROSS[0], ("exit_short", "close < open")], {}, "rules.1.action", "no rule ever opens"),
        ([("enter_long", "hour == 10 and close > open")], {}, "rules.0.when", "within a session only"),
        ([("enter_long", "close > volume")], {}, "rules.0.when", "compares a price with a volume"),
        ([("enter_long", "crosses_above(close, rsi(close))")], {}, "rules.0.when", "with an indicator"),
        ([("enter_long", "sma(volume, 20) < 2 * close")], {}, "rules.0.when", "compares a volume with a price"),
        ([("enter_long", "close > bars_since(low > 3)")], {}, "rules.0.when", "with a number of bars"),
        (CROSS, {"risk": {"take_profit": [{"kind": "r_multiple", "value": 2}]}}, "risk.take_profit.0", "no stop"),
        (CROSS, {"sizing": {"kind": "risk_percent", "value": 1}}, "sizing.kind", "no stop"),
        (CROSS, {"sizing": {"kind": "percent_of_equity", "value": 150}}, "sizing.value", "leverage"),
        (CROSS, {"sizing": {"kind": "cash", "value": 0}}, "sizing.value", "above 0"),
        (CROSS, {"risk": {"stop_loss": {"kind": "percent", "value": -5}}}, "risk.stop_loss.value", "wrong side"),
        (CROSS, {"risk": {"stop_loss": {"kind": "percent", "value": 100}}}, "risk.stop_loss.value", "never be hit"),
        (CROSS, {"risk": {"stop_loss": {"kind": "price"}}}, "risk.stop_loss", "expr"),
        (
            CROSS,
            {"risk": {"stop_loss": {"kind": "price", "expr": "highest(high, 10)"}}},
            "risk.stop_loss.expr",
            "lies below its entry",
        ),
        (
            CROSS,
            {"risk": {"stop_loss": {"kind": "price", "expr": "entry_price * 1.02"}}},
            "risk.stop_loss.expr",
            "lies below its entry",
        ),
        (
            CROSS,
            {"risk": {"take_profit": [{"kind": "price", "expr": "lowest(low, 5)"}]}},
            "risk.take_profit.0.expr",
            "lies above its entry",
        ),
        (
            CROSS,
            {"risk": {"take_profit": [{"value": 5, "fraction": 0.7, "kind": "percent"}] * 2}},
            "risk.take_profit",
            "add up to 1.4",
        ),
        (
            CROSS,
            {"risk": {"take_profit": [{"value": 5, "fraction": 50, "kind": "percent"}]}},
            "risk.take_profit.0.fraction",
            "share",
        ),
        (CROSS, {"risk": {"max_bars": 0}}, "risk.max_bars", "at least 1"),
        (
            CROSS,
            {"risk": {"stop_loss": {"kind": "atr", "multiple": 2, "length": 0}}},
            "risk.stop_loss.length",
            "least 1",
        ),
        (
            CROSS,
            {
                "risk": {"stop_loss": {"kind": "atr", "multiple": 2, "length": "n"}},
                "parameters": [{"name": "n", "value": 0, "low": 0, "high": 50}],
            },
            "risk.stop_loss.length",
            "'length' of 'atr' is at least 1, not 0",
        ),
        (
            CROSS,
            {
                "risk": {"stop_loss": {"kind": "atr", "multiple": 2, "length": "n"}},
                "parameters": [{"name": "n", "value": 9, "low": 1, "high": 9000}],
            },
            "parameters.0.high",
            "atr takes 5000 at most",
        ),
        (CROSS, {"risk": {"max_bars": 2.5}}, "risk.max_bars", "whole number"),
        ([CROSS[0], ("exit_long", "bars_held > 20")], {"risk": {"max_bars": 10}}, "rules.1.when", "too late"),
        (CROSS, {"execution": {"max_participation": 10}}, "execution.max_participation", "share"),
        (CROSS, {"universe": ["AAPL", "AAPL"]}, "universe", "twice"),
        (CROSS, {"universe": ["apple inc"]}, "universe.0", "no symbol"),
        (CROSS, {"definitions": [{"name": "sma", "expr": "close"}]}, "definitions.0.name", "already has a meaning"),
        (CROSS, {"definitions": [{"name": "x", "expr": "y + 1"}]}, "definitions.0.expr", "not known"),
        (
            CROSS,
            {"parameters": [{"name": "n", "value": 99, "low": 1, "high": 50}]},
            "parameters.0.value",
            "not within",
        ),
        (
            [("enter_long", "close > sma(close, n)")],
            {"parameters": [{"name": "n", "value": 20, "low": 0, "high": 50}]},
            "parameters.0.low",
            "sma takes 1",
        ),
        (CROSS, {"rotation": {"rank_by": "close", "hold": 1}}, "rotation", "no effect"),
        (CROSS, {"code": "def signals(bars, p):\n    return {}"}, "code", "no effect"),
        ([("enter_long", "sma(close, 5000)[40000] > 1")], {}, "timeframe", "longer than any history"),
        (
            [("enter_long", "close > open"), ("enter_short", "close > open")],
            {"execution": {"allow_short": True}},
            "rules.1.when",
            "enters short on the very bars",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(strategy, rules, fields, path, words):
    found = {problem.path: problem.reason for problem in problems(strategy(*rules, **fields))}
    assert path in found
    assert words in found[path]


@pytest.mark.parametrize(
    ("condition", "better"),
    [
        ("close > highest(high, 20)", "close > highest(high, 20)[1]"),
        ("close > donchian(20).upper", "close > donchian(20).upper[1]"),
        ("crosses_below(close, lowest(low, 10))", "crosses_below(close, lowest(low, 10)[1])"),
        ("close > highest(high, 20) and volume > 5", "close > highest(high, 20)[1] and volume > 5"),
    ],
)
def test_an_extreme_with_the_current_bar_inside_offers_the_bar_before(strategy, condition, better):
    (problem,) = problems(strategy(("enter_long", condition)))
    assert problem.suggestion == better
    assert problem.column == 1


def test_the_extreme_may_hide_in_a_definition(strategy):
    top = {"name": "top", "expr": "highest(high, 20)"}
    (problem,) = problems(strategy(("enter_long", "close > top"), definitions=[top]))
    assert problem.suggestion == "close > top[1]"


def test_a_truth_that_is_counted_is_one_at_most(strategy):
    (problem,) = problems(strategy(("enter_long", "(close > open) > 3")))
    assert "never be true" in problem.reason
    assert problems(strategy(("enter_long", "(close > open) + (volume > 5) == 2"))) == ()


@pytest.mark.parametrize(("percent", "better"), [(500, "execution.leverage: 5"), (1e9, "100")])
def test_a_size_beyond_the_account_is_offered_what_can_be(strategy, percent, better):
    sizing = {"kind": "percent_of_equity", "value": percent}
    (problem,) = problems(strategy(("enter_long", "close > open"), sizing=sizing))
    assert problem.suggestion == better


def test_a_contradiction_points_at_its_second_half(strategy):
    (problem,) = problems(strategy(("enter_long", "rsi(close) > 70 and rsi(close) < 30")))
    assert problem.column == 21
    assert problem.suggestion == "rsi(close, 14) > 70 or rsi(close, 14) < 30"


def test_a_level_outside_of_its_range_is_offered_the_range(strategy):
    (problem,) = problems(strategy(("enter_long", "close > open and rsi(close) > 150")))
    assert (problem.column, problem.suggestion) == (18, "a number between 0 and 100")


def test_rotation_cannot_hold_more_than_there_is(document):
    rotation = {"rank_by": "roc(close, 126)", "hold": 3}
    with pytest.raises(InvalidDocument) as refused:
        load(document(kind="rotation", universe=["AAPL", "MSFT"], rotation=rotation))
    assert [(each.path, each.suggestion) for each in refused.value.errors] == [("rotation.hold", "2")]


def test_the_legs_of_a_pair_are_the_universe_and_its_scores_are_in_order(strategy):
    pairs = {"left": "KO", "right": "PEP", "enter_z": 2, "exit_z": 3, "stop_z": 1}
    found = problems(strategy(kind="pairs", universe=["KO", "XOM"], pairs=pairs))
    assert {each.path for each in found} == {"pairs.right", "universe", "pairs.exit_z", "pairs.stop_z"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("z_length", 0, "at least 2"),
        ("z_length", 0.5, "whole number"),
        ("z_length", 10**15, "at most 5000"),
        ("z_length", "1 / 0", "never gives a value"),
        ("hedge_length", 1e9, "at most 5000"),
        ("hedge_length", 2, "at least 3"),
        ("hedge_length", "close", "not a series"),
    ],
)
def test_a_length_of_a_pair_that_no_function_takes_is_refused_at_its_place(strategy, field, value, words):
    pairs = {"left": "KO", "right": "PEP", field: value}
    (problem,) = problems(strategy(kind="pairs", universe=["KO", "PEP"], pairs=pairs))
    assert problem.path == f"pairs.{field}"
    assert words in problem.reason


@pytest.mark.parametrize(
    "fields",
    [
        {"limits": {"losses_per_day": 10**300}},
        {"limits": {"cooldown_bars": 2**63}},
        {"costs": {"per_share": 1e300}},
        {"costs": {"slippage": {"kind": "bps", "value": 1e9}}},
        {"costs": {"cash_interest_percent": -1e9}},
    ],
)
def test_a_number_beyond_all_reason_is_refused_by_the_shape(document, fields):
    with pytest.raises(InvalidDocument, match=r"(less|greater) than or equal"):
        load(document(**fields))


@pytest.mark.parametrize(
    ("sizing", "paths"),
    [
        ({"kind": "percent_of_equity", "value": 50}, set()),
        ({"kind": "equal_weight"}, set()),
        ({"kind": "cash", "value": 5000}, {"sizing.kind"}),
        ({"value": "1 + 1"}, {"sizing.value"}),
        ({"max_quantity": 5}, {"sizing.max_quantity"}),
    ],
)
def test_a_rotation_takes_a_share_of_the_equity_and_no_other_size(strategy, sizing, paths):
    rotation = {"rank_by": "roc(close, 126)", "hold": 1}
    made = strategy(kind="rotation", universe=["AAPL", "MSFT"], rotation=rotation, sizing=sizing)
    assert {each.path for each in problems(made)} == paths


def test_a_size_by_risk_is_fine_where_every_entry_has_its_own_stop(strategy):
    entry = {
        "id": "r1",
        "action": "enter_long",
        "when": "close > open",
        "risk": {"stop_loss": {"kind": "atr", "multiple": 2}},
    }
    assert problems(strategy(entry, sizing={"kind": "risk_percent", "value": 1})) == ()


def test_hand_written_code_passes_the_same_gate(strategy):
    rule = {"id": "r1", "action": "enter_long"}
    good = "def signals(bars, p):\n    return {'r1.when': bars.close > sma(bars.close, 20)}\n"
    assert problems(strategy(rule, kind="python", code=good)) == ()
    bad = problems(strategy(rule, kind="python", code="import os\n"))
    assert {each.path for each in bad} == {"code"}
    (missing,) = problems(strategy({**rule, "id": "r2"}, kind="python", code=good))
    assert missing.path == "rules.0.when"


def test_all_problems_are_told_at_once(strategy):
    with pytest.raises(InvalidDocument) as refused:
        require_valid(strategy(("enter_long", "clos > 1"), ("exit_long", "rsi(close) > 101")))
    assert [each.path for each in refused.value.errors] == ["rules.0.when", "rules.1.when"]
    assert refused.value.errors[0].suggestion == "close"
