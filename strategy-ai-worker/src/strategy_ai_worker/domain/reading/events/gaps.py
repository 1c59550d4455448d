"""Gaps, squeezes and new extremes."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.events.crosses import count_of
from strategy_ai_worker.domain.reading.events.gap_sizes import gap_by_size, of_session
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    arithmetic,
    call,
    compare,
    lag,
    mirror,
    name,
    negate,
    num,
    text,
)


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
    if not way and c.at(k).has("CMP") and c.at(c.skip(k + 1)).has("PCT"):
        return gap_by_size(c, k)
    if not way and (c.at(k).has("MOVE") or c.at(k).has("CMP", ">", "<")):
        way, k = ("up" if c.at(k).has("MOVE", "up") or c.at(k).has("CMP", ">") else "down"), c.skip(k + 1)
    if not way:
        return None
    c.memory.gap_way = way
    while c.at(k).has("GAP") or c.at(k).has("SESSION", "open"):
        k = c.skip(k + 1)
    sign = ">="
    while c.at(k).has("P", "of", "by", "with") or (c.at(k).has("CMP") and not c.at(k).text.endswith("than the")):
        sign = str(c.at(k).get("CMP")) if c.at(k).has("CMP") else sign
        k = c.skip(k + 1)
    intraday = c.memory.timeframe.endswith(("m", "h"))
    before = call("prev_session_close") if intraday else lag(CLOSE, 1)
    sized = _gap_between(c, k, way, before)
    if sized is None and c.at(k).has("PCT"):
        sized = _gap_of(c, k, way, sign, before)
    if sized is not None:
        return (of_session(sized[0]) if intraday else sized[0]), sized[1]
    if c.at(k).has("P", "than") or c.at(c.skip(j + 1)).text == "than":
        beyond = operand(c, c.skip(k + 1) if c.at(k).has("P", "than") else c.skip(c.skip(j + 1) + 1))
        return None if beyond is None else (compare(">" if way == "up" else "<", name("open"), beyond[0]), beyond[1])
    if lexeme.text in ("open up", "open higher", "open down", "open lower"):
        return None
    edge = lag(name("high" if way == "up" else "low"), 1)
    c.memory.guess(
        "gap",
        str(edge),
        f"a gap {way} without a size was read as an open beyond the previous bar's {'high' if way == 'up' else 'low'}",
    )
    return compare(">" if way == "up" else "<", name("open"), edge), j + 1


_FILLED = frozenset(["filled", "fill", "fills", "closed", "closes", "close", "covered"])


def gap_filled(c: Cursor, i: int) -> Found:
    """Read "(exit when) the gap is filled", "it fills the gap": back at the close before the gap of the entry."""
    way = c.memory.gap_way
    if way is None:
        return None
    ends_position = any(c.at(k).has("GAPFILL", "position") for k in (i, i + 1))
    if not c.memory.exit_context and not ends_position:
        return _filled_today(c, i, way)
    k, gap, fills = i, False, False
    while k < i + 8 and not (gap and fills):
        lexeme = c.at(k)
        if not (lexeme.has("GAP") or lexeme.text in _FILLED or lexeme.has("EQ") or lexeme.is_noise) and not (
            lexeme.has("WASBEFORE") or lexeme.has("SER", "price") or lexeme.has("EVENT")
        ):
            return None
        gap, fills, k = gap or lexeme.has("GAP"), fills or lexeme.text in _FILLED, k + 1
    if not (gap and fills):
        return None
    column, sign = ("high", ">=") if way == "down" else ("low", "<=")
    return compare(sign, name(column), call("at_entry", lag(CLOSE, 1))), k


def _filled_today(c: Cursor, i: int, way: str) -> Found:
    """Read "(a gap down) that has not been filled by the close", "and the gap is filled": by the bar itself."""
    k, refused, filled = i, False, False
    while k < i + 7 and not filled:
        lexeme = c.at(k)
        filled = lexeme.text in ("filled", "covered", "fills", "unfilled")
        refused = refused or lexeme.has("NOT") or lexeme.text == "unfilled"
        joins = ("GAP", "EQ", "WASBEFORE", "NOT", "AFTERHAVING", "EVENT", "TODAY")
        if not (filled or lexeme.is_noise or any(lexeme.has(word) for word in joins)):
            return None
        k += 1
    if not filled:
        return None
    k = k + 1 if c.at(k).has("SESSION", "close") or c.at(k).has("FILLAT", "same_close") else k
    column, sign = ("high", ">=") if way == "down" else ("low", "<=")
    told = compare(sign, name(column), lag(CLOSE, 1))
    return (negate(told) if refused else told), k


def _gap_between(c: Cursor, k: int, way: str, before: Node) -> Found:
    """Read "between 1% and 3%", "of 1% to 3%", "1-3%" behind a gap."""
    j = c.skip(k + 1) if c.at(k).has("BETWEEN") else k
    link = c.skip(j + 1)
    linked = c.at(link).has("CONJ", "and") or c.at(link).has("P", "to") or c.is_sign(link, "-", "~")
    far = c.skip(link + 1)
    if not (c.at(j).has("PCT") or c.at(j).has("NUM")) or not linked or not c.at(far).has("PCT"):
        return None
    near_share = float(str(c.at(j).get("PCT") if c.at(j).has("PCT") else c.at(j).get("NUM")))
    shares = sorted((abs(near_share), abs(float(str(c.at(far).get("PCT"))))))
    sign = 1 if way == "up" else -1
    near, distant = (arithmetic("*", num(round(1 + sign * share / 100, 10)), before) for share in shares)
    low, high = (near, distant) if way == "up" else (distant, near)
    after = far + 2 if c.at(far + 1).has("BETWEEN") else far + 1
    return all_of(compare(">=", name("open"), low), compare("<=", name("open"), high)), after


def _gap_of(c: Cursor, k: int, way: str, sign: str, before: Node) -> Found:
    share = float(str(c.at(k).get("PCT"))) / 100
    at_most = sign if sign in ("<", "<=") else ""
    sign = ">=" if sign in (">=", "==") else ">"
    k += 1
    bar = c.skip(c.skip(k) + 1)
    if c.at(bar).has("PREV") and c.at(c.skip(bar + 1)).has("SER", "high", "low"):
        before, k = lag(name(str(c.at(c.skip(bar + 1)).get("SER"))), 1), c.skip(bar + 1) + 1
    if c.at(c.skip(k)).has("CMP", ">="):
        k = c.skip(k) + 1
    m = c.skip(k)
    if c.at(m).has("CMP", "<", ">") or c.at(m).has("P", "from", "than", "against", "of"):
        n = c.skip(m + 1)
        if c.at(n).has("PREV") or c.at(n).has("SER"):
            k = n + 1
            k = c.skip(k) + 1 if c.at(c.skip(k)).has("SER", "close") else k
    while c.at(c.skip(k)).has("SESSION", "open") or c.at(c.skip(k)).text in ("today", "at open"):
        k = c.skip(k) + 1
    edge = arithmetic("*", num(round(1 + share if way == "up" else 1 - share, 10)), before)
    if at_most:
        opened = compare(">" if way == "up" else "<", name("open"), before)
        return all_of(opened, compare(at_most if way == "up" else mirror(at_most), name("open"), edge)), k
    return compare(sign if way == "up" else sign.replace(">", "<"), name("open"), edge), k


def breakout(c: Cursor, i: int) -> Found:
    """Read "a 20-day breakout", "55-day high breakout", "opening range breakout", "20日突破"."""
    of_level = _breakout_of(c, i) or _edge_break(c, i)
    if of_level is not None:
        return of_level
    span = c.at(i).get("SPAN")
    j = c.skip(i + 1) if isinstance(span, Span) else i
    if c.at(j).has("OPENRANGE"):
        return _range_breakout(c, j, span)
    if not isinstance(span, Span):
        return None
    while c.at(j).has("IND", "donchian") or (c.at(j).has("BANDWORD") and c.at(j - 1).has("IND", "donchian")):
        j = c.skip(j + 1)
    closing = c.at(j).has("SER", "close")
    j = c.skip(j + 1) if closing else j
    j = c.skip(j + 1) if c.at(j).has("SER", "high", "low") else j
    way = _breakout_way(c, j)
    if way is None:
        return None
    toward = {"to the upside": "up", "to the downside": "down", "upwards": "up", "downwards": "down"}
    if c.at(j + 1).text in toward:
        way, j = toward[c.at(j + 1).text], j + 1
    below = c.at(j - 1).has("SER", "low") or c.at(c.skip(j - 2)).has("SER", "low")
    way = "down" if below and c.at(j).text.startswith(("take", "taken", "took", "break", "broke", "clear")) else way
    length = c.memory.bars(span)
    basis = _closing_basis(c, j + 1)
    closing, j = (closing, j) if basis is None else (True, basis - 1)
    if way == "up":
        return compare(">", CLOSE, lag(call("highest", CLOSE if closing else name("high"), length), 1)), j + 1
    return compare("<", CLOSE, lag(call("lowest", CLOSE if closing else name("low"), length), 1)), j + 1


def _closing_basis(c: Cursor, k: int) -> int | None:
    """Return the place behind "(close)", "(closing basis)", "on a closing basis"; None where nothing says so."""
    bracket = c.is_sign(k, "(")
    m = k + 1 if bracket else c.skip(k)
    m = c.skip(m) if bracket else m
    m = m + 1 if c.at(m).text in ("on", "a", "on a") else m
    worded = c.at(m).text.startswith(("clos", "on a clos")) and (c.at(m).has("SER", "close") or "basis" in c.at(m).text)
    end = m + 1
    while worded and c.at(end).text in ("basis", "prices", "price", "only"):
        end += 1
    if not worded or (bracket and not c.is_sign(end, ")")):
        return None
    return end + 1 if bracket else end if "basis" in (c.at(m).text, c.at(end - 1).text) else None


def _breakout_of(c: Cursor, i: int) -> Found:
    """Read "a breakout of the 20-day high", "a breakdown below the 50-day low": the close beyond that level."""
    lexeme = c.at(i)
    j = c.skip(i + 1)
    if not lexeme.has("BREAKOUT"):
        return None
    leads = lexeme.text.endswith(" of") or c.at(i + 1).has("P", "of") or c.at(j).has("CMP", ">", "<")
    j = c.skip(j + 1) if c.at(j).has("CMP", ">", "<") else j
    level = operand(c, j) if leads else None
    if level is None or not is_price(level[0]):
        return None
    inner = level[0].parts[0] if level[0].op == "lag" else level[0]
    extreme = inner.op == "call" and inner.word in ("highest", "lowest")
    bound = lag(inner, 1) if extreme else level[0]
    down = lexeme.has("BREAKOUT", "down") or inner.word == "lowest" or str(bound).endswith((".lower", "low"))
    c.memory.pair = (CLOSE, bound)
    return compare("<" if down else ">", CLOSE, bound), level[1]


def _edge_break(c: Cursor, i: int) -> Found:
    """Read "20-day Donchian upper band break", "a 55-day closing high breakout": the level stands before the noun."""
    leads = ("SPAN", "PART", "IND", "HILO")
    found = operand(c, i) if any(c.at(i).has(word) for word in leads) else None
    if found is None or not is_price(found[0]) or found[0] == CLOSE:
        return None
    j = c.skip(found[1])
    noun = c.at(j).text in ("break", "breaks", "breach") and c.at(j).has("BREAKS")
    inner = found[0].parts[0] if found[0].op == "lag" else found[0]
    shown = str(inner)
    up = shown.endswith(".upper") or inner.word == "highest"
    down = shown.endswith(".lower") or inner.word == "lowest"
    goes_on = operand(c, c.skip(j + 1)) is not None and not c.at(j + 1).has("MARK")
    if not noun or up == down or goes_on:
        return None
    bound = lag(inner, 1) if inner.word in ("highest", "lowest") else found[0]
    c.memory.pair = (CLOSE, bound)
    return compare(">" if up else "<", CLOSE, bound), j + 1


def _breakout_way(c: Cursor, j: int) -> str | None:
    if c.at(j).has("BREAKOUT"):
        names_market = c.at(c.skip(j + 1)).has("SYM")
        return str(c.at(j).get("BREAKOUT")) if names_market or not c.at(j).text.endswith(" of") else None
    crossing, behind = c.at(j).get("X"), c.at(c.skip(j + 1))
    bare = behind.has("END") or behind.has("ACT") or behind.has("SIGN_MARK") or behind.has("MARK")
    if isinstance(crossing, tuple) and crossing[1] == "weak" and bare:
        return str(crossing[0])
    return None


def _range_breakout(c: Cursor, j: int, span: object) -> Found:
    k = c.skip(j + 1)
    way = _breakout_way(c, k)
    if way is None and not any(word in c.at(j).text for word in ("breakout", "orb", "突破")):
        return None
    given = isinstance(span, Span) and span.unit in ("minute", "hour")
    minutes = c.memory.opening_minutes or (60 if c.memory.timeframe == "1h" else 30)
    if given and isinstance(span, Span):
        minutes = round(span.count * (60 if span.unit == "hour" else 1))
    else:
        c.memory.guess("opening range", minutes, "no length of the opening range was named")
    up = way != "down" and not (way is None and c.memory.entered_short)
    level = call("opening_range_high" if up else "opening_range_low", minutes)
    return call("moves_above" if up else "moves_below", CLOSE, level), k + 1 if way is not None else j + 1


def _stands_alone(c: Cursor, i: int, after: int) -> bool:
    """Return whether "10-day closing low" is the whole condition: at the begin of a sentence, its action behind."""
    i = i - 1 if c.at(i - 1).text in ("a", "an", "the") else i
    behind = c.at(c.skip(after))
    alternative = c.at(i - 1).has("EITHER") or (c.at(i - 1).has("CONJ", "or") and not c.memory.exit_context)
    if alternative and (behind.has("CONJ", "or") or behind.has("ACT")):
        return True
    begins = i == 0 or c.is_sign(i - 1, ".", ";", ":", "\n", ",")
    k = c.skip_signs(after, "-,:")
    k = k + 1 if c.at(k).has("CMP", "==") else k
    verb = c.at(k).text.split(" ")[0].endswith("s") or c.at(k).text.startswith(("get", "put", "take"))
    return begins and c.at(k).has("ACT") and (k > after or verb)


def all_time(c: Cursor, i: int) -> Found:
    """Read "(closes at) an all-time high", "a new record low": beyond every bar of the data before."""
    j, closing = i, False
    while any(c.at(j).has(word) for word in ("SER", "EQ", "TOUCH", "NEW", "P", "X", "EVENT")) or c.at(j).is_noise:
        if c.at(j).has("ALLTIME") or j > i + 7:
            break
        closing = closing or (c.at(j).has("SER", "close") and c.at(j).text not in ("closes", "close"))
        j += 1
    way = c.at(j).get("ALLTIME")
    if way is None:
        return None
    after = j + 2 if c.at(j + 1).text in ("close", "closes", "closing") else j + 1
    closing = closing or "clos" in c.at(j).text or after > j + 1
    up = way == "high"
    never = compare("<", call("today"), call("date", text("1900-01-01")))
    extreme = call("ratchet_up" if up else "ratchet_down", CLOSE if closing else name(str(way)), never)
    c.memory.guess("all-time", f"all-time {way}", "an all-time extreme is one of all bars since the data begins")
    c.memory.pair, c.memory.subject = (CLOSE, lag(extreme, 1)), CLOSE
    return compare(">" if up else "<", CLOSE, lag(extreme, 1)), after


_MAKES = frozenset(["make", "makes", "made", "making", "sets", "set", "prints", "posts", "records", "scores"])


_DAYS_EXTREMES = {"high of the day": "high", "session high": "high", "hod": "high", "day's high": "high"}
_DAYS_EXTREMES |= {"low of the day": "low", "session low": "low", "lod": "low", "day's low": "low"}


def _of_the_day(c: Cursor, i: int) -> Found:
    """Read "(price makes) a new high of the day" on intraday bars: the bar reaches the day's extreme so far."""
    j = i
    while c.at(j).has("SER", "price") or c.at(j).has("EQ") or c.at(j).text in _MAKES or c.at(j).text in ("a", "the"):
        j += 1
    k = c.skip(j + 1)
    side = _DAYS_EXTREMES.get(c.at(k).text)
    if not c.at(j).has("NEW") or side is None or not c.memory.timeframe.endswith(("m", "h")):
        return None
    return compare(">=" if side == "high" else "<=", name(side), call(f"day_{side}")), k + 1


def _formed_at(c: Cursor, i: int) -> Found:
    """Read "(a hammer) at a 20-day low": the candle reaches the extreme of those bars."""
    led = i - 1 if c.at(i - 1).text in ("a", "the", "its") else i
    span, k = c.at(i).get("SPAN"), c.skip(i + 1)
    k = c.skip(k + 1) if c.at(k).has("NEW") else k
    side = c.at(k).get("SER") if c.at(k).has("SER", "high", "low") else None
    at = c.at(led - 1).text in ("at", "on", "near", "makes", "making", "from")
    if not (isinstance(span, Span) and side and at and any(c.at(m).has("PATTERN") for m in range(led - 4, led))):
        return None
    extreme = call("lowest" if side == "low" else "highest", name(str(side)), c.memory.bars(span))
    return compare("<=" if side == "low" else ">=", name(str(side)), extreme), k + 1


_WIDEST = 12
"""Words between a verb and the extreme that it makes, at most."""


def new_extreme(c: Cursor, i: int) -> Found:
    """Read "makes a new 20-day high", "a fresh 52-week closing low", "创60日新高"."""
    formed = _formed_at(c, i) or _of_the_day(c, i)
    if formed is not None:
        return formed
    j, column = i, None
    if c.at(j).has("SER", "close", "price", "high", "low") and not c.at(j).has("SER", "high", "low"):
        column, j = str(c.at(j).get("SER")), c.skip(j + 1)
        j = c.skip(j + 1) if c.at(j).has("P", "at") else j
    while j < i + _WIDEST and (
        any(c.at(j).has(word) for word in ("EQ", "TOUCH", "TODAY", "X")) or c.at(j).has("P", "at", "on", "to")
    ):
        j = c.skip(j + 1)
    fresh = c.at(j).has("NEW") or any(c.at(k).text in _MAKES for k in range(i, j))
    j = c.skip(j + 1) if c.at(j).has("NEW") else j
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
    fresh = fresh or c.at(k).text in ("新高", "新低") or _stands_alone(c, i, k + 1)
    if way is None or not fresh:
        return None
    up = way == "highest"
    if closing or (column == "close" and c.at(k).text not in ("最高价", "最低价")):
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
