"""Single bars of the day: what one of them was, and the same seen from a later bar of that day."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.operands.bar_prices import clock_text
from strategy_ai_worker.domain.reading.predicates import predicate, starts_predicate
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare, name

FIRST_BAR = call("is_first_bar")
_CLOSED = ("bar closed", "candle closed", "bar closes", "candle closes", "closes", "closed", "bar is", "candle is")
_WAYS = {"up": ">", "bullish": ">", "green": ">", "white": ">", "down": "<", "bearish": "<", "red": "<", "black": "<"}
_COMPARISONS = ("<", "<=", ">", ">=")


def at_clock(sign: str, minutes: int) -> Node:
    """Return a comparison of the time at which the bar opens."""
    return compare(sign, call("time_of_day"), call("clock", clock_text(minutes)))


def said_of_bar(c: Cursor, when: Node, j: int) -> tuple[Node, int]:
    """Return a bar of the day with what is said of it: "(the 10:00 bar) closed up", "is red", "closes above VWAP"."""
    if c.is_sign(j, "(") and c.at(j + 1).has("CLOCK") and c.is_sign(j + 2, ")"):
        j += 3
    said = _way_of_bar(c, j) or (predicate(c, j, CLOSE) if starts_predicate(c, j) or _closes(c, j) else None)
    if said is None:
        return when, j
    for part in said[0].parts if said[0].op == "and" else (said[0],):
        c.memory.said_of_bar[part] = when
    return all_of(when, said[0]), said[1]


def _closes(c: Cursor, j: int) -> bool:
    return c.at(j).has("SER", "close") and starts_predicate(c, j + 1)


def _way_of_bar(c: Cursor, j: int) -> Found:
    """Read "closed up", "is red", "if it was a green one": how the bar closed against its own open."""
    k = j
    if c.at(k).has("MARK", "if") and c.at(k + 1).text in ("it", "that", "this"):
        k += 2
    while c.at(k).has("EQ") or c.at(k).has("WASBEFORE") or c.at(k).text in ("a", "itself", *_CLOSED):
        k += 1
    lexeme = c.at(k)
    said = {lexeme.text, *(str(lexeme.get(word)) for word in ("MOVE", "DAYCOLOR", "STATE", "RISING"))}
    sign = next((_WAYS[word] for word in sorted(said) if word in _WAYS), None)
    behind = c.skip(k + 1)
    if (
        sign is None
        or lexeme.has("CMP")
        or c.at(behind).has("PCT")
        or c.at(behind).has("CMP")
        or c.at(k + 1).has("P", "than")
    ):
        return None
    after = k + 2 if c.at(k + 1).text in ("bar", "candle", "one") else k + 1
    return compare(sign, CLOSE, name("open")), after


def seen_later(node: Node, said: dict[Node, Node]) -> Node:
    """Return a rule on one bar of the day with what it says of an earlier one as that bar was: one bar is never two."""
    if node.op != "and":
        return node
    bars = {said[part] for part in node.parts if part in said and said[part] in node.parts}
    parts = list(node.parts)
    for bar in sorted(bars, key=_begin):
        if any(_later(part, _begin(bar)) for part in parts if part != bar):
            parts = [_as_it_was(part, bar) if said.get(part) == bar else part for part in parts if part != bar]
    return all_of(*parts)


def _begin(bar: Node) -> float:
    """Return the minute of the day at which a bar opens; the first bar of the session comes before all."""
    return _minutes_of(bar) if bar != FIRST_BAR else -1


def _minutes_of(time: Node) -> float:
    hours, _, minutes = time.parts[1].parts[0].word.partition(":")
    return int(hours) * 60 + int(minutes)


def _later(part: Node, begin: float) -> bool:
    """Return whether a condition only holds on bars of the day behind one that opens at a minute."""
    if str(part).startswith("time_of_day()") and part.op in ("==", ">=", ">") and part.parts[1].op == "call":
        return _minutes_of(part) > begin
    if str(part).startswith("minutes_since_open()") and part.op in (">=", ">"):
        return begin < 0 and part.parts[1].number > 0
    return str(part).startswith(("minutes_to_close() <", "is_last_bar()"))


def _as_it_was(part: Node, bar: Node) -> Node:
    if part.op not in _COMPARISONS:
        return part
    return Node(part.op, tuple(side if side.op == "num" else _on_bar(side, bar) for side in part.parts))


def _on_bar(side: Node, bar: Node) -> Node:
    if bar == FIRST_BAR:
        return call("day_open") if side == name("open") else call("first_in_session", side)
    return call("at_time", bar.parts[1].parts[0], side)
