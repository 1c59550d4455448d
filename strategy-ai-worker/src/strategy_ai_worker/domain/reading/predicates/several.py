"""Comparisons with several lines at once: "above all three of its averages", "below either one"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.predicates.sides import compared, right_side
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, lag, name

_EITHER = frozenset(
    ["either", "either one", "either of them", "any of them", "either of the two", "one of them", "any one"]
)
_BOTH = frozenset(["both", "both of them", "all of them", "all three", "both averages"])


def against_both(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "(closes) below either one", "above both" of the lines that the subject was compared with before."""
    said, m = c.at(k).text, k + 1
    if c.at(k).has("EITHER") or c.at(k).has("WORST") or c.at(k).has("BOTHOF") or said in _EITHER:
        while c.at(m).text in ("one", "of", "them", "the", "two", "line", "lines", "averages", "average"):
            m += 1
    any_one = c.at(k).has("EITHER") or said in _EITHER
    both = said in _BOTH or c.at(k).has("WORST") or c.at(k).has("BOTHOF")
    behind = c.at(m)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ")
    lines = list(dict.fromkeys(c.memory.averages))[-3 if "three" in said else -2 :]
    if not (any_one or both) or not ends or len(lines) < 2 or not is_price(subject):
        return None
    parts = [compare(sign, subject, line) for line in lines]
    return (any_of if any_one else all_of)(*parts), m


def against_each(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "greater than on each of the last 10 days", "higher than every close of the previous 120": beyond all of them."""  # noqa: E501
    j, each, last, of = k, False, False, subject
    while c.at(j - 1).is_noise and not c.at(j - 1).has("CMP"):
        j -= 1
    while c.at(j).has("P") or c.at(j).is_noise or c.at(j).text in _EACH or c.at(j).has("LASTN") or _column(c, j, each):
        of = name(str(c.at(j).get("SER"))) if _column(c, j, each) and not c.at(j).has("P") else of
        each = each or c.at(j).text.split(" ")[0] in ("each", "any", "every", "all")
        last = last or c.at(j).has("LASTN")
        j += 1
    span = c.at(j).get("SPAN")
    if not each or not last or not isinstance(span, Span) or sign[0] not in "<>":
        return None
    extreme = call("highest" if sign[0] == ">" else "lowest", of, c.memory.bars(span))
    return compare(sign, subject, lag(extreme, 1)), j + 1


def _column(c: Cursor, j: int, each: bool) -> bool:  # noqa: FBT001 - what was said before
    return each and c.at(j).has("SER", "close", "high", "low", "open")


_EACH = frozenset(["each", "each of", "any", "any of", "every", "all", "all of", "every one of", "of", "in", "on"])


def against_list(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "above all three of its 10, 20 and 50 day averages", "below both the 20 and 50 SMA"."""
    any_of_them = False
    while any(c.at(k).has(word) for word in ("EITHER", "BOTHOF", "WORST")) or c.at(k).is_noise or _counts(c, k):
        any_of_them = any_of_them or c.at(k).has("EITHER")
        k += 1
    places = [k]
    j = _past_hyphen(c, k)
    while is_length(c.at(k)) and (c.is_sign(j, ",", "/") or c.at(j).has("CONJ", "and", "or")):
        any_of_them = any_of_them or c.at(j).has("CONJ", "or")
        j = c.skip(j + 1) if c.is_sign(j, ",") and c.at(c.skip(j + 1)).has("CONJ") else j
        if not is_length(c.at(c.skip(j + 1))):
            return None
        places.append(c.skip(j + 1))
        j = _past_hyphen(c, places[-1])
    if len(places) < 2 or not c.at(j).has("AVG") or not all(is_length(c.at(place)) for place in places):
        return None
    verbs = ("CMP", "X", "EQ", "RISING", "MOVE", "TOUCH", "STATE", "BETWEEN", "WASBEFORE")
    if any(_bars(c, place) < 1 for place in places):
        return None
    if not is_price(subject) or any(c.at(c.skip(j + 1)).has(verb) for verb in verbs):
        return None
    kind = str(c.at(j).get("AVG")) or "sma"
    after = c.skip(j + 1) + 1 if kind != "sma" and c.at(c.skip(j + 1)).has("AVG", "") else j + 1
    lines = [call(kind, CLOSE, _bars(c, place)) for place in places]
    c.memory.averages.extend(lines)
    parts = tuple(compared(c, sign, subject, line) for line in lines)
    return Node("or" if any_of_them else "and", parts), after


def against_two(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "above both the daily 20-day SMA and today's VWAP", "below either its EMA(20) or the VWAP"."""
    said = [c.at(m) for m in (k, k - 1)]
    both = any(one.has("BOTHOF") or one.has("WORST", "all") or one.text == "both" for one in said)
    either = any(one.has("EITHER") for one in said)
    first = operand(c, c.skip(k + 1 if said[0].text in ("both", "either") else k), subject) if both or either else None
    if first is None or first[0].op == "num":
        return None
    link = c.skip(first[1])
    if not c.at(link).has("CONJ", "or" if either else "and"):
        return None
    second = operand(c, c.skip(link + 1), subject)
    verbs = ("CMP", "X", "EQ", "RISING", "MOVE", "STATE", "NUM", "PCT")
    if second is None or second[0].op == "num" or any(c.at(c.skip(second[1])).has(verb) for verb in verbs):
        return None
    parts = [compared(c, sign, subject, line[0]) for line in (first, second)]
    return (any_of if either else all_of)(*parts), second[1]


def further_sides(c: Cursor, k: int, subject: Node, sign: str, first: Node) -> tuple[Node, str, int] | None:
    """Read the further lines of "above the 20-day and the 100-day average", "below its 5-day EMA, its 20-day EMA and VWAP"."""  # noqa: E501
    link = c.skip(k)
    listed = c.is_sign(link, ",") and not c.at(c.skip(link + 1)).has("CONJ", "and", "or")
    link = c.skip(link + 1) if c.is_sign(link, ",") and not listed else link
    if not (listed or c.at(link).has("CONJ", "and", "or")) or not (is_price(first) and is_price(subject)):
        return None
    j = c.skip(link + 1)
    lexeme = c.at(j)
    leads = any(lexeme.has(word) for word in ("AVG", "PART", "HILO", "SPAN")) or is_length(lexeme)
    leads = leads or lexeme.has("IND", "vwap")
    if not leads or lexeme.has("ACT") or lexeme.has("INAROW") or c.at(c.skip(j + 1)).has("INAROW"):
        return None
    right = right_side(c, j, subject)
    if right is None or right[0].op == "num" or not is_price(right[0]):
        return None
    behind = c.at(c.skip(right[1]))
    verbs = ("CMP", "X", "EQ", "RISING", "MOVE", "TOUCH", "STATE", "BETWEEN", "NOT", "WASBEFORE")
    speaks = any(behind.has(word) for word in verbs) or behind.text in ("must", "should", "has", "needs", "also")
    speaks = speaks or c.at(right[1]).has("EQ") or c.at(right[1]).has("BREAKS")
    speaks = speaks and not (behind.text == "=" and c.at(c.skip(c.skip(right[1]) + 1)).has("ACT"))
    if speaks or behind.has("SIGN_MARK", "/", "+", "*"):
        return None
    told = compared(c, sign, subject, right[0])
    third = further_sides(c, right[1], subject, sign, right[0])
    join = str(c.at(link).get("CONJ")) if not listed else third[1] if third is not None else "and"
    if listed and third is None and not _ends_list(c, right[1]):
        return None
    if third is not None and third[1] == join:
        return (all_of if join == "and" else any_of)(told, third[0]), join, third[2]
    return told, join, right[1]


def _ends_list(c: Cursor, k: int) -> bool:
    """Return whether nothing more is said of the last line of a list: a comma alone links it to the one before."""
    behind = c.at(c.skip(k))
    dealt = c.is_sign(c.skip(k), ",") and c.at(c.skip(c.skip(k) + 1)).has("ACT")
    return dealt or any(behind.has(word) for word in ("END", "CONJ")) or behind.has("SIGN_MARK", ".", ";", "\n")


def _past_hyphen(c: Cursor, k: int) -> int:
    """Return the place behind a length, and behind the hyphen of "the 20- and the 50-day EMA"."""
    j = c.skip(k + 1)
    hangs = (c.is_sign(j, "-") or c.at(j).has("ARITH", "-")) and c.at(j).start == c.at(k).end
    return c.skip(j + 1) if hangs else j


def _counts(c: Cursor, k: int) -> bool:
    """Return whether a number only counts what follows: "all three of its averages"."""
    return c.at(k).has("NUM") and c.at(k + 1).has("P", "of") and not c.at(k).has("SPAN")


def _bars(c: Cursor, k: int) -> float:
    span = c.at(k).get("SPAN")
    return c.memory.bars(span) if isinstance(span, Span) else float(str(c.at(k).get("NUM")))
