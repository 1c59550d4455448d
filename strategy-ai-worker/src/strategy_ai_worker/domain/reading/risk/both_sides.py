"""A stop or a target at a price, told once for both sides: that of the shorts lies on the other side of the price."""

from __future__ import annotations

from dataclasses import replace

from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.settle import mirror_level
from strategy_ai_worker.domain.reading.trees import Node, walk

_BELOW = frozenset(["low", "lowest", "lower", "opening_range_low", "prev_session_low", "day_low", "swing_low"])
_ABOVE = frozenset(["high", "highest", "upper", "opening_range_high", "prev_session_high", "day_high", "swing_high"])


def mirror_levels(draft: Draft, memory: Memory) -> None:
    """Give the shorts of a strategy of both sides the mirror image of a level that lies beside the price.

    A stop below longs is no stop of shorts; who tells one level for both means the other end of the same range. Levels
    that lie on no side of their own, such as an average, are the same for both.
    """
    entered = {"enter_long", "enter_short"} <= {rule.action for rule in draft.rules}
    if draft.sides or draft.is_portfolio or not entered:
        return
    before = (list(draft.stops), list(draft.targets))
    draft.stops = [_both(stop, longs_above=False) for stop in draft.stops]
    draft.targets = [_both(target, longs_above=True) for target in draft.targets]
    if (draft.stops, draft.targets) != before:
        memory.guess("shorts", "mirrored", "for shorts the level is that on the other side of the price")


def _both(level: Amount, *, longs_above: bool) -> Amount:
    if level.kind != "price" or level.expr is None or level.for_shorts is not None:
        return level
    above, other = _lies_above(level.expr), mirror_level(level.expr)
    if above is None or other == level.expr or _lies_above(other) is above:
        return level
    own, short = (level.expr, other) if above == longs_above else (other, level.expr)
    return replace(level, expr=own, for_shorts=short)


def _lies_above(level: Node) -> bool | None:
    """Return on which side of the price a level lies; None where it lies on neither, or on both."""
    words = {word for part in walk(level) for word in (part.word, str(part).rsplit(".", 1)[-1])}
    below, above = bool(words & _BELOW), bool(words & _ABOVE)
    return above if below != above else None
