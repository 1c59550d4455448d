"""Months and weekdays."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import all_of, any_of, call, compare, num


def read_months(c: Cursor, i: int) -> Found:
    """Read "the month is November, December or January", "from May through October", "11月到4月"."""
    j = i
    if c.at(j).text in ("month", "months", "calendar month", "月份"):
        j = c.skip(j + 1)
    while (
        c.at(j).text in ("during", "throughout", "within", "all", "all of", "month", "months", "calendar month", "月份")
        or c.at(j).has("P", "in", "from", "of", "at", "on")
        or c.at(j).has("EQ")
        or c.at(j).has("BETWEEN")
    ):
        j = c.skip(j + 1)
    ranged = any(c.at(k).has("BETWEEN") for k in range(i, j))
    months, j = _month_list(c, j)
    if ranged and len(months) == 2:
        months = [(months[0] + step - 1) % 12 + 1 for step in range((months[1] - months[0]) % 12 + 1)]
    if not months:
        return None
    if len(months) == 12:
        return None
    return any_of(*(compare("==", call("month"), num(month)) for month in months)), j


def _month_list(c: Cursor, j: int) -> tuple[list[int], int]:
    months: list[int] = []
    while is_month(c, j):
        months.append(int(str(c.at(j).get("MONTH"))))
        k = c.skip(j + 1)
        if (
            c.at(k).text in ("through", "to", "until", "till", "-", "thru", "至", "到") or c.at(k).has("P", "to")
        ) and is_month(c, c.skip(k + 1)):
            end = int(str(c.at(c.skip(k + 1)).get("MONTH")))
            start = months[-1]
            months.extend((start + step - 1) % 12 + 1 for step in range(1, (end - start) % 12 + 1))
            j = c.skip(k + 1) + 1
            k = c.skip(j)
        else:
            j += 1
        m = k
        while c.is_sign(m, ",") or c.at(m).has("CONJ", "and", "or") or (c.at(m).has("P", "in") and m > k):
            m = c.skip(m + 1)
        if m == k or not is_month(c, m):
            return months, j
        j = m
    return months, j


def is_month(c: Cursor, j: int) -> bool:
    """Return whether a lexeme names a month: "may" and "mar" only where a month can stand."""
    lexeme = c.at(j)
    if not lexeme.has("MONTH"):
        return False
    if (
        lexeme.text in ("may", "mar")
        and not c.at(j - 1).has("P")
        and not c.at(j - 1).has("BETWEEN")
        and not c.at(j - 1).is_noise
        and not c.at(c.skip(j + 1)).has("MONTH")
    ):
        return c.at(j - 1).has("CONJ") or c.is_sign(j - 1, ",") or c.at(j - 1).has("MONTH")
    return True


def weekdays(c: Cursor, i: int) -> Found:
    """Read "on Mondays and Fridays", "Monday through Wednesday", "a Friday closes lower" (the rest follows)."""
    j = i
    while c.at(j).has("P", "on", "at") or (c.at(j).has("EQ") and c.at(c.skip(j + 1)).has("WEEKDAY")):
        j = c.skip(j + 1)
    if c.at(j).has("WEEKPART"):
        weekend = compare(">=", call("weekday"), num(6))
        return (weekend if c.at(j).has("WEEKPART", "weekend") else compare("<=", call("weekday"), num(5))), j + 1
    counted = _counted_weekday(c, j)
    if counted is not None or not c.at(j).has("WEEKDAY"):
        return counted
    days = [_day(c, j)]
    j += 1
    while True:
        k = c.skip(j)
        through = c.at(k).text in ("through", "to", "-", "thru", "至", "到")
        if through and c.at(c.skip(k + 1)).has("WEEKDAY"):
            days.extend(range(days[-1] + 1, _day(c, c.skip(k + 1)) + 1))
            j = c.skip(k + 1) + 1
            continue
        while c.is_sign(k, ",") or c.at(k).has("CONJ", "and", "or"):
            k = c.skip(k + 1)
        if k == c.skip(j) or not c.at(k).has("WEEKDAY"):
            break
        days.append(_day(c, k))
        j = k + 1
    j = (
        j + 1
        if c.at(j).text in ("close", "closes", "open", "'s close", "收盘")
        and c.at(j).has("SER")
        and not _says_more(c, j + 1)
        else j
    )
    return any_of(*(compare("==", call("weekday"), num(day)) for day in days)), j


_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def _counted_weekday(c: Cursor, i: int) -> Found:
    """Read "the third Friday of each month": the weekday within its seven days."""
    j = i - 1 if c.at(i).has("WEEKDAY") else i
    while j < i + 3 and c.at(j).has("NOISE") and c.at(j).text not in _ORDINALS:
        j += 1
    place = _ORDINALS.get(c.at(j).text)
    if place is None or not c.at(j + 1).has("WEEKDAY"):
        return None
    k = j + 2
    while k < j + 5 and "month" not in c.at(k).text:
        k += 1
    if "month" not in c.at(k).text:
        return None
    day = call("day_of_month")
    on_day = compare("==", call("weekday"), num(_day(c, j + 1)))
    return all_of(on_day, compare(">=", day, num(7 * place - 6)), compare("<=", day, num(7 * place))), k + 1


def _says_more(c: Cursor, j: int) -> bool:
    following = c.at(c.skip(j))
    return any(following.has(category) for category in ("CMP", "X", "MOVE", "DAYCOLOR", "BI", "RISING"))


def _day(c: Cursor, j: int) -> int:
    return int(str(c.at(j).get("WEEKDAY"))) + 1
