"""Chinese times: a bar some days ago, the last session of the week, a day of the week before, the bars of a title."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_FRAMES: Final = {
    (1, "hour"): "1h",
    (4, "hour"): "4h",
    (30, "minute"): "30m",
    (15, "minute"): "15m",
    (5, "minute"): "5m",
}
_FRIDAY: Final = 4


def price_some_days_ago(found: list[Lexeme], i: int) -> None:
    """Read "2日前的收盘价" as "收盘价2日前": the time stands before the price."""
    ago, link, price = at(found, i + 1), at(found, i + 2), at(found, i + 3)
    if not found[i].has("SPAN") or ago.text != "前" or not link.has("ZHOF") or not price.has("SER"):
        return
    start, end = found[i].start, price.end
    found[i : i + 4] = [
        Lexeme(price.text, start, start, price.meanings),
        Lexeme(found[i].text, start, end, found[i].meanings),
        Lexeme("前", end, end, {"AGO": "ago"}),
    ]


def day_of_week_before(found: list[Lexeme], i: int) -> None:
    """Read "周一收盘比上周五低", of a Monday, as lower than the day before: the Friday is the session before it."""
    day = at(found, i + 1).get("WEEKDAY")
    if found[i].text != "上" or not isinstance(day, int):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK")), 0)
    today = next((one.get("WEEKDAY") for one in found[first:i] if one.has("WEEKDAY")), None)
    if not isinstance(today, int) or day != (_FRIDAY if today == 0 else today - 1):
        return
    start, end = found[i].start, found[i + 1].end
    told = [Lexeme("前一日", start, end, {"PREV": 1})]
    if not at(found, i + 2).has("SER"):
        told.append(Lexeme("收盘价", end, end, {"SER": "close"}))
    found[i : i + 2] = told


def bars_of_title(found: list[Lexeme], i: int) -> None:
    """Read "以太坊4小时，20周期均线…" as bars of four hours: the length belongs to no average."""
    span = found[i].get("SPAN")
    named = isinstance(span, Span) and (span.count, span.unit) in _FRAMES
    if named and at(found, i - 1).has("SYM") and at(found, i + 1).has("SIGN_MARK", ",", ":"):
        assert isinstance(span, Span)  # noqa: S101
        frame = _FRAMES[int(span.count), span.unit]
        found[i] = meaning(found[i], {"TF": frame}, f"{found[i].text}线")


def end_of_week(found: list[Lexeme], i: int) -> None:
    """Read "每周最后一个交易日", "每季度第一个交易日" as the sessions at the ends of a week or a quarter."""
    edge = at(found, i + 1).get("MONTHDAY")
    if edge not in ("first", "last") or found[i].text not in (*_OF_WEEK, *_OF_QUARTER):
        return
    start, end = found[i].start, found[i + 1].end
    quarter = "quarter_start" if edge == "first" else "quarter_end"
    told = quarter if found[i].text in _OF_QUARTER else f"week_{edge}"
    found[i : i + 2] = [Lexeme(found[i].text, start, end, {"MONTHDAY": told})]


def start_of_named_month(found: list[Lexeme], i: int) -> None:
    """Read "11月初" as the first trading day of November; "初五" is a day and no edge."""
    if found[i].text in ("初", "月初") and i and found[i - 1].has("MONTH") and not at(found, i + 1).has("NUM"):
        found[i] = Lexeme("月初", found[i].start, found[i].end, {"MONTHDAY": "first"})


def other_times(found: list[Lexeme], i: int) -> None:
    """Read "一月不交易，其他月份金叉买入": the times that are barred are said; the others need no word."""
    if not (
        found[i].has("NOLONGER") and found[i].text in _OTHERS and any(one.has("ACT", "no_entry") for one in found[:i])
    ):
        return
    last = next((k for k in range(i, len(found)) if found[k].has("SIGN_MARK", ",", ".", ";", "\n")), len(found))
    bought = next((k for k in range(i, last) if found[k].has("ACT", "buy", "short")), None)
    if bought is not None and bought > i + 1:
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})


_OTHERS: Final = (
    "其余时间",
    "其他时间",
    "其它时间",
    "其余月份",
    "其他月份",
    "其它月份",
    "其余时候",
    "其他时候",
    "其他日子",
    "其余日子",
)
_OF_QUARTER: Final = ("季度", "每季度", "每季", "当季", "本季度", "下季度", "每个季度")
_OF_WEEK: Final = ("周", "每周", "当周", "本周", "下周", "次周", "该周", "一周", "每个星期", "本星期", "每星期", "星期")
