"""Chinese words about oscillators: settings that are said apart, a level left and taken back, the distance from an average."""  # noqa: E501

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_FAMILIES: Final = {
    "stoch": ("stoch", "stoch_k", "stoch_d", "stoch_j"),
    "macd": ("macd", "macd_signal", "macd_hist"),
}
_SETTINGS: Final = (
    "参数",
    "参",
    "数",
    "用",
    "为",
    "取",
    "是",
    "设",
    "设为",
    "设定",
    "设置",
    "采用",
    "使用",
    "按",
    "的",
    ":",
)
_PARTS: Final = (",", "、", "/", "-", "和")
_AFTER: Final = (
    "首次",
    "第",
    "一",
    "次",
    "第一次",
    "后",
    "之后",
    "以后",
    "后再",
    "之后再",
    "后重新",
    "又",
    "再",
    "重新",
    "再度",
    "再次",
    "随后",
    "然后",
    ",",
)
_SIDES: Final = ("以上", "之上", "上方", "以下", "之下", "下方", "上面", "下面")


def settings_apart(found: list[Lexeme], i: int) -> None:
    """Read "(J值小于0买入，)KDJ参数用9,3,3" as "J值(9,3,3)": the numbers are those of all its lines."""
    family = next((words for words in _FAMILIES.values() if found[i].get("IND") in words), None)
    k = i + 1
    while at(found, k).text in _SETTINGS:
        k += 1
    said = "".join(one.text for one in found[i + 1 : k])
    numbers, last = _numbers(found, k)
    if found[i].has("IND", "supertrend") and "参数" in said and len(numbers) == _OF_SUPERTREND:
        last = last + 1 if at(found, last + 1).has("SIGN_MARK", ",") and at(found, last + 2).has("STATE") else last
        found[i + 1 : last + 1] = _bracketed(numbers, found[i].end)
        return
    if family is None or "参数" not in said or len(numbers) != len(_FAMILIES["macd"]):
        return
    told: list[Lexeme] = []
    for m, one in enumerate(found):
        if i <= m <= last:
            told.append(meaning(one, {"FILLER": "", "NOISE": True}))
            continue
        told.append(one)
        if one.get("IND") in family and not at(found, m + 1).has("SIGN_MARK", "("):
            told += _bracketed(numbers, one.end)
    found[:] = told


_OF_SUPERTREND: Final = 2


def _numbers(found: list[Lexeme], k: int) -> tuple[list[Lexeme], int]:
    """Return the bare numbers of a list that begins at a place, and where it ends."""
    opened = at(found, k).has("SIGN_MARK", "(")
    k = k + 1 if opened else k
    numbers: list[Lexeme] = []
    while at(found, k).has("NUM") and not at(found, k).has("SPAN"):
        numbers.append(found[k])
        if not (at(found, k + 1).text in _PARTS and at(found, k + 2).has("NUM")):
            return numbers, k + 1 if opened and at(found, k + 1).has("SIGN_MARK", ")") else k
        k += 2
    return numbers, k - 1


def _bracketed(numbers: list[Lexeme], place: int) -> list[Lexeme]:
    told = [Lexeme("(", place, place, {"SIGN_MARK": "("})]
    for m, number in enumerate(numbers):
        told += [Lexeme(",", place, place, {"SIGN_MARK": ","})] if m else []
        told.append(Lexeme(number.text, place, place, {"NUM": number.get("NUM")}))
    return [*told, Lexeme(")", place, place, {"SIGN_MARK": ")"})]


def left_and_back(found: list[Lexeme], i: int) -> None:
    """Read "跌破20后又回升到20以上", "跌破下轨后重新站上下轨" as crossing that level from there."""
    way = found[i].get("X") or {"<": ("down", ""), ">": ("up", "")}.get(str(found[i].get("CMP")))
    left = _level(found, i + 1)
    k = left
    while at(found, k).text in _AFTER:
        k += 1
    back = at(found, k).get("X") or ((at(found, k).get("MOVE"), "") if at(found, k).has("MOVE") else None)
    begin = k + 2 if at(found, k + 1).text in ("到", "至") else k + 1
    returned = _level(found, begin)
    joined = k > left and any(one.text[:1] in "后之再又重随然" for one in found[left:k])
    if not isinstance(way, tuple) or not isinstance(back, tuple) or not joined or left == i + 1 or returned == begin:
        return
    same = _told(found[i + 1 : left]) == _told(found[begin:returned]) or _part(
        found[i + 1 : left], found[begin:returned]
    )
    if not same or {way[0], back[0]} != {"up", "down"}:
        return
    last = returned + 1 if at(found, returned).text in _SIDES else returned
    level = found[i + 1 : left]
    place = found[i]
    verb: Meanings = {"X": (back[0], "strong")}
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[left:last]]
    found[i:last] = [Lexeme("穿越", place.start, place.end, verb), *level, *closing]


def _level(found: list[Lexeme], k: int) -> int:
    """Return the place behind a level that begins at a place: a bare number, or a line by its name."""
    if set(at(found, k).meanings) == {"NUM"}:
        return k + 1
    inside = False
    while inside or any(at(found, k).has(word) for word in _LINE) or at(found, k).has("SIGN_MARK", "("):
        if k >= len(found):
            break
        inside = (inside or found[k].has("SIGN_MARK", "(")) and not found[k].has("SIGN_MARK", ")")
        k += 1
    return k


_LINE: Final = ("SPAN", "AVG", "IND", "PART", "NAMEDAVG", "BANDWORD")


def _told(level: list[Lexeme]) -> list[str]:
    return [one.text for one in level if one.text]


def _part(level: list[Lexeme], again: list[Lexeme]) -> bool:
    """Return whether the second level names the first by its part alone: "布林带下轨 … 下轨"."""
    parts = [one.get("PART") for one in again if one.has("PART")]
    return bool(parts) and parts == [one.get("PART") for one in level if one.has("PART")] and not _lengths(again)


def _lengths(level: list[Lexeme]) -> bool:
    return any(one.has("SPAN") or one.has("NUM") for one in level)


def distance_from_average(found: list[Lexeme], i: int) -> None:
    """Read "20日乖离率低于-8%", "BIAS(20)回到0以上" as the close below its average by 8%, and at it."""
    if not found[i].has("BIAS"):
        return
    first, length, k = _length_of_bias(found, i)
    while at(found, k).is_noise or at(found, k).has("EQ"):
        k += 1
    verb, value = at(found, k), at(found, k + 1)
    way, amount = verb.get("X"), value.get("PCT") if value.has("PCT") else value.get("NUM")
    sign = str(verb.get("CMP")) if verb.has("CMP", ">", "<", ">=", "<=") else ""
    side = at(found, k + 2).text in _SIDES
    if isinstance(way, tuple) and not sign:
        sign = ">" if way[0] == "up" else "<"
        sign = sign if not side else ">" if "上" in found[k + 2].text else "<"
    if length is None or not sign or not isinstance(amount, float):
        return
    place, last = found[first], k + 2 if side else k + 1
    told = [
        Lexeme("收盘价", place.start, place.start, {"SER": "close"}),
        Lexeme("大于" if ">" in sign else "小于", place.start, place.start, {"CMP": sign}),
        Lexeme(f"{1 + amount / 100:g}倍", value.start, value.end, {"MULT": round(1 + amount / 100, 10)}),
        Lexeme(length.text, place.start, place.end, length.meanings),
        Lexeme("均线", place.end, found[last].end, {"AVG": ""}),
    ]
    found[first : last + 1] = [one for one in told if amount or not one.has("MULT")]
    _said_of_it_again(found, first + 1)


def _said_of_it_again(found: list[Lexeme], k: int) -> None:
    """Name the distance again where a later clause only tells its level: "(乖离率低于-6买入，)大于3时卖出"."""
    for m in range(k, len(found)):
        if any(found[m].has(word) for word in ("BIAS", "IND", "SIGN_MARK")) and not found[m].has(
            "SIGN_MARK", ",", ";", "."
        ):
            return
        bare = set(at(found, m + 2).meanings) == {"NUM"} or at(found, m + 2).has("PCT")
        if found[m].has("SIGN_MARK") and (at(found, m + 1).has("CMP") or at(found, m + 1).has("X")) and bare:
            place = found[m].end
            found.insert(m + 1, Lexeme("乖离率", place, place, {"BIAS": "bias"}))
            return


def _length_of_bias(found: list[Lexeme], i: int) -> tuple[int, Lexeme | None, int]:
    """Return where the words about the distance begin, its length, and the place behind them."""
    before = i - 2 if at(found, i - 1).has("ZHOF") else i - 1
    if at(found, before).has("SPAN"):
        return before, found[before], i + 1
    if at(found, before).has("AVG") and at(found, before - 1).has("SPAN"):
        first = before - 1
        while at(found, first - 1).text in ("与", "和", "跟", "对", "距", "距离", "相对") or at(found, first - 1).has(
            "SER"
        ):
            first -= 1
        return first, found[before - 1], i + 1
    if at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 3).has("SIGN_MARK", ")"):
        return i, _days(found[i + 2]), i + 4
    if at(found, i + 1).has("NUM") and at(found, i + 2).has("CMP"):
        return i, _days(found[i + 1]), i + 2
    for k in range(i - 1, 0, -1):
        if found[k].has("AVG") and found[k - 1].has("SPAN"):
            return i, found[k - 1], i + 1
    return i, None, i + 1


def _days(number: Lexeme) -> Lexeme:
    """Return a bare number as a length in bars."""
    bars = float(str(number.get("NUM")))
    return Lexeme(f"{bars:g}日", number.start, number.end, {"SPAN": Span(bars, "bar"), "NUM": bars})


def state_of_cross(found: list[Lexeme], i: int) -> None:
    """Read "MACD处于金叉状态（DIF在DEA之上）" as the DIF above the DEA: a state lasts, a cross is one bar."""
    way, k = found[i].get("X"), i + 1
    if not isinstance(way, tuple) or "叉" not in found[i].text or not at(found, k).text.startswith(("状态", "的状态")):
        return
    lead = i - 1
    while at(found, lead).has("EQ") or at(found, lead).text in ("呈", "的", "已"):
        lead -= 1
    other = _OTHER_LINE.get(str(at(found, lead).get("IND")))
    if other is None:
        return
    if at(found, k + 1).has("SIGN_MARK", "("):
        k = next((m for m in range(k + 2, len(found)) if found[m].has("SIGN_MARK", ")")), k)
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 1 : k + 1]]
    sign = ">" if way[0] == "up" else "<"
    place = found[i]
    found[lead + 1 : k + 1] = [
        Lexeme("高于" if sign == ">" else "低于", found[lead].end, place.start, {"CMP": sign}),
        Lexeme(place.text, place.start, place.end, {"IND": other}),
        *closing,
    ]


_OTHER_LINE: Final = {"macd": "macd_signal", "stoch": "stoch_d", "stoch_k": "stoch_d"}


def bars_below_zero(found: list[Lexeme], i: int) -> None:
    """Read "绿柱缩短" as a histogram below zero that rises: its bars get shorter towards zero."""
    if not found[i].has("IND", "macd_hist") or not (
        found[i].text[:1] in "红绿" or found[i].text.removeprefix("macd").removeprefix("的")[:1] in ("红", "绿")
    ):
        return
    k = i + 1
    while at(found, k).is_noise or at(found, k).has("INAROW") or at(found, k).has("SPAN"):
        k += 1
    slope = at(found, k).get("RISING")
    if slope is None or "红绿" in found[i].text:
        return
    green = "绿" in found[i].text
    if green:
        found[k] = meaning(found[k], {"RISING": "down" if slope == "up" else "up"})
    if at(found, k + 1).has("SPAN"):
        k += 1
    end = found[k].end
    found[k + 1 : k + 1] = [
        Lexeme("且", end, end, {"CONJ": "and"}),
        Lexeme("MACD柱", end, end, {"IND": "macd_hist"}),
        Lexeme("低于" if green else "高于", end, end, {"CMP": "<" if green else ">"}),
        Lexeme("0", end, end, {"NUM": 0.0}),
    ]
