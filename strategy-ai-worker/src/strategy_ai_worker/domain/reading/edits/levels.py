"""Follow-ups that name a level and a distance apart from each other: "tighter stop, say 3%", "stop: maybe 2 ATR?"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.focus import Focus
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


_OF_FOCUS: Final = {
    "stop_loss": "stop loss {}",
    "trailing_stop": "trailing stop of {}",
    "take_profit": "take profit at {}",
}
_PLAIN_VERBS: Final = re.compile(r"\b(widen|tighten|loosen)\b|放宽|收紧")
_IT: Final = re.compile(r"\b(it|that|this|them)\b|它|这个")


def with_level(document: Strategy, text: str, said: Understood, focus: Focus | None) -> Strategy | None:
    """Return the document with the one level that is named (or was changed last) at the one distance that is named."""
    lexemes = said.cursor.lexemes
    if any(lexeme.has(category) for lexeme in lexemes for category in _TRADES):
        return None
    form = next((form for pattern, form in _NAMES if pattern.search(text)), None) or _spoken_of(document, text, focus)
    measures = [k for k, lexeme in enumerate(lexemes) if _is_measure(lexemes, k)]
    if len(measures) != 1:
        return None
    k = measures[0]
    form = form or (_only_atr(document) if _is_atr(lexemes, k) else None)
    form = form or (_OF_FOCUS["take_profit"] if lexemes[k].has("RMULT") and document.risk.take_profit else None)
    if form is None:
        return None
    atrs = _is_atr(lexemes, k) or (not lexemes[k].has("PCT") and any(one.has("IND", "atr") for one in lexemes))
    words = lexemes[k].text + (" ATR" if atrs else "")
    if not lexemes[k].has("PCT") and not atrs and not lexemes[k].has("RMULT"):
        words += "%"
    spoken = form.format(words)
    return with_settings(document, understand(spoken, seeded(document)), spoken)


_ONE: Final = re.compile(r"\b(?:one|another|it back)\b")


def _lost(document: Strategy, focus: Focus | None) -> str | None:
    """Return the level that the last change took away: "no target" and "add one at 15%"."""
    if focus is None:
        return None
    was, now = focus.before.risk, document.risk
    return next((form for part, form in _OF_FOCUS.items() if getattr(was, part) and not getattr(now, part)), None)


def _spoken_of(document: Strategy, text: str, focus: Focus | None) -> str | None:
    """Return the level that "it" is: the one that was changed last, or the stop where one widens or tightens."""
    lost = _lost(document, focus) if _ONE.search(text) else None
    if lost is not None:
        return lost
    if not _IT.search(text):
        return None
    parts = {part for part, _ in focus.numbers} if focus is not None else set()
    level = next((form for part, form in _OF_FOCUS.items() if part in parts), None)
    return level or (_OF_FOCUS["stop_loss"] if _PLAIN_VERBS.search(text) else None)


def _only_atr(document: Strategy) -> str | None:
    """Return the one level of the document that is measured in ATRs: "use 2 ATR" speaks of it."""
    risk = document.risk
    found = [
        form
        for part, form in _OF_FOCUS.items()
        for level in (risk.take_profit if part == "take_profit" else (getattr(risk, part),))
        if level is not None and level.kind == "atr"
    ]
    return found[0] if len(found) == 1 else None


def _is_measure(lexemes: list[Lexeme], k: int) -> bool:
    measured = any(lexemes[k].has(word) for word in ("PCT", "NUM", "RMULT", "MULT"))
    return measured and not lexemes[k].has("SPAN") and not lexemes[k].has("CLOCK")


def _is_atr(lexemes: list[Lexeme], k: int) -> bool:
    return any(one.has("IND", "atr") for one in lexemes[k + 1 : k + 3])
