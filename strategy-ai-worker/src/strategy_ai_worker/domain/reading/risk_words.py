"""Reading stops, targets, trailing stops, break-even and time stops."""

from __future__ import annotations

from dataclasses import replace

from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import atr_amount, primary
from strategy_ai_worker.domain.reading.trees import Node

_REACH = 7
Amounted = tuple[Amount, int] | None


def amount_at(c: Cursor, i: int) -> Amounted:
    """Return the amount that begins exactly at a lexeme."""
    lexeme = c.at(i)
    if lexeme.has("PCT"):
        return Amount("percent", abs(_value(lexeme, "PCT"))), i + 1
    if lexeme.has("RMULT"):
        return Amount("r_multiple", abs(_value(lexeme, "RMULT"))), i + 1
    atr = atr_amount(c, i)
    if atr is not None:
        multiple, length = _atr_parts(atr[0])
        return Amount("atr", multiple, length), atr[1]
    if lexeme.has("USD"):
        return Amount("distance", abs(_value(lexeme, "USD"))), i + 1
    if lexeme.has("NUM") and c.is_sign(i + 1, ":") and c.at(i + 2).has("NUM") and _value(c.at(i + 2), "NUM") == 1:
        return Amount("r_multiple", _value(lexeme, "NUM")), i + 3
    if lexeme.has("MULT") and "risk" in c.at(c.skip(i + 1)).text:
        return Amount("r_multiple", _value(lexeme, "MULT")), c.skip(i + 1) + 1
    return None


def _atr_parts(node: Node) -> tuple[float, int]:
    if node.op == "*":
        return node.parts[0].number, int(node.parts[1].parts[0].number)
    return 1.0, int(node.parts[0].number)


def read_risk(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read one piece of risk that begins at a lexeme into the draft; return the place after it, or None."""
    for reader in (
        _no_other,
        _break_even,
        _leading_amount,
        _trail,
        _stop,
        _target,
        _part_target,
        _exit_at,
        _hold,
        _session,
    ):
        after = reader(c, i, draft)
        if after is not None:
            return after
    return None


def _no_other(c: Cursor, i: int, draft: Draft) -> int | None:
    if not c.at(i).has("NOOTHER"):
        return None
    draft.no_other_exit = True
    draft.say(i, i + 1, "risk")
    return i + 1


def _leading_amount(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "5% stop loss", "12% profit target", "3 ATR trailing stop", "2R target", "10-day time stop"."""
    found = amount_at(c, i)
    if found is None:
        return _leading_time(c, i, draft)
    amount, j = found
    j = c.skip(j)
    while c.at(j).text in ("hard", "fixed", "initial", "wide", "tight", "protective") or c.at(j).has("ZHOF"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
    if lexeme.has("TRAIL"):
        _set_trailing(draft, amount)
    elif lexeme.has("STOP") and not lexeme.has("ORDER", "stop"):
        draft.stops.append(amount)
    elif lexeme.has("TARGET") and not c.at(c.skip(j + 1)).has("VOLTARGET") and "vol" not in c.at(c.skip(j + 1)).text:
        draft.targets.append(amount)
    elif lexeme.text in ("loss", "losses", "gain", "gains") and amount.kind != "r_multiple" and _exit_recent(c, i):
        losing = lexeme.text.startswith("loss")
        (draft.stops if losing else draft.targets).append(amount)
        draft.say(i, j + 1, "risk.stop_loss" if losing else "risk.take_profit")
        return j + 1
    else:
        return None
    path = (
        "risk.trailing_stop" if lexeme.has("TRAIL") else "risk.stop_loss" if lexeme.has("STOP") else "risk.take_profit"
    )
    if not _is_own_amount(c, j):
        after = _past_reference(c, j + 1)
        draft.say(i, after, path)
        return after
    _undo(draft, lexeme)
    return None


def _is_own_amount(c: Cursor, j: int) -> bool:
    """Return whether the word has an amount of its own behind it: "target 10%, stop 5%" read from "10%, stop"."""
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "at", "of", "to") or c.is_sign(k, ":") else k
    return amount_at(c, k) is not None and c.is_sign(j - 1, ",")


def _exit_recent(c: Cursor, i: int) -> bool:
    """Return whether the words before speak of leaving, in the same sentence."""
    for k in range(i - 1, max(-1, i - 12), -1):
        if c.is_sign(k, ".", ";", "\n"):
            return False
        if c.at(k).has("ACT", "sell", "exit", "cover"):
            return True
    return False


def _undo(draft: Draft, lexeme: Lexeme) -> None:
    if lexeme.has("TRAIL"):
        draft.trailing = None
    elif lexeme.has("STOP"):
        draft.stops.pop()
    else:
        draft.targets.pop()


def _leading_time(c: Cursor, i: int, draft: Draft) -> int | None:
    lexeme = c.at(i)
    span = lexeme.get("SPAN")
    if not isinstance(span, Span):
        return None
    j = c.skip(i + 1)
    if c.at(j).text in (
        "time stop",
        "time exit",
        "time limit",
        "holding period",
        "max hold",
        "maximum holding period",
        "time based exit",
    ):
        return _set_hold(c, draft, span, i, j + 1)
    if c.at(j).text in ("in the trade", "in the position", "position age", "holding") or (
        c.at(j).has("HOLD") and "trade" in c.at(j).text
    ):
        return _set_hold(c, draft, span, i, j + 1)
    if c.at(j).has("LATER") or c.at(j).has("LASTN", "prev"):
        k = c.skip(j + 1)
        if c.at(j).has("LATER") and (
            c.at(i - 1).has("ACT") or c.at(c.skip(j + 1)).has("ACT") or _exit_before(c, i) or "后" in c.at(j).text
        ):
            after = k + 1 if c.at(k).has("ACT", "sell", "exit", "cover") else j + 1
            return _set_hold(c, draft, span, i, after)
    if "后" in c.at(j).text and c.at(c.skip(j + 1)).has("ACT", "sell", "exit", "cover"):
        return _set_hold(c, draft, span, i, c.skip(j + 1) + 1)
    return None


def _exit_before(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("ACT", "sell", "exit", "cover") for k in range(max(0, i - 4), i))


def _set_hold(c: Cursor, draft: Draft, span: Span, first: int, after: int) -> int:
    draft.max_bars = c.memory.bars(span)
    draft.say(first, after, "risk.max_bars")
    return after


def _trail(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "trailing stop of 6% below the highest high", "trail by 3 ATR", "移动止损5%"."""
    if not c.at(i).has("TRAIL"):
        return None
    found = _amount_behind(c, i + 1)
    if found is None:
        level = _level_behind(c, i + 1)
        if level is None:
            return None
        draft.trailing = Amount("price", expr=level[0])
        draft.say(i, level[1], "risk.trailing_stop")
        return level[1]
    amount, j = found
    if amount.kind == "r_multiple":
        return None
    _set_trailing(draft, amount)
    after = _past_reference(c, j)
    after = _activation(c, after, draft)
    draft.say(i, after, "risk.trailing_stop")
    return after


def _activation(c: Cursor, j: int, draft: Draft) -> int:
    """Read "once it is up 5%", "after a 10% gain" behind a trailing stop."""
    k = c.skip(j)
    k = c.skip(k + 1) if c.is_sign(k, ",") else k
    if not (c.at(k).has("MARK", "if") or c.at(k).has("P", "after")):
        return j
    for m in range(k + 1, k + 9):
        if c.is_sign(m, ".", ";", "\n") or c.at(m).has("ACT"):
            return j
        found = amount_at(c, m)
        if found is not None:
            near = [c.at(n) for n in range(k, found[1] + 4)]
            if any(
                x.has("MOVE", "up")
                or x.has("TARGET")
                or x.text in ("profit", "gain", "ahead", "favour", "favor")
                or x.has("RMULT")
                for x in near
            ):
                draft.trailing_after = found[0]
                end = found[1]
                while (
                    c.at(c.skip(end)).has("MOVE", "up")
                    or c.at(c.skip(end)).has("TARGET")
                    or c.at(c.skip(end)).text in ("gain", "profit", "favour", "favor")
                ):
                    end = c.skip(end) + 1
                return end
            return j
    return j


def _set_trailing(draft: Draft, amount: Amount) -> None:
    draft.trailing = amount


def _amount_behind(c: Cursor, i: int) -> Amounted:
    """Return the first amount behind a word, past links like "of", "at", "is placed", ":"."""
    j, steps = c.skip(i), 0
    while steps < _REACH:
        found = amount_at(c, j)
        if found is not None:
            return found
        lexeme = c.at(j)
        link = (
            lexeme.has("P")
            or lexeme.has("EQ")
            or lexeme.has("UNK")
            or lexeme.has("STOP")
            or lexeme.has("CMP", "==")
            or lexeme.has("ZHOF")
        )
        link = (
            link
            or (c.is_sign(j, ":", "-", "(", "~", "=") and not c.is_sign(j, "."))
            or lexeme.has("SIZE")
            or (lexeme.has("MARK", "if") and lexeme.text in ("on", "at", "as", "在", "after", "once", "when"))
        )
        link = (
            link
            or lexeme.has("SER", "price")
            or lexeme.has("MOVE")
            or lexeme.has("CMP", ">=", "<=")
            or lexeme.text in ("set", "put", "placed", "a", "loss", "my")
        )
        if not link or lexeme.has("END") or lexeme.has("ACT"):
            break
        j, steps = c.skip(j + 1), steps + 1
    return _bare_number(c, j)


def _bare_number(c: Cursor, j: int) -> Amounted:
    lexeme = c.at(j)
    if not lexeme.has("NUM") or lexeme.has("SPAN") or lexeme.has("CLOCK") or lexeme.has("SHARES"):
        return None
    value = abs(_value(lexeme, "NUM"))
    after = c.at(c.skip(j + 1))
    if after.has("IND") or after.has("AVG") or after.has("HILO") or after.has("SER"):
        return None
    percent = value * 100 if value < 0.9 else value
    c.memory.guess("unit", f"{percent:g} %", f'"{lexeme.text}" without a unit was read as {percent:g} percent')
    return Amount("percent", round(percent, 10)), j + 1


def _past_reference(c: Cursor, j: int) -> int:
    """Skip what only says from where: "below the entry price", "from the highest high since entry", "(14-day)"."""
    k = c.skip(j)
    if c.is_sign(k, "(") and c.is_sign(k + 2, ")"):
        k = c.skip(k + 3)
    moved = False
    while c.at(k).has("CMP", ">", "<") or c.at(k).has("P", "from", "of", "on", "to", "against") or c.at(k).has("MOVE"):
        k, moved = c.skip(k + 1), True
    if not moved:
        return j
    end, seen = k, False
    while True:
        lexeme = c.at(k)
        if (
            lexeme.has("SER", "entry", "price", "high", "low", "close")
            or lexeme.has("HILO")
            or lexeme.has("LATER")
            or lexeme.text in ("fill", "peak", "peaks", "since", "trade", "initial", "entered", "purchase", "best")
        ):
            seen, end = True, k + 1
        elif not (
            lexeme.has("P", "since", "of", "on")
            or lexeme.text in ("reached", "was", "i", "we", "at", "paid")
            or (c.at(k).has("ACT") and seen and k < end + 2 and c.at(k - 1).text == "since")
        ):
            break
        k = c.skip(k + 1)
    return end if seen else j


def _stop(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "stop loss at 5%", "stop 2 ATR below entry", "stop at the low of the last 10 days"."""
    lexeme = c.at(i)
    if not lexeme.has("STOP") or (lexeme.has("ORDER", "stop") and c.at(c.skip(i + 1)).has("ACT")):
        return None
    if c.at(c.skip(i + 1)).has("TRAIL"):
        return None
    found = _amount_behind(c, i + 1)
    if found is not None:
        amount, j = found
        after = _past_reference(c, j)
        reference = " ".join(c.at(k).text for k in range(j, after))
        if (
            any(word in reference for word in ("highest", "peak", "best"))
            and "entry" not in reference.split("since")[0]
        ):
            _set_trailing(draft, amount)
            draft.say(i, after, "risk.trailing_stop")
            return after
        draft.stops.append(amount)
        between = [c.at(k) for k in range(j, after)]
        draft.stop_above = any(x.has("CMP", ">") for x in between) and any(x.has("SER", "entry") for x in between)
        draft.say(i, after, "risk.stop_loss")
        return _closing_basis(c, after, draft)
    level = _level_behind(c, i + 1)
    if level is None:
        return None
    draft.stops.append(Amount("price", expr=level[0]))
    draft.say(i, level[1], "risk.stop_loss")
    return level[1]


def _closing_basis(c: Cursor, j: int, draft: Draft) -> int:
    k = c.skip(j)
    if c.at(k).text in ("closing basis", "on a closing basis", "based on the close") or (
        c.at(k).has("SER", "close") and c.at(k + 1).text == "basis"
    ):
        draft.stop_on_close = True
        return k + 2
    return j


def _level_behind(c: Cursor, i: int) -> tuple[Node, int] | None:
    j, steps = c.skip(i), 0
    while steps < 6 and (
        c.at(j).has("P", "at", "to", "in", "with", "by")
        or c.at(j).has("CMP")
        or c.at(j).has("EQ")
        or c.at(j).has("UNK")
        or c.is_sign(j, ":")
        or (c.at(j).has("MARK", "if") and c.at(j).text in ("on", "at"))
    ):
        j, steps = c.skip(j + 1), steps + 1
    found = primary(c, j, None)
    if found is None or found[0].op == "num" or (found[0].op == "name" and found[0].word in ("close", "entry_price")):
        return None
    return found


def _target(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "take profit at 10%", "target at 2R", "止盈10%"."""
    lexeme = c.at(i)
    if not lexeme.has("TARGET"):
        return None
    if c.at(c.skip(i + 1)).has("VOLTARGET") or "vol" in c.at(c.skip(i + 1)).text or "vol" in c.at(c.skip(i + 2)).text:
        return None
    fraction, start = _fraction_at(c, c.skip(i + 1))
    found = _amount_behind(c, start if fraction else i + 1)
    if found is None:
        level = _level_behind(c, i + 1)
        if level is None:
            return None
        draft.targets.append(Amount("price", expr=level[0]))
        draft.say(i, level[1], "risk.take_profit")
        return level[1]
    amount, j = found
    if "vol" in c.at(c.skip(j)).text or c.at(c.skip(j)).has("VOLTARGET"):
        return None
    if c.at(j - 1).text.startswith("-") and c.at(j - 1).has("PCT"):
        amount = replace(amount, value=-amount.value)
    draft.targets.append(replace(amount, fraction=fraction))
    after = _past_reference(c, j)
    draft.say(i, after, "risk.take_profit")
    return _further_targets(c, after, draft)


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
        return _value(lexeme, "PCT") / 100, i + 1
    return None, i


def _part_target(c: Cursor, i: int, draft: Draft) -> int | None:  # noqa: C901 - one reading of one construct
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
        or (c.at(k).is_noise and not c.at(k).has("P", "at"))
        or c.at(k).has("ACCOUNT")
    ):
        k += 1
        if c.at(k).has("END"):
            return None
    k = _past_links(c, k)
    if fraction < 0 and c.at(k).has("PCT") and amount_at(c, _past_links(c, k + 1)) is not None:
        k = _past_links(c, k + 1)
    found = amount_at(c, k)
    if found is None:
        return None
    amount, after = found
    if c.at(c.skip(after)).has("ACCOUNT") or (
        c.at(c.skip(after)).has("CMP") and not c.at(c.skip(after + 1)).has("SER", "entry")
    ):
        return None
    draft.targets.append(replace(amount, fraction=fraction))
    after = _past_reference(c, after)
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


def _past_links(c: Cursor, k: int) -> int:
    while (
        c.at(k).has("P", "at", "on", "to", "in")
        or c.at(k).has("EQ")
        or c.at(k).is_noise
        or c.at(k).has("MARK", "if")
        or c.at(k).has("TARGET")
        or c.at(k).has("MOVE", "up")
        or c.at(k).has("SER", "price")
        or c.is_sign(k, ":")
    ):
        k += 1
    return k


def _exit_at(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "sell at +10%", "exit at a 5% loss", "get out when it is up 10%", "sell at 10% profit"."""
    if not c.at(i).has("ACT", "sell", "exit", "cover"):
        return None
    j = _past_links(c, c.skip(i + 1))
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
        or behind.text in ("profit", "gain", "gains", "return")
        or (behind.has("MOVE", "up") and entry)
        or plus
        or amount.kind == "r_multiple"
    ):
        way = 1
    elif (
        behind.text in ("loss", "losses", "drawdown", "drop")
        or minus
        or ((behind.has("CMP", "<") or behind.has("MOVE", "down")) and entry)
    ):
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
    end = _past_reference(c, end)
    draft.say(i, end, "risk.take_profit" if way > 0 else "risk.stop_loss")
    return end


def _mentions_entry(c: Cursor, j: int) -> bool:
    return any(c.at(k).has("SER", "entry") or c.at(k).text in ("entry", "purchase") for k in range(j, j + 5))


def _closes(c: Cursor, j: int) -> bool:
    k = c.skip(j)
    lexeme = c.at(k)
    return lexeme.has("END") or c.is_sign(k, ".", ",", ";", "\n") or lexeme.has("CONJ")


def _hold(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "hold for 3 days, then sell", "exit after 5 bars", "sell two days later", "持有8个交易日后卖出"."""
    lexeme = c.at(i)
    if not lexeme.has("HOLD") and not lexeme.has("ACT", "sell", "exit", "cover"):
        return None
    j = c.skip(i + 1)
    after_word = False
    while (
        c.at(j).has("P", "for", "after", "in", "at")
        or c.at(j).has("CMP", "<=", "==", ">=")
        or c.at(j).has("EQ")
        or c.at(j).has("LASTN")
        or c.is_sign(j, ":")
        or c.at(j).has("SER", "price")
        or c.at(j).text
        in (
            "maximum",
            "of",
            "exactly",
            "max",
            "position",
            "full",
            "most",
            "fixed",
            "total",
            "the position",
            "the trade",
            "the next",
            "next",
            "满",
            "positions",
        )
    ):
        after_word = after_word or c.at(j).has("P", "after") or c.at(j).text == "in"
        j = c.skip(j + 1)
    span = c.at(j).get("SPAN")
    if not isinstance(span, Span):
        return None
    k = c.skip(j + 1)
    later = c.at(k).has("LATER") or "后" in c.at(k).text
    if not lexeme.has("HOLD") and not (later or after_word):
        return None
    if (
        c.at(k).has("HILO")
        or c.at(k).has("AVG")
        or c.at(k).has("IND")
        or c.at(k).has("SER", "high", "low")
        or c.at(k).has("INAROW")
        or c.at(k).has("DAYCOLOR")
    ):
        return None
    draft.max_bars = c.memory.bars(span)
    end = k + 1 if later else j + 1
    end = _past_then_sell(c, end)
    draft.say(i, end, "risk.max_bars")
    return end


def _past_then_sell(c: Cursor, end: int) -> int:
    k = c.skip_signs(end, ",")
    while (
        c.at(k).has("CONJ", "and")
        or (c.at(k).has("MARK", "if") and c.at(k).text in ("后", "就", "则", "after", "便", "之后", "时"))
        or c.at(k).has("LATER")
    ):
        k = c.skip(k + 1)
    if c.at(k).has("ACT", "sell", "exit", "cover") and not _condition_follows(c, k + 1):
        return k + 1
    return end


def _condition_follows(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    if c.at(k).has("FILLAT"):
        k = c.skip(k + 1)
    return c.at(k).has("MARK", "if") and not c.at(k).has("P", "at")


def _session(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "flat by the close", "exit at the end of the day", "不隔夜"."""
    lexeme = c.at(i)
    j = i
    if lexeme.has("ACT", "sell", "exit", "cover"):
        j = c.skip(i + 1)
        while (
            c.at(j).has("P")
            or (c.at(j).has("MARK", "if") and c.at(j).text in ("on", "at"))
            or c.at(j).has("SER", "price")
            or c.at(j).text in ("any", "position", "positions", "everything")
        ):
            j = c.skip(j + 1)
    if c.at(j).has("FILLAT", "same_close") and j > i and c.memory.timeframe.endswith(("m", "h")):
        pass
    elif not c.at(j).has("SESSION", "close"):
        return None
    if (
        j == i
        and not any(
            word in lexeme.text
            for word in (
                "flat",
                "overnight",
                "隔夜",
                "过夜",
                "out by",
                "intraday only",
                "日内平仓",
                "收盘前平仓",
                "收市平仓",
                "收盘时平仓",
            )
        )
        and not _exit_near(c, i)
    ):
        return None
    draft.session_exit = True
    draft.say(i, j + 1, "risk.session_exit")
    return j + 1


def _exit_near(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("ACT", "sell", "exit", "cover") for k in (*range(i - 6, i), i + 1, i + 2))


def _break_even(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "move the stop to break-even after a 5% gain", "once up 1R the stop goes to my entry"."""
    if not c.at(i).has("BREAKEVEN"):
        return None
    behind, before = (
        _trigger(c, range(i + 1, i + 14), forward=True),
        _trigger(c, range(i - 1, max(-1, i - 34), -1), forward=False),
    )
    chosen = behind or before
    if chosen is None:
        chosen = (Amount("r_multiple", 1.0), i, i + 1)
        c.memory.guess(
            "risk.break_even.trigger", "1R", "no profit was named at which the stop goes to break-even; one R is usual"
        )
    amount, first, last = chosen
    draft.break_even = amount
    first, last = min(first, i), max(last, i + 1)
    draft.stops = [
        stop for stop in draft.stops if not (stop == amount and not behind and _said_as_stop(draft, first, last))
    ]
    draft.say(first, last, "risk.break_even")
    return max(i + 1, last)


def _said_as_stop(draft: Draft, first: int, last: int) -> bool:
    return any(path == "risk.stop_loss" and first <= a < last for a, _, path in draft.paths)


def _trigger(c: Cursor, places: range, *, forward: bool) -> tuple[Amount, int, int] | None:
    for k in places:
        if (
            c.is_sign(k, ".", ";", "\n")
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


def _value(lexeme: Lexeme, category: str) -> float:
    return float(str(lexeme.get(category)))
