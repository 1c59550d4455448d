"""Tokens to lexemes: numbers with their units, phrases with their meanings, and what nobody knows."""

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span
from strategy_ai_worker.domain.reading.lexemes.phrases import lexemes_of

__all__ = ["Lexeme", "Span", "lexemes_of"]
