"""Gaps by their size alone, and gaps of a session on its bars."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, compare, lag, mirror, name, num, rebuild


def gap_by_size(c: Cursor, k: int) -> Found:
    """Read "the gap is smaller than 3%", "the gap is at least 1%": how far away it opens; a large one upwards where no side was named."""  # noqa: E501
    sign, place = str(c.at(k).get("CMP")), c.skip(k + 1)
    intraday = c.memory.timeframe.endswith(("m", "h"))
    before = call("prev_session_close") if intraday else lag(CLOSE, 1)
    way, share = c.memory.gap_way, abs(float(str(c.at(place).get("PCT"))))
    if way is None and sign in ("<", "<="):
        away = call("abs", arithmetic("-", arithmetic("/", name("open"), before), num(1)))
        told = compare(sign, away, num(round(share / 100, 10)))
    else:
        edge = arithmetic("*", num(round(1 + (share if way != "down" else -share) / 100, 10)), before)
        told = compare(sign if way != "down" else mirror(sign), name("open"), edge)
    return (of_session(told) if intraday else told), place + 1


def of_session(node: Node) -> Node:
    """Return a gap of the day on intraday bars: the session's open, whichever bar it is."""
    return rebuild(node, lambda part: call("day_open") if part == name("open") else part)
