"""Positions that are built in parts, each by its own condition before the deed: "RSI小于40买一半，小于30再买另一半"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.item import Item

_SHARES: Final = {"third": 1 / 3, "twothirds": 2 / 3}
_TOLD: Final = ("X", "CMP", "TOUCH", "STATE", "RISING", "MOVE", "CROSSNAME", "SIGN")
_NOUNS: Final = ("仓位", "仓", "资金", "的仓位", "的资金", "头寸", "position", "的")


def entered_in_parts(c: Cursor, i: int) -> Item | None:
    """Return the deed that buys one of several parts, where its share ends the clause."""
    found = _bought(c, i)
    if found is None or not _follows_condition(c, i):
        return None
    others = [k for k in range(len(c.lexemes)) if k != i and _bought(c, k) is not None]
    if not others:
        return None
    later = any(k < i for k in others)
    share, after = found
    known = list(c.memory.fractions.values())
    c.memory.fractions[i] = share if share is not None else round(1 - sum(known), 6) if sum(known) < 1 else known[-1]
    c.memory.exit_context = False
    return Item("act", "add" if later else "buy", i, after)


def _bought(c: Cursor, i: int) -> tuple[float | None, int] | None:
    """Return the share that a deed buys (None for the rest of it), and the place behind where its clause ends."""
    adds = c.at(i).has("ADD") or c.at(i).text in ("加", "再加", "再加上")
    if not (c.at(i).has("ACT", "buy") or adds) or c.at(i).text == "买点":
        return None
    j = i + 1
    while (c.at(j).is_noise or c.at(j).text in ("再", "剩下的", "另外")) and not c.at(j).has("REST"):
        j += 1
    said = c.at(j).get("HALFOF")
    share = _SHARES.get(str(said), said) if said is not None else None
    rest = c.at(j).has("REST")
    sized = any(c.at(j + 1).has(word) for word in ("SIZE", "ACCOUNT")) or adds
    if c.at(j).has("PCT") and sized:
        share = float(str(c.at(j).get("PCT"))) / 100
    k = j + 1
    if rest and c.at(k).has("HALFOF"):
        k += 1
    while c.at(k).text in _NOUNS:
        k += 1
    ends = c.at(k).has("SIGN_MARK", ",", ".", ";", "\n") or c.at(k).has("END") or k >= len(c.lexemes)
    if not ends or not (rest or isinstance(share, float)):
        return None
    return (None if rest else float(str(share))), k


def _follows_condition(c: Cursor, i: int) -> bool:
    k = i - 1
    while k >= 0 and not c.at(k).has("SIGN_MARK", ",", ".", ";", "\n"):
        if any(c.at(k).has(word) for word in _TOLD):
            return True
        k -= 1
    return c.at(k).has("SIGN_MARK", ",") and any(c.at(k - 1).has(word) for word in ("NUM", "AVG", "MARK", "PART"))
