"""Documents by the thousand, good and broken: no crash, no hang, no refusal without a name.

`VIBE_FUZZ_EXAMPLES=20000` makes as many of each.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy_language.check import problems
from strategy_language.expressions import ExpressionError, Scope, parse, render
from strategy_language.generate import generate
from strategy_language.load import load, read
from strategy_language.lookback import required_bars
from strategy_language.readback import read_back, sentence_tree
from strategy_language.shapes import ShapeMaker
from strategy_language.static_checks import inspect_code
from strategy_language.testing import DocumentMaker
from strategy_language.tunable import tunable
from trading_contracts.problem import InvalidDocument

EXAMPLES = int(os.environ.get("VIBE_FUZZ_EXAMPLES", "150"))
often = settings(max_examples=EXAMPLES, deadline=None, database=None)
seeds = st.integers(0, 2**40)


@pytest.fixture(scope="module")
def refusal():
    """Run something and return the refusal that it ends with, or None."""

    def of(action, *kinds):
        try:
            action()
        except kinds as refused:
            return refused
        return None

    return of


@often
@given(seeds)
def test_a_document_of_the_right_shape_goes_all_the_way(seed):
    document = DocumentMaker(seed).document()
    strategy = read(document)
    found = problems(strategy)
    assert all(problem.path and problem.reason for problem in found)
    assert read_back(strategy) == read_back(read(document))
    unread = [problem for problem in found if "cannot be read" in problem.reason]
    assert not unread
    if not found:
        code = generate(strategy)
        report = inspect_code(code.text)
        assert report.passed, [verdict for verdict in report.checks if not verdict.passed]
        assert required_bars(strategy).total >= 0
        assert set(code.slots) >= {f"{rule.id}.when" for rule in strategy.rules}


@often
@given(seeds)
def test_a_broken_document_is_refused_by_name_or_read(refusal, seed):
    document = DocumentMaker(seed).broken_document()
    refused = refusal(lambda: read(document), InvalidDocument)
    if refused:
        assert refused.errors
        assert all(error.reason for error in refused.errors)
        return
    strategy = read(document)
    assert read_back(strategy)
    assert sentence_tree(strategy).children
    if not problems(strategy):
        assert load(document) == strategy
        assert inspect_code(generate(strategy).text).passed


MAKERS = {
    "with any of its fields": lambda seed: ShapeMaker(seed).document(),
    "mutated": lambda seed: DocumentMaker(seed).mutated_document(),
}


@pytest.mark.parametrize("made", MAKERS)
@often
@given(seed=seeds)
def test_a_document_that_may_say_anything_is_refused_by_name_or_read(refusal, made, seed):
    document = MAKERS[made](seed)
    refused = refusal(lambda: read(document), InvalidDocument)
    if refused:
        assert refused.errors
        assert all(error.reason for error in refused.errors)
        return
    strategy = read(document)
    found = problems(strategy)
    assert all(problem.path and problem.reason for problem in found)
    assert read_back(strategy)
    assert {problem.path for problem in problems(tunable(strategy))} <= {problem.path for problem in found}
    if not found:
        assert inspect_code(generate(strategy).text).passed
        assert required_bars(strategy).total >= 0


@often
@given(seeds)
def test_rendering_a_condition_and_reading_it_again_changes_nothing(refusal, seed):
    text = DocumentMaker(seed).condition(3)
    refused = refusal(lambda: parse(text, want="truth"), ExpressionError)
    if refused:
        assert 1 <= refused.column <= len(text) + 1
        return
    node = parse(text, want="truth")
    assert parse(render(node), want="truth") == node


@often
@given(st.text(max_size=60), st.sampled_from(["entry", "exit", "definition", "level"]))
def test_any_text_is_read_or_refused_with_a_column(refusal, text, place):
    refused = refusal(lambda: parse(text, Scope(place=place)), ExpressionError)
    assert refused is None or (refused.reason and 1 <= refused.column <= len(text) + 1)


@often
@given(st.text(alphabet="()[]{}<>=!,.:;'\"#\\@~&|^%*/+-0123456789 \n\tcloseifandornotlambda_", max_size=80))
def test_any_jumble_of_signs_is_read_or_refused_with_a_column(refusal, text):
    refused = refusal(lambda: parse(text), ExpressionError)
    assert refused is None or (refused.reason and 1 <= refused.column <= len(text) + 1)


@often
@given(st.text(max_size=200))
def test_any_text_is_inspected_as_code_without_a_crash(text):
    report = inspect_code(text)
    assert report.checks
    assert not report.passed or "def signals" in text


@pytest.mark.parametrize("text", ["close" + "[1]" * 300, "not " * 300 + "close > 1", "(" * 190 + "close" + ")" * 190])
def test_deep_texts_are_read_or_refused_at_once(refusal, text):
    refused = refusal(lambda: parse(text), ExpressionError)
    assert refused is None or refused.reason


def test_a_function_of_many_values_takes_no_more_than_a_plain_call_can(refusal, strategy):
    most = strategy(("enter_long", f"count_true({', '.join(['close > open'] * 24)}) > 3"))
    assert inspect_code(generate(most).text).passed
    refused = refusal(lambda: parse(f"max({', '.join(['close'] * 25)}) > 3"), ExpressionError)
    assert "at most 24 values" in refused.reason
