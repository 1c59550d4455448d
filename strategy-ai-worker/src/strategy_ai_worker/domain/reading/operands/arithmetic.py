"""Operands with arithmetic between them."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.amounts import atr_amount, offset, scaled
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.series import is_price
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, num


def operand(c: Cursor, i: int, subject: Node | None = None) -> Found:
    """Return the operand that begins at a lexeme, with its arithmetic, and the place after it."""
    i = c.skip(i)
    found = offset(c, i, subject) or scaled(c, i, subject) or primary(c, i, subject)
    whole = c.is_sign(i, "(")
    while found is not None:
        node, j = found
        sign = _sign_at(c, c.skip(j))
        if sign is None or (sign == "-" and _is_dash(c, i, c.skip(j))):
            return found
        after = c.skip(j) + 1
        if node.op == "num" and not (c.at(c.skip(after)).has("NUM") or sign in "*/"):
            return found
        percent = c.at(c.skip(after)).get("PCT")
        if sign in "+-" and isinstance(percent, int | float) and is_price(node):
            factor = 1 + abs(percent) / 100 * (1 if sign == "+" else -1)
            found = arithmetic("*", num(round(factor, 10)), node), c.skip(after) + 1
            continue
        right = scaled(c, c.skip(after), node) or atr_amount(c, c.skip(after)) or primary(c, c.skip(after), None)
        if right is None:
            return found
        found = arithmetic(sign, node, right[0]) if whole else _binary(sign, node, right[0]), right[1]
        whole = False
    return None


def _is_dash(c: Cursor, i: int, k: int) -> bool:
    """Return whether a dash only parts the market from what is said of it: "AAPL - a close above ..."."""
    first = i
    while c.at(first - 1).has("SYM") or c.is_sign(first - 1, "("):
        first -= 1
    begins = first == 0 or c.is_sign(first - 1, ".", ";", "\n")
    spaced = c.at(k).start > c.at(k - 1).end and c.at(k + 1).start > c.at(k).end
    named = all(c.at(m).has("SYM") or c.at(m).has("TF") or c.is_sign(m, "(", ")") for m in range(i, k))
    return begins and spaced and c.at(i).has("SYM") and named


def _binary(sign: str, left: Node, right: Node) -> Node:
    """Return left sign right, with products binding first."""
    if sign in "*/" and left.op in ("+", "-"):
        return Node(left.op, (left.parts[0], arithmetic(sign, left.parts[1], right)))
    return arithmetic(sign, left, right)


def _sign_at(c: Cursor, i: int) -> str | None:
    lexeme = c.at(i)
    if lexeme.has("ARITH"):
        return str(lexeme.get("ARITH"))
    if lexeme.has("SIGN_MARK", "+", "-", "*", "/"):
        return str(lexeme.get("SIGN_MARK"))
    return None


def absolute(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "|z|", "abs z", "the absolute value of the z-score": the value without its sign."""
    if c.is_sign(i, "∣"):
        inner = operand(c, i + 1, subject)
        closed = inner is not None and c.is_sign(c.skip(inner[1]), "∣")
        return (call("abs", inner[0]), c.skip(inner[1]) + 1) if inner is not None and closed else None
    if c.at(i).text not in ("abs", "absolute", "absolute value"):
        return None
    j = c.skip(i + 1)
    while c.at(j).text in ("value", "size", "of"):
        j = c.skip(j + 1)
    inner = primary(c, j, subject)
    return None if inner is None or inner[0].op == "num" else (call("abs", inner[0]), inner[1])


_RATIOS = ("ratio", "the ratio", "quotient")
_UNDER = ("to", "over", "and", "by", "divided by")


def ratio_of(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the ratio of the ATR to the close", "quotient of A and B"."""
    if c.at(i).text not in _RATIOS or not c.at(i + 1).has("P", "of", "between"):
        return None
    above = primary(c, c.skip(i + 2), subject)
    link = above[1] if above is not None else i
    link = link if c.at(link).text in _UNDER else c.skip(link)
    below = primary(c, c.skip(link + 1), subject) if c.at(link).text in _UNDER else None
    if above is None or below is None or "num" in (above[0].op, below[0].op):
        return None
    return arithmetic("/", above[0], below[0]), below[1]


def bracketed(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read an operand in brackets."""
    inner = operand(c, i + 1, subject) if c.closes(i) else None
    if inner is None or not c.is_sign(c.skip(inner[1]), ")"):
        return None
    return inner[0], c.skip(inner[1]) + 1
