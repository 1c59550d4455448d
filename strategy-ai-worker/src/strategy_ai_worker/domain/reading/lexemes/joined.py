"""Chinese things that are told together: "DIF和DEA都在零轴上方", "快线EMA(8)", "除非X，否则一直持有"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_LINES: Final = {"macd": "macd_signal", "macd_signal": "macd", "stoch_k": "stoch_d", "stoch_d": "stoch_k"}
_BREAKS: Final = (",", ".", ";", "\n", ":")
_LONG: Final = 16


def both_lines(found: list[Lexeme], i: int) -> None:
    """Read "DIF和DEA都在零轴上方", "K与D均低于20" as the same said of either line."""
    link, other = at(found, i + 1), at(found, i + 2)
    joined = link.has("CONJ", "and") or link.has("SIGN_MARK", ",") or link.text in ("与", "跟")
    one = "stoch_k" if found[i].text in ("k线", "k") and other.has("IND", "stoch_d") else str(found[i].get("IND"))
    if not joined or not other.has("IND") or _LINES.get(one) != other.get("IND"):
        return
    k = i + 3
    while at(found, k).has("WORST") or at(found, k).text in ("都", "均", "皆", "同时", "两线", "值", "线"):
        k += 1
    last = next((m for m in range(k, min(len(found), k + _LONG)) if _ends(found[m])), min(len(found), k + _LONG))
    said = found[k:last]
    compared = any(part.has("CMP") for part in said) and any(part.has("NUM") for part in said)
    if not compared or any(part.has("X") for part in said):
        return
    place = found[i]
    found[i:k] = [
        meaning(place, {"IND": one}),
        *(Lexeme(part.text, place.end, place.end, part.meanings) for part in said),
        meaning(link, {"CONJ": "and"}, "且"),
        other,
    ]


def _ends(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK", *_BREAKS) or lexeme.has("ACT") or (lexeme.has("MARK", "if") and not lexeme.has("EQ"))


def fast_and_slow(found: list[Lexeme], i: int) -> None:
    """Read "快线EMA(8)上穿慢线EMA(21)" as the averages that are named behind: no line of another indicator is meant."""
    if i:
        return
    lines: dict[str, list[Lexeme]] = {}
    k = 0
    while k < len(found):
        name, line = found[k].text, _line_behind(found, k + 1)
        if name in ("快线", "慢线") and found[k].has("IND") and line:
            lines[name] = line
            found[k] = meaning(found[k], {"NOISE": True}, "")
        elif name in lines and found[k].has("IND"):
            place = found[k]
            again = [Lexeme(one.text, place.start, place.end, one.meanings) for one in lines[name]]
            found[k : k + 1] = again
            k += len(again) - 1
        k += 1


def _line_behind(found: list[Lexeme], k: int) -> list[Lexeme]:
    """Return the words of "EMA(8)", "EMA8", "8日均线" that begin at a place."""
    one, other = at(found, k), at(found, k + 1)
    if one.has("AVG"):
        bracket = other.has("SIGN_MARK", "(") and at(found, k + 3).has("SIGN_MARK", ")")
        return found[k : k + 4] if bracket else found[k : k + 2] if other.has("NUM") else []
    bracket = one.has("SIGN_MARK", "(")
    first = k + 1 if bracket else k
    length = at(found, first).has("SPAN") and at(found, first + 1).has("AVG")
    return found[first : first + 2] if length else []


def held_unless(found: list[Lexeme], i: int) -> None:
    """Read "除非X，否则一直持有" as "X则卖出"."""
    if not found[i].has("MARK", "unless") or found[i].text != "除非":
        return
    reach = range(i + 1, min(len(found), i + _LONG))
    k = next((k + 1 for k in reach if found[k].text in _ELSE), None)
    if k is None:
        return
    pause = k - 2 if found[k - 2].has("SIGN_MARK", ",") else k - 1
    while at(found, k).text in ("一", "直", "就", "继", "续", "都", "会"):
        k += 1
    ends = at(found, k + 1).text == "" or at(found, k + 1).has("SIGN_MARK")
    if at(found, k).has("HOLD") and ends:
        found[pause : k + 1] = [Lexeme("卖出", found[pause].start, found[k].end, {"ACT": "exit"})]
        found[i] = meaning(found[i], {"MARK": "if"}, "当")


_ELSE: Final = ("否则", "不然", "否则就", "否则一律")


def refused_unless(found: list[Lexeme], i: int) -> None:
    """Read "如果不满足X就不买" as "只有X才买"."""
    refused = found[i].has("NOLONGER") and found[i].text in ("不满足", "不符合")
    reach = range(i + 1, min(len(found), i + _LONG))
    deed = next((k for k in reach if found[k].has("ACT", "no_entry")), None)
    if not refused or not at(found, i - 1).has("MARK", "if") or deed is None:
        return
    first = deed
    while first > i + 1 and (found[first - 1].has("SIGN_MARK", ",") or found[first - 1].has("MARK", "if")):
        first -= 1
    if first == i + 1 or any(one.has("SIGN_MARK", ".", ";", "\n") for one in found[i:deed]):
        return
    del found[first : deed + 1]
    if at(found, first).has("SIGN_MARK", ","):
        found[first] = meaning(found[first], {"SIGN_MARK": ";"}, ";")
    found[i] = meaning(found[i], {"MARK": "only"}, "必须")
    found[i - 1] = meaning(found[i - 1], {"NOISE": True}, "")


def numbered_conditions(found: list[Lexeme], i: int) -> None:
    """Read "条件一：A；条件二：B" as "A且B": the words only count."""
    if not (found[i].text == "条" and at(found, i + 1).text == "件" and at(found, i + 3).has("SIGN_MARK", ",", ":")):
        return
    number = at(found, i + 2)
    if not (number.has("NUM") or number.text in ("一", "二", "两", "三", "四", "五")):
        return
    follows = (
        i > 0
        and found[i - 1].has("SIGN_MARK", ";", ",", "\n")
        and any(found[k].text == "条件一" for k in range(max(0, i - 40), i))
    )
    if follows:
        found[i - 1 : i + 4] = [Lexeme("且", found[i].start, found[i + 3].end, {"CONJ": "and"})]
    else:
        found[i : i + 4] = [Lexeme("条件一", found[i].start, found[i + 3].end, {"NOISE": True})]


def speaker(found: list[Lexeme], i: int) -> None:
    """Read "80以上我就卖" as "80以上就卖": who does it stands between the level and the deed."""
    if found[i].text in ("我", "我们") and at(found, i + 1).text in ("就", "才", "便", "则", "会"):
        del found[i]


JOINED: Final = (speaker, numbered_conditions, both_lines, fast_and_slow, held_unless, refused_unless)
