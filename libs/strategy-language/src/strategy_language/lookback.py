"""How many bars of history a document needs before its first bar counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from strategy_language.catalogue import ALL_HISTORY
from strategy_language.document import Sizing, Strategy
from strategy_language.expressions.nodes import (
    Arithmetic,
    Call,
    DefinitionRef,
    Lag,
    Node,
    On,
    Text,
    children,
    constant,
    walk,
)
from strategy_language.generate.slots import lines
from strategy_language.program import Program, compile_document
from trading_contracts.bars import Timeframe
from trading_contracts.problem import InvalidDocument


@dataclass(frozen=True, slots=True)
class LookBack:
    """Bars of the strategy's own timeframe.

    Attributes:
        bars: Leading bars on which something has no value yet.
        settling: Further bars until recursive functions agree with their full-history values to 1e-6.
    """

    bars: int = 0
    settling: int = 0

    @property
    def total(self) -> int:
        """Return the warm-up that a run asks for."""
        return self.bars + self.settling

    def beyond(self, bars: int, settling: int = 0) -> LookBack:
        """Return the look-back of something that stands on top of this."""
        return LookBack(self.bars + bars, self.settling + settling)


def required_bars(strategy: Strategy) -> LookBack:
    """Return the look-back of a document, exact for every function of its own timeframe.

    Hand-written code (kind python) declares nothing: its look-back is 0, and the engine takes what history there is.

    Raises:
        InvalidDocument: An expression of the document cannot be read.
    """
    program = compile_document(strategy)
    if program.problems:
        raise InvalidDocument("The strategy document cannot be run as it stands.", errors=program.problems)
    return program_look_back(program)


def program_look_back(program: Program) -> LookBack:
    """Return the look-back of a document whose expressions have been read."""
    timeframe = program.strategy.timeframe
    needed = [look_back(line.node, timeframe) for line in lines(program)]
    return _longest([*needed, LookBack(_estimates(program))])


def look_back(node: Node, timeframe: Timeframe = Timeframe.D1) -> LookBack:
    """Return the look-back of one expression on bars of `timeframe`."""
    match node:
        case DefinitionRef():
            return look_back(node.target, timeframe)
        case Lag():
            return look_back(node.of, timeframe).beyond(int(constant(node.bars)))
        case On():
            return _stretched(look_back(node.of, Timeframe(node.timeframe)), timeframe, Timeframe(node.timeframe))
        case Call():
            below = _longest(look_back(child, timeframe) for child in node.arguments)
            scalars = scalar_arguments(node)
            sessions = node.entry.sessions(scalars) * bars_in(Timeframe.D1, timeframe)
            found = below.beyond(node.entry.lookback(scalars) + sessions, node.entry.settling(scalars))
            return _forgetting(found, node.arguments) if node.entry.group in _DIVIDING else found
        case Arithmetic(op="/" | "%"):
            return _forgetting(_longest(look_back(each, timeframe) for each in children(node)), (node.right,))
    return _longest(look_back(child, timeframe) for child in children(node))


def _forgetting(found: LookBack, divisors: Iterable[Node]) -> LookBack:
    """Return the look-back of a quotient.

    Where nothing moves, two fading sums keep their ratio for good: their seeds are forgotten only through moves.
    """
    if found.settling and any(_stands_still(each) for each in divisors):
        return LookBack(found.bars, ALL_HISTORY)
    return found


def _stands_still(node: Node) -> bool:
    """Return whether a series may keep one value for as long as any window."""
    parts = [part for part in walk(node) if part.type in ("number", "truth", "record")]
    steps = (isinstance(part, Call) and {part.entry.group, part.entry.name} & _STEPPING for part in parts)
    return any(part.type == "truth" for part in parts) or any(steps)


def scalar_arguments(node: Call) -> dict[str, float | str]:
    """Return the scalar arguments of a call by name, as catalogue entries take them."""
    given: dict[str, float | str] = {}
    for argument, value in node.bound:
        if isinstance(value, Text):
            given[argument.name] = value.value
        elif argument.kind in ("length", "number"):
            given[argument.name] = constant(value)
    return given


_DIVIDING = frozenset(("momentum", "oscillators", "statistics", "volatility"))
"""Groups of functions most of which divide by something made of their series."""

_STEPPING_GROUPS = ("elementwise", "events", "memory", "patterns", "session", "structure")
_STEPPING_ALONE = ("aroon", "aroonosc", "donchian", "dx", "ichimoku", "median", "midpoint", "midprice", "percentile")
_STEPPING = frozenset((*_STEPPING_GROUPS, *_STEPPING_ALONE, "nvi", "pvi", "supertrend"))
"""Groups of functions, and functions of other groups, whose values may be one bar's, kept."""


def _longest(parts: Iterable[LookBack]) -> LookBack:
    found = [LookBack(), *parts]
    return LookBack(max(part.bars for part in found), max(part.settling for part in found))


_DAYS = {Timeframe.D1: 1, Timeframe.W1: 7, Timeframe.MO1: 31, Timeframe.MO3: 92}


def bars_in(higher: Timeframe, own: Timeframe) -> int:
    """Return at most how many bars of `own` make one bar of `higher`, on any calendar."""
    if higher.is_intraday or not own.is_intraday:
        parts = _DAYS.get(higher, 1) / _DAYS.get(own, 1)
        return ceil(parts) if not own.is_intraday else max(1, round(higher.duration / own.duration))
    return _DAYS[higher] * round(Timeframe.D1.duration / own.duration)


def _stretched(found: LookBack, own: Timeframe, higher: Timeframe) -> LookBack:
    # Two more: the last longer bar may not be complete yet, and the first of a cut history may be a part of one.
    each = bars_in(higher, own)
    return LookBack((found.bars + 2) * each, found.settling * each)


def _estimates(program: Program) -> int:
    """Return the bars that sizes and rankings look back on."""
    strategy = program.strategy
    needed = [_size_bars(program, strategy.sizing, "sizing")]
    needed += [_size_bars(program, rule.size, f"{rule.id}.size") for rule in strategy.rules if rule.size]
    if strategy.rotation and strategy.rotation.weights == "inverse_volatility":
        needed.append(strategy.rotation.volatility_length + 1)
    return max(needed)


def _size_bars(program: Program, size: Sizing, name: str) -> int:
    if size.kind != "volatility_target":
        return 0
    written = program.node(f"{name}.length")
    length = constant(written) if written else size.length
    return 0 if isinstance(length, str) else int(length) + 1
