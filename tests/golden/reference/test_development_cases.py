"""Trades of the kernel against a simulator that somebody else wrote: the development cases of ../shared/eval.

That simulator steps through bars of pandas and knows nothing of the kernel; its signal functions are called here, and
what they return is handed to the kernel as slots.
"""

import importlib.util
import os
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from backtest_engine.domain.kernel import simulate
from backtest_engine.domain.market import Panel, SymbolBars
from backtest_engine.domain.result import build_trades
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[4] / "shared"))
REFERENCE = SHARED / "eval" / "reference_dev.py"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REFERENCE.exists(), reason=f"the reference simulator is not there: {REFERENCE}"),
]


def _reference():
    spec = importlib.util.spec_from_file_location("reference_dev", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference_dev"] = module
    # The engine loads TA-Lib without pandas and the reference hands it series: so it gets a TA-Lib of its own.
    slim = sys.modules.pop("talib", None)
    spec.loader.exec_module(module)
    if slim is not None:
        sys.modules["talib"] = slim
    return module


CASES = []
if REFERENCE.exists():
    reference = _reference()
    CASES = [row for row in reference.CASES if row["id"] in reference.PLANS]

ACTIONS = {"buy": "enter_long", "sell": "exit_long", "short": "enter_short", "cover": "exit_short"}


def _level(kind: str, value) -> dict:
    return {"kind": kind, "multiple" if kind == "atr" else "value": value}


def _risk(plan: dict) -> dict:  # noqa: C901 - one line a kind of level
    risk: dict = {}
    for key, kind in (("stop_pct", "percent"), ("stop_atr", "atr"), ("stop_price", "price")):
        if key in plan:
            value = plan[key][0] if kind == "atr" else plan[key]
            risk["stop_loss"] = {"kind": "price", "expr": "level"} if kind == "price" else _level(kind, value)
    if "target_pct" in plan:
        risk["take_profit"] = [_level("percent", plan["target_pct"])]
    if "target_atr" in plan:
        risk["take_profit"] = [_level("atr", plan["target_atr"][0])]
    if "target_r" in plan:
        risk["take_profit"] = [_level("r_multiple", plan["target_r"])]
    for distance, fraction in plan.get("targets", []):
        kind, value = distance if isinstance(distance, tuple) else ("percent", distance)
        part = _level("r_multiple" if kind == "r" else kind, value)
        risk.setdefault("take_profit", []).append({**part, "fraction": fraction})
    if "trail_pct" in plan:
        risk["trailing_stop"] = _level("percent", plan["trail_pct"])
    if "break_even_pct" in plan:
        risk["break_even"] = {"trigger": _level("percent", plan["break_even_pct"])}
    if "break_even_r" in plan:
        risk["break_even"] = {"trigger": _level("r_multiple", plan["break_even_r"])}
    if "max_bars" in plan:
        risk["max_bars"] = plan["max_bars"]
    return risk


def _document(symbol: str, timeframe: str, plan: dict) -> Strategy:
    order = None
    if "limit" in plan or "buy_stop" in plan:
        kind = "limit" if "limit" in plan else "stop"
        order = {"kind": kind, "price": "level", "valid_bars": plan.get("good_for", 1)}
    rules = [
        {"id": key, "action": action, "when": key, "order": order if key in ("buy", "short") else None}
        for key, action in ACTIONS.items()
        if key in plan
    ]
    return Strategy.model_validate(
        {
            "name": "case",
            "universe": [symbol],
            "timeframe": timeframe,
            "rules": rules,
            "risk": _risk(plan),
            "execution": {"allow_short": "short" in plan, "fractional": True},
        }
    )


def _slots(bars, plan: dict) -> dict:
    slots = {f"{key}.when": plan[key].fillna(False).to_numpy(bool) for key in ACTIONS if key in plan}
    for key in ("limit", "buy_stop"):
        if key in plan:
            slots.update({f"{rule}.order.price": plan[key].to_numpy(float) for rule in ("buy", "short")})
    if "stop_atr" in plan:
        slots["risk.stop_loss.atr"] = reference.ATR(bars, plan["stop_atr"][1]).to_numpy()
    if "target_atr" in plan:
        slots["risk.take_profit.0.atr"] = reference.ATR(bars, plan["target_atr"][1]).to_numpy()
    if "stop_price" in plan:
        slots["risk.stop_loss.expr"] = plan["stop_price"].to_numpy(float)
    return slots


def _panel(symbol: str, bars, case: dict) -> Panel:
    instrument = Instrument(symbol=symbol, name=symbol, market=Market.US, calendar="XNYS", zone="America/New_York")
    columns = [np.ascontiguousarray(bars[c].to_numpy(float)) for c in ("open", "high", "low", "close", "volume")]
    series = SymbolBars(instrument, bars.index.as_unit("ns").asi8, *columns)
    data = case["data"]
    start, end = date.fromisoformat(data["start"]), date.fromisoformat(data["end"])
    return Panel.of([series], Timeframe(data["timeframe"]), start, end)


def _keys(trades) -> set:
    return {(t["symbol"], t["side"], t["entry_time"], t["exit_time"], t["exit_reason"]) for t in trades}


@pytest.mark.parametrize("case", CASES, ids=[row["id"] for row in CASES])
def test_the_kernel_finds_the_trades_of_the_reference(case):
    found = set()
    for symbol in case["data"]["symbols"]:
        bars = reference.load_bars(SHARED / "data" / "bars", symbol, case["data"]["timeframe"])
        plan = reference.PLANS[case["id"]](bars)
        document = _document(symbol, case["data"]["timeframe"], plan)
        simulation = simulate(document, _panel(symbol, bars, case), {symbol: _slots(bars, plan)})
        for trade in build_trades(simulation):
            reason = "rule" if trade.exit_reason == "reverse" else trade.exit_reason
            exit_time = trade.exit_time and trade.exit_time.strftime("%Y-%m-%dT%H:%M:%SZ")
            found.add((symbol, trade.side, trade.entry_time.strftime("%Y-%m-%dT%H:%M:%SZ"), exit_time, reason))
    expected = _keys(reference.expected_trades(case, SHARED / "data" / "bars"))
    assert found == expected
