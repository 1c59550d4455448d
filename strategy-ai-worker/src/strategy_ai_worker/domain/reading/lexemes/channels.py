"""Chinese channels that the message draws itself: "以20日EMA为中轴，上下各2倍ATR(10)做通道", and their edges."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_LINE: Final = ("SPAN", "AVG", "NUM")
_WIDTH: Final = ("MULT", "IND", "NUM", "SPAN", "PCT", "ZHOF", "AVG")
_JOINS: Final = (
    "为",
    "中轴",
    "中线",
    "中心",
    "基准",
    "作为",
    "是",
    "中轨",
    ",",
    "各",
    "加减",
    "偏离",
    "距离",
    "的位置",
    "分别",
)


def channel_drawn(found: list[Lexeme], i: int) -> None:
    """Read "以20日EMA为中轴，上下各2倍ATR(10)做通道" as "通道 around 20日EMA, 2倍ATR(10) above and below"."""
    both_ways = found[i].has("NEARBY", "around") or found[i].text in ("±", "加减")
    if not both_ways:
        return
    first = i
    while (
        at(found, first - 1).text in _JOINS
        or at(found, first - 1).has("CENTER")
        or at(found, first - 1).has("PART", "middle")
        or _is_filler(found, first)
    ):
        first -= 1
    begin = first
    while any(at(found, begin - 1).has(word) for word in _LINE):
        begin -= 1
    width = i + 1
    while at(found, width).text in ("各", "各自", "加", "减", "放", "取") or (
        at(found, width).is_noise and not at(found, width).has("ZHOF")
    ):
        width += 1
    last = _past_width(found, width)
    named = next(
        (k for k in range(last, min(last + 6, len(found))) if found[k].has("BANDWORD") and "线" not in found[k].text),
        None,
    )
    if not both_ways or begin == first or last == width or named is None:
        return
    if any(found[k].has("SIGN_MARK", ".", ";", "\n") or found[k].has("ACT") for k in range(last, named)):
        return
    lead = begin - 1 if at(found, begin - 1).text in ("以", "用", "在", "把", "围绕", "按") else begin
    place, end = found[lead], found[named].end
    closing = named + 1
    while at(found, closing).text in ("上下轨", "上下", "上轨", "下轨", "和", "上下沿") and not at(found, closing).has(
        "CMP"
    ):
        closing += 1
    told = [
        Lexeme("通道", place.start, place.start, {"BANDWORD": "band"}),
        Lexeme("around", place.start, place.start, {"P": "around"}),
        *found[begin:first],
        Lexeme(",", found[first - 1].end, found[first - 1].end, {"SIGN_MARK": ","}),
        *_in_order(found[width:last]),
        Lexeme("both", end, end, {"CMP": ">"}),
    ]
    found[lead:closing] = told
    _name_edges(found, lead + len(told))


def broken_the_other_way(found: list[Lexeme], i: int) -> None:
    """Read "(20日突破买入，)10日突破卖出" as out below the 10-day low: in and out break the two sides of a channel."""
    if not (_is_break(found, i) and at(found, i + 1).text == "突破" and _leaves(at(found, i + 2))):
        return
    entered = (k for k in range(i - 1) if _is_break(found, k) and at(found, k + 1).text == "突破")
    if any(at(found, k + 2).has("ACT", "buy") or at(found, k + 2).text in ("进", "入") for k in entered):
        place = found[i]
        found[i : i + 2] = [
            Lexeme("跌破", place.start, place.start, {"X": ("down", "weak")}),
            place,
            Lexeme("低点", found[i + 1].start, found[i + 1].end, {"SER": "low"}),
        ]


def _is_break(found: list[Lexeme], k: int) -> bool:
    begins = k == 0 or any(found[k - 1].has(word) for word in ("SIGN_MARK", "SYM", "ACT", "TF", "CONJ"))
    return begins and found[k].has("SPAN")


def _leaves(lexeme: Lexeme) -> bool:
    return lexeme.has("ACT", "sell", "exit") or lexeme.text in ("出", "走", "平")


def _past_width(found: list[Lexeme], k: int) -> int:
    inside = False
    while k < len(found) and (inside or any(found[k].has(word) for word in _WIDTH) or found[k].has("SIGN_MARK", "(")):
        inside = (inside or found[k].has("SIGN_MARK", "(")) and not found[k].has("SIGN_MARK", ")")
        k += 1
    return k


def _in_order(width: list[Lexeme]) -> list[Lexeme]:
    """Return "10日ATR的2倍" as "2倍 10日 ATR"."""
    if width and width[-1].has("MULT"):
        rest = [one for one in width[:-1] if not one.has("ZHOF")]
        return [Lexeme(width[-1].text, rest[0].start, rest[0].start, width[-1].meanings), *rest] if rest else width
    return width


def _is_filler(found: list[Lexeme], k: int) -> bool:
    before = at(found, k - 1)
    return before.is_noise and bool(before.text) and not any(before.has(word) for word in _LINE)


def _name_edges(found: list[Lexeme], begin: int) -> None:
    """Read "上沿", "顶部", "下沿" behind a channel as its edges."""
    for k in range(begin, len(found)):
        timed = isinstance(at(found, k - 1).get("SPAN"), Span)
        edge = {
            "上沿": "upper",
            "上缘": "upper",
            "上边界": "upper",
            "下沿": "lower",
            "下缘": "lower",
            "下边界": "lower",
        }.get(found[k].text, found[k].get("EDGE"))
        if edge is not None and not timed:
            found[k] = meaning(found[k], {"PART": edge})
        if found[k].has("PART") and at(found, k - 1).has("BANDWORD"):
            found[k - 1] = meaning(found[k - 1], {"NOISE": True}, "")
