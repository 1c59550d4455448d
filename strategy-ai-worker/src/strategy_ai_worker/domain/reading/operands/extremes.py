"""Highest and lowest of the last bars."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.operands.lines import read_indicator
from strategy_ai_worker.domain.reading.operands.measures import bars_of
from strategy_ai_worker.domain.reading.operands.series import HIGH_LOW, is_price, series_node
from strategy_ai_worker.domain.reading.trees import Node, call, lag, name, num


def extreme_led_by(c: Cursor, lexeme: Lexeme, j: int) -> Found:  # noqa: C901, PLR0911 - one reading of one construct
    """Read "20-day high", "52-week closing high", "20-day highest close", "20日新高"."""
    thing = c.at(j)
    following = c.at(c.skip(j + 1))
    length = bars_of(c, lexeme)
    span, minutes = lexeme.get("SPAN"), c.memory.opening_minutes
    of_range = isinstance(span, Span) and span.unit == "minute" and span.count == minutes
    if of_range and minutes is not None and thing.has("SER", "high", "low") and not following.has("P", "of"):
        return call(f"opening_range_{thing.get('SER')}", minutes), j + 1
    if thing.has("HILO"):
        which = str(thing.get("HILO"))
        if following.has("SER", "open", "high", "low", "close", "volume"):
            return call(which, name(str(following.get("SER"))), length), _past_before(c, c.skip(j + 1) + 1)[0]
        if thing.has("SER", "high", "low") or thing.text in ("新高", "新低", "最高", "最低"):
            return call(which, name("high" if which == "highest" else "low"), length), j + 1
        return None
    if thing.has("SER", "close") and following.has("SER", "high", "low"):
        return call(HIGH_LOW[str(following.get("SER"))], CLOSE, length), c.skip(j + 1) + 1
    if thing.has("SER", "high", "low"):
        series = str(thing.get("SER"))
        if c.is_sign(j + 1, "(") and "clos" in c.at(j + 2).text and c.is_sign(j + 3, ")"):
            return call(HIGH_LOW[series], CLOSE, length), j + 4
        if following.has("SER", "close"):
            return call(HIGH_LOW[series], CLOSE, length), c.skip(j + 1) + 1
        if following.has("P", "of") and c.at(c.skip(c.skip(j + 1) + 1)).has("SER", "close", "volume"):
            return call(HIGH_LOW[series], name(str(c.at(c.skip(c.skip(j + 1) + 1)).get("SER"))), length), c.skip(
                c.skip(j + 1) + 1
            ) + 1
        return call(HIGH_LOW[series], name(series), length), j + 1
    if thing.has("SER", "volume") and following.has("SER", "high", "low"):
        return call(HIGH_LOW[str(following.get("SER"))], name("volume"), length), c.skip(j + 1) + 1
    return None


def that_extreme(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "that high", "this low" of the extreme that was named before."""
    del subject
    known = c.memory.extreme
    side = {"high": "highest", "peak": "highest", "low": "lowest", "trough": "lowest"}.get(c.at(i).text)
    said = c.at(i - 1).text in ("that", "this", "said")
    return (known, i + 1) if known is not None and said and known.word == side else None


def read_extreme(c: Cursor, i: int, subject: Node | None) -> Found:  # noqa: C901 - one reading of one construct
    """Read "the highest high of the previous 20 days", "lowest close over the last 7 days"."""
    lexeme = c.at(i)
    if not lexeme.has("HILO"):
        return None
    which = str(lexeme.get("HILO"))
    j = c.skip(i + 1)
    series = None
    if c.at(j).has("SER", "open", "high", "low", "close", "volume", "range", "price"):
        series, j = series_node(str(c.at(j).get("SER"))), c.skip(j + 1)
        if c.at(j).has("SER", "price") and c.at(j).text in ("price", "prices", "价格"):
            j = c.skip(j + 1)
    elif c.at(j).has("IND"):
        found = read_indicator(c, j, subject)
        series, j = (found[0], c.skip(found[1])) if found else (None, j)
    since = _since_begin(c, i, j)
    if since is not None and series is not None:
        return call(f"{which}_since", since[0], series), since[1]
    before = False
    while (
        c.at(j).has("P") or c.at(j).has("LASTN") or c.at(j).has("PREV") or c.at(j).has("WITHIN") or c.at(j).has("FORN")
    ):
        before = before or c.at(j).has("LASTN", "prev") or c.at(j).has("PREV") or "previous" in c.at(j).text
        j = c.skip(j + 1)
    if not is_length(c.at(j)):
        return None
    length, j = bars_of(c, c.at(j)), j + 1
    if series is None and c.at(j).has("SER", "close", "high", "low", "volume") and not c.at(j).text.endswith("'s"):
        series, j = series_node(str(c.at(j).get("SER"))), j + 1
    j, after = _past_before(c, j)
    series = series or (
        subject if subject is not None and not is_price(subject) else name("high" if which == "highest" else "low")
    )
    if series == CLOSE and c.at(c.skip(i + 1)).has("SER", "price"):
        series = CLOSE
    node = call(which, series, length)
    return lag(node, 1) if before or after else node, j


def _since_begin(c: Cursor, i: int, j: int) -> tuple[Node, int] | None:
    """Return the begin of "(the lowest close) of the week", "this month", and the place behind."""
    k = next((k for k in range(i + 1, j + 4) if c.at(k).has("UNIT", "week", "month") and not c.at(k).has("SPAN")), None)
    said = k is not None and any(
        c.at(m).has("P", "of", "in") or c.at(m).text in ("this", "so far") for m in range(i + 1, k)
    )
    if k is None or not said or any(c.at(m).has("NUM") or c.at(m).has("SIGN_MARK") for m in range(i + 1, k)):
        return None
    week = call("is_first_session_of_week")
    return (week if c.at(k).has("UNIT", "week") else Node("==", (call("trading_day_of_month"), num(1)))), k + 1


def _past_before(c: Cursor, j: int) -> tuple[int, bool]:
    k = c.skip(j)
    if c.at(k).text in ("before", "prior", "earlier", "beforehand", "preceding", "before it", "before today"):
        k += 1
        if c.at(c.skip(k)).has("TODAY") or c.at(c.skip(k)).text in ("it", "this one"):
            k = c.skip(k) + 1
        return k, True
    if c.at(k).text in ("not counting", "excluding", "except") and c.at(c.skip(k + 1)).has("TODAY"):
        return c.skip(k + 1) + 1, True
    return j, False
