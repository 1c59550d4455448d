"""The one entry to reading what is said of a subject."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.predicates.clouds import in_cloud, lies_in_cloud
from strategy_ai_worker.domain.reading.predicates.comparisons import (
    between,
    compared_by,
    comparison,
    in_range,
    is_said,
    near,
    outside,
    postposition,
    within_of,
)
from strategy_ai_worker.domain.reading.predicates.crossings import bounce, breaks, broken, cross, from_to, touch
from strategy_ai_worker.domain.reading.predicates.distribution import in_distribution, own_extreme
from strategy_ai_worker.domain.reading.predicates.moves import fresh, move, moved_over, outperforms, rising
from strategy_ai_worker.domain.reading.predicates.states import leaves_state, read_sign, read_state
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, call, negate

_STARTS = ("CMP", "X", "SIGN", "STATE", "BETWEEN", "RISING", "MOVE", "TOUCH", "EQ", "BI", "WITHIN")


def starts_predicate(c: Cursor, i: int) -> bool:
    """Return whether something is said here that needs a subject."""
    i = _to_verb(c, i)
    lexeme = c.at(i)
    return (
        any(
            lexeme.has(category)
            for category in (
                "CMP",
                "X",
                "SIGN",
                "STATE",
                "BETWEEN",
                "RISING",
                "MOVE",
                "TOUCH",
                "BI",
                "OUTPERFORM",
                "BREAKS",
            )
        )
        or c.at(i).text == "outside"
        or lies_in_cloud(c, i)
        or ((lexeme.has("PART") or lexeme.has("HILO")) and _is_share(c, c.skip(i + 1)))
        or c.at(i).text in ("goes", "go", "going")
        or (lexeme.has("EQ") and (c.at(c.skip(i + 1)).has("HILO") or c.at(c.skip(i + 1)).has("NUM")))
    )


def _is_share(c: Cursor, k: int) -> bool:
    """Return whether a share of a range stands here: "(in the top) 10%", "(in the bottom) half"."""
    return c.at(k).has("PCT") or c.at(k).text in ("half", "third", "quarter", "quartile", "decile", "quintile")


def _to_verb(c: Cursor, i: int) -> int:
    """Return the place of the verb proper, past "is", "has been", "itself", "then"."""
    for _ in range(_MOST_AUXILIARIES):
        i = c.skip(i)
        lexeme = c.at(i)
        passes = (
            lexeme.has("EQ")
            or lexeme.text in ("同时", "must", "should", "必须")
            or (lexeme.text in ("also", "then") and c.at(i - 1).text in _OBLIGES)
            or lexeme.has("WASBEFORE")
            or (lexeme.has("P", "at", "as") and not lexeme.has("SER"))
            or lexeme.has("TODAY")
        )
        if not passes or any(
            lexeme.has(category) for category in ("CMP", "X", "SIGN", "STATE", "MOVE", "RISING", "TOUCH", "SER")
        ):
            return i
        if lexeme.has("EQ") and (
            c.at(c.skip(i + 1)).has("HILO") or c.at(c.skip(i + 1)).has("NUM") or c.at(c.skip(i + 1)).has("MULT")
        ):
            return i
        i += 1
    return i


_MOST_AUXILIARIES = 12
_OBLIGES = frozenset(["must", "should", "has to", "have to", "needs to", "need to"])


def predicate(c: Cursor, i: int, subject: Node) -> Found:
    """Return the condition that a predicate makes of a subject, and the place after it."""
    j = _to_verb(c, i)
    if c.at(j).has("NOT") and not c.at(j).has("ACT") and starts_predicate(c, j + 1):
        refused = predicate(c, j + 1, subject)
        return None if refused is None else (negate(refused[0]), refused[1])
    lasting = _lasting(c, j, subject) or _spent(c, j, subject)
    if lasting is not None:
        return lasting
    found = None
    for reader in (
        broken,
        from_to,
        outperforms,
        breaks,
        _close_verb,
        leaves_state,
        read_sign,
        read_state,
        in_cloud,
        in_range,
        in_distribution,
        between,
        within_of,
        near,
        outside,
        compared_by,
        moved_over,
        move,
        cross,
        fresh,
        own_extreme,
        bounce,
        touch,
        comparison,
        rising,
        is_said,
    ):
        found = reader(c, j, subject)
        if found is not None:
            break
    if found is None and j > i:
        found = postposition(c, i, subject)
    if found is None:
        return None
    c.memory.subject = subject
    return found


def _lasting(c: Cursor, j: int, subject: Node) -> Found:
    """Read "收盘价连续两天站上20日均线": how long stands between the subject and the verb."""
    if not c.at(j).has("INAROW"):
        return None
    k = c.skip(j + 1)
    span = c.at(k).get("SPAN")
    if not isinstance(span, Span) or not starts_predicate(c, k + 1):
        return None
    said = predicate(c, k + 1, subject)
    return None if said is None else (call("all", as_state(said[0]), c.memory.bars(span)), said[1])


_STAYS = frozenset(["spent", "spends", "had", "posted", "recorded", "printed", "seen", "has", "made", "logged"])
_BARS = frozenset(["closes", "days", "bars", "sessions", "readings", "values", "candles", "prints", "day", "close"])


def _spent(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(the RSI) has spent two consecutive closes under 25": how long stands between the verb and the level."""
    k = j
    while c.at(k).text in _STAYS or c.at(k).has("EQ"):
        k += 1
    run = c.skip(k + 1)
    if k == j or not c.at(k).has("NUM") or c.at(k).has("PCT") or not c.at(run).has("INAROW"):
        return None
    m = run + 1 if c.at(run + 1).text in _BARS else run
    said = predicate(c, m + 1, subject) if c.at(m).text in _BARS or c.at(k).has("SPAN") else None
    return None if said is None else (call("all", as_state(said[0]), float(str(c.at(k).get("NUM")))), said[1])


def _close_verb(c: Cursor, j: int, subject: Node) -> Found:
    """Read "the price closes above ...", "RSI closes below 30"."""
    lexeme = c.at(j)
    if not lexeme.has("SER", "close") or not starts_predicate(c, j + 1):
        return None
    return predicate(c, j + 1, subject)
