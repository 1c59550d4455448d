"""Times of the day and parts of the session."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.calendar.day_bars import FIRST_BAR, at_clock, said_of_bar
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.predicates import starts_predicate
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, num

_LAST_BARS = ("last candle", "last bar", "final candle", "final bar", "closing bar")


def session_part(c: Cursor, i: int) -> Found:
    """Read "in the first hour", "the first bar of the session", as a condition."""
    j = i
    while c.at(j).has("P", "in", "on", "within", "at") or c.at(j).text in ("during", "within"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
    if lexeme.text in _LAST_BARS and c.at(j + 1).has("P", "on", "of") and c.at(j + 2).has("WEEKDAY"):
        return call("is_last_bar"), j + 1
    behind = c.skip(j + 1)
    closing = c.at(behind).has("SER", "close") and starts_predicate(c, behind + 1)
    moved = any(c.at(behind).has(word) for word in ("EQ", "WASBEFORE", "MOVE"))
    hour_is_bar = c.memory.timeframe == "1h" and (closing or moved)
    is_bar = any(word in lexeme.text for word in ("bar", "candle")) and lexeme.has("SESSION", "first_hour")
    closes = c.at(behind).has("SER", "close") and starts_predicate(c, behind + 1)
    if lexeme.has("SESSION", "first_hour") and (hour_is_bar or (is_bar and closes)):
        return said_of_bar(c, FIRST_BAR, j + 1)
    if lexeme.has("SESSION", "first_hour") and not c.at(c.skip(j + 1)).has("SER"):
        if lexeme.text in ("first bar", "first candle") and c.at(j + 1).text in (
            "that",
            "which",
            "to",
            "after",
            "where",
        ):
            return None
        if "bar" in lexeme.text or "candle" in lexeme.text or "根" in lexeme.text:
            return said_of_bar(c, FIRST_BAR, j + 1)
        return compare("<", call("minutes_since_open"), num(60)), j + 1
    return None


def before_close(c: Cursor, i: int) -> Found:
    """Read "15 minutes before the close", "in the last half hour of the session", "the final 30 minutes"."""
    j = i
    while c.at(j).has("P", "in", "at", "on", "within") or c.at(j).text in ("during", "with", "about", "within"):
        j += 1
    if c.at(j).text in ("the last hour", "last hour of the day") and not c.memory.exit_context:
        return compare("<=", call("minutes_to_close"), num(60)), j + 1
    last = c.at(j).has("LASTN", "last") or c.at(j).text in (
        "final",
        "in the last",
        "during the last",
        "within the last",
    )
    j = c.skip(j + 1) if last else j
    span = c.at(j).get("SPAN")
    if c.at(j).has("UNIT", "hour") and span is None and last and c.at(j).text == "hour":
        span = Span(1, "hour")
        if not _goes_on_to_close(c, j + 1):
            return compare("<=", call("minutes_to_close"), num(60)), j + 1
    if not isinstance(span, Span) or span.unit not in ("minute", "hour"):
        return None
    minutes = round(span.count * (60 if span.unit == "hour" else 1))
    k = c.skip(j + 1)
    while c.at(k).text in ("before", "left", "to", "of", "until", "prior", "ahead of", "remaining", "to go") or (
        c.at(k).has("AGO") or c.at(k).has("P", "to", "of", "until", "in", "before")
    ):
        k = c.skip(k + 1)
    ends_day = c.at(k).has("SESSION", "close") or (c.at(k).has("SER", "close") and k > j + 1)
    ends_day = ends_day or (last and c.at(k).has("UNIT", "day")) or (last and "session" in c.at(k).text)
    ends_day = ends_day or (last and c.at(k).text in ("trading", "session", "day"))
    if not ends_day or not c.memory.timeframe.endswith(("m", "h")):
        return None
    return compare("<=", call("minutes_to_close"), num(minutes)), k + 1


def _goes_on_to_close(c: Cursor, k: int) -> bool:
    """Return whether "the last hour" goes on with "before the close", "of trading"."""
    return c.at(k).has("P", "of", "before") or c.at(k).text in ("before", "of", "prior") or c.at(k).has("AGO")


def clock_time(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "bars that start between 10:00 and 13:00 (inclusive)", "at 11:00 or later", "before noon", "after 2pm"."""
    whole = _bar_at(c, i) or _bar_that_ended(c, i)
    if whole is not None:
        return whole
    j, relation, seen = i, "", False
    while True:
        lexeme = c.at(j)
        if (
            lexeme.has("TIMEOF")
            or lexeme.has("UNIT", "hour", "bar")
            or lexeme.has("ZONE")
            or lexeme.has("P", "at", "in", "of")
            or lexeme.has("EQ")
        ):
            seen = seen or lexeme.has("TIMEOF")
        elif lexeme.text in ("after", "since", "from") or lexeme.has("CMP", ">=", ">"):
            relation = ">=" if not lexeme.has("CMP", ">") else ">"
        elif lexeme.text in ("before", "until", "till", "by", "prior to") or lexeme.has("CMP", "<", "<="):
            relation = "<" if not lexeme.has("CMP", "<=") else "<="
        elif lexeme.has("CMP", "==") and (seen or c.at(j + 1).has("CLOCK")):
            relation = "=="
        elif lexeme.has("BETWEEN"):
            relation = "between"
        elif not (lexeme.is_noise and j > i) and not (seen and lexeme.has("UNIT", "day")):
            break
        j += 1
    if not _is_time(c, j, loose=seen or relation == "between"):
        return None
    found = _clock_relation(c, j, "starts" if seen and relation == "between" else relation)
    named = any({"bar", "candle"} & set(c.at(k).text.split()) for k in range(i - 1, j))
    single = found is not None and found[0].op == "==" and relation == "" and named
    return said_of_bar(c, *found) if found is not None and single else found


def _bar_at(c: Cursor, i: int) -> Found:
    """Read "(at the close of) the 10:00 bar": the bar that begins at that time, known once it has closed."""
    j, closes, opens = i, False, False
    while (
        c.at(j).has("FILLAT", "same_close")
        or c.at(j).has("P", "at", "of", "on")
        or c.at(j).text in ("the", "close", "at the open", "open")
    ):
        closes = closes or c.at(j).has("FILLAT") or c.at(j).text == "close"
        opens = opens or c.at(j).text in ("at the open", "open")
        j += 1
    unit = _past_zone(c, j + 1)
    named = c.at(unit).text.split(" ")[0] in _BARS
    closes = closes or (c.at(i).has("P", "at", "on") and c.at(unit).text in ("bar's close", "candle's close"))
    if not c.at(j).has("CLOCK") or not named or c.at(unit + 1).has("CLOCK"):
        return None
    if (closes or opens) and c.at(c.skip(i) - 1).text not in ("after", "once"):
        c.memory.day_times[j] = "close" if closes else "open"
    after = unit if c.at(unit).has("SER", "close") else unit + 1
    bar = at_clock("==", _minutes(c, j))
    told = said_of_bar(c, bar, after)
    if told[1] > after:
        return told
    return bar, unit + 2 if c.at(unit + 1).text in ("close", "closes") else unit + 1


_ENDED = frozenset(
    ["done", "finished", "complete", "completed", "over", "ended", "ends", "closes", "closed", "finishes"]
)


def _bar_that_ended(c: Cursor, i: int) -> Found:
    """Read "after the 14:00 bar has closed", "once the candle that starts at 20:00 UTC closes": known at its close."""
    j, bar = i, False
    while j < i + _WIDEST and not c.at(j).has("CLOCK") and not c.at(j).has("SIGN_MARK"):
        bar = bar or any(word in c.at(j).text.split(" ") for word in _BARS)
        j += 1
    if not c.at(j).has("CLOCK"):
        return None
    k = _past_zone(c, j + 1)
    bar = bar or c.at(k).text.split(" ")[0] in _BARS
    k = _past_zone(c, k + 1) if c.at(k).text.split(" ")[0] in _BARS else k
    while (c.at(k).has("EQ") or c.at(k).has("WASBEFORE")) and not c.at(k).has("SER"):
        k += 1
    dated = i if c.at(i).text in _AFTER else i - 1 if c.at(i - 1).text in _AFTER else i - 2
    ended = c.at(k).text in _ENDED or c.at(k).text in ("has closed", "is done", "is over", "has ended", "is finished")
    behind = c.at(k + 1)
    alone = behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("ACT")
    if not bar or not ended or not alone or c.at(dated).text not in _AFTER:
        return None
    return at_clock("==", _minutes(c, j)), k + 1


_WIDEST = 6
_AFTER = frozenset(["after", "once", "when", "as soon as"])
_BARS = ("bar", "candle", "bar's", "candle's", "candlestick")


def _clock_relation(c: Cursor, j: int, relation: str) -> Found:
    begin = _minutes(c, j)
    k = j + 1 if c.at(j + 1).has("P", "to") else _past_zone(c, j + 1)
    link = c.at(k)
    if (
        (link.has("CONJ", "and") and (relation in ("between", "starts") or _between_behind(c, c.skip(k + 1))))
        or link.has("P", "to")
        or c.is_sign(k, "-")
        or link.has("ARITH", "-")
        or link.text in ("through", "until", "till")
    ) and _is_time(c, c.skip(k + 1), loose=True):
        m = c.skip(k + 1)
        end, after = _minutes(c, m), _past_zone(c, m + 1)
        inclusive, after = _inclusive(c, after)
        after = after + 1 if c.at(after).has("BETWEEN") or c.at(after).text == "之间" else after
        whole = inclusive or relation == "starts"
        joined = all_of if begin <= end else any_of  # "22:00 to 06:00" goes over midnight.
        return joined(at_clock(">=", begin), at_clock("<=" if whole else "<", end)), after
    if link.has("LATER") and "后" in link.text:
        return at_clock(">=", begin), k
    if link.has("TIMEREF"):
        return at_clock(">=" if link.has("TIMEREF", "later") else "<=", begin), _past_zone(c, k + 1)
    if relation in (">=", ">", "<", "<="):
        return at_clock(relation, begin), k
    if c.memory.exit_context and relation == "" and not c.at(j - 1).has("TIMEOF"):
        c.memory.day_times[j] = "open"
        return at_clock(">=", _on_a_bar(c, begin)), k
    return _any_listed(c, begin, k)


def _between_behind(c: Cursor, m: int) -> bool:
    """Return whether "10点和13点之间" ends with the word that makes the two times a stretch."""
    behind = c.at(_past_zone(c, m + 1))
    return behind.has("BETWEEN") or behind.text in ("之间", "期间", "时段")


def _any_listed(c: Cursor, begin: int, k: int) -> tuple[Node, int]:
    """Read "(at) 10:00, 11:00 or 12:00" as any of these times."""
    times = [begin]
    while len(times) < _MOST_TIMES:
        m = k
        while c.is_sign(m, ",", "/") or c.at(m).has("CONJ", "or", "and") or c.at(m).has("P", "at"):
            m += 1
        after = _past_zone(c, m + 1)
        if m == k or not _is_hour(c, m) or c.at(after).has("TIMEREF") or c.at(after).has("P", "to"):
            break
        times.append(_minutes(c, m))
        k = after
    return any_of(*(at_clock("==", time) for time in times)), k


_MOST_TIMES = 24


def _is_hour(c: Cursor, j: int) -> bool:
    return c.at(j).has("CLOCK") or c.at(j).has("HALFDAY")


_GRID = {"5m": 5, "15m": 15, "30m": 30}


def _on_a_bar(c: Cursor, minutes: int) -> int:
    """Return the time at which the bar opens that a time of the day falls into: 15:55 on 15-minute bars is 15:45."""
    grid = _GRID.get(c.memory.timeframe, 1)
    return minutes - minutes % grid


def _past_zone(c: Cursor, k: int) -> int:
    k = c.skip(k)
    while c.at(k).has("ZONE"):
        k = c.skip(k + 1)
    return k


def _inclusive(c: Cursor, k: int) -> tuple[bool, int]:
    m = k
    while c.is_sign(m, "(", ",") or (m > k and (c.at(m).has("CLOCK") or c.at(m).text in ("both", "ends"))):
        m += 1
    if c.at(m - 1).has("CLOCK") and c.at(m).text in _COUNTS_TOO:
        end = next((n for n in range(m, m + 4) if c.is_sign(n, ")")), None)
        return end is not None, end + 1 if end is not None else k
    if c.at(m).has("INCLUSIVE"):
        m += 1
        return True, m + 1 if c.is_sign(m, ")") else m
    return False, k


_COUNTS_TOO = frozenset(["also", "included", "too", "inclusive", "counts", "is", "ok", "still"])
"""Words behind the end of some hours, said again in a bracket, that let it count: "(13:00 also ok)"."""


def _is_time(c: Cursor, j: int, *, loose: bool) -> bool:
    lexeme = c.at(j)
    if lexeme.has("CLOCK") or lexeme.has("HALFDAY"):
        return True
    span = lexeme.get("SPAN")
    plain_hour = lexeme.has("NUM") and not isinstance(span, Span) and not lexeme.has("PCT")
    return loose and plain_hour and 0 <= float(str(lexeme.get("NUM"))) <= 24


def _minutes(c: Cursor, j: int) -> int:
    lexeme = c.at(j)
    for category in ("CLOCK", "HALFDAY"):
        if lexeme.has(category):
            return int(str(lexeme.get(category)))
    return int(float(str(lexeme.get("NUM"))) * 60)
