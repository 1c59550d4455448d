"""Words that say again, otherwise, what stood just before: "below 30, sorry, below 35", "sell when A... no wait, sell when B"."""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable

from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Memory

_TAKES_BACK = frozenset(["no wait", "sorry", "oops", "i mean", "i meant", "rather", "scratch that", "my bad"])
_ALONE = frozenset(["wait", "correction"])
"""Words that take something back where a pause follows: "wait 3 days" and "a correction of 10%" are about the trade."""
_BESIDE = frozenset(["no", "or", "actually", "make that", "make", "that", "it", "should", "be"])
_AMOUNTS = ("PCT", "SPAN", "USD", "MULT", "NUM")
_FURTHEST = 4
"""Lexemes between a comparison and its correction: "below its 30-day average, sorry, below its 40-day average"."""


def without_restated(lexemes: list[Lexeme], memory: Memory) -> list[Lexeme]:
    """Return the lexemes with the later of two wordings in the place of the earlier; what goes is an assumption."""
    kept: list[Lexeme] = []
    k = 0
    while k < len(lexemes):
        begin = _correction_at(lexemes, k)
        replaced = _replaced(kept, lexemes, begin) if begin is not None else None
        if replaced is None:
            kept.append(lexemes[k])
            k += 1
            continue
        taken, kept, after = replaced
        memory.guess("correction", taken, f'taken back by the words "{_text(lexemes[k:after])}"')
        k = after
    return kept


def _correction_at(lexemes: list[Lexeme], k: int) -> int | None:
    """Return where the new wording begins behind a pause and words that take something back, or None."""
    if not _is_pause(lexemes[k]):
        return None
    j, said = k, False
    while j < len(lexemes) and (_is_pause(lexemes[j]) or _takes_back(lexemes, j) or lexemes[j].text in _BESIDE):
        said = said or _takes_back(lexemes, j)
        j += 1
    return j if said and j < len(lexemes) else None


def _takes_back(lexemes: list[Lexeme], j: int) -> bool:
    paused = j + 1 < len(lexemes) and (_is_pause(lexemes[j + 1]) or lexemes[j + 1].text == "no")
    return lexemes[j].text in _TAKES_BACK or (lexemes[j].text in _ALONE and paused)


def _is_pause(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK", ",", ".", "-", "(", ":") or lexeme.has("ARITH", "-")


def _replaced(kept: list[Lexeme], lexemes: list[Lexeme], begin: int) -> tuple[str, list[Lexeme], int] | None:
    """Return the words that go, what is kept in their place, and where to read on."""
    new = lexemes[begin]
    if new.has("ACT"):
        place = _last(kept, lambda one: one.has("ACT", str(new.get("ACT"))))
        return None if place is None else (_text(kept[place:]), kept[:place], begin)
    if new.has("CMP"):
        place = _last(kept[-_FURTHEST - 1 :], lambda one: one.has("CMP"))
        place = None if place is None else max(0, len(kept) - _FURTHEST - 1) + place
        return None if place is None else (_text(kept[place:]), kept[:place], begin)
    kind = _amount(new)
    place = _last(kept, lambda one: _amount(one) == kind) if kind is not None else None
    if place is None:
        return None
    tail = kept[place + 1 :]
    again = lexemes[begin + 1 : begin + 1 + len(tail)]
    after = begin + 1 + len(tail) if [one.text for one in again] == [one.text for one in tail] else begin + 1
    return kept[place].text, [*kept[:place], new, *tail], after


def _amount(lexeme: Lexeme) -> str | None:
    return next((kind for kind in _AMOUNTS if lexeme.has(kind)), None)


def _last(lexemes: list[Lexeme], fits: Callable[[Lexeme], bool]) -> int | None:
    return next((k for k in range(len(lexemes) - 1, -1, -1) if fits(lexemes[k])), None)


def _text(lexemes: list[Lexeme]) -> str:
    return " ".join(lexeme.text for lexeme in lexemes)
