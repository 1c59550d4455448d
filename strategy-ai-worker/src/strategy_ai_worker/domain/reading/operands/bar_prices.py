"""Prices of a bar of the day that is named by its time: "the 9:30 bar's high"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.trees import Node, call, name, text


def clock_text(minutes: int) -> Node:
    """Return a minute of the day as the language writes it."""
    return text(f"{minutes // 60:02d}:{minutes % 60:02d}")


def price_of_bar(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the 9:30 bar's high", "the high of the hour bar at 9:30" as that price of today's bar."""
    del subject
    column, k = c.at(i).get("SER"), i + 1
    if column in ("open", "high", "low", "close") and c.at(k).has("P", "of"):
        while c.at(k).has("P", "of", "at") or c.at(k).has("ZONE") or _names_bar(c, k):
            k += 1
        return _at(c, k, str(column)) if c.at(k).has("CLOCK") else None
    if not c.at(i).has("CLOCK") or not c.memory.timeframe.endswith(("m", "h")):
        return None
    while c.at(k).has("ZONE"):
        k += 1
    owned = c.at(k).text in ("bar's", "candle's", "bar", "candle") or c.at(k).text.startswith(("bar's ", "candle's "))
    k = k + 1 if c.at(k).text in ("bar's", "candle's", "bar", "candle", "'s") else k
    k = k + 1 if c.at(k).text == "'s" else k
    column = c.at(k).get("SER")
    if not owned or column not in ("open", "high", "low", "close"):
        return None
    return call("at_time", clock_text(int(str(c.at(i).get("CLOCK")))), name(str(column))), k + 1


def _names_bar(c: Cursor, k: int) -> bool:
    return c.at(k).text in ("the", "today's", "hour", "hourly", "bar", "candle", "that", "starts", "opens") or c.at(
        k
    ).has("TIMEOF")


def _at(c: Cursor, k: int, column: str) -> Found:
    after = k + 1
    while c.at(after).has("ZONE") or c.at(after).text in ("bar", "candle"):
        after += 1
    return call("at_time", clock_text(int(str(c.at(k).get("CLOCK")))), name(column)), after
