"""Literal numbers become parameters, and the document means what it meant."""

import os
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy_language.check import problems
from strategy_language.expressions.nodes import Number, ParameterRef
from strategy_language.load import load, read
from strategy_language.overrides import apply
from strategy_language.program import compile_document
from strategy_language.readback import read_back
from strategy_language.testing import DocumentMaker
from strategy_language.tunable import MOST_PARAMETERS, tunable

often = settings(max_examples=int(os.environ.get("VIBE_FUZZ_EXAMPLES", "60")), deadline=None, database=None)
seeds = st.integers(0, 2**40)


def _valued(node):
    """A node with every parameter replaced by the number that it stands for."""
    if isinstance(node, ParameterRef) and not node.switch:
        return Number(node.value)
    if isinstance(node, tuple):
        return tuple(_valued(part) for part in node)
    if not is_dataclass(node) or not hasattr(node, "column"):
        return node
    parts = {each.name: _valued(getattr(node, each.name)) for each in fields(node) if each.init}
    return replace(node, **parts)


@pytest.fixture(scope="module")
def meaning():
    """Everything that a document says, with its parameters at their values; nothing of how it is written."""

    def of(strategy):
        program = compile_document(strategy)
        settings = strategy.model_dump(mode="json", exclude={"parameters", "bindings", "definitions"})
        for slot in program.slots.values():
            *steps, last = (int(step) if step.isdecimal() else step for step in slot.path.split("."))
            place = settings
            for step in steps:
                place = place[step]
            node = _valued(slot.node)
            place[last] = node.value if isinstance(node, Number) else node
        named = [(name, _valued(node)) for name, node in program.definitions.items()]
        return settings, named

    return of


@often
@given(seeds)
def test_the_lifted_document_says_the_same(meaning, seed):
    strategy = read(DocumentMaker(seed).document())
    lifted = tunable(strategy)
    assert meaning(lifted) == meaning(strategy)
    assert read_back(lifted).split("\nParameter")[0] == read_back(strategy)
    assert {problem.path for problem in problems(lifted)} <= {problem.path for problem in problems(strategy)}
    assert len(lifted.parameters) <= MOST_PARAMETERS


@often
@given(seeds)
def test_lifting_twice_is_lifting_once(seed):
    lifted = tunable(read(DocumentMaker(seed).document()))
    assert tunable(lifted) == lifted


@often
@given(seeds)
def test_both_ends_of_every_range_can_be_run(seed):
    strategy = read(DocumentMaker(seed).document())
    known = {problem.path for problem in problems(strategy)}
    lifted = tunable(strategy)
    for parameter in lifted.parameters:
        assert parameter.low <= parameter.value <= parameter.high
        assert parameter.low < parameter.high
        for end in (parameter.low, parameter.high):
            turned = apply(lifted, {f"parameters.{parameter.name}": end})
            assert {problem.path for problem in problems(turned)} <= known, parameter


@often
@given(seeds)
def test_a_broken_document_is_lifted_as_far_as_it_can_be_read(seed):
    document = DocumentMaker(seed).document()
    document["rules"][0]["when"] = "sma(close, 20"
    assert tunable(read(document)).rules[0].when == "sma(close, 20"


@pytest.fixture
def crossover(strategy):
    return strategy(
        ("enter_long", "crosses_above(sma(close, 20), sma(close, 50)) and rsi(close, 14) < 30"),
        ("exit_long", "crosses_below(sma(close, 20), sma(close, 50)) or volume > 1.5 * sma(volume, 30)"),
        risk={"stop_loss": {"kind": "atr", "multiple": 2}, "take_profit": [{"kind": "percent", "value": 6}]},
    )


def test_names_say_what_is_varied(crossover):
    lifted = tunable(crossover)
    assert [(each.name, each.value) for each in lifted.parameters] == [
        ("sma_length", 20),
        ("sma_length_2", 50),
        ("rsi_below", 30),
        ("rsi_length", 14),
        ("sma_multiple", 1.5),
        ("sma_length_3", 30),
        ("stop_loss", 2),
        ("stop_loss_atr_length", 14),
        ("take_profit", 6),
        ("position_size", 100),
    ]
    first = lifted.parameters[0]
    assert (first.low, first.high, first.step, first.label) == (5, 60, 1, "SMA length, bars")


def test_one_number_of_one_call_is_one_parameter(crossover):
    lifted = tunable(crossover)
    crossing = "(sma(close, sma_length), sma(close, sma_length_2))"
    assert lifted.rules[0].when.startswith(f"crosses_above{crossing}")
    assert lifted.rules[1].when.startswith(f"crosses_below{crossing}")


def test_parameters_that_exist_are_kept_in_front(strategy):
    own = {"name": "sma_length", "value": 7, "low": 5, "high": 60}
    lifted = tunable(
        strategy(("enter_long", "close > sma(close, sma_length) and open > sma(open, 9)"), parameters=[own])
    )
    assert [each.name for each in lifted.parameters] == ["sma_length", "sma_length_2", "position_size"]
    assert lifted.parameters[0].value == 7


@pytest.mark.parametrize(
    ("condition", "untouched"),
    [
        ("macd(close, 12, 26, 9) > 0", "> 0"),
        ("month == 5", "month == 5"),
        ("close > close[1]", "close[1]"),
        ("close / 100 > rsi(close)", "rsi(close)"),
        ("close > close * 1", "close * 1"),
        ("round(close / 7, 2) > 3", "round(close / 7, 2)"),
    ],
)
def test_a_number_that_is_no_setting_stays(strategy, condition, untouched):
    assert untouched in tunable(strategy(("enter_long", condition))).rules[0].when


def test_the_same_average_on_other_bars_is_another_parameter(strategy):
    lifted = tunable(strategy(("enter_long", 'sma(close, 20) > on("1w", sma(close, 20))')))
    assert lifted.rules[0].when == 'sma(close, sma_length) > on("1w", sma(close, sma_length_2))'


def test_settings_that_take_no_text_follow_by_a_binding(document):
    rotation = {"rank_by": "roc(close, 60)", "hold": 2}
    strategy = load({**document(), "kind": "rotation", "universe": ["A", "B", "C"], "rotation": rotation, "rules": []})
    lifted = tunable(strategy)
    assert lifted.bindings == {"rotation.hold": "rotation_hold"}
    held = next(each for each in lifted.parameters if each.name == "rotation_hold")
    assert (held.low, held.high) == (1, 3)
    assert apply(lifted, {"parameters.rotation_hold": 3}).rotation.hold == 3


def test_a_pair_is_opened_farther_out_than_it_is_closed_at_every_end(document):
    pairs = {"left": "KO", "right": "PEP", "enter_z": 2, "exit_z": 0.5, "stop_z": 4}
    lifted = tunable(load({**document(), "kind": "pairs", "universe": ["KO", "PEP"], "pairs": pairs, "rules": []}))
    ranges = {each.name: (each.low, each.high) for each in lifted.parameters}
    assert ranges["enter_z"][0] > 0.5
    assert ranges["enter_z"][1] < 4
    assert ranges["exit_z"][1] < 2
