# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Regular buying: "put $500 into SPY every month", "dollar cost average into Apple, 200 a week, hold forever"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.calendar import time_condition
from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, num
from strategy_language.document.settings import MOST_ENTRIES

_DEEDS = (
    "buy",
    "invest",
    "put",
    "add",
    "purchase",
    "accumulate",
    "stack",
    "deposit",
    "spend",
    "drip",
    "buying",
    "investing",
    "putting",
    "save",
)
_NEVER_SOLD = ("never", "forever", "don't", "do not", "no", "不", "永不", "从不", "绝不")
_SPOKEN = frozenset([
    "into", "in", "worth", "of", "per", "for", "forever", "never", "sell", "selling", "matter", "what", "no matter what", "regardless", "long", "term",
    "price", "buy", "and", "hold", "the", "a", "on", "at", "amount", "fixed", "same", "plan", "bot", "just", "keep", "simple", "regular", "savings", "accumulating",
    "every", "each", "invest", "investing", "buying", "once", "always", "blindly", "automatically", "ever", "any", "anything", "more", "rain", "or", "shine", "whatever", "happens", "start", "beginning", "end", "stack", "sats", "永", "远", "不", "卖", "长期", "持有", "长", "期", "一直", "一", "直", "从", "每次", "每",
])  # fmt: skip
_AMOUNT = 1000.0
_MONTHS = {"quarterly": (1, 4, 7, 10), "yearly": (1,)}


def accumulation(c: Cursor, draft: Draft) -> bool:
    """Read a message that buys for a fixed amount again and again, and sells never or by one rule; return whether it is one."""
    named = [i for i, one in enumerate(c.lexemes) if one.has("REGULAR")]
    amount = _amount(c)
    when = _calendar(c)
    if not named and (amount is None or when is None or not _buys_only(c)):
        return False
    if not _names_market(c) or any(one.has(word) for one in c.lexemes for word in ("STOP", "TARGET", "TRAIL")):
        return False
    node, words, dated = when if when is not None else (_paced("monthly"), [], True)
    if not dated:
        c.memory.guess(
            "rules.day", str(node), "the day was not said; bought at the open after the session that this names"
        )
    if when is None:
        c.memory.guess("rules.rhythm", "monthly", "how often to buy was not said; once a month is usual")
    only = _only_while(c, words)
    draft.rules.append(RuleDraft("enter_long", all_of(node, *(one for one, _, _ in only)), _said(c, words, named)))
    for _, first, last in only:
        draft.say(first, last, "rules.r1")
    _leave(c, draft)
    _multiply(c, draft)
    _size(c, draft, amount)
    draft.pyramiding = MOST_ENTRIES
    draft.never_sells = True
    c.memory.guess(
        "account",
        "the starting capital",
        "each purchase is paid from the capital that the account begins with; deposits are not part of a test",
    )
    for i, one in enumerate(c.lexemes):
        told = any(one.has(word) for word in ("REGULAR", "HOLD", "PERIODIC", "ACCOUNT")) or one.has("ACT", "buy")
        if told or set(one.text.split()) <= _SPOKEN:
            draft.say(i, i + 1, "rules.r1")
    return True


def _names_market(c: Cursor) -> bool:
    return any(one.has("SYM") or one.has("TICKER") or one.has("SYMS") for one in c.lexemes)


def _amount(c: Cursor) -> tuple[int, str, float] | None:
    """Return where an amount of money, of units or a share of the account stands, its kind and its value."""
    kinds = {"USD": "cash", "SHARES": "quantity", "PCT": "percent_of_equity"}
    for i, one in enumerate(c.lexemes):
        kind = next((kind for kind in kinds if one.has(kind)), None)
        if kind is not None and not c.at(i - 1).has("CMP") and not c.at(i + 1).has("CMP"):
            return i, kinds[kind], float(str(one.get(kind)))
    return None


_JUDGED = ("CMP", "X", "IND", "AVG", "HILO", "MOVE", "RISING", "BEST", "RANK", "MULT", "VOLTARGET", "STATE", "PATTERN", "DAYCOLOR", "GAP")  # fmt: skip
"""What purchases by the calendar alone do not speak of."""


def _buys_only(c: Cursor) -> bool:
    """Return whether something is bought by the calendar alone, and nothing says when it is sold."""
    buys = any(one.has("ACT", "buy") or one.text in _DEEDS for one in c.lexemes)
    sold = [
        i
        for i, one in enumerate(c.lexemes)
        if one.has("ACT", "sell", "exit", "short", "cover") or one.has("ACT", "filter")
    ]
    never = all(any(c.at(k).text in _NEVER_SOLD for k in range(max(0, i - 3), i + 1)) for i in sold)
    judged = any(one.has(word) for one in c.lexemes for word in _JUDGED)
    judged = judged or any(one.text.startswith("rebalanc") for one in c.lexemes)
    ends = any(one.has("FORN") or (one.has("HOLD") and c.at(i + 1).has("SPAN")) for i, one in enumerate(c.lexemes))
    return buys and never and not judged and not ends


def _calendar(c: Cursor) -> tuple[Node, list[int], bool] | None:
    """Return when it is bought, the lexemes that say so, and whether they say the day."""
    for i in range(len(c.lexemes)):
        found = _day(c, i)
        if found is not None:
            return found[0], list(range(i, found[1])), True
    rhythm = rebalance_of(c)
    daily = next((i for i, one in enumerate(c.lexemes) if one.text in ("daily", "every day", "each day")), None)
    if rhythm is None and daily is not None:
        return _paced("daily"), [daily], False
    if rhythm is None:
        return _a_week(c)
    return _paced(rhythm.value), list(range(rhythm.first, rhythm.last)), False


def _day(c: Cursor, i: int) -> tuple[Node, int] | None:
    """Read a day of the week or of the month; a day of the month that no session falls on is the next one that does."""
    if not any(c.at(i).has(word) for word in ("WEEKDAY", "MONTHDAY", "TRADINGDAY", "ORD", "NUM", "P")):
        return None
    if c.at(i).has("WEEKDAY"):
        day = int(str(c.at(i).get("WEEKDAY"))) + 1
        return compare("==", call("weekday"), num(day)), i + 1
    if c.at(i).has("ORD") and c.at(i - 1).text == "the" and not c.at(i + 1).has("WEEKDAY") and _ends(c, i + 1):
        return _days_of_month(c, i)
    found = time_condition(c, i)
    if found is None or not any(word in str(found[0]) for word in ("day_of_month", "days_left_in_month")):
        return None
    node = found[0]
    if node.op == "==" and node.parts[0].word == "day_of_month":
        node = call("became_true", compare(">=", *node.parts))
    return node, found[1]


def _days_of_month(c: Cursor, i: int) -> tuple[Node, int]:
    """Read "the 15th", "the 1st and the 15th" (of each month): the first session on each of these days or after."""
    days, k, after = [], i, i + 1
    while c.at(k).has("ORD"):
        days.append(int(float(str(c.at(k).get("NUM")))))
        after, k = k + 1, k + 1
        while c.at(k).has("CONJ") or c.at(k).text in ("the", "on") or c.is_sign(k, ",", "&"):
            k += 1
    first = compare("==", call("trading_day_of_month"), num(1))
    dated = [call("became_true", compare(">=", call("day_of_month"), num(day))) if day > 1 else first for day in days]
    return any_of(*dated), after


def _ends(c: Cursor, k: int) -> bool:
    return c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("CONJ") or c.at(k).has("P", "of")


def _a_week(c: Cursor) -> tuple[Node, list[int], bool] | None:
    """Read "200 bucks a week", "$50 per day": the unit behind the amount."""
    for i, one in enumerate(c.lexemes):
        span = one.get("SPAN")
        unit = span.unit if isinstance(span, Span) and span.count == 1 else str(one.get("UNIT"))
        behind = any(c.at(k).has("USD") or c.at(k).has("SHARES") or c.at(k).has("PCT") for k in range(max(0, i - 3), i))
        if unit in _UNITS and behind:
            return _paced(_UNITS[unit]), [i - 1, i] if c.at(i - 1).text in ("a", "per") else [i], False
    return None


_UNITS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly", "quarter": "quarterly"}


def _paced(rhythm: str | int) -> Node:
    if isinstance(rhythm, int):
        return call("every", rhythm)
    if rhythm == "daily":
        return call("is_last_bar")
    if rhythm == "weekly":
        return call("is_last_session_of_week")
    first = compare("==", call("trading_day_of_month"), num(1))
    months = _MONTHS.get(rhythm, ())
    return all_of(first, any_of(*(compare("==", call("month"), num(month)) for month in months))) if months else first


def _only_while(c: Cursor, taken: list[int]) -> list[tuple[Node, int, int]]:
    """Return the conditions that purchases wait for: "DCA monthly, but only while it is below its 200-day average"."""
    found: list[tuple[Node, int, int]] = []
    i = 0
    while i < len(c.lexemes):
        before = range(max(0, i - 4), i)
        leaving = any(c.at(k).has("ACT", "sell", "exit") or c.at(k).text in _FACTORS for k in before)
        read = (
            condition(c, i + 1)
            if c.at(i).has("MARK") and i not in taken and i + 1 not in taken and not leaving
            else None
        )
        if read is None or not read[0].is_truth or set(range(i, read[1])) & set(taken):
            i += 1
            continue
        found.append((read[0], i, read[1]))
        i = read[1]
    return found


def _leave(c: Cursor, draft: Draft) -> None:
    """Read the rule that sells everything, where there is one."""
    for i, one in enumerate(c.lexemes):
        k = i + 1
        while k < i + 4 and not c.at(k).has("MARK", "if") and not c.at(k).has("SIGN_MARK"):
            k += 1
        read = condition(c, k + 1) if one.has("ACT", "sell", "exit") and c.at(k).has("MARK", "if") else None
        if read is not None and read[0].is_truth:
            draft.rules.append(RuleDraft("exit_long", read[0], [Words(i, read[1])]))
            draft.say(i, read[1], "rules.r2")


def _multiply(c: Cursor, draft: Draft) -> None:
    """Read "but double it when ...": the purchase is larger while a condition holds."""
    for i, one in enumerate(c.lexemes):
        factor = _FACTORS.get(one.text)
        k = i + 1
        while k < i + 4 and not c.at(k).has("MARK", "if") and not c.at(k).has("SIGN_MARK"):
            k += 1
        read = condition(c, k + 1) if factor is not None and c.at(k).has("MARK", "if") else None
        if read is not None and read[0].is_truth:
            draft.multiplier = call("where", settled(read[0], entry=False), num(factor or 1), num(1))
            draft.say(i, read[1], "sizing.multiplier")


_FACTORS = {"double": 2.0, "triple": 3.0, "halve": 0.5}


def _size(c: Cursor, draft: Draft, amount: tuple[int, str, float] | None) -> None:
    if amount is None:
        draft.sizing = ("cash", _AMOUNT)
        c.memory.guess("sizing.value", _AMOUNT, "how much to buy each time was not said")
        return
    place, kind, value = amount
    draft.sizing = (kind, value)
    draft.say(place, place + 1, "sizing")


def _said(c: Cursor, words: list[int], named: list[int]) -> list[Words]:
    places = [*words, *named, *(i for i, one in enumerate(c.lexemes) if one.has("ACT", "buy"))]
    return [Words(k, k + 1) for k in sorted(set(places))]
