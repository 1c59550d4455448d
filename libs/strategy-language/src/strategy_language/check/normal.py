"""Conditions in a normal form: definitions opened, "not" and lags moved to the leaves, alternatives listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final

from strategy_language.catalogue import CATALOGUE
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    CompareOp,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    Of,
    On,
    constant,
)

LONGEST_RUN: Final = 8
MOST_CASES: Final = 64
"""Conditions with more alternatives than this are not judged."""

OPPOSITE: Final[dict[CompareOp, CompareOp]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True)
class Truth:
    """A yes-or-no function (or a switch) as a whole, or its contrary."""

    node: Node
    holds: bool


Literal_ = Compare | Truth
Case = tuple[Literal_, ...]
"""Literals that hold together."""


class TooManyCases(ValueError):
    """A condition has more alternatives than are worth looking at."""


def cases(node: Node) -> tuple[Case, ...]:
    """Return the alternatives of a condition, each a conjunction of literals.

    Raises:
        TooManyCases: There are more than MOST_CASES.
    """
    return tuple(_cases(opened(node), holds=True))


def leaves(node: Node) -> tuple[Literal_, ...]:
    """Return the literals of a condition, each once for each place where it stands."""
    return tuple(_leaves(opened(node), holds=True))


def opened(node: Node) -> Node:
    """Return a node with its definitions written out and lags, `on` and `of` moved down to functions and columns."""
    match node:
        case DefinitionRef():
            return opened(node.target)
        case Lag() | On() | Of():
            return _moved(node, opened(node.of))
        case Call():
            return _call(replace(node, arguments=tuple(opened(argument) for argument in node.arguments)))
        case Field():
            return _field(replace(node, of=opened(node.of)))
    return _through(node, opened) or node


def _through(node: Node, change: Callable[[Node], Node]) -> Node | None:
    """Return an operation with its operands changed, or None where the node is none."""
    match node:
        case Not() | Negative():
            return replace(node, of=change(node.of))
        case Arithmetic() | Compare():
            return replace(node, left=change(node.left), right=change(node.right))
        case AllOf() | AnyOf():
            return replace(node, parts=tuple(change(part) for part in node.parts))
    return None


def _moved(around: Lag | On | Of, inner: Node) -> Node:
    """Move a lag (or other bars) one step towards the leaves, until it stands on a function or a column."""
    if inner.type == "scalar":
        return inner
    operation = _through(inner, lambda operand: _moved(around, operand))
    if operation:
        return operation
    match inner:
        case Field(of=Lag() | On() | Of() | Call()):
            return replace(inner, of=_moved(around, inner.of))
        case Lag() if isinstance(around, Lag):
            return lagged(inner.of, int(constant(inner.bars)) + int(constant(around.bars)))
        case Column(symbol=None) if isinstance(around, Of):
            return Column(inner.name, around.symbol, column=inner.column)
    if isinstance(around, Lag):
        return lagged(inner, int(constant(around.bars)))
    return replace(around, of=inner)


def lagged(node: Node, bars: int) -> Node:
    """Return a node some bars ago."""
    return Lag(node, Number(float(bars)), column=node.column) if bars else node


def _field(node: Field) -> Node:
    """Return what a field stands for: the Donchian channel is made of the highest high and the lowest low."""
    if isinstance(node.of, Call) and node.of.name == "donchian" and "highest" in CATALOGUE and "lowest" in CATALOGUE:
        length = node.of.arguments[0]
        if node.output == "upper":
            return Call(CATALOGUE["highest"], (Column("high"), length), column=node.column)
        if node.output == "lower":
            return Call(CATALOGUE["lowest"], (Column("low"), length), column=node.column)
    return node


def _call(node: Call) -> Node:
    """Return a cross as the comparisons that it is made of."""
    if node.name in ("rising", "falling"):
        return _run(node)
    if node.name not in ("crosses_above", "crosses_below", "crosses"):
        return node
    left, right = node.arguments[0], node.arguments[1]
    up = _cross(left, right, ">", node.column)
    down = _cross(left, right, "<", node.column)
    match node.name:
        case "crosses_above":
            return up
        case "crosses_below":
            return down
    return AnyOf((up, down), column=node.column)


def _run(node: Call) -> Node:
    """Return a short run of rises or falls as the comparisons that it is made of."""
    series, length = node.arguments[0], int(constant(node.arguments[1]))
    if length > LONGEST_RUN or node.entry.lookback({"length": length}) != length:
        return node
    op: CompareOp = ">" if node.name == "rising" else "<"
    then = [_moved(Lag(series, Number(float(bars))), series) if bars else series for bars in range(length + 1)]
    parts = tuple(Compare(op, new, old, column=node.column) for new, old in pairwise(then))
    return AllOf(parts, column=node.column)


def _cross(left: Node, right: Node, op: CompareOp, column: int) -> Node:
    before = Number(1.0)
    now = Compare(op, left, right, column=column)
    then = Compare(OPPOSITE[op], _moved(Lag(left, before), left), _moved(Lag(right, before), right), column=column)
    return AllOf((now, then), column=column)


def _cases(node: Node, *, holds: bool) -> list[Case]:
    match node:
        case Not():
            return _cases(node.of, holds=not holds)
        case AllOf() | AnyOf():
            parts = [_cases(part, holds=holds) for part in node.parts]
            return (
                _together(parts) if isinstance(node, AllOf) == holds else _limited([c for part in parts for c in part])
            )
    return [(_literal(node, holds=holds),)]


def _literal(node: Node, *, holds: bool) -> Literal_:
    if isinstance(node, Compare):
        return node if holds else replace(node, op=OPPOSITE[node.op])
    return Truth(node, holds)


def _together(parts: Sequence[list[Case]]) -> list[Case]:
    count = 1
    for part in parts:
        count *= len(part)
        if count > MOST_CASES:
            raise TooManyCases
    return [tuple(literal for case in chosen for literal in case) for chosen in product(*parts)]


def _limited(found: list[Case]) -> list[Case]:
    if len(found) > MOST_CASES:
        raise TooManyCases
    return found


def _leaves(node: Node, *, holds: bool) -> list[Literal_]:
    match node:
        case Not():
            return _leaves(node.of, holds=not holds)
        case AllOf() | AnyOf():
            return [leaf for part in node.parts for leaf in _leaves(part, holds=holds)]
    return [_literal(node, holds=holds)]
