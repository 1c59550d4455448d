"""The value of some bars ago, before or behind the thing."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.frames import of_symbol, on_timeframe
from strategy_ai_worker.domain.reading.operands.lengths import length_led
from strategy_ai_worker.domain.reading.operands.measures import COARSER, span_of
from strategy_ai_worker.domain.reading.operands.session import of_previous_session
from strategy_ai_worker.domain.reading.trees import Node, call, lag, name, walk


def lagged(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read what begins with "yesterday's", "the previous", "today's"."""
    lexeme = c.at(i)
    if lexeme.has("TODAY") and not lexeme.has("SER"):
        return _today(c, i, subject)
    j = c.skip(i + 1)
    beside = not any(c.at(k).has("MARK") or c.at(k).text in ("a", "at", "on") for k in range(i + 1, j))
    if lexeme.has("PATTERN") and beside and c.at(j).has("SER", "high", "low", "open", "close"):
        column = primary(c, j, subject)
        return None if column is None else (lag(column[0], 1) if c.memory.next_bar else column[0], column[1])
    return _before(c, i, subject) if lexeme.has("PREV") else None


def _today(c: Cursor, i: int, subject: Node | None) -> Found:
    if c.at(c.skip(i + 1)).has("IND", "roc") and not c.at(c.skip(i + 1)).has("SPAN"):
        return call("roc", CLOSE, 1), c.skip(i + 1) + 1
    today = primary(c, c.skip(i + 1), subject)
    if today is not None and c.memory.next_bar and c.at(i).text.startswith(("that", "its")):
        return lag(today[0], 1), today[1]
    return today


def _before(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    bars = int(str(lexeme.get("PREV")))
    j = c.skip(i + 1)
    if c.at(j).has("SPAN") or (c.at(j).has("NUM") and not c.at(j).has("CLOCK")):
        return lastn_led(c, i, subject)
    parted = c.at(j).has("CONJ", "and", "or") or any(
        c.at(k).has("P") and not c.at(k).has("P", "of") for k in range(i + 1, j)
    )
    inner = None if parted else primary(c, j, subject)
    session = of_previous_session(c, lexeme, inner)
    if session is not None:
        return session
    if inner is not None and inner[0].op == "call" and inner[0].word == "on" and bars == 1:
        return inner  # The last completed day is the one before, seen from inside of a day.
    if inner is not None and inner[0].op != "num" and not (inner[0] == CLOSE and c.at(j).has("SER", "price")):
        return lag(inner[0], bars), inner[1]
    unit = c.at(j).get("UNIT")
    if unit in ("week", "month") and c.at(c.skip(j + 1)).has("SER"):
        series = primary(c, c.skip(j + 1), subject)
        return None if series is None else (lag_on(str(unit), series[0]), series[1])
    return lag(subject if subject is not None else CLOSE, bars), i + 1


def lag_on(unit: str, node: Node) -> Node:
    """Return a column of the last completed week or month."""
    return on_timeframe(COARSER[unit], node)


def then_ago(c: Cursor, found: tuple[Node, int]) -> Found:
    """Read "... of the previous day", "... two days ago" behind an operand."""
    node, j = found
    if node.op == "num":
        return found
    if c.is_sign(j, "[") and c.at(j + 1).has("NUM") and c.is_sign(j + 2, "]"):
        c.memory.lag_said = True
        return lag(node, int(float(str(c.at(j + 1).get("NUM"))))), j + 3
    if c.at(j).has("P", "of") and isinstance(c.at(j + 1).get("SYM"), tuple):
        symbols = tuple(map(str, c.at(j + 1).get("SYM")))  # type: ignore[call-overload]
        c.memory.symbols[symbols[0]] = symbols
        return of_symbol(symbols[0], node), j + 2
    k = c.skip(j)
    unit = c.at(c.skip(k + 1)).get("UNIT")
    before = c.at(k).has("PREV") or c.at(k).has("LASTN")
    ended = c.at(j - 1).text in _ENDS or c.at(j).has("P", "of")
    if ended and before and unit in ("week", "month") and node in (CLOSE, name("high"), name("low"), name("open")):
        return lag_on(str(unit), node), c.skip(k + 1) + 1
    if c.at(k).has("SPAN") and c.at(c.skip(k + 1)).has("AGO", "ago"):
        c.memory.lag_said = True
        return lag(node, c.memory.bars(span_of(c.at(k)))), c.skip(k + 1) + 1
    of_it = c.at(j).has("P", "of", "on")
    if any(c.at(m).text == "with" for m in range(j, k)):
        return found  # "above X with the prior bar below it": what was before has words of its own.
    if c.at(k).has("PREV") and (of_it or _closes_here(c, k + 1)) and not _walked_lag(node):
        return lag(node, int(str(c.at(k).get("PREV")))), k + 1
    return found


_ENDS = frozenset(["finished", "ended", "closed", "finishes", "ends", "closes", "finish", "settled"])


def _closes_here(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    following = c.at(k)
    if following.has("SER") and not following.has("SER", "price"):
        return False
    return not (
        following.has("SPAN")
        or following.has("NUM")
        or following.has("IND")
        or following.has("AVG")
        or following.has("EQ")
        or (following.has("ACT") and following.has("SER"))
    )


def _walked_lag(node: Node) -> bool:
    return any(part.op == "lag" for part in walk(node))


def lastn_led(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the previous 20 days' high", "过去252个交易日的涨幅", "前20天最高价"."""
    lexeme = c.at(i)
    if not (lexeme.has("LASTN") or lexeme.has("PREV")):
        return None
    j = c.skip(i + 1)
    if not is_length(c.at(j)):
        return None
    inner = length_led(c, j, subject)
    if inner is None or inner[0].op == "num":
        return None
    node, after = inner
    before = lexeme.has("LASTN", "prev") or lexeme.has("PREV")
    is_extreme = node.op == "call" and node.word in ("highest", "lowest")
    if lexeme.has("PREV") and lexeme.text.endswith("'s") and node.op == "call":
        return lag(node, int(str(lexeme.get("PREV")))), after  # "Yesterday's 50-day average": of that bar.
    return (lag(node, 1) if before and is_extreme else node), after
