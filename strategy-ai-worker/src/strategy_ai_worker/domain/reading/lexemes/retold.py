"""Chinese phrases that speak of what was named before, or say one thing twice: told once, in full."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning, moved

_SIDES: Final = {
    **dict.fromkeys(("以上", "之上", "上方", "上面"), "up"),
    **dict.fromkeys(("以下", "之下", "下方", "下面"), "down"),
}
_LEVEL: Final = ("SPAN", "AVG", "IND", "PART", "BANDWORD", "NUM", "DEV", "ZHOF", "VOLAVG", "HILO")
_OWN: Final = ("它的", "其", "自己的", "自己", "自身", "自身的", "本身的", "本身", "他的")


def direction_before_cross(found: list[Lexeme], i: int) -> None:
    """Read "由下而上升穿35", "自上而下跌穿" as one crossing: the way is said twice."""
    way, cross = found[i].get("X"), at(found, i + 1).get("X")
    told_twice = isinstance(way, tuple) and isinstance(cross, tuple) and cross[0] in (way[0], "")
    if isinstance(way, tuple) and told_twice and found[i].text[:1] in "由自从向":
        found[i] = meaning(found[i], {"NOISE": True}, "")
        found[i + 1] = meaning(found[i + 1], {"X": (way[0], "strong")})


def side_behind_cross(found: list[Lexeme], i: int) -> None:
    """Read "回到中轨以下" as falling below the middle band, "升到60以上" as rising above 60."""
    way = found[i].get("X")
    if not isinstance(way, tuple) or not way[0] or "穿" in found[i].text or "叉" in found[i].text:
        return
    k = _past_level(found, i + 1)
    side = _SIDES.get(at(found, k).text)
    if side is None or k == i + 1 or not _ends(at(found, k + 1)):
        return
    if side != way[0]:
        found[i] = meaning(found[i], {"X": (side, "weak")})
    found[k] = meaning(found[k], {"NOISE": True}, "")


def from_beyond(found: list[Lexeme], i: int) -> None:
    """Read "从30下方回升", "自-150以下上穿-150" as crossing that level: the side that it comes from says the same."""
    level, side = at(found, i + 1), _SIDES.get(at(found, i + 2).text)
    if found[i].text not in ("从", "由", "自") or not _is_bare(level) or side is None:
        return
    k = i + 3
    while _moves(at(found, k), side):
        k += 1
    if k == i + 3:
        return
    behind = k + 1 if at(found, k).has("EQ") else k
    told = at(found, behind)
    for m in range(i, k - 1):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[k - 1] = meaning(found[k - 1], {"X": ("up" if side == "down" else "down", "strong")}, "穿越")
    if not _is_bare(told):
        found.insert(k, Lexeme(level.text, found[k - 1].end, found[k - 1].end, level.meanings))


def share_of_price(found: list[Lexeme], i: int) -> None:
    """Read "ATR占收盘价的比例低于1.2%" as "ATR低于收盘价的1.2%"."""
    base = at(found, i + 1)
    k = i + 2
    while at(found, k).text in ("的", "比例", "比重", "百分比", "比", "例", "率", "值", "占比", "比率", "比值"):
        k += 1
    compared, share = at(found, k), at(found, k + 1)
    led = found[i].text in ("占", "与") and k > i + 2 and base.has("SER")
    if not led or not compared.has("CMP") or not share.has("PCT"):
        return
    found[i] = moved(compared, found[i])
    found[i + 2 : k + 1] = [Lexeme("的", compared.start, compared.end, {"P": "of", "ZHOF": "of", "NOISE": True})]


def half_and_less(found: list[Lexeme], i: int) -> None:
    """Read "缩到20日均量的一半以下" as below half of it."""
    share = found[i].get("HALFOF")
    side = _SIDES.get(at(found, i + 1).text)
    if not isinstance(share, float) or side is None:
        return
    first = i - 1 if at(found, i - 1).has("ZHOF") else i
    start = _start_of_level(found, first)
    verb = at(found, start - 1)
    if start == first or not (verb.has("X") or verb.has("CMP") or verb.has("EQ")):
        return
    found[start - 1] = meaning(verb, {"CMP": ">" if side == "up" else "<"})
    found[i] = meaning(found[i], {"MULT": share})
    found[i + 1] = meaning(found[i + 1], {"NOISE": True}, "")
    if first == i:
        found.insert(i, Lexeme("的", found[i].start, found[i].start, {"P": "of", "ZHOF": "of", "NOISE": True}))


def length_named_before(found: list[Lexeme], i: int) -> None:
    """Read "(20日波动率低于60日波动率，)20日高于60日" with the things that had these lengths."""
    span = found[i].get("SPAN")
    alone = not at(found, i + 1).has("ZHOF") and not any(at(found, i + 1).has(word) for word in _NOUNS)
    if not isinstance(span, Span) or not alone or at(found, i + 1).text in ("线", "線"):
        return
    against = [k for k in (i - 1, i + 1) if at(found, k).has("CMP", ">", "<") or at(found, k).has("X")]
    other = any(at(found, 2 * k - i).has("SPAN") for k in against)
    if not other:
        return
    for k in range(i - 1, -1, -1):
        if found[k].get("SPAN") == span and any(at(found, k + 1).has(word) for word in _NOUNS):
            noun = found[k + 1]
            found.insert(i + 1, Lexeme(noun.text, found[i].end, found[i].end, noun.meanings))
            return


def change_of_day(found: list[Lexeme], i: int) -> None:
    """Read "涨幅超过3%", "日涨幅超过3%" as the change of the day, where no stretch of time was named for it."""
    if not found[i].has("IND", "roc") or found[i].text not in ("涨幅", "升幅", "涨跌幅"):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK")), 0)
    daily = at(found, i - 1).text in ("日", "单日", "每日")
    timed = any(one.has("SPAN") or one.has("LASTN") or one.has("UNIT") for one in found[first : i - daily])
    named = any(one.has("IND", "roc") or one.has("IND", "mom") for one in found[:i])
    ranked = any(one.has("RANK") or one.has("BEST") or one.has("REBALANCE") for one in found)
    compared = any(at(found, k).has("CMP") for k in (i + 1, i + 2))
    if daily:
        found[i - 1] = meaning(found[i - 1], {"TODAY": 0})
    elif compared and not (timed or named or ranked or at(found, i - 1).has("TODAY")):
        found.insert(i, Lexeme("当天", found[i].start, found[i].start, {"TODAY": 0}))


def change_of_streak(found: list[Lexeme], i: int) -> None:
    """Read "连跌3天且累计跌幅超过4%" as the change over these three days."""
    if found[i].text not in ("累计", "合计", "总计", "累计跌幅", "累计涨幅") or at(found, i - 1).has("SPAN"):
        return
    named = at(found, i + 1) if found[i].text in ("累计", "合计", "总计") else found[i]
    if not (named.has("MOVE") or named.has("IND", "roc")):
        return
    for k in range(i - 1, max(-1, i - 9), -1):
        if found[k].has("ACT") or found[k].has("SIGN_MARK", ".", ";", "\n"):
            return
        if isinstance(found[k].get("SPAN"), Span):
            place = found[i]
            if named is not place:
                found[i] = Lexeme(found[k].text, place.start, place.end, found[k].meanings)
            else:
                found.insert(i, Lexeme(found[k].text, place.start, place.start, found[k].meanings))
            return


def above_that_line(found: list[Lexeme], i: int) -> None:
    """Read "EMA20拐头向上且收盘价高于它" as above that average: what is compared is no price."""
    compared = found[i].has("CMP") or found[i].has("X")
    if not (compared and at(found, i + 1).text in ("它", "其", "该线", "这条线", "该均线", "这条均线")):
        return
    if not at(found, i - 1).has("SER") or not _ends(at(found, i + 2)):
        return
    last = next((k + 1 for k in range(i - 2, -1, -1) if found[k].has("AVG") or found[k].has("IND")), None)
    if last is None:
        return
    first = last - 1
    while at(found, first - 1).has("SPAN"):
        first -= 1
    while set(at(found, last).meanings) == {"NUM"}:
        last += 1
    end = found[i + 1].end
    found[i + 1 : i + 2] = [Lexeme(one.text, end, end, one.meanings) for one in found[first:last]]


def stands_above(found: list[Lexeme], i: int) -> None:
    """Read "站上200日线就持有，否则空仓" as being above: what is held while it lasts is a state and no crossing."""
    if not (found[i].text in ("站上", "站稳", "企稳") and found[i].has("CMP", ">")):
        return
    deed = next((one for one in found[i:] if one.has("ACT") or one.has("NOLONGER")), None)
    held = deed is not None and deed.has("ACT", "buy") and (deed.has("HOLD") or deed.text[:1] in "持拿")
    if held or any(one.has("NOLONGER") for one in found[i:]):
        found[i] = meaning(found[i], {"CMP": ">"})


def kind_named_before(found: list[Lexeme], i: int) -> None:
    """Read "(8日、21日EMA多头排列，)8日线跌破21日线" with the kind of average that had this length."""
    span = found[i].get("SPAN")
    if not isinstance(span, Span) or not at(found, i + 1).has("AVG", ""):
        return
    for k in range(i - 1, -1, -1):
        if found[k].get("SPAN") == span and at(found, k + 1).has("AVG"):
            found[i + 1] = meaning(found[i + 1], {"AVG": found[k + 1].get("AVG")})
            return


def subject_left_out(found: list[Lexeme], i: int) -> None:
    """Read "(OBV上穿其20日均线买入，)下穿其均线卖出" with the subject of the clause before."""
    begins = i == 0 or found[i - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    own = next((k for k in (i + 1, i + 2) if at(found, k).text in _OWN), None)
    if not begins or not (found[i].has("X") or found[i].has("CMP", ">", "<")) or own is None:
        return
    for k in range(i - 1, -1, -1):
        if found[k].has("IND") and any(at(found, m).text in _OWN for m in range(k + 1, i)):
            found.insert(i, Lexeme(found[k].text, found[i].start, found[i].start, found[k].meanings))
            return


def more_than_level(found: list[Lexeme], i: int) -> None:
    """Read "比20日均量多60%以上" as "高于20日均量60%"."""
    if found[i].text not in ("比", "较") or not any(at(found, i + 1).has(word) for word in _LEVEL):
        return
    k = _past_level(found, i + 1)
    more = "多" in at(found, k).text or at(found, k).text in ("放大", "增加", "高出", "多出", "大")
    if not more or not at(found, k + 1).has("PCT") or at(found, k).has("ACT"):
        return
    found[i] = meaning(found[i], {"CMP": ">"}, "高于")
    if at(found, k + 2).text in _SIDES:
        found[k + 2] = meaning(found[k + 2], {"NOISE": True}, "")
    del found[k]


def extreme_of_late(found: list[Lexeme], i: int) -> None:
    """Read "收盘价是最近7天最低收盘价" as "收盘价是7天最低收盘价"."""
    extreme = at(found, i + 2) if at(found, i + 2).text != "的" else at(found, i + 3)
    led = found[i].has("LASTN", "last") and at(found, i - 1).has("EQ")
    if led and at(found, i + 1).has("SPAN") and extreme.has("HILO"):
        del found[i]


def share_behind_level(found: list[Lexeme], i: int) -> None:
    """Read "低于VWAP 1%买入" as 1% below it: the distance belongs to the level before it."""
    level = at(found, i - 1)
    near = any(at(found, k).has("CMP", "<", ">") for k in range(i - 5, i))
    if found[i].has("PCT") and near and any(level.has(word) for word in ("IND", "AVG", "PART")):
        found[i] = Lexeme(found[i].text, level.end, found[i].end, found[i].meanings)


def month_with_edge(found: list[Lexeme], i: int) -> None:
    """Read "4月的最后一个交易日" as a day of that month: no stretch of four months."""
    behind = at(found, i + 2) if at(found, i + 1).has("ZHOF") else at(found, i + 1)
    if found[i].has("MONTH") and found[i].has("SPAN") and behind.has("MONTHDAY"):
        found[i] = meaning(found[i], {"MONTH": found[i].get("MONTH")})


def within_two_levels(found: list[Lexeme], i: int) -> None:
    """Read "在40到60之间" as "在之间40和60": the word that joins the two stands before them."""
    low, link, high = at(found, i - 3), at(found, i - 2), at(found, i - 1)
    joined = link.text in ("到", "至", "-", "和", "与", "~")
    if not found[i].has("BETWEEN") or not (_is_bare(low) and joined and _is_bare(high)):
        return
    told = [
        Lexeme(found[i].text, low.start, low.end, {"BETWEEN": "between"}),
        moved(low, link),
        Lexeme("和", link.start, link.end, {"CONJ": "and"}),
        moved(high, found[i]),
    ]
    if at(found, i - 4).has("BETWEEN"):
        found[i] = meaning(found[i], {"NOISE": True}, "")
        return
    first = i - 4 if at(found, i - 4).has("EQ") else i - 3
    found[first : i + 1] = told


def side_of_clock(found: list[Lexeme], i: int) -> None:
    """Read "11:30后", "15:00前" as the hours on that side of a time."""
    side = {"前": "earlier", "后": "later"}.get(at(found, i + 1).text)
    if found[i].has("CLOCK") and side is not None:
        found[i + 1] = meaning(found[i + 1], {"TIMEREF": side}, f"之{found[i + 1].text}")


def own_average(found: list[Lexeme], i: int) -> None:
    """Read "上穿它的20日均线" as "上穿其20日均线": the average of what crosses."""
    if found[i].text in ("它", "他", "自己", "自身", "本身", "各自") and at(found, i + 1).text == "的":
        if not any(at(found, i + 2).has(word) for word in ("SPAN", "AVG", "SER", "NUM")):
            return
        found[i] = meaning(found[i], {"NOISE": True}, "其")
        found[i + 1] = meaning(found[i + 1], {"NOISE": True}, "")


_NOUNS: Final = ("AVG", "IND", "VOLAVG", "HILO", "SER", "BANDWORD", "PART", "DEV")


def _start_of_level(found: list[Lexeme], k: int) -> int:
    while k > 0 and any(found[k - 1].has(word) for word in _LEVEL) and not found[k - 1].has("EQ"):
        k -= 1
    return k


def _past_level(found: list[Lexeme], k: int) -> int:
    inside = False
    while k < len(found) and (
        inside or any(found[k].has(word) for word in _LEVEL) or found[k].has("SIGN_MARK", "(") or found[k].text == "线"
    ):
        inside = (inside or found[k].has("SIGN_MARK", "(")) and not found[k].has("SIGN_MARK", ")")
        if not inside and _SIDES.get(found[k].text):
            break
        k += 1
    return k


def _moves(lexeme: Lexeme, side: str) -> bool:
    """Return whether a word leads away from the side that the value comes from."""
    to = "up" if side == "down" else "down"
    way = lexeme.get("X")
    return lexeme.has("MOVE", to) or lexeme.has("RISING", to) or (isinstance(way, tuple) and way[0] == to)


def _is_bare(lexeme: Lexeme) -> bool:
    return set(lexeme.meanings) == {"NUM"}


def _ends(lexeme: Lexeme) -> bool:
    return lexeme.text == "" or any(lexeme.has(word) for word in ("ACT", "SIGN_MARK", "MARK", "CONJ", "LATER"))


def average_as_it(found: list[Lexeme], i: int) -> None:
    """Read "(50日均线向上且)收盘价高于它" with the average that was named before: the price is what is compared."""
    verb, price = at(found, i - 1), at(found, i - 2)
    if found[i].text != "它" or not (verb.has("CMP") or verb.has("X")) or not price.has("SER") or price.text == "它":
        return
    k = next((k for k in range(i - 3, 0, -1) if found[k].has("AVG") and found[k - 1].has("SPAN")), None)
    if k is not None:
        place = found[i]
        found[i : i + 1] = [Lexeme(one.text, place.start, place.end, one.meanings) for one in found[k - 1 : k + 1]]
