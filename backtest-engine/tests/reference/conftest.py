"""Random documents, bars and signals, and both simulators run on them."""

# ruff: noqa: C901, PERF401, PERF403

import importlib.util
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.position import EXIT_REASONS
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

DAY = 86_400_000_000_000
HOUR = DAY // 24


def _load_simulator() -> Any:
    spec = importlib.util.spec_from_file_location("event_by_event", Path(__file__).parent / "event_by_event.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Simulator


SIMULATOR = _load_simulator()


class Draw:
    """A random document with its bars and signals, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.slots: dict[str, str] = {}

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, *choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def near(self, low: float, high: float) -> float:
        return round(float(self.rng.uniform(low, high)), 2)

    def number(self, path: str, low: float, high: float) -> Any:
        """A literal, or now and then an expression that has its slot."""
        if self.chance(0.15):
            self.slots[path] = f"uniform {low} {high}"
            return "x"
        return self.near(low, high)

    def level(self, path: str, side: str, kinds: tuple[str, ...]) -> dict[str, Any]:
        kind = self.pick(*kinds)
        if kind == "percent":
            return {"kind": kind, "value": self.number(f"{path}.value", 0.5, 6)}
        if kind == "atr":
            self.slots[f"{path}.atr"] = "atr"
            return {"kind": kind, "multiple": self.number(f"{path}.multiple", 0.5, 3)}
        if kind == "distance":
            return {"kind": kind, "value": self.number(f"{path}.value", 0.5, 6)}
        if kind == "r_multiple":
            return {"kind": kind, "value": self.number(f"{path}.value", 0.5, 3)}
        if kind == "after_target":
            return {"kind": kind, "target": 1}
        if kind == "give_back":
            return {"kind": kind, "value": self.number(f"{path}.value", 10, 90)}
        if self.chance(0.5):
            self.slots[f"{path}.expr"] = "price"
            return {"kind": "price", "expr": "x"}
        self.slots[f"{path}.long"] = "below" if side == "stop" else "above"
        self.slots[f"{path}.short"] = "above" if side == "stop" else "below"
        return {"kind": "price", "long": "x", "short": "x"}

    def risk(self, path: str) -> dict[str, Any]:
        risk: dict[str, Any] = {}
        levels = ("percent", "atr", "distance", "price")
        if self.chance(0.5):
            risk["stop_loss"] = self.level(f"{path}.stop_loss", "stop", levels)
            if self.chance(0.2):
                risk["extra_stops"] = [self.level(f"{path}.extra_stops.0", "stop", levels)]
        if self.chance(0.4):
            risk["take_profit"] = self.targets(path, "stop_loss" in risk)
        kinds = ("percent", "distance", "atr") + (("after_target",) if "take_profit" in risk else ())
        if self.chance(0.35):
            trailing = self.level(f"{path}.trailing_stop", "stop", (*levels, "give_back"))
            trailing["anchor"] = self.pick("extreme", "close")
            if self.chance(0.4) or trailing["kind"] == "give_back":
                trailing["activate_at"] = self.level(f"{path}.trailing_stop.activate_at", "target", kinds)
            risk["trailing_stop"] = trailing
        if self.chance(0.2):
            trigger = self.level(f"{path}.break_even.trigger", "target", kinds)
            risk["break_even"] = {"trigger": trigger, "offset_percent": self.pick(0, 0.2)}
        if self.chance(0.2):
            risk["stop_steps"] = [self.step(f"{path}.stop_steps.{n}", kinds) for n in range(self.pick(1, 2, 3))]
        if self.chance(0.25):
            risk["max_bars"] = int(self.rng.integers(1, 9))
        if self.chance(0.15):
            risk["stop_trigger"] = "close"
        if self.chance(0.15):
            risk["session_exit"] = True
        return risk

    def step(self, path: str, kinds: tuple[str, ...]) -> dict[str, Any]:
        to = self.level(f"{path}.to", "target", ("percent", "distance", "atr"))
        field = "multiple" if to["kind"] == "atr" else "value"
        if to[field] != "x":
            to[field] = self.near(-2, 2)
        return {"at": self.level(f"{path}.at", "target", kinds), "to": to}

    def targets(self, path: str, with_stop: bool) -> list[dict[str, Any]]:
        kinds = ("percent", "atr", "distance", "price") + (("r_multiple",) if with_stop else ())
        count = self.pick(1, 1, 2, 3)
        parts = self.pick(None, 0.5, 1 / 3) if count > 1 else None
        found = []
        for n in range(count):
            target = self.level(f"{path}.take_profit.{n}", "target", kinds)
            if parts is not None:
                target["fraction"] = round(parts, 2)
            found.append(target)
        return found

    def rule(self, name: str, action: str) -> dict[str, Any]:
        rule: dict[str, Any] = {"id": name, "action": action, "when": "x"}
        self.slots[f"{name}.when"] = "rare" if "enter" in action else "often"
        entry = "exit" not in action
        if self.chance(0.15):
            rule["read"] = "open"
        if self.chance(0.35):
            rule["order"] = self.order(name, action)
        elif self.chance(0.15) and "read" not in rule:
            rule["fill"] = self.pick("next_open", "same_close", "next_close")
        if self.chance(0.2):
            rule["fraction"] = self.pick(0.25, 0.5, 1.0)
            rule["once"] = self.chance(0.7)
        if entry and self.chance(0.2):
            rule["setup"] = self.pick("a", "b")
        if not entry and self.chance(0.15):
            rule["for_setups"] = ["a"]
        if entry and self.chance(0.15):
            rule["risk"] = self.risk(f"{name}.risk")
        if entry and self.chance(0.15):
            rule["size"] = {"kind": "cash", "value": self.near(2_000, 60_000)}
        if "add" in action and self.chance(0.5):
            rule["size"] = {"kind": "times_last", "value": self.number(f"{name}.size.value", 0.3, 2.5)}
        return rule

    def order(self, name: str, action: str) -> dict[str, Any]:
        kind = self.pick("limit", "stop", "stop_limit")
        self.slots[f"{name}.order.price"] = "price"
        order: dict[str, Any] = {"kind": kind, "price": "x", "valid_bars": int(self.rng.integers(1, 5))}
        if self.chance(0.2):
            order["valid"], order["valid_bars"] = "day", 1
        if kind == "stop_limit":
            self.slots[f"{name}.order.limit_price"] = "price"
            order["limit_price"] = "x"
        if self.chance(0.2):
            order["group"] = "g"
        if self.chance(0.15):
            self.slots[f"{name}.order.cancel_when"] = "rare"
            order["cancel_when"] = "x"
        return order

    def sizing(self) -> dict[str, Any]:
        kind = self.pick("percent_of_equity", "percent_of_equity", "cash", "quantity", "equal_weight", "risk_percent")
        high = {"cash": 80_000, "quantity": 700, "risk_percent": 3}.get(kind, 100)
        sizing: dict[str, Any] = {"kind": kind, "value": self.number("sizing.value", 0.2 * high, high)}
        if kind == "risk_percent" and self.chance(0.4):
            sizing["distance"] = self.number("sizing.distance", 0.5, 6)
        if self.chance(0.15):
            sizing["multiplier"] = self.number("sizing.multiplier", 0.3, 1.5)
        if self.chance(0.1):
            sizing["max_percent_of_equity"] = self.near(20, 80)
        if self.chance(0.1):
            sizing["max_quantity"] = self.near(50, 300)
        if self.chance(0.1):
            sizing["base"] = "initial"
        return sizing

    def document(self, symbols: list[str], timeframe: str) -> Strategy:
        rules = [self.rule("buy", "enter_long")]
        for name, action, share in (
            ("sell", "exit_long", 0.8),
            ("short", "enter_short", 0.5),
            ("cover", "exit_short", 0.4),
            ("more", "add_long", 0.2),
            ("again", "enter_long", 0.2),
            ("part", "exit_long", 0.2),
        ):
            if self.chance(share):
                rules.append(self.rule(name, action))
        execution: dict[str, Any] = {
            "fill": self.pick("next_open", "next_open", "next_open", "same_close", "next_close"),
            "allow_short": self.chance(0.7),
            "pyramiding": self.pick(1, 1, 2, 3),
            "on_opposite": self.pick("reverse", "reverse", "close", "ignore"),
            "leverage": self.pick(1.0, 1.0, 1.0, 2.0),
        }
        if any("read" in rule for rule in rules):
            execution["fill"] = "next_open"
        if self.chance(0.2):
            execution["max_participation"] = self.pick(0.02, 0.1)
        limits: dict[str, Any] = {}
        for name, value in (("entries_per_day", 1), ("losses_per_day", 1), ("daily_loss_percent", 2.0)):
            if self.chance(0.07):
                limits[name] = value
        for name, value in (("max_drawdown_percent", 10.0), ("cooldown_bars", 3), ("max_open_positions", 1)):
            if self.chance(0.07):
                limits[name] = value
        return Strategy.model_validate(
            {
                "name": "random",
                "universe": symbols,
                "timeframe": timeframe,
                "rules": rules,
                "risk": self.risk("risk"),
                "sizing": self.sizing(),
                "execution": execution,
                "limits": limits,
                "core": self.core(symbols),
            }
        )

    def core(self, symbols: list[str]) -> dict[str, Any] | None:
        """The last symbol held at a weight, now and then, where there is another one for the rules."""
        if len(symbols) == 1 or self.chance(0.7):
            return None
        weight = {"symbol": symbols[-1], "weight": self.near(10, 90)}
        return {"weights": [weight], "rebalance": int(self.rng.integers(1, 15))}

    def costs(self) -> CostModel:
        if self.chance(0.4):
            return CostModel()
        return CostModel(
            commission=self.pick(0.0, 0.001),
            maker_commission=self.pick(0.0, 0.0005),
            per_unit=self.pick(0.0, 0.005),
            minimum=self.pick(0.0, 1.0),
            maximum=self.pick(1.0, 0.005),
            buy_levy=self.pick(0.0, 0.001),
            sell_levy=self.pick(0.0, 0.001),
            sell_unit_levy=self.pick(0.0, 0.0002),
            sell_unit_levy_cap=self.pick(0.0, 8.0),
            entry_slippage=self.pick(0.0, 0.0005),
            exit_slippage=self.pick(0.0, 0.0005),
            borrow=self.pick(0.0, 0.05),
            interest=self.pick(0.0, 0.02),
        )

    def bars(self, symbol: str, times: np.ndarray, step: float) -> SymbolBars:
        n = len(times)
        close = np.round(100 * np.exp(np.cumsum(self.rng.normal(0, 0.02, n))), 2)
        opened = np.round(np.append(close[0], close[:-1]) * np.exp(self.rng.normal(0, 0.008, n)), 2)
        high = np.round(np.maximum(opened, close) * (1 + np.abs(self.rng.normal(0, 0.008, n))), 2)
        low = np.round(np.minimum(opened, close) * (1 - np.abs(self.rng.normal(0, 0.008, n))), 2)
        volume = np.round(self.rng.uniform(500, 20_000, n))
        instrument = Instrument(
            symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=step
        )
        return SymbolBars(instrument, times, opened, high, low, close, volume)

    def value(self, kind: str, bars: SymbolBars) -> Any:
        n = len(bars)
        if kind == "rare":
            return self.rng.random(n) < self.pick(0.05, 0.15)
        if kind == "often":
            return self.rng.random(n) < 0.1
        if kind == "atr":
            return np.where(np.arange(n) < 3, np.nan, self.rng.uniform(1, 4, n))
        if kind in ("price", "below", "above"):
            low, high = {"price": (0.97, 1.03), "below": (0.93, 0.99), "above": (1.01, 1.07)}[kind]
            found = bars.close * self.rng.uniform(low, high, n)
            return np.where(self.rng.random(n) < 0.05, np.nan, np.round(found, 2))
        _, low, high = kind.split()
        return self.rng.uniform(float(low), float(high), n)


@dataclass
class Both:
    """What the two simulators found of the same question."""

    document: Strategy
    kernel_trades: list
    reference_trades: list
    kernel_equity: np.ndarray
    reference_equity: np.ndarray


def _close_enough(a: tuple, b: tuple) -> bool:
    for left, right in zip(a, b, strict=True):
        if isinstance(left, float):
            if not np.isclose(left, right, rtol=1e-9, atol=1e-7):
                return False
        elif left != right:
            return False
    return True


def _kernel_rows(simulation: Any) -> list:
    rows = []
    for t in simulation.trades:
        rows.append(
            (
                simulation.panel.symbols[t["symbol"]],
                int(t["side"]),
                int(t["entry_tick"]),
                float(t["entry_price"]),
                None if t["open"] else int(t["exit_tick"]),
                float(t["exit_price"]),
                float(t["quantity"]),
                float(t["profit"]),
                EXIT_REASONS[t["reason"]],
                simulation.rule_ids[t["entry_rule"]],
                simulation.rule_ids[t["exit_rule"]] if t["exit_rule"] >= 0 else None,
            )
        )
    return rows


@pytest.fixture
def ask_both():
    """Draw a question from a seed and put it to both simulators."""

    def ask(seed: int) -> Both:
        draw = Draw(seed)
        symbols = [f"SIM:{n}" for n in range(draw.pick(1, 1, 1, 2, 3))]
        hourly = draw.chance(0.4)
        step = draw.pick(1.0, 1.0, 100.0, 0.0, 1e-8)
        count = int(draw.rng.integers(12, 90))
        base = midnight(date(2024, 1, 1)) + np.arange(count) * (6 * HOUR if hourly else DAY)
        panel_bars = []
        for symbol in symbols:
            times = base if len(symbols) == 1 else base[draw.rng.random(count) < 0.9]
            panel_bars.append(draw.bars(symbol, times, step))
        document = draw.document(symbols, "4h" if hourly else "1d")
        signals = {
            bars.symbol: {slot: draw.value(kind, bars) for slot, kind in draw.slots.items()} for bars in panel_bars
        }
        costs, delay, worst = draw.costs(), draw.pick(0, 0, 0, 1), draw.chance(0.15)
        start = date(2024, 1, 1) if draw.chance(0.5) else date(2024, 1, 3)
        panel = Panel.of(panel_bars, Timeframe("4h" if hourly else "1d"), start, date(2024, 12, 31))
        settings = SimulationSettings(costs=costs, entry_delay=delay, worst_intrabar=worst)
        simulation = simulate(document, panel, signals, settings)
        reference = SIMULATOR(document, _plain(panel), signals, 100_000.0, costs, delay=delay, worst=worst)
        reference.run(_ticks(panel))
        return Both(document, _kernel_rows(simulation), reference.trades, simulation.equity, np.array(reference.curve))

    return ask


def _plain(panel: Panel) -> dict:
    found = {}
    for bars in panel.bars:
        days = bars.time // DAY
        found[bars.symbol] = {
            "open": bars.open.tolist(),
            "high": bars.high.tolist(),
            "low": bars.low.tolist(),
            "close": bars.close.tolist(),
            "volume": bars.volume.tolist(),
            "step": bars.instrument.lot_size,
            "session_end": [k + 1 == len(days) or days[k + 1] != days[k] for k in range(len(days))],
        }
    return found


def _ticks(panel: Panel) -> list:
    ticks: dict[int, list] = {}
    for s, bars in enumerate(panel.bars):
        for i in range(int(panel.first[s]), int(panel.stop[s])):
            ticks.setdefault(int(bars.time[i]), []).append((bars.symbol, i))
    return [(float(time), time // DAY, here) for time, here in sorted(ticks.items())]


@pytest.fixture
def differences():
    """Say in a sentence where two answers differ, or nothing."""

    def find(both: Both) -> str:
        for n, (mine, other) in enumerate(zip(both.kernel_trades, both.reference_trades, strict=False)):
            if not _close_enough(mine, other):
                return f"trade {n}: kernel {mine}, reference {other}"
        if len(both.kernel_trades) != len(both.reference_trades):
            return f"{len(both.kernel_trades)} trades of the kernel, {len(both.reference_trades)} of the reference"
        far = ~np.isclose(both.kernel_equity, both.reference_equity, rtol=1e-9, atol=1e-6)
        if far.any():
            tick = int(np.flatnonzero(far)[0])
            return f"equity at tick {tick}: {both.kernel_equity[tick]} and {both.reference_equity[tick]}"
        return ""

    return find
