"""How bars, numbers and lists are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from strategy_language.expressions.render import number_text
from trading_contracts.bars import Timeframe

UNITS: Final = {
    Timeframe.D1: "day",
    Timeframe.W1: "week",
    Timeframe.MO1: "month",
    Timeframe.MO3: "quarter",
}
"""What one bar is called; "bar" within a session."""

ADJECTIVES: Final = {
    Timeframe.M1: "1-minute",
    Timeframe.M5: "5-minute",
    Timeframe.M15: "15-minute",
    Timeframe.M30: "30-minute",
    Timeframe.H1: "hourly",
    Timeframe.H2: "2-hour",
    Timeframe.H4: "4-hour",
    Timeframe.D1: "daily",
    Timeframe.W1: "weekly",
    Timeframe.MO1: "monthly",
    Timeframe.MO3: "quarterly",
}


def unit(timeframe: Timeframe) -> str:
    """Return what one bar is called."""
    return UNITS.get(timeframe, "bar")


def in_units(text: str, timeframe: Timeframe) -> str:
    """Return a phrase of the catalogue with "bar" and "bars" in the unit of the timeframe."""
    return re.sub(r"\bbar(s?)\b", rf"{unit(timeframe)}\1", text)


def count(number: str, timeframe: Timeframe) -> str:
    """Return a number of bars: "1 day", "10 days"."""
    return f"{number} {unit(timeframe)}{'' if number == '1' else 's'}"


def singular(text: str) -> str:
    """Return a phrase with "1 days" and the like put right."""
    return re.sub(r"(?<![\d.,])1 (bar|day|week|month|quarter|unit|time)s\b", r"1 \1", text)


def amount(value: float) -> str:
    """Return money or a quantity with thousands marked: 25,000."""
    return f"{int(value):,}" if value == int(value) and abs(value) < 1e15 else number_text(value)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
