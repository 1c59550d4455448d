"""Chinese levels: a distance behind a side, a level that is reached, a level said before, "unless … else"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_TENTHS: Final = {"一成": 10.0, "两成": 20.0, "三成": 30.0, "四成": 40.0, "五成": 50.0}
_LEVEL: Final = ("SPAN", "AVG", "IND", "PART", "BANDWORD", "VOLAVG")


def distance_behind_side(found: list[Lexeme], i: int) -> None:
    """Read "在50日均线上方2%以上" as "高于50日均线2%"."""
    first = i
    if not (found[i].has("CMP", "<", ">") and at(found, i + 1).has("PCT")):
        return
    while any(at(found, first - 1).has(word) for word in _LEVEL):
        first -= 1
    placed = at(found, first - 1)
    if first == i or placed.text not in ("在", "处于", "位于"):
        return
    found[first - 1] = meaning(placed, {"CMP": found[i].get("CMP")})
    found[i] = meaning(found[i], {"NOISE": True}, "")
    if at(found, i + 2).text in ("以上", "以下", "以外"):
        found[i + 2] = meaning(found[i + 2], {"NOISE": True}, "")


def reached_number(found: list[Lexeme], i: int) -> None:
    """Read "(RSI上穿30买入，)到70卖出" as reaching the level from where the entry was."""
    level = at(found, i + 1).get("NUM")
    alone = set(at(found, i + 1).meanings) == {"NUM"}
    leaves = at(found, i + 2).has("ACT", "sell", "exit", "cover")
    if found[i].text not in ("到", "到了", "至") or not alone or not leaves:
        return
    before = [one.get("NUM") for one in found[:i] if set(one.meanings) == {"NUM"}]
    known = [float(value) for value in before if isinstance(value, int | float)]
    if known and isinstance(level, int | float):
        found[i] = meaning(found[i], {"CMP": ">=" if level > known[-1] else "<="})


def same_level_in_a_row(found: list[Lexeme], i: int) -> None:
    """Read "(三天高于20日均线…，)连续两天低于就卖" with the average that was named before."""
    led = at(found, i - 1).has("SPAN") and at(found, i - 2).has("INAROW")
    if not (found[i].has("CMP", "<", ">") and led):
        return
    open_ended = at(found, i + 1).text in ("就", "则", "时") or at(found, i + 1).has("ACT")
    k = next((k for k in range(i - 3, 0, -1) if found[k].has("AVG") and found[k - 1].has("SPAN")), None)
    if k is not None and open_ended:
        end = found[i].end
        found[i + 1 : i + 1] = [Lexeme(one.text, end, end, one.meanings) for one in found[k - 1 : k + 1]]
    if i == 2 or at(found, i - 3).has("SIGN_MARK", ",", ".", ";", ":", "\n"):
        start = found[i - 2].start
        found.insert(i - 2, Lexeme("收盘价", start, start, {"SER": "close"}))


def tenths_above(found: list[Lexeme], i: int) -> None:
    """Read "大过20天均量两成" as 20% above it."""
    more = any(at(found, k).has("CMP") for k in range(max(0, i - 4), i))
    level = at(found, i - 1).has("VOLAVG") or at(found, i - 1).has("AVG") or at(found, i - 1).has("SER")
    if found[i].text in _TENTHS and more and level:
        found[i] = meaning(found[i], {"PCT": _TENTHS[found[i].text]})


def unless_else(found: list[Lexeme], i: int) -> None:
    """Read "除非A，否则B就买": the second word only closes the first."""
    if found[i].text not in ("否则", "不然") or not at(found, i - 1).has("SIGN_MARK", ","):
        return
    first = next((k for k in range(i - 2, -1, -1) if found[k].has("MARK", "unless")), None)
    if first is None or any(one.has("ACT") or one.has("SIGN_MARK", ".", ";", "\n") for one in found[first:i]):
        return
    last = next((k for k in range(i + 1, len(found)) if found[k].has("SIGN_MARK", ",", ".", ";", "\n")), len(found))
    silent = meaning(found[i], {"NOISE": True}, "")
    if at(found, last).has("SIGN_MARK", ","):
        found[last] = meaning(found[last], {"SIGN_MARK": ";"}, ";")
    found[first:last] = [*found[i + 1 : last], found[i - 1], *found[first : i - 1], silent]


def allowed_otherwise(found: list[Lexeme], i: int) -> None:
    """Pass over "其余情况" behind a ban: "波动低时不交易，其余情况突破买入" bans, and tells the rule."""
    if not found[i].has("NOLONGER") or found[i].text not in _OTHERWISE:
        return
    banned = at(found, i - 1).has("SIGN_MARK") and at(found, i - 2).has("ACT", "no_entry")
    last = next((k for k in range(i + 1, len(found)) if found[k].has("SIGN_MARK")), len(found))
    if banned and any(one.has("ACT", "buy", "short") for one in found[i:last]):
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})


_OTHERWISE: Final = (
    *("其余情况", "其他情况", "其余情况下", "其他情况下", "其余时间", "其他时间"),
    *("其余时候", "其他时候", "其它时间", "否则", "不然"),
)


def back_to_average(found: list[Lexeme], i: int) -> None:
    """Read "(高于均线2%买入，)回到均线卖出" as reaching it from where the entry was, not as a cross upwards."""
    target = at(found, i + 2) if at(found, i + 1).has("SPAN") else at(found, i + 1)
    if found[i].text not in ("回到", "重回", "回归到") or not target.has("AVG"):
        return
    deed = next((k for k in range(i) if found[k].has("ACT", "buy")), None)
    if deed is None:
        return
    above = any(one.has("CMP", ">") or one.get("X") in (("up", "weak"), ("up", "strong")) for one in found[:deed])
    if above and not any(one.has("CMP", "<") for one in found[:deed]):
        found[i] = meaning(found[i], {"CMP": "<="})


def extreme_before_cross(found: list[Lexeme], i: int) -> None:
    """Read "20日高点突破做多" as "突破20日高点做多"."""
    cross, behind = at(found, i + 1), at(found, i + 2)
    first = i - 2 if at(found, i - 1).has("ZHOF") else i - 1
    extreme = found[i].has("SER", "high", "low") and at(found, first).has("SPAN")
    if not (extreme and cross.has("X") and (behind.has("ACT") or behind.has("SIGN_MARK") or behind.text == "")):
        return
    while at(found, first - 1).has("SER", "open") or at(found, first - 1).has("LASTN"):
        first -= 1
    before = at(found, first - 1)
    if first == 0 or before.has("SIGN_MARK") or before.has("SYM") or before.has("MARK"):
        del found[i + 1]
        found.insert(first, Lexeme(cross.text, found[first].start, found[first].start, cross.meanings))
