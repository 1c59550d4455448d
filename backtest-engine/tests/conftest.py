"""Strategies and bars that several suites of the engine use."""

import pytest


@pytest.fixture
def crossover() -> dict[str, object]:
    return {
        "name": "Crossover",
        "universe": ["SIM:TREND"],
        "parameters": [
            {"name": "fast", "value": 10, "low": 2, "high": 60},
            {"name": "slow", "value": 30, "low": 5, "high": 200},
        ],
        "definitions": [
            {"name": "fast_average", "expr": "sma(close, fast)"},
            {"name": "slow_average", "expr": "sma(close, slow)"},
        ],
        "rules": [
            {"id": "r1", "action": "enter_long", "when": "crosses_above(fast_average, slow_average)"},
            {"id": "r2", "action": "exit_long", "when": "crosses_below(fast_average, slow_average)"},
        ],
        "costs": {"preset": "none"},
    }
