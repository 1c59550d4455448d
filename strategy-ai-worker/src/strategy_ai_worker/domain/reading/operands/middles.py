"""The middle between two levels: "the midpoint between the 20-day high and the 20-day low"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.measures import bars_of
from strategy_ai_worker.domain.reading.operands.series import is_price
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, name, num

_MIDDLES = frozenset(
    ["midpoint", "middle", "mid", "midway", "halfway", "average", "mean", "center", "centre", "halfway point"]
)
_MEANS = frozenset(["average", "mean"])


def middle_of_two(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the midpoint between A and B", "halfway between A and B", "the average of A and B" of two price levels."""
    del subject
    word, k = c.at(i).text.removesuffix(" of"), i + 1
    while c.at(k).text in ("point", "price", "level", "line", "way") and k < i + 3:
        k += 1
    if word not in _MIDDLES and not (word in ("half", "mid") and k > i + 1):
        return None
    said = c.at(i).text.endswith(" of") or c.at(k).has("P", "of") or c.at(k).has("BETWEEN")
    if not said:
        return None
    first = c.skip(k if c.at(i).text.endswith(" of") else k + 1)
    ranged = c.at(c.skip(first + 1))
    if c.at(first).has("SPAN") and ranged.has("SER", "range") and word not in _MEANS:
        bars = bars_of(c, c.at(first))
        both = arithmetic("+", call("highest", name("high"), bars), call("lowest", name("low"), bars))
        return arithmetic("/", both, num(2)), c.skip(first + 1) + 1
    one = primary(c, first, None)
    link = one[1] if one is not None else first
    other = primary(c, c.skip(link + 1), None) if c.at(link).has("CONJ", "and") else None
    if one is None or other is None or not (is_price(one[0]) and is_price(other[0])):
        return None
    return arithmetic("/", arithmetic("+", one[0], other[0]), num(2)), other[1]
