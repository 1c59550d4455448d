"""Stops, trailing stops and break-even."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.risk.amounts import (
    amount_at,
    amount_behind,
    beyond_entry,
    level_behind,
    past_reference,
)
from strategy_ai_worker.domain.reading.risk.steps import target_near
from strategy_ai_worker.domain.reading.trees import Node, walk


def no_other(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "no other exit", "no stop"."""
    named = c.at(i).has("STOP") or c.at(i).has("TARGET")
    k = c.skip(i + 1)
    k = c.skip(k + 1) if c.is_sign(k, ":", "=", "-") else k
    if named and k > i + 1 and c.at(k).text in ("none", "no", "nil", "na", "off") and not c.at(k + 1).has("STOP"):
        draft.say(i, k + 1, "risk")
        return k + 1
    if not c.at(i).has("NOOTHER"):
        return None
    draft.no_other_exit = True
    draft.say(i, i + 1, "risk")
    return i + 1


def trail(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "trailing stop of 6% below the highest high", "trail by 3 ATR", "移动止损5%"."""
    if not c.at(i).has("TRAIL"):
        return None
    found = amount_behind(c, i + 1)
    if found is None:
        level = level_behind(c, i + 1)
        if level is None:
            return None
        draft.trailing = Amount("price", expr=level[0])
        draft.say(i, level[1], "risk.trailing_stop")
        return level[1]
    amount, j = found
    if amount.kind == "r_multiple":
        return None
    j = c.skip(j) + 1 if c.at(c.skip(j)).text.startswith("chandelier") else j  # "trail with a 3 ATR chandelier stop"
    behind = c.at(c.skip(j) + 1)
    hangs = behind.has("P", "from", "of") or behind.has("CMP", "<", ">")
    stopped = c.at(c.skip(j)).has("STOP") and (behind.has("END") or behind.has("SIGN_MARK") or hangs)
    j = c.skip(j) + 1 if stopped and amount.kind != "price" else j  # "trail with a 5% stop"
    set_trailing(draft, amount)
    after = past_reference(c, j)
    hung = [c.at(k) for k in range(j, after)]
    draft.trailing_on_close = any(x.has("SER", "close") for x in hung) and any(x.has("HILO") for x in hung)
    after = on_closes(c, after, draft)
    after = activation(c, after, draft)
    if draft.trailing_after is None:
        begin = next((k + 1 for k in range(i - 1, max(-1, i - 7), -1) if c.is_sign(k, ".", ";", "\n")), max(0, i - 6))
        reached = target_near(c, begin, i)
        draft.trailing_after = reached[0] if reached is not None else None
        if reached is not None:
            draft.say(reached[1] - 1, i, "risk.trailing_stop")
    if draft.trailing_after is None:
        activated_ahead(c, i, draft)
    draft.say(rest_before(c, i), after, "risk.trailing_stop")
    return after


def activated_ahead(c: Cursor, i: int, draft: Draft) -> None:
    """Read "after a gain of 8% (trail the stop by 4%)", "once it is up 8%, ...": from when on it trails."""
    for k in range(i - 1, max(-1, i - _AHEAD), -1):
        if c.is_sign(k, ".", ";", "\n") or c.at(k).has("ACT"):
            return
        if not (c.at(k).has("MARK", "if") or c.at(k).has("P", "after")) or c.at(k).has("SYM"):
            continue
        reached = _gain_from(c, k)
        if reached is not None and reached[2] <= i:
            draft.trailing_after = reached[0]
            draft.say(k, i, "risk.trailing_stop")
        return


_AHEAD = 15
"""Words between a gain and the trailing stop that starts with it, at most."""


def rest_before(c: Cursor, i: int) -> int:
    """Return where "(let) the rest run with (a trailing stop)" begins; the place itself where it does not."""
    for k in range(i - 1, max(-1, i - 7), -1):
        if c.at(k).has("SIGN_MARK", ".", ";", "\n") or c.at(k).has("MARK", "if"):
            break
        if c.at(k).has("REST"):
            return k
    return i


def past_profit(c: Cursor, j: int) -> int:
    """Return the place behind "in profit", "of gain" where these words stand behind an amount."""
    k = j
    while c.at(k).text in ("in", "of", "profit", "gain", "gains", "in profit", "ahead", "in the money", "the"):
        k += 1
    return k if k > j and c.at(k - 1).text not in ("in", "of", "the") else j


def on_closes(c: Cursor, j: int, draft: Draft) -> int:
    """Read "based on closing prices", "on a closing basis", "(using closes)" behind a trailing stop."""
    k = j
    while c.at(k).text in ("based", "based on", "on", "a", "the", "using", "measured", "by") or c.is_sign(k, "(", ","):
        k += 1
    if k == j or not (c.at(k).has("SER", "close") and ("clos" in c.at(k).text)):
        return j
    if c.at(k).has("ACT") and not (c.at(k).text in ("closes", "closing") or c.at(k + 1).text in ("basis", "prices")):
        return j
    draft.trailing_on_close = True
    k += 1
    while c.at(k).text in ("basis", "price", "prices", "only") or c.is_sign(k, ")"):
        k += 1
    return k


_STARTS = frozenset(
    [
        "activated",
        "active",
        "activate",
        "starting",
        "starts",
        "begins",
        "that starts",
        "that begins",
        "which starts",
        "that",
        "only",
        "kicks",
        "in",
        "which",
    ]
)
_GAINS = frozenset({"profit", "gain", "ahead", "favour", "favor"})


def activation(c: Cursor, j: int, draft: Draft) -> int:
    """Read "once it is up 5%", "after a 10% gain", "after the first target" behind a trailing stop."""
    k = j if c.at(j).has("MARK") else c.skip(j)
    k = k + 1 if c.is_sign(k, ",") else k
    starts = k
    while c.at(k).text in _STARTS:
        k += 1
    if not (c.at(k).has("MARK", "if") or c.at(k).has("P", "after") or (c.at(k).has("P", "at") and k > starts)):
        return j
    reached = target_near(c, k, k + 9) or _gain_from(c, k)
    if reached is None:
        return j
    draft.trailing_after = reached[0]
    return reached[2]


def _gain_from(c: Cursor, k: int) -> tuple[Amount, int, int] | None:
    """Return the gain named within a few words, and the place behind its words."""
    for m in range(k + 1, k + 9):
        if c.is_sign(m, ".", ";", "\n") or c.at(m).has("ACT"):
            return None
        found = amount_at(c, m)
        if found is None:
            continue
        end = found[1]
        if not any(_speaks_of_gain(c, n) or c.at(n).has("RMULT") for n in range(k, end + 4)):
            return None
        while _speaks_of_gain(c, c.skip(end)):
            end = c.skip(end) + 1
        return found[0], m, end
    return None


def _speaks_of_gain(c: Cursor, n: int) -> bool:
    return c.at(n).has("MOVE", "up") or c.at(n).has("TARGET") or c.at(n).text in _GAINS


def set_trailing(draft: Draft, amount: Amount) -> None:
    """Set the trailing stop of a draft; a second one beside the first is noted."""
    draft.trails.append(amount)
    draft.trailing = amount


def from_peak(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "(exit if it) drops 15% from its highest close since entry": a trailing stop."""
    falls = _past_auxiliaries(c, i + 1)
    if (c.at(i).has("EVENT") or c.at(i).has("SER", "price")) and c.at(falls).has("MOVE", "down"):
        return from_peak(c, falls, draft)
    if c.at(i).has("PCT") and c.at(i + 1).text in _FALLS and c.at(i + 2).has("P", "from"):
        return _below_peak(c, i, (Amount("percent", abs(float(str(c.at(i).get("PCT"))))), i + 2), draft)
    if not (c.at(i).has("MOVE", "down") or c.at(i).has("RISING", "down")):
        return None
    if not c.memory.exit_context and not any(c.at(k).text == "since" or c.at(k).has("LATER") for k in range(i, i + 14)):
        return None
    j = c.skip(i + 1)
    while c.at(j).has("CMP") or c.at(j).has("P", "by"):
        j = c.skip(j + 1)
    found = amount_at(c, j)
    if found is None or not (c.at(found[1]).has("P", "from") or c.at(c.skip(found[1])).has("CMP", "<")):
        return None
    return _below_peak(c, i, found, draft)


_FALLS = frozenset(["fall", "drop", "decline", "pullback", "retreat", "retracement", "dip", "slide"])


def _below_peak(c: Cursor, i: int, found: tuple[Amount, int], draft: Draft) -> int | None:
    """Take an amount below the best price since the entry for a trailing stop; return the place behind its words."""
    k, peak, since = found[1] + 1, False, False
    while k < found[1] + 9 and not c.at(k).has("SIGN_MARK") and not c.at(k).has("END"):
        lexeme = c.at(k)
        peak = peak or lexeme.has("HILO", "highest", "lowest") or lexeme.text in ("peak", "high", "top", "best price")
        bought = lexeme.text in ("purchase", "purchased", "buying", "bought", "got in")
        since = (
            since or lexeme.has("LATER") or bought or any(word in lexeme.text for word in ("since", "entry", "peak"))
        )
        k += 1
    if not (peak and since):
        return None
    draft.trailing = found[0]
    draft.trailing_on_close = any(c.at(m).has("SER", "close") for m in range(found[1], k))
    draft.say(i, k, "risk.trailing_stop")
    return k


def _past_auxiliaries(c: Cursor, j: int) -> int:
    """Return the place of the verb behind "has", "is" and the like: "it has (lost 10%)"."""
    k = c.skip(j)
    while k < j + _MOST_AUXILIARIES and (c.at(k).has("AFTERHAVING") or (c.at(k).has("EQ") and not c.at(k).has("MOVE"))):
        k = c.skip(k + 1)
    return k


_MOST_AUXILIARIES = 12


def _off_a_bar(c: Cursor, i: int) -> tuple[Node, int] | None:
    """Read "(stop) 3% below the low (of the entry bar)": a distance from the bar's own extreme."""
    j = c.skip(i)
    while c.at(j).has("P") or c.is_sign(j, ":"):
        j = c.skip(j + 1)
    found = operand(c, j) if amount_at(c, j) is not None else None
    if found is None or found[0].op not in ("*", "-", "+"):
        return None
    names = {part.word for part in walk(found[0]) if part.op == "name"}
    return found if names and names <= {"low", "high"} else None


def is_entry_stop(c: Cursor, i: int) -> bool:
    """Return whether a "stop order" waits above the price to buy: "a stop order 1% above the close", "at the high"."""
    if c.at(i).text != "stop order" or c.memory.entered_short or c.at(i - 1).has("ACT", "sell", "exit", "cover"):
        return False
    near = [c.at(k) for k in range(i + 1, i + 7)]
    end = next((n for n, one in enumerate(near) if one.has("SIGN_MARK") or one.has("MARK", "if")), len(near))
    above = any(one.has("CMP", ">") for one in near[:end])
    low = any(one.has("SER", "entry", "low") or one.has("CMP", "<") for one in near[:end])
    return not low and (any(one.has("SER", "high") for one in near[:end]) or (above and near[end - 1].has("SER")))


def stop_of(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "stop loss at 5%", "stop 2 ATR below entry", "stop at the low of the last 10 days"."""
    lexeme = c.at(i)
    if not lexeme.has("STOP") or (lexeme.has("ORDER", "stop") and c.at(c.skip(i + 1)).has("ACT")):
        return None
    if c.at(c.skip(i + 1)).has("TRAIL") or is_entry_stop(c, i):
        return None
    off = _off_a_bar(c, i + 1)
    if off is not None:
        draft.stops.append(Amount("price", expr=off[0]))
        draft.say(i, off[1], "risk.stop_loss")
        return off[1]
    found = amount_behind(c, i + 1)
    if found is not None:
        amount, j = found
        after = past_reference(c, j)
        reference = " ".join(c.at(k).text for k in range(j, after))
        if (
            any(word in reference for word in ("highest", "peak", "best"))
            and "entry" not in reference.split("since")[0]
        ):
            set_trailing(draft, amount)
            draft.say(i, after, "risk.trailing_stop")
            return after
        draft.stops.append(amount)
        draft.stop_above = beyond_entry(c, j, ">")
        after = closing_basis(c, after, draft)
        draft.say(i, after, "risk.stop_loss")
        return after
    level = level_behind(c, i + 1)
    if level is None:
        return None
    draft.stops.append(Amount("price", expr=level[0]))
    draft.say(i, level[1], "risk.stop_loss")
    return level[1]


_LOST = frozenset(["loss", "losses", "drawdown"])


def open_loss(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "(cover when ...) or the loss reaches 6%", "if my loss exceeds 2 ATR": a stop."""
    if c.at(i).text not in _LOST or not c.memory.exit_context:
        return None
    verb = c.skip(i + 1)
    while c.at(verb).has("EQ") or c.at(verb).text in ("on", "position", "trade", "of"):
        verb = c.skip(verb + 1)
    if not any(c.at(verb).has(word) for word in ("TOUCH", "CMP", "X", "MOVE")):
        return None
    found = amount_behind(c, verb + 1)
    if found is None or c.at(c.skip(found[1])).has("ACCOUNT"):
        return None
    draft.stops.append(found[0])
    first = i
    while c.at(first - 1).is_noise or c.at(first - 1).has("CONJ", "or") or c.at(first - 1).has("MARK", "if"):
        first -= 1
    draft.say(first, found[1], "risk.stop_loss")
    return found[1]


def closing_basis(c: Cursor, j: int, draft: Draft) -> int:
    """Read "on a closing basis" behind a stop; return the place behind it."""
    k = c.skip(j)
    while c.at(k).text in ("on", "on a", "a", "the") or (c.is_sign(k, ",") and k == c.skip(j)):
        k += 1
    if c.at(k).text in ("closing basis", "on a closing basis", "based on the close") or (
        c.at(k).has("SER", "close") and c.at(k + 1).text == "basis"
    ):
        draft.stop_on_close = True
        return k + 2
    return j


def break_even(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "move the stop to break-even after a 5% gain", "once up 1R the stop goes to my entry"."""
    if not c.at(i).has("BREAKEVEN"):
        return None
    behind, before = (
        _trigger(c, range(i + 1, i + 14), forward=True),
        _trigger(c, range(i - 1, max(-1, i - 34), -1), forward=False),
    )
    at_target = target_near(c, i - 14, i + 14)
    own = before is not None and not any(c.is_sign(k, ",") for k in range(before[2], i))
    behind = None if own and behind is not None and any(c.is_sign(k, ",") for k in range(i, behind[1])) else behind
    chosen = at_target or behind or before
    if chosen is None:
        chosen = (Amount("r_multiple", 1.0), i, i + 1)
        c.memory.guess(
            "risk.break_even.trigger", "1R", "no profit was named at which the stop goes to break-even; one R is usual"
        )
    amount, first, last = chosen
    draft.break_even = amount
    first, last = min(first, i), max(last, i + 1)
    draft.stops = [
        stop
        for stop in draft.stops
        if not (stop == amount and not behind and _said_as(draft, first, last, "risk.stop_loss"))
    ]
    if not behind and _said_as(draft, first, last, "risk.take_profit"):
        draft.targets = [target for target in draft.targets if target != amount]
    last = past_profit(c, last)
    while 0 < first <= i and not c.is_sign(first - 1, ".", ",", ";", "\n", ":") and i - first < _CLAUSE:
        first -= 1
    draft.say(first, last, "risk.break_even")
    return max(i + 1, last)


_CLAUSE = 40


def _said_as(draft: Draft, first: int, last: int, what: str) -> bool:
    return any(path == what and first <= a < last for a, _, path in draft.paths)


def _trigger(c: Cursor, places: range, *, forward: bool) -> tuple[Amount, int, int] | None:
    for k in places:
        if forward and k == places.start and c.at(k).has("STOP"):
            continue
        if (
            c.is_sign(k, ".", ";", "\n")
            or (forward and (c.at(k).has("REST") or c.at(k).has("ACT", "sell", "exit", "cover")))
            or (c.at(k).has("STOP") and forward)
            or (
                c.at(k).has("TARGET") and forward and amount_at(c, k) is None and c.at(k).text not in ("profit", "gain")
            )
        ):
            return None
        found = amount_at(c, k)
        if found is not None and not c.at(c.skip(found[1])).has("STOP") and not c.at(c.skip(found[1])).has("TRAIL"):
            if not forward and (c.at(k - 1).has("STOP") or (c.at(k - 1).has("TARGET") and not c.at(k).has("RMULT"))):
                return None
            return found[0], k, found[1]
    return None
