"""Rotations that hold the best and sell the worst: target weights that follow from each asset's rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from strategy_ai_worker.domain.reading.draft import AllocationDraft, Draft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.kinds import held_of, part_of_list
from strategy_ai_worker.domain.reading.frames.pairs import number_of
from strategy_ai_worker.domain.reading.frames.ranking import ranking
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.frames.switch import symbol_at
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import Node, call, compare, num, text

_MOST = 12
"""Assets that can be ranked against each other: each weight compares one with all others."""
_SHORTS = ("short", "shorting", "sell short", "shorts")
_NEAR = 5


def long_short(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Return "long the best two and short the worst two of A, B, C and D" as weights, or None where nothing is shorted."""  # noqa: E501
    sold = _counted(c, "worst", deeds=("short",))
    bought = _counted(c, "best", deeds=("buy", "long", "hold"))
    names = _names(c)
    if sold is None or bought is None or not 2 <= len(names) <= _MOST or bought[0] + sold[0] > len(names):
        return None
    read = ranking(c)
    score = read[0] if read is not None else call("roc", Node("name", ("close",)), 126)
    if read is None:
        c.memory.guess("allocation.score", str(score), "the score was not named; the six-month return is usual")
    scores = {name: call("of", text(name), score) for name in names}
    rhythm = rebalance_of(c)
    gross = _gross(c, bought[1][0], sold[1][0])
    plan = AllocationDraft(
        weights=[(name, _weight(name, scores, (bought[0], sold[0]), gross[0])) for name in names],
        rebalance=rhythm.value if rhythm is not None else "monthly",
    )
    if rhythm is None:
        c.memory.guess("allocation.rebalance", "monthly", "no rhythm was named; monthly is usual")
    if not gross[1]:
        c.memory.guess(
            "allocation.weights",
            "50 / -50",
            "half of the account is long and half is short, in equal parts on each side",
        )
    if sum(gross[0]) > 100:
        draft.leverage = sum(gross[0]) / 100
    draft.allow_short = True
    used = [*(read[1] if read is not None else ()), *bought[1], *sold[1], *gross[1]]
    used += range(rhythm.first, rhythm.last) if rhythm is not None else ()
    used += [
        i
        for i, one in enumerate(c.lexemes)
        if one.text in ("neutral", "market neutral", "dollar neutral", "long/short", "long short")
    ]
    account(c, draft, used, "allocation", bought[0])
    return plan


def _counted(c: Cursor, end: str, deeds: Sequence[str]) -> tuple[int, list[int]] | None:
    """Return how many of one end of the ranking a deed speaks of, and the lexemes that say so."""
    for i, one in enumerate(c.lexemes):
        if not one.has("BEST", end):
            continue
        deed = next((k for k in _before(c, i) if _does(c, k, deeds)), None)
        if deed is None:
            continue
        near = [
            k
            for k in range(max(deed, i - _NEAR), i + 3)
            if c.at(k).has("NUM") and not c.at(k).has("SPAN") and not c.at(k).has("PCT")
        ]
        part = part_of_list(c, end)
        if part is not None:
            return held_of(part[0], len(_names(c))), [deed, *part[1]]
        count = int(number_of(c.at(near[0]))) if near else 1
        return count, [deed, i, *near[:1]]
    return None


def _before(c: Cursor, i: int) -> Iterator[int]:
    """Yield the places before the word that ranks, the list of the assets passed over: "做多A、B、C里最强的"."""
    k, taken = i - 1, 1
    while k >= 0 and taken < _NEAR:
        yield k
        taken += not (c.at(k).has("SYM") or c.is_sign(k, ",") or c.at(k).is_noise)
        k -= 1


def _does(c: Cursor, k: int, deeds: Sequence[str]) -> bool:
    one = c.at(k)
    return any(one.has("ACT", deed) for deed in deeds) or one.text in deeds or ("hold" in deeds and one.has("HOLD"))


def _names(c: Cursor) -> list[str]:
    listed = [str(name) for one in c.lexemes if isinstance(members := one.get("SYMS"), tuple) for name in members]
    single = [name for i in range(len(c.lexemes)) if (name := symbol_at(c, i)) is not None]
    return list(dict.fromkeys([*single, *listed]))


def _gross(c: Cursor, long: int, short: int) -> tuple[tuple[float, float], list[int]]:
    """Return the long and the short share of the account ("130% long, 30% short", "130/30"), and their lexemes."""
    beside = [next((k for k in (at - 1, at + 1, at - 2) if c.at(k).has("PCT")), None) for at in (long, short)]
    one, other = beside
    if one is not None and other is not None and one != other:
        return (number_of(c.at(one), "PCT"), number_of(c.at(other), "PCT")), [one, other]
    for i in range(len(c.lexemes)):
        row = [c.at(k).get("NUM") for k in (i, i + 2)]
        if c.at(i + 1).has("ARITH", "/") and all(isinstance(value, int | float) for value in row):
            return (float(str(row[0])), float(str(row[1]))), [i, i + 1, i + 2]
    return (50.0, 50.0), []


def _weight(name: str, scores: dict[str, Node], counts: tuple[int, int], gross: tuple[float, float]) -> str:
    """Return the long share of the account over the assets held, against the short share over those sold short."""
    bought, sold = counts
    others = [score for other, score in scores.items() if other != name]
    above = _count([compare(">", other, scores[name]) for other in others])
    below = _count([compare("<", other, scores[name]) for other in others])
    short = call("where", compare("<", below, num(sold)), num(round(-gross[1] / sold, 4)), num(0))
    return str(call("where", compare("<", above, num(bought)), num(round(gross[0] / bought, 4)), short))


def _count(conditions: Sequence[Node]) -> Node:
    return call("count_true", *conditions)
