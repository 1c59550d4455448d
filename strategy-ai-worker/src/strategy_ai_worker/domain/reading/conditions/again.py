"""What was compared before, spoken of again: "when it is lower than SPY's", "the difference", "when it flips"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price
from strategy_ai_worker.domain.reading.trees import arithmetic, call, compare, walk


def measure_again(c: Cursor, i: int) -> Found:
    """Read "(sell when) it (is lower than SPY's)": what was compared with that asset before, and no price."""
    known = c.memory.pair
    if known is None or not c.at(i).has("EVENT") or is_price(known[0]):
        return None
    j = i + 1
    while c.at(j).has("EQ") or c.at(j).has("CMP") or c.at(j).has("MOVE") or c.at(j).has("X") or c.at(j).has("P", "to"):
        j += 1
    symbols = c.at(j).get("SYM")
    theirs = isinstance(symbols, tuple) and f'of("{symbols[0]}"' in str(known[1]) and c.at(j).text.endswith("'s")
    return (known[0], i + 1) if theirs and j > i + 1 else None


def difference(c: Cursor, i: int) -> Found:
    """Read "(once) the difference (is positive)" of a measure of two assets that were compared before."""
    known = c.memory.pair
    if c.at(i).text not in ("difference", "the difference", "gap between them") or known is None or is_price(known[0]):
        return None
    theirs = next((part for part in walk(known[1]) if part.op == "call" and part.word == "of"), None)
    return (arithmetic("-", known[0], theirs), i + 1) if theirs is not None else None


_FLIPS = frozenset(["flips", "flips back", "reverses", "flip", "flips over", "turns around", "reverses itself"])


def flipped(c: Cursor, i: int) -> Found:
    """Read "exit when it flips": the other side of the comparison or the crossing that was entered on."""
    known, j = c.memory.said, c.skip(i + 1)
    flips = c.at(i).has("EVENT") and c.at(j).text in _FLIPS and c.memory.exit_context
    after = j + 2 if c.at(j + 1).text == "back" else j + 1
    ends = c.at(after).has("END") or c.at(after).has("SIGN_MARK") or c.at(after).has("CONJ")
    if not flips or not ends or known is None or known[1].parts != c.memory.pair:
        return None
    other = {">": "<", "<": ">", "crosses_above": "crosses_below", "crosses_below": "crosses_above"}
    other |= {"moves_above": "crosses_below", "moves_below": "crosses_above"}
    told = known[1].word if known[1].op == "call" else known[1].op
    if told not in other:
        return None
    said = call(other[told], *c.memory.pair) if known[1].op == "call" else compare(other[told], *c.memory.pair)
    return said, after


def bare_side(c: Cursor, i: int) -> Found:
    """Read "(buy when X crosses above Y,) sell when below": the two sides that were compared last."""
    sign, behind = c.at(i).get("CMP"), c.at(i + 1)
    ends = behind.has("END") or behind.has("SIGN_MARK", ".", ",", ";", "\n")
    if sign not in ("<", ">") or not ends or not c.at(i - 1).has("MARK", "if") or not c.memory.sides:
        return None
    return (compare(str(sign), *c.memory.sides[-1]), i + 1) if c.memory.exit_context else None
