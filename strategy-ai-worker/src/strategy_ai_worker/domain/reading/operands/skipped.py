"""A return that leaves its latest stretch out: "12-month return minus the last month", "12-1 momentum"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.trees import Node, call, lag

SKIPS = (
    "skip", "skipping", "skipped", "excluding", "exclude", "excluded", "excludes", "ignoring", "ignore", "ignored",
    "minus", "less", "without", "leaving out", "except", "omitting", "omit", "omitted", "dropping", "ex",
    "not counting", "disregarding", "剔除", "跳过",
)  # fmt: skip
_APART = ("leaving", "leave", "left", "taking", "take")
_RETURNS = ("return", "returns", "gain", "performance", "momentum")


def skipped_return(c: Cursor, i: int, subject: Node | None) -> Found:  # noqa: ARG001
    """Read a return over a stretch of time up to the beginning of a shorter one."""
    return _whole_first(c, i) or _return_first(c, i) or _in_numbers(c, i) or _numbers_behind(c, i)


def skips(c: Cursor, i: int) -> bool:
    """Return whether a word leaves a stretch of time out of the return: "skipping", "leaving out", "is ignored"."""
    words = c.at(i).text.split()
    apart = c.at(i).text in _APART and c.at(i + 1).text in ("out", "away", "off")
    return apart or c.at(i).has("SKIPS") or any(word in words or word == c.at(i).text for word in SKIPS)


def stretch(c: Cursor, k: int) -> int:
    """Return the bars of a length of time, or of one unit ("the most recent month"); 0 where there is none."""
    span = c.at(k).get("SPAN")
    if isinstance(span, Span):
        return c.memory.bars(span)
    return c.memory.bars(Span(1, str(c.at(k).get("UNIT")))) if c.at(k).has("UNIT") else 0


def _whole_first(c: Cursor, i: int) -> Found:
    """Read "12-month return ...", "past year's return ..."."""
    k = c.skip(i + 1) if c.at(i).has("LASTN") else i
    whole = stretch(c, k)
    return _less(c, k + 2, whole) if whole and _is_return(c, k + 1) else None


def _return_first(c: Cursor, i: int) -> Found:
    """Read "return over the past year, ..."."""
    k = c.skip(i + 1)
    while c.at(k).has("WITHIN") or c.at(k).has("LASTN") or c.at(k).has("FORN"):
        k = c.skip(k + 1)
    whole = stretch(c, k) if _is_return(c, i) and k > i + 1 else 0
    return _less(c, k + 1, whole) if whole else None


def _in_numbers(c: Cursor, i: int) -> Found:
    """Read "12-1 momentum", "12-1 month return": months, where no unit is named."""
    if not (c.at(i).has("NUM") and c.at(i + 1).has("ARITH", "-") and c.at(i + 2).has("NUM")) or c.at(i).has("SPAN"):
        return None
    unit = span.unit if isinstance(span := c.at(i + 2).get("SPAN"), Span) else "month"
    k = c.skip(i + 3)
    whole, left = (c.memory.bars(Span(float(str(c.at(place).get("NUM"))), unit)) for place in (i, i + 2))
    return (_up_to(whole, left), k + 1) if 0 < left < whole and _is_return(c, k) else None


def _numbers_behind(c: Cursor, i: int) -> Found:
    """Read "momentum 12-1", "momentum (12-1)": months."""
    opened = c.is_sign(i + 1, "(")
    k = i + 2 if opened else i + 1
    row = (c.at(k), c.at(k + 1), c.at(k + 2))
    plain = row[0].has("NUM") and row[1].has("ARITH", "-") and row[2].has("NUM") and not row[0].has("SPAN")
    joined = row[0].end == row[1].start and row[1].end == row[2].start
    if not (_is_return(c, i) and plain and joined):
        return None
    whole, left = (c.memory.bars(Span(float(str(one.get("NUM"))), "month")) for one in (row[0], row[2]))
    return (_up_to(whole, left), k + 4 if opened and c.is_sign(k + 3, ")") else k + 3) if 0 < left < whole else None


def _is_return(c: Cursor, k: int) -> bool:
    return c.at(k).has("IND", "roc", "mom") or c.at(k).text in _RETURNS


def _less(c: Cursor, k: int, whole: int) -> Found:
    """Read what is left out behind a return: "minus the last month", "(skipping 2 weeks)", "with the last month left out"."""  # noqa: E501
    opened = c.is_sign(k, ",", "(")
    k = k + 1 if opened else k
    behind = c.at(k).text == "with"
    if not behind and not skips(c, k):
        return None
    m = k + 2 if c.at(k).text in _APART else k + 1
    while c.at(m).is_noise or c.at(m).has("LASTN") or c.at(m).text in ("not", "counting"):
        m += 1
    left, recent = stretch(c, m), any(c.at(n).has("LASTN") for n in range(k, m))
    if not 0 < left < whole or (c.at(k).text in ("minus", "less") and not recent):
        return None
    m += 1
    if behind:
        m = c.skip(m)
        if not skips(c, m):
            return None
        m += 2 if c.at(m).text in _APART else 1
    elif _is_return(c, m):
        m += 1
    return _up_to(whole, left), m + 1 if opened and c.is_sign(m, ",", ")") else m


def _up_to(whole: int, left: int) -> Node:
    return lag(call("roc", CLOSE, whole - left), left)
