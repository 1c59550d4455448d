"""Crossings, and levels that are touched."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price
from strategy_ai_worker.domain.reading.predicates.sides import compared, remember, right_side, scaled_behind, sensible
from strategy_ai_worker.domain.reading.trees import Node, call, name, num


def cross(c: Cursor, j: int, subject: Node) -> Found:
    """Read crossings; without another side, the sides of the last comparison."""
    lexeme = c.at(j)
    if not lexeme.has("X"):
        return None
    said = lexeme.get("X")
    way, strength = map(str, said) if isinstance(said, tuple) else ("", "strong")
    k = c.skip(j + 1)
    if c.at(k).has("CMP") and not way:
        way, k = ("up" if c.at(k).has("CMP", ">", ">=") else "down"), c.skip(k + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "of", "to", "from") else k
    right = right_side(c, k, subject)
    if right is None or (right[0] == subject and c.memory.pair is None):
        return _cross_back(c, j, subject, way)
    if right[0].op == "num" and is_price(subject) and (c.at(k).has("PCT") or c.at(right[1] - 1).has("PCT")):
        share = right[0].number
        change = call("roc", CLOSE, 1)
        return compared(c, ">" if way == "up" else "<", change, num(share if way == "up" else -share)), right[1]
    node, after = scaled_behind(c, right[0], right[1], ">" if way == "up" else "<")
    if not way:
        way = "down" if c.memory.exit_context else "up"
        c.memory.guess("direction of the crossing", way, "the words do not say which way; entries were read as upwards")
    return crossing(c, way, strength, subject, node), after


def crossing(c: Cursor, way: str, strength: str, left: Node, right: Node) -> Node:
    """Return a crossing; a weak one ("breaks", "drops below") is settled when it is known whether it enters or leaves."""  # noqa: E501
    sign, right = sensible(c, ">" if way == "up" else "<", left, right)
    remember(c, left, right)
    function = {"strong": "crosses_above" if sign == ">" else "crosses_below"}.get(
        strength, "moves_above" if sign == ">" else "moves_below"
    )
    return call(function, left, right)


def _cross_back(c: Cursor, j: int, subject: Node, way: str) -> Found:
    level_before = c.memory.last_level
    about_level = c.memory.last_was_level and not is_price(subject)
    if way and level_before is not None and about_level:
        return call("crosses_above" if way == "up" else "crosses_below", subject, level_before), j + 1
    if c.memory.pair is None or not way:
        return None
    left, right = c.memory.pair
    return call("crosses_above" if way == "up" else "crosses_below", left, right), j + 1


def touch(c: Cursor, j: int, subject: Node) -> Found:
    """Read "touches the lower band", "pulls back to the 20 EMA": the bar's range reaches the level."""
    if not c.at(j).has("TOUCH"):
        return None
    right = right_side(c, j + 1, subject)
    if right is None:
        return None
    if not is_price(subject):
        node = compared(c, ">=" if right[0].op == "num" and right[0].number >= 50 else "<=", subject, right[0])
        return node, right[1]
    if c.memory.exit_context:
        return compared(c, "<=" if c.memory.entered_short else ">=", CLOSE, right[0]), right[1]
    from_above = not str(right[0]).endswith(".upper") and not str(right[0]).startswith("highest")
    return compared(c, "<=" if from_above else ">=", name("low" if from_above else "high"), right[0]), right[1]
