"""Chinese days that are counted: "过去10天内至少7天收阳", "每月25号", "是否X？是的话"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_AMONG: Final = frozenset(["内", "中", "里", "之内", "当中", "有", "以内", "其中", "的", ","])
_BODY: Final = "阴阳红绿黑"
_MONTH_DAYS: Final = 31


def days_among_days(found: list[Lexeme], i: int) -> None:
    """Read "过去10天内至少7天收阳" as "at least 7 of the last 10 days closed above their open"."""
    first = i + 1 if found[i].has("LASTN") else i
    whole = at(found, first).get("SPAN")
    k = first + 1
    while at(found, k).text in _AMONG or (at(found, k).has("EQ") and at(found, k).text == "有"):
        k += 1
    sign = str(at(found, k).get("CMP")) if at(found, k).has("CMP", ">=", "<=", ">", "<") else ">="
    number = k + 1 if at(found, k).has("CMP") else k
    while at(found, number).text == "有":
        number += 1
    part = at(found, number).get("SPAN")
    last = number + 1
    while at(found, last).text in ("是", "都", "的", "为", "收盘", "收盘价"):
        last += 1
    way = at(found, last)
    side = str(way.get("DAYCOLOR") or way.get("MOVE") or way.get("RISING") or "")
    if k == first + 1 or not isinstance(whole, Span) or not isinstance(part, Span) or side not in ("up", "down"):
        return
    if whole.unit not in ("day", "bar") or part.unit not in ("day", "bar") or part.count >= whole.count:
        return
    if at(found, last + 1).has("CMP") or at(found, last + 1).has("PCT"):
        return
    told: list[tuple[str, Meanings]] = [
        ("至少", {"CMP": sign}),
        (found[number].text, {"NUM": part.count}),
        ("of", {"P": "of"}),
        ("last", {"LASTN": "last"}),
        (found[first].text, {"NUM": whole.count, "SPAN": whole}),
    ]
    if any(colour in way.text for colour in _BODY):
        told += [("closed", {"SER": "close", "WASBEFORE": "was"}), ("higher", {"CMP": ">" if side == "up" else "<"})]
        told += [("than", {"P": "than"}), ("open", {"SER": "open"})]
    else:
        told.append((way.text, {"DAYCOLOR": side}))
    start, end = found[i].start, way.end
    found[i : last + 1] = [Lexeme(text, start, end, meanings) for text, meanings in told]


def day_of_month(found: list[Lexeme], i: int) -> None:
    """Read "每月25号", "每个月15日" as that day of the month."""
    day, mark = at(found, i + 1), at(found, i + 2)
    number, span = day.get("NUM"), day.get("SPAN")
    dated = mark.text == "号" if span is None else span == Span(float(str(number)), "day") and day.text.endswith("日")
    if not found[i].has("PERIODIC", "monthly") or not isinstance(number, float) or not dated:
        return
    behind = i + 3 if span is None else i + 2
    ends = any(
        at(found, behind).has(word) for word in ("ACT", "SIGN_MARK", "MARK", "SER", "FILLAT", "SESSION", "REGULAR")
    )
    if number > _MONTH_DAYS or not ends or any(one.has("RANK") or one.has("REBALANCE") for one in found):
        return
    start, end = found[i].start, found[behind - 1].end
    found[i:behind] = [
        Lexeme(f"{number:g}th", start, end, {"NUM": number, "ORD": int(number)}),
        Lexeme("of", end, end, {"P": "of"}),
        Lexeme("每月", end, end, {"PERIODIC": "monthly"}),
    ]


def asked_then(found: list[Lexeme], i: int) -> None:
    """Read "是否X？在的话持有" as "X则持有": what is asked is the condition of what follows."""
    if not (found[i].text == "是" and at(found, i + 1).text == "否"):
        return
    end = next((k for k in range(i + 2, len(found)) if found[k].has("SIGN_MARK", "?", ",", ".", ";", "\n")), len(found))
    k = end + 1
    while at(found, k).text in _YES or (at(found, k).has("MARK", "if") and k > end + 1):
        k += 1
    if k == end + 1 or not at(found, k).has("ACT"):
        return
    for m in (i, i + 1, *range(end + 1, k)):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[end] = meaning(found[end], {"SIGN_MARK": ","}, ",")
    no = next((m for m in range(k, len(found) - 1) if found[m].text == "不" and found[m + 1].text in _YES), None)
    if no is not None:
        last = no + 2
        while at(found, last).has("MARK", "if") or at(found, last).text in _YES:
            last += 1
        found[no:last] = [Lexeme("否则", found[no].start, found[last - 1].end, {"NOLONGER": ""})]


_YES: Final = frozenset(["在", "是", "成立", "满足", "有", "符合", "的话", "如果是", "若是"])

COUNTED: Final = (days_among_days, day_of_month, asked_then)
