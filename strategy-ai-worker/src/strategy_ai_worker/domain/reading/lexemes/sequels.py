"""Chinese phrases about what comes after something: the bar after a streak, the fall after a high, the rest of it."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning, moved
from strategy_ai_worker.domain.reading.lexicon import Meanings

_AFTER: Final = ("后", "之后", "后再", "之后再", "以后")
_APPEARS: Final = (
    "出现", "首次", "再", "第一根", "一根", "第", "的", "首个", "第一个", "根", "收", "今日", "当日", "今天", "当天",
)  # fmt: skip
_TURNS: Final = ("DAYCOLOR", "PATTERN", "GAP")
_LAST: Final = ("最后", "末", "倒数", "最末")
_FIRST: Final = ("前", "头", "首", "最初", "初")
_NEXT_MONTH: Final = ("次月", "下月", "下个月", "隔月", "翌月", "次月初", "下月初", "月初", "下一个月")
_SET: Final = ("放", "设", "摆", "定", "置", "挂", "设定", "设置", "放置", "定在")


def bar_after_streak(found: list[Lexeme], i: int) -> None:
    """Read "连续三天收阴后收阳" as the streak, and the turn on the bar after it."""
    if found[i].text not in _AFTER or not any(at(found, k).has("DAYCOLOR") for k in (i - 1, i - 2)):
        return
    k = i + 1
    while at(found, k).text in _APPEARS or (at(found, k).is_noise and not at(found, k).has("DAYCOLOR")):
        k += 1
    streak = any(at(found, m).has("INAROW") or at(found, m).text.startswith("连") for m in range(i - 6, i))
    rebounds = at(found, k).has("MOVE", "up", "down") and not at(found, k + 1).has("PCT")
    if not streak or not (rebounds or any(at(found, k).has(word) for word in _TURNS)):
        return
    found[i] = meaning(found[i], {"CONJ": "next"}, "紧接着")
    if rebounds and not at(found, k).has("DAYCOLOR"):
        found[k] = meaning(found[k], {"DAYCOLOR": found[k].get("MOVE")})
    for m in range(i + 1, k):
        found[m] = meaning(found[m], {"NOISE": True}, "")


def fall_after_high(found: list[Lexeme], i: int) -> None:
    """Read "创250日新高后回调5%" as the close that first lies 5% below that high."""
    span, high, after = at(found, i + 1), at(found, i + 2), at(found, i + 3)
    k = i + 4
    while at(found, k).is_noise or at(found, k).text in ("股价", "价格", "从高点", "再"):
        k += 1
    moved, share = at(found, k), at(found, k + 1)
    extreme = high.has("HILO") or high.has("SER", "high", "low")
    if not (found[i].has("NEW") and span.has("SPAN") and extreme and after.text in _AFTER and share.has("PCT")):
        return
    way = _way(moved)
    if not way:
        return
    found[i] = meaning(found[i], {"P": "from"}, "从")
    found[i + 2] = meaning(high, {"SER": "high" if way == "down" else "low"})
    for m in range(i + 3, k):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[k] = meaning(moved, {"MOVE": way, "FIRST": True})


def days_at_month_end(found: list[Lexeme], i: int) -> None:
    """Read "月末3天到次月3天", "每月最后3个交易日", "次月前3天" as the last and the first trading days of a month."""
    span = found[i].get("SPAN")
    if not isinstance(span, Span) or span.unit != "day":
        return
    before, earlier = at(found, i - 1), at(found, i - 2)
    counted = before.text == "第"
    ends = before.text in _LAST or before.has("MONTHDAY", "last") or (counted and earlier.text in _LAST)
    starts = before.text in _NEXT_MONTH or (before.text in _FIRST and _of_month(earlier))
    starts = starts or (before.text in _FIRST and earlier.has("CONJ", "and") and at(found, i - 3).has("TRADINGDAY"))
    starts = starts or before.has("MONTHDAY", "first")
    starts = starts or (counted and (earlier.text in _NEXT_MONTH or _of_month(earlier)))
    monthly = any("月" in one.text for one in found)
    if not monthly or not (ends or starts) or at(found, i + 1).has("AVG") or at(found, i + 1).text in ("线", "的"):
        return
    joint = next((k for k in (i - 2, i - 3) if at(found, k).has("CONJ", "and")), None)
    if starts and joint is not None and at(found, joint - 1).has("TRADINGDAY"):
        found[joint] = meaning(found[joint], {"CONJ": "or"}, "或")
    count = Lexeme(found[i].text, found[i].start, found[i].end, {"NUM": span.count})
    day = Lexeme("个交易日", found[i].end, found[i].end, {"TRADINGDAY": "day"})
    if counted:
        first = i - 2 if ends else i - 1
        found[first] = meaning(found[first], {"UNK": "第"}, "第")
        order: Meanings = {"ORD": int(span.count), "NUM": span.count}
        found[i] = meaning(found[i], {**order} if ends else found[i].meanings)
        if ends:
            found[i - 1] = meaning(found[i - 1], {"NOISE": True}, "")
            del found[i - 1]
            found.insert(i, Lexeme("月末", found[i - 1].end, found[i - 1].end, {"MONTHDAY": "last"}))
        return
    found[i : i + 1] = [count, day]
    found[i - 1] = meaning(before, {"UNK": "最后" if ends else "前"}, "最后" if ends else "前")


def rest_by_condition(found: list[Lexeme], i: int) -> None:
    """Read "(先卖一半，)其余等死叉卖出" as leaving with all that is left."""
    led = i == 0 or any(found[i - 1].has(word) for word in ("SIGN_MARK", "CONJ", "MARK", "CROSSNAME"))
    if not found[i].has("REST") or not led:
        return
    last = next((k for k in range(i + 1, len(found)) if found[k].has("SIGN_MARK", ",", ".", ";", "\n")), len(found))
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ",", ".", ";", "\n")), 0)
    inside = found[first:last]
    leaves = any(one.has("ACT", "sell", "exit", "cover") for one in inside)
    told = any(one.has(word) for one in inside for word in ("X", "CMP", "CROSSNAME", "RISING", "STATE", "SIGN"))
    if not leaves or not told or any(one.has("TRAIL") for one in inside):
        return
    found[i] = meaning(found[i], {"NOISE": True}, "")
    for k in range(i + 1, last):
        if found[k].text in ("等", "待", "等到", "则", "在", "的", "等待", "留到"):
            found[k] = meaning(found[k], {"NOISE": True}, "")


def where_stop_is_set(found: list[Lexeme], i: int) -> None:
    """Read "止损放在入场价下方2倍ATR" as "止损入场价下方2倍ATR"."""
    named = any(at(found, k).has("STOP") or at(found, k).has("TARGET") for k in (i - 1, i - 2))
    if found[i].text not in _SET or not named:
        return
    del found[i]
    if at(found, i).text in ("在", "于", "到", "为"):
        del found[i]


def aligned_lengths(found: list[Lexeme], i: int) -> None:
    """Read "5日、10日、20日均线多头排列", "三条EMA" as three averages, each with its noun, in that order."""
    if not found[i].has("ALIGNED"):
        return
    noun = next((found[k] for k in (i - 1, i - 2) if at(found, k).has("AVG")), None)
    k = i - 1
    while k >= 0 and (found[k].has("AVG") or found[k].is_noise or found[k].text in ("呈", "形成") or _counts(found, k)):
        k -= 1
    last, places = k, []
    while k >= 0 and (found[k].has("SPAN") or found[k].has("SIGN_MARK", ",", "/") or found[k].has("CONJ", "and")):
        places += [k] if found[k].has("SPAN") else []
        k -= 1
    if len(places) < 2:
        return
    line = noun if noun is not None else Lexeme("均线", found[last].end, found[last].end, {"AVG": ""})
    del found[last + 1 : i]
    for place in places:
        found.insert(place + 1, Lexeme(line.text, found[place].end, found[place].end, line.meanings))


def _counts(found: list[Lexeme], k: int) -> bool:
    """Return whether a number only counts the lines: "三条"."""
    return found[k].has("NUM") and not found[k].has("SPAN") and at(found, k + 1).text in ("条", "线", "根", "条线")


def joined_twice(found: list[Lexeme], i: int) -> None:
    """Read "并且同时" as one "and"."""
    if found[i].has("CONJ", "and") and at(found, i + 1).has("CONJ", "and"):
        found[i + 1] = meaning(found[i + 1], {"NOISE": True}, "")


def explained_contrary(found: list[Lexeme], i: int) -> None:
    """Read "反过来(20日高于60日)就卖" as what stands in the brackets: the word before only announces it."""
    announces = found[i].has("OPPOSITE") or found[i].has("NOLONGER")
    if not (announces and at(found, i + 1).has("SIGN_MARK", "(")):
        return
    last = next((k for k in range(i + 2, len(found)) if found[k].has("SIGN_MARK", ")")), len(found))
    told = any(one.has("CMP") or one.has("X") for one in found[i + 2 : last])
    if told and last < len(found):
        for k in (i, i + 1, last):
            found[k] = meaning(found[k], {"NOISE": True}, "")


def numbered_day_after(found: list[Lexeme], i: int) -> None:
    """Read "连续三天下跌后第四天" as the day after the streak."""
    span = found[i + 1].get("SPAN") if found[i].text == "第" and i + 1 < len(found) else None
    if not isinstance(span, Span) or span.unit not in ("day", "bar"):
        return
    for k in range(i - 1, max(-1, i - _NEAR), -1):
        if found[k].has("ACT") or found[k].has("SIGN_MARK", ".", ";", "\n"):
            return
        run = found[k].get("SPAN") or (found[k].has("NUM") and Span(float(str(found[k].get("NUM"))), "day"))
        in_a_row = at(found, k - 1).has("INAROW") or any(at(found, m).text.startswith("连") for m in (k + 1, k + 2))
        if isinstance(run, Span) and in_a_row and run.count + 1 == span.count:
            end = found[i + 1].end
            found[i : i + 2] = [Lexeme("第二天", found[i].start, end, {"FILLAT": "next_open"})]
            return


_NEAR: Final = 12


def day_after(found: list[Lexeme], i: int) -> None:
    """Read "十字星后第二天收阳买入" as the bar after it: only before the deed it is the morning of the fill."""
    if not found[i].has("FILLAT", "next_open") or found[i].text not in _DAY_AFTER or i == 0:
        return
    k = i + 1
    while at(found, k).has("MARK", "if") or (at(found, k).is_noise and not at(found, k).has("DAYCOLOR")):
        k += 1
    told = any(at(found, k).has(word) for word in ("DAYCOLOR", "GAP", "PATTERN", "SER", "X", "CMP", "IND"))
    if not told or at(found, k).has("ACT") or at(found, k).has("SER", "open"):
        return
    found[i] = meaning(found[i], {"CONJ": "next"}, "紧接着")
    for m in (i - 1, i - 2):
        if at(found, m).text in (*_AFTER, "的", ",", "时"):
            found[m] = meaning(found[m], {"NOISE": True}, "")


_DAY_AFTER: Final = (
    "第二天", "次日", "第二日", "翌日", "隔日", "隔天", "下一日",
    "下一个交易日", "次一交易日", "下一交易日", "下个交易日",
)  # fmt: skip


def days_behind_slope(found: list[Lexeme], i: int) -> None:
    """Read "缩小两天就卖" as "连续两天缩小": the length stands behind the slope."""
    slope = found[i].has("RISING") and not found[i].has("MOVE")
    span, behind = at(found, i + 1), at(found, i + 2)
    counted = any(at(found, k).has("INAROW") for k in (i - 1, i - 2))
    if not (slope and span.has("SPAN") and not counted) or not (behind.has("ACT") or behind.has("MARK")):
        return
    row = Lexeme("连续", found[i].start, found[i].start, {"INAROW": 1})
    found[i : i + 2] = [row, Lexeme(span.text, found[i].start, found[i].end, span.meanings), moved(found[i], span)]


def state_without_subject(found: list[Lexeme], i: int) -> None:
    """Read "(超级趋势由空转多买入，)由多转空卖出" with the line whose direction turned before."""
    begins = i > 0 and found[i - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    if not begins or not found[i].has("STATE", "bullish", "bearish") or found[i].has("ACT"):
        return
    line = next((k for k in range(i - 1, -1, -1) if found[k].has("IND")), None)
    if line is not None and found[line].has("IND", "supertrend"):
        place = found[i].start
        found.insert(i, Lexeme(found[line].text, place, place, found[line].meanings))


def slope_of_same_line(found: list[Lexeme], i: int) -> None:
    """Read "RSI(21)低于35且连续两日回升" as the RSI rising: the second half tells more of the same line."""
    if not (found[i].has("CONJ", "and") and at(found, i + 1).has("INAROW") and at(found, i + 2).has("SPAN")):
        return
    if at(found, i + 3).text not in _SLOPES:
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ",", ".", ";", ":", "\n")), 0)
    line = next((k for k in range(first, i) if found[k].has("IND")), None)
    if line is None or any(found[k].has("SER") or found[k].has("AVG") for k in range(first, i)):
        return
    last = line + 1
    if at(found, last).has("SIGN_MARK", "("):
        last = next((m + 1 for m in range(last, i) if found[m].has("SIGN_MARK", ")")), last)
    place = found[i].end
    lead = line - 1 if line > first and found[line - 1].has("SPAN") else line
    way = found[i + 3].get("RISING") or found[i + 3].get("MOVE")
    found[i + 3] = meaning(found[i + 3], {"RISING": way})
    found[i + 1 : i + 1] = [Lexeme(one.text, place, place, one.meanings) for one in found[lead:last]]


def more_than_before(found: list[Lexeme], i: int) -> None:
    """Read "MACD线大于0且比昨天大" as that line above its value of the day before."""
    bigger = {"大": ">", "高": ">", "小": "<", "低": "<"}.get(at(found, i + 3).text)
    led = found[i].has("CONJ", "and") and at(found, i + 1).has("BI") and at(found, i + 2).has("PREV")
    if not led or bigger is None:
        return
    line = next((k for k in range(i - 1, max(-1, i - 9), -1) if found[k].has("IND")), None)
    if line is None or any(one.has("SER") for one in found[line:i]):
        return
    last = line + 1
    if at(found, last).text == "(" and not at(found, last + 1).has("UNK"):
        last = next((m + 1 for m in range(last, i) if found[m].has("SIGN_MARK", ")")), last)
    place, day = found[i].end, found[i + 2]
    found[i + 1 : i + 4] = [
        *(Lexeme(one.text, place, place, one.meanings) for one in found[line:last]),
        Lexeme("高于" if bigger == ">" else "低于", place, day.start, {"CMP": bigger}),
        Lexeme(day.text, day.start, found[i + 3].end, day.meanings),
    ]


_SLOPES: Final = (
    "回升",
    "回落",
    "上升",
    "下降",
    "走高",
    "走低",
    "递增",
    "递减",
    "抬头",
    "向上",
    "向下",
    "上行",
    "下行",
    "走强",
    "走弱",
)


def turn_without_subject(found: list[Lexeme], i: int) -> None:
    """Read "(MACD柱由负转正买入，)由正转负卖出" with the thing whose sign turned before."""
    begins = i == 0 or found[i - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    if not begins or not found[i].has("SIGN") or i == 0:
        return
    for k in range(i - 1, -1, -1):
        if found[k].has("IND") and any(one.has("SIGN") or one.has("CMP") or one.has("X") for one in found[k:i]):
            first = next((m for m in range(k - 1, max(-1, k - 5), -1) if found[m].has("SYM")), k)
            whole = first if all(_names(one) for one in found[first:k]) else k
            place = found[i].start
            found[i:i] = [Lexeme(one.text, place, place, one.meanings) for one in found[whole : k + 1]]
            return


def _names(lexeme: Lexeme) -> bool:
    """Return whether a word belongs to the name of a thing: "TLT的20日涨幅"."""
    return any(lexeme.has(word) for word in ("SYM", "ZHOF", "SPAN", "NUM"))


def _of_month(lexeme: Lexeme) -> bool:
    return lexeme.has("PERIODIC", "monthly") or lexeme.text in (*_NEXT_MONTH, "当月", "本月", "月")


def _way(lexeme: Lexeme) -> str:
    for way in ("up", "down"):
        if lexeme.has("MOVE", way) or lexeme.has("RISING", way):
            return way
    return "down" if lexeme.has("TOUCH") else ""
