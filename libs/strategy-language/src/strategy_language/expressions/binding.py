"""Arguments of a function: counted, named, typed and held to their bounds."""

from __future__ import annotations

from collections.abc import Mapping

from strategy_language.catalogue.entry import Argument, Entry
from strategy_language.expressions.nodes import Call, Node, Number, ParameterRef, Text, reads_position, varies
from strategy_language.expressions.problem import ExpressionError
from strategy_language.expressions.scope import closest
from strategy_language.expressions.typed import as_number, as_scalar, as_truth, value_of
from strategy_language.expressions.vocabulary import ELEMENTWISE

MOST_VALUES = 24
"""What a function of any number of values takes; Python compiles calls of more than 30 another way."""


def bind(entry: Entry, positional: tuple[Node, ...], named: Mapping[str, Node], column: int) -> Call:
    """Return a call with every argument in its place.

    Raises:
        ExpressionError: An argument is missing, unknown, too many, of another type or out of its bounds.
    """
    placed = _place(entry, positional, column)
    known = [argument.name for argument in entry.arguments]
    for name, node in named.items():
        if name not in known:
            reason = f"{entry.name!r} has no argument {name!r}; it takes {', '.join(known) or 'none'}."
            raise ExpressionError(reason, column=node.column, suggestion=closest(name, known))
        if name in placed:
            raise ExpressionError(f"{name!r} is given twice.", column=node.column)
        placed[name] = (node,)
    nodes: list[Node] = []
    for argument in entry.arguments:
        given = placed.get(argument.name) or (_default(entry, argument, column),)
        nodes.extend(_fit(entry, argument, node) for node in given)
    call = Call(entry, tuple(nodes), column=column)
    _need_series(call)
    return call


def _need_series(call: Call) -> None:
    """Refuse a function over bars that is given nothing but fixed numbers."""
    series = [node for argument, node in call.bound if argument.kind in ("series", "truth")]
    if series and call.entry.group != "elementwise" and not varies(call):
        reason = f"{call.name!r} needs a series that changes from bar to bar, and is given fixed numbers only."
        raise ExpressionError(reason, column=series[0].column, suggestion=_of_close(call, len(series)))


def _of_close(call: Call, wanted: int) -> str | None:
    """Return `sma(close, 200)` where `sma(200)` was written."""
    first = call.arguments[0]
    if wanted > 1 or not isinstance(first, Number) or len(call.entry.arguments) == 1:
        return None
    return f"{call.entry.name}(close, {first.value:g})"


def _place(entry: Entry, positional: tuple[Node, ...], column: int) -> dict[str, tuple[Node, ...]]:
    placed: dict[str, tuple[Node, ...]] = {}
    rest = positional
    for argument in entry.arguments:
        if not rest:
            break
        if argument.variadic:
            if len(rest) > MOST_VALUES:
                reason = f"{entry.name!r} takes at most {MOST_VALUES} values, and {len(rest)} are given."
                raise ExpressionError(reason, column=rest[MOST_VALUES].column)
            placed[argument.name], rest = rest, ()
        else:
            placed[argument.name], rest = rest[:1], rest[1:]
    if rest:
        reason = f"{entry.name!r} takes {_count(entry)}, and {len(positional)} are given."
        raise ExpressionError(reason, column=rest[0].column if rest else column, suggestion=signature(entry))
    return placed


def _count(entry: Entry) -> str:
    most = len(entry.arguments)
    least = sum(1 for argument in entry.arguments if argument.default is None)
    if most == 0:
        return "no arguments"
    if least == most:
        return f"{most} argument{'s' if most > 1 else ''}"
    return f"{least} to {most} arguments"


def signature(entry: Entry) -> str:
    """Return how the function is written: `sma(series, length=20)`."""
    if not entry.arguments:
        return entry.name
    return f"{entry.name}({', '.join(_spelled(argument) for argument in entry.arguments)})"


def _spelled(argument: Argument) -> str:
    if argument.variadic:
        return f"{argument.name}, ..."
    match argument.default:
        case None:
            return argument.name
        case str(text):
            return f'{argument.name}="{text}"'
        case number:
            return f"{argument.name}={number:g}"


def _default(entry: Entry, argument: Argument, column: int) -> Node:
    match argument.default:
        case None:
            reason = f"{entry.name!r} needs {argument.name!r}."
            raise ExpressionError(reason, column=column, suggestion=signature(entry))
        case str(text):
            return Text(text, column=column)
        case number:
            return Number(float(number), column=column)


def _fit(entry: Entry, argument: Argument, node: Node) -> Node:
    if reads_position(node) and entry.name not in ELEMENTWISE:
        reason = f"{entry.name!r} looks at several bars and takes no position words."
        raise ExpressionError(reason, column=node.column)
    match argument.kind:
        case "series":
            return as_number(node)
        case "truth":
            return as_truth(node)
        case "text":
            return _fit_text(entry, argument, node)
    return fit_scalar(entry, argument, as_scalar(node))


def _fit_text(entry: Entry, argument: Argument, node: Node) -> Node:
    if not isinstance(node, Text):
        raise ExpressionError(f"{argument.name!r} of {entry.name!r} is a text in quotes.", column=node.column)
    if argument.choices and node.value not in argument.choices:
        reason = f"{argument.name!r} of {entry.name!r} is one of {', '.join(argument.choices)}."
        raise ExpressionError(reason, column=node.column, suggestion=closest(node.value, argument.choices))
    return node


def fit_scalar(entry: Entry, argument: Argument, node: Node) -> Node:
    """Return a scalar as it is, which an argument takes.

    Raises:
        ExpressionError: It is no fixed number, no whole number of bars, or beyond the bounds.
    """
    if isinstance(node, ParameterRef) and node.switch and argument.kind == "length":
        raise ExpressionError(f"A switch is no {argument.name}.", column=node.column)
    value = value_of(node)
    if argument.kind == "length" and value != int(value):
        reason = f"{argument.name!r} of {entry.name!r} is a whole number of bars, not {value:g}."
        raise ExpressionError(reason, column=node.column, suggestion=f"{round(value)}")
    if argument.low is not None and value < argument.low:
        reason = f"{argument.name!r} of {entry.name!r} is at least {argument.low:g}, not {value:g}."
        raise ExpressionError(reason, column=node.column, suggestion=f"{argument.low:g}")
    if argument.high is not None and value > argument.high:
        reason = f"{argument.name!r} of {entry.name!r} is at most {argument.high:g}, not {value:g}."
        raise ExpressionError(reason, column=node.column, suggestion=f"{argument.high:g}")
    return node
