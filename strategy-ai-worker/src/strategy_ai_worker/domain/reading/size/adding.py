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
    {"every", "each", "for every", "for each", "per", "after every", "after each", "at every", "at each"}
)


def adding(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "add a unit every 0.5 ATR (up to 4 units)", "pyramid every 3% up, max 3 times"."""
    if not (c.at(i).has("ADD") or c.at(i).text in ("add", "adds", "adding")):
        return None
    j = i + 1
    while j < i + 7 and c.at(j).text not in _EVERY and not c.at(j).has("SIGN_MARK"):
        j += 1
    if c.at(j).text not in _EVERY:
        return None
    amount = amount_of(c, c.skip(j + 1))
    if amount is None or amount[0] == "deviations":
        return None
    kind, value, after = amount
    after, down = _direction(c, after, c.at(i).text)
    side = "short" if c.memory.entered_short else "long"
    against = down != (side == "short")
    draft.rules.append(RuleDraft(f"add_{side}", _moved_on(kind, value, down=down), [Words(i, after)]))
    most, end = _bound(c, after)
    ahead = next((_bound(c, k)[0] for k in range(i + 1, j) if c.at(k).text in _BOUNDS), None)
    most = most or ahead
    draft.pyramiding += (most or 4) - 2
    if most is None:
        c.memory.guess("execution.pyramiding", 4, "no bound on the number of entries was named; four units are usual")
    del against
    draft.say(i, end, "rules")
    return end


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
    worded = k > j and (number.has("NUM") or number.has("MULT") or number.has("SHARES"))
    if not worded or number.has("SPAN") or number.has("PCT"):
        return None, j
    value = int(float(str(number.get("NUM") or number.get("MULT") or number.get("SHARES"))))
    k += 1
    adds = c.at(k).text in ("adds", "additions", "times", "more") or number.has("MULT")
    while c.at(k).text in (*_UNITS, "adds", "additions", "times", "entries", "total", "in", "in total") or c.is_sign(
        k, ")"
    ):
        k += 1
    return value + 1 if adds else value, k


_BOUNDS = frozenset({"up", "to", "up to", "maximum", "max", "a", "of", "at most", "with", "total", "no more than"})
