"""Amounts that stand before what they are: "5% stop", "2R target"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk.amounts import amount_at, past_reference
from strategy_ai_worker.domain.reading.risk.holding import leading_time
from strategy_ai_worker.domain.reading.risk.stops import (
    activated_ahead,
    activation,
    closing_basis,
    on_closes,
    rest_before,
    set_trailing,
)


def leading_amount(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "5% stop loss", "12% profit target", "3 ATR trailing stop", "2R target", "10-day time stop"."""
    found = amount_at(c, i)
    if found is None:
        return leading_time(c, i, draft)
    amount, j = found
    j = c.skip(j)
    while c.at(j).text in ("hard", "fixed", "initial", "wide", "tight", "protective") or c.at(j).has("ZHOF"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
    if lexeme.has("TRAIL"):
        set_trailing(draft, amount)
        activated_ahead(c, i, draft)
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
        after = past_reference(c, j + 1)
        after = activation(c, on_closes(c, after, draft), draft) if lexeme.has("TRAIL") else after
        after = closing_basis(c, after, draft) if lexeme.has("STOP") else after
        draft.say(rest_before(c, i) if lexeme.has("TRAIL") else i, after, path)
        return after
    _undo(draft, lexeme)
    return None


def _is_own_amount(c: Cursor, j: int) -> bool:
    """Return whether the word has an amount of its own behind it: "target 10%, stop 5%" read from "10%, stop"."""
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "at", "of", "to") or c.is_sign(k, ":") else k
    trails = c.at(j).has("TRAIL") and not c.is_sign(j + 1, ",")
    return amount_at(c, k) is not None and (trails or c.is_sign(j - 1, ","))


def _exit_recent(c: Cursor, i: int) -> bool:
    """Return whether the words before speak of leaving, in the same sentence."""
    for k in range(i - 1, max(-1, i - 20), -1):
        if c.is_sign(k, ".", ";", "\n"):
            return False
        if c.at(k).has("ACT", "sell", "exit", "cover"):
            return True
    return False


def _undo(draft: Draft, lexeme: Lexeme) -> None:
    if lexeme.has("TRAIL"):
        draft.trails.pop()
        draft.trailing = draft.trails[-1] if draft.trails else None
    elif lexeme.has("STOP"):
        draft.stops.pop()
    else:
        draft.targets.pop()
