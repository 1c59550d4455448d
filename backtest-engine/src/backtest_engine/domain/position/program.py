"""A position expression as a postfix program: what the kernel's small stack machine runs at each bar."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.position.expression import PositionExpr
from backtest_engine.domain.position.operations import (
    BINARY,
    CONSTANT,
    LEAF,
    SINCE_ENTRY,
    TERNARY,
    UNARY,
    WORDS,
)

_CODES = {**UNARY, **BINARY, **TERNARY}


@dataclass(frozen=True, slots=True)
class PositionProgram:
    """Operations in postfix order.

    Attributes:
        codes: One code a step.
        numbers: The constant of a CONSTANT step, the index into `leaves` of a LEAF or since-entry step.
        leaves: The series that the program reads, each (bars,).
        depth: The stack that it needs.
    """

    codes: NDArray[np.int64]
    numbers: NDArray[np.float64]
    leaves: tuple[NDArray[np.float64], ...]
    depth: int


def compile_expression(expression: PositionExpr) -> PositionProgram:
    """Return the postfix program of an expression.

    Raises:
        TypeError: `at_entry` stands without a series.
    """
    steps: list[tuple[int, float]] = []
    leaves: list[NDArray[np.float64]] = []
    depth = _write(expression, steps, leaves)
    return PositionProgram(
        np.array([code for code, _ in steps], dtype=np.int64),
        np.array([number for _, number in steps], dtype=np.float64),
        tuple(leaves),
        depth,
    )


def _write(node: PositionExpr, steps: list[tuple[int, float]], leaves: list[NDArray[np.float64]]) -> int:
    if node.operation == "leaf":
        steps.append(_leaf_step(node, leaves))
        return 1
    if node.operation in SINCE_ENTRY and node.children:
        code, number = _leaf_step(node.children[0], leaves)
        steps.append((SINCE_ENTRY[node.operation], number) if code == LEAF else (code, number))
        return 1
    if not node.children:
        if node.operation not in WORDS:
            raise TypeError(f"{node.operation} needs a series: position.{node.operation}(close).")
        steps.append((WORDS[node.operation], 0.0))
        return 1
    depth = max(place + _write(child, steps, leaves) for place, child in enumerate(node.children))
    steps.append((_CODES[node.operation], 0.0))
    return depth


def _leaf_step(node: PositionExpr, leaves: list[NDArray[np.float64]]) -> tuple[int, float]:
    if isinstance(node.leaf, np.ndarray) and node.leaf.ndim == 1:
        leaves.append(np.ascontiguousarray(node.leaf, dtype=np.float64))
        return LEAF, float(len(leaves) - 1)
    return CONSTANT, float(node.leaf)  # type: ignore[arg-type] # a leaf that is no series is a number
