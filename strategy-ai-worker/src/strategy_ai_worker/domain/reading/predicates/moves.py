"""Movements: rising, up 3%, a new high of its own."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import (
    Found,
    atr_amount,
    direction_of,
    is_price,
    level,
    of_symbol,
    operand,
    primary,
)
from strategy_ai_worker.domain.reading.predicates.sides import compared, right_side, scaled_behind, value_ago
from strategy_ai_worker.domain.reading.settle import moved, turned
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare, lag, mirror, num


def rising(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is rising", "has fallen for 3 days", "is higher than 5 days ago"."""
    if not c.at(j).has("RISING"):
        return None
    up = c.at(j).has("RISING", "up")
    beyond = _from_beyond(c, j, subject, up=up)
    if beyond is not None:
        return beyond
    if subject.op == "field" and subject.word == "direction":
        return call("crosses_above" if up else "crosses_below", subject, num(0)), j + 1
    day = _on_the_day(c, j, subject, up=up)
    if day is not None:
        return day
    whole = _whole_stretch(c, j + 1) if c.at(j).has("MOVE") and is_price(subject) else None
    if whole is not None:
        return compare(">" if up else "<", subject, lag(subject, whole[0])), whole[1]
    if _is_no_slope(c, j):
        return None
    since = _risen_since(c, j, subject, up=up)
    if since is not None:
        return since
    bars, after = _slope_length(c, j)
    slope = call("rising" if up else "falling", subject, bars)
    turns = c.at(j).text.startswith(("turn", "curl", "tick", "hook")) and not is_price(subject)
    turns = turns or (c.at(j).text.startswith("turn") and subject != CLOSE)
    return (turned(slope) if turns else slope), after


def moved_over(c: Cursor, j: int, subject: Node) -> Found:
    """Read "has risen over the last 10 days", "is up over 20 days": from begin to end, and neither day by day nor a cross."""  # noqa: E501
    said = c.at(j).get("X")
    crosses = isinstance(said, tuple) and said[1] == "weak" and c.at(j).text.endswith(" over")
    k = c.skip(j + 1)
    plain = c.at(j).has("MOVE") and c.at(j).text.split(" ")[-1] in ("up", "down")
    moves = plain or (c.at(j).has("RISING") and c.at(k).text.startswith("over"))
    led = crosses or c.at(k).has("WITHIN") or c.at(k).text.startswith(("over", "in the"))
    k = c.skip(k + 1) if moves and led else k
    k = c.skip(k + 1) if c.at(k).has("LASTN") else k
    span = c.at(k).get("SPAN")
    if not (crosses or moves) or not led or not isinstance(span, Span) or not is_stretch(c, k):
        return None
    if crosses and not c.at(k).text.endswith("s"):
        return None  # "Rises over the 50-day" leaves the average out.
    up = said[0] == "up" if isinstance(said, tuple) else c.at(j).has("MOVE", "up") or c.at(j).has("RISING", "up")
    return compared(c, ">" if up else "<", subject, lag(subject, c.memory.bars(span))), k + 1


def _from_beyond(c: Cursor, j: int, subject: Node, *, up: bool) -> Found:
    """Read "hooks up from below 30", "turns down from above 80": it was beyond the level and now moves away."""
    k = c.skip(j + 1) if not c.at(j + 1).has("P", "from") else j + 1
    way = direction_of(c.at(c.skip(k + 1))) if c.at(k).has("P", "from") else 0
    if is_price(subject) or way != (-1 if up else 1):
        return None
    bound = operand(c, c.skip(c.skip(k + 1) + 1), subject)
    if bound is None or bound[0].op != "num":
        return None
    c.memory.last_level, c.memory.last_was_level, c.memory.scaled = bound[0], True, subject
    was = compare("<" if up else ">", lag(subject, 1), bound[0])
    return all_of(was, call("rising" if up else "falling", subject, 1)), bound[1]


def _on_the_day(c: Cursor, j: int, subject: Node, *, up: bool) -> Found:
    """Read "is up on the day": against the close of the session before."""
    k = j + 1
    while c.at(k).has("P", "on", "for") or c.at(k).text in ("the", "on", "for"):
        k += 1
    if (
        k == j + 1
        or c.at(k).text not in ("day", "session", "the day", "the session")
        or subject != CLOSE
        or not c.at(j).has("MOVE")
    ):
        return None
    before = call("prev_session_close") if c.memory.timeframe.endswith(("m", "h")) else lag(CLOSE, 1)
    return compare(">" if up else "<", CLOSE, before), k + 1


def _slope_length(c: Cursor, j: int) -> tuple[float, int]:
    """Return over how many bars something rises, and the place after; one bar where nothing is said."""
    m = j + 1 if c.at(j + 1).has("FORN") else c.skip(j + 1)
    while any(c.at(m).has(word) for word in ("FORN", "INAROW", "LASTN", "WITHIN")) or c.at(m).has("CMP", ">="):
        m = c.skip(m + 1)
    span, behind = c.at(m).get("SPAN"), c.skip(m + 1)
    if isinstance(span, Span) and not c.at(behind).has("ACT"):
        return c.memory.bars(span), behind + 1 if c.at(behind).has("INAROW") else m + 1
    if c.at(m).has("NUM") and c.at(behind).has("INAROW"):
        end = behind + 1
        return float(str(c.at(m).get("NUM"))), end + 1 if c.at(end).has("UNIT") else end
    return 1, j + 1


def _is_no_slope(c: Cursor, j: int) -> bool:
    """Return whether "drops 15%" or "dip buying" stands here, and no slope."""
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("CMP") or c.at(k).has("P", "by") else k
    measured = c.at(j).has("MOVE") and (c.at(k).has("PCT") or atr_amount(c, k) is not None)
    noun = c.at(j).text in ("dip", "drop", "fall", "decline", "rise", "slip", "gain", "advance", "retreat", "climb")
    return measured or (noun and c.at(j + 1).has("ACT") and not c.at(j - 1).has("EQ"))


def _risen_since(c: Cursor, j: int, subject: Node, *, up: bool) -> Found:
    """Read "rising compared with five days earlier", "has risen versus 10 days ago"."""
    k = c.skip(j + 1)
    compares = c.at(k).text in ("compared", "relative", "versus", "vs", "against") or c.at(k).has(
        "P", "against", "than"
    )
    while c.at(k).text in ("compared", "relative") or c.at(k).has("P", "with", "to", "against", "than", "from"):
        k = c.skip(k + 1)
    before = value_ago(c, k, subject) if compares else None
    return None if before is None else (compared(c, ">" if up else "<", subject, before[0]), before[1])


def move(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is up more than 3% over 5 days", "falls 10% from its 20-day high", "涨幅超过3%"."""
    lexeme = c.at(j)
    if not lexeme.has("MOVE"):
        return None
    up = lexeme.has("MOVE", "up")
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "by") else k
    sign = ">"
    if c.at(k).has("CMP"):
        sign, k = str(c.at(k).get("CMP")), c.skip(k + 1)
    if not c.at(k).has("PCT"):
        return _plain_move(c, j, subject, up=up)
    share = float(str(c.at(k).get("PCT")))
    m = c.skip(k + 1)
    if c.at(m).has("CMP", ">=") and (m == k + 1 or c.at(m).text >= "\u4e00"):
        sign, m = ">=", c.skip(m + 1)
    m = k + 1 if c.at(k + 1).has("P", "from") else m
    base = right_side(c, m + 1, subject) if _has_base(c, m) else None
    if base is not None and base[0].op != "num":
        away = level(base[0], "percent", num(share), 1 if up else -1)
        return compared(c, sign if up else mirror(sign), subject, away), base[1]
    if _has_base(c, m) and c.at(m).has("P", "from"):
        return None
    return _over_time(c, m, subject, (sign, share if up else -share), lexeme)


def _over_time(c: Cursor, m: int, subject: Node, moved_by: tuple[str, float], verb: Lexeme) -> Found:
    """Read how long a movement took; a movement of the price without a time is one since the entry, on the way out."""
    (sign, share), up = moved_by, verb.has("MOVE", "up")
    if subject.op == "call" and subject.word == ("lowest" if up else "highest"):
        return _off_extreme(c, subject, num(abs(share)), up=up), m
    bars, after = _over_bars(c, m)
    told = compared(c, sign if up else mirror(sign), _change(subject, bars), num(share))
    since_entry = after == m and _is_close(subject) and not _is_of_the_day(verb)
    return (moved(told) if since_entry else told), after


def _has_base(c: Cursor, m: int) -> bool:
    """Return whether what something has moved from stands behind the amount: "5% from X", "2% above Y"."""
    back = c.at(m)
    if (back.has("FORN") or back.has("WITHIN")) and is_stretch(c, c.skip(m + 1)):
        return False
    return back.has("P", "from", "than", "against") or back.has("CMP", "<", ">") or back.has("BI")


def _is_close(subject: Node) -> bool:
    """Return whether it is the price that moves; an extreme of some bars makes no move of its own."""
    return subject == CLOSE or (subject.op == "call" and subject.word in ("highest", "lowest"))


def _change(subject: Node, bars: int) -> Node:
    """Return the change over some bars of what moves, in percent."""
    own = subject.op == "call" and subject.word == "of"
    plain = not _is_close(subject) and (is_price(subject) or subject.op == "name")
    return call("roc", subject if own or plain else CLOSE, bars)


def _off_extreme(c: Cursor, extreme: Node, share: Node, *, up: bool) -> Node:
    """Return "(from the 52-week high) down 20%": the close against that extreme, which itself makes no such move."""
    return compared(c, ">=" if up else "<=", CLOSE, level(extreme, "percent", share, 1 if up else -1))


def is_stretch(c: Cursor, k: int) -> bool:
    """Return whether a length of time stands alone: "over 20 days", but not "over 20 day average"."""
    k = c.skip(k + 1) if c.at(k).has("LASTN") else k
    behind = c.at(c.skip(k + 1))
    things = ("AVG", "IND", "HILO", "PART", "BANDWORD", "DEV")
    return c.at(k).has("SPAN") and not any(behind.has(word) for word in things) and not behind.has("SER", "high", "low")


def _is_of_the_day(verb: Lexeme) -> bool:
    """Return whether a movement is that of one bar: "closes 2% higher", "收高"."""
    return any(word in verb.text for word in ("close", "收"))


def _plain_move(c: Cursor, j: int, subject: Node, *, up: bool) -> Found:
    """Read "closes lower", "closes higher than the day before", "is down on the day"."""
    closes = any(word in c.at(j).text for word in ("close", "收"))
    k = c.skip(j + 1)
    if c.at(k).text == "than" or c.at(k).has("P", "than"):
        base = right_side(c, k + 1, subject)
        if base is not None:
            return compared(c, ">" if up else "<", subject, base[0]), base[1]
    if not closes:
        return None
    return compare(">" if up else "<", CLOSE, lag(CLOSE, 1)), j + 1


def _over_bars(c: Cursor, m: int) -> tuple[int, int]:
    start, k = m, m
    while (
        c.at(k).has("FORN")
        or c.at(k).has("WITHIN")
        or c.at(k).has("P", "in", "on", "over", "within", "from")
        or c.at(k).has("LASTN")
    ):
        k = c.skip(k + 1)
    span = c.at(k).get("SPAN")
    if span is not None and k >= start:
        return c.memory.bars(span), k + 1  # type: ignore[arg-type]
    whole = _whole_stretch(c, start)
    if whole is not None:
        return whole
    if c.at(k).has("TODAY") or c.at(k).text in ("day", "session"):
        return 1, k + 1
    return 1, start


def _whole_stretch(c: Cursor, m: int) -> tuple[int, int] | None:
    """Return the bars of "on the week", "for the month", "this week" behind a movement, and the place after it."""
    k = m
    while c.at(k).text in ("on", "for", "over", "in", "the", "this", "past", "last"):
        k += 1
    unit = c.at(k).get("UNIT")
    if k == m or unit not in ("week", "month", "year") or c.at(k).has("SPAN"):
        return None
    return c.memory.bars(Span(1, str(unit))), k + 1


def fresh(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(OBV) makes a new 20-day high" of anything but the close; of a bar's high only a new high, and of its low a new low."""  # noqa: E501
    k = c.skip(j)
    while c.at(k).has("EQ") or c.at(k).has("TOUCH") or c.at(k).has("P", "at", "to"):
        k = c.skip(k + 1)
    new = c.at(k).has("NEW")
    k = c.skip(k + 1) if new else k
    edge = _EDGES.get(subject.word) if subject.op == "name" else None
    if (is_price(subject) and edge is None) or not c.at(k).has("SPAN"):
        return None
    m = c.skip(k + 1)
    m = c.skip(m + 1) if c.at(m).has("NEW") else m
    way = {"high": "highest", "low": "lowest"}.get(str(c.at(m).get("SER"))) or (
        c.at(m).get("HILO") if c.at(m).text in ("新高", "新低") else None
    )
    if way is None or edge not in (None, way):
        return None
    extreme = call(str(way), subject, c.memory.bars(c.at(k).get("SPAN")))  # type: ignore[arg-type]
    if not new and c.at(m).has("SER"):
        return compare(">=" if way == "highest" else "<=", subject, extreme), m + 1
    return compare(">" if way == "highest" else "<", subject, lag(extreme, 1)), m + 1


_EDGES: Final = {"high": "highest", "low": "lowest"}


def _ends(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    return c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("CONJ")


def outperforms(c: Cursor, j: int, subject: Node) -> Found:
    """Read "outperformed XOM over the last 20 days"; alone, of the two compared last."""
    lexeme = c.at(j)
    if not lexeme.has("OUTPERFORM"):
        return None
    sign, k = str(lexeme.get("OUTPERFORM")), c.skip(j + 1)
    bound = operand(c, k) if c.at(k).has("PCT") or c.at(k).has("NUM") else None
    if bound is not None and not is_price(subject):
        return compared(c, sign, subject, bound[0]), bound[1]
    while c.at(k).text in ("that", "those") or (c.at(k).has("P", "of") and c.at(k - 1).text in ("that", "those")):
        k += 1
    if not c.at(k).has("SYM"):
        known = c.memory.pair
        return None if known is None else (compare(sign, *known), j + 1)
    return _more_than_that(c, k, subject, sign) if not is_price(subject) else _gains_more(c, k, subject, sign)


def _more_than_that(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "(its return beats) that of SPY by more than 3 points": the same measure of both."""
    own = subject.parts[1] if subject.op == "call" and subject.word == "of" else subject
    behind = c.at(c.skip(k + 1))
    if _ends(c, k + 1) or behind.has("ACT") or behind.has("HOLD"):
        symbols = c.at(k).get("SYM")
        first = str(symbols[0]) if isinstance(symbols, tuple) else str(symbols)
        return compared(c, sign, subject, of_symbol(first, own)), k + 1
    other = primary(c, k, None)
    if other is not None and not is_price(other[0]):
        return compared(c, sign, subject, other[0]), other[1]
    if other is None or other[0].op != "call" or other[0].word != "of":
        return None
    ahead, after = scaled_behind(c, of_symbol(other[0].parts[0].word, own), other[1], sign)
    return (compared(c, sign, subject, ahead), after) if after > other[1] else None


def _gains_more(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "(it beat) SPY by more than 5% over the last 40 days": the returns of both over that stretch."""
    other = primary(c, k, None)
    if other is None or other[0].op != "call" or other[0].word != "of":
        return None
    begin = scaled_behind(c, call("roc", CLOSE, 1), other[1], sign)[1]
    bars, after = _over_bars(c, begin)
    if after == begin:
        bars = 20
        c.memory.guess("relative strength", bars, "no stretch of time was named for the comparison; 20 bars were taken")
    own = subject if subject.op == "call" and subject.word == "of" else None
    change = call("roc", CLOSE, bars)
    left = of_symbol(own.parts[0].word, change) if own is not None else change
    theirs = of_symbol(other[0].parts[0].word, change)
    ahead, end = scaled_behind(c, theirs, other[1] if begin > other[1] else after, sign)
    return compared(c, sign, left, ahead), max(end, after)
