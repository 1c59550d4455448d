"""Conditions that become clear only when it is known what they are for."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.trees import (
    Node,
    arithmetic,
    call,
    compare,
    lag,
    mirror,
    name,
    num,
    rebuild,
    walk,
)

_SWAP = {
    "crosses_above": "crosses_below",
    "crosses_below": "crosses_above",
    "moves_above": "moves_below",
    "moves_below": "moves_above",
    "rising": "falling",
    "falling": "rising",
}


def settled(node: Node, *, entry: bool) -> Node:
    """Settle "drops below", "breaks above": an entry waits for the move itself, an exit leaves wherever it holds.

    A break of an extreme or a band is the close beyond it in either case: such a level is new on every bar.
    """
    if node.op == "not" and entry:
        return Node("not", (settled(node.parts[0], entry=False),))
    if node.op in ("and", "or"):
        return Node(node.op, tuple(settled(part, entry=entry) for part in node.parts))

    def change(part: Node) -> Node:
        if part.op == "call" and part.word == "moved":
            return part.parts[0] if entry else _from_entry(part.parts[0])
        if part.op == "call" and part.word == "turned":
            return call("became_true", part.parts[0]) if entry else part.parts[0]
        if part.op != "call" or part.word not in ("moves_above", "moves_below"):
            return attainable(part)
        left, right = part.parts
        up = part.word == "moves_above"
        if not entry or _is_edge(right):
            return attainable(compare(">" if up else "<", left, right))
        return call("crosses_above" if up else "crosses_below", left, right)

    return rebuild(node, change)


def attainable(node: Node) -> Node:
    """Return a comparison with an extreme so that it can be true: a bar is left out of its own extreme."""
    if is_never(node):
        left, right = node.parts
        return Node(node.op, (*node.args[:-2], left, lag(right, 1)))
    return node


def is_never(node: Node) -> bool:
    """Return whether a node is a close beyond the extreme of bars that it is one of, which no bar can be."""
    above = node.op == ">" or (node.op == "call" and node.word == "crosses_above")
    below = node.op == "<" or (node.op == "call" and node.word == "crosses_below")
    if not (above or below) or len(node.parts) != 2:
        return False
    left, right = (part.parts[-1] if part.op == "call" and part.word in ("of", "on") else part for part in node.parts)
    if right.op != "call" or right.word != ("highest" if above else "lowest") or not right.parts:
        return False
    bound = name("high" if above else "low")
    return right.parts[0] == left or (right.parts[0] == bound and left in (CLOSE, name("open"), bound))


def moved(change: Node) -> Node:
    """Return "up 3%" said without a stretch of time: of an entry the day's change, of an exit that since the entry."""
    return Node("call", ("moved", change))


def turned(slope: Node) -> Node:
    """Return "turns up": of an entry the bar on which it does, of an exit wherever it rises."""
    return Node("call", ("turned", slope))


def since_entry(node: Node) -> Node:
    """Return "gains 5%" of what adds to a position: measured from its entry, not over the day."""

    def change(part: Node) -> Node:
        return _from_entry(part.parts[0]) if part.op == "call" and part.word == "moved" else part

    return rebuild(node, change)


def _from_entry(change: Node) -> Node:
    share = change.parts[1].number
    return compare(change.op, CLOSE, arithmetic("*", num(round(1 + share / 100, 10)), name("entry_price")))


def as_state(node: Node) -> Node:
    """Return a weak crossing as the comparison that holds on after it."""
    if node.op == "call" and node.word == "turned":
        return node.parts[0]
    if node.op == "call" and node.word in ("moves_above", "moves_below"):
        return compare(">" if node.word == "moves_above" else "<", *node.parts)
    return node


def _is_edge(level: Node) -> bool:
    return any(
        (
            part.op == "call"
            and part.word
            in ("highest", "lowest", "donchian", "opening_range_high", "opening_range_low", "bbands", "keltner")
        )
        or (part.op == "lag" and part.parts[0].op == "name")
        for part in walk(level)
    )


def opposite(node: Node) -> Node:
    """Return the opposite signal: the cross the other way, the contrary comparison, 30 become 70."""
    if _is_turn(node):
        return Node("and", tuple(opposite(part) for part in node.parts))
    if node.op == "lag" and node.is_truth:
        return Node("lag", (opposite(node.parts[0]), node.parts[1]))
    if node.op in ("and", "or"):
        crossings = [part for part in node.parts if part.op == "call" and part.word in _SWAP]
        return (
            opposite(crossings[0])
            if crossings
            else Node("or" if node.op == "and" else "and", tuple(opposite(part) for part in node.parts))
        )
    if node.op == "call" and node.word in _SWAP:
        left, right = node.parts[0], node.parts[1]
        return Node("call", (_SWAP[node.word], left, _mirrored(left, right)))
    if node.op in ("<", "<=", ">", ">="):
        left, right = node.parts
        return compare(mirror(node.op), left, _mirrored(left, right))
    if node.op == "call" and node.word.startswith("cdl_"):
        swapped = node.word.replace("bullish", "\0").replace("bearish", "bullish").replace("\0", "bearish")
        return Node("call", (swapped,))
    return Node("not", (node,))


def _is_turn(node: Node) -> bool:
    """Return whether a thing is on one side now and was on the other: the opposite of such a turn is one too."""
    signs = ("<", "<=", ">", ">=")
    if node.op != "and" or len(node.parts) != 2:
        return False
    now, before = node.parts
    if now.op not in signs:
        now, before = before, now
    then = before.parts[0] if before.op == "lag" else before
    if now.op not in signs or then.op not in signs or now.op[0] == then.op[0]:
        return False
    return then.parts == now.parts or then.parts == tuple(lag(part, 1) for part in now.parts)


_AROUND_ZERO = ("roc", "mom", "cci", "cmo", "zscore", "open_return", "moved")
_MOST_NEAR = 1.5
"""Factors between its inverse and this one say how far above or below a price lies: 1.05 is mirrored to 0.95."""
_OPENING = {"opening_range_high": "opening_range_low", "opening_range_low": "opening_range_high"}


def mirrored(node: Node) -> Node:
    """Return the mirror image: every part its own opposite, joined as before."""
    if node.op in ("and", "or"):
        return Node(node.op, tuple(mirrored(part) for part in node.parts))
    if node.op == "call" and node.word in ("turned", "became_true", "all", "any") and node.parts[0].is_truth:
        return Node("call", (node.word, mirrored(node.parts[0]), *node.parts[1:]))
    strength = node.op == "call" and node.word in ("adx", "atr")
    compares = node.op in ("<", "<=", ">", ">=")
    left = node.parts[0] if compares else node
    same = compares and (left.word in ("adx", "atr", "volume", "natr", "month", "weekday") or str(left) == "volume")
    return node if strength or same else opposite(node)


def mirror_level(level: Node) -> Node:
    """Return a level on the other side of the price: the low of a range for its high."""
    if level.op == "name" and level.word in ("high", "low"):
        return Node("name", ("low" if level.word == "high" else "high",))
    return _mirrored(Node("name", ("close",)), level)


def _across(left: Node, line: Node) -> Node:
    """Return a line some ATRs off a level on the other side of it; another sum stays as it is."""
    if line.op not in ("+", "-") or not any(part.word in ("atr", "stddev") for part in walk(line.parts[1])):
        return line
    return Node("-" if line.op == "+" else "+", (_mirrored(left, line.parts[0]), line.parts[1]))


def _mirrored(left: Node, right: Node) -> Node:
    bounded = left.word in ("rsi", "mfi", "k", "d", "ultosc") or (left.op == "field" and left.word in ("k", "d"))
    if right.op == "num" and bounded:
        return num(100 - right.number)
    if right.op == "num" and left.word in _AROUND_ZERO:
        return num(-right.number)
    if right.op == "*" and right.parts[0].op == "num" and _MOST_NEAR > right.parts[0].number > 1 / _MOST_NEAR:
        return Node("*", (num(round(2 - right.parts[0].number, 6)), _mirrored(left, right.parts[1])))
    swap = {"highest": "lowest", "lowest": "highest", "upper": "lower", "lower": "upper", "high": "low", "low": "high"}
    inner = right.parts[0] if right.op == "lag" else right
    if inner.op == "call" and inner.word in _OPENING:
        return Node("call", (_OPENING[inner.word], *inner.parts))
    if inner.op == "name" and inner.word in swap and right.op == "lag":
        return Node("lag", (Node("name", (swap[inner.word],)), right.parts[1]))
    if inner.op == "call" and inner.word in ("highest", "lowest"):
        other = Node(
            "call",
            (swap[inner.word], Node("name", (swap.get(inner.parts[0].word, inner.parts[0].word),)), *inner.parts[1:]),
        )
        return Node("lag", (other, right.parts[1])) if right.op == "lag" else other
    if right.op == "field" and right.word in ("upper", "lower"):
        return Node("field", (swap[right.word], right.parts[0]))
    return _across(left, right)
