"""How many of some conditions must hold: "at least two of these", "fewer than two hold"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.item import Item


def _number_of_several(c: Cursor, i: int) -> Item | None:
    """Read "2 of 3:", "any two of these (", "two out of the three:" at the head of a list of conditions."""
    number = c.at(i)
    if not number.has("NUM") or any(number.has(word) for word in ("SPAN", "PCT", "CLOCK", "USD", "RMULT")):
        return None
    before = c.at(i - 1)
    if before.has("CMP", "==", "<=", "<", ">") or before.text in ("exactly", "only", "precisely", "just"):
        return None  # "exactly two of these" is no "at least two".
    j, joined = i + 1, False
    while c.at(j).text in ("out", "the", "these", "following", "conditions", "signals") or c.at(j).has("P", "of"):
        joined = joined or c.at(j).has("P", "of")
        j += 1
    several = c.at(j).has("NUM") and not c.at(j).has("SPAN")
    after = j + 1 if several else j
    while c.at(after).text in _HOLD or c.at(after).text in ("are", "conditions", "signals", "fire", "align", "confirm"):
        after += 1
    named = several or any(c.at(k).text in ("these", "following", "conditions") for k in range(i, j))
    heads = c.is_sign(after, ":", "(")
    return Item("either", str(int(float(str(number.get("NUM"))))), i, after) if joined and named and heads else None


def _least_in_chinese(c: Cursor, i: int) -> Item | None:
    """Read "至少满足两个：", "满足其中两项即可：" at the head of a list of conditions."""
    j = i + 1
    if not c.at(i).has("CMP", ">="):
        return None
    while c.at(j).text in _FULFILS:
        j += 1
    number, k = c.at(j), j + 1
    while c.at(k).text in _PIECES:
        k += 1
    if j == i + 1 or not number.has("NUM") or number.has("SPAN") or not c.is_sign(k, ":", "(", ","):
        return None
    return Item("either", str(int(float(str(number.get("NUM"))))), i, k)


_FULFILS = frozenset(["满", "足", "满足", "符合", "成立", "有", "其", "中", "其中", "以下", "下列", "的"])
_PIECES = frozenset(["个", "项", "条", "种", "条件", "的", "以上"])


def at_least_of(c: Cursor, i: int) -> Item | None:
    """Read "at least two of (these)": how many of the conditions listed behind must hold."""
    counted = _least_in_chinese(c, i) or _number_of_several(c, i)
    if counted is not None:
        return counted
    if not c.at(i).has("CMP", ">=") or not c.at(c.skip(i + 1)).has("NUM"):
        return None
    j = c.skip(i + 1) + 1
    if not c.at(j).has("P", "of"):
        return None
    while c.at(j).has("P", "of") or c.at(j).is_noise or c.at(j).text in ("following", "conditions", "three", "four"):
        j += 1
    number = int(float(str(c.at(c.skip(i + 1)).get("NUM"))))
    return Item("either", str(number), i, j)


_HOLD = frozenset({"hold", "holds", "true", "met", "apply", "remain", "fulfilled", "satisfied", "agree", "left"})
_IS = frozenset({"is", "are", "does", "do"})


_WORDED = {"one of": 1, "none": 0, "none of": 0}


def count_again(c: Cursor, i: int) -> Item | None:
    """Read "(sell when) fewer than two hold", "only one of them is true": how many of what was listed before."""
    sign = c.at(i).get("CMP")
    j = c.skip(i + 1) if sign is not None else i
    number, worded = c.at(j), _WORDED.get(c.at(j).text)
    if worded is not None:
        count, k = worded, j + 1
    elif not number.has("NUM") or any(number.has(word) for word in ("SPAN", "PCT", "CLOCK", "USD")):
        return None
    else:
        count, k = int(float(str(number.get("NUM")))), j + 1
    if sign is None and c.at(k).has("CMP", "<=", ">=") and c.at(k).text.startswith("or "):
        sign, k = c.at(k).get("CMP"), k + 1
    while c.at(k).text in _LISTED or c.at(k).has("P", "of") or (c.at(k).has("EQ") and c.at(k).text not in _HOLD):
        k += 1
    if sign is not None and worded is None and c.at(j + 1).text in ("个", "项", "条"):
        k = j + 2
        acts = c.at(c.skip(k)).has("ACT")
        return Item("opposite", f"{sign} {count}", i, k) if acts or c.at(k).has("SIGN_MARK") else None
    bare = worded is not None and c.at(k - 1).text in _IS and not _runs_on(c, k)
    lasting = c.at(k).text in _HOLD and c.at(k + 1).text in ("anymore", "any", "more", "longer")
    if bare:
        return Item("opposite", f"{sign or '=='} {count}", i, k)
    if c.at(k).text not in _HOLD or (k == j + 1 and sign is None and worded is None):
        return None
    ends = lasting or not _runs_on(c, k + 1)
    ends = ends and not c.is_sign(k + 1, ":", "(")
    return Item("opposite", f"{sign or '=='} {count}", i, k + 1) if ends else None


def _runs_on(c: Cursor, k: int) -> bool:
    """Return whether the clause goes on at a place."""
    return not any(c.at(k).has(word) for word in ("END", "SIGN_MARK", "ACT", "CONJ"))


_LISTED = frozenset(
    [
        "them",
        "these",
        "those",
        "the",
        "three",
        "four",
        "five",
        "conditions",
        "still",
        "signals",
        "criteria",
        "any",
        "or",
    ]
)
