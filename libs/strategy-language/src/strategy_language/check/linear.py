"""Comparisons as linear forms over terms: what is known of sums, differences and ratios of series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from strategy_language.expressions.nodes import (
    Arithmetic,
    Compare,
    CompareOp,
    Negative,
    Node,
    Number,
    ParameterRef,
    constant,
)
from strategy_language.expressions.render import render

TURNED: Final[dict[CompareOp, CompareOp]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Linear:
    """coefficients[term] * term + ... + offset, with the nodes of the terms."""

    coefficients: dict[str, float]
    offset: float
    nodes: dict[str, Node]

    def times(self, factor: float) -> Linear:
        """Return the form multiplied by a number."""
        scaled = {name: value * factor for name, value in self.coefficients.items()}
        return Linear(scaled, self.offset * factor, self.nodes)

    def plus(self, other: Linear) -> Linear:
        """Return the sum of two forms; terms that cancel are gone."""
        summed = dict(self.coefficients)
        for name, value in other.coefficients.items():
            summed[name] = summed.get(name, 0.0) + value
        kept = {name: value for name, value in summed.items() if abs(value) > 1e-12}
        nodes = {**self.nodes, **other.nodes}
        return Linear(kept, self.offset + other.offset, {name: nodes[name] for name in kept})


def linear(node: Node) -> Linear:
    """Return a number as a linear form; what is not linear is one term as a whole."""
    match node:
        case Number() | ParameterRef():
            return Linear({}, node.value, {})
        case Negative():
            return linear(node.of).times(-1)
        case Arithmetic(op="+"):
            return linear(node.left).plus(linear(node.right))
        case Arithmetic(op="-"):
            return linear(node.left).plus(linear(node.right).times(-1))
        case Arithmetic(op="*") if node.left.type == "scalar" or node.right.type == "scalar":
            fixed, other = (node.left, node.right) if node.left.type == "scalar" else (node.right, node.left)
            return linear(other).times(constant(fixed))
        case Arithmetic(op="/") if node.right.type == "scalar" and constant(node.right) != 0:
            return linear(node.left).times(1 / constant(node.right))
    name = render(node)
    return Linear({name: 1.0}, 0.0, {name: node})


@dataclass(frozen=True)
class Relation:
    """`form op 0`."""

    form: Linear
    op: CompareOp


def relation(compare: Compare) -> Relation:
    """Return a comparison as one side against zero.

    Raises:
        ArithmeticError: A scalar in it cannot be computed.
    """
    form = linear(compare.left).plus(linear(compare.right).times(-1))
    return Relation(form, compare.op)
