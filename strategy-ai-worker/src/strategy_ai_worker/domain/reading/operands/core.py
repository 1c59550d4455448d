"""The one entry to reading an operand: the readers of its forms are registered by the package."""

from __future__ import annotations

from collections.abc import Callable

from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.measures import number_of
from strategy_ai_worker.domain.reading.trees import Node, num

Found = tuple[Node, int] | None

_DEEPEST = 25


def primary(c: Cursor, i: int, subject: Node | None) -> Found:
    """Return the operand without arithmetic that begins at a lexeme."""
    if c.memory.depth > _DEEPEST:
        return None
    c.memory.depth += 1
    found = _primary(c, i, subject)
    c.memory.depth -= 1
    return found


def _primary(c: Cursor, i: int, subject: Node | None) -> Found:
    bracketed, *readers = _GRAMMAR
    if c.is_sign(i, "("):
        return bracketed(c, i, subject)
    for reader in readers:
        found = reader(c, i, subject)
        if found is not None:
            return found
    return _literal(c.at(i), i)


Reader = Callable[[Cursor, int, "Node | None"], Found]

_GRAMMAR: list[Reader] = []


def register(bracketed: Reader, *readers: Reader) -> None:
    """Set the reader of what stands in brackets, and those of all other forms in the order in which they are tried."""
    _GRAMMAR[:] = (bracketed, *readers)


def _literal(lexeme: Lexeme, i: int) -> Found:
    for category in ("PCT", "NUM", "USD"):
        if lexeme.has(category):
            return num(number_of(lexeme, category)), i + 1
    return None
