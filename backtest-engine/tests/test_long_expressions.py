"""A long expression is planned in a moment: nothing is looked at again at every level."""

import pytest

from backtest_engine.domain.plan import make_plan
from strategy_language.load import load


@pytest.mark.timeout(20)
def test_a_sum_of_many_averages_is_planned_in_a_moment() -> None:
    total = "sma(close, 50)" + "".join(f" + sma(close, {length}) * 0" for length in range(51, 85))
    rules = [
        {"id": "r1", "action": "enter_long", "when": f"crosses_above(close, {total})"},
        {"id": "r2", "action": "exit_long", "when": f"crosses_below(close, {total})"},
    ]
    plan = make_plan(load({"name": "Long", "universe": ["AAPL"], "rules": rules}))
    assert plan.warmup >= 83
