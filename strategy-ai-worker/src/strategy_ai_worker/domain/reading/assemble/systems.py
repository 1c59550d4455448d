"""Systems that are named by their indicator and numbers alone: "Donchian 55/20", "Parabolic SAR flip"."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.draft import Words
from strategy_ai_worker.domain.reading.events.crosses import count_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import primary
from strategy_ai_worker.domain.reading.predicates.states import directional
from strategy_ai_worker.domain.reading.settle import mirrored
from strategy_ai_worker.domain.reading.trees import Node, call, compare, lag, name, negate

_TURTLE = ("turtle", "turtles", "turtle system", "turtle trading")


@dataclass(frozen=True, slots=True)
class System:
    """Conditions of the long side, those of the short side, and the words that name them all."""

    enter: Node
    leave: Node
    enter_short: Node
    leave_short: Node
    words: Words


def named_system(c: Cursor) -> System | None:
    """Return the system that a message names without saying when it enters."""
    for i in range(len(c.lexemes)):
        found = _channel(c, i) or _flip(c, i)
        if found is not None:
            return found
    return None


def _channel(c: Cursor, i: int) -> System | None:
    """Read "Donchian 55/20", "20/10 Donchian channel breakout", "Turtle 20/10": the first length enters, the second leaves."""  # noqa: E501
    begin, j = i, c.skip(i + 1)
    if _is_channel(c, i):
        while any(c.at(j).has(word) for word in ("BREAKOUT", "BANDWORD", "SYM", "P", "TF")) or c.is_sign(
            j, "(", ",", ":"
        ):
            j = c.skip(j + 1)
        lengths = _lengths(c, j)
    else:
        lengths = _lengths(c, i)
        if lengths is None or not _is_channel(c, lengths[2]):
            return None
    if lengths is None:
        return None
    far, near, after = lengths
    while c.is_sign(after, ")") or c.at(after).has("BREAKOUT") or c.at(after).has("BANDWORD") or _is_channel(c, after):
        after = c.skip(after + 1)
    c.memory.guess(
        "rules",
        f"{far}/{near}",
        f"entered on a close beyond the {far} bars before, left on one beyond the {near} bars before on the other side",
    )
    return System(
        _above("highest", far), _below("lowest", near), _below("lowest", far), _above("highest", near),
        Words(begin, after),
    )  # fmt: skip


def _is_channel(c: Cursor, i: int) -> bool:
    return c.at(i).has("IND", "donchian") or c.at(i).text in _TURTLE


def _lengths(c: Cursor, i: int) -> tuple[int, int, int] | None:
    """Return the two lengths of "55/20", "55 days in, 20 days out" and the place behind them."""
    link = c.skip(i + 1)
    told = _told_lengths(c, i)
    if told is not None:
        return told
    strokes = c.at(link).has("ARITH", "/") or c.is_sign(link, "/", "-") or c.at(link).has("CONJ", "and")
    far = c.skip(link + 1)
    if not (is_length(c.at(i)) and strokes and is_length(c.at(far))):
        return None
    return count_of(c, i), count_of(c, far), c.skip(far + 1)


def _told_lengths(c: Cursor, i: int) -> tuple[int, int, int] | None:
    """Return the lengths of "55 days in, 20 days out", "55-day entry, 20-day exit" and the place behind them."""
    enters = c.at(i + 1).text in ("in", "entry", "entries", "to enter")
    far = c.skip_signs(i + 2, ",;/&")
    far = c.skip(far + 1) if c.at(far).has("CONJ", "and") else far
    leaves = c.at(far + 1).has("ACT", "exit") or c.at(far + 1).text in ("exit", "exits")
    if not (enters and leaves and is_length(c.at(i)) and is_length(c.at(far))):
        return None
    return count_of(c, i), count_of(c, far), far + 2


def _above(extreme: str, length: int) -> Node:
    return compare(">", CLOSE, lag(call(extreme, name("high"), length), 1))


def _below(extreme: str, length: int) -> Node:
    return compare("<", CLOSE, lag(call(extreme, name("low"), length), 1))


def _flip(c: Cursor, i: int) -> System | None:
    """Read "Parabolic SAR (0.02, 0.2) flip system", "Supertrend flips": in on its bullish side, out on the other."""
    if not c.at(i).has("IND", "psar", "supertrend"):
        return None
    line = primary(c, i, None)
    sides = directional(line[0]) if line is not None else None
    alone = line is not None and any(c.at(c.skip(line[1])).has(word) for word in ("TURN", "LONGONLY", "BOTHWAYS"))
    alone = alone or any(one.has("BOTHWAYS") for one in c.lexemes)
    if line is None or sides is None or not alone:
        return None
    enter = call("crosses_above", *sides)
    leave = negate(compare(">", *sides)) if sides[1].op == "num" else compare("<", *sides)
    c.memory.guess("rules", str(line[0]), "entered where it flips bullish, left where it flips bearish")
    words = Words(i, c.skip(line[1]) + 1 if c.at(c.skip(line[1])).has("TURN") else line[1])
    return System(enter, leave, mirrored(enter), compare(">", *sides), words)
