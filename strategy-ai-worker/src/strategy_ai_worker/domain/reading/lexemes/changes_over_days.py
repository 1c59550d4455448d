"""What a price has done over some days, in both languages: "has risen over the last 90 days", "过去90天上涨"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_OVER: Final = ("over", "during", "in", "within", "across", "through")
_MEASURES: Final = ("IND", "AVG", "PART")


def change_over_days(found: list[Lexeme], i: int) -> None:
    """Read "has risen over the last 90 days" as a return above zero: no streak of 90 days, and no line is passed."""
    moved = found[i]
    glued = moved.has("X") and moved.text.endswith(" over") and moved.text.split(" ")[0] in _VERBS
    plain = (moved.has("MOVE") or moved.has("RISING")) and not moved.text.endswith("ing")
    if not (glued or plain) or any(_subject(found, i).has(word) for word in ("NUM", "PCT", "INAROW")):
        return
    k = i + 1
    led = at(found, k)
    if not glued and not (led.has("WITHIN") and led.text.startswith(_OVER)) and not led.has("P", "in"):
        return
    k = k if glued else k + 1
    while at(found, k).text in ("the", "past") or at(found, k).has("LASTN"):
        k += 1
    stretch = _stretch(found, k)
    stretched = stretch is not None and (k > i + 2 or led.has("WITHIN"))
    if stretch is None or not stretched or _is_of_thing(found, k + 1):
        return
    way = _VERBS.get(moved.text.split(" ")[0]) or str(moved.get("MOVE") or moved.get("RISING"))
    start = moved.end
    measured = any(_subject(found, i).has(word) for word in _MEASURES)
    sign = ">" if way == "up" else "<"
    if measured:
        told = [
            Lexeme("is", moved.start, start, {"EQ": "is", "NOISE": True}),
            Lexeme("higher than" if way == "up" else "lower than", start, start, {"CMP": sign}),
            stretch,
            Lexeme("ago", found[k].end, found[k].end, {"AGO": "ago"}),
        ]
    else:
        told = [
            meaning(moved, {"MOVE": way}),
            Lexeme("more than", start, start, {"CMP": ">"}),
            Lexeme("0%", start, start, {"PCT": 0.0}),
            Lexeme("over the last", start, start, {"WITHIN": "within"}),
            stretch,
        ]
    found[i : k + 1] = told


def _stretch(found: list[Lexeme], k: int) -> Lexeme | None:
    """Return the length at a place: "90 days", or the "month" of "over the last month"."""
    one = at(found, k)
    before, unit = at(found, k - 1), one.get("UNIT")
    if one.has("SPAN"):
        return one
    if unit in ("week", "month", "year") and ("last" in before.text or "past" in before.text):
        return Lexeme(f"1 {unit}", one.start, one.end, {"NUM": 1.0, "SPAN": Span(1.0, str(unit))})
    return None


_VERBS: Final = {
    "risen": "up", "rose": "up", "climbed": "up", "gained": "up", "up": "up", "rallied": "up", "advanced": "up",
    "fallen": "down", "fell": "down", "dropped": "down", "declined": "down", "lost": "down", "down": "down",
}  # fmt: skip


def _subject(found: list[Lexeme], i: int) -> Lexeme:
    """Return what stands before a verb and its auxiliaries."""
    k = i - 1
    while k >= 0 and (found[k].has("EQ") or found[k].has("WASBEFORE")) and not found[k].has("SER"):
        k -= 1
    if at(found, k).has("SIGN_MARK", ")"):
        opened = next((m for m in range(k, max(-1, k - 9), -1) if found[m].has("SIGN_MARK", "(")), k)
        k = opened - 1
    one = at(found, k)
    return meaning(one, {"IND": "volume"}) if one.has("SER", "volume") else one


def _is_of_thing(found: list[Lexeme], k: int) -> bool:
    """Return whether a length belongs to a noun behind it: "over the last 20 days' high"."""
    return any(at(found, k).has(word) for word in ("AVG", "HILO", "IND", "INAROW", "VOLAVG")) or at(found, k).has("SER")


def change_in_chinese(found: list[Lexeme], i: int) -> None:
    """Read "过去90天上涨", "最近20天是跌的" as a return above, below zero: only "连续" tells of each day."""
    if not found[i].has("LASTN", "last") or not at(found, i + 1).has("SPAN") or at(found, i - 1).has("INAROW"):
        return
    k = i + 2
    while at(found, k).has("EQ", "is") or at(found, k).text in (*_WHOLE, *_EACH):
        k += 1
    moved, behind = at(found, k), at(found, k + 1)
    if moved.has("X") and moved.text in ("上涨超过", "下跌超过") and behind.has("PCT"):
        middle, up = moved.start + 2, moved.text.startswith("上")
        found[k : k + 1] = [
            Lexeme(moved.text[:2], moved.start, middle, {"MOVE": "up" if up else "down"}),
            Lexeme(moved.text[2:], middle, moved.end, {"CMP": ">"}),
        ]
        return
    way = moved.get("MOVE")
    if way not in ("up", "down") or moved.has("IND") or at(found, i - 1).has("SER", "volume"):
        return
    if any(one.text in _EACH for one in found[i + 2 : k]):
        found[i] = meaning(found[i], {"INAROW": 1}, "连续")
        del found[i + 2 : k]
        return
    ends = behind.has("MARK") or behind.has("ACT") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.is_noise
    place = moved
    if ends or behind.text == "":
        found[k : k + 1] = [
            Lexeme("涨幅", place.start, place.start, {"IND": "roc"}),
            Lexeme("大于" if way == "up" else "小于", place.start, place.start, {"CMP": ">" if way == "up" else "<"}),
            Lexeme(place.text, place.start, place.end, {"NUM": 0.0}),
        ]
    else:
        return
    del found[i + 2 : k]


_WHOLE: Final = ("内", "里", "总体", "整体", "累计", "一共", "共")
_EACH: Final = ("都", "每天都", "天天", "每天", "一直", "持续")

CHANGES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (change_over_days,)
