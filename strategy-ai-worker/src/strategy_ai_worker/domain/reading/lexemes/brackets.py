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
