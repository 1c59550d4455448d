"""What the catalogue knows of one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

ArgumentKind = Literal["series", "truth", "length", "number", "text"]
"""series: a number a bar. truth: yes or no a bar. length: a whole number of bars. number: a scalar. text: quoted."""

Scalars = Mapping[str, float]
"""Argument name -> its value, for all scalar arguments (defaults filled in)."""


def no_bars(_scalars: Scalars) -> int:
    """Return 0: the function needs no earlier bar."""
    return 0


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. A `default` of None means that it must be given; bounds are inclusive."""

    name: str
    kind: ArgumentKind
    default: float | str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One function of the language.

    Attributes:
        name: How it is written.
        arguments: In order; those with defaults last.
        result: Whether it gives a number or a truth each bar.
        outputs: Field names of a function with several outputs (`.signal`); empty for one output. The first is meant
            where no field is named.
        inputs: Bar columns that it reads without being told (`high`, `low`, `close`, `volume`, `open`, `timestamp`).
        lookback: Number of leading bars without a value, on top of those that its series arguments lack.
        settling: Further bars after which a recursive function agrees with its full-history value to 1e-6; 0 where
            the function only looks at a window.
        meaning: One line for a person.
        phrase: The read-back, with argument names in braces: "the {length}-bar simple moving average of {series}".
        bounds: The range of its values where it has one (RSI: 0..100); impossible comparisons are refused by it.
        scale: Whether values are prices (drawn over the chart), or something of their own.
        group: A heading of the reference page.
        aliases: What traders call it.
    """

    name: str
    arguments: tuple[Argument, ...]
    meaning: str
    phrase: str
    result: Literal["number", "truth"] = "number"
    outputs: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    lookback: Callable[[Scalars], int] = no_bars
    settling: Callable[[Scalars], int] = no_bars
    bounds: tuple[float, float] | None = None
    scale: Literal["price", "volume", "percent", "ratio", "own"] = "own"
    group: str = "other"
    aliases: tuple[str, ...] = field(default=())
