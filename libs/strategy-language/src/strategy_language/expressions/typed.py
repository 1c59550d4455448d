"""Types: what a node may stand for, and what is said when it may not."""

from __future__ import annotations

from typing import Literal

from strategy_language.expressions.nodes import (
    Field,
    Node,
    NotConstant,
    ParameterRef,
    constant,
    reads_position,
    record_entry,
)
from strategy_language.expressions.problem import ExpressionError

Wanted = Literal["number", "truth", "scalar"]

MAX_LAG = 100_000


def as_number(node: Node) -> Node:
    """Return the node as a number: a record as its first output, a truth as 0 or 1.

    Raises:
        ExpressionError: It is a text.
    """
    if node.type == "text":
        raise ExpressionError("A number is expected here, not a text.", column=node.column)
    if node.type == "record":
        return Field(node, record_entry(node).outputs[0], column=node.column)
    return node


def as_truth(node: Node) -> Node:
    """Return the node as a condition.

    Raises:
        ExpressionError: It is not one.
    """
    if node.type == "record":
        return as_truth(as_number(node))
    if node.type != "truth":
        reason = "A condition is expected here, and this is a number; compare it with something."
        if node.type == "text":
            reason = "A condition is expected here, not a text."
        raise ExpressionError(reason, column=node.column)
    return node


def as_scalar(node: Node) -> Node:
    """Return the node as one number that does not change from bar to bar.

    Raises:
        ExpressionError: It is a series, a text, or has no value.
    """
    if isinstance(node, ParameterRef):
        return node
    if node.type != "scalar":
        raise ExpressionError("One fixed number is expected here, not a series.", column=node.column)
    value_of(node)
    return node


def value_of(node: Node) -> float:
    """Return the value of a scalar.

    Raises:
        ExpressionError: It is no scalar, divides by zero or overflows.
    """
    try:
        return constant(node)
    except NotConstant as error:
        raise ExpressionError("One fixed number is expected here, not a series.", column=node.column) from error
    except ArithmeticError as error:
        raise ExpressionError("This number cannot be computed.", column=node.column) from error


def as_wanted(node: Node, want: Wanted | None) -> Node:
    """Return the node as what its place wants; anything but a text where `want` is None."""
    match want:
        case "truth":
            return as_truth(node)
        case "number":
            return as_number(node)
        case "scalar":
            return as_scalar(node)
    if node.type == "text":
        raise ExpressionError("A text alone says nothing.", column=node.column)
    return node


def lag_length(of: Node, bars: Node) -> Node:
    """Return the number of bars of a lag.

    Raises:
        ExpressionError: It is negative, no whole number, or what it stands on has no past.
    """
    if of.type == "text":
        raise ExpressionError("A text has no past.", column=of.column)
    if reads_position(of):
        reason = "A position word has no lag; at_entry, highest_since_entry and lowest_since_entry look back."
        raise ExpressionError(reason, column=of.column)
    value = value_of(as_scalar(bars))
    if value < 0:
        raise ExpressionError("A negative lag would look into the future.", column=bars.column)
    if value != int(value) or value > MAX_LAG:
        raise ExpressionError(f"A lag is a whole number of bars, {MAX_LAG} at most.", column=bars.column)
    return bars
