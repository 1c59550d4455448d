"""Conditions of time: hours, weekdays, months, days of the month."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.predicates import predicate
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, name, num, text

_EDGES = ("first", "opening", "final", "last", "closing")


def time_condition(c: Cursor, i: int) -> Found:
    """Return a condition of clock or calendar that begins at a lexeme."""
    for reader in (_month_span, _month_day, _trading_day, _edge_of_month, _months, _weekdays, _session_part, _clock):
        found = reader(c, i)
        if found is not None:
            return found
    return None


def _month_span(c: Cursor, i: int) -> Found:
    """Read "from the last trading day of the month through the third trading day of the next one"."""
    j = c.skip(i + 1) if c.at(i).has("P", "from", "on", "at") else i
    begin = _month_day(c, j) or _trading_day(c, j)
    if begin is None or begin[0].word == "turn_of_month" or begin[0].op == "call":
        return None
    link = begin[1] if c.at(begin[1]).has("P", "to") else c.skip(begin[1])
    linked = c.at(link).text in ("through", "until", "till", "-", "thru", "至", "到", "up to") or c.at(link).has(
        "P", "to"
    )
    if not linked:
        return None
    far = c.skip(link + 1)
    end = _month_day(c, far) or _trading_day(c, far) or _bare_day(c, far, begin[0])
    if end is None or end[0].op == "call":
        return None
    after = end[1]
    while c.at(after).has("P", "of") or c.at(after).is_noise or c.at(after).text in ("next", "following", "one", "new"):
        after += 1
    first, last = (_bound(node, begins=begins) for node, begins in ((begin[0], True), (end[0], False)))
    turns = str(first.parts[0]) != str(last.parts[0]) and first.op == "<="
    wraps = str(first.parts[0]) == str(last.parts[0]) and first.parts[1].number > last.parts[1].number
    joined = any_of if turns or wraps else all_of
    return joined(first, last), after


def _bare_day(c: Cursor, i: int, begin: Node) -> Found:
    """Read "the 5th" as a day of the same kind as the begin of the stretch."""
    day = c.at(i).get("ORD") or c.at(i).get("NUM")
    return (compare("==", begin.parts[0], num(int(float(str(day))))), i + 1) if day is not None else None


def _bound(node: Node, *, begins: bool) -> Node:
    """Return a day of the month as the begin or the end of a stretch."""
    from_end = node.parts[0].word == "trading_days_left_in_month"
    return compare("<=" if begins == from_end else ">=", *node.parts)


def _month_day(c: Cursor, i: int) -> Found:
    lexeme = c.at(i)
    if (
        c.memory.monthly
        and c.at(c.skip(i + 1)).has("TRADINGDAY")
        and (lexeme.has("LASTN", "last") or lexeme.text in _EDGES)
    ):
        after = _past_month(c, c.skip(i + 1) + 1)
        if lexeme.text in ("first", "opening"):
            return compare("==", call("trading_day_of_month"), num(1)), after
        return compare("==", call("trading_days_left_in_month"), num(0)), after
    if c.memory.monthly and lexeme.has("TRADINGDAY") and c.at(i - 1).text in ("first", "opening"):
        return compare("==", call("trading_day_of_month"), num(1)), _past_month(c, i + 1)
    if not lexeme.has("MONTHDAY"):
        return None
    which = lexeme.get("MONTHDAY")
    if which == "turn":
        c.memory.guess(
            "turn of the month", [1, 3], "the turn of the month was taken for the last trading day and the first three"
        )
        return call("turn_of_month", 1, 3), i + 1
    if which == "last":
        return compare("==", call("trading_days_left_in_month"), num(0)), i + 1
    return compare("==", call("trading_day_of_month"), num(1)), i + 1


def _trading_day(c: Cursor, i: int) -> Found:
    """Read "the first three trading days of the month", "the last 2 days of the month", "the 3rd trading day of the month"."""  # noqa: E501
    lexeme = c.at(i)
    first = lexeme.text in ("first", "initial", "前", "最初", "头", "每月前", "首")
    last = (
        lexeme.has("LASTN", "last")
        or lexeme.text in ("in the last", "during the last", "within the last")
        or lexeme.text in ("final", "last", "最后", "倒数")
    )
    j = c.skip(i + 1) if first or last or lexeme.text == "第" else i
    number = c.at(j)
    if not number.has("NUM"):
        return None
    numbered = _numbered_day(c, j, in_chinese=lexeme.text == "第")
    if numbered is not None:
        return numbered
    count = int(float(str(number.get("NUM"))))
    k = j + 1 if number.has("ORD") else c.skip(j + 1)
    unit_inside = number.has("SPAN")
    of_month = c.at(k).has("TRADINGDAY") or (unit_inside and _of_the_month(c, k))
    if not of_month and number.has("ORD") and c.at(c.skip(k)).has("UNIT") and _of_the_month(c, c.skip(k) + 1):
        of_month, k = True, c.skip(k) + 1
    if not of_month:
        return None
    after = k + 1 if c.at(k).has("TRADINGDAY") else _past_month(c, k)
    before_last = c.at(after).has("AGO", "ago")
    if last:
        sign = "<" if not before_last else "=="
        return compare(sign, call("trading_days_left_in_month"), num(count)), after
    if first:
        return compare("<=", call("trading_day_of_month"), num(count)), after
    function = (
        "trading_day_of_month"
        if "trading" in c.at(k).text or "交易" in number.text + c.at(k).text or "session" in c.at(k).text
        else "day_of_month"
    )
    return compare("==", call(function), num(count)), after


def _numbered_day(c: Cursor, j: int, *, in_chinese: bool) -> Found:
    """Read "the second last trading day of the month", "the 5th of each month", "次月第4个交易日"."""
    number = c.at(j)
    count = int(float(str(number.get("NUM"))))
    if in_chinese and c.memory.monthly and number.has("SPAN"):
        return compare("==", call("trading_day_of_month"), num(count)), j + 1
    if number.has("ORD") and c.at(j + 1).has("MONTHDAY", "last"):
        return compare("==", call("trading_days_left_in_month"), num(int(str(number.get("ORD"))) - 1)), j + 2
    if number.has("ORD") and c.at(j + 1).has("P", "of") and c.at(c.skip(j + 2)).has("PERIODIC", "monthly"):
        return compare("==", call("day_of_month"), num(count)), c.skip(j + 2) + 1
    return None


def _of_the_month(c: Cursor, k: int) -> bool:
    return _past_month(c, k) > k


def _past_month(c: Cursor, k: int) -> int:
    m = k
    while m < k + 5 and (
        c.at(m).is_noise or c.at(m).has("P") or c.at(m).has("PERIODIC") or c.at(m).text in ("new", "next")
    ):
        if c.at(m).has("UNIT", "month"):
            break
        if c.at(m).has("PERIODIC", "monthly"):
            return m + 1
        m += 1
    return m + 1 if c.at(m).has("UNIT", "month") else k


def _edge_of_month(c: Cursor, i: int) -> Found:
    """Read "the end of April", "the beginning of November": the last or first session of that month."""
    word = c.at(i).text
    if (
        word not in ("end", "start", "beginning", "first day", "last day")
        or not c.at(i + 1).has("P", "of")
        or not _is_month(c, c.skip(i + 2))
    ):
        return None
    j = c.skip(i + 2)
    month = compare("==", call("month"), num(int(str(c.at(j).get("MONTH")))))
    if word in ("end", "last day"):
        return all_of(month, compare("==", call("trading_days_left_in_month"), num(0))), j + 1
    return all_of(month, compare("==", call("trading_day_of_month"), num(1))), j + 1


def _months(c: Cursor, i: int) -> Found:
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
    while _is_month(c, j):
        months.append(int(str(c.at(j).get("MONTH"))))
        k = c.skip(j + 1)
        if (
            c.at(k).text in ("through", "to", "until", "till", "-", "thru", "至", "到") or c.at(k).has("P", "to")
        ) and _is_month(c, c.skip(k + 1)):
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
        if m == k or not _is_month(c, m):
            return months, j
        j = m
    return months, j


def _is_month(c: Cursor, j: int) -> bool:
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


def _weekdays(c: Cursor, i: int) -> Found:
    """Read "on Mondays and Fridays", "Monday through Wednesday", "a Friday closes lower" (the rest follows)."""
    j = i
    while c.at(j).has("P", "on", "at") or (c.at(j).has("EQ") and c.at(c.skip(j + 1)).has("WEEKDAY")):
        j = c.skip(j + 1)
    if c.at(j).has("WEEKPART"):
        weekend = compare(">=", call("weekday"), num(6))
        return (weekend if c.at(j).has("WEEKPART", "weekend") else compare("<=", call("weekday"), num(5))), j + 1
    if not c.at(j).has("WEEKDAY"):
        return None
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


def _says_more(c: Cursor, j: int) -> bool:
    following = c.at(c.skip(j))
    return any(following.has(category) for category in ("CMP", "X", "MOVE", "DAYCOLOR", "BI", "RISING"))


def _day(c: Cursor, j: int) -> int:
    return int(str(c.at(j).get("WEEKDAY"))) + 1


def _session_part(c: Cursor, i: int) -> Found:
    """Read "in the first hour", "the first bar of the session", as a condition."""
    j = i
    while c.at(j).has("P", "in", "on", "within", "at") or c.at(j).text in ("during", "within"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
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
            return _of_first_bar(c, j + 1)
        return compare("<", call("minutes_since_open"), num(60)), j + 1
    return None


def _of_first_bar(c: Cursor, j: int) -> Found:
    """Read what is said of the first bar: "... closed up", "... is red", "... closes above VWAP"."""
    k = c.skip(j)
    while c.at(k).has("EQ") or c.at(k).has("WASBEFORE"):
        k = c.skip(k + 1)
    lexeme = c.at(k)
    for category in ("MOVE", "DAYCOLOR", "STATE", "RISING"):
        way = str(lexeme.get(category))
        if way in ("up", "down", "bullish", "bearish") and not c.at(c.skip(k + 1)).has("PCT"):
            sign = ">" if way in ("up", "bullish") else "<"
            return all_of(call("is_first_bar"), compare(sign, CLOSE, name("open"))), k + 1
    said = predicate(c, j, CLOSE)
    return (call("is_first_bar"), j) if said is None else (all_of(call("is_first_bar"), said[0]), said[1])


def _clock(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "bars that start between 10:00 and 13:00 (inclusive)", "at 11:00 or later", "before noon", "after 2pm"."""
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
    return _clock_relation(c, j, "starts" if seen and relation == "between" else relation)


def _clock_relation(c: Cursor, j: int, relation: str) -> Found:
    begin = _minutes(c, j)
    k = j + 1 if c.at(j + 1).has("P", "to") else _past_zone(c, j + 1)
    link = c.at(k)
    if (
        link.has("CONJ", "and") or link.has("P", "to") or c.is_sign(k, "-") or link.text in ("through", "until", "till")
    ) and _is_time(c, c.skip(k + 1), loose=True):
        m = c.skip(k + 1)
        end, after = _minutes(c, m), _past_zone(c, m + 1)
        inclusive, after = _inclusive(c, after)
        after = after + 1 if c.at(after).has("BETWEEN") or c.at(after).text == "之间" else after
        whole = inclusive or relation == "starts"
        return all_of(_at(">=", begin), _at("<=" if whole else "<", end)), after
    if link.has("LATER") and "后" in link.text:
        return _at(">=", begin), k
    if link.has("TIMEREF"):
        return _at(">=" if link.has("TIMEREF", "later") else "<=", begin), _past_zone(c, k + 1)
    if relation in (">=", ">", "<", "<="):
        return _at(relation, begin), k
    return _at("==", begin), k


def _at(sign: str, minutes: int) -> Node:
    return compare(sign, call("time_of_day"), call("clock", text(f"{minutes // 60:02d}:{minutes % 60:02d}")))


def _past_zone(c: Cursor, k: int) -> int:
    k = c.skip(k)
    while c.at(k).has("ZONE"):
        k = c.skip(k + 1)
    return k


def _inclusive(c: Cursor, k: int) -> tuple[bool, int]:
    m = k
    while c.is_sign(m, "(", ","):
        m += 1
    if c.at(m).has("INCLUSIVE"):
        m += 1
        return True, m + 1 if c.is_sign(m, ")") else m
    return False, k


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
