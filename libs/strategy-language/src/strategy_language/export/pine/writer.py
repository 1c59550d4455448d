"""Typed nodes as Pine expressions; whatever has a memory is computed on a line of its own, on every bar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from strategy_language.export.pine.functions import FUNCTIONS, OUTPUTS, OWN, PLAIN, RESERVED, SINGLE
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    Of,
    ParameterRef,
    PositionWord,
    constant,
)
from strategy_language.expressions.render import number_text
from strategy_language.generate.code import inside_out

POSITION: Final[dict[str, str]] = {
    "entry_price": "strategy.opentrades.entry_price(0)",
    "avg_price": "strategy.position_avg_price",
    "entries": "strategy.opentrades",
    "bars_held": "held",
    "open_pnl": "strategy.openprofit",
    "equity": "strategy.equity",
    "side": "math.sign(strategy.position_size)",
    "open_return": "(strategy.openprofit / (strategy.position_avg_price * math.abs(strategy.position_size)))",
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_STRENGTH: Final = {"or": 1, "and": 2, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_ATOM: Final = 9


def name_in_pine(name: str) -> str:
    """Return a name of the document that is free in Pine."""
    return f"{name}_" if name in RESERVED else name


@dataclass
class PineWriter:
    """Writes expressions and gathers the lines that they need before them.

    Attributes:
        lines: Lines to stand above, in order.
        own: Functions that the script must bring along.
    """

    lines: list[str] = field(default_factory=list)
    own: dict[str, None] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def write(self, node: Node) -> str:
        """Return the expression of a node."""
        return self._write(node)[0]

    def _write(self, node: Node) -> tuple[str, int]:
        match node:
            case Number():
                return number_text(node.value), _ATOM if node.value >= 0 else 7
            case Negative() | Arithmetic():
                return self._arithmetic(node)
            case Compare() | AllOf() | AnyOf() | Not():
                return self._truth(node)
        return self._atom(node), _ATOM

    def _atom(self, node: Node) -> str:
        match node:
            case ParameterRef() | DefinitionRef():
                return name_in_pine(node.name)
            case Column():
                return self._column(node)
            case Lag():
                return f"{self._line(self.write(node.of))}[{number_text(constant(node.bars))}]"
            case Call():
                return self._call(node)
            case Field():
                return self._output(node.of, node.output)
            case Of():
                return self._line(f'request.security("{node.symbol}", timeframe.period, {self.write(node.of)})')
            case PositionWord():
                return POSITION[node.name]
        raise TypeError(type(node).__name__)

    def _column(self, node: Column) -> str:
        if node.symbol is None:
            return node.name
        return self._line(f'request.security("{node.symbol}", timeframe.period, {node.name})')

    def _line(self, text: str) -> str:
        """Return a name for an expression, computed once a bar on its own line."""
        if text.replace("_", "").isalnum():
            return text
        if text not in self._known:
            self._known[text] = f"v{len(self._known) + 1}"
            self.lines.append(f"{self._known[text]} = {text}")
        return self._known[text]

    def _arguments(self, node: Call) -> dict[str, str]:
        given: dict[str, list[str]] = {}
        for argument, value in node.bound:
            text = self._number(value, 0) if argument.kind == "series" else self.write(value)
            # A series is used more than once in some templates, and must be one thing there.
            text = self._line(text) if argument.kind in ("series", "truth") and node.name not in PLAIN else text
            given.setdefault(argument.name, []).append(text)
        return {name: ", ".join(texts) for name, texts in given.items()}

    def _call(self, node: Call) -> str:
        if node.name in SINGLE:
            return self._output(node, SINGLE[node.name])
        text = FUNCTIONS[node.name].format(**self._arguments(node))
        return text if node.name in PLAIN else self._line(text)

    def _output(self, record: Node, output: str) -> str:
        match record:
            case Lag():
                return f"{self._output(record.of, output)}[{number_text(constant(record.bars))}]"
            case DefinitionRef():
                return self._output(record.target, output)
            case Call():
                return self._tuple(record)[OUTPUTS[record.name].index(output)]
        raise TypeError(type(record).__name__)

    def _tuple(self, node: Call) -> list[str]:
        if node.name in OWN:
            self.own[OWN[node.name]] = None
        text = FUNCTIONS[node.name].format(**self._arguments(node))
        if text not in self._known:
            self._known[text] = f"v{len(self._known) + 1}"
            parts = ", ".join(f"{self._known[text]}_{part}" for part in OUTPUTS[node.name])
            self.lines.append(f"[{parts}] = {text}")
        return [f"{self._known[text]}_{part}" for part in OUTPUTS[node.name]]

    def _arithmetic(self, node: Negative | Arithmetic) -> tuple[str, int]:
        if isinstance(node, Negative):
            return f"-{self._number(node.of, _ATOM)}", 7
        strength = _STRENGTH[node.op]
        return f"{self._number(node.left, strength)} {node.op} {self._number(node.right, strength + 1)}", strength

    def _number(self, node: Node, strength: int) -> str:
        if node.type == "truth" and not isinstance(node, ParameterRef):
            return f"({self.write(node)} ? 1 : 0)"
        if isinstance(node, ParameterRef) and node.switch:
            return f"({name_in_pine(node.name)} ? 1 : 0)"
        return self._within(node, strength)

    def _truth(self, node: Compare | AllOf | AnyOf | Not) -> tuple[str, int]:
        match node:
            case AllOf():
                return " and ".join(self._within(part, 3) for part in node.parts), _STRENGTH["and"]
            case AnyOf():
                return " or ".join(self._within(part, 3) for part in node.parts), _STRENGTH["or"]
            case Not():
                return self._denied(node.of)
        left, right = self._number(node.left, 5), self._number(node.right, 5)
        return f"{left} {node.op} {right}", _STRENGTH["compare"]

    def _denied(self, node: Node) -> tuple[str, int]:
        if isinstance(node, Compare):
            left, right = self._number(node.left, 5), self._number(node.right, 5)
            return f"{left} {_OPPOSITE[node.op]} {right}", _STRENGTH["compare"]
        turned = inside_out(node)
        return self._write(turned) if turned else (f"not {self._within(node, _ATOM)}", 3)

    def _within(self, node: Node, strength: int) -> str:
        text, own = self._write(node)
        return text if own >= strength else f"({text})"
