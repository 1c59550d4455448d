"""The arguments that entries are declared with."""

from typing import Final

from strategy_language.catalogue.entry import Argument

LONGEST: Final = 5000
"""No look-back is longer than this many bars."""

SERIES: Final = Argument("series", "series")
OTHER: Final = Argument("other", "series")
CONDITION: Final = Argument("condition", "truth")
AVERAGES: Final = ("sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "hma", "rma", "zlema")
"""Kinds of moving average that a function may be told to use."""


def length(default: int | None = None, *, name: str = "length", low: int = 1, high: int = LONGEST) -> Argument:
    """Return a whole number of bars."""
    return Argument(name, "length", default, low, high)


def number(name: str, default: float | None = None, *, low: float | None = None, high: float | None = None) -> Argument:
    """Return a scalar."""
    return Argument(name, "number", default, low, high)


def choice(name: str, default: str, choices: tuple[str, ...]) -> Argument:
    """Return a word out of a few."""
    return Argument(name, "text", default, choices=choices)


def average(name: str = "average", default: str = "sma") -> Argument:
    """Return the kind of moving average to smooth with."""
    return choice(name, default, AVERAGES)
