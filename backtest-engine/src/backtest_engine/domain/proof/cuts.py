"""Where the history is cut: beside what the rules did, and at places nobody can foresee."""

from collections.abc import Iterator

import numpy as np

from backtest_engine.domain.evaluation import Cut, Slots
from backtest_engine.domain.position import PositionExpr

_SHORTEST = 2
_SHORTEST_WINDOW, _LONGEST_WINDOW = 4_096, 20_000
_GENERATED = 8
_FEWEST_BY_HAND, _MOST_BY_HAND, _BY_HAND_SECONDS = 4, 1_000, 0.6


def how_many_cuts(seconds: float, *, by_hand: bool) -> int:
    """Return how many truncations to try.

    Generated code has no words with which to look ahead, and is asked a few times; code by hand may glance at tomorrow
    on a handful of days alone, and is asked beside nearly everything that it did.

    Args:
        seconds: What one evaluation takes.
        by_hand: Whether a person wrote the code.
    """
    if not by_hand:
        return _GENERATED
    return min(max(int(_BY_HAND_SECONDS / max(seconds, 1e-5)), _FEWEST_BY_HAND), _MOST_BY_HAND)


def window_of(look_back: int, *, by_hand: bool) -> int:
    """Return how many bars before a cut of a long history are asked for again.

    Generated code declares how far it looks back, and four times that is much to compare; code by hand does not.
    """
    return _LONGEST_WINDOW if by_hand else min(max(4 * look_back, _SHORTEST_WINDOW), _LONGEST_WINDOW)


def choose_cuts(full: Slots, bars: int, count: int, seed: int, window: int = _LONGEST_WINDOW) -> list[Cut]:
    """Return cuts at which to ask again.

    Half of them end the history right after a bar at which some rule was true: a rule that waited for later bars
    cannot know it there. The others lie anywhere. Two more keep the length and put noise where the future was.

    Args:
        full: What the code said of the whole history.
        bars: Bars of the history.
        count: Truncations; fewer where the history is short.
        seed: Of the choice.
        window: Bars before a cut that are asked for; a history of up to four times as many is asked for whole.
    """
    if bars <= _SHORTEST:
        return []
    draws = np.random.default_rng(seed)
    ends = [*_after_events(full, draws, max(1, count // 2)), *draws.integers(_SHORTEST, bars, count)]
    # The order of `ends` decides which are kept: beside events first, then anywhere.
    last = sorted(list(dict.fromkeys(int(end) for end in ends if _SHORTEST <= end < bars))[:count])
    truncations = [Cut(max(0, end - window) if bars > 4 * window else 0, end) for end in last]
    # One with an even seed and one with an odd: noise below and noise above all that was known.
    noise = [Cut(0, None, at, 2 * int(draws.integers(2**30)) + odd) for odd, at in enumerate(_noise_starts(last, bars))]
    return truncations + noise


def _after_events(full: Slots, draws: np.random.Generator, count: int) -> Iterator[int]:
    truths = [value for value in full.values() if isinstance(value, np.ndarray) and value.dtype == np.bool_]
    truths += [leaf for value in full.values() if isinstance(value, PositionExpr) for leaf in _truth_leaves(value)]
    for truth in truths:
        # A change matters as much as a truth: "not true yet" can know the future as well.
        bars = np.flatnonzero(truth[1:] != truth[:-1]) + 1
        if len(bars):
            picked = draws.choice(bars, min(len(bars), -(-count // len(truths))), replace=False)
            yield from (int(bar) + 1 for bar in picked)


def _truth_leaves(node: PositionExpr) -> Iterator[np.ndarray]:
    if isinstance(node.leaf, np.ndarray) and node.leaf.dtype == np.bool_:
        yield node.leaf
    for child in node.children:
        yield from _truth_leaves(child)


def _noise_starts(ends: list[int], bars: int) -> tuple[int, ...]:
    if not ends or bars < 10:
        return (bars // 2, bars // 2)
    return ends[len(ends) // 3], ends[(2 * len(ends)) // 3]
