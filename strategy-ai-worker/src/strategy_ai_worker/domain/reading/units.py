"""Whether the two sides of a comparison can be compared at all: no price with a volume, no thing with itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from strategy_ai_worker.domain.reading.operands import is_price
from strategy_ai_worker.domain.reading.trees import Node, walk
from strategy_language.catalogue.table import CATALOGUE

Unit = Literal["price", "volume", "scale", "truth", "time", "any"]
_COMPARED = ("<", "<=", ">", ">=", "==", "!=")
_CROSSED = ("crosses_above", "crosses_below", "moves_above", "moves_below")
_TIMES = frozenset({"weekday", "month", "time_of_day", "day_of_month", "hour", "clock"})
_LINES = frozenset({"sma", "ema", "wma", "hma", "rma", "kama", "dema", "tema", "vwma", "bbands", "keltner", "vwap"})
_AVERAGES = frozenset({"sma", "ema", "wma", "hma", "highest", "lowest", "rma", "median", "stddev"})


def unlike(node: Node) -> Node | None:
    """Return the first comparison of unlike things below a node, or None."""
    return next((part for part in _comparisons(node) if _is_nonsense(*_sides(part), _sign(part))), None)


def _comparisons(node: Node) -> Iterator[Node]:
    for part in walk(node):
        if part.op in _COMPARED or (part.op == "call" and part.word in _CROSSED):
            yield part


def _sign(node: Node) -> str:
    return node.word if node.op == "call" else node.op


def _sides(node: Node) -> tuple[Node, Node]:
    return node.parts[0], node.parts[1]


def _beyond_own_range(left: Node, right: Node, sign: str) -> bool:
    """Return whether a close is to lie above the high, or below the low, of its own bar."""
    above = sign in (">", "crosses_above", "moves_above")
    if sign in ("<", "crosses_below", "moves_below"):
        edge = "low"
    elif above:
        edge = "high"
    else:
        return False
    inner, other = (left.parts[0], right.parts[0]) if left.op == right.op == "lag" else (left, right)
    same_bar = left.op != "lag" or (right.op == "lag" and left.parts[1] == right.parts[1])
    return same_bar and str(inner) in ("close", "open") and str(other) == edge


def _price_with_range(left: Node, right: Node) -> bool:
    """Return whether a price itself is compared with an ATR; a share of the price may be."""
    ranges = [side for side in (left, right) if side.op == "call" and side.word in ("atr", "trange", "true_range")]
    return len(ranges) == 1 and any(is_price(side) and side.op != "*" for side in (left, right))


def _is_nonsense(left: Node, right: Node, sign: str) -> bool:
    if left == right or _beyond_own_range(left, right, sign) or _price_with_range(left, right):
        return True
    if sign == "==" and is_price(left) and is_price(right) and _is_line(left) != _is_line(right):
        return True  # A price is never just its average.
    units = {unit_of(left), unit_of(right)} - {"any"}
    return len(units) > 1


def _is_line(node: Node) -> bool:
    return any(part.op in ("call", "field") and part.word in _LINES for part in walk(node))


def unit_of(node: Node) -> Unit:
    """Return in what a tree is measured; "any" where that is a number or not known."""
    inner = node.parts[0] if node.op == "lag" else node
    if inner.op == "call" and inner.word in ("of", "on"):
        inner = inner.parts[-1]
    if is_price(inner):
        return "price"
    if str(inner) == "volume" or inner.word == "obv":
        return "volume"
    if inner.op == "*" and inner.parts[0].op == "num":
        return unit_of(inner.parts[1])
    if inner.op == "call" and inner.word in _AVERAGES and inner.parts:
        return unit_of(inner.parts[0])
    return _unit_of_function(inner)


def _unit_of_function(node: Node) -> Unit:
    function = node.parts[0].word if node.op == "field" and node.parts else node.word
    if node.is_truth or node.op in _COMPARED:
        return "truth"
    if function in _TIMES:
        return "time"
    entry = CATALOGUE.get(function) if node.op in ("call", "field") else None
    return (
        "scale"
        if entry is not None and entry.bounds is not None and entry.group in ("momentum", "oscillators")
        else "any"
    )
