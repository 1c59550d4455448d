"""Days that are counted before it is said what they were: "3 of the last 5 days were down days"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import call, compare, lag, name, num

_UP = {"MOVE": "up", "RISING": "up", "DAYCOLOR": "up", "STATE": "bullish", "SIGN": "+"}
_DOWN = {"MOVE": "down", "RISING": "down", "DAYCOLOR": "down", "STATE": "bearish", "SIGN": "-"}


def days_of_days(c: Cursor, i: int) -> Found:
    """Read "(at least) 3 of the last 5 days were down days", "4 out of the past 6 candles are green"."""
    sign, j = (str(c.at(i).get("CMP")), c.skip(i + 1)) if c.at(i).has("CMP", ">=", "<=", ">", "<") else (">=", i)
    number = c.at(j)
    k = j + 1
    while c.at(k).has("P", "of") or c.at(k).text in ("out", "out of", "the"):
        k += 1
    if not number.has("NUM") or number.has("PCT") or k == j + 1 or not c.at(k).has("LASTN"):
        return None
    stretch = c.at(c.skip(k + 1))
    span = stretch.get("SPAN")
    k = c.skip(c.skip(k + 1) + 1)
    if span is None and stretch.has("NUM") and c.at(k).text in ("closes", "bars", "candles"):
        span, k = Span(float(str(stretch.get("NUM"))), "bar"), c.skip(k + 1)
    while c.at(k).has("WASBEFORE") or (c.at(k).has("EQ") and _way(c, k) == 0):
        k = c.skip(k + 1)
    closed = c.at(k - 1).has("SER", "close") and c.at(k).has("CMP", "<", ">") and _own_open(c, k + 1) > 0
    way = (1 if c.at(k).has("CMP", ">") else -1) if closed else _way(c, k)
    than_before = _than_before(c, k)
    way = (1 if c.at(k).has("CMP", ">") else -1) if way == 0 and than_before else way
    if not isinstance(span, Span) or way == 0:
        return None
    shown, after = f"{stretch.text} {c.at(k).text}", k + 1
    own = _own_open(c, after)
    while c.at(after).text in ("days", "day", "closes", "close", "candles", "bars", "sessions", "ones"):
        after += 1
    body = any(word in shown for word in ("candle", "bar")) or any(
        c.at(m).text in ("candles", "bars") for m in range(k, after)
    )
    after = own or than_before or after
    day = compare(">" if way > 0 else "<", CLOSE, name("open") if body or own else lag(CLOSE, 1))
    return compare(sign, call("count", day, c.memory.bars(span)), num(float(str(number.get("NUM"))))), after


def _than_before(c: Cursor, k: int) -> int:
    """Return the place behind "higher than the close before", "below the previous close"; 0 where nothing is."""
    if not c.at(k).has("CMP", ">", "<"):
        return 0
    m = k + 1
    while c.at(m).text in ("the", "their", "its", "than") or c.at(m).has("PREV"):
        m += 1
    if c.at(m - 1).has("PREV") and not c.at(m).has("SER"):
        return m
    if not c.at(m).has("SER", "close"):
        return 0
    if c.at(m - 1).has("PREV"):
        return m + 1
    return m + 2 if c.at(m + 1).has("AGO") or c.at(m + 1).has("PREV") else 0


def _own_open(c: Cursor, k: int) -> int:
    """Return the place behind "(closed lower) than they opened", "(closed below) their open"; 0 where nothing is."""
    while c.at(k).has("P", "than") or c.at(k).text in ("they", "it", "their", "its", "the", "own"):
        k += 1
    return k + 1 if c.at(k).has("SER", "open") else 0


def _way(c: Cursor, k: int) -> int:
    lexeme = c.at(k)
    if any(lexeme.has(word, value) for word, value in _UP.items()) or lexeme.text == "green":
        return 1
    return -1 if any(lexeme.has(word, value) for word, value in _DOWN.items()) or lexeme.text == "red" else 0
