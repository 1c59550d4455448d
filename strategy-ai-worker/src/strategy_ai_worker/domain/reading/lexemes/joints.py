"""Chinese links that belong to what stands around them: "持有到X", "在X的前提下", "买点为X", "X则次日开盘买入"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_VERBS: Final = ("CMP", "X", "TOUCH", "BREAKS", "RISING", "STATE", "SIGN", "CROSSNAME", "BETWEEN", "WEEKDAY", "PATTERN")
_CASES: Final = ("前提", "情况", "条件", "时候", "基础上", "时", "期间")
_SETS: Final = frozenset(["为", "是", "="])
_POINTS: Final = frozenset(
    ["买点", "卖点", "入场", "出场", "买入", "卖出", "买入条件", "卖出条件", "入场条件", "出场条件"]
)
_LETTERS: Final = frozenset(["wr", "w", "w%r", "wms", "cci", "rsi", "kdj", "macd", "mfi"])
_CLAUSE: Final = 14
"""Lexemes of a clause that are looked at for its verb or its end."""


def held_until(found: list[Lexeme], i: int) -> None:
    """Read "一直持有到K值大于80", "拿到跌破20日线" as the way out; "持有到收盘", "持有至20天" stay times."""
    last = i + 1 if found[i].text in ("持有到", "持有至", "持股到", "持仓到", "持有直到") else i + 2
    led = last == i + 1 or (found[i].has("HOLD") and at(found, i + 1).text in ("到", "至", "直到"))
    if not led or not found[i].has("HOLD"):
        return
    clause = _clause(found, last)
    if not any(one.has(verb) for one in clause for verb in _VERBS):
        return
    words = "".join(one.text for one in found[i:last])
    found[i:last] = [Lexeme(words, found[i].start, found[last - 1].end, {"ACT": "exit"})]
    if i and found[i - 1].text == "直":
        found[i - 1] = meaning(found[i - 1], {"NOISE": True})


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
    """Read "买点为X，卖点为Y" as "买点：X": what follows is the rule, and equal to nothing."""
    if found[i].text in _SETS and at(found, i - 1).text in _POINTS and at(found, i - 1).has("ACT"):
        found[i] = meaning(found[i], {"SIGN_MARK": ":"}, ":")


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


JOINTS: Final = (held_until, in_case_of, point_is, letters_of_name, then_at_open, not_for_days, again_of_line)
