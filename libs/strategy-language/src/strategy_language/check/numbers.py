"""Numbers of the document: literal, parameter or expression, held to their bounds where their value is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.document.levels import Number
from strategy_language.expressions.nodes import NotConstant, constant
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem


@dataclass(frozen=True)
class Numbers:
    """Judges the numbers of one document."""

    program: Program

    def fixed(self, slot: str, value: Number | None) -> float | None:
        """Return the value, or None where it changes from bar to bar or cannot be read."""
        if not isinstance(value, str):
            return value
        node = self.program.node(slot)
        try:
            return None if node is None else constant(node)
        except (NotConstant, ArithmeticError):
            return None

    def whole(self, slot: str, path: str, value: Number, *, least: int) -> Iterator[FieldProblem]:
        """Yield a count that is no whole number, or too small."""
        found = self.fixed(slot, value)
        if found is None:
            return
        if found < least:
            yield FieldProblem(path=path, reason=f"This is at least {least}, not {found:g}.", suggestion=str(least))
        elif found != int(found):
            yield FieldProblem(
                path=path, reason=f"This is a whole number, not {found:g}.", suggestion=str(round(found))
            )

    def above_zero(self, slot: str, path: str, value: Number | None) -> Iterator[FieldProblem]:
        """Yield a number that is not above 0."""
        found = self.fixed(slot, value)
        if found is not None and found <= 0:
            yield FieldProblem(path=path, reason=f"This is above 0, not {found:g}.")

    def share(self, slot: str, path: str, value: Number | None) -> Iterator[FieldProblem]:
        """Yield a share that is not within 0..1."""
        found = self.fixed(slot, value)
        if found is None or 0 < found <= 1:
            return
        hint = f"{found / 100:g}" if 1 < found <= 100 else None
        yield FieldProblem(
            path=path, reason=f"A share is above 0 and at most 1 (0.5 is half), not {found:g}.", suggestion=hint
        )
