"""How far a level lies, where the words that say so begin."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Amount
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import atr_amount, primary
from strategy_ai_worker.domain.reading.trees import Node

_REACH = 7

Amounted = tuple[Amount, int] | None


def amount_at(c: Cursor, i: int) -> Amounted:  # noqa: C901, PLR0911 - one reading of one construct
    """Return the amount that begins exactly at a lexeme."""
    lexeme = c.at(i)
    if lexeme.has("PCT"):
        return Amount("percent", abs(value_of(lexeme, "PCT"))), i + 1
    if lexeme.has("NMULT"):
        return Amount("atr", value_of(lexeme, "NMULT"), 20), i + 1
    if lexeme.has("RMULT"):
        return Amount("r_multiple", abs(value_of(lexeme, "RMULT"))), i + 1
    atr = atr_amount(c, i)
    if atr is not None:
        multiple, length = _atr_parts(atr[0])
        return Amount("atr", multiple, length), atr[1]
    if lexeme.has("USD"):
        return Amount("distance", abs(value_of(lexeme, "USD"))), i + 1
    if lexeme.has("NUM") and c.is_sign(i + 1, ":") and c.at(i + 2).has("NUM") and value_of(c.at(i + 2), "NUM") == 1:
        return Amount("r_multiple", value_of(lexeme, "NUM")), i + 3
    if lexeme.has("MULT") and "risk" in c.at(c.skip(i + 1)).text:
        return Amount("r_multiple", value_of(lexeme, "MULT")), c.skip(i + 1) + 1
    k = i + 1
    while c.at(k).text in ("that", "the", "this", "my", "its", "of", "as"):
        k += 1
    if lexeme.has("MULT") and c.at(k).text in ("distance", "stop distance", "stop", "amount", "initial risk"):
        return Amount("r_multiple", value_of(lexeme, "MULT")), k + 1
    return None


def _atr_parts(node: Node) -> tuple[float, int]:
    if node.op == "*":
        return node.parts[0].number, int(node.parts[1].parts[0].number)
    return 1.0, int(node.parts[0].number)


def amount_behind(c: Cursor, i: int) -> Amounted:
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
            or lexeme.has("REST")
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
            or lexeme.has("TOUCH")
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
    value = abs(value_of(lexeme, "NUM"))
    after = c.at(c.skip(j + 1))
    if after.has("IND") or after.has("AVG") or after.has("HILO") or after.has("SER"):
        return None
    percent = value * 100 if value < 0.9 else value
    c.memory.guess("unit", f"{percent:g} %", f'"{lexeme.text}" without a unit was read as {percent:g} percent')
    return Amount("percent", round(percent, 10)), j + 1


def past_reference(c: Cursor, j: int) -> int:
    """Skip what only says from where: "below the entry price", "from the highest high since entry", "(14-day)"."""
    if c.at(j).has("LATER") and c.at(j).text.startswith(("from", "since")):
        return j + 1
    k = j if c.at(j).has("P", "from", "of") else c.skip(j)
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
            or (c.at(k).has("ACT") and seen and k < end + 3 and "since" in (c.at(k - 1).text, c.at(k - 2).text))
        ):
            break
        k = c.skip(k + 1)
    return end if seen else j


def beyond_entry(c: Cursor, j: int, sign: str) -> bool:
    """Return whether an amount lies above (or below) the entry: "5% above my long entry"."""
    k = c.skip(j)
    if not c.at(k).has("CMP", sign):
        return False
    near = [c.at(m) for m in range(k + 1, k + 4)]
    stop = next((n for n, one in enumerate(near) if one.has("SIGN_MARK") or one.has("MARK", "if")), len(near))
    return any(one.has("SER", "entry") or "entry" in one.text.split() for one in near[:stop])


def level_behind(c: Cursor, i: int) -> tuple[Node, int] | None:
    """Return the level behind a word, past links like "at", "below"."""
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


def past_links(c: Cursor, k: int) -> int:
    """Return the place behind words that only link."""
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


def value_of(lexeme: Lexeme, category: str) -> float:
    """Return the value of a lexeme in a category."""
    return float(str(lexeme.get(category)))
