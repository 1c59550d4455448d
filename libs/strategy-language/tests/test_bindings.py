"""Settings that follow a parameter."""

import pytest

from strategy_language.check import problems
from strategy_language.load import load, read
from strategy_language.overrides import apply
from strategy_language.readback import read_back
from trading_contracts.problem import InvalidDocument

MOST = {"name": "most", "value": 3, "low": 1, "high": 5}
SHORTS = {"name": "shorts", "value": 1, "low": 0, "high": 1, "kind": "switch"}


@pytest.fixture
def bound(document):
    return document(
        ("enter_long", "close > open"),
        parameters=[MOST, SHORTS],
        execution={"pyramiding": "most", "allow_short": "shorts"},
        limits={"entries_per_day": "most"},
    )


def test_a_setting_takes_the_value_of_its_parameter(bound):
    strategy = load(bound)
    assert strategy.execution.pyramiding == 3
    assert strategy.execution.allow_short is True
    assert strategy.limits.entries_per_day == 3
    assert strategy.bindings == {
        "execution.pyramiding": "most",
        "execution.allow_short": "shorts",
        "limits.entries_per_day": "most",
    }


def test_a_change_of_the_parameter_moves_the_setting(bound):
    changed = apply(load(bound), {"parameters.most": 2, "parameters.shorts": 0})
    assert changed.execution.pyramiding == 2
    assert changed.execution.allow_short is False
    assert changed.limits.entries_per_day == 2


def test_a_document_with_bindings_survives_the_journey(bound):
    strategy = load(bound)
    assert read(strategy.model_dump(mode="json")) == strategy
    assert "The setting execution.pyramiding follows the parameter most." in read_back(strategy)


def test_a_name_that_is_no_parameter_is_refused_as_what_it_is(document):
    with pytest.raises(InvalidDocument) as refused:
        read(document(("enter_long", "close > open"), execution={"pyramiding": "most"}))
    assert refused.value.errors[0].path == "execution.pyramiding"


def test_a_binding_to_nothing_is_refused(document):
    rules = ("enter_long", "close > open")
    found = problems(read(document(rules, bindings={"execution.fill": "most", "execution.pyramiding": "none"})))
    assert [each.path for each in found] == ["bindings.execution.fill", "bindings.execution.pyramiding"]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, "x", None, [1]])
def test_a_parameter_without_a_number_is_refused_by_name(bound, value):
    with pytest.raises(InvalidDocument):
        read({**bound, "parameters": [{**MOST, "value": value}]})
