"""From text to typed nodes. Python's own grammar reads the text; nothing is ever executed."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from strategy_language.catalogue import CATALOGUE
from strategy_language.expressions.binding import bind
from strategy_language.expressions.habits import example, habit_of, habit_of_name
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticOp,
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
    ParameterRef,
    Text,
    parts_of,
    record_entry,
)
from strategy_language.expressions.problem import ExpressionError
from strategy_language.expressions.scope import Scope, closest, meant
from strategy_language.expressions.special import SPECIAL, column_of_symbol, position_word
from strategy_language.expressions.typed import Wanted, as_number, as_truth, as_wanted, lag_length
from strategy_language.expressions.vocabulary import COLUMNS, POSITION_WORDS
from strategy_language.refusals import refused_word

MAX_CHARACTERS = 2000
MAX_NODES = 400
MAX_DEPTH = 40
# With its definitions opened: what a few definitions that double one another would otherwise let grow without bound.
MAX_OPENED_NODES = 4000
MAX_OPENED_DEPTH = 100
LARGEST_NUMBER = 1e15

_ARITHMETIC: dict[type[ast.operator], ArithmeticOp] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
}
_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_OTHER_OPERATORS = {
    ast.Pow: ("**", "power(a, b)"),
    ast.FloorDiv: ("//", "floor(a / b)"),
    ast.BitAnd: ("&", "and"),
    ast.BitOr: ("|", "or"),
    ast.BitXor: ("^", "power(a, b)"),
}


def parse(text: str, scope: Scope | None = None, want: Wanted | None = None) -> Node:
    """Read an expression.

    Args:
        text: The expression, in the language of `docs/reference/language.md`.
        scope: The names that it may use.
        want: What it must give: a truth, a number (a series or one number) or one scalar. Anything where None.

    Raises:
        ExpressionError: It cannot be read, or gives something else; the error carries the column.
    """
    tree, columns = _tree(text)
    reader = _Reader(scope or Scope(), columns)
    return as_wanted(reader.read(tree.body), want)


@dataclass(frozen=True)
class _Columns:
    """Turns the byte offsets of Python's parser into columns of the text."""

    line: str
    indent: int

    def of(self, tree: ast.AST) -> int:
        offset = getattr(tree, "col_offset", 0)
        return len(self.line.encode()[:offset].decode(errors="replace")) + self.indent + 1

    def after(self, tree: ast.expr, sign: str) -> int:
        """Return the column of the first `sign` after a part of the text."""
        passed = len(self.line.encode()[: tree.end_col_offset].decode(errors="replace"))
        return max(self.line.find(sign, passed), 0) + self.indent + 1


def _tree(text: str) -> tuple[ast.Expression, _Columns]:
    if not text.strip():
        raise ExpressionError("The expression is empty.", column=1)
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"The expression is longer than {MAX_CHARACTERS} characters.", column=MAX_CHARACTERS + 1)
    flat = "".join(" " if character.isspace() else character for character in text)
    line = flat.strip()
    columns = _Columns(line, len(flat) - len(flat.lstrip()))
    unreadable = next((at for at, character in enumerate(line) if character in "#\0\\;"), None)
    if unreadable is not None:
        raise ExpressionError(
            f"{line[unreadable]!r} has no meaning in an expression.", column=columns.indent + unreadable + 1
        )
    try:
        tree = ast.parse(line, mode="eval")
    except SyntaxError as error:
        raise _unreadable(line, error, columns) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("The expression cannot be read.", column=columns.indent + 1) from error
    _limit(tree, columns)
    return tree, columns


def _unreadable(line: str, error: SyntaxError, columns: _Columns) -> ExpressionError:
    column = min(error.offset or len(line) + 1, len(line) + 1) + columns.indent
    message = error.msg or "the grammar is broken"
    habit = habit_of(line)
    if habit:
        reason, at, mended = habit
        return ExpressionError(reason, column=at + 1 + columns.indent, suggestion=mended)
    if _assigns(line):
        at = next(at for at in range(len(line)) if _is_assignment(line, at))
        return ExpressionError("`=` has no meaning here.", column=at + 1 + columns.indent, suggestion="==")
    return ExpressionError(f"The expression cannot be read: {message}.", column=column)


def _is_assignment(line: str, at: int) -> bool:
    around = line[max(0, at - 1) : at + 2]
    return line[at] == "=" and not any(sign in around for sign in ("==", "<=", ">=", "!="))


def _assigns(line: str) -> bool:
    return "(" not in line and any(_is_assignment(line, at) for at in range(len(line)))


def _limit(tree: ast.Expression, columns: _Columns) -> None:
    level: list[ast.AST] = [tree.body]
    nodes, depth = 0, 0
    while level:
        nodes, depth = nodes + len(level), depth + 1
        if depth > MAX_DEPTH or nodes > MAX_NODES * 3:
            column = columns.of(level[0])
            raise ExpressionError("The expression is too deep or too long; use definitions.", column=column)
        level = [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


class _Reader:
    """Reads one tree."""

    def __init__(self, scope: Scope, columns: _Columns) -> None:
        self.scope = scope
        self.columns = columns
        self.opened = 0
        self.readers: dict[type[ast.expr], Callable[..., Node]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.Compare: self._compare,
            ast.BoolOp: self._logic,
            ast.Subscript: self._lag,
            ast.Attribute: self._field,
            ast.Call: self._call,
        }

    def _open(self, target: Node, tree: ast.Name) -> None:
        level: list[Node] = [target]
        depth = 0
        while level:
            self.opened, depth = self.opened + len(level), depth + 1
            if self.opened > MAX_OPENED_NODES or depth > MAX_OPENED_DEPTH:
                raise self.error(tree, "With its definitions opened, the expression is too deep or too long.")
            level = [part for node in level for part in parts_of(node)]

    def read(self, tree: ast.expr) -> Node:
        reader = self.readers.get(type(tree))
        if reader is None:
            raise self._foreign(tree)
        return reader(tree)

    def error(self, tree: ast.AST, reason: str, suggestion: str | None = None) -> ExpressionError:
        return ExpressionError(reason, column=self.columns.of(tree), suggestion=suggestion)

    def _foreign(self, tree: ast.expr) -> ExpressionError:
        if isinstance(tree, ast.IfExp):
            return self.error(tree, "`if ... else` is not part of the language.", "where(condition, a, b)")
        name = type(tree).__name__
        return self.error(tree, f"This construct ({name}) is not part of the language.")

    def _constant(self, tree: ast.Constant) -> Node:
        value, column = tree.value, self.columns.of(tree)
        if isinstance(value, str):
            return Text(value, column=column)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(tree, f"{value!r} is not part of the language; write a number or a condition.")
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if abs(number) > LARGEST_NUMBER:
            raise self.error(tree, "This number is too large.")
        return Number(number, column=column)

    def _name(self, tree: ast.Name) -> Node:
        name, column = tree.id, self.columns.of(tree)
        if name in self.scope.definitions:
            target = self.scope.definitions[name]
            self._open(target, tree)
            return DefinitionRef(name, target, column=column)
        if name in self.scope.parameters:
            parameter = self.scope.parameters[name]
            return ParameterRef(name, parameter.value, parameter.kind == "switch", column=column)
        if name in COLUMNS:
            return Column(name, column=column)
        if name in POSITION_WORDS:
            return position_word(name, (), self.scope, column)
        if name in CATALOGUE:
            return self._bare_function(tree)
        raise self._unknown(tree, name, [], f"{name!r} is not known here.")

    def _unknown(self, tree: ast.AST, name: str, arguments: list[ast.expr], reason: str) -> ExpressionError:
        refused = refused_word(name)
        if refused:
            other = arguments and isinstance(arguments[0], ast.Constant) and name == "series"
            return self.error(tree, refused, f'close("{ast.literal_eval(arguments[0])}")' if other else None)
        habit = habit_of_name(name, arguments)
        return self.error(tree, *habit) if habit else self.error(tree, reason, meant(name, self.scope))

    def _bare_function(self, tree: ast.Name) -> Node:
        entry = CATALOGUE[tree.id]
        if entry.arguments:
            raise self.error(tree, f"{entry.name!r} is a function and needs its arguments.", example(entry))
        return Call(entry, (), column=self.columns.of(tree))

    def _unary(self, tree: ast.UnaryOp) -> Node:
        of, column = self.read(tree.operand), self.columns.of(tree)
        match tree.op:
            case ast.Not():
                return Not(as_truth(of), column=column)
            case ast.USub() if isinstance(of, Number):
                return Number(-of.value, column=column)
            case ast.USub():
                return Negative(as_number(of), column=column)
            case ast.UAdd():
                return as_number(of)
        raise self.error(tree, "`~` has no meaning here.", "not")

    def _binary(self, tree: ast.BinOp) -> Node:
        operator = _ARITHMETIC.get(type(tree.op))
        if operator is None:
            written, instead = _OTHER_OPERATORS.get(type(tree.op), ("@", None))
            column = self.columns.after(tree.left, written)
            raise ExpressionError(f"`{written}` is not part of the language.", column=column, suggestion=instead)
        left, right = as_number(self.read(tree.left)), as_number(self.read(tree.right))
        if operator in ("/", "%") and isinstance(right, Number) and right.value == 0:
            raise self.error(tree.right, "Dividing by zero never gives a value.")
        return Arithmetic(operator, left, right, column=self.columns.of(tree))

    def _compare(self, tree: ast.Compare) -> Node:
        operands = [tree.left, *tree.comparators]
        numbers = [as_number(self.read(operand)) for operand in operands]
        parts: list[Node] = []
        for at, op in enumerate(tree.ops):
            operator = _COMPARE.get(type(op))
            if operator is None:
                raise self.error(operands[at + 1], "`in` and `is` are not part of the language.", "==")
            parts.append(Compare(operator, numbers[at], numbers[at + 1], column=self.columns.of(operands[at])))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts), column=self.columns.of(tree))

    def _logic(self, tree: ast.BoolOp) -> Node:
        parts = tuple(as_truth(self.read(value)) for value in tree.values)
        kind = AllOf if isinstance(tree.op, ast.And) else AnyOf
        return kind(parts, column=self.columns.of(tree))

    def _lag(self, tree: ast.Subscript) -> Node:
        if isinstance(tree.slice, ast.Slice | ast.Tuple):
            raise self.error(tree.slice, "A lag is one whole number of bars.", "close[1]")
        of, bars = self.read(tree.value), self.read(tree.slice)
        return Lag(of, lag_length(of, bars), column=self.columns.of(tree))

    def _field(self, tree: ast.Attribute) -> Node:
        of = self.read(tree.value)
        if of.type != "record":
            raise self.error(tree, f"Only functions with several outputs have fields; {tree.attr!r} is none here.")
        outputs = record_entry(of).outputs
        if tree.attr not in outputs:
            known = ", ".join(outputs)
            reason = f"{record_entry(of).name!r} has no output {tree.attr!r}; it has {known}."
            raise self.error(tree, reason, closest(tree.attr, outputs))
        return Field(of, tree.attr, column=self.columns.of(tree))

    def _call(self, tree: ast.Call) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise self.error(tree, "Only functions of the catalogue can be called.")
        name, column = tree.func.id, self.columns.of(tree)
        positional = tuple(self.read(argument) for argument in tree.args)
        named: dict[str, Node] = {}
        for keyword in tree.keywords:
            if keyword.arg is None or keyword.arg in named:
                raise self.error(keyword.value, "Each argument is given once, by place or by name.")
            named[keyword.arg] = self.read(keyword.value)
        if name in self.scope.definitions or name in self.scope.parameters:
            raise self.error(tree, f"{name!r} is a name of this document, not a function.", name)
        if name in CATALOGUE:
            return bind(CATALOGUE[name], positional, named, column)
        if named and (name in COLUMNS or name in SPECIAL or name in POSITION_WORDS):
            raise self.error(tree, f"{name!r} takes no named arguments.")
        return self._call_word(tree, name, positional)

    def _call_word(self, tree: ast.Call, name: str, positional: tuple[Node, ...]) -> Node:
        column = self.columns.of(tree)
        if name in COLUMNS:
            return column_of_symbol(name, positional, column)
        if name in SPECIAL:
            return SPECIAL[name](positional, self.scope, column)
        if name in POSITION_WORDS:
            return position_word(name, positional, self.scope, column)
        raise self._unknown(tree, name, tree.args, f"There is no function {name!r}.")
