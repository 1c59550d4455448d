"""Months and weekdays."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, arithmetic, call, compare, lag, name, num

_MOST_LEADS = 12
"""Words before the first month of a list, at most."""


def read_months(c: Cursor, i: int) -> Found:
    """Read "the month is November, December or January", "from May through October", "11月到4月"."""
    j = i
    excepted = _excepted(c, i)
    if excepted is not None:
        return excepted
    if c.at(j).text in ("month", "months", "calendar month", "月份"):
        j = c.skip(j + 1)
    while j < i + _MOST_LEADS and (
        c.at(j).text in ("during", "throughout", "within", "all", "all of", "month", "months", "calendar month", "月份")
        or c.at(j).has("P", "in", "from", "of", "at", "on")
        or c.at(j).has("EQ")
        or c.at(j).has("BETWEEN")
    ):
        j = c.skip(j + 1)
    ranged = any(c.at(k).has("BETWEEN") for k in range(i, j))
    months, j = month_list(c, j)
    if ranged and len(months) == 2:
        months = [(months[0] + step - 1) % 12 + 1 for step in range((months[1] - months[0]) % 12 + 1)]
    if not months:
        return None
    if len(months) == 12:
        return None
    return any_of(*(compare("==", call("month"), num(month)) for month in months)), j


def _excepted(c: Cursor, i: int) -> Found:
    """Read "in every month except September", "all months but May and June"."""
    j = c.skip(i + 1) if c.at(i).has("P", "in", "for") else i
    every = c.at(j).text in ("every month", "each month") or (
        c.at(j).has("UNIT", "month") and c.at(j - 1).text in ("all", "every", "each", "any")
    )
    k = c.skip(j + 1)
    but = c.at(k).has("MARK", "unless") or c.at(k).text in ("but", "save", "apart from", "other than")
    k = k + 1
    while c.at(k).has("P", "for", "in", "from"):
        k += 1
    months, after = month_list(c, k) if every and but else ([], k)
    return (all_of(*(compare("!=", call("month"), num(month)) for month in months)), after) if months else None


_AT_OPEN = frozenset({"at the open", "on the open", "at the opening", "at its open", "market open", "at open"})


def _is_time_of_deed(c: Cursor, i: int) -> bool:
    """Return whether "Friday's close" is when something is done: "sell at Friday's close", but not "after Friday's close"."""  # noqa: E501
    if c.at(i).has("P", "on", "at") or c.at(i).has("DEEDTIME"):
        return True
    k = i - 1
    while k >= 0 and (c.at(k).is_noise or c.at(k).has("PREV")) and not c.at(k).has("P") and not c.at(k).has("MARK"):
        k -= 1
    return c.at(k).has("P", "at", "on") or c.at(k).has("ACT") or c.at(k).has("SYM")


def dates(c: Cursor, i: int) -> Found:
    """Read "on December 20", "the 5th of January" as from that day of that month on; "from Dec 20 to Jan 5" as a stretch."""  # noqa: E501
    j = i
    while not is_month(c, j) and (
        c.at(j).has("P", "on", "from", "at") or c.at(j).has("BETWEEN") or (c.at(j).is_noise and j < i + 3)
    ):
        j += 1
    begin = _date_at(c, j)
    if begin is None:
        return None
    link = begin[2] if c.at(begin[2]).has("P", "to") else c.skip(begin[2])
    through = c.at(link).text in ("through", "to", "until", "till", "-", "thru") or c.at(link).has("P", "to")
    through = through or (c.at(link).has("CONJ", "and") and any(c.at(k).has("BETWEEN") for k in range(i, j)))
    end = _date_at(c, c.skip(link + 1)) if through else None
    if end is None and through and begin[1] == 1:
        far = _past_edge(c, link + 1)
        whole = is_month(c, far) and far > c.skip(link + 1)
        if whole:
            until = int(str(c.at(far).get("MONTH")))
            months = ((begin[0] + step - 1) % 12 + 1 for step in range((until - begin[0]) % 12 + 1))
            return any_of(*(compare("==", call("month"), num(number)) for number in months)), far + 1
    month, day = call("month"), call("day_of_month")
    if end is None:
        told = all_of(compare("==", month, num(begin[0])), compare(">=", day, num(begin[1])))
        if begin[1] < _LATE:
            return told, begin[2]
        # The last days of a month may have no session: the first one after them is meant then.
        later = all_of(compare("==", month, num(begin[0] % 12 + 1)), compare("<=", day, num(begin[1] - _LATE + 1)))
        return any_of(told, later), begin[2]
    first = all_of(compare("==", month, num(begin[0])), *_from_day(begin[1]))
    last = all_of(compare("==", month, num(end[0])), *_to_day(*end[:2]))
    if begin[0] == end[0] and begin[1] <= end[1]:
        return all_of(compare("==", month, num(begin[0])), *_from_day(begin[1]), *_to_day(*end[:2])), end[2]
    between = ((begin[0] + step - 1) % 12 + 1 for step in range(1, (end[0] - begin[0]) % 12))
    return any_of(first, *(compare("==", month, num(number)) for number in between), last), end[2]


_MONTH_ENDS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}


def _from_day(day: int) -> list[Node]:
    """Return that the day of the month has come; nothing for the first, which every day is past."""
    return [compare(">=", call("day_of_month"), num(day))] if day > 1 else []


def _to_day(month: int, day: int) -> list[Node]:
    """Return that the day of the month is not past; nothing for the last of the month."""
    return [compare("<=", call("day_of_month"), num(day))] if day < _MONTH_ENDS.get(month, 31) else []


_LATE = 28
"""From this day on a month may have no session left."""


def _date_at(c: Cursor, j: int) -> tuple[int, int, int] | None:
    """Return month and day at a lexeme, and the place behind them."""
    if c.at(j).has("MONTH"):
        k = c.skip(j + 1)
        number = c.at(k)
        bare = number.has("NUM") and not any(number.has(word) for word in ("SPAN", "PCT", "CLOCK", "SHARES", "MULT"))
        value = float(str(number.get("NUM"))) if bare else 0
        if bare and value == int(value) and 1 <= value <= 31 and not c.at(k + 1).has("AVG"):
            return int(str(c.at(j).get("MONTH"))), int(value), k + 1
        return None
    if c.at(j).has("ORD"):
        k = c.skip(j + 1)
        k = c.skip(k + 1) if c.at(k).has("P", "of") else k
        if c.at(k).has("MONTH"):
            return int(str(c.at(k).get("MONTH"))), int(str(c.at(j).get("ORD"))), k + 1
    day = c.at(j).get("NUM") if set(c.at(j).meanings) == {"NUM"} else None
    if isinstance(day, float) and day in range(1, 32) and is_month(c, j + 1) and not c.at(j + 2).has("NUM"):
        return int(str(c.at(j + 1).get("MONTH"))), int(day), j + 2
    return None


def month_list(c: Cursor, j: int) -> tuple[list[int], int]:
    """Return the months of "January, April and July", "May through October", and the place behind them."""
    months: list[int] = []
    while is_month(c, j):
        months.append(int(str(c.at(j).get("MONTH"))))
        k = j + 1 if c.at(j + 1).has("P", "to") else c.skip(j + 1)
        if (
            c.at(k).text in ("through", "to", "until", "till", "-", "thru", "至", "到") or c.at(k).has("P", "to")
        ) and is_month(c, _past_edge(c, k + 1)):
            end = int(str(c.at(_past_edge(c, k + 1)).get("MONTH")))
            start = months[-1]
            months.extend((start + step - 1) % 12 + 1 for step in range(1, (end - start) % 12 + 1))
            j = _past_edge(c, k + 1) + 1
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


def _past_edge(c: Cursor, j: int) -> int:
    """Return the place behind "(to) the end of": April counts in full."""
    j = c.skip(j)
    k = j
    while c.at(k).text in ("the", "end", "close", "of", "last day") or c.at(k).has("P", "of"):
        k += 1
    return k if c.at(k).has("MONTH") else j


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
        joined = c.at(j - 1).text in ("through", "thru", "until", "till") or c.at(j - 1).has("CONJ")
        return joined or c.is_sign(j - 1, ",") or c.at(j - 1).has("MONTH")
    return True


def weekdays(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "on Mondays and Fridays", "Monday through Wednesday", "a Friday closes lower" (the rest follows)."""
    j = i
    while c.at(j).has("P", "on", "at", "from") or (
        c.at(j).has("EQ") and not c.at(j).has("HOLD") and c.at(c.skip(j + 1)).has("WEEKDAY")
    ):
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
        k = j if c.at(j).has("P", "to") else c.skip(j)
        through = c.at(k).text in ("through", "to", "until", "till", "-", "thru", "至", "到")
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
    k = j + 1 if c.at(j).has("FILLER") else j
    if c.at(k).has("SER", "open", "close") and not _says_more(c, k + 1) and c.at(k).text in ("open", "close"):
        if _is_time_of_deed(c, i):
            c.memory.day_times[k] = str(c.at(k).get("SER"))
        j = k
    part = "open" if c.at(k).text in _AT_OPEN else "close" if c.at(k).has("FILLAT", "same_close") else ""
    if part and not _says_more(c, k + 1) and _is_time_of_deed(c, i):
        c.memory.day_times[k] = part
        j = k + 1
    j = (
        j + 1
        if c.at(j).text in ("close", "closes", "open", "'s close", "收盘")
        and c.at(j).has("SER")
        and not _says_more(c, j + 1)
        else j
    )
    c.memory.weekday = days[0] if len(days) == 1 else None
    return any_of(*(compare("==", call("weekday"), num(day)) for day in days)), j


def days_compared(c: Cursor, i: int) -> Found:
    """Read "Friday closed lower than Thursday", "Friday's close is above Monday's open", "if Friday was a down day"."""
    one = _day_price(c, i)
    if one is None:
        return None
    day, column, j = one
    spoken = c.memory.weekday
    k = j
    while c.at(k).has("EQ") or c.at(k).has("WASBEFORE") or (c.at(k).is_noise and not c.at(k).has("CMP")):
        k += 1
    way = {"up": 1, "down": -1}.get(str(c.at(k).get("MOVE") or c.at(k).get("DAYCOLOR")), 0)
    way = way or {"green": 1, "red": -1}.get(c.at(k).text, 0)
    way = way or (1 if c.at(k).has("CMP", ">") else -1 if c.at(k).has("CMP", "<") else 0)
    if way == 0:
        return None
    far = c.skip(k + 1)
    far = c.skip(far + 1) if c.at(far).has("P", "than") or c.at(far).text == "than" else far
    other = _day_price(c, far)
    alone = other is None and spoken is not None and not any(c.at(far).has(word) for word in ("PCT", "NUM", "CMP"))
    if other is None and not alone:
        return None
    today = spoken or day
    left = lag(name(column), (today - day) % 5)
    right = lag(CLOSE, (today - day) % 5 + 1) if other is None else lag(name(other[1]), (today - other[0]) % 5)
    after = k + 1 if other is None else other[2]
    away = _by_share(c, after)
    if away is not None and other is not None:
        right, after = arithmetic("*", num(round(1 + way * away[0] / 100, 10)), right), away[1]
    node = compare(">" if way > 0 else "<", left, right)
    return (node if spoken else all_of(compare("==", call("weekday"), num(today)), node)), after


def _by_share(c: Cursor, j: int) -> tuple[float, int] | None:
    """Return the share of "(below Friday's close) by more than 1%", and the place behind it."""
    k = j
    while c.at(k).has("P", "by") or c.at(k).has("CMP"):
        k += 1
    return (float(str(c.at(k).get("PCT"))), k + 1) if k > j and c.at(k).has("PCT") else None


def _day_price(c: Cursor, i: int) -> tuple[int, str, int] | None:
    """Return weekday and column of "Friday closed", "Thursday's open", "the Friday close", and the place behind."""
    j = i
    while c.at(j).has("PREV") or c.at(j).has("LASTN") or c.at(j).text in ("the", "last"):
        j += 1
    if not c.at(j).has("WEEKDAY") or c.at(j).text.endswith("days"):
        return None
    k = j + 1
    while c.at(k).has("FILLER") or c.at(k).text == "'s":
        k += 1
    if c.at(k).has("SER", "close", "open", "high", "low") and not c.at(k).has("MOVE"):
        return _day(c, j), str(c.at(k).get("SER")), k + 1
    return _day(c, j), "close", j + 1


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
