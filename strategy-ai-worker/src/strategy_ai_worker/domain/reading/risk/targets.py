"""Targets, in whole and in parts."""

from __future__ import annotations

from dataclasses import replace

from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk.amounts import (
    amount_at,
    amount_behind,
    beyond_entry,
    level_behind,
    past_links,
    past_reference,
    value_of,
)


def target(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "take profit at 10%", "target at 2R", "止盈10%"."""
    lexeme = c.at(i)
    if not lexeme.has("TARGET"):
        return None
    if c.at(c.skip(i + 1)).has("VOLTARGET") or "vol" in c.at(c.skip(i + 1)).text or "vol" in c.at(c.skip(i + 2)).text:
        return None
    times = _times_the_stop(c, c.skip(i + 1))
    if times is not None:
        draft.targets.append(Amount("r_multiple", times[0]))
        draft.say(i, times[1], "risk.take_profit")
        return times[1]
    fraction, start = _fraction_at(c, c.skip(i + 1))
    found = amount_behind(c, start if fraction else i + 1)
    if found is None:
        level = level_behind(c, i + 1)
        if level is None:
            return None
        draft.targets.append(Amount("price", expr=level[0]))
        draft.say(i, level[1], "risk.take_profit")
        return level[1]
    amount, j = found
    if _of_volatility(c, j):
        return None
    if c.at(j - 1).text.startswith("-") and c.at(j - 1).has("PCT"):
        amount = replace(amount, value=-amount.value)
    after = past_reference(c, j)
    draft.target_below = beyond_entry(c, j, "<")
    fraction, after = (fraction, after) if fraction else _part_behind(c, after)
    draft.targets.append(replace(amount, fraction=fraction))
    draft.say(i, after, "risk.take_profit")
    return _further_targets(c, after, draft)


def _times_the_stop(c: Cursor, i: int) -> tuple[float, int] | None:
    """Read "twice that", "3x the stop", "double the risk": so many times the distance to the stop."""
    j = i
    while c.at(j).has("P") or c.at(j).has("EQ") or c.is_sign(j, ":", "=") or c.at(j).text in ("a", "is", "set"):
        j += 1
    times = c.at(j).get("MULT")
    k = j + 1
    while c.at(k).text in ("the", "my", "our", "as", "of", "initial", "distance", "to"):
        k += 1
    stops = c.at(k).has("STOP") or c.at(k).has("RISK") or c.at(k).text in ("that", "this", "it", "much", "far", "wide")
    named = c.at(k).text in ("that", "this") and (c.at(k + 1).has("RISK") or c.at(k + 1).has("STOP"))
    return (float(times), k + 1 + named) if isinstance(times, int | float) and stops else None


def _of_volatility(c: Cursor, j: int) -> bool:
    """Return whether the amount of a "target" is one of volatility: "target 20% annual vol"."""
    for k in range(j, j + 4):
        if c.at(k).has("SIGN_MARK"):
            return False
        if c.at(k).has("VOLTARGET") or (c.at(k).text.startswith("vol") and "volume" not in c.at(k).text):
            return True
    return False


def _part_behind(c: Cursor, j: int) -> tuple[float | None, int]:
    """Return the share of "(first target 5%) for a third of the position", and the place behind it."""
    k = j
    while (
        c.at(k).has("P", "for", "on", "with", "of", "at")
        or c.is_sign(k, "(")
        or c.at(k).text in ("another", "sell", "先", "时")
        or (c.at(k).has("ACT", "sell", "exit") and c.at(k).text >= "\u4e00")
    ):
        k += 1
    share, after = _fraction_at(c, k) if k > j else (None, j)
    if share is None and k > j and c.at(k).has("PCT") and c.is_sign(k + 1, ")") and c.at(k - 1).has("ACT", "sell"):
        share, after = value_of(c.at(k), "PCT") / 100, k + 1
    if share is None:
        return None, j
    while c.at(after).text in ("of", "the", "position", "my", "it", "shares", "holding", ")") or c.is_sign(after, ")"):
        after += 1
    return share, after


def _further_targets(c: Cursor, j: int, draft: Draft) -> int:
    """Read the second of "targets at 5% and 10%"."""
    k = c.skip(j)
    if not (c.at(k).has("CONJ", "and") or c.is_sign(k, ",")):
        return j
    found = amount_at(c, c.skip(k + 1))
    after = c.at(c.skip(found[1])) if found else None
    if (
        found is None
        or after is None
        or after.has("STOP")
        or after.has("TRAIL")
        or after.has("TARGET")
        or after.has("ACCOUNT")
        or after.has("CMP")
        or c.at(found[1]).text.startswith("per ")
        or c.at(found[1]).has("P", "per")
        or c.at(found[1]).has("SIZE")
    ):
        return j
    last = draft.targets[-1]
    draft.targets[-1] = replace(last, fraction=last.fraction or 0.5)
    draft.targets.append(replace(found[0], fraction=0.5))
    draft.say(k, found[1], "risk.take_profit")
    return found[1]


def _fraction_at(c: Cursor, i: int) -> tuple[float | None, int]:
    """Return the share of the position named at a lexeme: half, a third, 50%, the rest."""
    lexeme = c.at(i)
    if lexeme.has("HALFOF"):
        value = lexeme.get("HALFOF")
        share = {"third": 1 / 3, "twothirds": 2 / 3}.get(str(value))
        return (share if share is not None else float(str(value))), i + 1
    if lexeme.has("REST"):
        return -1.0, i + 1
    if lexeme.has("PCT") and (
        c.at(i + 1).has("P", "of")
        or c.at(c.skip(i + 1)).has("P", "at")
        or "off" in c.at(i + 1).text
        or c.at(c.skip(i + 1)).has("STATE")
    ):
        return value_of(lexeme, "PCT") / 100, i + 1
    return None, i


def part_target(c: Cursor, i: int, draft: Draft) -> int | None:  # noqa: C901 - one reading of one construct
    """Read "sell half at +8%", "the other half at +16%", "take a third off at 1R", "涨8%卖出一半"."""
    first = i
    lexeme = c.at(i)
    moved = _gain_then_part(c, i, draft)
    if moved is not None:
        return moved
    lead = (
        lexeme.has("ACT", "sell", "exit", "cover", "buy")
        or lexeme.text in ("take", "scale", "close", "peel", "trim")
        or lexeme.has("TARGET")
    )
    j = c.skip(i + 1) if lead else i
    while c.at(j).text in ("out", "off", "of"):
        j = c.skip(j + 1)
    fraction, k = _fraction_at(c, j)
    if fraction is None:
        return None
    while (
        c.at(k).has("P", "of", "on")
        or c.at(k).text
        in (
            "position",
            "off",
            "shares",
            "it",
            "holding",
            "仓位",
            "trade",
            "my",
            "the",
            "out",
            "profit",
            "profits",
            "the position",
        )
        or c.at(k).has("SER", "price")
        or (fraction < 0 and c.at(k).has("ACT", "exit", "sell"))
        or (c.at(k).is_noise and not c.at(k).has("P", "at"))
        or c.at(k).has("ACCOUNT")
        or c.at(k).has("SYM")
    ):
        k += 1
        if c.at(k).has("END"):
            return None
    k = past_links(c, k)
    if fraction < 0 and c.at(k).has("PCT") and amount_at(c, past_links(c, k + 1)) is not None:
        k = past_links(c, k + 1)
    found = amount_at(c, k)
    if found is None:
        return None
    amount, after = found
    if c.at(c.skip(after)).has("TRAIL") or c.at(c.skip(after)).has("STOP"):
        return None
    if c.at(c.skip(after)).has("ACCOUNT") or (
        c.at(c.skip(after)).has("CMP") and not c.at(c.skip(after + 1)).has("SER", "entry")
    ):
        return None
    draft.targets.append(replace(amount, fraction=fraction))
    after = past_reference(c, after)
    while c.at(c.skip(after)).text in ("profit", "gain", "in profit", "up"):
        after = c.skip(after) + 1
    draft.say(first, after, "risk.take_profit")
    return after


def _gain_then_part(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "涨8%卖出一半", "at +8% sell half": the gain stands before the part."""
    j = c.skip(i + 1) if c.at(i).has("MOVE", "up") or c.at(i).has("P", "at") or c.at(i).has("TARGET") else i
    found = amount_at(c, j)
    if found is None or (j == i and not c.at(i).text.startswith("+")):
        return None
    k = c.skip_signs(found[1], ",")
    while c.at(k).has("MARK") or c.at(k).has("TARGET") or c.at(k).text in ("profit", "gain", "i", "时", "后"):
        k = c.skip_signs(k + 1, ",")
    if not (c.at(k).has("ACT", "sell", "exit") or (c.at(k).has("LATER") and c.at(k).text.endswith("卖出"))):
        return None
    fraction, after = _fraction_at(c, c.skip(k + 1))
    if fraction is None:
        return None
    draft.targets.append(replace(found[0], fraction=fraction))
    draft.say(i, after, "risk.take_profit")
    return after


def exit_at(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "sell at +10%", "exit at a 5% loss", "get out when it is up 10%", "sell at 10% profit"."""
    if not c.at(i).has("ACT", "sell", "exit", "cover") or _is_the_close(c, i):
        return None
    j = past_links(c, c.skip(i + 1))
    way = 1 if any(c.at(k).has("MOVE", "up") for k in range(i + 1, j)) else 0
    while c.at(j).has("MOVE", "down") or c.at(j).has("CMP", ">=") or (c.at(j).has("RISING", "down")):
        way = -1 if c.at(j).has("MOVE", "down") else way
        j = c.skip(j + 1)
    found = amount_at(c, j)
    if found is None or found[0].kind == "distance":
        return None
    amount, after = found
    plus = c.at(j).text.startswith("+")
    minus = c.at(j).text.startswith("-")
    behind = c.at(c.skip(after))
    entry = _mentions_entry(c, after)
    if (
        behind.has("TARGET")
        or behind.text in _GAINS
        or (behind.has("MOVE", "up") and entry)
        or plus
        or amount.kind == "r_multiple"
    ):
        way = 1
    elif behind.text in _LOSSES or minus or ((behind.has("CMP", "<") or behind.has("MOVE", "down")) and entry):
        way = -1
    elif behind.has("CMP", ">") and entry:
        way = 1
    elif not (way and (entry or _closes(c, after))):
        return None
    (draft.targets if way > 0 else draft.stops).append(amount)
    end = (
        after + 1
        if c.skip(after) == after
        and (behind.has("TARGET") or behind.text in ("profit", "gain", "gains", "loss", "losses"))
        else after
    )
    end = past_reference(c, end)
    draft.say(i, end, "risk.take_profit" if way > 0 else "risk.stop_loss")
    return _other_way_out(c, end, draft, way)


def _is_the_close(c: Cursor, i: int) -> bool:
    """Return whether "close" is the price and no deed: "and the close is up at least 1%"."""
    if c.at(i).text == "closes" and (c.at(i - 1).has("EVENT") or c.at(i - 1).has("SER", "price")):
        return True
    named = c.at(i - 1).text in ("the", "its", "a", "today's", "daily", "that") and not c.at(i).text.endswith("ing")
    return named and c.at(i).has("SER", "close")


def _other_way_out(c: Cursor, end: int, draft: Draft, way: int) -> int:
    """Read the second of "sell at +5% or -3%", "sell at a 10% gain or a 4% loss"."""
    k = c.skip_signs(end, ",")
    if not c.at(k).has("CONJ", "or") and not (c.is_sign(c.skip(end), ",") and c.at(k).has("PCT")):
        return end
    j = past_links(c, c.skip(k + 1) if c.at(k).has("CONJ") else k)
    while c.at(j).has("MOVE", "down") or c.at(j).has("RISING", "down"):
        j = c.skip(j + 1)
    found = amount_at(c, j)
    if found is None or found[0].kind == "distance":
        return end
    amount, after = found
    shown, behind = c.at(j).text, c.skip(after)
    other = 1 if shown.startswith("+") or c.at(behind).has("TARGET") or c.at(behind).text in _GAINS else 0
    lost = shown.startswith("-") or c.at(behind).text in _LOSSES or c.at(behind).has("MOVE", "down") or j > k + 1
    other = other or (-1 if lost else 0)
    if other in (0, way):
        return end
    (draft.targets if other > 0 else draft.stops).append(amount)
    after = behind + 1 if c.at(behind).has("TARGET") or c.at(behind).text in (*_GAINS, *_LOSSES) else after
    draft.say(k, after, "risk.take_profit" if other > 0 else "risk.stop_loss")
    return after


_GAINS = ("profit", "gain", "gains", "return", "bounce", "rebound", "rally", "pop", "rise", "recovery")
_LOSSES = ("loss", "losses", "drawdown", "drop")


def signed(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "(after 10 days) or at +6%", "or -3%": where something leaves, a sign says gain or loss."""
    j = c.skip(i + 1) if c.at(i).has("P", "at") else i
    shown = c.at(j).text
    if not c.memory.exit_context or not c.at(j).has("PCT") or not shown.startswith(("+", "-")):
        return None
    if c.at(i - 1).has("CMP") or not _closes(c, j + 1):
        return None
    gains = shown.startswith("+")
    (draft.targets if gains else draft.stops).append(Amount("percent", abs(value_of(c.at(j), "PCT"))))
    draft.say(i, j + 1, "risk.take_profit" if gains else "risk.stop_loss")
    return j + 1


def _mentions_entry(c: Cursor, j: int) -> bool:
    return any(c.at(k).has("SER", "entry") or c.at(k).text in ("entry", "purchase") for k in range(j, j + 5))


def _closes(c: Cursor, j: int) -> bool:
    k = c.skip(j)
    lexeme = c.at(k)
    return lexeme.has("END") or c.is_sign(k, ".", ",", ";", "\n") or lexeme.has("CONJ")
