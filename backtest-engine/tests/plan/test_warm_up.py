"""How much history a run asks for."""

import pytest

from backtest_engine.domain.plan import make_plan
from strategy_language.load import load


@pytest.mark.parametrize(
    ("condition", "bars"),
    [
        ("close > sma(close, 50)", 49),
        ("obv() > sma(obv(), 20)", 100_000),
        ("latch(supertrend(10, 3).direction > 0, bars_since(close > open) > 5)", 100_000),
    ],
)
def test_a_memory_of_all_history_asks_for_much_but_not_for_more_than_any_source_can_have(condition, bars) -> None:
    rules = [
        {"id": "r1", "action": "enter_long", "when": condition},
        {"id": "r2", "action": "exit_long", "when": "close < open"},
    ]
    strategy = load({"name": "Memory", "universe": ["SPY"], "rules": rules})
    assert make_plan(strategy).warmup == bars
