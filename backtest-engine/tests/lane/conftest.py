"""Random questions of the common shape, put to the fast lane and to the general kernel."""

import importlib.util
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backtest_engine.domain.kernel import Simulation, SimulationSettings
from backtest_engine.domain.kernel.lane import drive
from backtest_engine.domain.kernel.simulate import prepare, simulate_in_full
from backtest_engine.domain.market import Panel, midnight
from strategy_language.document import Strategy
from trading_contracts.bars import Timeframe

DAY = 86_400_000_000_000


def _load_draw() -> Any:
    place = Path(__file__).parents[1] / "reference" / "conftest.py"
    spec = importlib.util.spec_from_file_location("reference_questions", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Draw


class CommonDraw(_load_draw()):
    """Questions that the fast lane is meant for; all else is as the reference's draw has it."""

    def level(self, path: str, side: str, kinds: tuple[str, ...]) -> dict[str, Any]:
        return super().level(path, side, tuple(kind for kind in kinds if kind not in ("give_back", "after_target")))

    def risk(self, path: str) -> dict[str, Any]:
        risk = super().risk(path)
        risk.pop("session_exit", None)
        risk.pop("stop_steps", None)
        if "take_profit" in risk:
            risk["take_profit"] = [{k: v for k, v in risk["take_profit"][0].items() if k != "fraction"}]
        return risk

    def rule(self, name: str, action: str) -> dict[str, Any]:
        rule = super().rule(name, action)
        for left_out in ("fill", "setup", "for_setups", "once"):
            rule.pop(left_out, None)
        order = rule.get("order", {})
        order.pop("group", None)
        order.pop("cancel_when", None)
        order.pop("valid", None)
        if "exit" in action:
            rule.pop("order", None)
            rule.pop("fraction", None)
        return rule

    def sizing(self) -> dict[str, Any]:
        sizing = super().sizing()
        sizing.pop("distance", None)
        return sizing

    def document(self, symbols: list[str], timeframe: str) -> Strategy:
        drawn = super().document(symbols, timeframe).model_dump(mode="json")
        drawn["rules"] = [rule for rule in drawn["rules"] if not rule["action"].startswith("add")]
        drawn["execution"] |= {"fill": "next_open", "pyramiding": 1}
        drawn["limits"] = {name: drawn["limits"][name] for name in ("cooldown_bars", "max_open_positions")}
        return Strategy.model_validate(drawn)


@dataclass
class Answers:
    """What the lane (None where it is not enough) and the general kernel say of one question."""

    document: Strategy
    lane: Simulation | None
    general: Simulation


@pytest.fixture
def ask_lane():
    """Draw a question of the common shape from a seed and put it to both."""

    def ask(seed: int) -> Answers:
        draw = CommonDraw(seed)
        count = int(draw.rng.integers(12, 160))
        times = midnight(date(2024, 1, 1)) + np.arange(count) * DAY
        bars = draw.bars("SIM:0", times, draw.pick(1.0, 1.0, 100.0, 0.0, 1e-8))
        document = draw.document(["SIM:0"], "1d")
        signals = {"SIM:0": {slot: draw.value(kind, bars) for slot, kind in draw.slots.items()}}
        costs = replace(draw.costs(), interest=0.0, borrow=0.0)
        settings = SimulationSettings(
            costs=costs, entry_delay=draw.pick(0, 0, 0, 1, 2), worst_intrabar=draw.chance(0.2)
        )
        start = date(2024, 1, 1) if draw.chance(0.5) else date(2024, 1, 3)
        panel = Panel.of([bars], Timeframe.D1, start, date(2024, 12, 31))
        inputs = prepare(document, panel, signals, settings)
        return Answers(document, drive(inputs), simulate_in_full(inputs, signals))

    return ask
