"""How often a portfolio is brought back to its plan."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor

_EVERY = ("every", "each", "rebalance every", "rebalanced every", "once a", "每", "每隔", "每个")
PERIODS = {
    ("month", 1): "monthly",
    ("week", 1): "weekly",
    ("month", 3): "quarterly",
    ("month", 12): "yearly",
    ("year", 1): "yearly",
    ("day", 1): "daily",
}
_FRAMES = {"1w": "weekly", "1mo": "monthly", "3mo": "quarterly"}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A period (or a number of bars), and the lexemes [first, last) that say it."""

    value: str | int
    first: int
    last: int


def rebalance_of(c: Cursor) -> Rhythm | None:
    """Return how often the words rebalance, or None where they do not say."""
    return _half_yearly(c) or _every(c) or _times_a_year(c) or _named(c) or _of_frame(c) or _held_for(c)


def _times_a_year(c: Cursor) -> Rhythm | None:
    """Read "twice a year", "three times a month"; and "each January" as the turn of the year."""
    for i, lexeme in enumerate(c.lexemes):
        span, times = c.at(i + 1).get("SPAN"), lexeme.get("MULT")
        if isinstance(times, int | float) and isinstance(span, Span) and span.count == 1 and times > 1:
            return Rhythm(max(1, round(c.memory.bars(span) / times)), i, i + 2)
        if lexeme.text in _EVERY and c.at(i + 1).has("MONTH", 1):
            return Rhythm("yearly", i, i + 2)
    return None


def _every(c: Cursor) -> Rhythm | None:
    """Read "every 2 weeks", "rebalance each quarter"."""
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.text not in _EVERY and not lexeme.has("REBALANCE"):
            continue
        span = c.at(i + 1).get("SPAN")
        if isinstance(span, Span):
            value = PERIODS.get((span.unit, int(span.count)), c.memory.bars(span))
            return Rhythm(value, i, i + 2)
        if c.at(i + 1).text in ("quarter", "季度", "季"):
            return Rhythm("quarterly", i, i + 2)
        unit = str(c.at(i + 1).get("UNIT"))
        if (unit, 1) in PERIODS:
            return Rhythm(PERIODS[unit, 1], i, i + 2)
    return None


def _half_yearly(c: Cursor) -> Rhythm | None:
    """Read "every half year", "semi-annually", "half-yearly"."""
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.text in _HALF_YEARS or lexeme.has("PERIODIC", "halfyearly"):
            return Rhythm(c.memory.bars(Span(6, "month")), i, i + 1)
        if lexeme.text in ("semi", "half", "bi") and c.at(i + 1).text == "-" and c.at(i + 2).has("PERIODIC", "yearly"):
            return Rhythm(c.memory.bars(Span(6, "month")), i, i + 3)
        paced = c.at(i - 1).text in _EVERY or c.at(i - 1).text == "per" or c.at(i - 1).has("REBALANCE")
        if is_half_year(c, i) and paced:
            return Rhythm(c.memory.bars(Span(6, "month")), i - 1, i + 2)
    return None


def is_half_year(c: Cursor, i: int) -> bool:
    """Return whether a "half" is one of a year."""
    year = c.at(i + 1).has("UNIT", "year") or c.at(i + 1).text in ("year", "years", "a year")
    return c.at(i).get("HALFOF") == 0.5 and year


_HALF_YEARS = ("semiannually", "semi-annually", "semiannual", "semi-annual", "biannually", "half-yearly", "halfyearly")


def _named(c: Cursor) -> Rhythm | None:
    """Read "monthly", "every Friday", "on the first trading day of the month"."""
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("WEEKDAY") and lexeme.text.startswith(("每", "every", "each")):
            return Rhythm("weekly", i, i + 1)
        if lexeme.has("WEEKDAY") and c.at(i - 1).text in ("every", "each", "on", "每"):
            return Rhythm("weekly", i - 1, i + 1)
        if lexeme.has("MONTHDAY"):
            edge = str(lexeme.get("MONTHDAY"))
            of_quarter = lexeme.text > "\u4e00" and edge.startswith("quarter")
            named = "weekly" if edge.startswith("week") else "quarterly" if of_quarter else "monthly"
            return Rhythm(named, i, i + 1)
        if lexeme.has("PERIODIC") and not (lexeme.has("TF") and lexeme.text == "daily"):
            return Rhythm(str(lexeme.get("PERIODIC")), *_with_verb(c, i))
    return None


def _held_for(c: Cursor) -> Rhythm | None:
    """Read "hold it for a month, repeat": what is held for a period is chosen anew at its end."""
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        led = any(c.at(k).has("HOLD") or c.at(k).text.startswith("hold") for k in range(max(0, i - 4), i))
        unit = lexeme.text.removeprefix("next ") if lexeme.has("LOOKAHEAD") else ""
        if led and (unit, 1) in PERIODS:
            return Rhythm(PERIODS[unit, 1], i, i + 1)
        if led and isinstance(span, Span) and (span.unit, int(span.count)) in PERIODS:
            return Rhythm(PERIODS[span.unit, int(span.count)], i - 1 if c.at(i - 1).has("FORN") else i, i + 1)
    return None


def _of_frame(c: Cursor) -> Rhythm | None:
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.get("TF") in _FRAMES:
            return Rhythm(_FRAMES[str(lexeme.get("TF"))], *_with_verb(c, i))
    return None


def _with_verb(c: Cursor, i: int) -> tuple[int, int]:
    """Take a "rebalanced" beside the period with it."""
    first = i - 1 if _is_verb(c.at(i - 1)) else i
    return first, i + 2 if _is_verb(c.at(i + 1)) else i + 1


def _is_verb(lexeme: Lexeme) -> bool:
    return lexeme.has("REBALANCE")
