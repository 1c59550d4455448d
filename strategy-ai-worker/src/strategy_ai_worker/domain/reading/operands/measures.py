"""Numbers and lengths of lexemes, and the order of timeframes."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor

COARSER = {"day": "1d", "week": "1w", "month": "1mo", "hour": "1h"}

_ORDER = ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "1d", "1w", "1mo", "3mo"]


def is_coarser(frame: str, other: str) -> bool:
    """Return whether one timeframe is coarser than another."""
    return frame in _ORDER and other in _ORDER and _ORDER.index(frame) > _ORDER.index(other)


def bars_of(c: Cursor, lexeme: Lexeme) -> int:
    """Return the length at a lexeme in bars."""
    span = lexeme.get("SPAN")
    return c.memory.bars(span) if isinstance(span, Span) else round(number_of(lexeme, "NUM"))


def span_of(lexeme: Lexeme) -> Span:
    """Return the length at a lexeme as it was said."""
    span = lexeme.get("SPAN")
    return span if isinstance(span, Span) else Span(number_of(lexeme, "NUM"), "bar")


def number_of(lexeme: Lexeme, category: str) -> float:
    """Return the value of a lexeme in a category."""
    return float(str(lexeme.get(category)))
