"""Stops that climb in steps: each later and higher than the one before, none beyond the profit that it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from strategy_language.check.numbers import Numbers
from strategy_language.document import AfterTarget, AtrLevel, Risk
from strategy_language.document.levels import LockedLevel, TriggerLevel
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem

_Measured = tuple[str, float] | None
"""What a distance is counted in, and how large it is; None where it is not fixed."""


@dataclass(frozen=True)
class Steps:
    """The steps of one risk; `name` is its slot prefix, `path` its place in the document."""

    program: Program
    risk: Risk
    name: str
    path: str

    def problems(self) -> Iterator[FieldProblem]:
        """Yield steps that would move the stop backwards, or beyond the price."""
        steps = self.risk.stop_steps
        found = [
            (self._measured(step.at, f"stop_steps.{at}.at"), self._measured(step.to, f"stop_steps.{at}.to"))
            for at, step in enumerate(steps)
        ]
        for at, (ahead, locked) in enumerate(found):
            if _reaches(locked, ahead):
                reason = "The stop would be moved to where the price is, or beyond it, and be hit at once."
                yield FieldProblem(path=f"{self.path}.stop_steps.{at}.to", reason=reason)
        for at, (before, after) in enumerate(pairwise(found), start=1):
            for name, one, other in (("at", before[0], after[0]), ("to", before[1], after[1])):
                if _reaches(one, other):
                    reason = "Each step lies higher than the one before it."
                    yield FieldProblem(path=f"{self.path}.stop_steps.{at}.{name}", reason=reason)

    def _measured(self, level: TriggerLevel | LockedLevel, step: str) -> _Measured:
        if isinstance(level, AfterTarget):
            return None
        field, given = ("multiple", level.multiple) if isinstance(level, AtrLevel) else ("value", level.value)
        value = Numbers(self.program).fixed(f"{self.name}.{step}.{field}", given)
        unit = f"{level.kind} {level.length}" if isinstance(level, AtrLevel) else level.kind
        return None if value is None else (unit, value)


def _reaches(low: _Measured, high: _Measured) -> bool:
    """Return whether what should be lower is as high as the other; distances of two kinds are not compared."""
    return low is not None and high is not None and low[0] == high[0] and low[1] >= high[1]
