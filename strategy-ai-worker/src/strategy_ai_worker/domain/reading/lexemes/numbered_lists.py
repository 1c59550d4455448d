"""Conditions listed by numbers or letters, in both languages: "(1) A; (2) B. When both are true, buy", "①A；②B"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_CIRCLED: Final = frozenset("①②③④⑤⑥⑦⑧⑨⑩")
_DASHES: Final = frozenset(["-", "*", "•", "–", "·"])
_ROMAN: Final = frozenset(["ii", "iii", "iv", "vi"])
_ENDS: Final = (".", ";", "\n", ",")
_LONGEST: Final = 160
"""Lexemes of a list."""
_ANY: Final = ("任一", "任意", "其一", "之一", "任何", "任")
_MOST_WORDS: Final = 12
"""Words that say of a list that all of it holds."""
# fmt: off
_ALL_HOLD: Final = frozenset([
    "both", "all", "conditions", "condition", "met", "true", "hold", "holds", "are", "is", "of", "them", "these", "the",
    "line", "up", "agree", "signals", "satisfied", "fulfilled", "at", "same", "time", "those", "apply", "two", "three",
    "then", "happen", "together", "case",
    "两", "个", "项", "条", "件", "条件", "同时满足", "同时", "满足", "成立", "都", "就", "则", "时", "全部", "均",
    "三", "以上", "上述", "的", "且",
])
# fmt: on


def point_ends(found: list[Lexeme], k: int) -> int:
    """Return the place behind the point of a list, "a)", "(1)", "2.", "①", "-"; the same place where there is none."""
    if at(found, k).text in _DASHES or at(found, k).text in _CIRCLED:
        return k + 1
    opened = at(found, k).has("SIGN_MARK", "(")
    m = k + 1 if opened else k
    one, sign = at(found, m), at(found, m + 1)
    short = (len(one.text) == 1 and one.text.isalnum() and one.text.isascii()) or one.text in _ROMAN
    behind = sign.has("SIGN_MARK", ")") or (not opened and sign.has("SIGN_MARK", "."))
    of_settings = one.has("NUM") and not opened and at(found, k - 1).has("SIGN_MARK", ",")
    return m + 2 if short and behind and not of_settings else k


def numbered_parts(found: list[Lexeme], i: int) -> None:
    """Read "buy: (1) A; (2) B.", "buy if (1) A; (2) B." as "buy if A, B": no sign between the parts ends a sentence."""
    first = i + 2 if at(found, i + 1).has("SIGN_MARK", "\n") else i + 1
    if not _leads(found, i) or point_ends(found, first) == first or at(found, first).text in _DASHES:
        return
    places, end = _points(found, first)
    if len(places) < 2:
        return
    head = _head(found, i)
    any_one = any(one.has("EITHER") or one.text.startswith(_ANY) for one in head)
    acted = any(one.has("ACT") and not one.has("SER") for one in head)
    told = [] if acted else _told_behind(found, end)
    if not acted and not told:
        return
    if told:
        found[end : end + len(told)] = told
    for place in reversed(places):
        _unnumber(found, place, {"CONJ": "or"} if any_one else {"SIGN_MARK": ","}, is_first=place == first)
    if found[i].has("P", "of"):
        # "Two of (1) CCI(20)": a colon keeps the number from being a length.
        found[first] = meaning(found[first], {"SIGN_MARK": ":"}, ":")


def _leads(found: list[Lexeme], i: int) -> bool:
    """Return whether a numbered list can begin behind a lexeme: "conditions:", "buy if (1)", "at least two of (1)"."""
    asked = (found[i].has("MARK", "if") or found[i].has("P", "of")) and at(found, i + 1).has("SIGN_MARK", "(")
    return (asked or found[i].has("SIGN_MARK", ":")) and not at(found, i - 1).text.isdigit()


def _unnumber(found: list[Lexeme], place: int, joint: Meanings, *, is_first: bool) -> None:
    """Take away the point of a part, and let the sign before it join this part with the one before."""
    for k in range(place, point_ends(found, place)):
        found[k] = meaning(found[k], dict(_NOISE), "")
    parted = place - 1 if at(found, place - 1).has("SIGN_MARK", *_ENDS) else place
    if not is_first:
        found[parted] = meaning(found[parted], joint, "or" if "CONJ" in joint else ",")
    elif parted == place - 1 and at(found, parted).has("SIGN_MARK", "\n"):
        found[parted] = meaning(found[parted], dict(_NOISE), "")


def _head(found: list[Lexeme], i: int) -> list[Lexeme]:
    """Return the words of the sentence before a colon."""
    k = i
    while k > 0 and not found[k - 1].has("SIGN_MARK", ".", "\n", ";", "!"):
        k -= 1
    return found[k:i]


def _points(found: list[Lexeme], first: int) -> tuple[list[int], int]:
    """Return where the points of a list stand that hold no deed, and the place where the list ends."""
    places, k, end = [first], point_ends(found, first), len(found)
    while k < min(len(found), first + _LONGEST):
        one = found[k]
        if one.has("ACT") and not one.has("SER"):
            return places, _part_begins(found, k, places)
        point = point_ends(found, k + 1) if one.has("SIGN_MARK", *_ENDS) else k + 1
        joined = one.has("CONJ") and point_ends(found, k + 1) > k + 1
        if point > k + 1 or joined:
            places.append(k + 1)
            k = point_ends(found, k + 1)
            continue
        if one.has("SIGN_MARK", ".", "\n", ";"):
            return places, k
        k += 1
    return places, min(end, k)


def _part_begins(found: list[Lexeme], k: int, places: list[int]) -> int:
    """Return where the part begins in which a deed stands; it is no part of the list."""
    if places and not any(found[m].has("SIGN_MARK", ".", "\n", ";", ",") for m in range(places[-1], k)):
        return places.pop() - 1
    return next(m for m in range(k, -1, -1) if found[m].has("SIGN_MARK", *_ENDS))


def _told_behind(found: list[Lexeme], end: int) -> list[Lexeme]:
    """Return ". When both are true, buy" behind a list as ", buy"; nothing where no such words stand there."""
    k = end + 1
    while k < end + _MOST_WORDS and k < len(found) and not (found[k].has("ACT") and found[k].text not in _ALL_HOLD):
        one = found[k]
        words = set(one.text.split())
        known = words <= _ALL_HOLD or one.has("MARK") or one.has("BOTHOF") or one.has("WORST") or one.is_noise
        if not (known or one.has("SIGN_MARK", ",") or one.text in ("two", "three", "2", "3", "两个", "三个")):
            return []
        k += 1
    if k == end + 1 or k >= len(found) or not found[k].has("ACT"):
        return []
    silent = [meaning(one, dict(_NOISE), "") for one in found[end + 1 : k]]
    return [meaning(found[end], {"SIGN_MARK": ","}, ","), *silent]


NUMBERED: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (numbered_parts,)
