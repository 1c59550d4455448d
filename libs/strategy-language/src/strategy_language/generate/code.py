"""From typed nodes to Python: one expression of the generated module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from strategy_language.catalogue import code_name
from strategy_language.expressions.elsewhere import own_bars_of
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    CompareOp,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    Of,
    On,
    ParameterRef,
    PositionWord,
    Text,
    reads_position,
    varies,
)
from strategy_language.expressions.render import number_text
from strategy_language.generate.views import OWN, Views

ATOM: Final = 9
_UNARY: Final = 8
_STRENGTH: Final = {"*": 7, "/": 7, "%": 7, "+": 6, "-": 6, "&": 5, "|": 4, "compare": 3}

_OPPOSITE: Final[Mapping[CompareOp, CompareOp]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}


@dataclass(frozen=True)
class Writer:
    """Writes nodes as Python over one set of bars.

    Attributes:
        views: What the bars are called.
        locals: Definition name -> local variable. On other bars than our own a definition is written out.
        bars: The name of the bars that columns are read from.
        symbol: The symbol whose own bars these are; None for ours.
    """

    views: Views
    locals: Mapping[str, str] = field(default_factory=dict)
    bars: str = OWN
    symbol: str | None = None

    def write(self, node: Node) -> str:
        """Return the code of a node."""
        return self._write(node)[0]

    def _write(self, node: Node) -> tuple[str, int]:
        elsewhere = self._elsewhere(node)
        return (self._shown(elsewhere, node), ATOM) if elsewhere else self._here(node)

    def _elsewhere(self, node: Node) -> str | None:
        """Return the symbol on whose own bars a node is written in place of these."""
        return own_bars_of(node, self.locals) if self.bars == OWN else None

    def _here(self, node: Node) -> tuple[str, int]:
        match node:
            case Number():
                return number_text(node.value), ATOM if node.value >= 0 else _UNARY
            case Negative() | Arithmetic():
                return self._arithmetic(node)
            case Compare() | AllOf() | AnyOf() | Not():
                return self._truth(node)
            case ParameterRef():
                return (f"p.{node.name} != 0", _STRENGTH["compare"]) if node.switch else (f"p.{node.name}", ATOM)
            case DefinitionRef():
                return self._definition(node)
            case Lag() if node.of.type == "scalar":
                return self._write(node.of)
            case PositionWord():
                return self._position(node)
        return self._atom(node), ATOM

    def _atom(self, node: Node) -> str:
        match node:
            case Text():
                return f'"{node.value}"'
            case Column():
                return f"{self._aligned(node.symbol)}.{node.name}"
            case Lag():
                return f"lag({self.write(node.of)}, {self.write(node.bars)})"
            case Call():
                return self._call(node)
            case Field():
                return self.field(node.of, node.output)
            case On():
                longer = self._on(node)
                return f"{longer.bars}.back({longer.write(node.of)})"
            case Of():
                return self._of(node).write(node.of)
        raise TypeError(type(node).__name__)

    def _shown(self, symbol: str, node: Node) -> str:
        """Write a node on another symbol's own bars, shown on ours."""
        bars = self.views.name(symbol)
        return f"{bars}.back({replace(self, bars=bars, symbol=symbol, locals={}).write(node)})"

    def _aligned(self, symbol: str | None) -> str:
        """Return the bars of a symbol, on those that are written over."""
        return self.bars if symbol in (None, self.symbol) else f'{self.bars}.symbol("{symbol}")'

    def _position(self, node: PositionWord) -> tuple[str, int]:
        if node.name == "last_exit_was":
            return f"position.last_exit_reason == {self.write(node.arguments[0])}", _STRENGTH["compare"]
        given = ", ".join(self.number(argument) for argument in node.arguments)
        return f"position.{node.name}({given})" if given else f"position.{node.name}", ATOM

    def _on(self, node: On) -> Writer:
        return replace(self, bars=self.views.name(self.symbol, node.timeframe), locals={})

    def _of(self, node: Of) -> Writer:
        return replace(self, bars=self._aligned(node.symbol), locals={})

    def _definition(self, node: DefinitionRef) -> tuple[str, int]:
        local = self.locals.get(node.name)
        return (local, ATOM) if local else self._write(node.target)

    def field(self, record: Node, output: str) -> str:
        """Return the code of one output; lags and other bars stand around the series, never around the record."""
        match record:
            case Lag():
                return f"lag({self.field(record.of, output)}, {self.write(record.bars)})"
            case On():
                longer = self._on(record)
                return f"{longer.bars}.back({longer.field(record.of, output)})"
            case Of():
                return self._of(record).field(record.of, output)
            case DefinitionRef() if record.name not in self.locals:
                return self.field(record.target, output)
        return f"{self.write(record)}.{output}"

    def _call(self, node: Call) -> str:
        given = [self.bars] if node.entry.inputs else []
        named = False
        for argument, value in node.bound:
            text = self.number(value) if argument.kind in ("series", "length", "number") else self.write(value)
            given.append(f"{argument.name}={text}" if named and not argument.variadic else text)
            named = named or argument.variadic
        return f"{code_name(node.name)}({', '.join(given)})"

    def number(self, node: Node) -> str:
        """Return the code of a node that stands where a number is meant: a truth counts as 0 or 1."""
        return self._number(node)[0]

    def _number(self, node: Node) -> tuple[str, int]:
        if isinstance(node, ParameterRef):
            return f"p.{node.name}", ATOM
        if node.type == "truth":
            return f"1.0 * {self._within(node, ATOM)}", _STRENGTH["*"]
        return self._write(node)

    def _arithmetic(self, node: Negative | Arithmetic) -> tuple[str, int]:
        if isinstance(node, Negative):
            return f"-{self._number_within(node.of, ATOM)}", _UNARY
        strength = _STRENGTH[node.op]
        left = self._number_within(node.left, strength)
        return f"{left} {node.op} {self._number_within(node.right, strength + 1)}", strength

    def _truth(self, node: Compare | AllOf | AnyOf | Not) -> tuple[str, int]:
        match node:
            case AllOf():
                return self._joined("&", node.parts)
            case AnyOf():
                return self._joined("|", node.parts)
            case Not():
                return self._denied(node.of)
        return self._compare(node.op, node)

    def _compare(self, op: CompareOp, node: Compare) -> tuple[str, int]:
        if op == "!=" and not reads_position(node):
            # A plain != would be true where a value is missing.
            return f"differs({self.number(node.left)}, {self.number(node.right)})", ATOM
        strength = _STRENGTH["compare"] + 1
        left = self._number_within(node.left, strength)
        return f"{left} {op} {self._number_within(node.right, strength)}", _STRENGTH["compare"]

    def _denied(self, node: Node) -> tuple[str, int]:
        """Write "not": comparisons are turned round, so that a missing value stays false."""
        match node:
            case Compare():
                return self._compare(_OPPOSITE[node.op], node)
            case ParameterRef():
                return f"p.{node.name} == 0", _STRENGTH["compare"]
        turned = inside_out(node)
        if turned:
            return self._write(turned)
        if not varies(node):
            # One plain bool, of which Python's ~ would make -1 or -2.
            return f"{self._within(node, _STRENGTH['compare'] + 1)} == 0", _STRENGTH["compare"]
        return f"~{self._within(node, ATOM)}", _UNARY

    def _joined(self, sign: str, parts: tuple[Node, ...]) -> tuple[str, int]:
        # Brackets around "&" inside "|" are not needed by Python but by the reader.
        text = f" {sign} ".join(self._within(part, _STRENGTH["&"] + 1) for part in parts)
        return text, _STRENGTH[sign]

    def _within(self, node: Node, strength: int) -> str:
        text, own = self._write(node)
        return text if own >= strength else f"({text})"

    def _number_within(self, node: Node, strength: int) -> str:
        text, own = self._number(node)
        return text if own >= strength else f"({text})"


def inside_out(node: Node) -> Node | None:
    """Return "not node" with the "not" moved one step inwards, or None where it can go no further."""
    match node:
        case Not():
            return node.of
        case AllOf():
            return AnyOf(tuple(Not(part) for part in node.parts))
        case AnyOf():
            return AllOf(tuple(Not(part) for part in node.parts))
        case DefinitionRef(target=Compare() | AllOf() | AnyOf() | Not()):
            return Not(node.target)
        case Lag() | On() | Of():
            return replace(node, of=Not(node.of))
    return None
