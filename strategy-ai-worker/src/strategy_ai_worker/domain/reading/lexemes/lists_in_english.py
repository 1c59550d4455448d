"""English lists of conditions: which of them are enough, of which none may be, and what is said of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.announced_in_english import separators_of
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexemes.numbered_lists import point_ends
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_ALL_THESE: Final = frozenset(
    ["these", "them", "those", "the", "following", "conditions", "two", "three", "four", "listed", "below", "things"]
)
_ARE_TRUE: Final = frozenset(
    ["holds", "hold", "true", "case", "applies", "apply", "met", "happens", "happen", "fulfilled", "satisfied", "the"]
)
_LONGEST_LIST: Final = 120
"""Lexemes of a list whose parts are looked for."""


def one_of_list(found: list[Lexeme], i: int) -> None:
    """Read "at least one of these holds: A, or B" as "either A or B", "all of these hold: A, B" as both."""
    if not found[i].has("EITHER") and not found[i].has("BOTHOF"):
        return
    end = _head_ends(found, i + 1)
    if end is None or separators_of(found, end):
        return  # Parts with a sign between them are joined at the colon.
    if any(one.text in ("these", "following", "those", "them") for one in found[i + 1 : end]):
        _silence(found, i + 1, end if found[i].has("BOTHOF") else end + 1)
        if found[i].has("EITHER"):
            _lines_joined(found, end + 1)
        else:
            found[i] = meaning(found[i], dict(_NOISE), "")


def none_of_list(found: list[Lexeme], i: int) -> None:
    """Read "as long as neither of these is true: A or B" as "unless either A or B"."""
    led, refused = found[i], at(found, i + 1)
    if not led.has("MARK", "only", "if") or refused.text not in ("neither", "none", "neither of", "none of"):
        return
    end = _head_ends(found, i + 2)
    if end is None or not any(one.text in ("these", "following", "those", "them") for one in found[i + 2 : end]):
        return
    found[i] = meaning(led, {"MARK": "unless"}, "unless")
    found[i + 1] = meaning(refused, {"EITHER": "or"}, "either")
    _silence(found, i + 2, end + 1)
    _lines_joined(found, end + 1)


def neither_is(found: list[Lexeme], i: int) -> None:
    """Read "(sell when) neither is true", "neither of them holds" as none of them."""
    k = i + 1
    while at(found, k).has("P", "of") or at(found, k).text in ("them", "these", "the", "two", "one", "condition"):
        k += 1
    verb, behind = at(found, k), at(found, k + 1)
    holds = verb.text in ("holds", "applies") or (
        verb.has("EQ") and behind.text in ("true", "met", "the", "fulfilled", "satisfied")
    )
    if found[i].text in ("neither", "neither of") and holds and at(found, i - 1).has("MARK", "if"):
        found[i] = meaning(found[i], {"UNK": "none"}, "none")
        for m in range(i + 1, k):
            found[m] = meaning(found[m], dict(_NOISE), "of")


def one_is_enough(found: list[Lexeme], i: int) -> None:
    """Read "buy (any one is enough): A, B" as "buy when any of these: A, B"."""
    opened = found[i].has("SIGN_MARK", "(") or found[i].text == "-"
    close = next((k for k in range(i + 1, i + 8) if at(found, k).has("SIGN_MARK", ")", ":")), None)
    if not opened or close is None or not _says_enough(found[i + 1 : close]):
        return
    colon = close if at(found, close).has("SIGN_MARK", ":") else close + 1
    if not at(found, colon).has("SIGN_MARK", ":"):
        return
    start = found[i].start
    _silence(found, i, colon + 1)
    found[i] = Lexeme("when", start, start, {"MARK": "if"})
    found[i + 1] = meaning(found[i + 1], {"EITHER": "or"}, "any of")
    _lines_joined(found, colon + 1)


def _says_enough(words: list[Lexeme]) -> bool:
    """Return whether words say that one of a list will do: "any one is enough", "either one will do"."""
    said = " ".join(one.text for one in words)
    return said.startswith(("any", "either", "one ", "just one", "only one", "at least one")) and any(
        word in said for word in ("enough", "suffices", "sufficient", "will do", "does it", "counts", "needed", "of")
    )


def _head_ends(found: list[Lexeme], k: int) -> int | None:
    """Return the place of the colon of "... these conditions is true:", or None where none stands there."""
    for m in range(k, k + 9):
        one = at(found, m)
        if one.has("SIGN_MARK", ":"):
            return m
        if not (one.text in _ALL_THESE or one.text in _ARE_TRUE or one.has("EQ") or one.has("P", "of") or one.is_noise):
            return None
    return None


def _silence(found: list[Lexeme], first: int, last: int) -> None:
    for k in range(first, last):
        found[k] = meaning(found[k], dict(_NOISE))


def _lines_joined(found: list[Lexeme], k: int) -> None:
    """Join the lines of a list, "a) A", "- B", by "or": each line end would begin a sentence."""
    begun, last = False, min(len(found), k + _LONGEST_LIST)
    while k < last:
        breaks = found[k].has("SIGN_MARK", "\n", ";")
        point = point_ends(found, k + 1 if breaks else k)
        if breaks and begun and point == k + 1:
            return
        if breaks or (point > k and (not begun or at(found, k - 1).has("SIGN_MARK", ","))):
            _silence(found, k, point)
            if begun:
                found[k] = meaning(found[k], {"CONJ": "or"}, "or")
        if found[k].has("SIGN_MARK", "."):
            return
        begun, k = begun or point > k or not breaks, max(point, k + 1)


_THINGS: Final = ("SPAN", "NUM", "IND", "AVG", "SER", "PART", "BANDWORD", "SYM", "DEV", "HILO")
_NOUNS: Final = ("IND", "AVG", "SER", "PART", "HILO")
_VERBS: Final = ("CMP", "X", "SIGN", "STATE", "RISING", "TOUCH", "BREAKS")
_MOST_THINGS: Final = 24


def said_of_both(found: list[Lexeme], i: int) -> None:
    """Read "A and B are both positive", "A, B and C are all above 50" as the same said of each."""
    all_of_them = found[i].text in ("both", "all", "each")
    verb = i + 1 if all_of_them else 0
    while all_of_them and (at(found, verb).has("EQ") or at(found, verb).is_noise) and not _is_verb(at(found, verb)):
        verb += 1
    if not all_of_them or not _is_verb(at(found, verb)) or not _is_thing(at(found, i - 1), at(found, i - 2)):
        return
    last = i - 1 if at(found, i - 1).has("EQ") and not at(found, i - 1).has("SER") else i
    links = _links_before(found, last)
    if not links or at(found, links[0]).has("CONJ", "or"):
        return
    end = _said_ends(found, verb)
    told = [Lexeme("is", found[i].start, found[i].start, {"EQ": "is", "NOISE": True}), *found[verb:end]]
    noun = next((one for one in reversed(found[links[0] : last]) if any(one.has(word) for word in _NOUNS)), None)
    found[i] = meaning(found[i], dict(_NOISE), "")
    for link, before in zip(links, [*links[1:], None], strict=True):
        start, begin = found[link].start, link - 4 if before is None else before + 1
        named = any(one.has(word) for one in found[max(0, begin) : link] for word in _NOUNS)
        shared = [] if named or noun is None else [noun]
        found[link] = meaning(found[link], {"CONJ": "and"}, "and")
        found[link:link] = [Lexeme(one.text, start, start, one.meanings) for one in (*shared, *told)]


def _is_verb(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in _VERBS) and not (lexeme.has("MOVE") and lexeme.has("PART"))


def _is_thing(before: Lexeme, ahead: Lexeme) -> bool:
    """Return whether a list of things ends before "both": "RSI and MFI are | both"."""
    one = ahead if before.has("EQ") else before
    return any(one.has(word) for word in _THINGS) or one.has("SIGN_MARK", ")")


def _links_before(found: list[Lexeme], last: int) -> list[int]:
    """Return the places, the last first, of the "and" and the commas between the things named before a verb."""
    links: list[int] = []
    depth, seen = 0, False
    for k in range(last - 1, max(-1, last - _MOST_THINGS), -1):
        one = found[k]
        depth += one.has("SIGN_MARK", ")") - one.has("SIGN_MARK", "(")
        inside = depth > 0 or one.has("SIGN_MARK", "(")
        thing = any(one.has(word) for word in _THINGS)
        if not inside and (one.has("CONJ", "and", "or") or one.has("SIGN_MARK", ",")):
            joins = bool(links) or one.has("CONJ")
            if not seen or not joins or (links and one.has("CONJ")):
                break
            links, seen = [*links, k], False
        elif inside or thing or one.is_noise or one.has("P", "of"):
            seen = seen or thing
        else:
            break
    return links if seen else links[:-1]


def _said_ends(found: list[Lexeme], verb: int) -> int:
    """Return the place behind what is said: up to the next sign, link or deed."""
    k = verb + 1
    while k < len(found) and k < verb + _MOST_THINGS:
        one = found[k]
        ends = one.has("SIGN_MARK", ",", ".", ";", "\n", ":", "!", "?") or one.has("CONJ") or one.has("MARK", "if")
        if ends or (one.has("ACT") and not one.has("SER")):
            break
        k += 1
    return k


LISTS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    none_of_list,
    neither_is,
    one_is_enough,
    one_of_list,
    said_of_both,
)
