"""Words of the clock: they have a meaning only where several bars make a session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from strategy_language.expressions.nodes import Call, Node, walk
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem

_WITHIN_A_SESSION: Final = frozenset(
    {
        *("hour", "minute", "time_of_day", "between_times", "minutes_since_open", "minutes_to_close"),
        *("bars_since_open", "session_high", "session_low", "opening_range_high", "opening_range_low", "at_time"),
    }
)


def session_problems(program: Program) -> Iterator[FieldProblem]:
    """Yield words of the clock in a strategy whose bars are whole sessions or longer."""
    timeframe = program.strategy.timeframe
    if timeframe.is_intraday:
        return
    expressions: list[tuple[str, Node]] = [
        (f"definitions.{at}.expr", node) for at, node in enumerate(program.definitions.values())
    ]
    expressions += [(slot.path, slot.node) for slot in program.slots.values()]
    for path, expression in expressions:
        for node in walk(expression):
            if isinstance(node, Call) and node.name in _WITHIN_A_SESSION:
                reason = f"{node.name!r} has a meaning within a session only, and the bars are {timeframe.value}."
                yield FieldProblem(path=path, reason=reason, column=node.column, suggestion="timeframe: 1h")
