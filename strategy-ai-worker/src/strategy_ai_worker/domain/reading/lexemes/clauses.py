"""Chinese rules without a pause between them, times of the day, and words that stand for levels."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span
from strategy_ai_worker.domain.reading.lexicon import Meanings

_VERBS: Final = ("X", "CMP", "RISING", "STATE", "HILO", "PATTERN", "MOVE", "SIGN", "CROSSNAME", "DAYCOLOR", "GAP")
_DEEDS: Final = ("buy", "sell", "exit", "short", "cover")
_OSCILLATORS: Final = ("stoch", "stoch_k")


def pause_between(found: list[Lexeme], i: int) -> None:
    """Read "MACD金叉买入死叉卖出" as two clauses: each has a condition and a deed of its own."""
    if not found[i].has("ACT", *_DEEDS) or found[i].has("HOLD") or _breaks(_at(found, i + 1)):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if _breaks(found[k])), 0)
    last = next((k for k in range(i + 1, len(found)) if _breaks(found[k])), len(found))
    said = any(one.has(verb) for one in found[first:i] for verb in _VERBS)
    follows = any(one.has(verb) and not one.has("ACT") for one in found[i + 1 : last] for verb in _VERBS)
    if said and follows and found[last - 1].has("ACT", *_DEEDS) and not _at(found, i + 1).has("CONJ"):
        found.insert(i + 1, Lexeme(",", found[i].end, found[i].end, {"SIGN_MARK": ","}))


def day_end(found: list[Lexeme], i: int) -> None:
    """Read "当天收盘平仓", "当日收盘时全部卖出" as the end of the position with its day."""
    led = _at(found, i - 1).has("TODAY") or i == 0 or _breaks(found[i - 1])
    if _at(found, i - 1).has("SPAN") or not (
        found[i].has("SESSION", "close") or (led and found[i].has("SER", "close"))
    ):
        return
    if found[i].text.endswith(("平仓", "卖出", "回补")):
        found[i] = _as(found[i], {"SESSION": "close"}, "收盘前平仓")
        return
    k = i + 1
    while _at(found, k).text in ("时", "前", "价", "全部", "就", "之前", "后", "一律", "强制", "必须", "的时候"):
        k += 1
    if _at(found, k).has("ACT", "sell", "exit", "cover") and _breaks(_at(found, k + 1)):
        for m in range(i + 1, k + 1):
            found[m] = _as(found[m], {"NOISE": True}, "")
        found[i] = _as(found[i], {"SESSION": "close"}, "收盘前平仓")


def minutes_before_close(found: list[Lexeme], i: int) -> None:
    """Read "收盘前15分钟平仓" as "15 minutes before the close"."""
    span = _at(found, i + 1).get("SPAN")
    timed = isinstance(span, Span) and span.unit in ("minute", "hour")
    if timed and found[i].has("SESSION", "close") and found[i].text.endswith("前"):
        found[i], found[i + 1] = _moved(found[i + 1], found[i]), _moved(found[i], found[i + 1])


def spoken_time(found: list[Lexeme], i: int) -> None:
    """Read "下午3点半", "10点30分" as one time of the day; "3点" of a stock is in the afternoon."""
    clock = found[i].get("CLOCK")
    if not isinstance(clock, int) or "点" not in found[i].text:
        return
    span = _at(found, i + 1).get("SPAN")
    if _at(found, i + 1).text == "半":
        clock += 30
        found[i + 1] = _as(found[i + 1], {"NOISE": True})
    elif isinstance(span, Span) and span.unit == "minute" and span.count < 60 and found[i + 1].text.endswith("分"):
        clock += int(span.count)
        found[i + 1] = _as(found[i + 1], {"NOISE": True})
    half = _at(found, i - 1).get("DAYHALF")
    if half is not None:
        found[i - 1] = _as(found[i - 1], {"NOISE": True})
    side = {"前": "earlier", "后": "later"}.get(_at(found, i + 1).text)
    if side is not None:
        found[i + 1] = _as(found[i + 1], {"TIMEREF": side}, f"之{found[i + 1].text}")
    round_the_clock = any("/" in str(one.get("SYM")) for one in found if one.has("SYM"))
    if clock < 720 and (half == "pm" or (half is None and 60 <= clock < 360 and not round_the_clock)):
        clock += 720
    found[i] = _as(found[i], {"CLOCK": clock})


def half_of_day(found: list[Lexeme], i: int) -> None:
    """Read "只在上午交易" as bars before noon."""
    half = found[i].get("DAYHALF")
    if half is None or _at(found, i + 1).has("CLOCK"):
        return
    place = found[i]
    found[i] = _as(place, {"CMP": "<" if half == "am" else ">="})
    found.insert(i + 1, Lexeme("12点", place.start, place.end, {"CLOCK": 720}))


def place_of_cross(found: list[Lexeme], i: int) -> None:
    """Read "KDJ低位金叉", "高位死叉" as the cross in the zone of that name: oversold below, overbought above."""
    zone = {"低位": "oversold", "高位": "overbought"}.get(found[i].text)
    cross = _at(found, i + 1)
    if zone is None or not (cross.has("X") or cross.has("CROSSNAME")):
        return
    named = next((one.get("IND") for one in reversed(found[:i]) if one.has("IND")), None)
    level: Meanings = {"STATE": zone}
    if named in ("macd", "macd_signal", "macd_hist"):
        level = {"CMP": "<" if zone == "oversold" else ">"}
    elif named not in _OSCILLATORS:
        return
    told = [Lexeme("超卖" if zone == "oversold" else "超买", cross.end, cross.end, level)]
    if "CMP" in level:
        told.append(Lexeme("零轴", cross.end, cross.end, {"NUM": 0.0, "AXIS": True}))
    else:
        told.insert(0, Lexeme("k值", cross.end, cross.end, {"IND": "stoch_k"}))
    found[i : i + 2] = [*_cross_of(found, i, cross), *told]


def level_of_cross(found: list[Lexeme], i: int) -> None:
    """Read "KDJ在20以下金叉" as the cross and %K below that level: two lines cross, no level is crossed."""
    side, cross = _at(found, i + 1), _at(found, i + 2)
    named = next((one.get("IND") for one in reversed(found[:i]) if one.has("IND")), None)
    lines = named in ("stoch", "stoch_k", "stoch_d") and cross.text in ("金叉", "死叉", "形成金叉", "形成死叉")
    if not lines or set(found[i].meanings) != {"NUM"} or not side.has("CMP", "<", ">"):
        return
    level = found[i]
    first = i - 1 if _at(found, i - 1).has("EQ") else i
    told = [
        Lexeme("k值", cross.end, cross.end, {"IND": "stoch_k"}),
        Lexeme(side.text, cross.end, cross.end, {"CMP": side.get("CMP")}),
        Lexeme(level.text, cross.end, cross.end, level.meanings),
    ]
    found[first : i + 3] = [*_cross_of(found, first, cross), *told]


def _cross_of(found: list[Lexeme], first: int, cross: Lexeme) -> list[Lexeme]:
    """Return the cross of the oscillator, named again where the clause leaves its name out, and an "and"."""
    named = next(one.get("IND") for one in reversed(found[:first]) if one.has("IND"))
    oscillator = "stoch" if named in (*_OSCILLATORS, "stoch_d") else named
    again = (
        [] if found[first - 1].has("IND", oscillator) else [Lexeme("", cross.start, cross.start, {"IND": oscillator})]
    )
    return [*again, cross, Lexeme("且", cross.end, cross.end, {"CONJ": "and"})]


def unnamed_band(found: list[Lexeme], i: int) -> None:
    """Read "下轨" as that of the Bollinger bands where no channel is named: the settings are then an assumption."""
    rails = ("上轨", "下轨", "中轨", "上轨线", "下轨线", "中轨线")
    if found[i].text not in rails or any(one.text in rails for one in found[:i]):
        return
    if not any(one.has("IND", "bb", "keltner", "donchian") or one.has("BANDWORD") for one in found if one.text != "线"):
        found.insert(i, Lexeme("布林带", found[i].start, found[i].start, {"IND": "bb"}))


def broken_extreme(found: list[Lexeme], i: int) -> None:
    """Read "升穿20天高位" as a close beyond the extreme, as "突破20天高位" is."""
    way = found[i].get("X")
    if not isinstance(way, tuple) or not _at(found, i + 1).has("SPAN"):
        return
    k = i + 3 if _at(found, i + 2).has("ZHOF") else i + 2
    if _at(found, k).text in ("新高", "新低"):
        found[k] = _as(found[k], {"SER": "high" if found[k].text == "新高" else "low"})
    if _at(found, k).has("SER", "high", "low") or _at(found, k).has("HILO"):
        found[i] = _as(found[i], {**found[i].meanings, "X": (way[0], "weak")})


def _at(found: list[Lexeme], i: int) -> Lexeme:
    return found[i] if 0 <= i < len(found) else Lexeme("", 0, 0, {})


def _as(lexeme: Lexeme, meanings: Meanings, text: str | None = None) -> Lexeme:
    return Lexeme(lexeme.text if text is None else text, lexeme.start, lexeme.end, meanings)


def _moved(lexeme: Lexeme, place: Lexeme) -> Lexeme:
    return Lexeme(lexeme.text, place.start, place.end, lexeme.meanings)


def _breaks(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK", ",", ".", ";", "\n", ":", "!", "?", "(", ")") or not lexeme.meanings
