"""Directions, costs, leverage and brakes."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.size.sizes import number_of


def directions(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "long only", "no shorting", "both directions"."""
    lexeme = c.at(i)
    following = c.skip(i + 1)
    speaks = c.at(following).has("MARK") or c.at(following).has("CMP")
    if lexeme.has("LONGONLY") and not (lexeme.has("ACT") and speaks):
        draft.long_only = True
    elif lexeme.has("SHORTONLY") and not (lexeme.has("ACT") and speaks):
        draft.short_only = True
    elif lexeme.has("BOTHWAYS"):
        draft.both_ways = True
    else:
        return None
    draft.say(i, i + 1, "execution.allow_short")
    return i + 1


def cost(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "0.1% commission", "slippage of 5 bps"."""
    near = range(i, i + 6)
    word = next((k for k in near if c.at(k).has("COSTWORD")), None)
    if word is None or not (c.at(i).has("COSTWORD") or c.at(i).has("PCT") or c.at(i).has("USD")):
        return None
    percent = next((k for k in near if c.at(k).has("PCT")), None)
    if percent is None or any(c.is_sign(k, ",", ".", ";", "\n") for k in range(min(word, percent), max(word, percent))):
        return None
    if c.at(percent + 1).has("ACCOUNT"):
        return None  # "A stop costs 1% of the account" says what a trade loses, and no fee.
    value = number_of(c.at(percent), "PCT")
    if "slippage" in c.at(word).text or "滑" in c.at(word).text:
        draft.slippage_bps = value * 100
    else:
        draft.commission = value / 2 if _of_round_trip(c, max(word, percent) + 1) else value
    after = max(word, percent) + 1
    draft.say(i, after, "costs")
    return after


def _of_round_trip(c: Cursor, k: int) -> bool:
    """Return whether a fee is that of a purchase and its sale together: "0.2% round trip"."""
    return any(c.at(m).text in ("round", "roundtrip", "round trip", "round-trip") for m in range(k, k + 4))


def leverage(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "2x leverage", "leverage 2x"."""
    if c.at(i).text in ("leverage", "leveraged") and c.at(c.skip(i + 1)).has("MULT"):
        draft.leverage = number_of(c.at(c.skip(i + 1)), "MULT")
        draft.say(i, c.skip(i + 1) + 1, "execution.leverage")
        return c.skip(i + 1) + 1
    times = c.skip(i + 2) if c.at(i + 1).has("P", "of") or c.is_sign(i + 1, ":", "=") else i + 1
    bare = set(c.at(times).meanings) <= {"NUM"} and c.at(times).has("NUM")
    if c.at(i).text == "leverage" and bare and _closes(c, times + 1):
        draft.leverage = number_of(c.at(times), "NUM")
        draft.say(i, times + 1, "execution.leverage")
        return times + 1
    if not c.at(i).has("MULT") or "leverage" not in c.at(c.skip(i + 1)).text:
        return None
    draft.leverage = number_of(c.at(i), "MULT")
    draft.say(i, c.skip(i + 1) + 1, "execution.leverage")
    return c.skip(i + 1) + 1


def _closes(c: Cursor, k: int) -> bool:
    return any(c.at(k).has(word) for word in ("END", "SIGN_MARK", "CONJ")) and not c.is_sign(k, ":")


def positions(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "at most 3 positions", "wait 5 days before re-entering"."""
    lexeme = c.at(i)
    after_exit = _not_soon_after_exit(c, i)
    if after_exit is not None:
        draft.cooldown = after_exit[0]
        draft.say(i, after_exit[1], "limits.cooldown_bars")
        return after_exit[1]
    if lexeme.has("COOLDOWN"):
        j = c.skip(i + 1)
        while c.at(j).has("P") or c.at(j).has("CMP") or c.at(j).has("STOP") or c.at(j).has("UNK"):
            j = c.skip(j + 1)
        span = c.at(j).get("SPAN")
        if not isinstance(span, Span):
            return None
        draft.cooldown = c.memory.bars(span)
        draft.say(i, j + 1, "limits.cooldown_bars")
        return j + 1
    if (
        lexeme.has("CMP", "<=")
        and c.at(c.skip(i + 1)).has("NUM")
        and c.at(c.skip(c.skip(i + 1) + 1)).text in ("positions", "open positions")
    ):
        draft.max_positions = int(number_of(c.at(c.skip(i + 1)), "NUM"))
        draft.say(i, c.skip(c.skip(i + 1) + 1) + 1, "limits.max_open_positions")
        return c.skip(c.skip(i + 1) + 1) + 1
    return None


def _not_soon_after_exit(c: Cursor, i: int) -> tuple[int, int] | None:
    """Return the bars of "not within 5 days after the last exit", and the place behind."""
    j = c.skip(i + 1)
    span = c.at(c.skip(j + 1)).get("SPAN")
    if not c.at(i).has("NOT") or not c.at(j).has("WITHIN") or not isinstance(span, Span):
        return None
    k = c.skip(j + 1) + 1
    linked = k
    while c.at(k).text in _SINCE or c.at(k).has("LASTN"):
        k += 1
    left = c.at(k).has("ACT", "exit", "sell", "cover") or c.at(k).text in ("trade", "position", "sale")
    ends = c.at(k + 1).has("END") or c.at(k + 1).has("SIGN_MARK") or c.at(k + 1).has("CONJ")
    return (c.memory.bars(span), k + 1) if k > linked and left and ends else None


_SINCE = frozenset(["after", "of", "since", "following", "the", "an", "a", "my", "last", "previous", "prior", "any"])
