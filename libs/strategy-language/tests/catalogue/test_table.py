"""The table of functions is whole, consistent, and finds what is meant."""

import re
from string import Formatter

import pytest

from strategy_language.catalogue import (
    ALIASES,
    ALL_HISTORY,
    CATALOGUE,
    Entry,
    closest,
    code_name,
    find,
)

NAME = re.compile(r"[a-z][a-z0-9_]*")


@pytest.fixture(params=list(CATALOGUE))
def entry(request: pytest.FixtureRequest) -> Entry:
    return CATALOGUE[request.param]


@pytest.fixture
def scalars(entry: Entry) -> dict[str, float | str]:
    given: dict[str, float | str] = entry.defaults()
    for argument in entry.arguments:
        if argument.kind in ("length", "number", "text"):
            given.setdefault(argument.name, 5.0 if argument.kind != "text" else "10:30")
    return given


def test_the_phrase_speaks_of_every_series_and_of_nothing_that_is_not_there(entry) -> None:
    spoken = {field for _, field, _, _ in Formatter().parse(entry.phrase) if field}
    series = {each.name for each in entry.arguments if each.kind in ("series", "truth")}
    assert series <= spoken <= {argument.name for argument in entry.arguments}


def test_names_are_plain_words(entry) -> None:
    words = (entry.name, *entry.outputs, *entry.aliases, *(each.name for each in entry.arguments))
    assert all(NAME.fullmatch(word) for word in words if not word[0].isdigit())


def test_arguments_with_defaults_come_last(entry) -> None:
    has_default = [each.default is not None for each in entry.arguments]
    assert has_default == sorted(has_default)


def test_defaults_lie_within_their_bounds(entry) -> None:
    for argument in entry.arguments:
        if argument.choices:
            assert argument.default is None or argument.default in argument.choices
        elif isinstance(argument.default, (int, float)):
            assert argument.low is None or argument.low <= argument.default
            assert argument.high is None or argument.default <= argument.high


def test_every_length_is_at_least_nothing(entry) -> None:
    for argument in entry.arguments:
        if argument.kind == "length":
            assert argument.low is not None
            assert argument.low >= 0
            assert argument.high is not None


def test_look_back_and_settling_are_whole_and_not_negative(entry, scalars) -> None:
    for bars in (entry.lookback(scalars), entry.sessions(scalars), entry.settling(scalars)):
        assert isinstance(bars, int)
        assert 0 <= bars <= ALL_HISTORY


def test_outputs_have_words_and_their_own_facts_are_of_them(entry) -> None:
    assert len(entry.output_words) in (0, len(entry.outputs))
    assert {*entry.output_bounds, *entry.output_scales} <= set(entry.outputs)
    assert all(entry.words_of(output) for output in entry.outputs)


def test_inputs_are_columns_of_bars(entry) -> None:
    assert set(entry.inputs) <= {"open", "high", "low", "close", "volume", "timestamp"}


def test_a_sentence_ends_the_meaning(entry) -> None:
    assert entry.meaning[0].isupper() or entry.meaning[0].isdigit() or entry.meaning.startswith("e ")
    assert entry.meaning.endswith(".")


def test_an_alias_is_no_name_of_something_else() -> None:
    assert not set(ALIASES) & set(CATALOGUE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sma", "sma"),
        ("SMA", "sma"),
        ("bollinger", "bbands"),
        ("crossover", "crosses_above"),
        ("CORREL", "correlation"),
        ("MAXINDEX", "bars_since_highest"),
        ("cdl3blackcrows", "cdl_three_black_crows"),
        ("hammer", "cdl_hammer"),
        ("ln", "log"),
    ],
)
def test_names_and_aliases_are_found_whatever_their_case(said, meant) -> None:
    found = find(said)
    assert found is not None
    assert found.name == meant


def test_what_is_unknown_is_not_found() -> None:
    assert find("frobnicate") is None
    assert closest("frobnicate_xyz") == ()


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [("smaa", "sma"), ("crosses_abov", "crosses_above"), ("bolinger", "bbands"), ("donchain", "donchian")],
)
def test_a_slip_is_understood(mistyped, meant) -> None:
    assert meant in closest(mistyped)
    assert len(closest(mistyped)) <= 3


def test_names_that_the_code_language_has_already_get_an_underscore() -> None:
    assert code_name("min") == "min_"
    assert code_name("any") == "any_"
    assert code_name("sma") == "sma"


def test_an_unknown_argument_is_no_argument() -> None:
    assert CATALOGUE["sma"].argument("length").kind == "length"
    with pytest.raises(KeyError):
        CATALOGUE["sma"].argument("period")


def test_an_output_may_have_a_range_and_a_scale_of_its_own() -> None:
    trend = CATALOGUE["supertrend"]
    assert trend.bounds_of("direction") == (-1, 1)
    assert trend.bounds_of() is None
    assert (trend.scale_of(), trend.scale_of("direction")) == ("price", "own")


@pytest.mark.parametrize(
    ("name", "scalars", "lookback"),
    [
        ("sma", {"length": 20}, 19),
        ("rsi", {"length": 14}, 14),
        ("macd", {"fast": 12, "slow": 26, "signal": 9}, 33),
        ("adx", {"length": 14}, 27),
        ("tema", {"length": 10}, 27),
        ("ma", {"length": 10, "average": "dema"}, 18),
        ("ichimoku", {"conversion": 9, "base": 26, "span": 52}, 77),
    ],
)
def test_look_backs_are_those_of_the_formulas(name, scalars, lookback) -> None:
    assert CATALOGUE[name].lookback(scalars) == lookback
