"""Rules that are read at the open: they may use nothing of the bar but its open and what the calendar knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from strategy_language.document import Rule
from strategy_language.expressions.nodes import (
    Call,
    Column,
    DefinitionRef,
    Lag,
    Node,
    Number,
    Of,
    On,
    PositionWord,
    children,
    constant,
    reads_position,
)
from strategy_language.expressions.render import render
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem

KNOWN_AT_OPEN: Final = frozenset(
    {
        *("prev_session_open", "prev_session_high", "prev_session_low", "prev_session_close", "session_gap_percent"),
        "day_open",
    }
)
"""Functions of the bars whose value at a bar's open is that of its close."""

_SLOTS: Final = ("when", "order.price", "order.limit_price")


@dataclass(frozen=True)
class Opening:
    """The rules of a document that are read at the open."""

    program: Program

    def problems(self) -> Iterator[FieldProblem]:
        """Yield what they cannot know or do at the open."""
        for at, rule in enumerate(self.program.strategy.rules):
            if rule.read == "open":
                yield from self._rule(rule, f"rules.{at}")

    def _rule(self, rule: Rule, path: str) -> Iterator[FieldProblem]:
        fill = rule.fill or self.program.strategy.execution.fill
        if fill != "next_open":
            reason = f"A rule that is read at the open fills at that open, and its fill is {fill}."
            yield FieldProblem(path=f"{path}.read", reason=reason, suggestion="fill: next_open")
        if not rule.when:
            yield FieldProblem(path=f"{path}.read", reason="A rule of hand-written code is read at the close.")
        for name in _SLOTS:
            node = self.program.node(f"{rule.id}.{name}")
            if node is not None:
                yield from _unknown(f"{path}.{name}", node)


def _unknown(path: str, node: Node) -> Iterator[FieldProblem]:
    if reads_position(node):
        reason = "A rule that is read at the open knows the position as it was at the close; read it at the close."
        yield FieldProblem(path=path, reason=reason, column=node.column, suggestion="read: close")
        return
    part = later_than_open(node)
    if part is not None:
        reason = f"This rule is read at the open of the bar, when {render(part)} is not known yet."
        earlier = render(Lag(part, Number(1.0)))
        yield FieldProblem(path=path, reason=reason, column=part.column, suggestion=earlier)


def later_than_open(node: Node) -> Node | None:
    """Return the first part of an expression that is known only after the open of its bar, or None."""
    match node:
        case DefinitionRef():
            return node if later_than_open(node.target) else None
        case Lag() if constant(node.bars) >= 1:
            return None
        case Column(name="open", symbol=None):
            return None
        case Column() | On() | Of() | PositionWord():
            return node
        case Call() if node.entry.inputs and not _is_known(node):
            return node
    return next((found for part in children(node) if (found := later_than_open(part))), None)


def _is_known(node: Call) -> bool:
    return node.name in KNOWN_AT_OPEN or set(node.entry.inputs) <= {"open", "timestamp"}
