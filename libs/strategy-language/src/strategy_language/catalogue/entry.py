"""What the catalogue knows of one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

ArgumentKind = Literal["series", "truth", "length", "number", "text"]
"""series: a number a bar. truth: yes or no a bar. length: a whole number of bars. number: a scalar. text: quoted."""

Scalars = Mapping[str, float | str]
"""Argument name -> its value, for all scalar arguments (defaults filled in)."""

Scale = Literal["price", "volume", "percent", "ratio", "bars", "time", "same", "own"]
"""What values measure; "same" is the scale of the first series argument."""

ALL_HISTORY: Final = 1_000_000
"""A settling that no window ends: running totals and memories reach back to the first bar that there is.

So do measurements of a cycle: where prices stand still they divide what rounding left, and never agree again.
"""


def no_bars(_scalars: Scalars) -> int:
    """Return 0: the function needs no earlier bar."""
    return 0


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. A `default` of None means that it must be given; bounds are inclusive.

    A `variadic` argument takes one or more values; arguments after it are given by name. A text is one of `choices`,
    or matches `pattern` (a regular expression).
    """

    name: str
    kind: ArgumentKind
    default: float | str | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    variadic: bool = False
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One function of the language.

    Attributes:
        name: How it is written.
        arguments: In order; those with defaults last.
        result: Whether it gives a number or a truth each bar (all outputs alike).
        outputs: Field names of a function with several outputs (`.signal`); empty for one output. The first is meant
            where no field is named.
        output_words: What each output is called in a sentence, in the order of `outputs`.
        output_bounds: Ranges of single outputs, where they differ from `bounds`.
        output_scales: Scales of single outputs, where they differ from `scale`.
        inputs: Bar columns that it reads without being told (`high`, `low`, `close`, `volume`, `open`, `timestamp`).
        lookback: Number of leading bars without a value, on top of those that its series arguments lack. For a truth
            it is the number of bars that are needed before it can be known.
        sessions: Whole sessions before the current one that it reads, on top of `lookback`: as many bars on daily bars,
            as many sessions' bars on shorter ones.
        settling: Further bars after which a recursive function agrees with its full-history value to 1e-6; 0 where
            the function only looks at a window.
        meaning: One line for a person.
        phrase: The read-back, with argument names in braces: "the {length}-bar simple moving average of {series}".
        bounds: The range of its values where it has one (RSI: 0..100); impossible comparisons are refused by it.
        scale: Whether values are prices (drawn over the chart), or something of their own.
        group: A heading of the reference page.
        aliases: What traders call it.
        talib: The TA-Lib function that computes it, where one does.
    """

    name: str
    arguments: tuple[Argument, ...]
    meaning: str
    phrase: str
    result: Literal["number", "truth"] = "number"
    outputs: tuple[str, ...] = ()
    output_words: tuple[str, ...] = ()
    output_bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    output_scales: Mapping[str, Scale] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    lookback: Callable[[Scalars], int] = no_bars
    sessions: Callable[[Scalars], int] = no_bars
    settling: Callable[[Scalars], int] = no_bars
    bounds: tuple[float, float] | None = None
    scale: Scale = "own"
    group: str = "other"
    aliases: tuple[str, ...] = ()
    talib: str = ""

    def argument(self, name: str) -> Argument:
        """Return an argument by name.

        Raises:
            KeyError: The function has no such argument.
        """
        for argument in self.arguments:
            if argument.name == name:
                return argument
        raise KeyError(name)

    def bounds_of(self, output: str | None = None) -> tuple[float, float] | None:
        """Return the range of an output (the first one for None), or None where it is unbounded."""
        return self.output_bounds.get(self._output(output), self.bounds)

    def scale_of(self, output: str | None = None) -> Scale:
        """Return what the values of an output (the first one for None) measure."""
        return self.output_scales.get(self._output(output), self.scale)

    def words_of(self, output: str) -> str:
        """Return what an output is called in a sentence."""
        words = dict(zip(self.outputs, self.output_words, strict=False))
        return words.get(output, output.replace("_", " "))

    def defaults(self) -> dict[str, float | str]:
        """Return the scalar arguments that have defaults."""
        return {each.name: each.default for each in self.arguments if each.default is not None}

    def _output(self, output: str | None) -> str:
        if output is not None:
            return output
        return self.outputs[0] if self.outputs else ""
