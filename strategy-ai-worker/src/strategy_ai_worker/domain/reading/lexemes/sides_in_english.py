"""English phrases about sides: always in, flat in between, levels that one side has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_SIDES: Final = ("buy", "short")
_STATES: Final = frozenset(["states", "state", "positions", "regimes"])


def always_in(found: list[Lexeme], i: int) -> None:
    """Read "always in on JPM: ...", "stop and reverse on ETH: ..." as a title where both sides are told behind it."""
    titled = found[i].has("ACT", "reverse") or (found[i].text in ("two", "three") and at(found, i + 1).text in _STATES)
    if not titled or not (i == 0 or at(found, i - 1).has("SIGN_MARK")):
        return
    colon = next((k for k in range(i + 1, min(i + 9, len(found))) if found[k].has("SIGN_MARK")), None)
    if colon is None or not found[colon].has("SIGN_MARK", ":", ",", "."):
        return
    inside, told = found[i + 1 : colon], found[colon:]
    named = not any(one.has(word) for one in inside for word in ("MARK", "X", "CMP", "AVG", "IND")) or all(
        one.has("SYM") or one.is_noise or one.has("P") or one.text in _STATES for one in inside
    )
    if named and all(any(one.has("ACT", side) for one in told) for side in _SIDES):
        for k in range(i, colon):
            found[k] = found[k] if found[k].has("SYM") else meaning(found[k], dict(_NOISE), "")


def flat_between(found: list[Lexeme], i: int) -> None:
    """Read "between them flat", "flat in between", "anything in between is flat" as flat where neither side holds."""
    if not found[i].has("BETWEEN") or found[i].text not in ("between", "in between", "inbetween"):
        return
    first, last = i, i
    while (
        at(found, last + 1).text in _THEM
        or at(found, last + 1).has("SIGN_MARK", ":")
        or at(found, last + 1).text in ("=", ",")
    ):
        last += 1
    while at(found, first - 1).text in (
        "anything",
        "anywhere",
        "everything",
        "in",
        "whenever",
        "when",
        "it",
        "is",
        "while",
        "if",
    ):
        first -= 1
    ahead = at(found, first - 1).has("ACT", "exit", "none_held")
    behind = at(found, last + 1).has("ACT", "exit", "none_held")
    free = at(found, last + 1).text == "" or at(found, last + 1).has("SIGN_MARK", ".", ";", "\n", ",")
    sides = all(any(one.has("ACT", side) for one in found) for side in _SIDES)
    if not sides or not (behind or (ahead and (free or last > i))):
        return
    begin, end = (first, last + 2) if behind else (first - 1, last + 1)
    start, stop = found[begin].start, found[end - 1].end
    found[begin:end] = [
        Lexeme("flat", start, start, {"ACT": "exit"}),
        Lexeme("otherwise", start, stop, {"NOLONGER": ""}),
    ]


_THEM: Final = frozenset(
    [
        "them",
        "those",
        "the",
        "two",
        "these",
        "levels",
        "lines",
        "that",
        "is",
        "i",
        "am",
        "we",
        "are",
        "stay",
        "be",
        "i'm",
        "and",
    ]
)


def side_leaves_after(found: list[Lexeme], i: int) -> None:
    """Read "(longs close after 15 bars,) shorts after 8 bars" with the deed said again."""
    timed = at(found, i + 1).has("P", "after") and at(found, i + 2).has("SPAN")
    first = next((k for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ".", "\n")), -1)
    left = any(one.has("ACT", "exit", "sell", "cover") for one in found[first + 1 : i])
    if found[i].has("ACT", *_SIDES) and found[i].text.endswith(_PLURALS) and timed and left:
        place = found[i].end
        found.insert(i + 1, Lexeme("exit", place, place, {"ACT": "exit"}))


_PLURALS: Final = ("longs", "shorts", "long trades", "short trades", "long side", "short side")


def side_is_left(found: list[Lexeme], i: int) -> None:
    """Read "get out of longs", "close any long position" as "exit longs": the noun says what is left, and enters nothing."""  # noqa: E501
    if not found[i].has("ACT", *_SIDES) or not _is_noun(found, i):
        return
    first = i - 1
    while at(found, first).text in _WHICH:
        first -= 1
    deed = at(found, first)
    behind = i + 2 if at(found, i + 1).text in ("position", "positions") else i + 1
    again = _left_before(found, first) and _determined(found, first, i) and at(found, behind).has("MARK", "if")
    leaves = deed.has("ACT", "exit", "cover") or (deed.has("ACT", "sell") and found[i].has("ACT", "buy"))
    if not leaves and not again:
        return
    side = "longs" if found[i].has("ACT", "buy") else "shorts"
    for k in range(first + 1, i):
        found[k] = meaning(found[k], dict(_NOISE))
    if again and not leaves:
        found[i] = meaning(found[i], {"ACT": "exit"}, f"exit {side}")
        return
    found[first] = meaning(deed, {"ACT": "exit"}, f"exit {side}")
    found[i] = meaning(found[i], dict(_NOISE), "")


def _is_noun(found: list[Lexeme], i: int) -> bool:
    text = found[i].text
    named = text in ("long", "short") and (
        at(found, i - 1).text in _WHICH or at(found, i + 1).text.startswith("positi")
    )
    return named or text.endswith(("longs", "shorts", "positions", "position", " trades", " trade"))


def _determined(found: list[Lexeme], first: int, i: int) -> bool:
    """Return whether a noun goes on with a list of what is left: ", any short position when", ", shorts when"."""
    joins = at(found, first).has("SIGN_MARK", ",") or at(found, first).has("CONJ", "and")
    return joins and (i - first > 1 or found[i].text == "shorts" or found[i].text == "longs")


def _left_before(found: list[Lexeme], k: int) -> bool:
    """Return whether the last deed of a sentence before a place was to leave the other side."""
    while k >= 0 and not found[k].has("SIGN_MARK", ".", "\n", ";"):
        if found[k].has("ACT") and not found[k].has("SER"):
            return found[k].has("ACT", "exit", "cover") and any(side in found[k].text for side in ("long", "short"))
        k -= 1
    return False


_WHICH: Final = frozenset(
    [
        "of",
        "from",
        "the",
        "any",
        "all",
        "every",
        "each",
        "my",
        "our",
        "your",
        "a",
        "open",
        "existing",
        "remaining",
        "out",
    ]
)


def level_of_side(found: list[Lexeme], i: int) -> None:
    """Read "10% target for longs, 6% for shorts" as "longs target 10%, shorts target 6%": the side stands first."""
    if not _is_side(found, i):
        return
    before = at(found, i - 1)
    k = i - 1 if before.text in ("for", "on", "with") else i
    last = k - 1
    first = last
    while first >= 0 and _belongs(found, first):
        first -= 1
    first += 1
    told = found[first : last + 1]
    if not any(
        any(one.has(word) for word in ("PCT", "USD", "RMULT", "NMULT", "MULT", "SPAN")) or one.has("IND", "atr")
        for one in told
    ):
        return
    words = [one for one in told if _names_level(one)]
    kind = words[0] if words else next((one for one in reversed(found[:first]) if _names_level(one)), None)
    if kind is None or _sentence(found, first) != _sentence(found, found.index(kind)):
        return
    amount = [one for one in told if not _names_level(one) and one.text != ":"]
    start = told[0].start
    side = Lexeme(found[i].text.removeprefix("for ").removeprefix("on "), start, found[i].end, found[i].meanings)
    moved = [
        Lexeme(side.text, start, start, side.meanings),
        Lexeme(kind.text, start, start, kind.meanings),
        *(Lexeme(one.text, one.start, one.end, one.meanings) for one in amount),
        Lexeme("", found[i].start, found[i].end, dict(_NOISE)),
    ]
    found[first : i + 1] = moved


def _is_side(found: list[Lexeme], i: int) -> bool:
    lexeme = found[i]
    if not lexeme.has("ACT", *_SIDES):
        return False
    led = at(found, i - 1).text in ("for", "on", "with")
    bare = lexeme.text in ("longs", "shorts", "long trades", "short trades", "long", "short")
    return (led and bare) or lexeme.text in ("for longs", "for shorts")


def _names_level(lexeme: Lexeme) -> bool:
    return lexeme.has("STOP") or lexeme.has("TARGET") or lexeme.has("TRAIL")


def _belongs(found: list[Lexeme], k: int) -> bool:
    """Return whether a word is part of a level: its amount, its name, a link between them, a length in brackets."""
    one = found[k]
    measured = any(one.has(word) for word in ("PCT", "USD", "RMULT", "NMULT", "MULT", "NUM")) or one.has("IND", "atr")
    linked = one.has("P", "of", "at") or one.text in (":", "x", "=", "(", ")", "the", "a", "is") or one.has("TIMES")
    return measured or _names_level(one) or linked


def _sentence(found: list[Lexeme], k: int) -> int:
    return sum(one.has("SIGN_MARK", ".", "\n", ";") for one in found[:k])


SIDES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    always_in,
    flat_between,
    side_leaves_after,
    side_is_left,
    level_of_side,
)
"""In the order in which they are told."""
