"""Documents as JSON: shape errors by name, older versions lifted."""

import pytest

from strategy_language.load import load, read
from trading_contracts.problem import InvalidDocument


def test_a_minimal_document_is_read(document):
    strategy = load(document(("enter_long", "close > open")))
    assert strategy.rules[0].when == "close > open"


@pytest.mark.parametrize(
    ("change", "path", "words", "suggestion"),
    [
        ({"univers": ["AAPL"]}, "univers", "no field 'univers'", "universe"),
        ({"timeframe": "7m"}, "timeframe", "Input should be", None),
        ({"rules": [{"id": "r1", "when": "close > 1"}]}, "rules.0.action", "needed", None),
        ({"rules": [{"id": "R 1", "action": "enter_long"}]}, "rules.0.id", "pattern", None),
        ({"risk": {"stop_loss": {"kind": "percent"}}}, "risk.stop_loss.value", "needed", None),
        ({"risk": {"stop_loss": {"kind": "percent", "valu": 5}}}, "risk.stop_loss.valu", "no field", "value"),
        (
            {"risk": {"stop_loss": {"kind": "price", "value": 5}}},
            *("risk.stop_loss.value", "no field 'value'", "expr, long, short"),
        ),
        ({"risk": {"stop_loss": {"kind": "magic"}}}, "risk.stop_loss", "kind", None),
        ({"universe": []}, "universe", "at least 1", None),
        ({"rules": "x"}, "rules", "valid tuple", None),
    ],
)
def test_a_shape_error_names_its_field(document, change, path, words, suggestion):
    with pytest.raises(InvalidDocument) as refused:
        read({**document(("enter_long", "close > open")), **change})
    found = {each.path: each for each in refused.value.errors}
    assert words in found[path].reason
    assert found[path].suggestion == suggestion


@pytest.mark.parametrize("version", [2, -1, "1", None, True, 1.5])
def test_an_unknown_version_is_refused_by_name(document, version):
    with pytest.raises(InvalidDocument, match="Version"):
        read({**document(("enter_long", "close > open")), "schema_version": version})


@pytest.mark.parametrize("data", [[], "x", 3, None])
def test_what_is_no_object_is_refused_by_name(data):
    with pytest.raises(InvalidDocument, match="object"):
        read(data)


def test_a_draft_of_version_zero_is_lifted():
    draft = {"schema_version": 0, "name": "Old", "symbol": "AAPL", "entry": "close > open", "exit": "close < open"}
    before = dict(draft)
    strategy = load(draft)
    assert strategy.schema_version == 1
    assert strategy.universe == ("AAPL",)
    assert [(rule.action.value, rule.when) for rule in strategy.rules] == [
        ("enter_long", "close > open"),
        ("exit_long", "close < open"),
    ]
    assert draft == before
