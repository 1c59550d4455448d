"""What a phrase of the message may mean."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.lexicon import Meanings


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as it was said."""

    count: float
    unit: str


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A phrase at [start, end) of the message with everything that it may mean.

    Attributes:
        meanings: Category -> value. Numbers: NUM, PCT, USD, SPAN, MULT, RMULT, SHARES, CLOCK, ORD. Unknown words: UNK.
    """

    text: str
    start: int
    end: int
    meanings: Meanings

    def has(self, category: str, *values: object) -> bool:
        """Return whether the lexeme may be of a category (with one of these values, where any are given)."""
        return category in self.meanings and (not values or self.meanings[category] in values)

    def get(self, category: str) -> object:
        """Return the value in a category, or None."""
        return self.meanings.get(category)

    @property
    def is_noise(self) -> bool:
        """Return whether the word may be passed over."""
        return "NOISE" in self.meanings


def at(found: list[Lexeme], i: int) -> Lexeme:
    """Return the lexeme at a place of a list; beyond its ends one without words or meaning."""
    return found[i] if 0 <= i < len(found) else Lexeme("", 0, 0, {})


def meaning(lexeme: Lexeme, meanings: Meanings, text: str | None = None) -> Lexeme:
    """Return a lexeme in its place with other meanings, and other words where they are given."""
    return Lexeme(lexeme.text if text is None else text, lexeme.start, lexeme.end, meanings)


def moved(lexeme: Lexeme, place: Lexeme) -> Lexeme:
    """Return a lexeme with the place of another one."""
    return Lexeme(lexeme.text, place.start, place.end, lexeme.meanings)
