"""What is true of series whatever the market does: the high is no lower than the close, an RSI lies in 0..100."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from strategy_language.check.normal import lagged
from strategy_language.expressions.nodes import (
    Call,
    Column,
    Field,
    Lag,
    Node,
    Of,
    On,
    PositionWord,
    constant,
    record_entry,
)
from strategy_language.expressions.render import render
from strategy_language.expressions.vocabulary import POSITION_WORDS

PRICES: Final = ("open", "high", "low", "close")
_BANDS: Final = ("bbands", "keltner", "accbands")
_WINDOWS: Final = ("highest", "lowest", "sma")
_AVERAGES: Final = ("sma", "ema", "wma", "rma", "trima", "highest", "lowest", "median", "midpoint")


@dataclass(frozen=True)
class Order:
    """`low <= high`, always."""

    low: Node
    high: Node


@dataclass(frozen=True)
class Seen:
    """A term taken apart: what it is, how many bars ago, on which bars."""

    node: Node
    core: Node
    lag: int
    around: tuple[str, ...]

    def at(self, core: Node, lag: int) -> Node:
        """Return another series on the same bars."""
        node = lagged(core, lag)
        for step in reversed(self.around):
            node = Of(step.removeprefix("of "), node) if step.startswith("of ") else On(step, node)
        return node

    @cached_property
    def window(self) -> _Window:
        """Return the bars that the term looks at."""
        core = self.core
        if isinstance(core, Call) and core.name in _WINDOWS:
            inner = seen(core.arguments[0])
            if not inner.around:
                length = int(constant(core.arguments[1]))
                first = self.lag + inner.lag
                return _Window(core.name, render(inner.core), first, first + length - 1)
        return _Window("bar", render(core), self.lag, self.lag)


def seen(node: Node) -> Seen:
    """Take a term apart. A field counts with its lag outside, where normal form has it inside."""
    lag, around, core = 0, [], node
    output: str | None = None
    while True:
        match core:
            case Field() if output is None:
                output, core = core.output, core.of
            case Lag():
                lag, core = lag + int(constant(core.bars)), core.of
            case On():
                around.append(core.timeframe)
                core = core.of
            case Of():
                around.append(f"of {core.symbol}")
                core = core.of
            case _:
                break
    return Seen(node, Field(core, output) if output else core, lag, tuple(around))


def companions(nodes: Iterable[Node]) -> list[Node]:
    """Return the terms and the prices of the same bars beside every price among them."""
    found: dict[str, Node] = {render(node): node for node in nodes}
    for node in list(found.values()):
        term = seen(node)
        if isinstance(term.core, Column) and term.core.name in PRICES:
            for name in PRICES:
                other = term.at(Column(name, term.core.symbol), term.lag)
                found.setdefault(render(other), other)
    return list(found.values())


def bounds_of(node: Node) -> tuple[float, float] | None:
    """Return the range of a term, or None where it has none."""
    core = seen(node).core
    if core.type == "truth":
        return (0.0, 1.0)
    match core:
        case Column():
            return (0.0, float("inf"))
        case PositionWord():
            return POSITION_WORDS[core.name].bounds
        case Field():
            return record_entry(core.of).bounds_of(core.output)
        case Call():
            return core.entry.bounds_of()
    return None


def is_positive(node: Node) -> bool:
    """Return whether a term is a price, or an average or extreme of positive terms."""
    core = seen(node).core
    if isinstance(core, Column) or (isinstance(core, PositionWord) and core.name in ("entry_price", "avg_price")):
        return True
    if isinstance(core, Call) and core.name in _AVERAGES:
        return is_positive(core.arguments[0])
    return False


def orders(nodes: list[Node]) -> Iterator[Order]:
    """Yield which of these terms are never above which others."""
    terms = [seen(node) for node in nodes]
    for left in terms:
        for right in terms:
            if left is not right and left.around == right.around and _never_above(left, right):
                yield Order(left.node, right.node)


def _never_above(left: Seen, right: Seen) -> bool:
    if isinstance(left.core, Column) and isinstance(right.core, Column):
        return _bar_order(left.core, right.core) and left.lag == right.lag
    if isinstance(left.core, Field) and isinstance(right.core, Field):
        return left.lag == right.lag and _band_order(left.core, right.core)
    if left.lag == right.lag and (_picks(right.core, "max", left.core) or _picks(left.core, "min", right.core)):
        return True
    return _window_order(left, right)


def _picks(core: Node, name: str, candidate: Node) -> bool:
    """Return whether a node is the larger (smaller) of several, with the candidate among them."""
    return isinstance(core, Call) and core.name == name and candidate in core.arguments


def _bar_order(left: Column, right: Column) -> bool:
    if left.symbol != right.symbol or left.name == right.name:
        return False
    return (left.name == "low" and right.name in PRICES) or (right.name == "high" and left.name in PRICES)


def _band_order(left: Field, right: Field) -> bool:
    rank = {"lower": 0, "middle": 1, "upper": 2}
    if not isinstance(left.of, Call) or left.of.name not in _BANDS or left.of != right.of:
        return False
    return rank.get(left.output, 9) < rank.get(right.output, -1)


@dataclass(frozen=True)
class _Window:
    """An extreme or a mean of a series over bars first..last ago; a bare series is its own window of one bar."""

    kind: str
    series: str
    first: int
    last: int

    def within(self, other: _Window) -> bool:
        return other.first <= self.first and self.last <= other.last

    def meets(self, other: _Window) -> bool:
        return self.first <= other.last and other.first <= self.last


def _window_order(left: Seen, right: Seen) -> bool:
    low, high = left.window, right.window
    if low.series != high.series or (low.kind == high.kind == "bar") or low == high:
        return False
    match low.kind, high.kind:
        case ("bar" | "sma" | "highest", "highest"):
            return low.within(high)
        case ("lowest", "bar" | "sma" | "lowest"):
            return high.within(low)
        case ("lowest", "highest"):
            return low.meets(high)
    return False
