"""The series of a sweep: each leaf computed once for each combination of the numbers that reach it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.fuse import Leaf
from backtest_engine.domain.signals import Slots

Sets = Sequence[Mapping[str, float]]
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


@dataclass(slots=True)
class _Group:
    """Leaves that the same parameters reach.

    Attributes:
        members: Places of the leaves.
        combination: Of the values of those parameters, the one that each set has, shape (sets,).
        first: The first set that has each combination, shape (combinations,).
        rows: Row of each leaf for each combination, shape (combinations, leaves of the group); -1 before it is known.
    """

    members: list[int]
    combination: NDArray[np.int64]
    first: NDArray[np.int64]
    rows: NDArray[np.int64]


def compute(leaves: Sequence[Leaf], sets: Sets, evaluate: Evaluate, bars: int) -> Pools:
    """Return the series of every leaf for every set, the same combination of numbers computed once."""
    pools = Pools(bars, np.zeros((len(sets), len(leaves)), np.int64))
    members: dict[tuple[str, ...], list[int]] = {}
    for at, leaf in enumerate(leaves):
        if leaf.number is not None:
            pools.place[:, at] = pools.add(leaf, leaf.number)
        else:
            members.setdefault(leaf.parameters, []).append(at)
    groups = [_grouped(sets, names, each) for names, each in members.items()]
    asked = _cover(groups)
    for number, slots in zip(asked, evaluate([sets[number] for number in asked]), strict=True):
        for group in groups:
            row = group.rows[group.combination[number]]
            if row[0] < 0:
                row[:] = [pools.add(leaves[at], slots[leaves[at].slot]) for at in group.members]
    for group in groups:
        pools.place[:, group.members] = group.rows[group.combination]
    return pools


def _grouped(sets: Sets, names: tuple[str, ...], members: list[int]) -> _Group:
    # Combinations are numbered one parameter after the other: sorting whole numbers is fast, sorting tuples is not.
    combination, first = np.zeros(len(sets), np.int64), np.zeros(1, np.int64)
    for name in names:
        values, place = np.unique(np.array([each[name] for each in sets]), return_inverse=True)
        numbers = combination * len(values) + place
        _, first, combination = np.unique(numbers, return_index=True, return_inverse=True)
    return _Group(members, combination, first, np.full((len(first), len(members)), -1))


def _cover(groups: Sequence[_Group]) -> list[int]:
    # Few sets that together have every combination of every group. Only sets that are really meant are asked: another
    # mixture of their numbers may make no sense. First those that are new in every respect, then the rest.
    chosen: list[int] = []
    answered = [np.zeros(len(group.first), np.bool_).tolist() for group in groups]

    def choose(number: int, combinations: Iterable[int]) -> None:
        chosen.append(number)
        for known, combination in zip(answered, combinations, strict=True):
            known[combination] = True

    for number, combinations in enumerate(zip(*(group.combination.tolist() for group in groups), strict=True)):
        # The first group, asked beforehand, decides for most.
        if not (answered[0][combinations[0]] or any(map(list.__getitem__, answered, combinations))):
            choose(number, combinations)
    for group, known in zip(groups, answered, strict=True):
        for combination, number in enumerate(group.first.tolist()):
            if not known[combination]:
                choose(number, [int(other.combination[number]) for other in groups])
    return chosen
