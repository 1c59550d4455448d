"""Random documents with their bars and signals, all from one seed."""

# ruff: noqa: C901, PERF403

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.market import SymbolBars
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market


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


class WiderDraw(Draw):
    """Beside rules: weights over several symbols, expressions over the position, and what an owner is paid and pays.

    `trees` holds the expressions as nested tuples; see `plain_expressions`.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.trees: dict[str, Any] = {}

    def leaf(self, path: str, kind: str) -> tuple[str, str]:
        name = f"{path} leaf {len(self.slots)}"
        self.slots[name] = kind
        return "series", name

    def rule(self, name: str, action: str) -> dict[str, Any]:
        rule = super().rule(name, action)
        if rule.get("read") != "open" and self.chance(0.3):
            self.slots.pop(f"{name}.when")
            self.trees[f"{name}.when"] = self.condition(f"{name}.when", action)
        return rule

    def condition(self, path: str, action: str) -> Any:
        signal = ("greater", self.leaf(path, "rare" if "exit" not in action else "often"), 0.5)
        if action.startswith("enter"):
            after = ("greater", ("word", "bars_since_exit"), self.pick(1, 3, 6))
            lost = ("less", ("word", "last_trade_return"), 0)
            stopped = ("equal", ("word", "last_exit_reason"), ("reason", self.pick("stop_loss", "rule", "take_profit")))
            return ("and", signal, self.pick(after, ("or", lost, after), ("or", stopped, after)))
        if action.startswith("add"):
            ahead = ("greater", ("word", self.pick("open_r", "open_return")), self.pick(-0.01, 0.0, 0.02))
            lower = ("less", self.leaf(path, "price"), ("word", "last_fill_price"))
            return ("and", ("less", ("word", "entries"), self.pick(2, 3)), self.pick(ahead, lower, signal))
        return self.pick(
            ("greater_equal", ("word", "bars_held"), self.pick(1, 2, 5)),
            ("or", signal, ("less", ("word", "open_return"), self.near(-0.05, 0.01))),
            ("or", signal, ("greater", ("word", "open_r"), self.near(-1, 2))),
            ("less", ("word", "open_pnl"), self.near(-3_000, 500)),
            ("less", self.leaf(path, "price"), ("multiply", ("word", "highest_since_entry"), self.near(0.9, 0.99))),
            ("greater", self.leaf(path, "price"), ("add", ("word", "lowest_since_entry"), ("word", "initial_risk"))),
            ("less", self.leaf(path, "price"), ("since", "highest_since_entry", self.leaf(path, "price")[1])),
            ("greater", self.leaf(path, "price"), ("since", "at_entry", self.leaf(path, "price")[1])),
            ("greater", ("multiply", ("word", "side"), self.leaf(path, "price")), ("word", "avg_price")),
        )

    def risk(self, path: str) -> dict[str, Any]:
        risk = super().risk(path)
        if risk.get("session_exit") and self.chance(0.4):
            risk["session_exit"] = "x"
            self.slots[f"{path}.session_exit"] = "often"
        stop = risk.get("stop_loss", {})
        if stop.get("kind") == "price" and "expr" in stop and self.chance(0.5):
            self.slots.pop(f"{path}.stop_loss.expr")
            self.trees[f"{path}.stop_loss.expr"] = ("multiply", ("word", "entry_price"), self.near(0.93, 1.07))
        trailing = risk.get("trailing_stop", {})
        if trailing.get("kind") == "price" and "expr" in trailing and self.chance(0.5):
            self.slots.pop(f"{path}.trailing_stop.expr")
            highest = ("word", self.pick("highest_since_entry", "lowest_since_entry"))
            self.trees[f"{path}.trailing_stop.expr"] = ("multiply", highest, self.near(0.93, 1.07))
        return risk

    def sizing(self) -> dict[str, Any]:
        sizing = super().sizing()
        kind = self.pick(None, None, None, "volatility_target", "cash", "risk_cash")
        if kind == "volatility_target":
            self.slots.pop("sizing.value", None)
            return {"kind": kind, "value": self.near(5, 60), "length": self.pick(2, 5, 10)}
        if kind is not None:
            self.slots.pop("sizing.value", None)
            share = self.near(0.1, 0.8) if kind == "cash" else self.near(0.002, 0.03)
            self.trees["sizing.value"] = ("multiply", ("word", "equity"), share)
            sizing |= {"kind": kind, "value": "x"}
            sizing.pop("distance", None)
            self.slots.pop("sizing.distance", None)
        return sizing

    def costs(self) -> CostModel:
        impact, funding = self.pick(0.0, 0.0, 0.0, 1.0), self.pick(0.0, 0.0, 0.0, 0.0003, -0.0002)
        return replace(super().costs(), impact=impact, funding=funding)

    def weighted(self, symbols: list[str], timeframe: str) -> Strategy:
        """A rotation, an allocation or a pair."""
        execution: dict[str, Any] = {"leverage": self.pick(1.0, 1.0, 2.0)}
        if self.chance(0.3):
            execution["max_participation"] = self.pick(0.02, 0.1)
        said: dict[str, Any] = {
            "name": "random",
            "universe": symbols,
            "timeframe": timeframe,
            "execution": execution,
            "sizing": {"kind": "percent_of_equity", "value": self.pick(100, 100, self.near(20, 150))},
        }
        kind = self.pick("rotation", "allocation", "pairs")
        if self.chance(0.3):
            said["risk"] = super().risk("risk")
        if self.chance(0.15):
            said["limits"] = {"max_drawdown_percent": 10.0}
        return Strategy.model_validate({**said, "kind": kind, kind: getattr(self, kind)(symbols)})

    def rebalance(self) -> Any:
        return self.pick("daily", "weekly", "monthly", "quarterly", 1, 3, 10)

    def rotation(self, symbols: list[str]) -> dict[str, Any]:
        self.slots["rotation.rank_by"] = "score"
        rotation = {"rank_by": "x", "hold": self.pick(1, 2, len(symbols)), "rebalance": self.rebalance()}
        if self.chance(0.4):
            self.slots["rotation.filter"] = "mostly"
            rotation["filter"] = "x"
        if self.chance(0.4):
            rotation |= {"weights": "inverse_volatility", "volatility_length": self.pick(2, 5, 20)}
        return {**rotation, "descending": self.chance(0.7)}

    def shares(self, path: str, symbols: list[str]) -> list[dict[str, Any]]:
        named = [symbol for symbol in symbols if self.chance(0.8)] or symbols[:1]
        found = []
        for n, symbol in enumerate(named):
            weight: Any = round(self.near(-40, 120) / len(named), 1)
            if self.chance(0.2):
                self.slots[f"{path}.{n}.weight"], weight = "uniform 0 60", "x"
            found.append({"symbol": symbol, "weight": weight})
        return found

    def allocation(self, symbols: list[str]) -> dict[str, Any]:
        allocation = {"weights": self.shares("allocation.weights", symbols), "rebalance": self.rebalance()}
        if self.chance(0.5):
            days = sorted({int(self.rng.integers(1, 80)) for _ in range(3)})
            allocation["schedule"] = [
                {
                    "since": (date(2024, 1, 1) + timedelta(days=day)).isoformat(),
                    "weights": self.shares(f"allocation.schedule.{n}.weights", symbols),
                }
                for n, day in enumerate(days)
            ]
        return allocation

    def pairs(self, symbols: list[str]) -> dict[str, Any]:
        self.slots["pairs.z"], self.slots["pairs.hedge"] = "score", "hedge"
        pairs = {"left": symbols[0], "right": symbols[1], "enter_z": self.pick(1, 1.5), "exit_z": self.pick(0, 0.5)}
        return {**pairs, "stop_z": self.pick(None, 2.0)}

    def bars(self, symbol: str, times: np.ndarray, step: float) -> SymbolBars:
        bars, n = super().bars(symbol, times, step), len(times)
        paid: dict[str, Any] = {}
        if self.chance(0.2):
            paid["dividend"] = np.where(self.rng.random(n) < 0.1, np.round(self.rng.uniform(0.1, 3, n), 2), 0.0)
        if self.chance(0.15):
            paid["split"] = np.where(self.rng.random(n) < 0.05, self.rng.choice([2.0, 3.0, 0.5], n), 1.0)
        if self.chance(0.15):
            paid["funding"] = self.rng.normal(0, 0.001, n)
        return replace(bars, **paid)

    def value(self, kind: str, bars: SymbolBars) -> Any:
        n = len(bars)
        if kind == "score":
            return np.where(self.rng.random(n) < 0.1, np.nan, np.round(self.rng.normal(0, 1.2, n), 1))
        if kind == "hedge":
            return np.where(self.rng.random(n) < 0.05, np.nan, self.rng.uniform(-0.3, 1.5, n))
        if kind == "mostly":
            return self.rng.random(n) < 0.7
        return super().value(kind, bars)
