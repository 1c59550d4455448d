"""From typed nodes back to text: one canonical spelling."""

from __future__ import annotations

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
    On,
    ParameterRef,
    PositionWord,
    Text,
)

_ATOM = 9
_STRENGTH = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "negative": 7}


def number_text(value: float) -> str:
    """Return the shortest spelling of a number: 20, not 20.0."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def render(node: Node) -> str:
    """Return the canonical text of a node; parsing it gives the node again."""
    return _render(node)[0]


def _render(node: Node) -> tuple[str, int]:
    match node:
        case Number():
            return number_text(node.value), _ATOM if node.value >= 0 else _STRENGTH["negative"]
        case Text():
            return f'"{node.value}"', _ATOM
        case Lag() | Negative() | Arithmetic() | Compare():
            return _operation(node)
        case AllOf() | AnyOf() | Not():
            return _logic(node)
    return _reference(node), _ATOM


def _reference(node: Node) -> str:
    match node:
        case Column():
            return f'{node.name}("{node.symbol}")' if node.symbol else node.name
        case Call():
            return _call(node)
        case Field():
            return f"{_within(node.of, _ATOM)}.{node.output}"
        case On():
            return f'on("{node.timeframe}", {render(node.of)})'
        case Of():
            return f'of("{node.symbol}", {render(node.of)})'
        case PositionWord() if node.arguments:
            return f"{node.name}({', '.join(render(argument) for argument in node.arguments)})"
        case ParameterRef() | DefinitionRef() | PositionWord():
            return node.name
    raise TypeError(type(node).__name__)


def _operation(node: Lag | Negative | Arithmetic | Compare) -> tuple[str, int]:
    match node:
        case Lag():
            return f"{_within(node.of, _ATOM)}[{render(node.bars)}]", _ATOM
        case Negative():
            return f"-{_within(node.of, _STRENGTH['negative'] + 1)}", _STRENGTH["negative"]
        case Arithmetic():
            strength = _STRENGTH[node.op]
            return f"{_within(node.left, strength)} {node.op} {_within(node.right, strength + 1)}", strength
    strength = _STRENGTH["compare"] + 1
    return f"{_within(node.left, strength)} {node.op} {_within(node.right, strength)}", strength - 1


def _logic(node: AllOf | AnyOf | Not) -> tuple[str, int]:
    match node:
        case AllOf():
            return " and ".join(_within(part, _STRENGTH["and"] + 1) for part in node.parts), _STRENGTH["and"]
        case AnyOf():
            return " or ".join(_within(part, _STRENGTH["or"] + 1) for part in node.parts), _STRENGTH["or"]
    return f"not {_within(node.of, _STRENGTH['not'])}", _STRENGTH["not"]


def _call(node: Call) -> str:
    if not node.entry.arguments:
        return node.name
    after_variadic = False
    given: list[str] = []
    for argument, value in node.bound:
        named = after_variadic and not argument.variadic
        given.append(f"{argument.name}={render(value)}" if named else render(value))
        after_variadic = after_variadic or argument.variadic
    return f"{node.name}({', '.join(given)})"


def _within(node: Node, strength: int) -> str:
    text, own = _render(node)
    return text if own >= strength else f"({text})"
