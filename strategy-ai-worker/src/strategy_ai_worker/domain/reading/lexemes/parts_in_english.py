"""English phrases about parts of a position: which share leaves at which gain, and when the rest does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexemes.trades_in_english import TRADE_WORDS, ends, silence
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LEAVES: Final = ("sell", "exit", "cover")


def gain_then_part(found: list[Lexeme], i: int) -> None:  # noqa: C901 - one reading of one construct
    """Read "when I'm 10% up I'd take half off the table" as "sell half at +10%"."""
    if not found[i].has("PCT") and not found[i].has("RMULT"):
        return
    first = i
    while at(found, first - 1).text in (*TRADE_WORDS, "a", "is", "are", "we", "up", "we're", "it's", "have", "gained"):
        first -= 1
    led = at(found, first - 1).has("MARK", "if") or at(found, first - 1).has("P", "at")
    k = i + 1
    up = at(found, i - 1).has("MOVE", "up") or at(found, i - 1).text == "up" or found[i].text.startswith("+")
    while at(found, k).text in ("up", "in", "profit", "ahead", "gain", "of"):
        up, k = True, k + 1
    while at(found, k).text in (",", "i", "i'd", "i'll", "i'm", "would", "will", "we", "then", "please"):
        k += 1
    if not (at(found, k).text in ("take", "takes", "taking", "peel", "trim") or at(found, k).has("ACT", *_LEAVES)):
        return
    k += 1
    while at(found, k).text in ("off", "out", "the", "of"):
        k += 1
    share = at(found, k)
    if not (led and up and (share.has("HALFOF") or share.has("REST"))):
        return
    last = k + 1
    while at(found, last).text in _OFF or at(found, last).text in ("position", "my", "shares", "it"):
        last += 1
    if not ends(at(found, last)) and not at(found, last).has("CONJ", "and"):
        return
    start = found[first - 1].start
    told = [
        Lexeme("sell", start, start, {"ACT": "sell"}),
        Lexeme(share.text, start, start, share.meanings),
        Lexeme("at", start, start, {"P": "at"}),
        Lexeme(f"+{found[i].text.lstrip('+')}", found[i].start, found[i].end, found[i].meanings),
    ]
    silence(found, first - 1, i)
    silence(found, i + 1, last)
    found[i : i + 1] = told


_OFF: Final = frozenset(["off", "the", "table", "out", "of"])


def part_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "tp1 6% (sell half), tp2 12% (sell the rest)" as "sell half at +6%, sell the rest at +12%"."""
    counted = 1 if at(found, i + 1).get("NUM") in (1.0, 2.0, 3.0) and not at(found, i + 1).has("PCT") else 0
    k = i + 1 + counted
    while at(found, k).has("SIGN_MARK", ":", "=") or at(found, k).has("P", "at") or at(found, k).text == "=":
        k += 1
    amount = at(found, k)
    bracket = at(found, k + 1).has("SIGN_MARK", "(")
    m = k + 2
    while at(found, m).has("ACT", *_LEAVES) or at(found, m).text in ("close", "take", "for", "on", "off"):
        m += 1
    share = at(found, m)
    part = share.has("HALFOF") or share.has("REST") or share.has("PCT")
    measured = amount.has("PCT") or amount.has("RMULT")
    closed = at(found, m + 1).has("SIGN_MARK", ")")
    if not (found[i].has("TARGET") and measured and bracket and part and closed):
        return
    start = found[i].start
    told = [
        Lexeme("sell", start, start, {"ACT": "sell"}),
        Lexeme(share.text, start, start, share.meanings),
        Lexeme("at", start, start, {"P": "at"}),
        Lexeme(f"+{amount.text.lstrip('+')}", amount.start, amount.end, amount.meanings),
        Lexeme("", amount.end, found[m + 1].end, dict(_NOISE)),
    ]
    found[i : m + 2] = told


def remaining_share(found: list[Lexeme], i: int) -> None:
    """Read "the remaining 50% is sold when ...", "any remaining shares are sold if ..." as the rest, no gain of 50%."""
    if not found[i].has("REST"):
        return
    behind = at(found, i + 2)
    verb = behind.has("EQ") or behind.has("ACT", *_LEAVES) or behind.has("MARK", "if") or behind.text in ("goes", "of")
    if at(found, i + 1).has("PCT") and verb:
        found[i + 1] = meaning(found[i + 1], dict(_NOISE), "position")
    if at(found, i - 1).text in ("any", "all", "whatever"):
        found[i - 1 : i + 1] = [Lexeme(found[i].text, found[i - 1].start, found[i].end, found[i].meanings)]


def rest_goes_on(found: list[Lexeme], i: int) -> None:
    """Read "let the rest go until the death cross" as selling the rest then."""
    until = at(found, i + 2)
    if found[i].has("REST") and at(found, i + 1).text in _GOES_ON and until.text in ("until", "till", "til"):
        silence(found, i + 1, i + 2)
        found[i + 2] = meaning(until, {"MARK": "if"}, "when")
        if at(found, i - 1).text in ("let", "leave", "letting"):
            silence(found, i - 1, i)
        found.insert(i, Lexeme("sell", found[i].start, found[i].start, {"ACT": "sell"}))


_GOES_ON: Final = frozenset(["go", "run", "ride", "on", "roll"])


PARTS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    gain_then_part,
    part_in_brackets,
    remaining_share,
    rest_goes_on,
)
"""In the order in which they are told."""
