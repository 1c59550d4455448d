"""Typed nodes: what an expression is once it has been read. A node that exists is valid.

`column` tells where a node began in its text (from 1) and does not count when nodes are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from strategy_language.catalogue.entry import Argument, Entry

NodeType = Literal["number", "truth", "scalar", "text", "record"]
"""number, truth: a value a bar. scalar: one number. text: a quoted word. record: several named series."""

ArithmeticOp = Literal["+", "-", "*", "/", "%"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


def _column() -> int:
    return field(default=1, compare=False, kw_only=True)


@dataclass(frozen=True)
class Number:
    """A literal number."""

    value: float
    column: int = _column()
    type: NodeType = field(default="scalar", init=False, repr=False)


@dataclass(frozen=True)
class Text:
    """A quoted word, only ever an argument."""

    value: str
    column: int = _column()
    type: NodeType = field(default="text", init=False, repr=False)


@dataclass(frozen=True)
class ParameterRef:
    """A parameter of the document, with the value that it has there."""

    name: str
    value: float
    switch: bool = False
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return truth for a switch, else scalar."""
        return "truth" if self.switch else "scalar"


@dataclass(frozen=True)
class DefinitionRef:
    """A definition of the document, with what it stands for."""

    name: str
    target: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return the type of what is defined."""
        return self.target.type


@dataclass(frozen=True)
class Column:
    """A bar column (`close`), of another symbol where one is named (`close("SPY")`)."""

    name: str
    symbol: str | None = None
    column: int = _column()
    type: NodeType = field(default="number", init=False, repr=False)


@dataclass(frozen=True)
class Lag:
    """The value of `of` some bars ago."""

    of: Node
    bars: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return the type of what is lagged."""
        return self.of.type


@dataclass(frozen=True)
class Negative:
    """Minus a number."""

    of: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return scalar for a scalar, else number."""
        return "scalar" if self.of.type == "scalar" else "number"


@dataclass(frozen=True)
class Arithmetic:
    """Two numbers combined."""

    op: ArithmeticOp
    left: Node
    right: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return scalar where both sides are, else number."""
        return "scalar" if self.left.type == self.right.type == "scalar" else "number"


@dataclass(frozen=True)
class Compare:
    """Two numbers compared."""

    op: CompareOp
    left: Node
    right: Node
    column: int = _column()
    type: NodeType = field(default="truth", init=False, repr=False)


@dataclass(frozen=True)
class AllOf:
    """True where every part is (`and`)."""

    parts: tuple[Node, ...]
    column: int = _column()
    type: NodeType = field(default="truth", init=False, repr=False)


@dataclass(frozen=True)
class AnyOf:
    """True where one part is (`or`)."""

    parts: tuple[Node, ...]
    column: int = _column()
    type: NodeType = field(default="truth", init=False, repr=False)


@dataclass(frozen=True)
class Not:
    """True where the part is not."""

    of: Node
    column: int = _column()
    type: NodeType = field(default="truth", init=False, repr=False)


@dataclass(frozen=True)
class Call:
    """A function of the catalogue with all its arguments, defaults filled in, in the order of the entry.

    The nodes of a variadic argument stand in its place, one after the other.
    """

    entry: Entry
    arguments: tuple[Node, ...]
    column: int = _column()

    @property
    def name(self) -> str:
        """Return the name of the function."""
        return self.entry.name

    @property
    def type(self) -> NodeType:
        """Return record for a function with several outputs, else what the entry says."""
        return "record" if self.entry.outputs else self.entry.result

    @cached_property
    def bound(self) -> tuple[tuple[Argument, Node], ...]:
        """Return each argument's specification with its node."""
        spare = len(self.arguments) - len(self.entry.arguments)
        specs: list[Argument] = []
        for argument in self.entry.arguments:
            specs.extend([argument] * (1 + spare if argument.variadic else 1))
        return tuple(zip(specs, self.arguments, strict=True))


@dataclass(frozen=True)
class Field:
    """One output of a function with several (`macd(close).signal`)."""

    of: Node
    output: str
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return what the outputs of the entry are."""
        return record_entry(self.of).result


@dataclass(frozen=True)
class On:
    """An expression on completed bars of a higher timeframe."""

    timeframe: str
    of: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return the type of what is read there."""
        return self.of.type


@dataclass(frozen=True)
class Of:
    """An expression on the bars of another symbol."""

    symbol: str
    of: Node
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return the type of what is read there."""
        return self.of.type


@dataclass(frozen=True)
class PositionWord:
    """Something that is known only while (or after) a position is open."""

    name: str
    arguments: tuple[Node, ...] = ()
    truth: bool = False
    column: int = _column()

    @property
    def type(self) -> NodeType:
        """Return truth for a yes-or-no word, else number."""
        return "truth" if self.truth else "number"


Node = (
    Number
    | Text
    | ParameterRef
    | DefinitionRef
    | Column
    | Lag
    | Negative
    | Arithmetic
    | Compare
    | AllOf
    | AnyOf
    | Not
    | Call
    | Field
    | On
    | Of
    | PositionWord
)


def record_entry(node: Node) -> Entry:
    """Return the catalogue entry behind a record, through definitions, lags and other bars.

    Raises:
        TypeError: The node is no record.
    """
    match node:
        case Call():
            return node.entry
        case DefinitionRef():
            return record_entry(node.target)
        case Lag() | On() | Of():
            return record_entry(node.of)
    raise TypeError(f"{type(node).__name__} is no record")


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below this one; a definition is a leaf."""
    match node:
        case Lag():
            return (node.of, node.bars)
        case Negative() | Not() | Field() | On() | Of():
            return (node.of,)
        case Arithmetic() | Compare():
            return (node.left, node.right)
        case AllOf() | AnyOf():
            return node.parts
        case Call() | PositionWord():
            return node.arguments
    return ()


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return what stands directly below a node, definitions opened."""
    return (node.target,) if isinstance(node, DefinitionRef) else children(node)


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, definitions opened."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def reads_position(node: Node) -> bool:
    """Return whether the value depends on the open (or last) position."""
    return any(isinstance(part, PositionWord) for part in walk(node))


def varies(node: Node) -> bool:
    """Return whether a value may differ from bar to bar."""
    return any(
        isinstance(part, Column | PositionWord) or (isinstance(part, Call) and bool(part.entry.inputs))
        for part in walk(node)
    )


class NotConstant(TypeError):
    """A value was asked of a node that differs from bar to bar."""


def constant(node: Node) -> float:
    """Return the value of a scalar node, with the parameters' present values.

    Raises:
        NotConstant: The node is no scalar.
        ArithmeticError: It divides by zero or overflows.
    """
    match node:
        case Number() | ParameterRef():
            return node.value
        case DefinitionRef():
            return constant(node.target)
        case Negative():
            return -constant(node.of)
        case Arithmetic():
            return _OPERATIONS[node.op](constant(node.left), constant(node.right))
    raise NotConstant(type(node).__name__)


_OPERATIONS: dict[ArithmeticOp, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}
