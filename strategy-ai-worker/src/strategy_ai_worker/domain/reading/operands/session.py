"""Levels of the session: its open, the opening range, the first hour, the day before."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, name, num

_ENTRY_BARS = frozenset(["gap", "signal", "entry", "breakout", "setup", "trigger", "reversal", "engulfing", "hammer"])


def of_entry_bar(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "(sell on a close below) the gap day's low", "the signal bar's high" on the way out: as it was at the entry."""  # noqa: E501
    leaves = subject is not None and c.memory.exit_context
    if c.at(i).has("TODAY") and not leaves:
        return None
    if c.at(i).has("TODAY") and any(word in c.at(i).text for word in ("signal", "entry")):
        k = i + 1
    elif c.at(i).text.removesuffix("'s") in _ENTRY_BARS:
        k = i + 2 if c.at(i + 1).text in ("day's", "bar's", "candle's") else i + 1
    else:
        return None
    lexeme = c.at(k)
    column = str(lexeme.get("SER"))
    owned = k == i + 2 or c.at(i).has("TODAY") or lexeme.text.startswith(("day's", "bar's", "candle's"))
    if not lexeme.has("SER", "open", "high", "low", "close") or not owned:
        return None
    return call("at_entry", name(column)) if leaves else name(column), k + 1


def session_level(c: Cursor, i: int, subject: Node | None) -> Found:  # noqa: C901, PLR0911 - one reading of one construct
    """Read "the high of the first hour", "the opening range low", "the first 30 minutes' high", "the open of the day"."""  # noqa: E501
    del subject
    lexeme = c.at(i)
    if lexeme.has("SESSION", "open"):
        return call("day_open") if c.memory.timeframe.endswith(("m", "h")) else name("open"), i + 1
    known = _of_the_range(c, i)
    if known is not None:
        return known
    side = lexeme.get("SER") if lexeme.has("SER", "high", "low", "open") else None
    if side and c.at(i + 1).text in ("of the day", "of the session"):
        return call(f"day_{side}") if c.memory.timeframe.endswith(("m", "h")) else name(str(side)), i + 2
    j = c.skip(i + 1) if side else i
    if side and not c.at(j).has("P", "of") and not c.at(i + 1).has("P", "of", "in") and not c.at(j).has("OPENRANGE"):
        return None
    j = _past_of(c, j)
    if side == "open" and (
        c.at(j).text in ("day", "session", "the day", "the session")
        or c.at(j).has("SESSION", "open")
        or c.at(i + 1).has("TODAY")
    ):
        return call("day_open") if c.memory.timeframe.endswith(("m", "h")) else name("open"), j + 1
    minutes, k = _opening_minutes(c, j)
    if minutes is None:
        return None
    if side is None:
        m = c.skip(k)
        if not c.at(m).has("SER", "high", "low"):
            return None
        side, k = c.at(m).get("SER"), m + 1
    if side == "open":
        return None
    if c.is_sign(k, "(") and c.at(k + 1).has("SPAN") and c.is_sign(k + 2, ")"):
        k += 3
    return call(f"opening_range_{side}", minutes), k


def _of_the_range(c: Cursor, i: int) -> Found:
    """Read "the range low", "the low of that range", "the range's high", "the high" of the opening range spoken of."""
    minutes = c.memory.opening_minutes
    if minutes is None:
        return None
    if c.at(i).has("PART", "middle") or c.at(i).text in ("midpoint", "middle"):
        k = c.skip(i + 1)
        k = c.skip(k + 1) if c.at(k).has("P", "of") else k
        middle = arithmetic("+", call("opening_range_high", minutes), call("opening_range_low", minutes))
        ranged = c.at(k).has("SER", "range") or c.at(k).has("OPENRANGE")
        return (arithmetic("/", middle, num(2)), k + 1) if ranged else None
    if c.at(i).has("SER", "range") and c.at(c.skip(i + 1)).has("SER", "high", "low"):
        k = c.skip(i + 1)
        return call(f"opening_range_{c.at(k).get('SER')}", minutes), k + 1
    if not c.at(i).has("SER", "high", "low") or c.at(i).text not in (
        "high",
        "low",
        "top of the range",
        "bottom of the range",
    ):
        return None
    k = i + 1
    while c.at(k).has("P", "of") or (c.at(k).is_noise and not c.at(k).has("CONJ")) or c.at(k).text == "opening":
        k += 1
    if c.at(k).has("SER", "range") and k > i + 1:
        return call(f"opening_range_{c.at(i).get('SER')}", minutes), k + 1
    ends = c.at(i + 1).has("SIGN_MARK") or c.at(i + 1).has("END") or c.at(i + 1).has("ACT") or c.at(i + 1).has("CONJ")
    owned = c.at(i - 1).text == "its" and any(one.has("OPENRANGE") for one in c.lexemes[:i])
    bare = (owned or c.at(i - 1).text in ("the", "range")) and ends and not c.at(i + 2).text.startswith("of")
    bare = bare or (c.at(i - 1).text in ("that", "this") and not c.at(i + 1).has("P", "of"))
    return (call(f"opening_range_{c.at(i).get('SER')}", minutes), i + 1) if bare else None


def _past_of(c: Cursor, j: int) -> int:
    while c.at(j).has("P", "of", "in"):
        j = c.skip(j + 1)
    return j


def _opening_minutes(c: Cursor, j: int) -> tuple[int | None, int]:
    lexeme = c.at(j)
    if lexeme.has("SESSION", "first_hour"):
        bars = any(word in lexeme.text for word in ("bar", "candle", "根", "K线", "k线")) and "hour" not in lexeme.text
        return (c.memory.minutes_of_bars(Span(1, "bar")) if bars else 60) or 60, j + 1
    if lexeme.has("OPENRANGE"):
        return c.memory.opening_minutes or (60 if c.memory.timeframe == "1h" else 30), j + 1
    span, k = lexeme.get("SPAN"), j
    if lexeme.text in ("first", "opening", "the first"):
        k = c.skip(j + 1)
        span = c.at(k).get("SPAN")
    opens = k > j or c.at(j - 1).text in ("first", "opening", "the first") or c.at(c.skip(k + 1)).has("OPENRANGE")
    if isinstance(span, Span) and span.unit in ("minute", "hour") and opens:
        after = c.skip(k + 1) + 1 if c.at(c.skip(k + 1)).has("OPENRANGE") else k + 1
        return int(span.count * (60 if span.unit == "hour" else 1)), after
    return None, j


def of_previous_session(c: Cursor, lexeme: Lexeme, inner: Found) -> Found:
    """Return yesterday's price on intraday bars: that of the session before, not of the bar before."""
    daily = any(word in lexeme.text for word in ("day", "session", "日", "天"))
    if not daily or inner is None or inner[0].op != "name" or inner[0].word not in ("open", "high", "low", "close"):
        return None
    if not c.memory.timeframe.endswith(("m", "h")) or lexeme.get("PREV") != 1:
        return None
    return call(f"prev_session_{inner[0].word}"), inner[1]
