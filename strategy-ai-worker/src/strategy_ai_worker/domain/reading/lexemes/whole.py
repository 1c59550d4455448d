"""Chinese shares of a whole and names by which a thing is told: "实体占振幅的70%", "除了12月", "月线", "低档"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_FULL: Final = 100.0
_WORDS: Final = (
    "当日",
    "全天",
    "全日",
    "整个",
    "整根",
    "k线",
    "全",
    "天",
    "当天",
    "的",
    "总",
    "整",
    "个",
    "根",
    "到",
    "了",
    "该",
    "日",
)


def part_of_range(found: list[Lexeme], i: int) -> None:
    """Read "实体占全天振幅的70%以上" as a body of more than 0.7 times the range."""
    if not found[i].has("SER") or at(found, i + 1).text != "占":
        return
    k = i + 2
    while at(found, k).text in _WORDS and not at(found, k).has("SER", "range", "body", "volume"):
        k += 1
    share = k + 2 if at(found, k + 1).has("ZHOF") else k + 1
    value, side = at(found, share).get("PCT"), at(found, share + 1)
    if not at(found, k).has("SER") or not isinstance(value, float):
        return
    last = share + 1 if side.text in ("以上", "以下") else share
    place, end = found[i + 1], found[last].end
    found[i + 1 : last + 1] = [
        Lexeme("大于", place.start, place.start, {"CMP": "<=" if side.text == "以下" else ">="}),
        Lexeme(f"{value / _FULL:g}倍", place.start, place.end, {"MULT": value / _FULL}),
        Lexeme(found[k].text, place.end, end, found[k].meanings),
    ]


def share_as_risk(found: list[Lexeme], i: int) -> None:
    """Read "用账户的1.5%作为单笔风险" as a risk of 1.5% a trade: no position of that size."""
    k = i + 1
    while at(found, k).text in ("作为", "做为", "当作", "作", "为", "当", "做", "的", "来", "每笔", "单笔"):
        k += 1
    if not (found[i].has("PCT") and k > i + 1 and at(found, k).has("RISK")):
        return
    first = i
    while (
        at(found, first - 1).has("ACCOUNT")
        or at(found, first - 1).has("ZHOF")
        or at(found, first - 1).text in ("用", "以", "拿")
    ):
        first -= 1
    place, share, end = found[first], found[i], found[k].end
    found[first : k + 1] = [
        Lexeme("风险", place.start, share.start, {"RISK": "risk"}),
        Lexeme(share.text, share.start, end, share.meanings),
    ]


def outside_of_month(found: list[Lexeme], i: int) -> None:
    """Read "除了12月，其余月份RSI低于35买入" as no entry in December."""
    if not found[i].has("MARK", "unless") or found[i].text != "除了" or not at(found, i + 1).has("MONTH"):
        return
    last = i + 1
    while at(found, last + 2).has("MONTH") and (
        at(found, last + 1).has("CONJ", "and") or at(found, last + 1).text == ","
    ):
        last += 2
    k = last
    while at(found, k + 1).has("SIGN_MARK", ",") or at(found, k + 1).text in ("外", "以外", "之外", "以", "都"):
        k += 1
    k = k + 1 if at(found, k + 1).has("NOLONGER") else k
    if k == last or not any(one.has("ACT", "buy", "short") for one in found[k:]):
        return
    end, place = found[k].end, found[last].end
    months = [
        Lexeme(one.text, one.start, one.end, {"MONTH": one.get("MONTH")} if one.has("MONTH") else one.meanings)
        for one in found[i + 1 : last + 1]
    ]
    found[i : k + 1] = [
        Lexeme("", found[i].start, found[i].end, {"NOISE": True}),
        *months,
        Lexeme("不买入", place, end, {"ACT": "no_entry"}),
        Lexeme(";", end, end, {"SIGN_MARK": ";"}),
    ]


def colour_of_day_before(found: list[Lexeme], i: int) -> None:
    """Read "前一交易日收阴" as the close of that day below its open."""
    way = at(found, i + 1).get("DAYCOLOR")
    coloured = any(sign in at(found, i + 1).text for sign in "阴阳红绿黑")
    if not found[i].has("PREV") or way not in ("up", "down") or not coloured:
        return
    day, place = found[i], found[i + 1]
    found[i + 1 : i + 2] = [
        Lexeme("收盘价", place.start, place.start, {"SER": "close"}),
        Lexeme("高于" if way == "up" else "低于", place.start, place.end, {"CMP": ">" if way == "up" else "<"}),
        Lexeme(day.text, place.end, place.end, day.meanings),
        Lexeme("开盘价", place.end, place.end, {"SER": "open"}),
    ]


def monthly_line(found: list[Lexeme], i: int) -> None:
    """Read "月线（20日均线）", "跌破月线" as the average of 20 days: the line that a month is told by in Taiwan."""
    if found[i].text != "月线":
        return
    span, closed = at(found, i + 2), at(found, i + 4)
    named = (
        at(found, i + 1).has("SIGN_MARK", "(")
        and span.has("SPAN")
        and at(found, i + 3).has("AVG")
        and closed.text == ")"
    )
    passed = at(found, i - 1).has("X") or at(found, i - 1).has("CMP", ">", "<")
    behind = at(found, i + 1)
    bare = passed and (
        behind.text == "" or any(behind.has(word) for word in ("ACT", "SIGN_MARK", "MARK", "CONJ", "STOP"))
    )
    if not named and not bare:
        return
    place, last = found[i], i + 4 if named else i
    days = span.meanings if named else {"SPAN": Span(_MONTH, "day"), "NUM": _MONTH}
    found[i : last + 1] = [
        Lexeme("20日" if bare else span.text, place.start, place.start, days),
        Lexeme("均线", place.start, found[last].end, {"AVG": ""}),
    ]


_MONTH: Final = 20.0


def volume_is_times(found: list[Lexeme], i: int) -> None:
    """Read "成交量是过去30天平均的两倍以上" as a volume above twice that average."""
    k = i + 1
    while at(found, k).has("EQ") or at(found, k).text in ("达", "达到", "为", "是"):
        k += 1
    begin = k
    while (
        at(found, k).has("LASTN")
        or at(found, k).has("SPAN")
        or at(found, k).text in ("其", "的")
        or at(found, k).has("SER", "volume")
    ):
        k += 1
    noun = at(found, k)
    if not found[i].has("SER", "volume") or begin == i + 1 or k == begin or not (noun.has("VOLAVG") or noun.has("AVG")):
        return
    times = k + 2 if at(found, k + 1).has("ZHOF") else k + 1
    span = next((one for one in found[begin:k] if one.has("SPAN")), None)
    if span is None or not at(found, times).has("MULT"):
        return
    last = times + 1 if at(found, times + 1).text in ("以上", "以下", "之上", "多") else times
    place, end = found[i + 1], found[last].end
    below = at(found, times + 1).text == "以下"
    before = [one for one in found[begin:k] if one.has("LASTN", "prev")]
    found[i + 1 : last + 1] = [
        Lexeme("大于", place.start, place.end, {"CMP": "<=" if below else ">="}),
        Lexeme(found[times].text, place.end, place.end, found[times].meanings),
        *(Lexeme(one.text, place.end, place.end, one.meanings) for one in before),
        Lexeme(span.text, place.end, place.end, span.meanings),
        Lexeme("均量", place.end, end, {"VOLAVG": "volume"}),
    ]


def line_of_kdj(found: list[Lexeme], i: int) -> None:
    """Read "K线上穿D线" as the K of the stochastic, where its D is what is crossed: no candle is meant."""
    near = any(at(found, k).has("IND", "stoch_d") for k in (i + 2, i + 3, i + 4))
    crossed = any(at(found, k).has("X") or at(found, k).has("CMP") for k in (i + 1, i + 2))
    if found[i].text == "k线" and near and crossed:
        found[i] = meaning(found[i], {"IND": "stoch_k"})


def cross_in_zone(found: list[Lexeme], i: int) -> None:
    """Read "低檔（20以下）黃金交叉" as a cross below 20."""
    opened, closed = at(found, i + 1), at(found, i + 4)
    level, side, cross = at(found, i + 2), at(found, i + 3), at(found, i + 5)
    bracketed = opened.has("SIGN_MARK", "(") and closed.has("SIGN_MARK", ")") and level.has("NUM")
    if found[i].text not in _ZONES or not bracketed or side.text not in ("以下", "以上", "之下", "之上"):
        return
    way = cross.get("X")
    if cross.has("CROSSNAME"):
        way = ("up" if cross.has("CROSSNAME", "golden") else "down", "strong")
    if not isinstance(way, tuple):
        return
    found[i : i + 6] = [
        meaning(found[i], {"EQ": "is"}, "在"),
        level,
        side,
        meaning(cross, {"X": way}, "金叉" if way[0] == "up" else "死叉"),
    ]


_ZONES: Final = ("低档", "高档", "低档区", "高档区", "低位", "高位", "低位区", "高位区")
