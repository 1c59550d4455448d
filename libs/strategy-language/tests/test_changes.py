"""Overrides, differences and schema projections of a document."""

import json
from typing import Any

import jsonschema
import pytest

from strategy_language.diff import changes
from strategy_language.document import Assumption
from strategy_language.overrides import apply
from strategy_language.schema import document_schema, for_anthropic, for_openai
from trading_contracts.problem import InvalidDocument


@pytest.fixture
def crossover(strategy):
    return strategy(
        ("enter_long", "close > sma(close, fast)"),
        parameters=[{"name": "fast", "value": 20, "low": 5, "high": 60}],
        risk={"stop_loss": {"kind": "percent", "value": 5}},
    )


def test_overrides_reach_every_part_by_its_path(crossover):
    changed = apply(
        crossover,
        {
            "parameters.fast": 10,
            "costs.preset": "none",
            "risk.stop_loss.value": 8,
            "rules.r1.source": "mine",
            "rules.0.fraction": 0.5,
        },
    )
    assert changed.parameters[0].value == 10
    assert changed.costs.preset == "none"
    assert changed.rules[0].source == "mine"
    assert crossover.parameters[0].value == 20
    assert [change.path for change in changes(crossover, changed)] == [
        "parameters.fast.value",
        "rules.r1.source",
        "rules.r1.fraction",
        "risk.stop_loss.value",
        "costs.preset",
    ]


def test_what_was_assumed_is_matched_by_what_it_is_about(crossover):
    length, costs = ({"field": field, "value": 1, "why": "none was named"} for field in ("ATR length", "costs.preset"))
    market = [{"field": "universe", "value": name, "why": "a class of shares"} for name in ("GOOG", "BRK-B")]
    before = crossover.model_copy(update={"assumptions": _assumed(length, costs, *market)})
    after = crossover.model_copy(update={"assumptions": _assumed(*market, costs, {**length, "value": 2})})
    assert [(change.path, change.after) for change in changes(before, after)] == [("assumptions.ATR length.value", 2)]
    fewer = crossover.model_copy(update={"assumptions": _assumed(length, costs, market[0])})
    assert [change.path for change in changes(before, fewer)] == ["assumptions.universe #2"]


def _assumed(*parts):
    return tuple(map(Assumption.model_validate, parts))


def test_a_part_that_is_absent_can_be_begun(crossover):
    changed = apply(crossover, {"risk.trailing_stop.kind": "percent", "risk.trailing_stop.value": 3})
    assert changed.risk.trailing_stop is not None
    assert changed.risk.trailing_stop.kind == "percent"


@pytest.mark.parametrize(
    ("path", "value", "suggestion"),
    [
        ("parameters.fats", 10, "fast"),
        ("risk.stop_los.value", 1, "stop_loss"),
        ("costs.presett", "none", "preset"),
        ("rules.r9.when", "close > 1", None),
        ("rules.7.when", "close > 1", None),
        ("", 1, None),
        ("name.first", 1, None),
    ],
)
def test_an_unknown_path_is_refused_by_name(crossover, path, value, suggestion):
    with pytest.raises(InvalidDocument) as refused:
        apply(crossover, {path: value})
    (problem,) = refused.value.errors
    assert (problem.path, problem.suggestion) == (path, suggestion)


def test_a_value_that_does_not_fit_is_refused_at_its_field(crossover):
    with pytest.raises(InvalidDocument) as refused:
        apply(crossover, {"costs.preset": "free"})
    assert refused.value.errors[0].path == "costs.preset"


def test_a_new_rule_moves_no_other(strategy):
    before = strategy(("enter_long", "close > open"))
    new = {"id": "r0", "action": "exit_long", "when": "close < open"}
    after = strategy(new, {"id": "r1", "action": "enter_long", "when": "close > open"})
    (change,) = changes(before, after)
    assert (change.path, change.before) == ("rules.r0", None)


def test_the_same_document_has_no_difference(crossover):
    assert changes(crossover, crossover) == ()


def parts(schema: Any):
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


@pytest.mark.parametrize("project", [document_schema, for_openai, for_anthropic])
def test_each_schema_is_a_schema_and_takes_a_real_document(project, crossover):
    schema = project()
    jsonschema.Draft202012Validator.check_schema(schema)
    written = crossover.model_dump(mode="json")
    for name in ("assumptions", "unused_words", "code", "bindings"):
        if name not in schema["properties"]:
            written.pop(name)
    jsonschema.validate(written, schema)


def test_openai_gets_no_word_that_strict_mode_refuses():
    schema = for_openai()
    assert not {"oneOf", "discriminator"} & {key for part in parts(schema) for key in part}
    for part in parts(schema):
        if part.get("type") == "object":
            assert part["required"] == list(part["properties"])
            assert part["additionalProperties"] is False
        if "$ref" in part:
            assert list(part) == ["$ref"]
        assert not isinstance(part.get("minimum"), int | float)


def test_anthropic_gets_its_bounds_in_words():
    text = json.dumps(for_anthropic())
    assert "oneOf" not in text
    assert "At least 1" in text
