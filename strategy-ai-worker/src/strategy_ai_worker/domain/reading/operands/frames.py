"""The same thing on other bars: of another symbol, or of a coarser timeframe."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.measures import is_coarser
from strategy_ai_worker.domain.reading.trees import Node


def framed(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "... on weekly bars" and "... on SPY" behind an operand: the whole of it is read there."""
    j, limit = i, i + 14
    while j < limit and not _ends_operand(c, j):
        on = _behind_on(c, j)
        if on and (isinstance(c.at(on).get("TF"), str) or isinstance(c.at(on).get("SYM"), tuple)):
            break
        j += 1
    else:
        return None
    if c.at(j).text != "on" or j == i:
        return None
    on = _behind_on(c, j)
    frame, symbols = c.at(on).get("TF"), c.at(on).get("SYM")
    after = on + 1
    while c.at(after).has("CHART") or c.at(after).text in ("bars", "candles"):
        after += 1
    if on > j + 1 and not any(c.at(c.skip(after)).has(word) for word in ("CMP", "X", "EQ", "RISING", "STATE", "SIGN")):
        return None  # "X is above Y on the weekly chart" is said of both sides.
    part = Cursor(c.lexemes[:j], c.memory)
    inside = c.memory.timeframe
    coarser = isinstance(frame, str) and is_coarser(frame, inside)
    if not coarser and frame != inside and not isinstance(symbols, tuple):
        return None
    c.memory.timeframe = str(frame) if coarser else inside
    inner = primary(part, i, subject)
    c.memory.timeframe = inside
    if inner is None or inner[1] < part.skip(j):
        return None
    return _read_there(c, inner[0], str(frame) if coarser else "", symbols if frame is None else None), after


def _read_there(c: Cursor, node: Node, frame: str, symbols: object) -> Node:
    """Return a thing on the bars that are named for it: of a coarser timeframe, of another symbol, or its own."""
    if isinstance(symbols, tuple):
        c.memory.symbols[str(symbols[0])] = tuple(map(str, symbols))
        return of_symbol(str(symbols[0]), node)
    return on_timeframe(frame, node) if frame else node


def _behind_on(c: Cursor, j: int) -> int:
    """Return the place of what "on (the)" names; 0 where no such word stands here."""
    if c.at(j).text != "on":
        return 0
    return j + 2 if c.at(j + 1).text in ("the", "its") and c.at(j + 2).has("TF") else j + 1


def _ends_operand(c: Cursor, j: int) -> bool:
    lexeme = c.at(j)
    if lexeme.has("END") or lexeme.has("SIGN_MARK", ".", ",", ";", ":", "\n"):
        return True
    return any(lexeme.has(word) for word in ("CMP", "X", "EQ", "CONJ", "RISING", "STATE", "BETWEEN")) or (
        lexeme.has("MARK") and lexeme.text != "on"
    )


def named_symbol(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "SPY's close", "VIX", with what follows of that asset."""
    lexeme = c.at(i)
    if not lexeme.has("SYM"):
        return None
    symbol = _first_of(c, i)
    if lexeme.has("MARKETWORD"):
        c.memory.guess("market", symbol, f'"{lexeme.text}" was read as the index of the market')
    before = c.memory.symbol
    c.memory.symbol = symbol
    j = c.skip(i + 1)
    if c.is_sign(j, "(") and c.at(j + 1).has("SYM") and c.is_sign(j + 2, ")"):
        symbol = c.memory.symbol = _first_of(c, j + 1)
        j = c.skip(j + 3)
    inner = primary(c, j, subject) if not c.at(j).has("SYM") else None
    if inner is None or inner[0].op == "num":
        inner = (CLOSE, i + 1) if inner is None or c.memory.symbol else inner
    c.memory.symbol = before
    return of_symbol(symbol, inner[0]), inner[1]


def _first_of(c: Cursor, i: int) -> str:
    """Return the preferred symbol of the asset at a lexeme, and keep the others that it can mean."""
    symbols = c.at(i).get("SYM")
    known = tuple(map(str, symbols)) if isinstance(symbols, tuple) else (str(symbols),)
    c.memory.symbols[known[0]] = known
    return known[0]


def of_symbol(symbol: str, node: Node) -> Node:
    """Return an expression read on another symbol's bars."""
    if node.op == "num" or (node.op == "call" and node.word == "of"):
        return node
    return Node("call", ("of", Node("text", (symbol,)), node))


def named_timeframe(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "weekly RSI", "the daily close" on the bars that it names."""
    lexeme = c.at(i)
    frame = lexeme.get("TF")
    if not isinstance(frame, str):
        return None
    if not is_coarser(frame, c.memory.timeframe):
        follows = c.at(c.skip(i + 1))
        speaks = any(follows.has(word) for word in ("SER", "IND", "AVG", "SPAN", "NUM", "PART", "HILO"))
        return primary(c, c.skip(i + 1), subject) if speaks and not lexeme.has("AVG") else None
    inside = c.memory.timeframe
    c.memory.timeframe = frame
    j = c.skip(i + 1)
    j = c.skip(j + 1) if c.at(j).has("CHART") else j
    j = c.skip(j + 1) if c.is_sign(j, ",") else j
    inner = primary(c, j, subject)
    c.memory.timeframe = inside
    if inner is None or inner[0].op == "num":
        return None
    return on_timeframe(frame, inner[0]), inner[1]


def on_timeframe(frame: str, node: Node) -> Node:
    """Return an expression read on completed bars of a coarser timeframe."""
    if node.op == "num" or (node.op == "call" and node.word == "on"):
        return node
    return Node("call", ("on", Node("text", (frame,)), node))


_LENGTHS = {
    ("minute", 1): "1m",
    ("minute", 5): "5m",
    ("minute", 15): "15m",
    ("minute", 30): "30m",
    ("hour", 1): "1h",
    ("hour", 2): "2h",
    ("hour", 4): "4h",
    ("day", 1): "1d",
    ("week", 1): "1w",
}


def bar_of_length(c: Cursor, i: int, j: int, subject: Node | None) -> Found:
    """Read "the 4h close", "the 1-hour RSI": a bar of that length."""
    span = c.at(i).get("SPAN")
    if (
        not isinstance(span, Span)
        or span.unit not in ("hour", "minute")
        or not any(c.at(j).has(word) for word in ("SER", "AVG", "NUM", "IND", "SPAN"))
    ):
        return None
    frame = _LENGTHS.get((span.unit, int(span.count)))
    if frame is None or c.at(j).has("SER", "high", "low"):
        return None
    if frame == c.memory.timeframe:
        return primary(c, j, subject)
    if not is_coarser(frame, c.memory.timeframe):
        return None
    inside, c.memory.timeframe = c.memory.timeframe, frame
    inner = primary(c, j, subject)
    c.memory.timeframe = inside
    return None if inner is None else (on_timeframe(frame, inner[0]), inner[1])
