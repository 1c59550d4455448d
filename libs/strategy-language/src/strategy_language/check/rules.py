"""Rules beside each other: ids, sides, set-ups, orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.check.numbers import Numbers
from strategy_language.document import Action, Order, Rule
from strategy_language.expressions.scope import closest
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem


@dataclass(frozen=True)
class Rules:
    """The rules of a document, apart from their conditions."""

    program: Program

    def problems(self) -> Iterator[FieldProblem]:
        """Yield everything that is wrong with them."""
        rules = self.program.strategy.rules
        yield from self._entries(rules)
        ids = Counter(rule.id for rule in rules)
        for at, rule in enumerate(rules):
            path = f"rules.{at}"
            if ids[rule.id] > 1:
                yield FieldProblem(path=f"{path}.id", reason=f"The id {rule.id!r} is used twice.")
            yield from self._side(rule, path)
            yield from self._setup(rule, path)
            yield from self._parts(rule, path)
            if rule.order:
                yield from self._order(rule, rule.order, f"{path}.order")

    def _entries(self, rules: tuple[Rule, ...]) -> Iterator[FieldProblem]:
        if not any(rule.action in (Action.ENTER_LONG, Action.ENTER_SHORT) for rule in rules):
            yield FieldProblem(path="rules", reason="No rule enters a position, so nothing would ever be traded.")

    def _side(self, rule: Rule, path: str) -> Iterator[FieldProblem]:
        strategy = self.program.strategy
        side = rule.action.side
        enters = f"enter_{side}"
        if rule.action.is_entry and side == "short" and not strategy.execution.allow_short:
            reason = "This rule sells short, and execution.allow_short is false."
            yield FieldProblem(path=f"{path}.action", reason=reason, suggestion="execution.allow_short: true")
        if rule.action.value == enters or not any(self._enters(other) for other in strategy.rules):
            return
        if not any(other.action.value == enters for other in strategy.rules):
            what = "ends" if not rule.action.is_entry else "adds to"
            reason = f"This rule {what} a {side} position, and no rule ever opens one."
            yield FieldProblem(path=f"{path}.action", reason=reason, suggestion=_other_side(rule.action))

    def _enters(self, rule: Rule) -> bool:
        return rule.action in (Action.ENTER_LONG, Action.ENTER_SHORT)

    def _setup(self, rule: Rule, path: str) -> Iterator[FieldProblem]:
        known = [other.setup for other in self.program.strategy.rules if other.setup and other.action.is_entry]
        for name in rule.for_setups:
            if name not in known:
                reason = f"No entry belongs to a set-up {name!r}."
                yield FieldProblem(path=f"{path}.for_setups", reason=reason, suggestion=closest(name, known))
        if rule.for_setups and rule.action.is_entry:
            yield FieldProblem(path=f"{path}.for_setups", reason="Only an exit is for certain set-ups.")
        if rule.setup and not rule.action.is_entry:
            yield FieldProblem(
                path=f"{path}.setup", reason="Only an entry belongs to a set-up.", suggestion="for_setups"
            )

    def _parts(self, rule: Rule, path: str) -> Iterator[FieldProblem]:
        yield from Numbers(self.program).share(f"{rule.id}.fraction", f"{path}.fraction", rule.fraction)
        for name in ("risk", "size"):
            if getattr(rule, name) is not None and not rule.action.is_entry:
                yield FieldProblem(path=f"{path}.{name}", reason=f"Only an entry has its own {name}.")

    def _order(self, rule: Rule, order: Order, path: str) -> Iterator[FieldProblem]:
        yield from Numbers(self.program).whole(
            f"{rule.id}.order.valid_bars", f"{path}.valid_bars", order.valid_bars, least=1
        )
        if order.kind == "stop_limit" and order.limit_price is None:
            yield FieldProblem(path=f"{path}.limit_price", reason="A stop-limit order needs its limit.")
        if order.kind != "stop_limit" and order.limit_price is not None:
            reason = f"A {order.kind} order has one price alone."
            yield FieldProblem(path=f"{path}.limit_price", reason=reason, suggestion="stop_limit")
        if rule.fill is not None:
            yield FieldProblem(path=f"rules.{path.split('.')[1]}.fill", reason="A resting order fills at its level.")
        if order.valid == "day" and order.valid_bars != 1:
            reason = "An order for the day lives until the session ends; a number of bars has no effect."
            yield FieldProblem(path=f"{path}.valid_bars", reason=reason, suggestion="valid: bars")
        groups = [other.order.group for other in self.program.strategy.rules if other.order]
        if order.group is not None and groups.count(order.group) < 2:
            reason = f"The group {order.group!r} has one order only, so nothing cancels anything."
            yield FieldProblem(path=f"{path}.group", reason=reason)


def _other_side(action: Action) -> str:
    long = action.side == "long"
    return action.value.replace("long" if long else "short", "short" if long else "long")
