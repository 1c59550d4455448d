"""Operators of generated code by name, so that what they answered can be remembered as what functions answer is.

`a < b` becomes `operated("<", a, b)`; every line stays where it is, so that an error names the line that people read.
Code that people write by hand is left alone: it may change a series that an operator gave it.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np

NAME: Final = "operated"

_BINARY: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Mod: "%", ast.Pow: "**",
    ast.BitAnd: "&", ast.BitOr: "|",
}  # fmt: skip
_COMPARING: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_UNARY: Final[Mapping[type[ast.unaryop], str]] = {ast.Invert: "~", ast.USub: "0-"}
_CARRIED_OUT: Final[Mapping[str, Callable[..., Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod,
    "**": operator.pow, "&": operator.and_, "|": operator.or_, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne, "~": operator.invert, "0-": operator.neg,
}  # fmt: skip


def operated(sign: str, *operands: Any) -> Any:  # noqa: ANN401 - series, numbers and position expressions alike
    """Return what an operator gives; a series is closed for writing."""
    result = _CARRIED_OUT[sign](*operands)
    if isinstance(result, np.ndarray):
        result.flags.writeable = False
    return result


def with_named_operators(text: str) -> str:
    """Return a module with its operators as calls of `operated`, line by line."""
    lines = [line.encode() for line in text.split("\n")]
    for node in reversed(list(_outermost(ast.parse(text)))):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        written = ast.unparse(_Named().visit(node)).encode()
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [before + b"(" + written, *[b""] * (last - first)]
        lines[last] += b")" + after
    return b"\n".join(lines).decode()


def _outermost(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.BinOp | ast.Compare | ast.UnaryOp) and not _is_number(child):
            yield child
        else:
            yield from _outermost(child)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)


class _Named(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return self._call(_BINARY.get(type(node.op)), node, node.left, node.right)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        sign = _COMPARING.get(type(node.ops[0])) if len(node.ops) == 1 else None
        return self._call(sign, node, node.left, node.comparators[0])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return self._call(None if _is_number(node) else _UNARY.get(type(node.op)), node, node.operand)

    @staticmethod
    def _call(sign: str | None, node: ast.expr, *operands: ast.expr) -> ast.expr:
        if sign is None:
            return node
        return ast.Call(ast.Name(NAME, ast.Load()), [ast.Constant(sign), *operands], [])
