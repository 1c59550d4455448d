"""Chinese brackets: what they say again of the words before them, and what they only remark."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_LONGEST_REMARK: Final = 5
_TELLS: Final = (
    "NUM",
    "SPAN",
    "PCT",
    "USD",
    "SER",
    "IND",
    "AVG",
    "HILO",
    "SYM",
    "TICKER",
    "PATTERN",
    "ACT",
    "TF",
    "NOT",
)


def average_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "年线（250日均线）上方" as "250日均线上方": the brackets say which average the name means."""
    if not (found[i].has("NAMEDAVG") and at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 2).has("SPAN")):
        return
    k = i + 4 if at(found, i + 3).has("AVG") else i + 3
    if not at(found, k).has("SIGN_MARK", ")"):
        return
    span, place = found[i + 2], found[i]
    told = Lexeme("均线", place.end, found[k].end, found[i + 3].meanings if k == i + 4 else {"AVG": ""})
    found[i : k + 1] = [Lexeme(span.text, place.start, place.end, span.meanings), told]


def letters_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "加权移动平均线（WMA）" as one name: the letters in brackets say the same again."""
    kind, behind = found[i].get("AVG"), at(found, i + 2)
    if kind is None or not at(found, i + 1).has("SIGN_MARK", "(") or not at(found, i + 3).has("SIGN_MARK", ")"):
        return
    said = behind.get("AVG")
    if said and set(behind.meanings) <= {"AVG", "TICKER", "SYM", "UNK"} and kind in ("", said):
        place = found[i]
        found[i : i + 4] = [Lexeme(place.text, place.start, found[i + 3].end, {**place.meanings, "AVG": said})]


def slope_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "拐头向上（高于前一日）", "上行（今天高于5天前）" as the brackets say it: they tell against which bar."""
    if not found[i].has("SIGN_MARK", "(") or not at(found, i - 1).has("RISING"):
        return
    last = next((k for k in range(i + 1, i + 7) if at(found, k).has("SIGN_MARK", ")")), None)
    inside = found[i + 1 : last] if last is not None else []
    sign = next((k for k, one in enumerate(inside) if one.has("CMP", ">", "<")), None)
    if last is None or sign is None or any(one.has("IND") or one.has("AVG") for one in inside):
        return
    against = inside[sign + 1 :]
    silent = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i : last + 1]]
    if any(one.has("PREV", 1) for one in against):
        found[i : last + 1] = silent
    elif any(one.has("SPAN") for one in against):
        found[i - 1 : last + 1] = [inside[sign], *against, *silent[:1]]


def length_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "长期均线（34日）" as the average of 34 days."""
    span, closed = at(found, i + 2), at(found, i + 3)
    bare = found[i].has("AVG") and not at(found, i - 1).has("SPAN") and not at(found, i - 1).has("NUM")
    if bare and at(found, i + 1).has("SIGN_MARK", "(") and span.has("SPAN") and closed.has("SIGN_MARK", ")"):
        place, end = found[i], closed.end
        found[i : i + 4] = [
            Lexeme(span.text, place.start, place.start, span.meanings),
            Lexeme(place.text, place.start, end, {"AVG": place.get("AVG")}),
        ]


def remark_in_brackets(found: list[Lexeme], i: int) -> None:
    """Pass over brackets with a name that nobody knows and nothing that could be measured: "（下破翻）"."""
    if not found[i].has("SIGN_MARK", "("):
        return
    last = next((k for k in range(i + 1, i + 2 + _LONGEST_REMARK) if at(found, k).has("SIGN_MARK", ")")), None)
    if last is None or last == i + 1:
        return
    inside = found[i + 1 : last]
    strange = any(one.has("UNK") for one in inside)
    if strange and not any(one.has(word) for one in inside for word in _TELLS):
        for k in range(i, last + 1):
            found[k] = meaning(found[k], {"FILLER": "", "NOISE": True}, found[k].text)
