"""Gaps, squeezes and new extremes."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.events.crosses import count_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, arithmetic, call, compare, lag, name, num


def gap(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "gaps up 2%", "a gap down of at least 1%", "opens more than 1% below the previous close" (the last as a comparison)."""  # noqa: E501
    j = i
    if c.at(j).has("SER", "open", "price") and c.at(c.skip(j + 1)).has("GAP"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
    if not lexeme.has("GAP") or c.is_sign(j + 1, ":"):
        return None
    way = str(lexeme.get("GAP"))
    k = c.skip(j + 1)
    if not way and (c.at(k).has("MOVE") or c.at(k).has("CMP", ">", "<")):
        way, k = ("up" if c.at(k).has("MOVE", "up") or c.at(k).has("CMP", ">") else "down"), c.skip(k + 1)
    if not way:
        return None
    if c.at(k).has("GAP"):
        k = c.skip(k + 1)
    sign = ">="
    while c.at(k).has("P", "of", "by", "with") or c.at(k).has("CMP"):
        sign = str(c.at(k).get("CMP")) if c.at(k).has("CMP") else sign
        k = c.skip(k + 1)
    before = lag(CLOSE, 1)
    if c.at(k).has("PCT"):
        return _gap_of(c, k, way, sign, before)
    if lexeme.text in ("open up", "open higher", "open down", "open lower"):
        return None
    edge = lag(name("high" if way == "up" else "low"), 1)
    c.memory.guess(
        "gap",
        str(edge),
        f"a gap {way} without a size was read as an open beyond the previous bar's {'high' if way == 'up' else 'low'}",
    )
    return compare(">" if way == "up" else "<", name("open"), edge), j + 1


def _gap_of(c: Cursor, k: int, way: str, sign: str, before: Node) -> Found:
    share = float(str(c.at(k).get("PCT"))) / 100
    sign = ">=" if sign in (">=", "<=", "==") else ">"
    k += 1
    if c.at(c.skip(k)).has("CMP", ">="):
        k = c.skip(k) + 1
    m = c.skip(k)
    if c.at(m).has("CMP", "<", ">") or c.at(m).has("P", "from", "than", "against", "of"):
        n = c.skip(m + 1)
        if c.at(n).has("PREV") or c.at(n).has("SER"):
            k = n + 1
            k = c.skip(k) + 1 if c.at(c.skip(k)).has("SER", "close") else k
    edge = arithmetic("*", num(round(1 + share if way == "up" else 1 - share, 10)), before)
    return compare(sign if way == "up" else sign.replace(">", "<"), name("open"), edge), k


def squeeze(c: Cursor, i: int) -> Found:
    """Read a squeeze with both channels named: the Bollinger bands lie inside the Keltner channel."""
    if not c.at(i).has("SQUEEZE") or (c.at(i).text == "squeeze" and not c.at(c.skip(i + 1)).has("EQ")):
        return None
    bands, channel = call("bbands", CLOSE, 20, 2), call("keltner", 20, 1.5, 20)
    c.memory.guess(
        "squeeze", [20, 2, 1.5], "a squeeze was read as Bollinger bands (20, 2) inside the Keltner channel (20, 1.5)"
    )
    upper, lower = Node("field", ("upper", bands)), Node("field", ("lower", bands))
    return all_of(
        compare("<", upper, Node("field", ("upper", channel))), compare(">", lower, Node("field", ("lower", channel)))
    ), i + 1


def new_extreme(c: Cursor, i: int) -> Found:
    """Read "makes a new 20-day high", "a fresh 52-week closing low", "创60日新高"."""
    j, column = i, None
    if c.at(j).has("SER", "close", "price", "high", "low") and not c.at(j).has("SER", "high", "low"):
        column, j = str(c.at(j).get("SER")), c.skip(j + 1)
        j = c.skip(j + 1) if c.at(j).has("P", "at") else j
    while (
        c.at(j).has("EQ")
        or c.at(j).has("TOUCH")
        or c.at(j).has("P", "at", "on", "to")
        or c.at(j).has("TODAY")
        or c.at(j).has("X")
    ):
        j = c.skip(j + 1)
    fresh = c.at(j).has("NEW")
    j = c.skip(j + 1) if fresh else j
    if c.at(j).has("LASTN"):
        j = c.skip(j + 1)
    if not (is_length(c.at(j)) and c.at(j).has("SPAN")):
        return None
    length, k = count_of(c, j), c.skip(j + 1)
    k, fresh = (c.skip(k + 1), True) if c.at(k).has("NEW") else (k, fresh)
    closing = c.at(k).has("SER", "close")
    k = c.skip(k + 1) if closing else k
    way = (
        c.at(k).get("HILO")
        if c.at(k).text in ("新高", "新低")
        else {"high": "highest", "low": "lowest"}.get(str(c.at(k).get("SER")))
    )
    fresh = fresh or c.at(k).text in ("新高", "新低")
    if way is None or not fresh:
        return None
    up = way == "highest"
    if closing or column == "close":
        series = CLOSE
    else:
        series = name("high" if up else "low")
        c.memory.guess(
            "new extreme",
            str(series),
            f"a new {'high' if up else 'low'} was read as a close beyond the {'highs' if up else 'lows'} of the bars before",  # noqa: E501
        )
    before = lag(call(str(way), series, length), 1)
    c.memory.pair = (CLOSE, before)
    c.memory.subject = CLOSE
    after = k + 1
    return compare(">" if up else "<", CLOSE, before), after
