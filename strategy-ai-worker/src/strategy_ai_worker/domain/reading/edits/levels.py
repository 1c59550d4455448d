"""Follow-ups that name a level and a distance apart from each other: "tighter stop, say 3%", "stop: maybe 2 ATR?"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.settings import with_settings
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_language.document import Strategy

_NAMES: Final = (
    (re.compile(r"trail\w*|移动止损|跟踪止损|追踪止损"), "trailing stop of {}"),
    (re.compile(r"\btargets?\b|take.?profit|profit target|止盈"), "take profit at {}"),
    (re.compile(r"\bstop.?loss\b|\bstops?\b|止损|止蚀"), "stop loss {}"),
)
_TRADES: Final = ("ACT", "CMP", "X", "MARK", "AVG")


def with_level(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with the one level that is named at the one distance that is named."""
    lexemes = said.cursor.lexemes
    if any(lexeme.has(category) for lexeme in lexemes for category in _TRADES):
        return None
    form = next((form for pattern, form in _NAMES if pattern.search(text)), None)
    measures = [k for k, lexeme in enumerate(lexemes) if _is_measure(lexemes, k)]
    if form is None or len(measures) != 1:
        return None
    k = measures[0]
    words = lexemes[k].text + (" ATR" if _is_atr(lexemes, k) else "")
    if not lexemes[k].has("PCT") and not _is_atr(lexemes, k) and not lexemes[k].has("RMULT"):
        words += "%"
    spoken = form.format(words)
    return with_settings(document, understand(spoken, seeded(document)), spoken)


def _is_measure(lexemes: list[Lexeme], k: int) -> bool:
    measured = any(lexemes[k].has(word) for word in ("PCT", "NUM", "RMULT", "MULT"))
    return measured and not lexemes[k].has("SPAN") and not lexemes[k].has("CLOCK")


def _is_atr(lexemes: list[Lexeme], k: int) -> bool:
    return any(one.has("IND", "atr") for one in lexemes[k + 1 : k + 3])
