"""The series of a sweep: each leaf computed once for each combination of the numbers that reach it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.fuse import Leaf
from backtest_engine.domain.signals import Slots

Sets = Sequence[Mapping[str, float]]
Combinations = dict[tuple[float, ...], list[int]]
"""Values of some parameters -> the sets that have them."""
Evaluate = Callable[[Sets], Iterable[Slots]]
"""Asks the companion module with each of these sets of numbers."""


@dataclass(slots=True)
class Pools:
    """Series and truths of all sets, and which of them each set reads.

    Attributes:
        bars: Of the history.
        place: Row of each leaf for each set, shape (sets, leaves).
        series: Rows of numbers; `truths` likewise.
    """

    bars: int
    place: NDArray[np.int64]
    series: list[NDArray[np.float64]] = field(default_factory=list)
    truths: list[NDArray[np.uint8]] = field(default_factory=list)

    def add(self, leaf: Leaf, value: object) -> int:
        """Keep what a leaf is, and return its row."""
        if leaf.truth:
            self.truths.append(
                np.ascontiguousarray(np.broadcast_to(np.asarray(value, np.bool_), self.bars)).view(np.uint8)
            )
            return len(self.truths) - 1
        self.series.append(np.ascontiguousarray(np.broadcast_to(np.asarray(value, np.float64), self.bars)))
        return len(self.series) - 1


def compute(leaves: Sequence[Leaf], sets: Sets, evaluate: Evaluate, bars: int) -> Pools:
    """Return the series of every leaf for every set, the same combination of numbers computed once."""
    pools = Pools(bars, np.zeros((len(sets), len(leaves)), np.int64))
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, leaf in enumerate(leaves):
        if leaf.number is not None:
            pools.place[:, at] = pools.add(leaf, leaf.number)
        else:
            groups.setdefault(leaf.parameters, []).append(at)
    readers = _readers(sets, groups)
    asked = _cover(sets, groups)
    for number, slots in zip(asked, evaluate([sets[number] for number in asked]), strict=True):
        for names, members in groups.items():
            those = readers[names].pop(_values(sets[number], names), None)
            for at in members if those else ():
                pools.place[those, at] = pools.add(leaves[at], slots[leaves[at].slot])
    return pools


def _values(numbers: Mapping[str, float], names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(numbers[name] for name in names)


def _readers(
    sets: Sets, groups: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[tuple[float, ...], list[int]]]:
    # For each group of leaves: which sets read the series of which combination of numbers.
    found: dict[tuple[str, ...], Combinations] = {names: {} for names in groups}
    for number, each in enumerate(sets):
        for names, combinations in found.items():
            combinations.setdefault(_values(each, names), []).append(number)
    return found


def _cover(sets: Sets, groups: Iterable[tuple[str, ...]]) -> list[int]:
    # Few sets that together have every combination of every group. Only sets that are really meant are asked: another
    # mixture of their numbers may make no sense. First those that are new in every respect, then the rest.
    chosen: list[int] = []
    answered: dict[tuple[str, ...], set[tuple[float, ...]]] = {names: set() for names in groups}
    for enough in (all, any):
        for number, each in enumerate(sets):
            news = [_values(each, names) not in known for names, known in answered.items()]
            if news and enough(news):
                chosen.append(number)
                for names, known in answered.items():
                    known.add(_values(each, names))
    return chosen
