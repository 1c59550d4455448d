"""The document's rules, risk and sizing as rows of the kernel's tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backtest_engine.domain.kernel.codes import FILLS, LEVELS, MARKET, NOBODY, ORDER_KINDS, SIZINGS
from backtest_engine.domain.kernel.encode import Encoder
from backtest_engine.domain.kernel.records import LEVEL, RISK, RULE, SIZING, Floats, Table
from strategy_language.document import Risk, Rule, Sizing, Strategy
from strategy_language.document.levels import AfterTarget, AtrLevel, PriceLevel
from trading_contracts.model import Contract
from trading_contracts.problem import Rejected

MOST_SETUPS = 62


class TooManySetups(Rejected):
    """A strategy may name at most 62 set-ups."""


@dataclass(slots=True)
class Plan:
    """Rows of rules, risks, levels and sizings under construction.

    Attributes:
        encoder: Where numbers and conditions come from.
        volatility: Gives the annualised volatility of every symbol over a length of bars.
    """

    encoder: Encoder
    volatility: Callable[[int], Sequence[Floats]]
    rules: list[dict[str, int]] = field(default_factory=list)
    risks: list[dict[str, int]] = field(default_factory=list)
    levels: list[dict[str, int]] = field(default_factory=list)
    sizings: list[dict[str, int]] = field(default_factory=list)
    rule_ids: list[str] = field(default_factory=list)
    _setups: list[str] = field(default_factory=list)
    _groups: list[str] = field(default_factory=list)

    def write(self, strategy: Strategy) -> None:
        """Add everything that a document says of rules, risk and size."""
        self._risk(strategy.risk, "risk")
        self._sizing(strategy.sizing, "sizing")
        if strategy.kind in ("signals", "python"):
            for rule in strategy.rules:
                self._rule(rule, strategy)
        risk = self._risk(Risk(), "core") if strategy.core else 0  # the rules' stops do not guard the core
        for side in (1, -1):  # target weights enter under these two
            self.rule_ids.append("core" if strategy.core else strategy.kind)
            self.rules.append(_weight_rule(side, risk))

    def targets(self) -> int:
        """Return the most targets that a lot can have."""
        return max((row["targets"] for row in self.risks), default=0)

    def steps(self) -> int:
        """Return the most steps in which the stop of a lot can climb."""
        return max((row["steps"] for row in self.risks), default=0)

    def uses_sessions(self) -> bool:
        """Return whether some lot is to leave, or some order to lapse, at the end of its session."""
        leaves = any(row["session_exit"] != NOBODY for row in self.risks)
        return leaves or any(row["day"] != NOBODY for row in self.rules)

    def _rule(self, rule: Rule, strategy: Strategy) -> None:
        encoder, order = self.encoder, rule.order
        path, shift = rule.id, int(rule.read == "open")
        row = dict.fromkeys(RULE.names or (), NOBODY)
        row["side"] = 1 if rule.action.side == "long" else -1
        row["entry"], row["add"] = int(rule.action.is_entry), int(rule.action.value.startswith("add"))
        row["when"] = encoder.condition(f"{path}.when", shift)
        row["kind"] = MARKET if order is None else ORDER_KINDS[order.kind]
        if order is not None:
            row["price"] = encoder.number(order.price, f"{path}.order.price", shift)
            row["limit"] = encoder.number(order.limit_price, f"{path}.order.limit_price", shift)
            row["day"] = 1 if order.valid == "day" else NOBODY
            row["valid"] = encoder.number(order.valid_bars, f"{path}.order.valid_bars")
            if order.cancel_when is not None:
                row["cancel"] = encoder.condition(f"{path}.order.cancel_when")
            row["group"] = _place(self._groups, order.group)
        row["fraction"] = encoder.number(rule.fraction, f"{path}.fraction")
        row["setup"] = self._setup(rule.setup)
        row["ends"] = NOBODY if not rule.for_setups else sum(1 << self._setup(name) for name in rule.for_setups)
        row["risk"] = 0 if rule.risk is None else self._risk(rule.risk, f"{path}.risk")
        row["sizing"] = 0 if rule.size is None else self._sizing(rule.size, f"{path}.size")
        row["once"] = int(rule.once)
        row["fill"] = FILLS[rule.fill or strategy.execution.fill]
        self.rules.append(row)
        self.rule_ids.append(rule.id)

    def _setup(self, name: str | None) -> int:
        place = _place(self._setups, name) + 1
        if place > MOST_SETUPS:
            raise TooManySetups(f"A strategy may name at most {MOST_SETUPS} set-ups.", setups=len(self._setups))
        return place

    def _sizing(self, sizing: Sizing, path: str) -> int:
        encoder = self.encoder
        row = dict.fromkeys(SIZING.names or (), NOBODY)
        row["kind"] = SIZINGS[sizing.kind]
        row["value"] = encoder.number(sizing.value, f"{path}.value")
        if sizing.kind == "volatility_target":
            row["volatility"] = encoder.series(self.volatility(self._whole(sizing.length, f"{path}.length")))
        row["max_percent"] = encoder.number(sizing.max_percent_of_equity, f"{path}.max_percent_of_equity")
        row["max_quantity"] = encoder.number(sizing.max_quantity, f"{path}.max_quantity")
        row["multiplier"] = encoder.number(sizing.multiplier, f"{path}.multiplier")
        row["distance"] = encoder.number(sizing.distance, f"{path}.distance")
        row["from_initial"] = int(sizing.base == "initial")
        self.sizings.append(row)
        return len(self.sizings) - 1

    def _whole(self, number: float | str, slot: str) -> int:
        source = self.encoder.sources[self.encoder.number(number, slot)]
        return max(int(source[0]), 2)

    def _risk(self, risk: Risk, path: str) -> int:
        encoder = self.encoder
        row = dict.fromkeys(RISK.names or (), NOBODY)
        place = len(self.risks)
        self.risks.append(row)
        stops = [(risk.stop_loss, f"{path}.stop_loss")] if risk.stop_loss is not None else []
        stops += [(stop, f"{path}.extra_stops.{n}") for n, stop in enumerate(risk.extra_stops)]
        row["first_stop"], row["stops"] = len(self.levels), len(stops)
        for stop, where in stops:
            self._level(stop, where)
        row["on_close"] = int(risk.stop_trigger == "close")
        row["first_target"], row["targets"] = len(self.levels), len(risk.take_profit)
        for n, target in enumerate(risk.take_profit):
            self._level(target, f"{path}.take_profit.{n}")
        if risk.trailing_stop is not None:
            row["trailing"] = self._level(risk.trailing_stop, f"{path}.trailing_stop")
            row["by_close"] = int(risk.trailing_stop.anchor == "close")
            if risk.trailing_stop.activate_at is not None:
                row["activate"] = self._level(risk.trailing_stop.activate_at, f"{path}.trailing_stop.activate_at")
        row["by_close"] = max(row["by_close"], 0)
        if risk.break_even is not None:
            row["break_even"] = self._level(risk.break_even.trigger, f"{path}.break_even.trigger")
            row["offset"] = encoder.number(risk.break_even.offset_percent, f"{path}.break_even.offset_percent")
        row["first_step"], row["steps"] = len(self.levels), len(risk.stop_steps)
        for n, step in enumerate(risk.stop_steps):
            self._level(step.at, f"{path}.stop_steps.{n}.at")
            self._level(step.to, f"{path}.stop_steps.{n}.to")
        row["max_bars"] = encoder.number(risk.max_bars, f"{path}.max_bars")
        row["session_exit"] = self._switch(risk.session_exit, f"{path}.session_exit")
        return place

    def _switch(self, value: bool | str, slot: str) -> int:  # noqa: FBT001 - the document's own switch
        if isinstance(value, str):
            return self.encoder.slot(slot)
        return self.encoder.number(1, slot) if value else NOBODY

    def _level(self, level: Contract, path: str) -> int:
        encoder = self.encoder
        fields: dict[str, Any] = {name: getattr(level, name) for name in type(level).model_fields}
        row = dict.fromkeys(LEVEL.names or (), NOBODY)
        row["kind"] = LEVELS[fields["kind"]]
        if isinstance(level, AtrLevel):
            row["value"] = encoder.number(level.multiple, f"{path}.multiple")
            row["atr"] = encoder.slot(f"{path}.atr")
        elif isinstance(level, PriceLevel):
            for side in ("long", "short"):
                own = fields[side]
                row[side] = encoder.number(own, f"{path}.{side}") if own else encoder.number(level.expr, f"{path}.expr")
        elif isinstance(level, AfterTarget):
            row["target"] = level.target - 1
        else:
            row["value"] = encoder.number(fields["value"], f"{path}.value")
        row["fraction"] = encoder.number(fields.get("fraction"), f"{path}.fraction")
        self.levels.append(row)
        return len(self.levels) - 1


def _weight_rule(side: int, risk: int) -> dict[str, int]:
    row = dict.fromkeys(RULE.names or (), NOBODY)
    own = {"side": side, "entry": 1, "add": 0, "kind": MARKET, "setup": 0, "risk": risk, "sizing": 0, "fill": 0}
    return {**row, **own}


def _place(names: list[str], name: str | None) -> int:
    if name is None:
        return NOBODY
    if name not in names:
        names.append(name)
    return names.index(name)


def table(rows: Sequence[dict[str, int]], kind: np.dtype[np.void]) -> Table:
    """Return rows as a table of a record type."""
    return np.array([tuple(row[name] for name in kind.names or ()) for row in rows], dtype=kind)
