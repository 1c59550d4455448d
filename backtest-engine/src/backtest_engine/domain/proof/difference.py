"""Where two answers of the same code differ."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtest_engine.domain.evaluation import Slots, SlotValue
from backtest_engine.domain.position import PositionExpr

_Array = npt.NDArray[np.float64] | npt.NDArray[np.bool_]
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """The first bar at which a slot is not what it was."""

    slot: str
    bar: int


def first_difference(before: Slots, after: Slots, first: int, last: int, shift: int = 0) -> Difference | None:
    """Return the earliest difference in the bars [first, last) of `before`, or None.

    Two answers over histories with the same beginning must be equal to the last digit, NaN to NaN: a future may hide in
    any digit (a holding time of 5 bars and a millionth of tomorrow's change). Where the beginnings differ, running
    sums round otherwise, and numbers agree to 1e-9 of their size.

    Args:
        before: Answer over the longer history.
        after: Answer over another history.
        first: First bar to compare, counted in `before`.
        last: One behind the last bar to compare.
        shift: Bar `i` of `before` is bar `i - shift` of `after`.
    """
    found = [difference for slot in before if (difference := _in_slot(slot, before, after, (first, last, shift)))]
    extra = [Difference(slot, first) for slot in after if slot not in before]
    return min(found + extra, key=lambda each: each.bar, default=None)


def _in_slot(slot: str, before: Slots, after: Slots, window: tuple[int, int, int]) -> Difference | None:
    first, last, shift = window
    if slot not in after or not _same_shape(before[slot], after[slot]):
        return Difference(slot, first)
    bars = [
        bar
        for ours, theirs in zip(_series(before[slot]), _series(after[slot]), strict=True)
        if (bar := _first_unequal(ours[first:last], theirs[first - shift : last - shift], exact=shift == 0)) is not None
    ]
    return Difference(slot, first + min(bars)) if bars else None


def _same_shape(ours: SlotValue, theirs: SlotValue) -> bool:
    if isinstance(ours, PositionExpr) and isinstance(theirs, PositionExpr):
        return _skeleton(ours) == _skeleton(theirs)
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        return ours.dtype == theirs.dtype
    if isinstance(ours, (np.ndarray, PositionExpr)) or isinstance(theirs, (np.ndarray, PositionExpr)):
        return False
    return ours == theirs or (ours != ours and theirs != theirs)  # noqa: PLR0124 - NaN is the same as NaN


def _skeleton(node: PositionExpr) -> object:
    if node.operation == "leaf":
        return "series" if isinstance(node.leaf, np.ndarray) else repr(node.leaf)
    return (node.operation, tuple(_skeleton(child) for child in node.children))


def _series(value: SlotValue) -> Iterator[_Array]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, PositionExpr):
        if isinstance(value.leaf, np.ndarray):
            yield value.leaf
        for child in value.children:
            yield from _series(child)


def _first_unequal(ours: _Array, theirs: _Array, *, exact: bool) -> int | None:
    if exact or ours.dtype == np.bool_:
        unequal = (ours != theirs) & ~((ours != ours) & (theirs != theirs))  # noqa: PLR0124 - NaN is the same as NaN
    else:
        unequal = ~np.isclose(ours, theirs, rtol=_TOLERANCE, atol=1e-12, equal_nan=True)
    return int(np.argmax(unequal)) if unequal.any() else None
