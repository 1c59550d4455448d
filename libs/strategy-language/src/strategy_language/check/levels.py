"""Stops, targets and fractions: distances with the right sign, prices on the right side, parts of one whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.check.numbers import Numbers
from strategy_language.check.possible import can_be_true
from strategy_language.check.steps import Steps
from strategy_language.document import (
    AfterTarget,
    AtrLevel,
    DistanceLevel,
    GiveBackTrailing,
    PercentLevel,
    PriceLevel,
    Risk,
    RMultipleLevel,
)
from strategy_language.expressions.nodes import Column, Compare, CompareOp, Node, PositionWord
from strategy_language.program import Program
from strategy_language.readback.voice import Sides
from trading_contracts.problem import FieldProblem

_Level = PercentLevel | AtrLevel | DistanceLevel | PriceLevel | RMultipleLevel
_Trigger = PercentLevel | AtrLevel | DistanceLevel | RMultipleLevel | AfterTarget


_ALL = 0.985
"""Parts that add up to this are the whole: thirds of 0.33 are meant to be all."""


@dataclass(frozen=True)
class Levels:
    """The risk of a document or of one entry.

    Attributes:
        program: The document.
        risk: Stops and targets.
        name: Their slot prefix (`risk`, `r1.risk`).
        path: Their document path.
        sides: Which sides they protect.
        at_market: Whether all their entries are market orders, so that the close tells where the fill will be.
    """

    program: Program
    risk: Risk
    name: str
    path: str
    sides: Sides
    at_market: bool

    def problems(self) -> Iterator[FieldProblem]:
        """Yield everything that is wrong with these stops and targets."""
        for step, level in self._stops():
            yield from self._distance(step, level, below_zero=True)
            yield from self._side(step, level, stop=True)
        for step, target in self._targets():
            yield from self._distance(step, target, below_zero=False)
            yield from self._side(step, target, stop=False)
        for step, trigger in self._triggers():
            if isinstance(trigger, AfterTarget):
                yield from self._after_target(f"{self.path}.{step}", trigger.target)
            else:
                yield from self._distance(step, trigger, below_zero=False)
        yield from self._give_back()
        yield from Steps(self.program, self.risk, self.name, self.path).problems()
        yield from self._needs_stop()
        yield from self._fractions()
        yield from self._times()

    def _stops(self) -> Iterator[tuple[str, _Level]]:
        if self.risk.stop_loss:
            yield "stop_loss", self.risk.stop_loss
        for at, stop in enumerate(self.risk.extra_stops):
            yield f"extra_stops.{at}", stop
        if self.risk.trailing_stop and not isinstance(self.risk.trailing_stop, GiveBackTrailing):
            yield "trailing_stop", self.risk.trailing_stop

    def _targets(self) -> Iterator[tuple[str, _Level]]:
        for at, target in enumerate(self.risk.take_profit):
            yield f"take_profit.{at}", target

    def _triggers(self) -> Iterator[tuple[str, _Trigger]]:
        if self.risk.trailing_stop and self.risk.trailing_stop.activate_at:
            yield "trailing_stop.activate_at", self.risk.trailing_stop.activate_at
        if self.risk.break_even:
            yield "break_even.trigger", self.risk.break_even.trigger
        for at, step in enumerate(self.risk.stop_steps):
            yield f"stop_steps.{at}.at", step.at

    def _after_target(self, path: str, target: int) -> Iterator[FieldProblem]:
        """Yield a target that there is none of, or after which nothing is left to protect."""
        targets = self.risk.take_profit
        if target > len(targets):
            reason = f"There is no target {target}; there are {len(targets)}."
            yield FieldProblem(path=f"{path}.target", reason=reason, suggestion="take_profit with a fraction")
            return
        slots = [(f"{self.name}.take_profit.{at}.fraction", each.fraction) for at, each in enumerate(targets[:target])]
        parts = [self._numbers.fixed(slot, fraction) for slot, fraction in slots if fraction is not None]
        known = len(parts) == target and all(part is not None for part in parts)
        if targets[target - 1].fraction is None or (known and sum(part or 0.0 for part in parts) >= _ALL):
            reason = f"Target {target} ends the whole position, and nothing is left to protect after it."
            yield FieldProblem(path=f"{path}.target", reason=reason, suggestion="take_profit with a fraction")

    def _give_back(self) -> Iterator[FieldProblem]:
        """Yield a share of the profit that cannot be given back, or that begins with the fill, where there is none."""
        trailing = self.risk.trailing_stop
        if not isinstance(trailing, GiveBackTrailing):
            return
        path = f"{self.path}.trailing_stop"
        value = self._numbers.fixed(f"{self.name}.trailing_stop.value", trailing.value)
        if value is not None and not 0 < value <= 100:
            reason = f"The share of the profit to give back is above 0% and at most 100%, not {value:g}%."
            yield FieldProblem(path=f"{path}.value", reason=reason)
        if trailing.activate_at is None:
            reason = "At the fill there is no profit yet of which a share could be given back; say from which one on."
            hint = "activate_at: {kind: percent, value: 5}"
            yield FieldProblem(path=f"{path}.activate_at", reason=reason, suggestion=hint)

    @property
    def _numbers(self) -> Numbers:
        return Numbers(self.program)

    def _distance(self, step: str, level: _Level, *, below_zero: bool) -> Iterator[FieldProblem]:
        """Yield distances that are not above zero, and falls of 100 % or more."""
        name, path = f"{self.name}.{step}", f"{self.path}.{step}"
        field = "multiple" if isinstance(level, AtrLevel) else "value"
        if isinstance(level, PriceLevel):
            if level.expr is None and level.long is None and level.short is None:
                yield FieldProblem(path=path, reason="A price level needs `expr`, or `long` and `short`.")
            return
        given = level.multiple if isinstance(level, AtrLevel) else level.value
        value = self._numbers.fixed(f"{name}.{field}", given)
        if value is not None and value <= 0:
            reason = f"A distance is above 0; {value:g} would put the level on the wrong side of the entry."
            hint = f"{-value:g}" if value < 0 else None
            yield FieldProblem(path=f"{path}.{field}", reason=reason, suggestion=hint)
        down = below_zero == (self.sides != "short")
        if isinstance(level, PercentLevel) and value is not None and value >= 100 and down:
            reason = f"A level {value:g}% below the entry price is at or below zero and can never be hit."
            yield FieldProblem(path=f"{path}.{field}", reason=reason)

    def _side(self, step: str, level: _Level, *, stop: bool) -> Iterator[FieldProblem]:
        """Yield price levels that lie on the wrong side of the entry whatever the market does."""
        if not isinstance(level, PriceLevel):
            return
        for field, side in (("expr", self.sides), ("long", "long"), ("short", "short")):
            node = self.program.node(f"{self.name}.{step}.{field}")
            if node is None or side == "both":
                continue
            op: CompareOp = "<" if (side == "long") == stop else ">"
            if not all(can_be_true(Compare(op, node, entry)) for entry in self._entry_prices()):
                where = "below" if op == "<" else "above"
                what = "stop" if stop else "target"
                reason = f"The {what} of a {side} position lies {where} its entry price, and this level never does."
                yield FieldProblem(path=f"{self.path}.{step}.{field}", reason=reason, column=node.column)

    def _entry_prices(self) -> list[Node]:
        entry: list[Node] = [PositionWord("entry_price")]
        return [*entry, Column("close")] if self.at_market else entry

    def _needs_stop(self) -> Iterator[FieldProblem]:
        if self.has_first_stop:
            return
        measured = [(step, level) for step, level in self._targets() if isinstance(level, RMultipleLevel)]
        trailing, even = self.risk.trailing_stop, self.risk.break_even
        if trailing and isinstance(trailing.activate_at, RMultipleLevel):
            measured.append(("trailing_stop.activate_at", trailing.activate_at))
        if even and isinstance(even.trigger, RMultipleLevel):
            measured.append(("break_even.trigger", even.trigger))
        for at, step in enumerate(self.risk.stop_steps):
            pair = (("at", step.at), ("to", step.to))
            measured += [
                (f"stop_steps.{at}.{name}", level) for name, level in pair if isinstance(level, RMultipleLevel)
            ]
        for where, _level in measured:
            reason = "R is the distance to the first stop, and there is no stop."
            yield FieldProblem(path=f"{self.path}.{where}", reason=reason, suggestion=f"{self.path}.stop_loss")

    @property
    def has_first_stop(self) -> bool:
        """Return whether a position has a stop from its fill on."""
        trailing = self.risk.trailing_stop
        return bool(self.risk.stop_loss or self.risk.extra_stops or (trailing and trailing.activate_at is None))

    def _fractions(self) -> Iterator[FieldProblem]:
        total = 0.0
        for at, target in enumerate(self.risk.take_profit):
            step = f"take_profit.{at}.fraction"
            if target.fraction is None:
                continue
            yield from self._numbers.share(f"{self.name}.{step}", f"{self.path}.{step}", target.fraction)
            total += self._numbers.fixed(f"{self.name}.{step}", target.fraction) or 0.0
        if total > 1 + 1e-9:
            reason = f"The parts of the targets add up to {total:g}; together they are at most 1."
            yield FieldProblem(path=f"{self.path}.take_profit", reason=reason)

    def _times(self) -> Iterator[FieldProblem]:
        if self.risk.max_bars is not None:
            yield from self._numbers.whole(
                f"{self.name}.max_bars", f"{self.path}.max_bars", self.risk.max_bars, least=1
            )
