"""What belongs to one lineage: the same strategy with other numbers."""

from typing import Any

import pytest

from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.tuning import overridden, tuned
from strategy_language.document import Strategy


@pytest.fixture
def spoken() -> Strategy:
    return Strategy.model_validate(
        {
            "name": "Dips",
            "universe": ["SIM:A"],
            "rules": [
                {"id": "r1", "action": "enter_long", "when": "rsi(close, 14) < 30 and roc(close, 5) > -20"},
                {"id": "r2", "action": "exit_long", "when": "rsi(close, 14) > 60"},
            ],
            "risk": {"stop_loss": {"kind": "percent", "value": 5}, "max_bars": 20},
        }
    )


def test_lifting_its_numbers_makes_no_other_strategy(spoken: Strategy) -> None:
    lifted = tuned(spoken, {})
    assert {"rsi_length", "stop_loss", "max_bars"} <= {parameter.name for parameter in lifted.parameters}
    assert make_plan(lifted).lineage == make_plan(spoken).lineage


@pytest.mark.parametrize(
    "change", [{"rules.r2.when": "rsi(close, 14) > 61 and close > open"}, {"rules.r1.when": "rsi(high, 14) < 30"}]
)
def test_another_rule_is_another_strategy(spoken: Strategy, change: dict[str, Any]) -> None:
    assert make_plan(overridden(spoken, change)).lineage != make_plan(spoken).lineage


def test_another_number_is_the_same_strategy(spoken: Strategy) -> None:
    changed = overridden(spoken, {"rules.r1.when": "rsi(close, 9) < 25 and roc(close, 5) > 3"})
    assert make_plan(changed).lineage == make_plan(spoken).lineage


def test_what_is_replaced_elsewhere_is_lifted_too(spoken: Strategy) -> None:
    changed = tuned(spoken, {"risk.stop_loss.value": 7, "parameters.max_bars": 30})
    values = {parameter.name: parameter.value for parameter in changed.parameters}
    assert (values["stop_loss"], values["max_bars"]) == (7, 30)
