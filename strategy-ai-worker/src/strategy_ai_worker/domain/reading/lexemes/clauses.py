"""Chinese rules without a pause between them, times of the day, and words that stand for levels."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning, moved
from strategy_ai_worker.domain.reading.lexicon import Meanings

_VERBS: Final = (
    "X",
    "CMP",
    "RISING",
    "STATE",
    "HILO",
    "PATTERN",
    "MOVE",
    "SIGN",
    "CROSSNAME",
    "DAYCOLOR",
    "GAP",
    "WEEKDAY",
)
_DEEDS: Final = ("buy", "sell", "exit", "short", "cover")
_SUBJECT: Final = ("SYM", "SER", "TF", "SPAN", "AVG", "IND", "ZHOF", "PREV", "TODAY", "VOLAVG", "NAMEDAVG")
_OSCILLATORS: Final = ("stoch", "stoch_k")


def pause_between(found: list[Lexeme], i: int) -> None:
    """Read "MACD金叉买入死叉卖出" as two clauses: each has a condition and a deed of its own."""
    if not found[i].has("ACT", *_DEEDS) or found[i].has("HOLD") or _breaks(at(found, i + 1)):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if _breaks(found[k])), 0)
    last = next((k for k in range(i + 1, len(found)) if _breaks(found[k])), len(found))
    said = any(one.has(verb) for one in found[first:i] for verb in _VERBS)
    follows = any(one.has(verb) and not one.has("ACT") for one in found[i + 1 : last] for verb in _VERBS)
    acts = any(one.has("ACT", *_DEEDS) for one in found[i + 2 : last])
    if said and follows and acts and not at(found, i + 1).has("CONJ"):
        found.insert(i + 1, Lexeme(",", found[i].end, found[i].end, {"SIGN_MARK": ","}))


def named_twice(found: list[Lexeme], i: int) -> None:
    """Read "Russell 2000 (IWM)", "罗素2000(IWM)" as the fund in the brackets: the index says what it follows."""
    index = found[i].get("SYM")
    bracketed = at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 3).has("SIGN_MARK", ")")
    again = isinstance(index, tuple) and (str(index[0]).startswith("^") or _same(found, i))
    again = again or found[i].text in _MARKETS
    if again and bracketed and at(found, i + 2).has("SYM"):
        found[i] = meaning(found[i], found[i + 2].meanings, found[i + 2].text)
        for k in range(i + 1, i + 4):
            found[k] = meaning(found[k], {"FILLER": "", "NOISE": True}, "")


_MARKETS: Final = frozenset(["market", "the market", "stock market", "broad market", "index", "benchmark", "大盘"])


def also_inside(found: list[Lexeme], i: int) -> None:
    """Read "X is also above Y" as "X is above Y": "also" links nothing behind a verb."""
    if found[i].has("CONJ", "and") and found[i].text in ("also", "additionally") and at(found, i - 1).has("EQ"):
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})


def top_counted(found: list[Lexeme], i: int) -> None:
    """Read "top-3" as "top 3"."""
    hyphen = at(found, i + 1)
    counted = hyphen.text == "-" and at(found, i + 2).has("NUM") and found[i].end == hyphen.start
    if found[i].has("BEST") and counted and at(found, i + 2).start == hyphen.end:
        found[i + 1] = meaning(hyphen, {"FILLER": "", "NOISE": True}, "")


def against_another(found: list[Lexeme], i: int) -> None:
    """Read the "relative strength" against an asset as such a comparison, and not as the RSI."""
    against = at(found, i + 1).has("P", "against", "to") or at(found, i + 1).text in ("compared", "over")
    named = any(at(found, k).has("SYM") for k in (i + 2, i + 3))
    if found[i].has("IND", "rsi") and found[i].text == "relative strength" and against and named:
        found[i] = meaning(found[i], {"UNK": found[i].text})


def _same(found: list[Lexeme], i: int) -> bool:
    return found[i].get("SYM") == at(found, i + 2).get("SYM")


def day_end(found: list[Lexeme], i: int) -> None:
    """Read "当天收盘平仓", "当日收盘时全部卖出" as the end of the position with its day."""
    led = at(found, i - 1).has("TODAY") or i == 0 or _breaks(found[i - 1])
    if at(found, i - 1).has("SPAN") or not (found[i].has("SESSION", "close") or (led and found[i].has("SER", "close"))):
        return
    if found[i].text.endswith(("平仓", "卖出", "回补")):
        found[i] = meaning(found[i], {"SESSION": "close"}, "收盘前平仓")
        return
    k = i + 1
    while at(found, k).text in ("时", "前", "价", "全部", "就", "之前", "后", "一律", "强制", "必须", "的时候"):
        k += 1
    if at(found, k).has("ACT", "sell", "exit", "cover") and _breaks(at(found, k + 1)):
        for m in range(i + 1, k + 1):
            found[m] = meaning(found[m], {"NOISE": True}, "")
        found[i] = meaning(found[i], {"SESSION": "close"}, "收盘前平仓")


def minutes_before_close(found: list[Lexeme], i: int) -> None:
    """Read "收盘前15分钟平仓" as "15 minutes before the close"."""
    span = at(found, i + 1).get("SPAN")
    timed = isinstance(span, Span) and span.unit in ("minute", "hour")
    if timed and found[i].has("SESSION", "close") and found[i].text.endswith("前"):
        found[i], found[i + 1] = moved(found[i + 1], found[i]), moved(found[i], found[i + 1])


def spoken_time(found: list[Lexeme], i: int) -> None:
    """Read "下午3点半", "10点30分" as one time of the day; "3点" of a stock is in the afternoon."""
    clock = found[i].get("CLOCK")
    if not isinstance(clock, int) or "点" not in found[i].text:
        return
    span = at(found, i + 1).get("SPAN")
    if at(found, i + 1).text == "半":
        clock += 30
        found[i + 1] = meaning(found[i + 1], {"NOISE": True})
    elif isinstance(span, Span) and span.unit == "minute" and span.count < 60 and found[i + 1].text.endswith("分"):
        clock += int(span.count)
        found[i + 1] = meaning(found[i + 1], {"NOISE": True})
    half = at(found, i - 1).get("DAYHALF")
    if half is not None:
        found[i - 1] = meaning(found[i - 1], {"NOISE": True})
    side = {"前": "earlier", "后": "later"}.get(at(found, i + 1).text)
    if side is not None:
        found[i + 1] = meaning(found[i + 1], {"TIMEREF": side}, f"之{found[i + 1].text}")
    round_the_clock = any("/" in str(one.get("SYM")) for one in found if one.has("SYM"))
    if clock < 720 and (half == "pm" or (half is None and 60 <= clock < 360 and not round_the_clock)):
        clock += 720
    found[i] = meaning(found[i], {"CLOCK": clock})


def half_of_day(found: list[Lexeme], i: int) -> None:
    """Read "只在上午交易" as bars before noon."""
    half = found[i].get("DAYHALF")
    if half is None or at(found, i + 1).has("CLOCK"):
        return
    place = found[i]
    found[i] = meaning(place, {"CMP": "<" if half == "am" else ">="})
    found.insert(i + 1, Lexeme("12点", place.start, place.end, {"CLOCK": 720}))


def place_of_cross(found: list[Lexeme], i: int) -> None:
    """Read "KDJ低位金叉", "高位死叉" as the cross in the zone of that name: oversold below, overbought above."""
    zone = {"低位": "oversold", "高位": "overbought"}.get(found[i].text)
    cross = at(found, i + 1)
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
    side, cross = at(found, i + 1), at(found, i + 2)
    if not side.has("CMP", "<", ">"):
        return
    named = next((one.get("IND") for one in reversed(found[:i]) if one.has("IND")), None)
    lines = named in ("stoch", "stoch_k", "stoch_d") and cross.text in ("金叉", "死叉", "形成金叉", "形成死叉")
    if not lines or set(found[i].meanings) != {"NUM"}:
        return
    level = found[i]
    first = i - 1 if at(found, i - 1).has("EQ") else i
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


def turn_of_trend(found: list[Lexeme], i: int) -> None:
    """Read "翻空卖出", "由多转空平仓" as the turn of the trend line: the deed is named behind it."""
    turn = found[i].has("STATE", "bullish", "bearish") and found[i].has("ACT")
    k = i + 2 if at(found, i + 1).text in ("时", "后", "就") else i + 1
    if not turn or not at(found, k).has("ACT", *_DEEDS):
        return
    found[i] = meaning(found[i], {key: value for key, value in found[i].meanings.items() if key != "ACT"})
    named = next((one for one in reversed(found[:i]) if one.has("IND")), None)
    if named is not None and (i == 0 or _breaks(found[i - 1])):
        found.insert(i, Lexeme(named.text, found[i].start, found[i].start, named.meanings))


def gains_sell_all(found: list[Lexeme], i: int) -> None:
    """Read "涨20%全部卖出" as a gain of the position: nothing else names what has risen."""
    rise = found[i].has("MOVE", "up") and found[i].text in ("涨", "上涨", "涨到", "涨了", "升", "再涨")
    if not (rise and at(found, i + 1).has("PCT")):
        return
    k = i + 2
    while at(found, k).text in ("时", "后", "就", "再", "全部", "全", "以上", "之后"):
        k += 1
    free = i == 0 or _breaks(found[i - 1])
    parts = any(one.has("HALFOF") for one in found[:i])
    if free and parts and at(found, k).has("ACT", "sell", "exit"):
        found[i] = meaning(found[i], {"TARGET": "target"}, "止盈")
        for m in range(i + 2, k + 1):
            found[m] = meaning(found[m], {"NOISE": True}, "")


def yearly_season(found: list[Lexeme], i: int) -> None:
    """Read "每年11月到次年4月" as the months: every year is meant anyway."""
    if found[i].has("PERIODIC", "yearly") and at(found, i + 1).has("MONTH"):
        found[i] = meaning(found[i], {"NOISE": True})


def order_without_deed(found: list[Lexeme], i: int) -> None:
    """Read "挂限价单", "挂限价买单" as buying by that order where no other words buy."""
    if not found[i].has("ORDER", "limit") or not found[i].text.startswith("挂"):
        return
    if not any(one.has("ACT", "buy", "short") for one in found):
        found.insert(i + 1, Lexeme("买入", found[i].end, found[i].end, {"ACT": "buy"}))


def below_the_close(found: list[Lexeme], i: int) -> None:
    """Read "收盘价下方2%挂限价单" as "低于收盘价2%": the side stands before the price."""
    side, share = at(found, i + 1), at(found, i + 2)
    price = found[i].has("SER", "close", "price") or found[i].has("FILLAT", "same_close")
    ordered = any(at(found, k).has("ORDER") for k in range(i + 3, i + 6))
    if price and ordered and side.text in _SIDES and share.has("PCT"):
        dated = 1 if at(found, i - 1).has("TODAY") or at(found, i - 1).has("PREV", 1) else 0
        if at(found, i - 1 - dated).text in ("在", "于", "以"):
            found[i - 1 - dated] = meaning(found[i - 1 - dated], {"NOISE": True}, "")
        found[i] = meaning(found[i], {"SER": "close"}, "收盘价")
        found[i], found[i + 1] = (
            Lexeme(side.text, found[i].start, found[i].end, {"CMP": _SIDES[side.text]}),
            moved(found[i], side),
        )
        if dated:
            found[i - 1] = meaning(found[i - 1], {"NOISE": True}, "")


_SIDES: Final = {"下方": "<", "之下": "<", "以下": "<", "上方": ">", "之上": ">", "以上": ">"}


def demand_before_subject(found: list[Lexeme], i: int) -> None:
    """Read "标普500须高于均线", "周线收盘必须在均线上方" with the demand before the subject that it would part from its verb."""  # noqa: E501
    verb, first = at(found, i + 1), i
    demands = found[i].has("MARK", "only") and found[i].text in ("须", "需", "必须", "需要", "要求", "也必须", "一定要")
    if not demands or not (verb.has("CMP") or verb.has("X") or verb.has("EQ")):
        return
    while any(at(found, first - 1).has(word) for word in _SUBJECT) and not at(found, first - 1).has("CONJ"):
        first -= 1
    if first < i:
        place = found[first]
        found.insert(first, Lexeme(found[i].text, place.start, place.start, found[i].meanings))
        found[i + 1] = Lexeme("", found[i + 1].start, found[i + 1].end, {"NOISE": True})


def held_longer_than(found: list[Lexeme], i: int) -> None:
    """Read "持有超过20天也卖出" as a longest time to hold."""
    more = at(found, i + 1)
    if found[i].has("HOLD") and more.has("CMP", ">", ">=") and at(found, i + 2).has("SPAN"):
        found[i] = meaning(found[i], {"HOLD": "hold"}, "最多持有")
        found[i + 1] = meaning(more, {"NOISE": True}, "")


def only_while(found: list[Lexeme], i: int) -> None:
    """Read "只在X时买入" as "只有X时买入": the condition stands between the two words."""
    if found[i].text not in ("只在", "仅在", "只能在") or not found[i].has("MARK", "only"):
        return
    last = next((k for k in range(i + 1, len(found)) if _breaks(found[k])), len(found))
    if found[last - 1].text in ("操作", "交易") and last > i + 2:
        found[last - 1] = meaning(found[last - 1], {"MARK": "if"}, "时")
    if any(one.has("MARK") and one.text in ("时", "的时候", "时候") for one in found[i + 1 : last]):
        found[i] = meaning(found[i], {"MARK": "only"}, "只有")


def condition_behind(found: list[Lexeme], i: int) -> None:
    """Read "…买入，条件是X，…卖出": the condition belongs to the deed before it, and ends with its clause."""
    opens = found[i].has("MARK", "only") or found[i].has("CONJ", "but")
    if not (opens and at(found, i - 1).has("SIGN_MARK", ",") and at(found, i - 2).has("ACT", "buy", "short")):
        return
    ends = (k for k in range(i + 1, len(found)) if found[k].has("SIGN_MARK", ",", ".", ";", "\n"))
    last = next(ends, len(found))
    if at(found, last).has("SIGN_MARK", ",") and not any(one.has("ACT") for one in found[i:last]):
        found[last] = meaning(found[last], {"SIGN_MARK": ";"}, ";")


def length_of_deviation(found: list[Lexeme], i: int) -> None:
    """Read "20日标准差" as the indicator: only "2倍标准差" is a width."""
    if found[i].text == "标准差" and at(found, i - 1).has("SPAN"):
        found[i] = meaning(found[i], {"IND": "stddev"})


def half_of_level(found: list[Lexeme], i: int) -> None:
    """Read "小于60日标准差的一半" as half of what is compared with."""
    share = at(found, i + 1).get("HALFOF")
    level = any(at(found, i - 1).has(word) for word in ("IND", "AVG", "VOLAVG"))
    compared = any(at(found, k).has("CMP") for k in range(max(0, i - 4), i - 1))
    if found[i].has("ZHOF") and level and compared and isinstance(share, float):
        found[i + 1] = meaning(found[i + 1], {"MULT": share})


def several_lines_at_once(found: list[Lexeme], i: int) -> None:
    """Read "OBV站上其均线且股价站上50日均线" as both above: two lines are seldom crossed on one bar."""
    if not (found[i].has("X") and found[i].has("CMP", ">")):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if _breaks(found[k])), 0)
    last = next((k for k in range(i + 1, len(found)) if _breaks(found[k])), len(found))
    alike = [k for k in range(first, last) if found[k].has("X") and found[k].has("CMP", ">")]
    if len(alike) > 1 and any(one.has("CONJ", "and") for one in found[first:last]):
        for k in alike:
            found[k] = meaning(found[k], {"CMP": ">"})


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
    if not isinstance(way, tuple) or not at(found, i + 1).has("SPAN"):
        return
    k = i + 3 if at(found, i + 2).has("ZHOF") else i + 2
    if at(found, k).text in ("新高", "新低"):
        found[k] = meaning(found[k], {"SER": "high" if found[k].text == "新高" else "low"})
    if at(found, k).has("SER", "high", "low") or at(found, k).has("HILO"):
        found[i] = meaning(found[i], {**found[i].meanings, "X": (way[0], "weak")})


def _breaks(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK", ",", ".", ";", "\n", ":", "!", "?", "(", ")") or not lexeme.meanings
