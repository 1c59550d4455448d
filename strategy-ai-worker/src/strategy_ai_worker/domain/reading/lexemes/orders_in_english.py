"""English phrases about orders: how long one rests is told before its level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LONGEST: Final = 14


def rests_before_level(found: list[Lexeme], i: int) -> None:  # noqa: C901 - one reading of one construct
    """Read "a bid for the next two days 1.5% under the close" with the time behind the level."""
    if not found[i].has("ORDER"):
        return
    k = i + 1
    while at(found, k).text in ("order", ",", "that", "which", "is") or at(found, k).has("SIGN_MARK", "("):
        k += 1
    first = k
    while (
        at(found, k).has("VALID") or at(found, k).has("P", "for") or at(found, k).text in ("the", "next", "following")
    ):
        k += 1
    span = at(found, k).get("SPAN")
    if k == first or not isinstance(span, Span):
        return
    last = k
    begin = last + 1
    while at(found, begin).has("P", "at") or at(found, begin).text in (",", ")", "placed", "set", "a", "the"):
        begin += 1
    starts = any(
        at(found, begin).has(word) for word in ("PCT", "USD", "MULT", "NMULT", "CMP", "PART", "AVG", "SER", "HILO")
    )
    if not (starts or at(found, begin).has("TODAY") or (at(found, begin).has("NUM") and begin > last)):
        return
    end = begin
    while end < min(len(found), begin + _LONGEST) and not _closes(found, end):
        end += 1
    place = found[end - 1].end
    told = [
        Lexeme("good for", place, place, {"VALID": "valid"}),
        Lexeme(found[last].text, place, place, found[last].meanings),
    ]
    found[end:end] = told
    for m in range(first, last + 1):
        found[m] = meaning(found[m], dict(_NOISE), "")


def _closes(found: list[Lexeme], k: int) -> bool:
    inside = found[k].has("SIGN_MARK", "(", ")") or (found[k].has("SIGN_MARK", ",") and at(found, k - 1).has("NUM"))
    ends = found[k].has("SIGN_MARK") or found[k].has("CONJ") or found[k].has("VALID")
    return (ends and not inside) or (found[k].has("MARK", "if") and not found[k].has("P"))


ORDERS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (rests_before_level,)
"""In the order in which they are told."""
