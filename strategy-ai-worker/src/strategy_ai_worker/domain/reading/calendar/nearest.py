"""Days of the month that may have no session: the next one stands for them where the words say so."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, lag, num

_WEEK = 7
_LONGEST_REASON = 14
_NEXT = ("next", "first", "following")


def nearest_day(c: Cursor, i: int) -> Found:
    """Read "the 15th of the month or the next trading day", "the first session on or after the 10th", "the 26th"."""
    j = i
    while c.at(j).has("P", "on", "at") or c.at(j).text in ("the", "first", "trading"):
        j += 1
    if c.at(j).has("TRADINGDAY") and c.at(j - 1).text == "first":
        return _on_or_after(c, j + 1)
    day = _day_at(c, j)
    if day is None:
        return None
    number, after = day
    excused = _or_the_next(c, after)
    if excused is not None:
        return first_from(number), excused
    behind = c.at(after)
    bare = after == j + 1 and c.memory.monthly and c.at(j - 1).text == "the" and c.at(j - 2).has("P", "on")
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ") or behind.has("MARK")
    return (compare("==", call("day_of_month"), num(number)), after) if bare and ends else None


_SIDES = {"after": ">", "before": "<", "from": ">=", "since": ">=", "until": "<=", "up to": "<=", "by": "<="}


def side_of_date(c: Cursor, i: int) -> Found:
    """Read "after the 20th of the month", "the day of the month is at most 15", "the date is before the 10th"."""
    named = c.at(i).text in ("date", "calendar day") or (
        c.at(i).text in ("day", "the day") and c.at(i + 1).has("TRADINGDAY") and "trading" not in c.at(i + 1).text
    )
    k = i + 1 + c.at(i + 1).has("TRADINGDAY") if named else i
    while named and c.at(k).has("EQ") and not c.at(k).has("CMP"):
        k += 1
    said = c.at(k).get("CMP") or _SIDES.get(c.at(k).text)
    day = c.skip(k + 1) if said is not None else c.skip(k)
    if (said is None and not named) or not c.at(day).has("NUM") or not (named or c.at(day).has("ORD")):
        return None
    number, behind = float(str(c.at(day).get("NUM"))), c.at(day + 1)
    of_month = behind.has("TRADINGDAY") and "trading" not in behind.text
    whole = number == int(number) and 1 <= number <= _LONGEST_MONTH and not c.at(day).has("PCT")
    if not whole or not (named or of_month):
        return None
    after = day + 2 if of_month else day + 1
    if said is None and c.at(c.skip(after)).has("CMP", "<=", ">="):
        said, after = c.at(c.skip(after)).get("CMP"), c.skip(after) + 1
    return compare(str(said or "=="), call("day_of_month"), num(number)), after


_LONGEST_MONTH = 31


def first_from(number: int) -> Node:
    """Return the first session of a month on or after a day."""
    day = call("day_of_month")
    before = compare("<", lag(day, 1), num(number))
    turned = compare(">", lag(day, 1), day)
    return all_of(compare(">=", day, num(number)), any_of(before, turned) if number <= _WEEK else before)


def _on_or_after(c: Cursor, j: int) -> Found:
    if not c.at(j).has("CMP", ">=") or not c.at(j).text.startswith("on or"):
        return None
    k = j + 2 if c.at(j + 1).text == "the" else j + 1
    day = _day_at(c, k)
    return (first_from(day[0]), day[1]) if day is not None else None


def _day_at(c: Cursor, j: int) -> tuple[int, int] | None:
    """Return the day of "15th of the month", "20th of each month", "26th", and the place behind it."""
    if not c.at(j).has("ORD") or c.at(j).has("SPAN"):
        return None
    number, k = int(str(c.at(j).get("ORD"))), j + 1
    if c.at(k).has("TRADINGDAY"):
        return (number, k + 1) if c.at(k).text.endswith("month") and "day" not in c.at(k).text else None
    if c.at(k).has("P", "of") and (c.at(k + 1).has("PERIODIC", "monthly") or c.at(k + 2).has("UNIT", "month")):
        return number, k + (2 if c.at(k + 1).has("PERIODIC", "monthly") else 3)
    return number, k


def _or_the_next(c: Cursor, j: int) -> int | None:
    """Return the place behind "(or the next trading day if that is a holiday)"."""
    k = j
    while c.is_sign(k, "(", ",") or c.at(k).text in ("on", "the", "if", "not", "otherwise", "else"):
        k += 1
    if not c.at(k).has("CONJ", "or"):
        return None
    k += 1
    while c.at(k).has("P", "on") or c.at(k).text == "the":
        k += 1
    named = c.at(k).has("FILLAT", "next_open") and "day" in c.at(k).text
    led = c.at(k).text in _NEXT and (c.at(k + 1).has("TRADINGDAY") or c.at(k + 1).has("UNIT", "day"))
    if not (named or led):
        return None
    after = k + (1 if named else 2)
    bracket = any(c.is_sign(m, "(") for m in range(j, k))
    end = next((m for m in range(after, after + _LONGEST_REASON) if _ends_reason(c, m, bracket=bracket)), None)
    excuses = end is not None and (
        end == after or c.at(after).has("MARK") or c.at(after).text in ("thereafter", "when")
    )
    return (end + 1 if bracket else end) if end is not None and excuses else None


def _ends_reason(c: Cursor, m: int, *, bracket: bool) -> bool:
    if bracket:
        return c.is_sign(m, ")")
    acts = c.at(m).has("ACT") and c.at(m).text not in ("is closed", "closed")
    return c.at(m).has("END") or c.at(m).has("SIGN_MARK") or acts or c.at(m).has("HOLD")
