"""Numbers with their units."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Span
from strategy_ai_worker.domain.reading.lexicon import Meanings, longest, tree
from strategy_ai_worker.domain.reading.numerals import numeral
from strategy_ai_worker.domain.reading.stems import stem
from strategy_ai_worker.domain.reading.tokens import Token

_ORDINALS: Final = {
    word: i
    for i, word in enumerate(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=2
    )
}

_ORDERED: Final = frozenset(["trading", "day", "session", "business", "to", "last"])

_FRACTIONS: Final = tuple(shown.split() for shown in ("1 / 2", "1 / 3", "2 / 3", "1 / 4", "3 / 4", "1 / 5"))

_COUNTED: Final = frozenset({"day", "week", "month", "year", "bar", "hour", "minute"})
"""Units: a "minus" behind one takes away, and begins no negative number ("12 month minus 1 month return")."""

_LONG_UNITS: Final = frozenset({"week", "month", "year", "hour"})

_DOLLARS: Final = frozenset(["dollar", "usd", "buck", "bucks", "dollars", "hkd"])

_FOLDS: Final = {"twice": 2.0, "double": 2.0, "triple": 3.0, "thrice": 3.0}

_CENTS: Final = frozenset(["tick", "ticks", "cent", "cents"])
_PARTS_OF_ONE: Final = {"half": 0.5, "quarter": 0.25, "quarters": 0.75, "tenth": 0.1}
_LINKS_OF_PARTS: Final = frozenset(["of", "a", "an", "one"])
_CUT_LETTERS: Final = {"k": 1e3, "m": 1e6, "mm": 1e6}


def quantity(tokens: list[Token], i: int) -> tuple[Meanings, int] | None:
    """Return what a number with its unit means, and the token after it; None where there is none."""
    dollars = tokens[i].text == "$" and i + 1 < len(tokens)
    begin = i + 1 if dollars else i
    negative = _is_minus(tokens, begin)
    begin += 1 if negative or _is_plus(tokens, begin) else 0
    if begin >= len(tokens):
        return None
    if tokens[begin].kind == "time":
        hours, minutes = tokens[begin].text.split(":")
        return _clock(tokens, int(hours) * 60 + int(minutes), begin + 1)
    worded = None if negative else _in_words(tokens, begin)
    if worded is not None:
        return worded
    read = _percent_in_chinese(tokens, begin) or numeral(tokens, begin)
    if read is None:
        return None
    value, after = -read[0] if negative else read[0], read[1]
    if tokens[begin].text in ("百", "千", "万") and tokens[begin + 1].text == "分":
        return {"PCT": value}, after
    return _measured(tokens, value, after, begin, dollars=dollars)


def _in_words(tokens: list[Token], begin: int) -> tuple[Meanings, int] | None:
    """Return what "a week", "the third", "1/3", "half a percent" and "twice" mean."""
    word = tokens[begin].text
    part = _part_of_unit(tokens, begin)
    if part is not None:
        return part
    following = tokens[begin + 1].text if begin + 1 < len(tokens) else ""
    if word in ("a", "an") and following in _LONG_UNITS:
        return {"SPAN": Span(1, following), "NUM": 1.0}, begin + 2
    if word in _ORDINALS and following in _ORDERED:
        return {"ORD": _ORDINALS[word], "NUM": float(_ORDINALS[word])}, begin + 1
    fraction = _fraction(tokens, begin)
    if fraction is not None:
        return {"HALFOF": fraction}, begin + 3
    if word in _FOLDS:
        return {"NUM" if _counts_a_row(tokens, begin + 1) else "MULT": _FOLDS[word]}, begin + 1
    return None


def _part_of_unit(tokens: list[Token], begin: int) -> tuple[Meanings, int] | None:
    """Return a part of one percent or one deviation: "half a percent", "a quarter of a percent", "half a sigma"."""
    at = begin + (tokens[begin].text in ("a", "one", "three") and begin + 1 < len(tokens))
    part = _PARTS_OF_ONE.get(tokens[at].text)
    if part is None or (part > 0.5) != (tokens[begin].text == "three"):
        return None
    at += 1
    while at < len(tokens) and (tokens[at].text in _LINKS_OF_PARTS or tokens[at].text == "-"):
        at += 1
    unit = longest(tokens, at) if at < len(tokens) else None
    if unit is not None and "PCTWORD" in unit[0]:
        return {"PCT": part}, unit[1]
    return ({"NUM": part}, at) if unit is not None and "DEV" in unit[0] else None


def _measured(
    tokens: list[Token], value: float, after: int, begin: int, *, dollars: bool
) -> tuple[Meanings, int] | None:
    """Return a number with the unit glued to it or standing behind it."""
    glued = after < len(tokens) and tokens[after].start == tokens[after - 1].end
    unit = tokens[after].text if after < len(tokens) else ""
    if glued and unit == "m" and not dollars:
        return {"SPAN": Span(value, "minute"), "NUM": value}, after + 1
    if glued and unit in _CUT_LETTERS:
        value, after = value * _CUT_LETTERS[unit], after + 1
    if dollars:
        return {"USD": value}, after
    if glued and unit == "n":
        return {"NMULT": value}, after + 1
    if unit in _CENTS:
        return {"USD": round(value / 100, 10)}, after + 1
    return _with_unit(tokens, value, after, spelled=tokens[begin].kind != "number")


def _counts_a_row(tokens: list[Token], i: int) -> bool:
    """Return whether "in a row" follows: then "twice" and "three times" count bars."""
    behind = longest(tokens, i) if i < len(tokens) else None
    return behind is not None and "INAROW" in behind[0]


def _fraction(tokens: list[Token], i: int) -> float | None:
    """Return the share that "1/3" is, where no length follows it."""
    if i + 2 >= len(tokens) or [token.text for token in tokens[i : i + 3]] not in _FRACTIONS:
        return None
    behind = tokens[i + 3].text if i + 3 < len(tokens) else ""
    return None if behind in ("-", "/", "day", "period", "日", "天") else int(tokens[i].text) / int(tokens[i + 2].text)


def _percent_in_chinese(tokens: list[Token], i: int) -> tuple[float, int] | None:
    scale = _PARTS_OF.get("".join(token.text for token in tokens[i : i + 3]))
    read = numeral(tokens, i + 3) if scale is not None and i + 3 < len(tokens) else None
    return None if read is None or scale is None else (round(read[0] * scale, 10), read[1])


_PARTS_OF: Final = {"百分之": 1.0, "千分之": 0.1, "万分之": 0.01}


def _is_minus(tokens: list[Token], i: int) -> bool:
    token = tokens[i] if i < len(tokens) else None
    if token is None or i + 1 >= len(tokens):
        return False
    if token.text == "minus" and i and stem(tokens[i - 1].text) in _COUNTED:
        return False
    if token.text == "negative" and any(stem(other.text) in _COUNTED for other in tokens[i + 2 : i + 4]):
        return False
    if token.text in ("minus", "negative", "负"):
        return tokens[i + 1].kind == "number"
    free = i == 0 or tokens[i - 1].end < token.start or tokens[i - 1].kind in ("sign", "glyph")
    attached = tokens[i + 1].start == token.end and tokens[i + 1].kind == "number"
    return token.text == "-" and attached and free and not (i and tokens[i - 1].text == ")")


def _is_plus(tokens: list[Token], i: int) -> bool:
    return (
        i + 1 < len(tokens)
        and tokens[i].text in ("+", "±")
        and tokens[i + 1].kind == "number"
        and tokens[i + 1].start == tokens[i].end
        and (i == 0 or tokens[i - 1].kind in ("word", "sign", "glyph"))
        and not (i and tokens[i - 1].text == ")")
    )


def _clock(tokens: list[Token], minutes: int, after: int) -> tuple[Meanings, int]:
    half = tokens[after].text if after < len(tokens) else ""
    if half in ("am", "pm", "a", "p"):
        if half.startswith("p") and minutes < 720:
            minutes += 720
        after += 1
        if (
            half in ("a", "p")
            and after + 1 < len(tokens)
            and tokens[after].text == "."
            and tokens[after + 1].text == "m"
        ):
            after += 2
    return {"CLOCK": minutes}, after


def _with_unit(tokens: list[Token], value: float, after: int, *, spelled: bool) -> tuple[Meanings, int] | None:  # noqa: C901, PLR0911 - one reading of one construct
    """Return the meanings of a number by the word behind it."""
    at = after
    hyphen = at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].start == tokens[at - 1].end
    if hyphen and tokens[at + 1].start == tokens[at].end and tokens[at + 1].kind in ("word", "glyph"):
        at += 1
    word = tokens[at].text if at < len(tokens) else ""
    if word in ("am", "pm") and 0 < value <= 12:
        return {"CLOCK": int(value % 12) * 60 + (720 if word == "pm" else 0)}, at + 1
    if word in ("st", "nd", "rd", "th") and tokens[at].start == tokens[at - 1].end:
        return {"ORD": int(value), "NUM": value}, at + 1
    if word == "成" and 0 < value < 10 and (at + 1 == len(tokens) or tokens[at + 1].text not in "交为本长立"):
        half = at + 1 < len(tokens) and tokens[at + 1].text == "半"
        return {"PCT": round(10 * value, 10) + 5 * half}, at + 1 + half
    if word in ("轴", "线") and value == 0:
        return {"NUM": 0.0}, at + 1
    if word == "月" and 1 <= value <= 12 and value == int(value):
        return {"SPAN": Span(value, "month"), "NUM": value, "MONTH": int(value)}, at + 1
    if word in ("点", "點") and tokens[at].kind == "glyph" and _is_a_little(tokens, value, at):
        return {"FILLER": "", "NOISE": True}, at + 1
    if word in ("点", "點") and tokens[at].kind == "glyph":
        return {"CLOCK": int(value * 60), "NUM": value}, at + 1
    if stem(word) in _DOLLARS or word in ("元", "刀", "块", "蚊", "圆"):
        return {"USD": value}, at + 1
    if word in ("美", "港") and at + 1 < len(tokens) and tokens[at + 1].text in ("元", "金", "币"):
        return {"USD": value}, at + 2
    if word == "个" and at + 1 < len(tokens) and tokens[at + 1].text == "点" and _is_change(tokens, after - 2):
        return {"PCT": value}, at + 2
    if word in ("bps", "bp") or (word == "basis" and at + 1 < len(tokens) and tokens[at + 1].text.startswith("point")):
        return {"PCT": value / 100}, at + (1 if word != "basis" else 2)
    return _with_phrase(tokens, value, at, after, spelled=spelled)


_COMPARED: Final = frozenset("全稳妥守健紧松宽严格高低多少快慢大小长短早晚好密疏")


def _is_a_little(tokens: list[Token], value: float, at: int) -> bool:
    """Return whether "一点" says a little more of what stands before it: "安全一点" is no time of the day."""
    return value == 1 and at > 1 and tokens[at - 1].text == "一" and tokens[at - 2].text in _COMPARED


def _is_change(tokens: list[Token], i: int) -> bool:
    """Return whether a word of gain or loss stands before a number: "涨3个点" is 3 percent, "RSI上升5个点" is none."""
    before = "".join(token.text for token in tokens[max(0, i - 3) : i + 1])
    return before.endswith(
        ("涨", "跌", "亏", "亏损", "赚", "盈利", "获利", "回撤", "止损", "止盈", "涨了", "跌了", "亏了", "赚了")
    )


def _with_phrase(
    tokens: list[Token], value: float, at: int, after: int, *, spelled: bool
) -> tuple[Meanings, int] | None:
    unit = longest(tokens, at) if at < len(tokens) else None
    found = None if unit is None else _of_unit(tokens, value, at, after, *unit)
    if found is not None:
        return found
    if spelled and tokens[after - 1].text in ("one", "second", "third", "一"):
        return None
    return {"NUM": value}, after


def _of_unit(
    tokens: list[Token], value: float, at: int, after: int, words: Meanings, end: int
) -> tuple[Meanings, int] | None:
    """Return a number by the phrase behind it, where that is a unit."""
    if "PCTWORD" in words:
        return {"PCT": value}, end
    if "UNIT" in words:
        return {"NUM": value, "SPAN": Span(value, str(words["UNIT"]))}, end
    if "RWORD" in words and (tokens[at].text != "r" or tokens[at].start == tokens[at - 1].end or value <= 20):
        return {"RMULT": value}, end
    if "TIMES" in words:
        return _times(tokens, value, at, after, end)
    if "PERSHARES" in words:
        return {"SHARES": value, "NUM": value}, end
    one_unit = _unit_prefix(tokens, at)
    return ({"NUM": value, "SPAN": Span(value, one_unit)}, at + 1) if one_unit else None


def _times(tokens: list[Token], value: float, at: int, after: int, end: int) -> tuple[Meanings, int]:
    """Return "3 times" as a multiple; in "ATR14 x2" the number before is none, in "three times in a row" neither."""
    if tokens[at].text in ("x", "*") and _is_glued_number(tokens, end):
        return {"NUM": value}, after
    return {"NUM" if _counts_a_row(tokens, end) else "MULT": value}, end


def _is_glued_number(tokens: list[Token], i: int) -> bool:
    """Return whether a number is glued to the sign before it: in "ATR14 x2" the 2 is the multiple."""
    return 0 < i < len(tokens) and tokens[i].kind == "number" and tokens[i].start == tokens[i - 1].end


def _unit_prefix(tokens: list[Token], at: int) -> str | None:
    """Return the unit where a longer phrase hides it: "20 day moving average", "10 bar starts"."""
    first = tree().next.get(stem(tokens[at].text))
    if first is not None and "UNIT" in first.meanings:
        return str(first.meanings["UNIT"])
    return None
