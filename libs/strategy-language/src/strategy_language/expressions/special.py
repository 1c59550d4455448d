"""The words that are no functions of the catalogue but take brackets: other symbols, other timeframes, the position."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from strategy_language.expressions.nodes import Column, Node, Of, On, PositionWord, Text, reads_position, walk
from strategy_language.expressions.problem import ExpressionError
from strategy_language.expressions.scope import Scope, closest
from strategy_language.expressions.typed import as_number
from strategy_language.expressions.vocabulary import EXIT_REASONS, POSITION_WORDS
from trading_contracts.bars import Timeframe

SYMBOL = re.compile(r"^[A-Z0-9^][A-Z0-9.:/=^_-]{0,29}$")

_MONTHS = (Timeframe.MO1, Timeframe.MO3)
_ORDER = tuple(Timeframe)


def column_of_symbol(name: str, arguments: tuple[Node, ...], column: int) -> Node:
    """Return a column of another symbol's bars: `close("SPY")`.

    Raises:
        ExpressionError: The argument is not one symbol in quotes.
    """
    if len(arguments) != 1 or not isinstance(arguments[0], Text):
        reason = f"{name!r} takes one symbol in quotes, or no brackets at all."
        raise ExpressionError(reason, column=column, suggestion=f'{name}("SPY")')
    return Column(name, _symbol(arguments[0]), column=column)


def _symbol(text: Text) -> str:
    if not SYMBOL.match(text.value):
        upper = text.value.upper()
        hint = upper if SYMBOL.match(upper) else None
        raise ExpressionError(f"{text.value!r} is no symbol.", column=text.column, suggestion=hint)
    return text.value


def _two(name: str, arguments: tuple[Node, ...], column: int, example: str) -> tuple[Text, Node]:
    if len(arguments) != 2 or not isinstance(arguments[0], Text):
        raise ExpressionError(f"{name!r} takes a text and an expression.", column=column, suggestion=example)
    of = arguments[1]
    if of.type == "text":
        raise ExpressionError(f"{name!r} takes a text and an expression.", column=of.column, suggestion=example)
    if reads_position(of):
        raise ExpressionError("A position is held in the strategy's own bars alone.", column=of.column)
    return arguments[0], of


def on_timeframe(arguments: tuple[Node, ...], scope: Scope, column: int) -> Node:
    """Return an expression on completed bars of a higher timeframe: `on("1w", sma(close, 10))`.

    Raises:
        ExpressionError: The timeframe is unknown or not higher, or `on` stands inside another `on`.
    """
    text, of = _two("on", arguments, column, 'on("1w", close)')
    known = [timeframe.value for timeframe in Timeframe]
    if text.value not in known:
        reason = f"{text.value!r} is no timeframe; there are {', '.join(known)}."
        raise ExpressionError(reason, column=text.column, suggestion=closest(text.value, known))
    target = Timeframe(text.value)
    if _ORDER.index(target) <= _ORDER.index(scope.timeframe):
        reason = f"{target.value} is not a higher timeframe than the strategy's own {scope.timeframe.value}."
        raise ExpressionError(reason, column=text.column)
    if scope.timeframe is Timeframe.W1 and target in _MONTHS:
        raise ExpressionError("Months are not made of whole weeks; use daily bars.", column=text.column)
    if any(isinstance(node, On) for node in walk(of)):
        raise ExpressionError("`on` cannot stand inside another `on`.", column=of.column)
    return On(target.value, of, column=column)


def of_symbol(arguments: tuple[Node, ...], _scope: Scope, column: int) -> Node:
    """Return an expression on another symbol's bars: `of("SPY", atr(14))`.

    Raises:
        ExpressionError: The first argument is no symbol, or another symbol is named inside.
    """
    text, of = _two("of", arguments, column, 'of("SPY", close)')
    if any(isinstance(node, On | Of) or (isinstance(node, Column) and node.symbol) for node in walk(of)):
        reason = "`of` names the symbol of all that stands in it; put `on` around it and name one symbol."
        raise ExpressionError(reason, column=of.column)
    return Of(_symbol(text), of, column=column)


SPECIAL: Mapping[str, Callable[[tuple[Node, ...], Scope, int], Node]] = {"on": on_timeframe, "of": of_symbol}


def position_word(name: str, arguments: tuple[Node, ...], scope: Scope, column: int) -> Node:
    """Return a position word.

    Raises:
        ExpressionError: It has no meaning where the expression stands, or takes something else.
    """
    term = POSITION_WORDS[name]
    if scope.place not in term.places:
        raise ExpressionError(f"{name!r} {_WHERE_NOT[scope.place]}", column=column)
    taken = {"nothing": (0,), "series": (1,), "optional_series": (0, 1), "text": (1,)}[term.takes]
    if len(arguments) not in taken:
        reason = f"{name!r} takes {' or '.join(str(count) for count in taken)} arguments."
        raise ExpressionError(reason, column=column)
    if term.takes == "text":
        return PositionWord(name, (_reason(arguments[0]),), truth=True, column=column)
    series = tuple(as_number(argument) for argument in arguments)
    for node in series:
        if reads_position(node):
            raise ExpressionError("A series of the bars is expected here.", column=node.column)
    return PositionWord(name, series, column=column)


_WHERE_NOT = {
    "definition": "depends on the position and cannot be part of a definition.",
    "entry": "has no meaning before there is a position.",
    "exit": "has no meaning in an exit rule.",
    "add": "has no meaning in a rule that adds.",
    "level": "has no meaning in a level.",
    "size": "has no meaning in a size, which is decided before there is a position.",
    "portfolio": "depends on a single position and cannot rank or filter a universe.",
}


def _reason(node: Node) -> Node:
    if not isinstance(node, Text) or node.value not in EXIT_REASONS:
        known = ", ".join(EXIT_REASONS)
        hint = closest(node.value, EXIT_REASONS) if isinstance(node, Text) else None
        raise ExpressionError(f"An exit reason is expected: {known}.", column=node.column, suggestion=hint)
    return node
