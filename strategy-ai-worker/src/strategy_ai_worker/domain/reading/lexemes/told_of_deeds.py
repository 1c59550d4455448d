"""English deeds whose words stand apart: "get rid of my shares", "pick them up", "hang on until"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_OWNED: Final = frozenset(["my", "the", "our", "all", "of", "its", "whole", "entire", "some", "his", "her", "their"])
_HELD: Final = frozenset(
    ["shares", "share", "stock", "stocks", "coins", "coin", "it", "them", "position", "holding", "holdings", "some"]
)
_LONGEST = 4


def _behind_holding(found: list[Lexeme], k: int) -> int:
    """Return the place behind "my Pepsi shares", "the position", "it"; the place itself where nothing is named."""
    first = k
    while k < first + _LONGEST and at(found, k).text in _OWNED:
        k += 1
    named = k
    while k < first + 2 * _LONGEST and (at(found, k).has("SYM") or at(found, k).text in _HELD):
        k += 1
    return k if k > named else first


def rid_of_holding(found: list[Lexeme], i: int) -> None:
    """Read "get rid of my Pepsi shares" as selling them: a rule or a stop that one gets rid of is an edit."""
    rid = at(found, i + 1).text == "rid" and at(found, i + 2).text == "of"
    behind = _behind_holding(found, i + 3)
    if rid and behind > i + 3 and not any(at(found, k).has("STOP") for k in range(i + 3, behind)):
        found[i : i + 3] = [Lexeme("get rid of", found[i].start, found[i + 2].end, {"ACT": "sell"})]
        _quiet(found, i + 1, behind - 2)


def picked_up(found: list[Lexeme], i: int) -> None:
    """Read "pick them up", "picked my shares up" as buying."""
    if found[i].text not in ("pick", "picks", "picked", "picking", "snap", "snapped", "buys"):
        return
    behind = _behind_holding(found, i + 1)
    if behind > i + 1 and at(found, behind).text == "up":
        found[i] = meaning(found[i], {"ACT": "buy"}, "pick up")
        found[behind] = meaning(found[behind], dict(_NOISE))
        _quiet(found, i + 1, behind)


def bought_by_picking(found: list[Lexeme], i: int) -> None:
    """Read "picked up Bitcoin" as the deed alone: only a thing that picks up by itself is rising."""
    owned = at(found, i + 1).has("SYM") or _behind_holding(found, i + 1) > i + 1
    if found[i].has("ACT", "buy") and found[i].has("RISING") and owned:
        found[i] = meaning(found[i], {"ACT": "buy"})


def bought_is_closed(found: list[Lexeme], i: int) -> None:
    """Read "close the buy", "exit my buy" as leaving: what was bought is no deed."""
    noun = found[i].has("ACT", "buy") and found[i].text in ("buy", "purchase", "entry")
    if noun and at(found, i - 1).text in ("the", "my", "that") and at(found, i - 2).has("ACT", "exit", "sell"):
        found[i] = meaning(found[i], dict(_NOISE))
        found[i - 2] = meaning(found[i - 2], {"ACT": "exit"})


def let_go(found: list[Lexeme], i: int) -> None:
    """Read "let my shares go", "let the stock go" as leaving it."""
    behind = _behind_holding(found, i + 1)
    if found[i].text in ("let", "lets", "letting") and behind > i + 1 and at(found, behind).text == "go":
        found[i] = meaning(found[i], {"ACT": "exit"}, "let go")
        found[behind] = meaning(found[behind], dict(_NOISE))
        _quiet(found, i + 1, behind)


def hung_on_until(found: list[Lexeme], i: int) -> None:
    """Read "hang on (to it) until", "sit tight until", "keep hold of it until" as holding on until then."""
    two = (found[i].text, at(found, i + 1).text)
    hangs = two in _HANGS or (found[i].text in ("hang", "hangs", "cling", "clings") and two[1] in ("on to", "onto"))
    if not hangs:
        return
    k = i + 2
    while at(found, k).text in ("to", "of", "it", "them", "the", "shares", "stock", "position", "trade", "my"):
        k += 1
    waits = at(found, k).text in ("until", "till", "til", "for")
    if waits or at(found, k).text in ("while", "as long as"):
        place = found[i]
        held = Lexeme("hold", place.start, found[k - 1].end, {"HOLD": "hold"})
        found[i:k] = [held]


_HANGS: Final = frozenset(
    [("hang", "on"), ("hangs", "on"), ("hanging", "on"), ("cling", "on"), ("sit", "tight"), ("keep", "hold")]
)


def done_with_trade(found: list[Lexeme], i: int) -> None:
    """Read "I'm done (with the trade) when ..." as leaving."""
    if found[i].text not in ("done", "finished", "through") or at(found, i - 1).text not in _AM:
        return
    k = i + 1
    if at(found, k).text == "with":
        k = k + 1
        while at(found, k).text in ("the", "it", "this", "that", "my", "trade", "position", "them", "stock", "shares"):
            k += 1
    behind = at(found, k)
    if behind.has("MARK", "if") or behind.has("P", "at") or ((behind.text == "" or behind.has("SIGN_MARK")) and i > 1):
        found[i] = meaning(found[i], {"ACT": "exit"}, "done")
        for m in range(i + 1, k):
            found[m] = meaning(found[m], dict(_NOISE))


_AM: Final = frozenset(["i'm", "im", "am", "i am", "we're", "are", "is", "you're", "be"])


def into_and_out_of(found: list[Lexeme], i: int) -> None:
    """Read "into the stock on a close over X, out of it on a close under Y" as buying and leaving."""
    before = at(found, i - 1)
    begins = i == 0 or before.has("SIGN_MARK") or before.has("CONJ", "and", "but")
    k = i + 2 if at(found, i + 1).text == "of" else i + 1
    inward = found[i].text in ("into", "back into")
    behind = _behind_holding(found, k)
    led = at(found, behind).has("MARK", "if") or at(found, behind).has("P", "on", "at")
    if not begins or behind == k or not led or not (inward or (found[i].has("ACT", "exit") and k == i + 2)):
        return
    found[i] = meaning(found[i], {"ACT": "buy" if inward else "exit"}, "get in" if inward else "out")
    _quiet(found, i + 1, behind)


def _quiet(found: list[Lexeme], first: int, last: int) -> None:
    """Let the words for what is owned say nothing but the market."""
    for k in range(first, last):
        if not found[k].has("SYM"):
            found[k] = meaning(found[k], dict(_NOISE))


DEEDS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    rid_of_holding,
    picked_up,
    bought_by_picking,
    bought_is_closed,
    let_go,
    hung_on_until,
    done_with_trade,
    into_and_out_of,
)
