"""How a trade stands, as one of the conditions to leave it: "and the trade is in profit", "up 5% and RSI over 90"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.item import Item
from strategy_ai_worker.domain.reading.trees import arithmetic, compare, name, num

_TRADES = frozenset(["trade", "position", "it", "i'm", "we're", "we", "i", "the position", "the trade"])
_BEFORE = _TRADES | {"the", "a", "is", "are", "am", "be", "currently", "still", "already", "in", "at", "shows"}
_GAINS = frozenset(["profit", "gain"])
_WINS = frozenset(["profit", "profitable", "green", "winning", "winner"])
_LOSES = frozenset(["loss", "losing", "red", "underwater", "loser"])
_WIDEST = 8


def trade_state(c: Cursor, i: int, items: list[Item]) -> Item | None:
    """Return the state of the trade as a condition; a gain that stands alone is a target and not read here."""
    if not c.memory.exit_context or (i > 0 and c.at(i - 1).text in _BEFORE):
        return None
    k, traded = i, False
    while k < i + _WIDEST and c.at(k).text in _BEFORE:
        traded = traded or c.at(k).text in _TRADES
        k += 1
    side = ">" if c.at(k).text in _WINS else "<" if c.at(k).text in _LOSES else ""
    if side and k > i and traded and not _amount_at(c, k + 1):
        after = k + 2 if c.at(k + 1).text == "money" else k + 1
        return _state(c, i, after, side, 0.0)
    return _gained(c, i, k, items, traded=traded)


def _gained(c: Cursor, i: int, k: int, items: list[Item], *, traded: bool) -> Item | None:
    """Return "the profit is at least 5%", "the trade is up more than 5%" where another condition stands beside it."""
    up = c.at(k).has("MOVE", "up") or c.at(k).text == "up"
    down = c.at(k).has("MOVE", "down") or c.at(k).text == "down"
    if not (c.at(k).text in _GAINS or (traded and (up or down))):
        return None
    j = k + 1
    while c.at(j).has("EQ") or c.at(j).is_noise:
        j += 1
    sign = str(c.at(j).get("CMP") or ">=")
    j = j + 1 if c.at(j).has("CMP") else j
    share = c.at(j).get("PCT")
    if not isinstance(share, float) or sign not in (">", ">="):
        return None
    before = len(items) > 1 and items[-1].kind == "conj" and items[-1].value == "and" and items[-2].kind == "cond"
    if not before and not _condition_behind(c, j + 1):
        return None
    return _state(c, i, j + 1, sign.replace(">", "<") if down else sign, -share if down else share)


def _amount_at(c: Cursor, k: int) -> bool:
    return any(c.at(m).has("PCT") or c.at(m).has("USD") for m in range(k, k + 4))


def _condition_behind(c: Cursor, k: int) -> bool:
    return c.at(k).has("CONJ", "and") and condition(c, c.skip(k + 1)) is not None


def _state(c: Cursor, i: int, after: int, sign: str, share: float) -> Item:
    """Return the close beyond the entry price by a share; what a short gains lies below it."""
    if c.memory.entered_short:
        sign, share = sign.translate(str.maketrans("<>", "><")), -share
    entry = name("entry_price")
    level = arithmetic("*", num(round(1 + share / 100, 10)), entry) if share else entry
    return Item("cond", "", i, after, compare(sign, CLOSE, level))
