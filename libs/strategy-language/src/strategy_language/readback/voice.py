"""Numbers of the document as they are said: literal, parameter or expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strategy_language.document.levels import Number
from strategy_language.expressions.nodes import Node, NotConstant, constant
from strategy_language.program import Program
from strategy_language.readback.phrase import Speaker
from strategy_language.readback.units import amount, count, listed

Sides = Literal["long", "short", "both"]


@dataclass(frozen=True)
class Voice:
    """Speaks of one document."""

    program: Program

    @property
    def speaker(self) -> Speaker:
        """Return who says the expressions."""
        return Speaker(self.program.strategy.timeframe)

    @property
    def sides(self) -> Sides:
        """Return which sides the rules enter."""
        sides = {rule.action.side for rule in self.program.strategy.rules if rule.action.is_entry}
        if len(sides) != 1:
            return "both" if sides else "long"
        return sides.pop()

    @property
    def symbols(self) -> str:
        """Return the universe as it is traded: "AAPL", "each of AAPL and MSFT"."""
        ruled = self.program.strategy.ruled or self.program.strategy.universe
        return ruled[0] if len(ruled) == 1 else f"each of {listed(ruled)}"

    def expression(self, slot: str, text: str) -> str:
        """Return what a slot says; the text itself, in quotes, where it could not be read."""
        node = self.program.node(slot)
        return self.speaker.say(node) if node else f"'{text}'"

    def number(self, slot: str, value: Number) -> str:
        """Return a number."""
        if not isinstance(value, str):
            return amount(value)
        fixed = self._fixed(slot)
        return amount(fixed) if fixed is not None else self.expression(slot, value)

    def percent(self, slot: str, value: Number) -> str:
        """Return a percentage: "5%", or an expression "percent"."""
        if isinstance(value, str) and self._fixed(slot) is None:
            return f"({self.expression(slot, value)}) percent"
        return f"{self.number(slot, value)}%"

    def share(self, slot: str, value: Number) -> str:
        """Return a fraction in percent: 0.5 is "50%"."""
        fixed = self._fixed(slot) if isinstance(value, str) else value
        if fixed is None:
            return f"a share of {self.expression(slot, str(value))}"
        return f"{round(fixed * 100, 10):g}%"

    def bars(self, slot: str, value: Number) -> str:
        """Return a number of bars: "10 days"."""
        return count(self.number(slot, value), self.program.strategy.timeframe)

    def _fixed(self, slot: str) -> float | None:
        node: Node | None = self.program.node(slot)
        if node is None:
            return None
        try:
            return constant(node)
        except (NotConstant, ArithmeticError):
            return None
