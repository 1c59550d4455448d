"""Words that the message has defined: "calm", "a squeeze", and that such a state ends."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, all_of, contrary, lag

_ENDS: Final = frozenset(["ends", "end", "ended", "is over", "over", "releases", "release", "breaks", "stops", "off"])
_BEGINS: Final = frozenset(["begins", "starts", "begin", "start", "started", "began"])


def defined_term(c: Cursor, i: int) -> Found:
    """Read a word that the message has defined: "calm", "rough"; "the squeeze ends", "the bar before was in one"."""
    if not c.memory.terms:
        return None
    back = int(str(c.at(i).get("PREV"))) if c.at(i).has("PREV") else 0
    denied = _not_today(c, i)
    if denied is not None:
        return denied
    j = i + 1 if back else i
    while (
        j < i + 6
        and (c.at(j).has("EQ") or c.at(j).has("SER", "price") or c.at(j).is_noise or (back and c.at(j).has("P", "in")))
        and c.at(j).text not in c.memory.terms
    ):
        j += 1
    node = c.memory.terms.get(c.at(j).text)
    if node is None:
        return None
    c.memory.term_said = node
    return _turned(c, j + 1, node) or ((lag(as_state(node), back) if back else node), j + 1)


def _turned(c: Cursor, k: int, node: Node) -> Found:
    """Read "(the squeeze) ends", "has ended", "begins" behind a term."""
    while c.at(k).has("EQ") or c.at(k).text in ("has", "just"):
        k += 1
    before, now = lag(as_state(node), 1), node
    if c.at(k).text in _ENDS:
        return all_of(before, contrary(now)), k + 1
    return (all_of(contrary(before), now), k + 1) if c.at(k).text in _BEGINS else None


def _not_today(c: Cursor, i: int) -> Found:
    """Read "and this candle is not" behind "the candle before was in a squeeze"."""
    k = i
    while c.at(k).has("TODAY") or c.at(k).text in ("this", "candle", "bar", "one", "now", "today", "current", "the"):
        k += 1
    j = k + 1 if c.at(k).has("EQ") and not c.at(k).has("NOT") else k
    behind = c.at(j + 1)
    ends = behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("ACT") or behind.has("END") or behind.has("MARK")
    said = c.memory.term_said
    return (contrary(said), j + 1) if k > i and c.at(j).has("NOT") and ends and said is not None else None
