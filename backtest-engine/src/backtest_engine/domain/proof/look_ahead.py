"""The look-ahead proof: signals up to a bar must not change when what comes after it is cut off or made up.

Every cut is evaluated by the same code in fresh globals. Truncated histories find rules that read later bars; noise of
unchanged length finds those that first look how long the history is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from backtest_engine.domain.evaluation import Cut, Slots
from backtest_engine.domain.problems import StrategyCrashed
from backtest_engine.domain.proof.difference import Difference, first_difference

Evaluate = Callable[[Cut], Slots]
Foresee = Callable[[Sequence[Cut]], None]
_TOGETHER = 18
"""Cuts computed in one go: all of generated code; of hundreds, no more are kept waiting in memory."""


def _wait_for_each(cuts: Sequence[Cut]) -> None:
    """Compute nothing ahead."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A slot that knew the future: at `bar` it changed although only bars from `cut` on were different."""

    slot: str
    bar: int
    cut: int
    manner: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The cuts that were tried, and the first finding where there is one."""

    cuts: tuple[int, ...]
    finding: Finding | None


def prove(evaluate: Evaluate, full: Slots, cuts: Sequence[Cut], foresee: Foresee = _wait_for_each) -> Proof:
    """Return whether signals stay the same without their future.

    Args:
        evaluate: Asks the code again about a part of the history.
        full: What it said of the whole history.
        cuts: Where to ask again; see `choose_cuts`.
        foresee: Told which parts will be asked for, so that they can be computed together.
    """
    tried: list[int] = []
    for at, cut in enumerate(cuts):
        if at % _TOGETHER == 0:
            foresee(asked_first(cuts[at:], full))
        end = cut.noise_from if cut.noise_from is not None else cut.last
        assert end is not None  # noqa: S101 - a cut ends somewhere
        tried.append(end)
        difference = _without_future(evaluate, full, cut, end)
        if difference:
            manner = "the future was replaced by noise" if cut.noise_from is not None else "the history ended there"
            return Proof(tuple(tried), Finding(difference.slot, difference.bar, end, manner))
    return Proof(tuple(tried), None)


def asked_first(cuts: Sequence[Cut], full: Slots) -> list[Cut]:
    """Return which parts of the history `prove` asks for first, so that they can be asked for ahead."""
    return [part for each in cuts[:_TOGETHER] for part in _parts(each, full)]


def prove_start(evaluate: Evaluate, full: Slots, bars: int) -> Finding | None:
    """Return where signals depend on the bar with which the history happens to begin.

    Code that declares no look-back is asked again with later beginnings; half a history after each it must say the
    same. Sums and counts that run since the first bar do not.
    """
    for first in (bars // 8, bars // 4, bars // 2 - 1):
        if first <= 0:
            continue
        difference = _compared(full, partial(evaluate, Cut(first)), (first + bars // 2, bars, first))
        if difference:
            return Finding(difference.slot, difference.bar, first, "the history began later")
    return None


def _without_future(evaluate: Evaluate, full: Slots, cut: Cut, end: int) -> Difference | None:
    if cut.first == 0:
        return _compared(full, lambda: evaluate(cut), (0, end, 0))
    longer = evaluate(_parts(cut, full)[0])
    inner = _compared(longer, lambda: evaluate(cut), (0, end - cut.first, 0))
    return Difference(inner.slot, inner.bar + cut.first) if inner else None


def _parts(cut: Cut, full: Slots) -> list[Cut]:
    # Long histories are compared window against window: the longer one reaches beyond the cut.
    if cut.first == 0 or cut.last is None:
        return [cut]
    return [Cut(cut.first, min(cut.last + (cut.last - cut.first), _bars_of(full, cut.last))), cut]


def _compared(before: Slots, again: Callable[[], Slots], window: tuple[int, int, int]) -> Difference | None:
    first, last, shift = window
    try:
        after = again()
    except StrategyCrashed:
        # It spoke about the whole history, and cannot about a part: it leans on bars that it was not to know.
        return Difference(next(iter(before), "signals"), last - 1)
    return first_difference(before, after, first, last, shift)


def _bars_of(full: Slots, at_least: int) -> int:
    lengths = [len(value) for value in full.values() if hasattr(value, "__len__")]
    return max([at_least, *lengths])
