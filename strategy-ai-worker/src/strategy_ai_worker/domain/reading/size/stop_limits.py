"""Entries by a stop-limit order: a level that triggers, and the most that is paid."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, OrderDraft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.size.sizes import number_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, num

_MOST_LINKS = 8


def stop_limit(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "stop-limit buy: trigger at the day's high, limit 0.5% above it"; without both levels it is no order."""
    if not c.at(i).has("ORDER", "stop_limit"):
        return None
    trigger = _level(c, i + 1)
    if trigger is None:
        return None
    k = trigger[1]
    while k < trigger[1] + _MOST_LINKS and not c.at(k).has("ORDER", "limit"):
        k += 1
    most = _offset(c, k + 1, trigger[0]) or _level(c, k + 1) if c.at(k).has("ORDER", "limit") else None
    if most is None:
        return None
    draft.order = OrderDraft("stop_limit", trigger[0], limit_price=most[0])
    draft.say(i, most[1], "rules.r1.order")
    return most[1]


def _level(c: Cursor, i: int) -> tuple[Node, int] | None:
    """Return the price level that begins within a few words, and the place behind it."""
    for j in range(i, i + _MOST_LINKS):
        if c.is_sign(j, ".", ";", "\n") or (c.at(j).has("MARK") and not c.at(j).has("P")):
            return None
        found = operand(c, j, None) if not c.at(j).has("P") else None
        if found is not None and found[0].op != "num":
            return found
    return None


def _offset(c: Cursor, i: int, trigger: Node) -> tuple[Node, int] | None:
    """Return the price of "0.5% above it", "1% over the trigger", and the place behind."""
    j = i
    while c.at(j).has("P") or c.at(j).is_noise or c.at(j).text in ("price", "order"):
        j += 1
    way = c.at(j + 1)
    k = j + 2
    while c.at(k).is_noise and c.at(k).text not in ("that", "it", "this"):
        k += 1
    back = c.at(k).text in ("it", "that", "this", "trigger", "stop", "there", "the trigger", "stop price")
    if not c.at(j).has("PCT") or not way.has("CMP", ">", "<") or not back:
        return None
    share = number_of(c.at(j), "PCT") / 100
    factor = 1 + share if way.has("CMP", ">") else 1 - share
    return arithmetic("*", num(round(factor, 10)), trigger), k + 1
