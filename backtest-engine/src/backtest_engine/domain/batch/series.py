"""The series of a sweep: each leaf computed once for each combination of the numbers that reach it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.fuse import Leaf
from backtest_engine.domain.signals import Slots

Sets = Sequence[Mapping[str, float]]
Evaluate = Callable[[Mapping[str, float]], Slots]
"""Asks the companion module with these numbers."""


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
    for names, members in groups.items():
        _compute_group(names, members, (leaves, sets, evaluate), pools)
    return pools


def _compute_group(
    names: tuple[str, ...], members: list[int], asked: tuple[Sequence[Leaf], Sets, Evaluate], pools: Pools
) -> None:
    leaves, sets, evaluate = asked
    wanted: dict[tuple[float, ...], list[int]] = {}
    for number, each in enumerate(sets):
        wanted.setdefault(tuple(each[name] for name in names), []).append(number)
    for those in wanted.values():
        found = evaluate(sets[those[0]])
        for at in members:
            pools.place[those, at] = pools.add(leaves[at], found[leaves[at].slot])
