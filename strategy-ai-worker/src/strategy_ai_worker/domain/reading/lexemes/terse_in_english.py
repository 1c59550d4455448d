"""English notes in few words: "in above the 30 SMA out below it (closes)", "buy 20 x 50 up, sell x down"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_CLOSES: Final = frozenset(
    ["closes", "close", "closing", "on close", "closing prices", "daily closes", "on closes", "closing basis"]
)


def in_beyond(found: list[Lexeme], i: int) -> None:
    """Read "in above the 30 SMA (out below it)" as the deed where a way out is told the same way."""
    begins = i == 0 or at(found, i - 1).has("SIGN_MARK") or at(found, i - 1).has("SYM") or at(found, i - 1).has("TF")
    if found[i].text != "in" or not begins or not at(found, i + 1).has("CMP", ">", "<"):
        return
    left = any(
        one.has("ACT", "exit", "sell") and at(found, k + 1).has("CMP", ">", "<")
        for k, one in enumerate(found[i : i + 16], start=i)
    )
    if left:
        found[i] = meaning(found[i], {"ACT": "buy"})


def closes_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "(closes)", "(on close)" behind a level as what prices are read by; of an extreme it says whose it is."""
    ends = at(found, i + 2).has("SIGN_MARK", ")")
    extreme = any(one.has(word) for one in found[max(0, i - 4) : i] for word in ("BREAKOUT", "HILO", "NEW"))
    extreme = extreme or any(one.has("SER", "high", "low") for one in found[max(0, i - 4) : i])
    if found[i].has("SIGN_MARK", "(") and at(found, i + 1).text in _CLOSES and ends and i > 0 and not extreme:
        for k in range(i, i + 3):
            found[k] = meaning(found[k], dict(_NOISE), "")


def crossed_by_letter(found: list[Lexeme], i: int) -> None:
    """Read "sell x down", "out on x under" as the cross that way."""
    before = at(found, i - 1)
    led = before.has("ACT") or (before.has("MARK") and at(found, i - 2).has("ACT"))
    way = {"up": "up", "over": "up", "above": "up", "down": "down", "under": "down", "below": "down", "back": "back"}
    said = way.get(at(found, i + 1).text)
    if found[i].text != "x" or not led or said is None:
        return
    cross: Meanings = {"OPPOSITE": "opposite"} if said == "back" else {"X": (said, "strong")}
    found[i : i + 2] = [Lexeme(f"cross {said}", found[i].start, found[i + 1].end, cross)]


def in_and_out(found: list[Lexeme], i: int) -> None:
    """Read "10/30 EMA cross, in and out" as trading the cross both ways: a system that is named is read so."""
    words = [at(found, k).text for k in (i, i + 1, i + 2)]
    ends = at(found, i + 3).text == "" or at(found, i + 3).has("SIGN_MARK")
    crossed = any(one.has("X") or one.has("CROSSNAME") for one in found[max(0, i - 4) : i])
    if words == ["in", "and", "out"] and ends and crossed:
        found[i : i + 3] = [Lexeme("in and out", found[i].start, found[i + 2].end, dict(_NOISE))]


TERSE: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    in_beyond,
    closes_in_brackets,
    crossed_by_letter,
    in_and_out,
)
"""Changes of the words of terse notes, in their order."""
