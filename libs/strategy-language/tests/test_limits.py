"""What a small document may not do: keep the checks busy for ever."""

import pytest

from strategy_language.check import problems
from strategy_language.document import Strategy
from strategy_language.load import read
from trading_contracts.problem import InvalidDocument


@pytest.fixture
def doubling() -> Strategy:
    """Return forty definitions, each twice the one before: opened, they are a million million columns."""
    definitions = [{"name": "d0", "expr": "close"}]
    definitions += [{"name": f"d{n}", "expr": f"d{n - 1} + d{n - 1}"} for n in range(1, 40)]
    rules = [{"id": "r1", "action": "enter_long", "when": "d39 > 3"}]
    return read({"name": "Doubling", "universe": ["AAPL"], "definitions": definitions, "rules": rules})


def test_definitions_that_double_one_another_are_refused_by_name(doubling: Strategy) -> None:
    found = problems(doubling)
    assert "too deep or too long" in found[0].reason
    assert found[0].path.startswith("definitions.")


@pytest.mark.parametrize(
    ("field", "item"),
    [
        ("rules", {"id": "r", "action": "enter_long", "when": "close > open"}),
        ("definitions", {"name": "d", "expr": "close"}),
        ("parameters", {"name": "p", "value": 1, "low": 0, "high": 2}),
        ("assumptions", {"field": "f", "value": 1, "why": "w"}),
        ("unused_words", "word"),
    ],
)
def test_a_document_of_thousands_of_parts_is_refused_by_name(field, item) -> None:
    rules = [{"id": "r1", "action": "enter_long", "when": "close > open"}]
    with pytest.raises(InvalidDocument) as refusal:
        read({"name": "Many", "universe": ["AAPL"], "rules": rules, field: [item] * 3000})
    assert {error.path for error in refusal.value.errors} == {field}


@pytest.mark.timeout(20)
def test_a_long_sum_is_checked_in_a_moment() -> None:
    total = " + ".join(f"sma(close, {length})" for length in range(10, 45))
    rules = [{"id": "r1", "action": "enter_long", "when": f"close > ({total}) / 35"}]
    assert problems(read({"name": "Sum", "universe": ["AAPL"], "rules": rules})) == ()


@pytest.mark.parametrize("size", [1e308, -1e16, 10**16])
def test_a_setting_beyond_all_prices_is_refused_by_name(size) -> None:
    rules = [{"id": "r1", "action": "enter_long", "when": "close > open"}]
    risk = {"stop_steps": [{"at": {"kind": "r_multiple", "value": size}, "to": {"kind": "percent", "value": 0}}]}
    with pytest.raises(InvalidDocument) as refusal:
        read({"name": "Giant", "universe": ["AAPL"], "rules": rules, "risk": risk})
    (error,) = refusal.value.errors
    assert error.path == "risk.stop_steps.0.at.value"
    assert "too large" in error.reason
