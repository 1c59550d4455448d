"""Days of the month."""

from __future__ import annotations

from collections.abc import Iterable

from strategy_ai_worker.domain.reading.calendar.seasons import is_month, month_list
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, num

_EDGES = ("first", "opening", "final", "last", "closing")


def month_span(c: Cursor, i: int) -> Found:
    """Read "from the last trading day of the month through the third trading day of the next one"."""
    j = c.skip(i + 1) if c.at(i).has("P", "from", "on", "at") else i
    begin = from_end(c, j) or month_day(c, j) or trading_day(c, j)
    if begin is None or begin[0].word == "turn_of_month" or begin[0].op == "call":
        return None
    link = begin[1] if c.at(begin[1]).has("P", "to") else c.skip(begin[1])
    linked = c.at(link).text in ("through", "until", "till", "-", "thru", "至", "到", "up to") or c.at(link).has(
        "P", "to"
    )
    if not linked:
        return None
    far = c.skip(link + 1)
    end = month_day(c, far) or trading_day(c, far) or _bare_day(c, far, begin[0])
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
    first = any(c.at(k).text in ("first", "opening") for k in (i - 1, i - 2))
    if first and day is not None:
        return compare("<=", call("trading_day_of_month"), num(int(float(str(day))))), i + 1
    return (compare("==", begin.parts[0], num(int(float(str(day))))), i + 1) if day is not None else None


def _bound(node: Node, *, begins: bool) -> Node:
    """Return a day of the month as the begin or the end of a stretch."""
    if node.op == "<":
        node = compare("<=", node.parts[0], num(node.parts[1].number - 1))
    from_end = node.parts[0].word == "trading_days_left_in_month"
    return compare("<=" if begins == from_end else ">=", *node.parts)


def month_day(c: Cursor, i: int) -> Found:
    """Read "the last trading day of the month", "月初", "the turn of the month"."""
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
        return _turn(c, i)
    if which in ("quarter_end", "quarter_start"):
        months = (3, 6, 9, 12) if which == "quarter_end" else (1, 4, 7, 10)
        edge = compare("==", call("trading_days_left_in_month"), num(0))
        edge = edge if which == "quarter_end" else compare("==", call("trading_day_of_month"), num(1))
        return all_of(any_of(*(compare("==", call("month"), num(month)) for month in months)), edge), i + 1
    if which == "last":
        return compare("==", call("trading_days_left_in_month"), num(0)), i + 1
    return compare("==", call("trading_day_of_month"), num(1)), i + 1


def week_edge(c: Cursor, i: int) -> Found:
    """Read "每周最后一个交易日", "下周第一个交易日" as the session at that end of a week."""
    which = c.at(i).get("MONTHDAY")
    if which not in ("week_first", "week_last"):
        return None
    return call("is_first_session_of_week" if which == "week_first" else "is_last_session_of_week"), i + 1


def _turn(c: Cursor, i: int) -> Found:
    """Read "the turn of the month" as its usual days, unless it only heads others."""
    if _is_heading(c, i):
        return None
    c.memory.guess(
        "turn of the month", [1, 3], "the turn of the month was taken for the last trading day and the first three"
    )
    return call("turn_of_month", 1, 3), i + 1


def _is_heading(c: Cursor, i: int) -> bool:
    """Return whether "turn of the month" only heads the days that are named behind a colon."""
    colon = next((k for k in range(i + 1, min(i + 9, len(c.lexemes))) if c.is_sign(k, ":")), None)
    return colon is not None and any(
        c.at(k).has(word) for k in range(colon + 1, len(c.lexemes)) for word in ("MONTHDAY", "TRADINGDAY")
    )


_FROM_END = {"second": 1, "2nd": 1, "next": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4}


def from_end(c: Cursor, i: int) -> Found:
    """Read "the second-to-last trading day of each month", "the next to last session of the month", "penultimate"."""
    j, back = i + 1, _FROM_END.get(c.at(i).text)
    if c.at(i).text == "penultimate":
        back = 1
    while c.at(j).text in ("-", "to") and back is not None:
        j += 1
    led = j > i + 1 or c.at(i).text == "penultimate"
    if back is None or not led:
        return None
    if c.at(j).has("MONTHDAY", "last"):
        return compare("==", call("trading_days_left_in_month"), num(back)), j + 1
    day = j + 1 if c.at(j).has("LASTN", "last") else j
    if not c.at(day).has("TRADINGDAY") and not _of_the_month(c, day + 1):
        return None
    return compare("==", call("trading_days_left_in_month"), num(back)), max(_past_month(c, day + 1), day + 1)


def trading_day(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "the first three trading days of the month", "the last 2 days of the month", "the 3rd trading day of the month"."""  # noqa: E501
    lexeme = c.at(i)
    first = lexeme.text in ("first", "initial", "前", "最初", "头", "每月前", "首")
    last = (
        lexeme.has("LASTN", "last")
        or lexeme.text in ("in the last", "during the last", "within the last")
        or lexeme.text in ("final", "last", "最后", "倒数")
    )
    j = c.skip(i + 1) if first or last or lexeme.text == "第" else i
    first = first or (lexeme.has("NUM") and not lexeme.has("ORD") and c.at(i - 1).text in ("first", "opening"))
    if c.at(j).has("UNIT", "day") and c.at(j + 1).has("NUM") and not c.at(j + 1).has("SPAN"):
        day = int(float(str(c.at(j + 1).get("NUM"))))
        after = j + 3 if c.at(j + 2).has("TRADINGDAY") else _past_month(c, j + 2)
        function = "trading_day_of_month" if "trading" in c.at(j).text else "day_of_month"
        return (
            (compare(">=" if function == "day_of_month" else "==", call(function), num(day)), after)
            if after > j + 2
            else None
        )
    number = c.at(j)
    if not number.has("NUM"):
        return None
    both = _both_ends(c, i, j) if first or last else None
    if both is not None:
        return both
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


def _both_ends(c: Cursor, i: int, j: int) -> Found:
    """Read "the last three and first two trading days of each month"."""
    link = c.skip(j + 1)
    far = link + 1
    while c.at(far).text == "the":
        far += 1
    words = [c.at(i).text.split(" ")[-1], c.at(far).text]
    number = c.at(c.skip(far + 1))
    ends = {"first", "last"} <= set(words) and c.at(link).has("CONJ", "and") and number.has("NUM")
    k = c.skip(c.skip(far + 1) + 1)
    if not ends or not (c.at(k).has("TRADINGDAY") or number.has("SPAN")):
        return None
    counts = [int(float(str(lexeme.get("NUM")))) for lexeme in (c.at(j), number)]
    last, first = counts if words[0] == "last" else counts[::-1]
    after = k + 1 if c.at(k).has("TRADINGDAY") else max(_past_month(c, k), k)
    left = compare("<=", call("trading_days_left_in_month"), num(last - 1))
    return any_of(left, compare("<=", call("trading_day_of_month"), num(first))), after


def _numbered_day(c: Cursor, j: int, *, in_chinese: bool) -> Found:
    """Read "the second last trading day of the month", "the 5th of each month", "次月第4个交易日"."""
    number = c.at(j)
    count = int(float(str(number.get("NUM"))))
    if in_chinese and c.memory.monthly and number.has("SPAN"):
        return compare("==", call("trading_day_of_month"), num(count)), j + 1
    k = j + 1
    while c.at(k).has("P", "to") or c.at(k).text in ("-", "the"):
        k += 1
    if number.has("ORD") and c.at(k).has("MONTHDAY", "last"):
        return compare("==", call("trading_days_left_in_month"), num(int(str(number.get("ORD"))) - 1)), k + 1
    if number.has("ORD") and c.at(j + 1).has("P", "of") and c.at(c.skip(j + 2)).has("PERIODIC", "monthly"):
        return compare("==", call("day_of_month"), num(count)), c.skip(j + 2) + 1
    return None


def _of_the_month(c: Cursor, k: int) -> bool:
    return _past_month(c, k) > k


def _past_month(c: Cursor, k: int) -> int:
    m = k
    while m < k + 5 and (
        c.at(m).is_noise or c.at(m).has("P") or c.at(m).has("PERIODIC") or c.at(m).text in ("new", "next", "next month")
    ):
        if c.at(m).has("UNIT", "month") or "month" in c.at(m).text:
            break
        if c.at(m).has("PERIODIC", "monthly"):
            return m + 1
        m += 1
    return m + 1 if c.at(m).has("UNIT", "month") or c.at(m).text == "next month" else k


def edge_of_month(c: Cursor, i: int) -> Found:
    """Read "the end of April", "the first trading day of January and July": the last or first session of months."""
    edge = _edge(c, i)
    if edge is None and c.memory.edge_months:
        return _other_edge(c, i)
    if edge is None or not c.at(edge[1]).has("P", "of") or not is_month(c, c.skip(edge[1] + 1)):
        return None
    months, after = month_list(c, c.skip(edge[1] + 1))
    c.memory.edge_months = tuple(months)
    whole = _to_the_end(c, edge[0], months, after)
    if whole is not None:
        return whole
    if edge[0] == "first" and any(_joins_span(c, k) for k in range(edge[1], after)):
        return any_of(*(compare("==", call("month"), num(month)) for month in months)), after
    return _on_edge(months, edge[0]), after


def _to_the_end(c: Cursor, edge: str, months: list[int], after: int) -> Found:
    """Read "(from the first trading day of October) to the last trading day of April": whole months."""
    link = after if c.at(after).has("P", "to") else c.skip(after)
    far = c.skip(link + 1)
    end = _edge(c, far) if _joins_span(c, link) and edge == "first" else None
    if end is None or end[0] != "last" or not c.at(end[1]).has("P", "of") or not is_month(c, c.skip(end[1] + 1)):
        return None
    until, behind = month_list(c, c.skip(end[1] + 1))
    span = ((months[0] + step - 1) % 12 + 1 for step in range((until[0] - months[0]) % 12 + 1))
    return any_of(*(compare("==", call("month"), num(month)) for month in span)), behind


def _joins_span(c: Cursor, k: int) -> bool:
    """Return whether a word leads from the begin of a stretch of months to its end."""
    return c.at(k).text in ("through", "to", "until", "till", "-", "thru") or c.at(k).has("P", "to")


def _on_edge(months: Iterable[int], edge: str) -> Node:
    function, day = ("trading_day_of_month", 1) if edge == "first" else ("trading_days_left_in_month", 0)
    named = any_of(*(compare("==", call("month"), num(month)) for month in months))
    return all_of(named, compare("==", call(function), num(day)))


def _other_edge(c: Cursor, i: int) -> Found:
    """Read "(buy on the first trading day of December and sell) on the last": of the months spoken of."""
    j = i + 1 if c.at(i).has("P", "on", "at") else i
    j = j + 1 if c.at(j).text == "the" else j
    edge = "last" if c.at(j).has("LASTN", "last") or c.at(j).text == "final" else "first"
    if c.at(j - 1).text not in ("on", "at", "the") or c.at(j).text not in ("first", "last", "final"):
        return None
    k = j + 1
    while c.at(k).text in ("one", "day", "session") or c.at(k).has("TRADINGDAY") or c.at(k).has("UNIT", "day"):
        k += 1
    ends = c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("CONJ")
    return (_on_edge(c.memory.edge_months, edge), k) if ends else None


def _edge(c: Cursor, i: int) -> tuple[str, int] | None:
    """Return which edge of a month a phrase names, and the place behind it."""
    word = c.at(i).text
    if word in ("end", "last day"):
        return "last", i + 1
    if word in ("start", "beginning", "first day"):
        return "first", i + 1
    if c.at(i).has("TRADINGDAY") and c.at(i - 1).text in ("first", "opening"):
        return "first", i + 1
    if c.at(i + 1).has("TRADINGDAY") and (c.at(i).has("LASTN", "last") or word in _EDGES):
        return ("first" if word in ("first", "opening") else "last"), i + 2
    return None
