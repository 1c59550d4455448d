"""Single words that act or link."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.item import EXITS, Item


def read_word(c: Cursor, i: int, items: list[Item]) -> Item:  # noqa: C901, PLR0911, PLR0912 - one reading of one construct
    """Return the item that a single word is."""
    lexeme = c.at(i)
    if lexeme.has("SIGN_MARK"):
        return _sign(c, i)
    if _is_in_or_out(c, i):
        return Item("act", "buy", i, i + 1)
    act = "buy" if lexeme.has("HOLD") and lexeme.text in ("hold", "holds", "holding") else lexeme.get("ACT")
    if act is not None and not (lexeme.is_noise and lexeme.text == "open"):
        c.memory.exit_context, c.memory.next_bar = act in EXITS, False
        c.memory.entered_short = act == "short" or (c.memory.entered_short and act in EXITS)
        return Item("act", str(act), i, i + 1)
    if (
        lexeme.text in ("don't", "do not", "dont", "not")
        and _ends(c, i + 1)
        and items
        and items[-1].kind in ("comma", "cond")
    ):
        return Item("act", "exit", i, i + 1)
    if lexeme.has("REST") and c.at(c.skip(i + 1)).has("MARK", "if"):
        c.memory.exit_context = True
        return Item("act", "exit", i, i + 1)
    if lexeme.has("OPPOSITE") or lexeme.has("NOLONGER"):
        after = i + 1
        while c.at(c.skip(after)).has("X") or c.at(c.skip(after)).text in (
            "signal",
            "condition",
            "crossover",
            "happens",
            "occurs",
            "conditions",
            "case",
            "setup",
            "信号",
        ):
            after = c.skip(after) + 1
        return Item("opposite", "not" if lexeme.has("NOLONGER") else "", i, after)
    later = lexeme.text if lexeme.has("LATER") else ""
    if later.endswith(("卖出", "平仓", "出场", "离场", "平掉", "清仓", "退出")):
        return Item("act", "sell" if later.endswith("卖出") else "exit", i, i + 1)
    if later.endswith("回补"):
        return Item("act", "cover", i, i + 1)
    for category, kind in (("DEFINE", "define"), ("EITHER", "either"), ("BOTHOF", "both")):
        if lexeme.has(category):
            return Item(kind, "", i, i + 1)  # type: ignore[arg-type]
    if lexeme.has("AFTERHAVING") and items and items[-1].kind == "cond" and not lexeme.has("EQ"):
        return Item("after", "", i, i + 1)
    if lexeme.has("MARK"):
        return Item("mark", str(lexeme.get("MARK")), i, i + 1)
    if lexeme.has("CONJ"):
        c.memory.next_bar = lexeme.has("CONJ", "next")
        return Item("conj", str(lexeme.get("CONJ")), i, i + 1)
    if lexeme.has("NOT") and not lexeme.is_noise:
        return Item("not", "", i, i + 1)
    return Item("other", "", i, i + 1)


def is_enumerator(c: Cursor, i: int) -> bool:
    """Return whether a number only counts lines: "1." or "2)" at the begin of a line."""
    return c.at(i).has("NUM") and c.is_sign(i + 1, ".", ")") and (i == 0 or c.is_sign(i - 1, "\n"))


def _sign(c: Cursor, i: int) -> Item:
    mark = str(c.at(i).get("SIGN_MARK"))
    if mark in (".", ";", "\n", "!", "?"):
        return Item("stop", mark, i, i + 1)
    if mark == ",":
        return Item("comma", mark, i, i + 1)
    if mark == ":":
        return Item("colon", mark, i, i + 1)
    return Item("other", "", i, i + 1)


def _ends(c: Cursor, i: int) -> bool:
    i = c.skip(i)
    return c.at(i).has("END") or c.is_sign(i, ".", ";", "\n", "!")


def _is_in_or_out(c: Cursor, i: int) -> bool:
    """Return whether "in" is the whole action: "in when it flips, out when it flips back"."""
    starts = i == 0 or c.is_sign(i - 1, ",", ":", ".", "\n", ";", "-")
    return c.at(i).text == "in" and starts and c.at(i + 1).has("MARK")
