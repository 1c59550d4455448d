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

_LONG_UNITS: Final = frozenset({"week", "month", "year", "hour"})

_DOLLARS: Final = frozenset(["dollar", "usd", "buck", "bucks", "dollars", "hkd"])

_FOLDS: Final = {"twice": 2.0, "double": 2.0, "triple": 3.0, "thrice": 3.0}

_CUT_LETTERS: Final = {"k": 1e3, "m": 1e6, "mm": 1e6}


def quantity(tokens: list[Token], i: int) -> tuple[Meanings, int] | None:  # noqa: C901, PLR0911 - one reading of one construct
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
    if (
        tokens[begin].text in ("a", "an")
        and begin + 1 < len(tokens)
        and tokens[begin + 1].text in _LONG_UNITS
        and not negative
    ):
        return {"SPAN": Span(1, tokens[begin + 1].text), "NUM": 1.0}, begin + 2
    if tokens[begin].text in _ORDINALS and begin + 1 < len(tokens) and tokens[begin + 1].text in _ORDERED:
        return {"ORD": _ORDINALS[tokens[begin].text], "NUM": float(_ORDINALS[tokens[begin].text])}, begin + 1
    fraction = _fraction(tokens, begin)
    if fraction is not None and not negative:
        return {"HALFOF": fraction}, begin + 3
    if tokens[begin].text in _FOLDS:
        if _counts_a_row(tokens, begin + 1):
            return {"NUM": _FOLDS[tokens[begin].text]}, begin + 1
        return {"MULT": _FOLDS[tokens[begin].text]}, begin + 1
    read = _percent_in_chinese(tokens, begin) or numeral(tokens, begin)
    if read is None:
        return None
    value, after = read
    if tokens[begin].text == "百" and tokens[begin + 1].text == "分":
        return {"PCT": -value if negative else value}, after
    value = -value if negative else value
    if after < len(tokens) and tokens[after].start == tokens[after - 1].end and tokens[after].text in _CUT_LETTERS:
        minute = tokens[after].text == "m" and not dollars
        if minute:
            return {"SPAN": Span(value, "minute"), "NUM": value}, after + 1
        value, after = value * _CUT_LETTERS[tokens[after].text], after + 1
    if dollars:
        return {"USD": value}, after
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
    if [token.text for token in tokens[i : i + 3]] != ["百", "分", "之"] or i + 3 >= len(tokens):
        return None
    return numeral(tokens, i + 3)


def _is_minus(tokens: list[Token], i: int) -> bool:
    token = tokens[i] if i < len(tokens) else None
    if token is None or i + 1 >= len(tokens):
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
    if word in ("轴", "线") and value == 0:
        return {"NUM": 0.0}, at + 1
    if word == "月" and 1 <= value <= 12 and value == int(value):
        return {"SPAN": Span(value, "month"), "NUM": value, "MONTH": int(value)}, at + 1
    if word in ("点", "點") and tokens[at].kind == "glyph":
        return {"CLOCK": int(value * 60), "NUM": value}, at + 1
    if stem(word) in _DOLLARS or word in ("元", "刀", "块"):
        return {"USD": value}, at + 1
    if word in ("美", "港") and at + 1 < len(tokens) and tokens[at + 1].text in ("元", "金", "币"):
        return {"USD": value}, at + 2
    if word in ("bps", "bp") or (word == "basis" and at + 1 < len(tokens) and tokens[at + 1].text.startswith("point")):
        return {"PCT": value / 100}, at + (1 if word != "basis" else 2)
    return _with_phrase(tokens, value, at, after, spelled=spelled)


def _with_phrase(  # noqa: C901 - one reading of one construct
    tokens: list[Token], value: float, at: int, after: int, *, spelled: bool
) -> tuple[Meanings, int] | None:
    unit = longest(tokens, at) if at < len(tokens) else None
    meanings: Meanings = {"NUM": value}
    if unit is not None:
        words, end = unit
        if "PCTWORD" in words:
            return {"PCT": value}, end
        if "UNIT" in words:
            meanings["SPAN"] = Span(value, str(words["UNIT"]))
            return meanings, end
        if "RWORD" in words and (tokens[at].text != "r" or tokens[at].start == tokens[at - 1].end or value <= 20):
            return {"RMULT": value}, end
        if "TIMES" in words:
            return (meanings if _counts_a_row(tokens, end) else {"MULT": value}), end
        if "PERSHARES" in words:
            return {"SHARES": value, "NUM": value}, end
        one_unit = _unit_prefix(tokens, at)
        if one_unit and "SPAN" not in meanings:
            meanings["SPAN"] = Span(value, one_unit)
            return meanings, at + 1
    if spelled and tokens[after - 1].text in ("one", "second", "third", "一"):
        return None
    return meanings, after


def _unit_prefix(tokens: list[Token], at: int) -> str | None:
    """Return the unit where a longer phrase hides it: "20 day moving average", "10 bar starts"."""
    first = tree().next.get(stem(tokens[at].text))
    if first is not None and "UNIT" in first.meanings:
        return str(first.meanings["UNIT"])
    return None
