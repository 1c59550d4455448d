"""Chinese words about volume: its ratio to the days before, a word for it that the numbers behind it explain."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_USUAL_DAYS: Final = 5
_ENDS: Final = (".", ";", "\n")
_DAILY: Final = ("逐日", "逐", "每天", "每日", "天天", "一天比一天", "依次", "逐步", "逐根", "逐渐", "日")


def ratio_of_volume(found: list[Lexeme], i: int) -> None:
    """Read "量比大于2.5" as a volume above 2.5 times the average of the 5 days before; brackets behind may name the days."""
    if not found[i].has("VOLUMERATIO"):
        return
    k, days = i + 1, float(_USUAL_DAYS)
    before = True
    if at(found, k).has("SIGN_MARK", "("):
        last = next((m for m in range(k, len(found)) if found[m].has("SIGN_MARK", ")")), k)
        span = next((m for m in range(k, last) if found[m].has("SPAN")), None)
        if span is not None:
            days = float(str(found[span].get("NUM")))
            before = found[span - 1].has("LASTN", "prev") or found[span - 1].has("PREV")
        k = last + 1
    while at(found, k).is_noise or at(found, k).has("EQ"):
        k += 1
    verb, times = at(found, k), at(found, k + 1)
    value = times.get("MULT") or times.get("NUM")
    compared = verb.has("CMP", ">", "<", ">=", "<=") or verb.has("X")
    if not compared or not isinstance(value, float) or times.has("SPAN"):
        return
    way = verb.get("X")
    sign = str(verb.get("CMP")) if verb.has("CMP") else ">" if isinstance(way, tuple) and way[0] == "up" else "<"
    place = found[i]
    told = [
        Lexeme("成交量", place.start, place.end, {"SER": "volume"}),
        Lexeme(verb.text, verb.start, verb.end, {"CMP": sign}),
        Lexeme(f"{value:g}倍", times.start, times.end, {"MULT": value}),
        *([Lexeme("前", times.end, times.end, {"LASTN": "prev"})] if before else []),
        Lexeme(f"{days:g}日", times.end, times.end, {"SPAN": Span(days, "day"), "NUM": days}),
        Lexeme("均量", times.end, times.end, {"VOLAVG": "volume"}),
    ]
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 1 : k]]
    found[i : k + 2] = [told[0], *closing, *told[1:]]


def volume_explained(found: list[Lexeme], i: int) -> None:
    """Pass over "放量" where the same rule says how much: "放量突破20日高点，成交量大于前一日的两倍"."""
    if not found[i].has("VOLUMEWORD"):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS)), 0)
    last = next((k for k in range(i, len(found)) if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS)), len(found))
    for k in (k for k in range(first, last) if k != i and (found[k].has("SER", "volume") or found[k].has("VOLAVG"))):
        told = found[k + 1 : min(k + 4, last)]
        if any(one.has("CMP") or one.has("RISING") or one.has("MULT") or one.has("BI") for one in told):
            found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})
            return


def grows_daily(found: list[Lexeme], i: int) -> None:
    """Read "三连阳且成交量逐日放大" as the volume of each of these days above that of the one before it."""
    k = i + 1
    while at(found, k).text in _DAILY:
        k += 1
    led = at(found, i - 1).has("CONJ", "and") or at(found, i - 1).has("SIGN_MARK", ",")
    if not (found[i].has("SER", "volume") and k > i + 1 and at(found, k).has("RISING") and led):
        return
    days = _streak_before(found, i)
    if days is None or days < _LEAST:
        return
    place = found[i + 1]
    row = [
        Lexeme("连续", place.start, place.start, {"INAROW": 1}),
        Lexeme(f"{days - 1:g}日", place.start, place.end, {"SPAN": Span(days - 1, "bar"), "NUM": days - 1}),
    ]
    found[i + 1 : k] = row


_LEAST: Final = 2


def _streak_before(found: list[Lexeme], i: int) -> float | None:
    """Return over how many days the streak before a place runs: "三连阳", "连续三天收阳"."""
    for k in range(i - 1, max(-1, i - 8), -1):
        if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS):
            return None
        if found[k].has("NUM") and any(at(found, m).has("DAYCOLOR") for m in (k + 1, k + 2, k + 3)):
            return float(str(found[k].get("NUM")))
    return None
