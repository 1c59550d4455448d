"""Lines that the message gives a name of its own: "A = EMA(12), B = EMA(26)", "let fast be the 12-day EMA"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand

_LEADS: Final = frozenset(["let", "where", "with", "define", "say", "set", "call", "using"])
_PACES: Final = frozenset(["fast", "slow", "mid", "medium", "quick", "signal", "trend", "short", "long"])
_LINES: Final = frozenset(["line", "band", "level", "value", "average", "ma", "one"])
_MEASURES: Final = ("ibs", "bb_width", "bb_percent", "natr", "ppo", "roc", "mom")
"""Indicators with one line that a message may write out in full: "IBS = (close - low) / (high - low)"."""
_LONGEST: Final = 400
"""Lexemes of a message in which names are looked for; what is longer is a heap and no idea."""


def named_lines(c: Cursor, draft: Draft) -> dict[int, int]:
    """Name the lines that the message defines wherever it speaks of them later; return which lexemes define them."""
    taken: dict[int, int] = {}
    after = 0
    for d in range(1, len(c.lexemes) if len(c.lexemes) <= _LONGEST else 0):
        start = _start(c, d, after)
        found = operand(c, d + 1) if start is not None else None
        if start is None or found is None or found[0].op == "num" or not _ends(c, found[1]):
            continue
        name = _name_of(c, start)
        c.memory.named[name] = found[0]
        after = found[1]
        draft.say(start, after, "definitions")
        taken[start] = after
        for k in range(after, len(c.lexemes)):
            if c.at(k).text == name and ((len(name) > 1 and not c.at(k).has("ACT")) or _is_compared(c, k)):
                place = c.at(k)
                c.lexemes[k] = Lexeme(place.text, place.start, place.end, {"NAMED": name})
    return taken


def _start(c: Cursor, d: int, after: int) -> int | None:
    """Return where the definition begins whose "=" or "be" stands at a lexeme, or None where it defines no name."""
    k = d - 2 if c.at(d - 1).text in _LINES and c.at(d - 2).text in _PACES else d - 1
    first = k
    while first > after and c.at(first - 1).text in (*_LEADS, "the", "my"):
        first -= 1
    led = any(c.at(m).text in _LEADS for m in range(first, k))
    chained = after > 0 and first in (after, after + 1)
    said = c.at(d).has("CMP", "==") or ((led or chained) and c.at(d).text in ("be", "is"))
    begins = first == 0 or c.at(first - 1).has("SIGN_MARK") or c.at(first - 1).has("CONJ", "and") or led
    return first if said and begins and _is_name(c.at(k)) else None


def _is_name(lexeme: Lexeme) -> bool:
    if lexeme.text in _PACES:
        return True
    if lexeme.has("IND", *_MEASURES):
        return True
    letter = len(lexeme.text) == 1 and lexeme.text.isascii() and lexeme.text.isalpha()
    return letter or set(lexeme.meanings) <= {"UNK", "TYPO", "TICKER"} or lexeme.has("PART")


def _name_of(c: Cursor, start: int) -> str:
    while c.at(start).text in (*_LEADS, "the", "my"):
        start += 1
    return c.at(start).text


def _ends(c: Cursor, k: int) -> bool:
    behind = c.at(c.skip(k))
    return behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ", "and")


def _is_compared(c: Cursor, k: int) -> bool:
    """Return whether a letter is compared with something: "a" is an article everywhere else."""
    sides = (c.at(k - 1), c.at(k + 1))
    return any(side.has("CMP") or side.has("X") or side.has("EQ") for side in sides)
