"""Units: a price is not compared with a volume, nor with an RSI."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from strategy_language.expressions.nodes import (
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Of,
    On,
    PositionWord,
    walk,
)
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem

_SAID: Final = {
    "price": "a price",
    "volume": "a volume",
    "percent": "a percentage",
    "bars": "a number of bars",
    "time": "a time",
    "index": "an indicator with a fixed range",
}
_LIKE: Final[dict[str | None, str]] = {"price": "sma(close, 20)", "volume": "sma(volume, 20)"}
"""Something that a level of this unit can be compared with."""
_LEVELS: Final = ("price", "volume")
_PRICE_WORDS: Final = ("entry_price", "avg_price", "last_fill_price")


def unit_problems(program: Program) -> Iterator[FieldProblem]:
    """Yield comparisons of a price or a volume with something of another unit."""
    expressions = [(f"definitions.{at}.expr", node) for at, node in enumerate(program.definitions.values())]
    expressions += [(slot.path, slot.node) for slot in program.slots.values()]
    for path, expression in expressions:
        for left, right in _compared(expression):
            units = unit_of(left), unit_of(right)
            if units[0] != units[1] and None not in units and any(unit in _LEVELS for unit in units):
                said = " with ".join(_SAID[unit] for unit in units if unit)
                own = _LIKE[next(unit for unit in units if unit in _LIKE)]
                yield FieldProblem(path=path, reason=f"This compares {said}.", column=left.column, suggestion=own)


def _compared(expression: Node) -> Iterator[tuple[Node, Node]]:
    """Yield what is compared in an expression itself; definitions are looked at in their own place."""
    for node in walk(expression):
        match node:
            case Compare():
                yield node.left, node.right
            case Call() if node.name in ("crosses_above", "crosses_below", "crosses"):
                yield node.arguments[0], node.arguments[1]


def unit_of(node: Node) -> str | None:
    """Return what a number measures, or None where it is free (a literal, a difference, a ratio)."""
    match node:
        case Column():
            return "volume" if node.name == "volume" else "price"
        case PositionWord():
            return "price" if node.name in _PRICE_WORDS else None
        case DefinitionRef():
            return unit_of(node.target)
        case Lag() | On() | Of() | Negative():
            return unit_of(node.of)
        case Field():
            return _of_function(node.of, node.output)
        case Call():
            return _of_function(node, None)
        case Arithmetic():
            return _of_arithmetic(node)
    return None


def _of_arithmetic(node: Arithmetic) -> str | None:
    if node.op == "*" and node.left.type == "scalar":
        return unit_of(node.right)
    if node.op in ("*", "/") and node.right.type == "scalar":
        return unit_of(node.left)
    if node.op == "+":
        # Each side is looked at once: asked again at every level, a long sum would take exponential time.
        left = unit_of(node.left)
        return left if left is not None and left == unit_of(node.right) else None
    return None


def _of_function(node: Node, output: str | None) -> str | None:
    match node:
        case DefinitionRef():
            return _of_function(node.target, output)
        case Lag() | On() | Of():
            return _of_function(node.of, output)
        case Call():
            scale, bounds = node.entry.scale_of(output), node.entry.bounds_of(output)
            if scale == "same":
                series = [
                    value for argument, value in node.bound if argument.kind == "series" and value.type != "scalar"
                ]
                return unit_of(series[0]) if series else None
            if scale == "own" and bounds and all(math.isfinite(bound) for bound in bounds):
                return "index"
            return scale if scale in _SAID else None
    return None
