"""Conditions that name an asset speak of it, however they are read."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import of_symbol
from strategy_ai_worker.domain.reading.trees import Node, call, walk

_CALENDAR = (
    "month",
    "weekday",
    "day_of_month",
    "trading_day",
    "time_of_day",
    "is_",
    "turn_of",
    "year",
    "bars_since_exit",
)


def of_named(c: Cursor, first: int, last: int, node: Node) -> Node:
    """Return a condition that begins with an asset as one of that asset: "SPY closed up the day before"."""
    named = c.at(c.skip(first)).get("SYM")
    if not isinstance(named, tuple) or c.skip(first) >= last or _assets(node) or not _is_of_bars(node):
        return node
    symbols = tuple(map(str, named))
    c.memory.symbols[symbols[0]] = symbols
    return _of(symbols[0], node)


def of_same(before: Node, node: Node) -> Node:
    """Return what a bracket says of the asset before it: "the Hang Seng is in an uptrend (above its 200-day)"."""
    assets = _assets(before)
    return _of(assets[0], node) if len(assets) == 1 and not _assets(node) and _is_of_bars(node) else node


def _assets(node: Node) -> list[str]:
    return list(dict.fromkeys(part.parts[0].word for part in walk(node) if part.op == "call" and part.word == "of"))


def _is_of_bars(node: Node) -> bool:
    dated = any(part.op == "call" and part.word.startswith(_CALENDAR) for part in walk(node))
    return node.is_truth and not dated


def _of(symbol: str, node: Node) -> Node:
    """Let each side of a condition be read on the bars of an asset."""
    if node.op in ("and", "or", "not"):
        return Node(node.op, tuple(_of(symbol, part) for part in node.parts))
    if node.op in ("<", "<=", ">", ">="):
        return Node(node.op, tuple(of_symbol(symbol, part) for part in node.parts))
    return call("of", Node("text", (symbol,)), node)
