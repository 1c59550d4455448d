"""Levels at a distance from another, and multiples of it: "2% above X", "1.5 times X", "2 ATR below X"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.averages import average_of
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.measures import number_of, span_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, num


def direction_of(lexeme: Lexeme) -> int:
    """Return 1 for above, higher, up; -1 for below, lower, down; 0 for neither."""
    if lexeme.has("CMP", ">") or lexeme.has("MOVE", "up"):
        return 1
    if lexeme.has("CMP", "<") or lexeme.has("MOVE", "down"):
        return -1
    return 0


def offset(c: Cursor, i: int, subject: Node | None) -> Found:
    """Return "2% above X", "1 ATR below X", "2 standard deviations above X" as a level."""
    amount = amount_of(c, i)
    if amount is None:
        return None
    kind, value, j = amount
    j = c.skip(j)
    sign = direction_of(c.at(j))
    if sign == 0 and c.at(j).has("P", "from"):
        return None
    if sign == 0:
        return None
    base = primary(c, c.skip(_past_than(c, j + 1)), subject)
    if base is None:
        return None
    return level(base[0], kind, value, sign), base[1]


def level(base: Node, kind: str, value: Node, sign: int) -> Node:
    """Return a base moved by an amount: percent of it, or a distance."""
    if kind == "percent" and _is_return(base):
        return arithmetic("+" if sign > 0 else "-", base, value)
    if kind == "percent":
        return arithmetic("*", num(round(1 + sign * value.number / 100, 10)), base)
    if kind == "deviations":
        length = base.parts[-1] if base.parts and base.parts[-1].op == "num" else num(20)
        of = base.parts[0] if base.word in ("sma", "ema", "wma") else CLOSE
        value = arithmetic("*", value, call("stddev", of, length))
    return arithmetic("+" if sign > 0 else "-", base, value)


def _is_return(base: Node) -> bool:
    """Return whether a base is in percent itself: 5% more than a return of 10% is 15%."""
    own = base.parts[1] if base.op == "call" and base.word == "of" else base
    return own.op == "call" and own.word == "roc"


def _past_than(c: Cursor, j: int) -> int:
    j = c.skip(j)
    return j + 1 if c.at(j).has("P", "than", "from", "of") else j


def amount_of(c: Cursor, i: int) -> tuple[str, Node, int] | None:
    """Return the kind of an amount, its value and the place after it: percent, a distance, or standard deviations."""
    lexeme = c.at(i)
    if lexeme.has("PCT"):
        return "percent", num(number_of(lexeme, "PCT")), i + 1
    atr = atr_amount(c, i)
    if atr is not None:
        return "distance", atr[0], atr[1]
    if lexeme.has("USD"):
        return "distance", num(number_of(lexeme, "USD")), i + 1
    if lexeme.has("NUM") and c.at(i + 1).text in ("point", "points", "pts"):
        return "distance", num(number_of(lexeme, "NUM")), i + 2
    if lexeme.has("NUM") and not lexeme.has("SPAN") and c.at(c.skip(i + 1)).has("DEV"):
        return "deviations", num(number_of(lexeme, "NUM")), c.skip(i + 1) + 1
    return None


def atr_amount(c: Cursor, i: int) -> Found:
    """Return "2 ATR", "2 x the 10-day ATR", "one ATR(14)" as a distance in price."""
    if c.at(i).has("SPAN") or c.at(i).has("CLOCK"):
        return None
    value, j = _multiple(c, i)
    if j == i:
        return _atr_times(c, i) if c.at(i).has("IND", "atr") else None
    length: float | None = None
    if c.at(j).has("SPAN") and c.at(c.skip(j + 1)).has("IND", "atr"):
        length, j = c.memory.bars(span_of(c.at(j))), c.skip(j + 1)
    if not c.at(j).has("IND", "atr"):
        return None
    given, j = arguments_after(c, j + 1)
    length = length or (given[0] if given else None) or c.memory.given.get("atr", (None,))[0]
    if length is None:
        length = 14
        c.memory.guess("ATR length", 14, "no length of the ATR was named; 14 is the usual one")
    return arithmetic("*", num(value), call("atr", length)) if value != 1 else call("atr", length), j


def _multiple(c: Cursor, i: int) -> tuple[float, int]:
    """Return the multiple at a lexeme and the place behind it and its "times"; the place itself where there is none."""
    lexeme = c.at(i)
    if lexeme.has("MULT") or lexeme.has("NUM"):
        j = c.skip(i + 1)
        if c.at(j).has("TIMES") or c.is_sign(j, "*"):
            j = c.skip(j + 1)
        return number_of(lexeme, "MULT" if lexeme.has("MULT") else "NUM"), j
    if lexeme.has("HALFOF") and isinstance(lexeme.get("HALFOF"), float):
        return float(str(lexeme.get("HALFOF"))), c.skip(i + 1)
    return 1.0, i


def _atr_times(c: Cursor, i: int) -> Found:
    """Read "ATR(14) x 2", "ATR*3": the multiple stands behind."""
    given, j = arguments_after(c, i + 1)
    k = c.skip(j)
    if not (c.at(k).has("TIMES") or c.is_sign(k, "*") or c.at(k).has("ARITH", "*")) or not c.at(c.skip(k + 1)).has(
        "NUM"
    ):
        return None
    value = number_of(c.at(c.skip(k + 1)), "NUM")
    length = given[0] if given else c.memory.given.get("atr", (14,))[0]
    return arithmetic("*", num(value), call("atr", length)), c.skip(k + 1) + 1


def scaled(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "1.5 times X", "60% of X", "half of X", "2 x ATR"."""
    lexeme = c.at(i)
    factor, j = None, i + 1
    if lexeme.has("MULT"):
        factor = number_of(lexeme, "MULT")
    elif lexeme.has("PCT") and c.at(j).has("P", "of"):
        factor, j = number_of(lexeme, "PCT") / 100, j + 1
    elif lexeme.has("HALFOF") and isinstance(lexeme.get("HALFOF"), float):
        factor = float(str(lexeme.get("HALFOF")))
    elif lexeme.has("NUM") and (c.is_sign(c.skip(j), "*") or c.at(c.skip(j)).has("TIMES")):
        factor, j = number_of(lexeme, "NUM"), c.skip(j) + 1
    if factor is None:
        return None
    j = c.skip(j)
    inner = primary(c, j, subject)
    if inner is None and subject is not None and c.at(j).has("AVG"):
        inner = average_of(c, j, subject)
    return None if inner is None else (arithmetic("*", num(round(factor, 10)), inner[0]), inner[1])
