"""English that people tell beside their rule: how long they have done so, what they read somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_STOPS: Final = (".", "\n", ";", "!", "?", ":")
_KEPT: Final = ("SYM", "TF", "SIGN_MARK")


def _sentence(found: list[Lexeme], i: int) -> tuple[int, int]:
    """Return where the sentence around a place begins, and where it ends."""
    first = i
    while first > 0 and not found[first - 1].has("SIGN_MARK", *_STOPS):
        first -= 1
    last = i
    while last < len(found) and not found[last].has("SIGN_MARK", *_STOPS):
        last += 1
    return first, last


def _quiet(found: list[Lexeme], first: int, last: int) -> None:
    for k in range(first, last):
        if not any(found[k].has(word) for word in _KEPT):
            found[k] = meaning(found[k], dict(_NOISE))


def habit_of_years(found: list[Lexeme], i: int) -> None:
    """Pass over "he has been getting out of it for thirty years": a habit, told before the rule is."""
    span = found[i].get("SPAN")
    if not isinstance(span, Span) or span.unit != "year" or at(found, i - 1).text not in ("for", "over", "some"):
        return
    first, last = _sentence(found, i)
    been = any(one.text in _BEEN or one.text.startswith(("has been ", "have been ")) for one in found[first:i])
    ruled = any(one.has("MARK") and one.text in _RULES for one in found[first:last])
    if been and not ruled and any(one.has("ACT") for one in found[last:]):
        _quiet(found, first, last)


_BEEN: Final = frozenset(["has been", "have been", "been", "'ve been"])


def hearsay(found: list[Lexeme], i: int) -> None:
    """Pass over "I read somewhere that X matters": what is traded on it is told behind."""
    first, last = _sentence(found, i)
    said = {one.text for one in found[first : i + 1]}
    if found[i].text not in _SOMEWHERE or not said & _HEARD or last >= len(found):
        return
    comma = next((k for k in range(i, last) if found[k].has("SIGN_MARK", ",")), last)
    told = found[first:comma]
    if not any((one.has("ACT") and not one.has("SER")) or one.has("NUM") for one in told):
        _quiet(found, first, comma)


_SOMEWHERE: Final = frozenset(["somewhere", "online", "people", "often", "many", "everyone", "they", "forum"])
_HEARD: Final = frozenset(["read", "reading", "heard", "saw", "say", "says", "told", "seen", "keep", "swear", "claim"])


def all_weekend(found: list[Lexeme], i: int) -> None:
    """Pass over "been at it all weekend": when somebody looked at charts is no day of a rule."""
    led = at(found, i - 1).text in ("all", "last", "whole", "entire", "past", "this")
    if not led or "weekend" not in found[i].text:
        return
    first, last = _sentence(found, i)
    comma = next((k for k in range(i, last) if found[k].has("SIGN_MARK", ",")), last)
    ruled = any(one.has("HOLD") or one.has("ACT") or one.text in _RULES for one in found[first:comma])
    if not ruled:
        _quiet(found, i - 1, i + 1)


_RULES: Final = frozenset(["when", "if", "whenever", "once", "unless", "only"])


def test_of_idea(found: list[Lexeme], i: int) -> None:
    """Read "I want (to) test on Tencent ..." as the wish alone: no price touches anything."""
    before = at(found, i - 1) if at(found, i - 1).text != "to" else at(found, i - 2)
    wished = i == 0 or before.text in _WISHES or before.has("SIGN_MARK", *_STOPS)
    if found[i].text in ("test", "testing") and found[i].has("TOUCH") and wished:
        found[i] = meaning(found[i], dict(_NOISE))


_WISHES: Final = frozenset(
    [
        "want",
        "i want",
        "i need",
        "we want",
        "like",
        "please",
        "wanna",
        "can",
        "could",
        "you",
        "me",
        "just",
        "need",
        "try",
        "us",
    ]
)


BESIDE: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (habit_of_years, hearsay, all_weekend, test_of_idea)
