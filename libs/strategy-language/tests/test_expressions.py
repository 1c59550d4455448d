"""Expressions: what is read, what is refused, and where."""

import pytest

from strategy_language.catalogue import CATALOGUE
from strategy_language.document import Parameter
from strategy_language.expressions import ExpressionError, Scope, parse, render
from strategy_language.expressions.habits import example
from strategy_language.expressions.nodes import AllOf, Call, Column, Compare, DefinitionRef, Field, Lag, Number, On
from trading_contracts.bars import Timeframe


def test_an_average_is_a_call_with_its_defaults_filled_in():
    assert parse("rsi(close)") == Call(CATALOGUE["rsi"], (Column("close"), Number(14.0)))


def test_arguments_can_be_given_by_name():
    assert parse("sma(series=close, length=5)") == parse("sma(close, 5)")


def test_a_chained_comparison_holds_both_parts():
    assert parse("20 < rsi(close) < 40") == AllOf(
        (Compare("<", Number(20.0), parse("rsi(close)")), Compare("<", parse("rsi(close)"), Number(40.0)))
    )


def test_a_lag_stands_on_any_expression_truth_included():
    assert parse("(close > open)[2]") == Lag(parse("close > open"), Number(2.0))
    assert parse("(close > open)[2]").type == "truth"


def test_a_field_names_one_of_several_outputs():
    assert parse("macd(close).signal") == Field(parse("macd(close)"), "signal")


def test_a_function_with_several_outputs_means_the_first_where_a_number_is_expected():
    assert parse("macd(close) > 0") == parse("macd(close).macd > 0")


def test_another_symbol_is_named_in_brackets():
    assert parse('close("SPY") > sma(close("SPY"), 200)').type == "truth"
    assert parse('volume("0700.HK")') == Column("volume", "0700.HK")


def test_a_higher_timeframe_is_read_by_on():
    node = parse('on("1w", sma(close, 10))')
    assert isinstance(node, On)
    assert node.type == "number"


def test_a_word_without_arguments_needs_no_brackets():
    assert parse("weekday == 5") == parse("weekday() == 5")


def test_parameters_and_definitions_are_names():
    fast = Parameter(name="fast", value=20, low=5, high=60)
    scope = Scope(parameters={"fast": fast}, definitions={"trend": parse("sma(close, 200)")})
    node = parse("sma(close, fast * 2) > trend", scope)
    assert render(node) == "sma(close, fast * 2) > trend"
    assert isinstance(node, Compare)
    assert isinstance(node.right, DefinitionRef)


def test_a_switch_is_a_condition():
    switch = Parameter(name="filtered", value=1, low=0, high=1, kind="switch")
    assert parse("not filtered or close > open", Scope(parameters={"filtered": switch})).type == "truth"


@pytest.mark.parametrize(
    ("text", "column", "suggestion"),
    [
        ("clos > 3", 1, "close"),
        ("close > opn", 9, "open"),
        ("smaa(close, 3) > 1", 1, "sma"),
        ("  smaa(close, 3) > 1", 3, "sma"),
        ("crossover(close, open)", 1, "crosses_above"),
        ("sma(close, lenght=3)", 19, "length"),
        ("macd(close).signl > 0", 1, "signal"),
        ("close = 3", 7, "=="),
        ("sma(close, 2.5) > 1", 12, "2"),
        ("close ** 2 > 1", 7, "power(a, b)"),
        ("(close > open) & (close > low)", 16, "and"),
        ('on("1x", close) > 1', 4, None),
        ('close("spy") > 1', 7, "SPY"),
        ("sma > 3", 1, "sma(close, 20)"),
        ('vwap("x")', 6, "vwap"),
        ("close if close > open else low", 1, "where(condition, a, b)"),
        ('ma(close, 20, "smaa") > 1', 15, "sma"),
    ],
)
def test_an_error_points_at_its_column_and_says_what_was_meant(text, column, suggestion):
    with pytest.raises(ExpressionError) as refused:
        parse(text, want="truth")
    assert refused.value.column == column
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("close[-1] > 1", "into the future"),
        ("close[1.5] > 1", "whole number"),
        ("close[open] > 1", "fixed number"),
        ("close[1:3] > 1", "one whole number"),
        ("sma(close, 0) > 1", "at least 1"),
        ("sma(close, -5) > 1", "at least 1"),
        ("sma(close, 100000) > 1", "at most"),
        ("sma(close, close) > 1", "fixed number"),
        ("sma(close) and close", "A condition is expected"),
        ("close", "A condition is expected"),
        ("sma(close, 1, 2, 3) > 1", "takes 1 to 2 arguments"),
        ("crosses_above(close)", "needs 'other'"),
        ("sma(30, 5) > close", "needs a series"),
        ("bars_since(1 > 2) > 3", "needs a series"),
        ("close / 0 > 1", "zero"),
        ("sma(close, 5 / (2 - 2)) > 1", "cannot be computed"),
        ("entry_price > 1", "before there is a position"),
        ("sma(close, 'x') > 1", "fixed number"),
        ("'x' > 1", "not a text"),
        ("close is open", "not part of the language"),
        ("close in (open, low)", "not part of the language"),
        ("lambda: 1", "not part of the language"),
        ("[close]", "not part of the language"),
        ("close.real > 1", "several outputs"),
        ("True", "not part of the language"),
        ("1e999 > close", "too large"),
        ("1e16 > close", "too large"),
        ("close # comment", "no meaning"),
        ("close; open", "no meaning"),
        ("", "empty"),
        ("   ", "empty"),
        ("close >", "cannot be read"),
        ("(close > 1", "never closed"),
        ("__import__('os').system('ls')", "catalogue can be called"),
        ("open.__class__ > 1", "several outputs"),
        ('on("1d", close) > 1', "not a higher timeframe"),
        ('on("1w", on("1mo", close)) > 1', "inside another"),
        ('of("SPY", close("QQQ")) > 1', "names the symbol"),
        ("last_exit_was('stop')", "exit reason"),
        ("sma(bars_since_exit, 5) > 1", "takes no position words"),
        ("~close > 1", "no meaning"),
        ("f'{close}' > 1", "not part of the language"),
    ],
)
def test_what_the_language_cannot_mean_is_refused_with_a_reason(text, words):
    with pytest.raises(ExpressionError) as refused:
        parse(text, want="truth")
    assert words in refused.value.reason
    assert 1 <= refused.value.column <= len(text) + 1


def test_a_position_word_has_a_meaning_in_exits_alone():
    assert parse("open_return > 0.05 and bars_held >= 3", Scope(place="exit")).type == "truth"
    with pytest.raises(ExpressionError, match="cannot be part of a definition"):
        parse("open_return", Scope(place="definition"))


def test_months_are_not_made_of_weeks():
    with pytest.raises(ExpressionError, match="whole weeks"):
        parse('on("1mo", close) > 1', Scope(timeframe=Timeframe.W1))


def test_columns_count_characters_not_bytes():
    with pytest.raises(ExpressionError) as refused:
        parse('close("Ü") > 1 and clos > 1')
    assert refused.value.column == 7


def test_a_bomb_of_brackets_is_refused_by_name():
    with pytest.raises(ExpressionError):
        parse("(" * 500 + "close" + ")" * 500)
    with pytest.raises(ExpressionError):
        parse("-" * 1900 + "close")
    with pytest.raises(ExpressionError, match="longer than"):
        parse("close + " * 1000 + "1")


@pytest.mark.parametrize(
    "text",
    [
        "close > open and not (low < 3 or high > 4)",
        "(close > open or low > 3) and volume > 1000",
        "-(close - open) * 2 / (high - low)",
        "close - (open - low)",
        "macd(close, 12, 26, 9).signal[1] > 0",
        'on("1w", sma(close, 20)) < close("SPY")[2]',
        'of("SPY", atr(14)) > 1',
        "(close > open)[1]",
        "sequence(close > open, close < open, within=3)",
        "(-close)[1] > -3",
        "weekday == 5",
        "not (not close > 1)",
    ],
)
def test_rendering_and_parsing_are_inverse(text):
    node = parse(text)
    assert parse(render(node)) == node
    assert render(parse(render(node))) == render(node)


@pytest.mark.parametrize(
    ("text", "column", "suggestion"),
    [
        ("close => 3", 7, "close >= 3"),
        ("close ≤ open", 7, "close <= open"),
        ("close <> open", 7, "close != open"),
        ("close > 5 && !(open > 3)", 11, "close > 5 and not (open > 3)"),
        ("close > $50 or volume > 2.5m", 9, "close > 50 or volume > 2500000"),
        ("rsi(close) > 70%", 16, "rsi(close) > 70"),
        ("sma(close, 20) crosses over sma(close, 50)", 1, "crosses_above(sma(close, 20), sma(close, 50))"),
        ("lag(close, 3) > 1", 1, "close[3]"),
        ("1 < shift(high)", 5, "high[1]"),
        ("weekday == friday", 12, "5"),
        ("month == May", 10, "5"),
        ("rsi(14) > 30", 5, "rsi(close, 14)"),
        ("atr > 3", 1, "atr(14)"),
        ("crosses_above", 1, "crosses_above(close, open)"),
        ('series("VIX") > 20', 1, 'close("VIX")'),
        ("earnings > 1", 1, None),
    ],
)
def test_a_habit_from_elsewhere_is_told_how_it_is_said_here(text, column, suggestion):
    with pytest.raises(ExpressionError) as refused:
        parse(text, want="truth")
    assert (refused.value.column, refused.value.suggestion) == (column, suggestion)


@pytest.mark.parametrize("entry", list(CATALOGUE.values()), ids=lambda entry: entry.name)
def test_what_is_offered_for_a_bare_function_can_be_read(entry):
    for timeframe in (Timeframe.D1, Timeframe.M30):
        parse(example(entry), Scope(timeframe=timeframe))
