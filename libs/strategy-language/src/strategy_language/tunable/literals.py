"""Numbers that stand in the expressions of a document, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from strategy_language.catalogue.entry import Argument, Entry
from strategy_language.expressions.nodes import (
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Number,
    Of,
    On,
    PositionWord,
    children,
    record_entry,
    varies,
)
from strategy_language.expressions.render import render
from strategy_language.expressions.vocabulary import POSITION_WORDS
from strategy_language.tunable.ranges import Range, bounded_range, factor_range, length_range, number_range

Path = tuple[str | int, ...]

_NUMBER = re.compile(r"-?\s*(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])")
_ABOVE = {">": "above", ">=": "above", "<": "below", "<=": "below"}
_TURNED = {"above": "below", "below": "above", "level": "level"}
_CROSSES = {"crosses_above": "above", "crosses_below": "below", "crosses": "level"}
_PLAIN_FACTORS = (0, 1, -1, 100)


@dataclass(frozen=True, slots=True)
class Literal:
    """One number of a document that a parameter can take the place of.

    Attributes:
        path: The field that it stands in.
        span: Its characters within the expression there; None where it is the whole field.
        key: Numbers with one key are one parameter.
        value: What it is.
        name: What the parameter is called.
        unit: What it counts, for the label; empty where the name says it.
        range: In which range it makes sense.
        bound: Whether the field keeps the number and follows the parameter by a binding.
    """

    path: Path
    span: tuple[int, int] | None
    key: tuple[object, ...]
    value: float
    name: str
    unit: str
    range: Range
    bound: bool = False


@dataclass(frozen=True)
class Expression:
    """One expression of a document, searched for numbers.

    Attributes:
        path: The field that it stands in.
        text: How it is written.
        around: The longer bars and the symbol inside which a part of it stands.
    """

    path: Path
    text: str
    around: str = ""

    def literals(self, node: Node) -> Iterator[Literal]:
        """Yield every number in a part of the expression that can become a parameter."""
        match node:
            case On():
                inside: Expression = replace(self, around=f"{self.around} {node.timeframe}")
            case Of():
                inside = replace(self, around=f"{self.around} {node.symbol}")
            case _:
                inside = self
        yield from self._own(node)
        for child in children(node):
            yield from inside.literals(child)

    def _own(self, node: Node) -> Iterator[Literal]:
        match node:
            case Call():
                yield from self._arguments(node)
            case Compare(op=op) if op in _ABOVE:
                yield from self._threshold(node.left, node.right, _ABOVE[op])
            case Arithmetic(op="*"):
                yield from self._factor(node.left, node.right)
                yield from self._factor(node.right, node.left)
            case Lag(bars=Number() as bars) if bars.value >= 2:
                name = f"{subject(node.of) or 'value'}_bars_ago"
                yield from self._found(bars, ("lag", render(node.of)), name, "bars", length_range(bars.value))

    def _arguments(self, node: Call) -> Iterator[Literal]:
        if node.entry.group == "elementwise":
            return
        if node.name in _CROSSES:
            left, right = node.arguments
            yield from self._threshold(left, right, _CROSSES[node.name])
            return
        for argument, given in node.bound:
            if isinstance(given, Number) and argument.kind in ("length", "number"):
                unit = "bars" if argument.kind == "length" else ""
                name = f"{node.name}_{argument.name}"
                yield from self._found(
                    given, ("argument", render(node), argument.name), name, unit, _argument_range(argument, given.value)
                )

    def _threshold(self, left: Node, right: Node, where: str) -> Iterator[Literal]:
        series, fixed = left, right
        if isinstance(left, Number):
            series, fixed, where = right, left, _TURNED[where]
        if not isinstance(fixed, Number) or fixed.value == 0 or not varies(series):
            return
        about = subject(series)
        name = f"{about}_{where}" if about else "threshold"
        key = ("threshold", render(series), where)
        yield from self._found(fixed, key, name, "", _threshold_range(series, fixed.value))

    def _factor(self, fixed: Node, series: Node) -> Iterator[Literal]:
        if isinstance(fixed, Number) and fixed.value not in _PLAIN_FACTORS and varies(series):
            about = subject(series)
            name = f"{about}_multiple" if about else "multiple"
            yield from self._found(fixed, ("factor", render(series)), name, "times", factor_range(fixed.value))

    def _found(self, number: Number, key: tuple[object, ...], name: str, unit: str, within: Range) -> Iterator[Literal]:
        """Yield the number if it was written here: a default stands nowhere in the text."""
        at = number.column - 1
        written = _NUMBER.match(self.text, at)
        if written is None or not isfinite(number.value):
            return
        text = "".join(written.group().split())
        if float(text) == number.value:
            whole = (*key, number.value, self.around)
            yield Literal(self.path, (at, written.end()), whole, number.value, name, unit, within)


def subject(node: Node) -> str | None:
    """Return the word for what a term is about: `rsi`, `macd_signal`, `close`; None for a computation."""
    match node:
        case Call() | Column() | DefinitionRef() | PositionWord():
            return node.name.rstrip("_")
        case Field():
            entry = record_entry(node.of)
            about = node.of.name if isinstance(node.of, DefinitionRef) else entry.name
            return about if node.output == entry.outputs[0] else f"{about}_{node.output}"
        case Lag() | On() | Of() | Negative():
            return subject(node.of)
    return None


def _argument_range(argument: Argument, value: float) -> Range:
    least = float("-inf") if argument.low is None else argument.low
    most = float("inf") if argument.high is None else argument.high
    if argument.kind == "length":
        return length_range(value, least, most)
    return number_range(value, least, most)


def _threshold_range(series: Node, value: float) -> Range:
    core = _core(series)
    bounds: tuple[float, float] | None = None
    in_bars = False
    match core:
        case PositionWord():
            bounds = POSITION_WORDS[core.name].bounds
            in_bars = core.name.startswith("bars") or core.name == "entries"
        case Call():
            bounds, in_bars = core.entry.bounds_of(), _counts(core.entry, None)
        case Field():
            entry = record_entry(core.of)
            bounds, in_bars = entry.bounds_of(core.output), _counts(entry, core.output)
    if bounds and all(isfinite(end) for end in bounds) and bounds[0] <= value <= bounds[1]:
        return bounded_range(value, bounds)
    if in_bars and value >= 1 and value == int(value):
        return length_range(value)
    return number_range(value)


def _core(node: Node) -> Node:
    match node:
        case Lag() | On() | Of():
            return _core(node.of)
        case DefinitionRef():
            return _core(node.target)
    return node


def _counts(entry: Entry, output: str | None) -> bool:
    return entry.scale_of(output) in ("bars", "time")
