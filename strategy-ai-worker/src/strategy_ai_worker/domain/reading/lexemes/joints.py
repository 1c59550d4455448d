"""Chinese links that belong to what stands around them: "持有到X", "在X的前提下", "买点为X", "X则次日开盘买入"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_VERBS: Final = (
    *("CMP", "X", "TOUCH", "BREAKS", "RISING", "STATE", "SIGN", "CROSSNAME", "BETWEEN", "WEEKDAY", "PATTERN"),
    *("NEW", "HILO", "DAYCOLOR", "MOVE", "GAP", "VOLUMEWORD"),
)
_CASES: Final = ("前提", "情况", "条件", "时候", "基础上", "时", "期间")
_SETS: Final = frozenset(["为", "是", "="])
_POINTS: Final = frozenset(
    ["买点", "卖点", "入场", "出场", "买入", "卖出", "买入条件", "卖出条件", "入场条件", "出场条件"]
)
_UNTIL: Final = ("直到", "直至")
_STAYS: Final = ("到", "至", *_UNTIL)
_HEADS: Final = ("信号", "条件", "规则")
_LETTERS: Final = frozenset(["wr", "w", "w%r", "wms", "cci", "rsi", "kdj", "macd", "mfi"])
_CLAUSE: Final = 14
"""Lexemes of a clause that are looked at for its verb or its end."""


def held_until(found: list[Lexeme], i: int) -> None:
    """Read "一直持有到K值大于80", "拿到跌破20日线" as the way out; "持有到收盘", "持有至20天" stay times."""
    last = i + 1 if found[i].text in ("持有到", "持有至", "持股到", "持仓到", "持有直到") else i + 2
    led = last == i + 1 or (found[i].has("HOLD") and at(found, i + 1).text in _STAYS)
    if not led or not found[i].has("HOLD"):
        return
    clause = _clause(found, last)
    if not any(one.has(verb) for one in clause for verb in _VERBS):
        return
    words = "".join(one.text for one in found[i:last])
    found[i:last] = [Lexeme(words, found[i].start, found[last - 1].end, {"ACT": "exit"})]
    if i and found[i - 1].text == "直":
        found[i - 1] = meaning(found[i - 1], {"NOISE": True})


def until_then(found: list[Lexeme], i: int) -> None:
    """Read "(买入，)直到X才卖出" as "X卖出", and "(买入，)直到X" as the way out itself."""
    clause = _clause(found, i + 1)
    if found[i].text not in _UNTIL or not any(one.has(verb) for one in clause for verb in _VERBS):
        return
    deed = any(one.has("ACT") for one in clause)
    entered = any(one.has("ACT", "buy", "short") for one in found[:i])
    if deed or entered:
        found[i] = meaning(found[i], {"MARK": "if"} if deed else {"ACT": "exit"})


def in_case_of(found: list[Lexeme], i: int) -> None:
    """Read "在X的前提下", "在X的时候" as "if X": nothing is compared with what stands behind "在" then."""
    before = at(found, i - 1)
    begins = i == 0 or before.is_noise or before.has("MARK") or (before.has("SIGN_MARK") and before.text != ")")
    if found[i].text != "在" or not begins:
        return
    clause = _clause(found, i + 1)
    if at(found, i + 1).has("NUM") and not at(found, i + 1).has("SPAN"):
        return  # "在70以上时": a level is compared with here.
    ended = any(any(case in one.text for case in _CASES) for one in clause)
    if ended and any(one.has(verb) for one in clause for verb in _VERBS):
        found[i] = meaning(found[i], {"MARK": "if"}, "当")


def point_is(found: list[Lexeme], i: int) -> None:
    """Read "买点为X，卖点为Y", "过滤=X" as "买点：X": what follows is the rule, and equal to nothing."""
    head = at(found, i - 1)
    named = head.text in _POINTS or head.text.endswith(_HEADS) or (found[i].text == "=" and head.text >= "\u4e00")
    if found[i].text in _SETS and named and head.has("ACT"):
        found[i] = meaning(found[i], {"SIGN_MARK": ":"}, ":")


def levels_as_title(found: list[Lexeme], i: int) -> None:
    """Read "止损止盈：止损5%" as a title: what it names is said behind it."""
    last = i + 3 if at(found, i + 1).has("CONJ", "and") or at(found, i + 1).has("SIGN_MARK", ",", "/") else i + 2
    levels = ("STOP", "TARGET", "TRAIL")
    both = any(found[i].has(one) for one in levels) and any(at(found, last - 1).has(one) for one in levels)
    begins = i == 0 or found[i - 1].has("SIGN_MARK", ".", ";", "\n", ",")
    said = any(one.has(level) for one in _clause(found, last + 1) for level in levels)
    if both and begins and said and at(found, last).has("SIGN_MARK", ":"):
        del found[i : last + 1]


def change_in_a_day(found: list[Lexeme], i: int) -> None:
    """Read "单日跌幅超过5%", "一天内下跌超过5%" as the change of that day, whatever was spoken of before."""
    span = found[i].get("SPAN")
    day = isinstance(span, Span) and span == Span(1, "day") and at(found, i + 1).text in ("内", "里", "之内", "以内")
    k = i + 2 if day else i + 1
    k = k + 1 if at(found, k).has("SER", "close", "price") else k
    moved = at(found, k)
    way = moved.get("MOVE")
    share = next((m for m in (k + 1, k + 2) if at(found, m).has("PCT")), None)
    bare = share is not None and (share == k + 1 or at(found, k + 1).has("CMP") or at(found, k + 1).is_noise)
    if not (day or found[i].has("TODAY")) or way not in ("up", "down") or moved.text in _RESULTS or not bare:
        return
    if at(found, i - 1).has("SER", "close", "price"):
        found[i - 1] = meaning(found[i - 1], {"NOISE": True}, "")
    for m in range(i, k):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[i] = meaning(found[i], {"SER": "close"}, "收盘价")
    found[k] = meaning(moved, {"MOVE": way}, "收涨" if way == "up" else "收跌")


_RESULTS: Final = frozenset(
    ["盈利", "获利", "赚", "浮盈", "赚了", "浮赢", "亏损", "亏", "浮亏", "亏了", "蚀", "损失", "蚀了", "回撤"]
)


def closest_days(found: list[Lexeme], i: int) -> None:
    """Read "创出近50日新高" as "创出50日新高": the days before this one are meant anyway."""
    days = at(found, i + 2)
    if found[i].has("NEW") and at(found, i + 1).has("LASTN", "last") and days.has("SPAN") and found[i].text >= "\u4e00":
        del found[i + 1]


def amount_off_line(found: list[Lexeme], i: int) -> None:
    """Read "20日均线减2倍ATR", "中轨加1.5倍ATR" as a sum: the line stands before the sign."""
    sign = {"加": "+", "加上": "+", "减": "-", "减去": "-"}.get(found[i].text)
    line = at(found, i - 1).has("SIGN_MARK", ")") or any(at(found, i - 1).has(one) for one in ("AVG", "PART", "SER"))
    behind = [at(found, k) for k in range(i + 1, i + 5)]
    amount = (behind[0].has("MULT") or behind[0].has("NUM")) and any(
        one.has("IND", "atr") or one.has("DEV") for one in behind
    )
    if sign and line and amount:
        found[i] = meaning(found[i], {"ARITH": sign}, "plus" if sign == "+" else "minus")


def name_before_trail(found: list[Lexeme], i: int) -> None:
    """Read "ATR移动止损，3倍ATR(14)" as the trailing stop of that distance: its name says only what it is made of."""
    stop = at(found, i + 1)
    if not found[i].has("IND", "atr") or not (stop.has("TRAIL") or stop.has("STOP")):
        return
    k = i + 2
    if at(found, k).has("SIGN_MARK", ",", ":", "(") and at(found, k + 1).has("MULT"):
        closed = at(found, k).has("SIGN_MARK", "(")
        found[k] = meaning(found[k], {"NOISE": True}, "")
        if closed and at(found, k + 2).has("SIGN_MARK", ")"):
            found[k + 2] = meaning(found[k], {"IND": "atr"}, "atr")
        found[i] = meaning(found[i], {"NOISE": True}, "")


def letters_of_name(found: list[Lexeme], i: int) -> None:
    """Read "威廉指标WR(10)" as one name: the letters are no market."""
    if found[i].has("IND") and at(found, i + 1).text in _LETTERS and found[i].text >= "\u4e00":
        found[i : i + 2] = [Lexeme(found[i].text, found[i].start, found[i + 1].end, found[i].meanings)]


def then_at_open(found: list[Lexeme], i: int) -> None:
    """Read "X则次日开盘买入" as the usual fill: the next day is that of the order, and no part of the condition."""
    if found[i].text in ("则", "就", "便", "即") and at(found, i + 1).has("FILLAT", "next_open"):
        found[i] = meaning(found[i], {"SIGN_MARK": ","}, ",")


def not_for_days(found: list[Lexeme], i: int) -> None:
    """Read "最近5天没有创20日新低" with its days behind: on none of them."""
    if not (found[i].has("LASTN", "last") and at(found, i + 1).has("SPAN")):
        return
    k = i + 3 if at(found, i + 2).text in ("内", "里", "以来", "之内") else i + 2
    if not at(found, k).has("NOT"):
        return
    end = k + 1
    while end < len(found) and not any(found[end].has(kind) for kind in ("SIGN_MARK", "MARK", "CONJ", "ACT")):
        end += 1
    place = found[end - 1].end
    days = [
        Lexeme(found[i].text, place, place, {"WITHIN": "within"}),
        Lexeme(found[i + 1].text, place, place, found[i + 1].meanings),
    ]
    found[i:end] = [*(meaning(one, {"NOISE": True}) for one in found[i:k]), *found[k:end], *days]


def again_of_line(found: list[Lexeme], i: int) -> None:
    """Read "50日又在120日之上" as "50日在120日之上": the word for "again" links, and parts no line from its verb."""
    begins = i == 1 or at(found, i - 2).has("SIGN_MARK") or at(found, i - 2).has("CONJ")
    behind = at(found, i + 1)
    says = behind.text == "在" or behind.has("CMP") or behind.has("X")
    if found[i].text in ("又", "也", "再", "还", "則", "则") and at(found, i - 1).has("SPAN") and begins and says:
        found[i] = meaning(found[i], {"NOISE": True})
        if not at(found, i - 1).has("AVG"):
            found.insert(i, Lexeme("均线", found[i].start, found[i].start, {"AVG": ""}))


def _clause(found: list[Lexeme], first: int) -> list[Lexeme]:
    """Return the lexemes up to the next pause."""
    behind = found[first : first + _CLAUSE]
    depth = 0
    for k, one in enumerate(behind):
        depth += one.has("SIGN_MARK", "(") - one.has("SIGN_MARK", ")")
        if one.has("SIGN_MARK", ",", ".", ";", "\n", "?", ":") and depth <= 0:
            return behind[:k]
    return behind


def also_beyond(found: list[Lexeme], i: int) -> None:
    """Read "过去21天涨幅也大于0" as said of its own subject: "也" only adds the condition to those before."""
    if found[i].text in ("也", "亦", "也要", "也须") and (at(found, i + 1).has("CMP") or at(found, i + 1).has("X")):
        found[i] = meaning(found[i], {"NOISE": True}, "")


JOINTS: Final = (
    also_beyond,
    held_until,
    until_then,
    in_case_of,
    point_is,
    levels_as_title,
    change_in_a_day,
    closest_days,
    amount_off_line,
    name_before_trail,
    letters_of_name,
    then_at_open,
    not_for_days,
    again_of_line,
)
