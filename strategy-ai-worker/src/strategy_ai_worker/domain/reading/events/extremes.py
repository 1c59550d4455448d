"""The extreme of some bars as a condition of its own: "highest close in 3 weeks -> buy"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import call, compare, name


def lone_extreme(c: Cursor, i: int) -> Found:
    """Read "(the) highest close in 3 weeks", "lowest close of the last 10 days" where nothing is said of it: this bar has it."""  # noqa: E501
    begins = i == 0 or c.at(i - 1).has("SIGN_MARK") or c.at(i - 1).has("SYM") or c.at(i - 1).text in ("the", "a")
    j = c.skip(i + 1)
    column = c.at(j)
    if not begins or not c.at(i).has("HILO") or not column.has("SER", "close", "high", "low", "volume"):
        return None
    k = j + 1
    while c.at(k).has("P", "of", "in", "for") or any(c.at(k).has(word) for word in ("WITHIN", "LASTN", "FORN")):
        k = c.skip(k + 1)
    span, behind = c.at(k).get("SPAN"), c.at(c.skip(k + 1))
    ends = behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("ACT") or behind.has("CMP", "==")
    if k == j + 1 or not isinstance(span, Span) or not ends:
        return None
    series = name(str(column.get("SER")))
    extreme = call(str(c.at(i).get("HILO")), series, c.memory.bars(span))
    return compare(">=" if c.at(i).has("HILO", "highest") else "<=", series, extreme), k + 1
