"""English phrases that are two things where the next words say so: "until the close | is above", "minus | 2 ATR"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_VERBS = ("CMP", "X", "EQ", "TOUCH", "BREAKS", "BETWEEN", "RISING")
_LINES = ("AVG", "IND", "SER", "BAND", "HILO", "SIGN_MARK")
_FIRST = frozenset(["whichever comes first", "whichever happens first", "whichever is first", "whatever comes first"])


def until_price(found: list[Lexeme], i: int) -> None:
    """Read "until the close is above its average" as the price, not as the end of the day."""
    lexeme = found[i]
    led = next((word for word in ("until ", "till ") if lexeme.text.startswith(word)), None)
    if led is None or not lexeme.has("SESSION", "close") or not any(at(found, i + 1).has(verb) for verb in _VERBS):
        return
    cut = lexeme.start + len(led)
    until = Lexeme(led.strip(), lexeme.start, cut - 1, {"MARK": "if", "P": "until"})
    found[i : i + 1] = [until, Lexeme(lexeme.text[len(led) :], cut, lexeme.end, {"SER": "close"})]


def taken_from_line(found: list[Lexeme], i: int) -> None:
    """Read "the 20-day EMA minus 2 ATR", "less 1 ATR" as a distance from the line, not as a number below zero."""
    lexeme, behind = found[i], at(found, i + 1)
    if not any(at(found, i - 1).has(kind) for kind in _LINES):
        return
    if lexeme.text == "less" and behind.has("NUM") and at(found, i + 2).has("IND", "atr"):
        found[i] = meaning(lexeme, {"ARITH": "-"})
        return
    value = lexeme.get("NUM") if lexeme.has("NUM") else lexeme.get("PCT")
    if not lexeme.text.startswith("minus ") or not isinstance(value, float) or not value < 0:
        return
    percent = lexeme.has("PCT")
    if not (percent or behind.has("IND", "atr") or behind.has("DEV") or behind.has("TIMES")):
        return
    cut = lexeme.start + len("minus ")
    amount = Lexeme(lexeme.text[len("minus ") :], cut, lexeme.end, {"PCT" if percent else "NUM": -value})
    found[i : i + 1] = [Lexeme("minus", lexeme.start, cut - 1, {"ARITH": "-"}), amount]


def first_of_list(found: list[Lexeme], i: int) -> None:
    """Read "whichever comes first: A, B" like "any of these: A, B": the list stands behind."""
    if found[i].text in _FIRST and at(found, i + 1).has("SIGN_MARK", ":"):
        found[i] = meaning(found[i], {"EITHER": "or"})


def time_has_passed(found: list[Lexeme], i: int) -> None:
    """Read "when three weeks have passed" as "after three weeks"."""
    ends = at(found, i + 1).text in ("have", "has") and at(found, i + 2).text in ("passed", "elapsed", "gone by")
    if not found[i].has("SPAN") or not ends:
        return
    start = found[i].start
    after = Lexeme("after", start, start, {"MARK": "if", "AFTERHAVING": "had", "P": "after"})
    rest = [meaning(one, {"NOISE": True}) for one in found[i + 1 : i + 3]]
    led = at(found, i - 1).has("MARK", "if")
    found[i - 1 if led else i : i + 3] = [after, found[i], *rest]


def trend_of_line(found: list[Lexeme], i: int) -> None:
    """Read "Supertrend (10, 3): long in the uptrend, out in the downtrend" as the states of that line."""
    state = {"uptrend": "bullish", "downtrend": "bearish"}.get(found[i].text)
    if state is None or not any(at(found, k).has("P", "in") for k in (i - 1, i - 2)):
        return
    named = next((one for one in reversed(found[:i]) if one.has("IND") or one.has("AVG")), None)
    if named is None or not named.has("IND", "supertrend", "psar"):
        return
    start = found[i].start
    found[i : i + 1] = [Lexeme(named.text, start, start, named.meanings), meaning(found[i], {"STATE": state})]


def may_be(found: list[Lexeme], i: int) -> None:
    """Read "neither may be true", "it may not" as the verb: no month stands before it."""
    if found[i].text == "may" and at(found, i + 1).text in ("be", "not", "have", "never", "only"):
        found[i] = meaning(found[i], {"NOISE": True})


def none_of_list(found: list[Lexeme], i: int) -> None:
    """Keep "neither of these" from being any of them: it is asked about as a count."""
    if found[i].text == "neither" and at(found, i + 1).has("P", "of") and at(found, i + 2).text == "these":
        found[i] = meaning(found[i], {"NUM": 0.0}, "none")


TOLD_APART: Final = (until_price, taken_from_line, first_of_list, time_has_passed, trend_of_line, may_be, none_of_list)
