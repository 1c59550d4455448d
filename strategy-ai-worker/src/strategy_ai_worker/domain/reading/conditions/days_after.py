"""Conditions of an earlier day: "two days after X", "the day after X, if Y"."""

from __future__ import annotations

from collections.abc import Callable

from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, call, lag

_NEXT_DAY = frozenset(["the day after", "a day after", "the session after", "on the day after"])
_AFTER = frozenset(["after", "following"])
_MOST = 60
_WIDEST_DEED = 6


def days_after(c: Cursor, i: int, condition: Callable[[Cursor, int], Found]) -> Found:
    """Read "two days after a close below the band": what was true so long ago that it is bought on that day's open."""
    i = i + 1 if c.at(i).text in ("exactly", "precisely") else i
    recent = _within_days_of(c, i, condition)
    if recent is not None:
        return recent
    span = c.at(i).get("SPAN")
    if not isinstance(span, Span) or span.unit not in ("day", "bar") or c.at(i + 1).text.split(" ")[0] not in _AFTER:
        return None
    k = i + 2
    while c.at(k).text in ("a", "an", "the"):
        k += 1
    if not 0 < span.count <= _MOST or c.at(k).has("ACT", "buy", "sell", "short"):
        return None
    found = condition(c, k)
    if found is None or c.memory.exit_context:
        return None
    return _ago(c, found, int(span.count)), found[1]


def _within_days_of(c: Cursor, i: int, condition: Callable[[Cursor, int], Found]) -> Found:
    """Read "within 4 days of a new high": it happened on this bar or on one of so many before."""
    span, link = c.at(i + 1).get("SPAN"), c.at(i + 2)
    linked = link.has("P", "of") or link.text.split(" ")[0] in _AFTER
    if c.at(i).text != "within" or not isinstance(span, Span) or span.unit not in ("day", "bar") or not linked:
        return None
    k = i + 3
    while c.at(k).text in ("a", "an", "the"):
        k += 1
    found = None if c.at(k).has("ACT") and not c.at(k).has("SER") else condition(c, k)
    if found is None or c.memory.exit_context or found[0].op == "num":
        return None
    return call("any", _event(found[0]), span.count + 1), found[1]


def on_day_after(c: Cursor, i: int, found: tuple[Node, int]) -> tuple[Node, int]:
    """Read "the day after X, if Y" with X of the day before: alone, it only says when it is bought."""
    led = c.at(i - 1).text in _NEXT_DAY and found[0].word.startswith(("crosses", "moves"))
    return (_ago(c, found, 1), found[1]) if led else found


def _ago(c: Cursor, found: tuple[Node, int], days: int) -> Node:
    """Return what was true some days before: the day itself is judged by a further "if", else its open is taken."""
    back = days if _judged(c, found[1]) else days - 1
    return lag(_event(found[0]), back) if back else found[0]


def _event(node: Node) -> Node:
    """Return a crossing that holds on its one day alone, whatever it is elsewhere."""
    crossing = node.op == "call" and node.word in ("moves_above", "moves_below")
    return Node("call", (node.word.replace("moves", "crosses"), *node.parts)) if crossing else node


def _judged(c: Cursor, k: int) -> bool:
    """Return whether a further "if" follows: "..., if the close is up, buy", "..., buy if the close is up"."""
    k = c.skip_signs(k, ",")
    if c.at(k).has("ACT", "buy", "short", "enter"):
        k += 1
        last = k + _WIDEST_DEED
        while k < last and (c.at(k).has("SYM") or c.at(k).is_noise) and not c.at(k).has("MARK"):
            k += 1
    return c.at(k).has("MARK", "if", "only") and c.at(k).text in ("if", "when", "provided", "only if", "but only if")
