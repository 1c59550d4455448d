"""Positions that grow as the price moves: "add a unit every 0.5 ATR, up to 4 units"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.amounts import amount_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, compare, name, num

_UNITS = frozenset(
    {"unit", "units", "lot", "lots", "contract", "tranche", "position", "piece", "share", "one", "more", "a"}
)
_EVERY = frozenset(
    {
        "every",
        "each",
        "for every",
        "for each",
        "per",
        "after every",
        "after each",
        "at every",
        "at each",
        "every time",
        "each time",
        "whenever",
    }
)


def adding(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "add a unit every 0.5 ATR (up to 4 units)", "pyramid every 3% up, max 3 times"."""
    if not (c.at(i).has("ADD") or c.at(i).text in ("add", "adds", "adding") or _buys_again(c, i)):
        return None
    j = i + 1
    while j < i + 7 and c.at(j).text not in _EVERY and not c.at(j).has("SIGN_MARK", ".", ";", ":", "\n"):
        j += 1
    if c.at(j).text not in _EVERY:
        return None
    start, falls = _move_ahead(c, j + 1)
    amount = amount_of(c, start)
    if amount is None or amount[0] == "deviations":
        return None
    kind, value, after = amount
    after, down = _direction(c, after, c.at(i).text)
    down = down or falls
    side = "short" if c.memory.entered_short else "long"
    against = down != (side == "short")
    draft.rules.append(RuleDraft(f"add_{side}", _moved_on(kind, value, down=down), [Words(i, after)]))
    most, end = _bound(c, after)
    ahead = next((_bound(c, k)[0] for k in range(i + 1, j) if c.at(k).text in _BOUNDS), None)
    times = next((int(float(str(c.at(k).get("MULT")))) + 1 for k in range(i + 1, j) if c.at(k).has("MULT")), None)
    most = most or ahead or times
    end = _past_last_fill(c, end)
    draft.pyramiding += (most or 4) - 2
    if most is None:
        c.memory.guess("execution.pyramiding", 4, "no bound on the number of entries was named; four units are usual")
    del against
    draft.say(i, end, "rules")
    return end


def _past_last_fill(c: Cursor, j: int) -> int:
    """Return the place behind "than the last buy", "from the last entry"; the place itself where there is none."""
    k = j
    while (
        c.at(k).has("CMP") or c.at(k).is_noise or c.at(k).has("LASTN") or c.at(k).text in ("than", "from", "previous")
    ):
        k += 1
    filled = (
        c.at(k).has("ACT", "buy") or c.at(k).has("SER", "entry") or c.at(k).text in ("fill", "purchase", "one", "add")
    )
    return k + 1 if k > j and filled else j


def _buys_again(c: Cursor, i: int) -> bool:
    """Return whether a deed repeats the entry: "buy the same again (each time)", "buy another unit (every)"."""
    words = [c.at(k).text for k in range(i + 1, i + 5)]
    again = any(
        word in ("again", "another", "one more", "more", "same", "the same") or "another" in word for word in words
    )
    return c.at(i).has("ACT", "buy", "short") and again


def _move_ahead(c: Cursor, j: int) -> tuple[int, bool]:
    """Return where the amount of "(each time) it rises another 5%" stands, and whether the price falls."""
    k, falls = c.skip(j), False
    while k < j + 7 and (c.at(k).has("SER", "price") or c.at(k).has("MOVE") or c.at(k).text in _FURTHER):
        falls = falls or c.at(k).has("MOVE", "down")
        k = c.skip(k + 1)
    return k, falls


_FURTHER = frozenset({"by", "another", "further", "a further", "an additional", "goes", "has", "moves", "closes"})


def _moved_on(kind: str, value: Node, *, down: bool) -> Node:
    """Return that the close lies an amount beyond the last fill."""
    last = name("last_fill_price")
    if kind == "percent":
        level = arithmetic("*", num(round(1 + (-1 if down else 1) * value.number / 100, 10)), last)
    else:
        level = arithmetic("-" if down else "+", last, value)
    return compare("<=" if down else ">=", CLOSE, level)


def _direction(c: Cursor, j: int, verb: str) -> tuple[int, bool]:
    """Return the place behind "(every 3%) it falls", "in my favour", and whether the price falls."""
    k, down = j, "down" in verb
    while k < j + 6 and not c.at(k).has("SIGN_MARK") and not c.at(k).has("CONJ") and not c.at(k).has("CMP", "<=", ">="):
        down = (
            down or c.at(k).has("MOVE", "down") or c.at(k).has("RISING", "down") or c.at(k).text in ("against", "lower")
        )
        if c.at(k).text in ("up to", "maximum", "max", "until") or c.at(k).has("END"):
            break
        k += 1
    return k, down


def _bound(c: Cursor, j: int) -> tuple[int | None, int]:
    """Return how many entries there may be, from "up to 4 units", "max 3 adds", and the place behind."""
    k = j
    while k < j + 5 and (c.at(k).has("SIGN_MARK", ",", "(") or c.at(k).has("CMP") or c.at(k).text in _BOUNDS):
        k += 1
    number = c.at(k)
    limited = c.at(k + 1).has("CMP", "<=") or c.at(k + 1).text in ("total", "in total", "in all", "max", "maximum")
    worded = (k > j or limited) and (number.has("NUM") or number.has("MULT") or number.has("SHARES"))
    if not worded or number.has("SPAN") or number.has("PCT"):
        return None, j
    value = int(float(str(number.get("NUM") or number.get("MULT") or number.get("SHARES"))))
    k += 1
    adds = c.at(k).text in ("adds", "additions", "times", "more") or number.has("MULT")
    while c.at(k).text in (*_UNITS, *_TOTALS) or c.is_sign(k, ")") or (limited and c.at(k).has("CMP", "<=")):
        k += 1
    return value + 1 if adds else value, k


_TOTALS = ("adds", "additions", "times", "entries", "total", "in", "in total", "all", "in all")
_BOUNDS = frozenset({"up", "to", "up to", "maximum", "max", "a", "of", "at most", "with", "total", "no more than"})
