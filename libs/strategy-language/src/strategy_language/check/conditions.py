"""Conditions of rules: impossible, contradictory, or at war with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from strategy_language.check.facts import seen
from strategy_language.check.normal import Literal_, TooManyCases, Truth, cases, leaves
from strategy_language.check.numbers import Numbers
from strategy_language.check.possible import can_be_true, can_hold, conflict, implies
from strategy_language.document import Rule
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Call,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Node,
    Not,
    Number,
    PositionWord,
    constant,
    reads_position,
    record_entry,
    walk,
)
from strategy_language.expressions.render import render
from strategy_language.program import Program
from strategy_language.readback.phrase import Speaker
from trading_contracts.problem import FieldProblem

_EXTREMES: Final = {"highest": (">", ">="), "lowest": ("<", "<="), "donchian": (">", ">=", "<", "<=")}


@dataclass(frozen=True)
class Conditions:
    """The conditions of a document's rules."""

    program: Program

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what is wrong with single conditions, then with pairs of them."""
        for at, rule in enumerate(self.program.strategy.rules):
            node = self.program.node(f"{rule.id}.when")
            if node:
                yield from self.impossible(f"rules.{at}.when", node)
        for name, slot in self.program.slots.items():
            if slot.node.type == "truth" and not name.endswith(".when"):
                yield from self.impossible(slot.path, slot.node)
        yield from self._exits_too_late()
        yield from self._exits_at_entry()
        yield from self._both_sides()

    def impossible(self, path: str, node: Node) -> Iterator[FieldProblem]:
        """Yield why a condition, or a part of it, can never be true."""
        found = list(self._impossible_parts(path, node))
        yield from found
        if not found and not can_be_true(node):
            yield self._contradiction(path, node)

    def _impossible_parts(self, path: str, node: Node) -> Iterator[FieldProblem]:
        said: set[str] = set()
        for leaf in leaves(node):
            if isinstance(leaf, Truth) or reads_position(leaf):
                continue
            reason = self._why_not(leaf)
            if reason and reason not in said:
                said.add(reason)
                hint = suggestion(node) or _within_bounds(leaf)
                yield FieldProblem(path=path, reason=reason, column=leaf.column, suggestion=hint)

    def _why_not(self, leaf: Compare) -> str | None:
        speaker = Speaker(self.program.strategy.timeframe)
        try:
            if not can_hold((leaf,)):
                return f"It can never be true that {speaker.say(leaf)}{_because(leaf, speaker)}."
            if _out_of_range(leaf) and not can_be_true(Not(leaf)):
                return f"It is always true that {speaker.say(leaf)}{_because(leaf, speaker)}."
        except ArithmeticError:
            return "This number cannot be computed."
        return None

    def _contradiction(self, path: str, node: Node) -> FieldProblem:
        speaker = Speaker(self.program.strategy.timeframe)
        reason = f"This can never be true: {speaker.say(node)}."
        column = node.column
        for case in _known_cases(node):
            pair = conflict(case)
            if pair:
                first, second = (_said(literal, speaker) for literal in pair)
                reason = f"These exclude each other and can never be true together: {first}, and {second}."
                column = _column(pair[1])
                break
        return FieldProblem(path=path, reason=reason, column=column, suggestion=_either(node))

    def _exits_too_late(self) -> Iterator[FieldProblem]:
        """Yield exits that wait for more bars than a position is ever held."""
        strategy = self.program.strategy
        held = Numbers(self.program).fixed("risk.max_bars", strategy.risk.max_bars)
        if held is None or any(rule.risk for rule in strategy.rules):
            return
        in_time = Compare("<", PositionWord("bars_held"), Number(held))
        for at, rule in enumerate(strategy.rules):
            node = self.program.node(f"{rule.id}.when")
            if not rule.action.is_entry and node and can_be_true(node) and not can_be_true(AllOf((node, in_time))):
                reason = f"This exit comes too late to fire: risk.max_bars closes the position after {held:g} bars."
                yield FieldProblem(path=f"rules.{at}.when", reason=reason, column=node.column)

    def _exits_at_entry(self) -> Iterator[FieldProblem]:
        """Yield entries that come with an exit of the same side, which forbids them, on every bar."""
        for at, entry in enumerate(self.program.strategy.rules):
            when = self.program.node(f"{entry.id}.when")
            if not when or not entry.action.value.startswith("enter") or not can_be_true(when):
                continue
            for leave in self._exits_of(entry):
                until = self.program.node(f"{leave.id}.when")
                if until and not reads_position(until) and can_be_true(until) and implies(when, until):
                    same = "is the same as" if implies(until, when) else "is always accompanied by"
                    reason = (
                        f"This entry {same} the exit {leave.id!r}; where entry and exit of one side come together "
                        "there is no entry, so nothing would ever be traded."
                    )
                    yield FieldProblem(path=f"rules.{at}.when", reason=reason, column=when.column)

    def _exits_of(self, entry: Rule) -> Iterator[Rule]:
        for rule in self.program.strategy.rules:
            if rule.action.is_entry or rule.action.side != entry.action.side or rule.fraction is not None:
                continue
            if not rule.for_setups or entry.setup in rule.for_setups:
                yield rule

    def _both_sides(self) -> Iterator[FieldProblem]:
        """Yield short entries with the very condition of a long entry."""
        rules = self.program.strategy.rules
        for long in (rule for rule in rules if rule.action.value == "enter_long"):
            first = self.program.node(f"{long.id}.when")
            for at, short in enumerate(rules):
                second = self.program.node(f"{short.id}.when")
                if short.action.value != "enter_short" or not first or not second or long.order or short.order:
                    continue
                if can_be_true(first) and implies(first, second) and implies(second, first):
                    reason = f"This enters short on the very bars on which {long.id!r} enters long."
                    yield FieldProblem(path=f"rules.{at}.when", reason=reason, column=second.column)


def _either(node: Node) -> str | None:
    """Return a contradiction of two halves with "or" between them, which is often what was meant."""
    whole = node.target if isinstance(node, DefinitionRef) else node
    if not isinstance(whole, AllOf) or len(whole.parts) != 2:
        return None
    either = AnyOf(whole.parts)
    return render(either) if all(can_be_true(part) for part in whole.parts) else None


def _within_bounds(leaf: Compare) -> str | None:
    for side in (leaf.left, leaf.right):
        bounds = _bounds(side)
        if bounds:
            return f"a number between {bounds[0]:g} and {bounds[1]:g}"
    return None


def _known_cases(node: Node) -> tuple[tuple[Literal_, ...], ...]:
    try:
        return cases(node)
    except TooManyCases:
        return ()


def _column(literal: Literal_) -> int:
    return literal.node.column if isinstance(literal, Truth) else literal.column


def _said(literal: Literal_, speaker: Speaker) -> str:
    if isinstance(literal, Truth):
        return speaker.say(literal.node if literal.holds else Not(literal.node))
    return speaker.say(literal)


def _out_of_range(leaf: Compare) -> bool:
    """Return whether a bounded function (an RSI) is compared with a number outside its range."""
    series, fixed = (leaf.left, leaf.right) if leaf.right.type == "scalar" else (leaf.right, leaf.left)
    bounds = _bounds(series)
    if bounds is None or fixed.type != "scalar" or leaf.op in ("==", "!="):
        return False
    return not bounds[0] <= constant(fixed) <= bounds[1]


def _bounds(node: Node) -> tuple[float, float] | None:
    core = seen(node).core
    if isinstance(core, Field):
        return record_entry(core.of).bounds_of(core.output)
    return core.entry.bounds_of() if isinstance(core, Call) else None


def _because(leaf: Compare, speaker: Speaker) -> str:
    for side in (leaf.left, leaf.right):
        bounds = _bounds(side)
        if bounds:
            return f": {speaker.say(side)} lies between {bounds[0]:g} and {bounds[1]:g}"
    for side in (leaf.left, leaf.right):
        core = seen(side).core
        if isinstance(core, Call) and core.name in ("highest", "lowest"):
            return f": {speaker.say(side)} has the current bar in it"
    return ""


def suggestion(node: Node) -> str | None:
    """Return the condition with the extremes one bar earlier, where that makes it possible."""
    better = _earlier(node)
    if better == node or not can_be_true(better):
        return None
    if any(not can_hold((leaf,)) for leaf in leaves(better) if isinstance(leaf, Compare)):
        return None
    return render(better)


def _earlier(node: Node) -> Node:
    """Put `[1]` on each extreme that a comparison measures the current bar against."""
    match node:
        case Compare():
            return replace(node, left=_extreme(node.left), right=_extreme(node.right))
        case DefinitionRef() if node.type == "truth" and _has_extreme(node.target):
            return _earlier(node.target)
        case Call() if node.name in ("crosses_above", "crosses_below"):
            return replace(node, arguments=tuple(_extreme(argument) for argument in node.arguments))
        case AllOf() | AnyOf():
            return replace(node, parts=tuple(_earlier(part) for part in node.parts))
        case Not():
            return replace(node, of=_earlier(node.of))
    return node


def _has_extreme(node: Node) -> bool:
    return any(isinstance(part, Call) and part.name in _EXTREMES for part in walk(node))


def _extreme(node: Node) -> Node:
    match node:
        case Call() if node.name in ("highest", "lowest"):
            return Lag(node, Number(1.0))
        case Field(of=Call(entry=entry)) if entry.name == "donchian":
            return Lag(node, Number(1.0))
        case DefinitionRef() if _extreme(node.target) != node.target:
            return Lag(node, Number(1.0))
    return node
