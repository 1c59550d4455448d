"""Reading one condition: something that is true or not on each bar."""

from __future__ import annotations

from strategy_ai_worker.domain.reading import calendar, events
from strategy_ai_worker.domain.reading.conditions.again import bare_side
from strategy_ai_worker.domain.reading.conditions.days_after import days_after, on_day_after
from strategy_ai_worker.domain.reading.conditions.durations import with_duration
from strategy_ai_worker.domain.reading.conditions.implied import implied_predicate
from strategy_ai_worker.domain.reading.conditions.of_another import (
    does_not,
    on_a_day,
    said_of_yesterday,
    was_beyond,
    was_not,
)
from strategy_ai_worker.domain.reading.conditions.subjects import (
    back_inside,
    closes_in_a_row,
    day_was,
    in_bar_range,
    of_both,
    off_level,
    placed,
    turned,
    with_subject,
    written_as_code,
)
from strategy_ai_worker.domain.reading.conditions.terms import defined_term
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, call, lag, negate

_DEEPEST = 25
_AMOUNTS = (
    "at most",
    "no more than",
    "not more than",
    "no later than",
    "or less",
    "or fewer",
    "max",
    "at least",
    "or more",
)
"""Bounds of what was said before them: by themselves they compare nothing."""


def condition(c: Cursor, i: int) -> Found:
    """Return the condition that begins at a lexeme, with how long and how long ago, and the place after it."""
    if c.memory.depth > _DEEPEST:
        return None
    c.memory.depth += 1
    found = _condition(c, i)
    c.memory.depth -= 1
    return found


def _condition(c: Cursor, i: int) -> Found:
    i = c.skip(i)
    c.memory.lag_said = False
    left_out = calendar.outside_part(c, i)
    if left_out is not None:
        return left_out
    if c.at(i).text in _AMOUNTS and c.at(i).has("CMP") and _ends(c, i + 1):
        return None
    later = days_after(c, i, condition) or said_of_yesterday(c, i, condition)
    if later is not None:
        return later
    refuse = c.at(i).has("NOT") and not c.at(i).has("ACT")
    start = c.skip(i + 1) if refuse else i
    found = _atom(c, start)
    if found is None:
        return None
    found = on_day_after(c, i, (_each(c, i, found[0]), found[1]))
    ever = with_duration(c, *found) if refuse else None
    if ever is not None and ever[0].op == "call" and ever[0].word == "any" and len(ever[0].parts) == 2:
        return call("all", negate(ever[0].parts[0]), ever[0].parts[1]), ever[1]
    lasting = with_duration(c, negate(found[0]) if refuse else found[0], found[1])
    inside = not refuse and any(c.at(k).has("NOT") for k in range(start, found[1]))
    if inside and lasting[0] == call("any", found[0], *lasting[0].parts[1:]):
        return call("all", *lasting[0].parts), lasting[
            1
        ]  # "has not been above 50 in the last 6 days": on none of them.
    return lasting


def _ends(c: Cursor, i: int) -> bool:
    k = c.skip(i)
    return not c.at(k).text or c.at(k).has("SIGN_MARK")


def _each(c: Cursor, i: int, node: Node) -> Node:
    """Return "(three red candles), each one's volume bigger than the previous" as a streak of that length."""
    said = any(c.at(k).text in ("each", "each one's", "every") for k in range(max(0, i - 3), i + 1))
    moved = node.op in ("<", ">") and node.parts[1] == lag(node.parts[0], 1)
    if not said or not moved or c.memory.streak < 2:
        return node
    return call("rising" if node.op == ">" else "falling", node.parts[0], c.memory.streak)


def _atom(c: Cursor, i: int) -> Found:
    for reader in (
        defined_term, written_as_code, was_not, was_beyond, on_a_day, day_was, calendar.time_condition,
        events.days_of_days, events.stacked, events.cross_lies, events.aligned, events.named_cross,
        events.noun_cross, events.cross_of_both, events.noun_flip, events.pair_cross, events.divergence, events.heikin,
        events.candle, events.coloured, events.all_green, events.streak, closes_in_a_row, events.whole_period,
        events.period_was, events.span_move, events.off_high, events.fallen, events.heavy_volume, events.sloping,
        events.volume_moves, events.on_volume, events.gap_filled, events.gap, events.breakout, events.squeeze,
        events.all_time, events.lone_extreme, events.new_extreme, of_both, _bracketed, back_inside, in_bar_range,
        does_not, turned, placed, off_level, with_subject, implied_predicate, bare_side,
    ):  # fmt: skip
        found = reader(c, i)
        if found is not None:
            return found
    return None


def _bracketed(c: Cursor, i: int) -> Found:
    if not c.is_sign(i, "(") or not c.closes(i):
        return None
    found = condition(c, i + 1)
    if found is None:
        return None
    node, j = found
    while c.at(c.skip(j)).has("CONJ", "and", "or"):
        sign = c.at(c.skip(j)).get("CONJ")
        following = condition(c, c.skip(j) + 1)
        if following is None:
            break
        node = Node(str(sign), (node, following[0]))
        j = following[1]
    return (node, c.skip(j) + 1) if c.is_sign(c.skip(j), ")") else None
