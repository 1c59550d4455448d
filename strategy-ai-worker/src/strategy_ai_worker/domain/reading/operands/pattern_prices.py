"""Prices of the bar that a pattern was seen on: "the inside day's high", "the low of the hammer"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.trees import Node, call, lag, name

_COLUMNS = ("open", "high", "low", "close")
_BARS = ("day", "day's", "bar", "bar's", "candle", "candle's")


def price_of_pattern(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "(a close above) the inside day's high": no bar closes beyond its own, so it is that of the bar before."""
    told = _column_of_pattern(c, i)
    seen = c.memory.pattern
    if told is None or seen is None or subject != CLOSE:
        return None
    column, after = told
    if c.memory.exit_context:
        return call("at_entry", lag(name(column), 1) if seen in c.memory.patterns_before else name(column)), after
    c.memory.patterns_before.add(seen)
    return lag(name(column), 1), after


def _column_of_pattern(c: Cursor, i: int) -> tuple[str, int] | None:
    """Return the column of "the NR7 day's high", "the high of the NR7 day", and the place behind."""
    if c.at(i).has("SER", *_COLUMNS) and c.at(i + 1).has("P", "of"):
        k = i + 2
        while c.at(k).text in ("the", "that", "this"):
            k += 1
        if c.at(k).has("PATTERN"):
            return str(c.at(i).get("SER")), k + 2 if c.at(k + 1).text in _BARS else k + 1
        return None
    if not c.at(i).has("PATTERN"):
        return None
    k = i + 1
    while c.at(k).text in _BARS or c.at(k).text == "'s":
        k += 1
    owned = c.at(i).text.endswith("'s") or c.at(k - 1).text.endswith("'s")
    return (str(c.at(k).get("SER")), k + 1) if owned and c.at(k).has("SER", *_COLUMNS) else None


def seen_before(node: Node, before: set[Node]) -> Node:
    """Return a rule that speaks of a pattern's prices a bar later with the pattern on the bar before."""
    if node.op != "and":
        return node
    return Node("and", tuple(lag(part, 1) if part in before else part for part in node.parts))
