"""Chinese amounts: "10% or more", equal or below, times of the bar before, settings that several indicators share."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_ABOVE: Final = ("以上", "之上", "及以上", "更多", "或更多")
_MORE: Final = (*_ABOVE, "以下", "之下")
_LEVEL: Final = ("SPAN", "AVG", "IND", "PART", "NAMEDAVG", "NUM", "SER", "ZHOF", "PREV")
_ENDS: Final = (",", ".", ";", "\n", ":")


def or_more(found: list[Lexeme], i: int) -> None:
    """Pass over "或以上", "以上" behind a distance from a line: "低过200天线10%或以上" is at least as far below it."""
    k = i + 2 if at(found, i + 1).has("CONJ", "or") else i + 1
    if not found[i].has("PCT") or at(found, k).text not in _MORE:
        return
    first = next((m + 1 for m in range(i - 1, -1, -1) if found[m].has("SIGN_MARK", *_ENDS)), 0)
    before = found[first:i]
    compared = any(one.has("CMP", "<", ">") or one.has("BI") for one in before)
    lined = any(any(one.has(word) for word in ("AVG", "PART", "NAMEDAVG", "VOLAVG", "HILO")) for one in before)
    if (compared and lined) or k == i + 2:
        drops = range(i + 1, k + 1) if compared else range(i + 1, k)
        for m in drops:
            found[m] = meaning(found[m], {"NOISE": True}, "")


def or_equal(found: list[Lexeme], i: int) -> None:
    """Read "在均线之下或等于均线" as at or below it."""
    if not (found[i].has("CONJ", "or") and at(found, i + 1).has("CMP", "==")):
        return
    for k in range(i - 1, -1, -1):
        if found[k].has("SIGN_MARK", *_ENDS):
            return
        if found[k].has("CMP", "<", ">") and not found[k].is_noise:
            found[k] = meaning(found[k], {"CMP": f"{found[k].get('CMP')}="})
            last = i + 1
            while any(at(found, last + 1).has(word) for word in _LEVEL) or at(found, last + 1).text == "它":
                last += 1
            for m in range(i, last + 1):
                found[m] = meaning(found[m], {"NOISE": True}, "")
            return


def times_of_bar_before(found: list[Lexeme], i: int) -> None:
    """Read "成交量是前一日的1.5倍以上" as at least 1.5 times that of the bar before."""
    column = found[i].get("SER")
    k = i + 1
    while at(found, k).has("EQ") or at(found, k).text in ("达到", "超过", "大于", "至少"):
        k += 1
    more = any(at(found, m).has("CMP", ">") for m in range(i + 1, k))
    times = k + 2 if at(found, k + 1).has("ZHOF") else k + 1
    if column is None or k == i + 1 or not at(found, k).has("PREV") or not at(found, times).has("MULT"):
        return
    last = times + 1 if at(found, times + 1).text in _ABOVE else times
    place = found[i + 1]
    told = [
        Lexeme("大于" if more else "至少", place.start, place.end, {"CMP": ">" if more else ">="}),
        Lexeme(found[times].text, place.end, place.end, found[times].meanings),
        found[k],
        Lexeme(found[i].text, found[k].end, found[last].end, found[i].meanings),
    ]
    found[i + 1 : last + 1] = told


def settings_shared(found: list[Lexeme], i: int) -> None:
    """Read "+DI上穿-DI且ADX大于20（周期都是14）" as the length of each indicator of the clause."""
    last = next((k for k in range(i + 1, i + 9) if at(found, k).has("SIGN_MARK", ")")), None)
    if not found[i].has("SIGN_MARK", "(") or last is None:
        return
    inside = found[i + 1 : last]
    named = any(one.text in ("周期", "参数", "长度", "天数", "均", "都", "期数", "皆") for one in inside[:2])
    numbers = [one for one in inside if one.has("NUM")]
    if not named or len(numbers) != 1 or any(one.has("CMP") or one.has("PCT") for one in inside):
        return
    first = next((m + 1 for m in range(i - 1, -1, -1) if found[m].has("SIGN_MARK", ".", ";", "\n", ":")), 0)
    value = numbers[0]
    if not any(one.has("IND") for one in found[first:i]):
        return
    for k in range(i, last + 1):
        found[k] = meaning(found[k], {"NOISE": True}, "")
    for k in range(i - 1, first - 1, -1):
        if found[k].has("IND") and not at(found, k + 1).has("SIGN_MARK", "(") and not at(found, k - 1).has("SPAN"):
            end = found[k].end
            found[k + 1 : k + 1] = [
                Lexeme("(", end, end, {"SIGN_MARK": "("}),
                Lexeme(value.text, end, end, {"NUM": value.get("NUM")}),
                Lexeme(")", end, end, {"SIGN_MARK": ")"}),
            ]


def bandwidth_defined(found: list[Lexeme], i: int) -> None:
    """Pass over "=(上轨-下轨)/中轨" behind the bandwidth: that is what it is; "20日2倍" behind it are its numbers."""
    equals = at(found, i + 1).text in ("=", "为", "是", "等于", "即")
    if not (found[i].has("IND", "bb_width") and equals):
        return
    last = next((k for k in range(i + 2, min(i + 14, len(found))) if found[k].has("PART", "middle")), None)
    inside = found[i + 2 : last] if last is not None else []
    divided = any(one.text in ("/", "除以", "÷") for one in inside)
    if last is None or not divided or not any(one.has("PART", "upper") for one in inside):
        return
    for k in range(i, last + 1):
        found[k] = meaning(found[k], {"FILLER": "", "NOISE": True}, "")
    span, width = at(found, last + 2), at(found, last + 3)
    if at(found, last + 1).has("SIGN_MARK", ",") and span.has("SPAN") and width.has("MULT"):
        place = span.start
        band = Lexeme("布林带", place, place, {"IND": "bb"})
        found[last + 1 : last + 4] = [
            band,
            Lexeme("(", place, place, {"SIGN_MARK": "("}),
            Lexeme(span.text, span.start, span.end, {"NUM": span.get("NUM")}),
            Lexeme(",", width.start, width.start, {"SIGN_MARK": ","}),
            Lexeme(width.text, width.start, width.end, {"NUM": width.get("MULT")}),
            Lexeme(")", width.end, width.end, {"SIGN_MARK": ")"}),
        ]


def order_in_title(found: list[Lexeme], i: int) -> None:
    """Pass over the order in a title: "沃尔玛低吸限价单：…"."""
    titled = at(found, i + 1).has("SIGN_MARK", ":") and not any(one.has("SIGN_MARK") for one in found[:i])
    if found[i].has("ORDER") and titled and any(one.has("ORDER") for one in found[i + 1 :]):
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})
