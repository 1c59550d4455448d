"""Expression trees while they are being read, and their text in the strategy language."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Leaf = float | str

_BINDING = {"or": 1, "and": 2, "not": 3, "cmp": 4, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7, "lag": 8, "field": 8}
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    Attributes:
        op: num, text, name, call, keyword, field, lag, neg, not, and, or, an arithmetic sign or a comparison.
        args: Operands; a `num` has its value, a `name` its word, a `call` its function name and then its arguments.
    """

    op: str
    args: tuple[Node | Leaf, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        """Return the operands that are nodes."""
        return tuple(part for part in self.args if isinstance(part, Node))

    @property
    def word(self) -> str:
        """Return the first operand as text: the name of a series, a function or a field."""
        return str(self.args[0]) if self.args and not isinstance(self.args[0], Node) else ""

    @property
    def number(self) -> float:
        """Return the value of a `num`."""
        return float(self.args[0]) if self.op == "num" else float("nan")  # type: ignore[arg-type]

    @property
    def is_truth(self) -> bool:
        """Return whether the node is yes or no on each bar."""
        if self.op == "lag":
            return self.parts[0].is_truth
        if self.op == "call" and self.word in ("on", "of"):
            return self.parts[-1].is_truth
        return self.op in ("and", "or", "not", *_COMPARISONS) or (self.op == "call" and self.word in TRUTHS)

    def __str__(self) -> str:
        return _write(self)


TRUTHS = frozenset(
    {
        "crosses_above", "crosses_below", "rising", "falling", "latch", "sequence", "is_first_bar", "is_last_bar",
        "within", "any_of_last", "consecutive", "inside_bar", "outside_bar",
    }
)  # fmt: skip


def num(value: float) -> Node:
    """Return a literal number."""
    return Node("num", (float(value),))


def name(word: str) -> Node:
    """Return a column, a parameter or a position word."""
    return Node("name", (word,))


def text(word: str) -> Node:
    """Return a quoted word."""
    return Node("text", (word,))


def call(function: str, *arguments: Node | float) -> Node:
    """Return a function call; bare numbers become literals."""
    return Node("call", (function, *(a if isinstance(a, Node) else num(a) for a in arguments)))


def keyword(word: str, value: float) -> Node:
    """Return an argument by its name."""
    return Node("keyword", (word, num(value)))


def field(of: Node, output: str) -> Node:
    """Return one output of a function with several."""
    return Node("field", (output, of))


def lag(of: Node, bars: int) -> Node:
    """Return the value some bars ago; lags add up, and a literal has none."""
    if bars == 0 or of.op == "num":
        return of
    if of.op == "lag":
        return Node("lag", (of.parts[0], num(of.parts[1].number + bars)))
    return Node("lag", (of, num(bars)))


def compare(sign: str, left: Node, right: Node) -> Node:
    """Return a comparison."""
    return Node(sign, (left, right))


def arithmetic(sign: str, left: Node, right: Node) -> Node:
    """Return a sum, difference, product or quotient; literals are worked out."""
    if left.op == "num" and right.op == "num" and not (sign == "/" and right.number == 0):
        a, b = left.number, right.number
        return num(round(a / b if sign == "/" else {"+": a + b, "-": a - b, "*": a * b}[sign], 10))
    return Node(sign, (left, right))


def all_of(*parts: Node) -> Node:
    """Return the conjunction, flat and without repeats."""
    return _joined("and", parts)


def any_of(*parts: Node) -> Node:
    """Return the disjunction, flat and without repeats."""
    return _joined("or", parts)


def negate(node: Node) -> Node:
    """Return the contrary; of a comparison the written opposite."""
    if node.op == "not":
        return node.parts[0]
    if node.op in _OPPOSITE:
        return Node(_OPPOSITE[node.op], node.args)
    return Node("not", (node,))


def no_longer(node: Node) -> Node:
    """Return when a condition has ended; what is looked at only at a month's end ends on such a day too."""
    looks = [part for part in node.parts if str(part) in _LOOKS] if node.op == "and" else []
    rest = [part for part in node.parts if part not in looks]
    return all_of(negate(all_of(*rest)), *looks) if looks and rest else negate(node)


_LOOKS = ("trading_days_left_in_month() == 0", "trading_day_of_month() == 1")


def contrary(node: Node) -> Node:
    """Return the contrary with every part written as its own opposite."""
    if node.op == "or":
        return all_of(*(contrary(part) for part in node.parts))
    if node.op == "and":
        return any_of(*(contrary(part) for part in node.parts))
    return negate(node)


def mirror(sign: str) -> str:
    """Return the comparison as seen from the other side."""
    return _MIRROR[sign]


def _joined(op: str, parts: tuple[Node, ...]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if part.op == op else (part,))
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else Node(op, unique)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it."""
    yield node
    for part in node.parts:
        yield from walk(part)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with a change applied from the leaves up."""
    inner = tuple(rebuild(part, change) if isinstance(part, Node) else part for part in node.args)
    return change(replace(node, args=inner))


def number_text(value: float) -> str:
    """Return a number as a person writes it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(round(value, 10))


def _binding(node: Node) -> int:
    if node.op in _COMPARISONS:
        return _BINDING["cmp"]
    if node.op == "num" and node.number < 0:
        return _BINDING["neg"]
    return _BINDING.get(node.op, 9)


def _inside(node: Node, least: int) -> str:
    shown = _write(node)
    return f"({shown})" if _binding(node) < least else shown


def _write(node: Node) -> str:
    if node.op == "num":
        return number_text(node.number)
    if node.op == "text":
        return f'"{node.word}"'
    if node.op == "name":
        return node.word
    if node.op == "keyword":
        return f"{node.word}={_write(node.parts[0])}"
    if node.op == "call":
        return f"{node.word}({', '.join(_write(part) for part in node.parts)})"
    if node.op == "field":
        return f"{_inside(node.parts[0], 8)}.{node.word}"
    if node.op == "lag":
        return f"{_inside(node.parts[0], 8)}[{_write(node.parts[1])}]"
    return _write_operator(node)


def _write_operator(node: Node) -> str:
    own = _binding(node)
    if node.op in ("and", "or"):
        return f" {node.op} ".join(_inside(part, own + 1) for part in node.parts)
    if node.op == "not":
        return f"not {_inside(node.parts[0], own)}"
    if node.op == "neg":
        return f"-{_inside(node.parts[0], own)}"
    left, right = node.parts
    return f"{_inside(left, own + (own == _BINDING['cmp']))} {node.op} {_inside(right, own + 1)}"


_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def parse(expression: str) -> Node:
    """Return the tree of an expression that the language accepts.

    Raises:
        ValueError: It is not an expression of the language.
    """
    try:
        return _parsed(ast.parse(expression.strip(), mode="eval").body)
    except (SyntaxError, KeyError, RecursionError) as error:
        raise ValueError(f"{expression!r} is no expression of the language") from error


def _parsed(node: ast.AST) -> Node:
    reader = _READERS.get(type(node))
    if reader is None:
        raise ValueError(f"{type(node).__name__} is no part of the language")
    return reader(node)


def _parsed_constant(node: ast.Constant) -> Node:
    return text(node.value) if isinstance(node.value, str) else num(float(node.value))  # type: ignore[arg-type]


def _parsed_unary(node: ast.UnaryOp) -> Node:
    inner = _parsed(node.operand)
    if isinstance(node.op, ast.Not):
        return Node("not", (inner,))
    return num(-inner.number) if inner.op == "num" else Node("neg", (inner,))


def _parsed_compare(node: ast.Compare) -> Node:
    terms = [_parsed(term) for term in (node.left, *node.comparators)]
    pairs = [Node(_SIGNS[type(op)], (terms[i], terms[i + 1])) for i, op in enumerate(node.ops)]
    return all_of(*pairs)


def _parsed_call(node: ast.Call) -> Node:
    if not isinstance(node.func, ast.Name):
        raise ValueError("only named functions are called")  # noqa: TRY004
    named = (Node("keyword", (str(word.arg), _parsed(word.value))) for word in node.keywords)
    return Node("call", (node.func.id, *(_parsed(argument) for argument in node.args), *named))


_READERS: dict[type, Callable[..., Node]] = {
    ast.Constant: _parsed_constant,
    ast.Name: lambda node: name(node.id),
    ast.UnaryOp: _parsed_unary,
    ast.BinOp: lambda node: Node(_ARITHMETIC[type(node.op)], (_parsed(node.left), _parsed(node.right))),
    ast.BoolOp: lambda node: _joined(
        "and" if isinstance(node.op, ast.And) else "or", tuple(_parsed(value) for value in node.values)
    ),
    ast.Compare: _parsed_compare,
    ast.Call: _parsed_call,
    ast.Attribute: lambda node: field(_parsed(node.value), node.attr),
    ast.Subscript: lambda node: Node("lag", (_parsed(node.value), _parsed(node.slice))),
}
