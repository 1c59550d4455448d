"""English words around a condition: what must be, what it was the lowest of, what a day opened at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_THINGS: Final = ("IND", "AVG", "SER", "NUM", "PART", "BANDWORD", "SYM")


def needs_to_be(found: list[Lexeme], i: int) -> None:
    """Read "the ADX needs to be above 20" as "must be above 20": nothing parts a thing from what is said of it."""
    owes = found[i].text in ("needs", "need", "has", "have", "ought") and at(found, i + 1).text == "to"
    before = at(found, i - 1)
    named = any(before.has(word) for word in _THINGS) or before.has("SIGN_MARK", ")", ".", ",", ";", "\n", ":")
    if owes and named and (before.has("SER") or not before.has("ACT")):
        place = found[i + 1]
        found[i : i + 2] = [Lexeme("must", found[i].start, place.end, {"MARK": "only"})]


def opening_price(found: list[Lexeme], i: int) -> None:
    """Read "today's opening price", "the day's closing price" as that price: the session is no subject of its own."""
    edge = found[i].get("SESSION")
    priced = at(found, i + 1).has("SER", "price") and at(found, i + 1).text in ("price", "level", "value", "print")
    if edge in ("open", "close") and priced and not found[i].has("CLOCK"):
        place = found[i + 1]
        found[i : i + 2] = [Lexeme(str(edge), found[i].start, place.end, {"SER": edge})]


def extreme_so_far(found: list[Lexeme], i: int) -> None:
    """Read "the lowest it had been in 60 days", "the highest it's been for a month" as the lowest in them."""
    begin = i + 1
    k = begin
    while at(found, k).text in ("level", "reading", "value", "point", "one"):
        k += 1
    said = at(found, k).has("EVENT") or at(found, k).text in ("it's", "that", "they", "it")
    k = k + 1 if said else begin
    while k > begin and (
        at(found, k).has("WASBEFORE") or at(found, k).text in ("been", "it", "'s", "had", "has", "gotten")
    ):
        k += 1
    held = at(found, k).text == "been in"
    stretched = held or at(found, k).has("P", "in", "for") or at(found, k).has("WITHIN") or at(found, k).has("FORN")
    if found[i].has("HILO") and (k > begin + 1 or (held and said)) and stretched:
        found[k] = meaning(found[k], {"P": "in", "NOISE": True}, "in") if held else found[k]
        for m in range(begin, k):
            found[m] = meaning(found[m], dict(_NOISE), "")


def puts_in_extreme(found: list[Lexeme], i: int) -> None:
    """Read "it puts in its lowest close of the last 10 days" as making it."""
    puts = found[i].text in ("puts", "put", "putting") and at(found, i + 1).text == "in"
    k = i + 2
    while at(found, k).text in ("a", "an", "its", "the", "new", "fresh"):
        k += 1
    if puts and (at(found, k).has("HILO") or at(found, k).has("NEW") or at(found, k - 1).has("NEW")):
        found[i : i + 2] = [Lexeme("makes", found[i].start, found[i + 1].end, {"EQ": "is", "NOISE": True})]


DEMANDS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    needs_to_be,
    opening_price,
    extreme_so_far,
    puts_in_extreme,
)
