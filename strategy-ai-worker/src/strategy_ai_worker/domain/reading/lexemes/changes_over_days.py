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
    plain = (moved.has("MOVE") or moved.has("RISING")) and not (moved.has("IND") or moved.text.endswith("ing"))
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
    if (
        stretch is None
        or not stretched
        or _is_of_thing(found, k + 1)
        or any(one.has("PCT") for one in found[k + 1 : k + 6])
    ):
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
    ends = (
        behind.has("MARK")
        or behind.has("ACT")
        or behind.has("SIGN_MARK")
        or behind.has("CONJ")
        or behind.text in ("的", "了")
    )
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


def asset_at_time(found: list[Lexeme], i: int) -> None:
    """Read "微软在14日RSI低于55的时候" as the time when that is so: the asset is not compared with the RSI."""
    if found[i].text != "在" or not found[i].has("EQ") or not at(found, i - 1).has("SYM"):
        return
    end = next((k for k in range(i + 1, i + 12) if at(found, k).has("SIGN_MARK", ",", ".", ";", "\n")), i + 12)
    inside = found[i + 1 : end]
    timed = any(one.text in ("的时候", "时", "时候", "之时", "的时侯") for one in inside)
    if timed and any(one.has("CMP") or one.has("X") for one in inside) and any(one.has("IND") for one in inside[:3]):
        found[i] = meaning(found[i], {"MARK": "if", "NOISE": True}, "当")


def walks_out(found: list[Lexeme], i: int) -> None:
    """Read "走出一根锤子线" as forming it: nobody leaves."""
    k = i + 2 if at(found, i + 1).has("SIGN_MARK", ",") else i + 1
    if found[i].text != "走" or not found[i].has("ACT") or at(found, k).text != "出":
        return
    m = k + 1
    while (
        at(found, m).has("SPAN") or at(found, m).text in ("了", "一个", "一", "根", "个") or at(found, m).has("STATE")
    ):
        m += 1
    if at(found, m).has("PATTERN") or at(found, m).has("DAYCOLOR"):
        found[i : k + 1] = [Lexeme("走出", found[i].start, found[k].end, {"MARK": "if"})]


CHANGES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (change_over_days,)
