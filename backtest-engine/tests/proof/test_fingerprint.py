"""The digest of a run names each thing that it depends on, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from backtest_engine.domain.digest import fingerprint as of
from strategy_language.document import Strategy
from trading_contracts.runs import RunSettings

DOCUMENT = {
    "name": "Digested",
    "universe": ["X"],
    "rules": [{"id": "in", "action": "enter_long", "when": "close > open"}],
    "costs": {"preset": "us_equities"},
}


@pytest.fixture
def inputs(bare_frame):
    """What a run depends on, by the names of `fingerprint`'s arguments."""
    return {
        "strategy": Strategy.model_validate(DOCUMENT),
        "code": "def signals(bars, p): ...",
        "frames": {"X": bare_frame(0, 3)},
        "settings": RunSettings(start=date(2020, 1, 1), end=date(2020, 2, 1)),
    }


def _other_costs(inputs):
    costs = {**DOCUMENT["costs"], "percent": 0.2}
    return {**inputs, "strategy": Strategy.model_validate({**DOCUMENT, "costs": costs})}


def _other_frame(inputs, **changed):
    return {**inputs, "frames": {"X": replace(inputs["frames"]["X"], **changed)}}


CHANGES = {
    "other costs": (_other_costs, "strategy"),
    "other code": (lambda given: {**given, "code": "def signals(bars, p): return {}"}, "code"),
    "other bars": (lambda given: _other_frame(given, digest="others"), "bars"),
    "a longer warm-up": (lambda given: _other_frame(given, warmup=1), "bars"),
    "another calendar": (lambda given: _other_frame(given, calendar_digest="another"), "calendar"),
    "other money": (
        lambda given: {**given, "settings": given["settings"].model_copy(update={"initial_cash": 5.0})},
        "settings",
    ),
    "another seed": (
        lambda given: {**given, "settings": given["settings"].model_copy(update={"seed": 7})},
        "settings",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_input_that_changes_is_named_alone(inputs, change):
    alter, named = CHANGES[change]
    before, after = of.fingerprint(**inputs), of.fingerprint(**alter(inputs))
    assert of.changed_parts(before, after) == (named,)
    assert before.value != after.value


def test_another_version_of_the_engine_is_named(inputs, monkeypatch):
    before = of.fingerprint(**inputs)
    monkeypatch.setattr(of, "engine_fingerprint", lambda: "a later version")
    assert of.changed_parts(before, of.fingerprint(**inputs)) == ("engine",)


def test_a_field_that_is_left_as_it_is_by_default_changes_nothing(inputs):
    said = Strategy.model_validate({**DOCUMENT, "costs": {**DOCUMENT["costs"], "funding_percent": None}})
    assert of.fingerprint(**{**inputs, "strategy": said}) == of.fingerprint(**inputs)
