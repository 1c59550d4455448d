"""Crossings told as a thing of two lines: "a bullish crossover of the MACD and its signal line"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.predicates.lines import CROSSES_OF_LINES, are_lines
from strategy_ai_worker.domain.reading.trees import Node, call

_LEADS = ("of", "with")
_LINKS = ("and", "with", "/", "&")


def cross_of_both(c: Cursor, i: int) -> Found:
    """Read "a bearish crossover of X and Y", "the cross between X and Y to the upside"; the way may stand behind."""
    way = c.at(i).get("X")
    if not isinstance(way, tuple) or not (c.at(i + 1).has("P", *_LEADS) or c.at(i + 1).has("BETWEEN")):
        return None
    one = operand(c, c.skip(i + 2))
    link = c.skip(one[1]) if one is not None else i
    linked = c.at(link).text in _LINKS
    other = operand(c, c.skip(link + 1), one[0]) if one is not None and linked else None
    if one is None or other is None or "num" in (one[0].op, other[0].op) or one[0] == other[0]:
        return None
    side, after = str(way[0]), other[1]
    behind = c.at(c.skip(after))
    told = behind.get("MOVE") or behind.get("RISING")
    if told in ("up", "down"):
        side, after = str(told), c.skip(after) + 1
    c.memory.pair = c.memory.crossed = (one[0], other[0])
    c.memory.subject = one[0]
    return call("crosses_above" if side == "up" else "crosses_below", one[0], other[0]), after


def past_level_said(c: Cursor, i: int) -> Found:
    """Read "(RSI was over 70) and falls back under it" as passing the level said last, none of an earlier rule."""
    subject, level, way = c.memory.subject, c.memory.last_level, c.at(i).get("X")
    it = c.skip(i + 1)
    said = c.at(it).has("EVENT") and c.memory.last_was_level
    if (
        not said
        or not isinstance(way, tuple)
        or way[0] not in ("up", "down")
        or subject is None
        or level is None
        or is_price(subject)
        or subject not in c.memory.levelled
    ):
        return None
    c.memory.crossed = (subject, level)
    return call("crosses_above" if way[0] == "up" else "crosses_below", subject, level), it + 1


def known_pair(cross: Lexeme, *spoken: tuple[Node, Node] | None) -> tuple[Node, Node] | None:
    """Return the two sides that a cross without any speaks of; "死叉" is one of lines alone."""
    named = cross.text in CROSSES_OF_LINES
    return next((sides for sides in spoken if sides is not None and (are_lines(sides) or not named)), None)
