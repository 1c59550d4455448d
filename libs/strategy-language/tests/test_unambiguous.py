"""Two strategies that trade differently never read back as the same sentence."""

import pytest

from strategy_language.catalogue import CATALOGUE
from strategy_language.expressions import ExpressionError, Scope, parse
from strategy_language.expressions.habits import example
from strategy_language.readback.phrase import phrase
from trading_contracts.bars import Timeframe

SCOPE = Scope(timeframe=Timeframe.M30)
SERIES = ("close", "open")
TRUTHS = ("close > open", "volume > volume[1]")
AROUND_NUMBERS = (
    *("{} + volume", "volume - {}", "{} / volume", "({})[1]", "-({})", "sma({}, 5)", "highest({}, 5)", "fill({})"),
    *("max({}, volume)", "max(volume, {})", "where(high > 7, {}, volume)", "where(high > 7, volume, {})"),
    *("clip({}, 1, 2)", "ratchet_up({}, high > 7)", "value_when(high > 7, {})", 'of("SPY", {})'),
)
AROUND_TRUTHS = (
    *("{} and volume > 9", "volume > 9 or {}", "({})[1]", "not ({})", "any({}, 3)", "all({}, 3)", "became_true({})"),
    *(
        "sequence(volume > 9, {}, within=5)",
        "sequence({}, volume > 9, within=5)",
        "latch({}, low > 9)",
        "latch(low > 9, {})",
    ),
)


@pytest.fixture
def said():
    """Return what a text means and how it is said, or None where it cannot be read."""

    def read(text):
        try:
            node = parse(text, SCOPE)
        except ExpressionError:
            return None
        return node, phrase(node, Timeframe.M30)

    return read


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_what_stands_around_a_function_and_what_stands_within_it_are_told_apart(said, name):
    entry = CATALOGUE[name]
    call = example(entry) + (f".{entry.outputs[0]}" if entry.outputs else "")
    for inner, frames in (*((each, AROUND_NUMBERS) for each in SERIES), *((each, AROUND_TRUTHS) for each in TRUTHS)):
        if inner not in call:
            continue
        for frame in frames:
            outside, inside = said(frame.format(call)), said(call.replace(inner, frame.format(inner), 1))
            if outside and inside and outside[0] != inside[0]:
                assert outside[1] != inside[1], frame


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sma(close, 20)[1]", "the 20-day simple moving average of the close 1 day ago"),
        ("sma(close[1], 20)", "the 20-day simple moving average of (the close 1 day ago)"),
        ("abs(close - open) / open", "the size of (the close minus the open) divided by the open"),
        ("abs((close - open) / open)", "the size of ((the close minus the open) divided by the open)"),
        ("max(close, open) - low", "the largest of the close and the open minus the low"),
        ("max(close, open - low)", "the largest of the close and (the open minus the low)"),
        ("max(close, -5)", "the largest of the close and -5"),
        ("crosses_above(close, 2 * open)", "the close crosses above 2 times the open"),
        ("bars_since(close > 5) + 1", "(the number of days since the close is above 5) plus 1"),
        ("bars_since(close > 5) < 3", "the number of days since the close is above 5 is below 3"),
        ("where(close > 5, 1, 2) > open", "(1 where the close is above 5, else 2) is above the open"),
        ("inside_bar and close > 5", "an inside day forms and the close is above 5"),
        ("any(close > 5, 3) and low > 5", "the close is above 5 on one of the last 3 days and the low is above 5"),
        (
            "sma(close > open, 5) > 0.5",
            "the 5-day simple moving average of (1 if the close is above the open, else 0) is above 0.5",
        ),
    ],
)
def test_brackets_stand_where_an_end_would_be_lost_and_nowhere_else(text, words):
    assert phrase(parse(text)) == words


def test_conditions_in_a_row_stand_together():
    row = "one after the other within 9 days: the low is above 5 and the close is above 5"
    assert phrase(parse("sequence(low > 5, close > 5, within=9)")) == row
    assert phrase(parse("sequence(low > 5, close > 5, within=9) and open > 5")) == f"({row}) and the open is above 5"
