"""The two ends of the month as one stretch, days before its end, and how often rules are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.calendar.seasons import is_month
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, num

_FIRST = frozenset(["first", "the first", "opening", "initial"])
_LAST = frozenset(["last", "the last", "final", "closing", "in the last", "during the last"])
_DAYS = frozenset(["day", "days", "session", "sessions", "trading", "business"])
_WHOSE = frozenset(["the", "each", "every", "next", "following", "new", "a", "any", "same", "that", "subsequent"])
_MOST_DAYS = 15


@dataclass(frozen=True, slots=True)
class _Edge:
    """The first or the last days of a month: which, how many, of which month (0: any), and the place behind."""

    is_last: bool
    days: int
    month: int
    after: int
    names_days: bool
    names_month: bool


def both_edges(c: Cursor, i: int) -> Found:
    """Read "the last trading day of the month and the first three of the next one", "the first 3 and the last 4 days of each month"."""  # noqa: E501
    one = _edge(c, _past_leading(c, i))
    if one is None or not (c.at(one.after).has("CONJ", "and", "or") or c.at(one.after).text in ("plus", "&")):
        return None
    other = _edge(c, _past_leading(c, one.after + 1))
    if other is None or one.is_last == other.is_last:
        return None
    if not (one.names_days or other.names_days) or not (one.names_month or other.names_month or c.memory.monthly):
        return None
    return any_of(_within(one), _within(other)), other.after


def _past_leading(c: Cursor, i: int) -> int:
    while c.at(i).has("P", "on", "in", "at") or c.at(i).text in ("the", "during", "over", "only", "each", "every"):
        i += 1
    return i


def _edge(c: Cursor, i: int) -> _Edge | None:
    """Return the end of a month that is named at a place: "the last 4 trading days of December", "the first two"."""
    if c.at(i).has("MONTHDAY", "first", "last"):
        month, after, _ = _month_behind(c, i + 1)
        return _Edge(c.at(i).has("MONTHDAY", "last"), 1, month, after, names_days=True, names_month=True)
    is_last = c.at(i).text in _LAST or (c.at(i).has("LASTN", "last") and c.at(i).text not in _FIRST)
    if not is_last and c.at(i).text not in _FIRST:
        counted = c.at(i).has("NUM") and c.at(i - 1).text in _FIRST | _LAST
        return _edge(c, i - 1) if counted else None
    k, days = i + 1, 1
    number = c.at(k).get("NUM") or c.at(k).get("SHARES")
    span = c.at(k).get("SPAN")
    if isinstance(span, Span) and span.unit != "day":
        return None
    if number is not None:
        days, k = int(float(str(number))), k + 1
    names_days = isinstance(span, Span)
    names_month = False
    while c.at(k).text in _DAYS or c.at(k).has("TRADINGDAY") or c.at(k).has("UNIT", "day"):
        names_days, names_month = True, names_month or "month" in c.at(k).text
        k += 1
    if not 0 < days <= _MOST_DAYS:
        return None
    month, k, of_month = _month_behind(c, k)
    return _Edge(is_last, days, month, k, names_days=names_days, names_month=names_month or of_month or month > 0)


def _month_behind(c: Cursor, i: int) -> tuple[int, int, bool]:
    """Return the month of "of December" (0: of any), the place behind, and whether one is named."""
    k = i
    while c.at(k).has("P", "of", "in") or c.at(k).text in _WHOSE:
        k += 1
    if k > i and is_month(c, k):
        return int(str(c.at(k).get("MONTH"))), k + 1, True
    named = c.at(k).has("UNIT", "month") or c.at(k).text in ("month", "one", "months", "next month")
    if k > i and named:
        return 0, k + 1, True
    if c.at(k - 1).has("PERIODIC", "monthly") or c.at(k).has("PERIODIC", "monthly"):
        return 0, k + 1, True
    return 0, i, False


def _within(edge: _Edge) -> Node:
    days = (
        compare("<", call("trading_days_left_in_month"), num(edge.days))
        if edge.is_last
        else compare("<=", call("trading_day_of_month"), num(edge.days))
    )
    return all_of(compare("==", call("month"), num(edge.month)), days) if edge.month else days


def before_end(c: Cursor, i: int) -> Found:
    """Read "(on the day) 2 trading days before month end", "three sessions before the end of the month"."""
    k = i
    while c.at(k).has("P", "on", "at") or c.at(k).text in ("the", "day", "exactly"):
        k += 1
    span = c.at(k).get("SPAN")
    k += 1
    while c.at(k).text in ("trading", "business", "the") or (c.at(k).text in _DAYS and not c.at(k).has("MONTHDAY")):
        k += 1
    before = c.at(k).text in ("before", "prior to", "ahead of", "to", "left before", "until", "left until")
    behind = k + 1
    while c.at(behind).text == "the":
        behind += 1
    day = isinstance(span, Span) and span.unit == "day"
    named = _end_named(c, behind)
    if not (day and before and (named or c.at(behind).has("MONTHDAY", "last"))):
        return None
    assert isinstance(span, Span)  # noqa: S101
    left = compare("==", call("trading_days_left_in_month"), num(int(span.count)))
    if named is None:
        return left, behind + 1
    return all_of(compare("==", call("month"), num(named[0])), left), named[1]


def _end_named(c: Cursor, k: int) -> tuple[int, int] | None:
    """Return the month of "the end of December", "year end", "the last trading day of June", and the place behind."""
    text = c.at(k).text
    if text in ("year end", "year's end", "end of the year", "end of year", "end of the calendar year"):
        return 12, k + 1
    ends = text in ("end", "close", "last day", "last trading day", "last session") or c.at(k).has("LASTN", "last")
    j = k + 1
    while c.at(j).has("TRADINGDAY") or c.at(j).has("P", "of") or c.at(j).text in ("the", "calendar"):
        j += 1
    if not ends or j == k + 1:
        return None
    if c.at(j).has("UNIT", "year"):
        return 12, j + 1
    return (int(str(c.at(j).get("MONTH"))), j + 1) if c.at(j).has("MONTH") else None


def _half_of_month(c: Cursor, k: int) -> Found:
    """Read "the first half of the month" as its days 1 to 15, "the second half" as those behind."""
    k = k - 1 if c.at(k).text.startswith("half") and c.at(k - 1).text in ("first", "second", "last") else k
    words = " ".join(c.at(m).text for m in range(k, k + 4)).removeprefix("the ")
    second = words.startswith(("second half", "last half", "latter half"))
    if not (second or words.startswith("first half")) or "month" not in words:
        return None
    after = next(m for m in range(k, k + 4) if "month" in c.at(m).text) + 1
    c.memory.guess("half of the month", 15, "the first half of a month was taken for its days 1 to 15")
    day = call("day_of_month")
    return (compare(">=", day, num(16)) if second else compare("<=", day, num(15))), after


_WEEKS = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "final": 0}


def week_of_month(c: Cursor, i: int) -> Found:
    """Read "(during) the first week of each month" as its days 1 to 7, "the last week" as its last five sessions."""
    k = i
    while c.at(k).has("P", "in", "on") or c.at(k).text in ("during", "the", "only", "within"):
        k += 1
    half = _half_of_month(c, k)
    if half is not None:
        return half
    week = _WEEKS.get(c.at(k).text)
    if week is None or not (c.at(k + 1).has("UNIT", "week") or c.at(k + 1).text == "week"):
        return None
    _, after, named = _month_behind(c, k + 2)
    if not named:
        return None
    if week == 0:
        c.memory.guess("last week", 5, "the last week of a month was taken for its last five sessions")
        return compare("<", call("trading_days_left_in_month"), num(5)), after
    day = call("day_of_month")
    c.memory.guess("week of the month", week, "a week of the month was taken for seven days from its first")
    since = [compare(">=", day, num(7 * week - 6))] if week > 1 else []
    return all_of(*since, compare("<=", day, num(7 * week))), after


_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    "q1": 1,
    "q2": 2,
    "q3": 3,
    "q4": 4,
}


def quarter_of_year(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "(in) the first quarter of the year", "Q4" as its months."""
    k = i
    while c.at(k).has("P", "in", "on") or c.at(k).text in ("during", "the", "only"):
        k += 1
    if c.at(k).text == "q" and c.at(k + 1).get("NUM") in (1, 2, 3, 4):
        return _months_of_quarter(int(float(str(c.at(k + 1).get("NUM"))))), k + 2
    at = k if c.at(k).text in _QUARTERS else k - 1
    which = _QUARTERS.get(c.at(at).text)
    if which is None:
        return None
    after = at + 1
    if not c.at(at).text.startswith("q"):
        if _stands_alone(c, at):
            return _months_of_quarter(which), after + 1
        if c.at(after).text != "quarter" or not c.at(after + 1).has("P", "of"):
            return None
        after += 2
        while c.at(after).text in _WHOSE:
            after += 1
        if not (c.at(after).has("UNIT", "year") or c.at(after).text == "year" or c.at(after).has("PERIODIC", "yearly")):
            return None
        after += 1
    return _months_of_quarter(which), after


def _stands_alone(c: Cursor, at: int) -> bool:
    """Return whether "(in) the fourth quarter" is one of the year: nothing else is named that it would be a part of."""
    led = c.at(at - 1).text in ("the", "in", "during", "only") and c.at(at + 1).text == "quarter"
    return led and c.memory.timeframe == "1d" and not c.at(at + 2).has("P", "of", "in")


def _months_of_quarter(which: int) -> Node:
    return any_of(*(compare("==", call("month"), num(month)) for month in range(3 * which - 2, 3 * which + 1)))


_PACES = ("weekly", "monthly", "quarterly", "yearly")


def pace(c: Cursor, i: int) -> Found:
    """Read "(check) once a month", "(looked at) weekly" as the last session of each period."""
    before = i - 1
    while c.at(before).is_noise and not c.at(before).has("ACT"):
        before -= 1
    checked = (
        c.at(before).has("ACT", "check") or c.at(before).text.startswith("rebalanc") or c.at(i + 1).has("ACT", "check")
    )
    rhythm = str(c.at(i).get("PERIODIC"))
    if not checked or rhythm not in _PACES or c.memory.timeframe != "1d":
        return None
    c.memory.guess("rules.rhythm", rhythm, "looked at on the last session of each period")
    if rhythm == "weekly":
        return call("is_last_session_of_week"), i + 1
    left = compare("==", call("trading_days_left_in_month"), num(0))
    months = {"quarterly": (3, 6, 9, 12), "yearly": (12,)}.get(rhythm, ())
    named = any_of(*(compare("==", call("month"), num(month)) for month in months)) if months else None
    return (all_of(named, left) if named is not None else left), i + 1
