"""A small solver: bounds on terms and on differences of two terms, and whether they can hold together.

It is exact for what it is told: a set of constraints x - y <= c (or < c) has a solution just when the graph of the
constraints has no cycle of negative weight, nor one of weight zero with a strict edge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

ZERO: Final = ""
"""The term that stands for zero."""

_TOLERANCE: Final = 1e-9


@dataclass
class Differences:
    """Constraints on differences, gathered one by one."""

    bounds: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict)
    unequal: list[tuple[str, str, float]] = field(default_factory=list)

    def at_most(self, left: str, right: str, most: float, *, strict: bool = False) -> None:
        """Add `left - right <= most` (or `<`)."""
        known = self.bounds.get((left, right))
        if known is None or (most, not strict) < (known[0], not known[1]):
            self.bounds[left, right] = (most, strict)

    def add(self, left: str, right: str, op: str, value: float) -> None:
        """Add `left - right op value`."""
        if op in ("<", "<=", "=="):
            self.at_most(left, right, value, strict=op == "<")
        if op in (">", ">=", "=="):
            self.at_most(right, left, -value, strict=op == ">")
        if op == "!=":
            self.unequal.append((left, right, value))

    def copy(self) -> Differences:
        """Return the same constraints, to add to."""
        return Differences(dict(self.bounds), list(self.unequal))

    def possible(self) -> bool:
        """Return whether all constraints can hold together."""
        closed = self._closed()
        terms = {term for pair in closed for term in pair}
        if any(_negative(closed.get((term, term))) for term in terms):
            return False
        return not any(_forced(closed, *each) for each in self.unequal)

    def _closed(self) -> dict[tuple[str, str], tuple[float, bool]]:
        """Return the tightest bound that follows for every pair (Floyd and Warshall)."""
        closed = dict(self.bounds)
        terms = sorted({term for pair in closed for term in pair})
        for middle in terms:
            into = [(left, closed[left, middle]) for left in terms if (left, middle) in closed]
            out = [(right, closed[middle, right]) for right in terms if (middle, right) in closed]
            for left, (first, strict_first) in into:
                for right, (second, strict_second) in out:
                    found = (first + second, strict_first or strict_second)
                    known = closed.get((left, right))
                    if known is None or (found[0], not found[1]) < (known[0], not known[1]):
                        closed[left, right] = found
        return closed


def _negative(bound: tuple[float, bool] | None) -> bool:
    if bound is None:
        return False
    weight, strict = bound
    return weight < -_TOLERANCE or (strict and weight <= _TOLERANCE)


def _forced(closed: dict[tuple[str, str], tuple[float, bool]], left: str, right: str, value: float) -> bool:
    """Return whether a difference can have no other value than this one."""
    if left == right:
        return abs(value) <= _TOLERANCE
    most, least = closed.get((left, right)), closed.get((right, left))
    if most is None or least is None:
        return False
    return abs(most[0] - value) <= _TOLERANCE and abs(-least[0] - value) <= _TOLERANCE
