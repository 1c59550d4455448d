"""What an asset must meet to be held by a rotation."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import Node, all_of, compare, negate, num

Read = tuple[Node, list[int]]
_REFUSED = (
    "skip",
    "skipping",
    "skips",
    "ignore",
    "ignoring",
    "excluding",
    "exclude",
    "dropping",
    "avoid",
    "avoiding",
    "without",
)
_CASH = (
    "cash", "skip", "stay out", "sit out", "be flat", "go flat", "stay flat", "空仓",
    "leave out", "drop it", "现金", "不持有", "不买", "清仓",
)  # fmt: skip
_ELSE = ("else", "otherwise", "or else", "否则")
_OPENS = ("must", "whose", "those", "any", *_REFUSED)


def filters(c: Cursor, rank: Node) -> Read | None:
    """Return the conditions behind "only if", "but only when", "sell it if", and the lexemes that say them."""
    found: list[Node] = []
    used: list[int] = []
    rhythm = rebalance_of(c)
    i = 0
    while i < len(c.lexemes):
        read = _one(c, i, rank) if _opens(c, i) else _signed(c, i, rank)
        if read is None:
            i += 1
            continue
        node, j = read
        if rhythm is not None and rhythm.first < j and rhythm.last > i:
            # "on the first trading day of every month" says when to look, and is no condition.
            used += range(i, min(j, rhythm.last))
            i = min(j, rhythm.last)
            continue
        refuse = _refuses(c, i, j)
        found.append(_without(node) if refuse else node)
        used += range(i - 1 if c.at(i).has("SIGN") and c.at(i - 1).has("IND") else i, j)
        i = j
    return (all_of(*found), used) if found else None


def _opens(c: Cursor, i: int) -> bool:
    lexeme = c.at(i)
    opens = lexeme.has("MARK") or lexeme.has("ACT", "filter") or lexeme.text in _OPENS
    return opens or _holds_those(c, i) or _only_those(c, i)


def _holds_those(c: Cursor, i: int) -> bool:
    """Return whether a comparison follows what is held: "only hold ones above their 200-day average"."""
    if not (c.at(i).has("HOLD") or c.at(i).has("ACT", "buy")):
        return False
    k = i + 1
    while c.at(k).text in _THINGS or c.at(k).is_noise:
        k += 1
    return k > i + 1 and c.at(k).has("CMP", ">", "<")


def _only_those(c: Cursor, i: int) -> bool:
    """Return whether a comparison follows the things that may be held: "only names above their own average qualify"."""
    return c.at(i).text in ("only", "just") and c.at(i + 1).text in _THINGS and c.at(i + 2).has("CMP", ">", "<")


_THINGS = ("ones", "those", "names", "stocks", "assets", "coins", "stock", "etfs", "funds")


def _one(c: Cursor, i: int, rank: Node) -> tuple[Node, int] | None:
    """Read the condition behind a word that opens one; "it turns negative" speaks of the score."""
    k = c.skip(i + 1)
    if c.at(k).has("SIGN", "+", "-") and (c.at(k + 1).has("IND") or c.at(k + 1).has("MOVE")):
        return compare(">" if c.at(k).get("SIGN") == "+" else "<", rank, num(0)), k + 2
    while (
        c.at(k).has("SER", "price")
        or _is_the_best(c, k)
        or (c.at(k).text in _OF_ALL and c.at(c.skip(k + 1)).has("SIGN"))
        or (c.at(k).text in _THINGS and c.at(k - 1).has("HOLD"))
        or c.at(k).has("DEFINE")
        or c.at(k).text
        in (
            "its",
            "their",
            "return",
            "returns",
            "momentum",
            "the score",
            "score",
            "that",
            "this",
        )
    ):
        k = c.skip(k + 1)
    none = _none_of(c, k, rank)
    if none is not None:
        return none
    signed = _sign_of(c, k)
    if signed:
        return compare(signed, rank, num(0)), k + 1
    if c.at(k).has("CMP", ">", "<") and c.at(c.skip(k + 1)).get("NUM") == 0:
        return compare(str(c.at(k).get("CMP")), rank, num(0)), c.skip(k + 1) + 1
    read = condition(c, k if _holds_those(c, i) else i + 2 if _only_those(c, i) else i + 1)
    return read if read is not None and read[0].is_truth else None


def _sign_of(c: Cursor, k: int) -> str:
    """Return how the score lies to zero in "(it turns) negative", "(both are) down"; empty where nothing says so."""
    moved = c.at(k).get("RISING") or c.at(k).get("MOVE")
    if moved in ("up", "down") and c.at(k - 1).text in _OF_ALL and not c.at(c.skip(k + 1)).has("PCT"):
        return ">" if moved == "up" else "<"
    return {"+": ">", "-": "<"}.get(str(c.at(k).get("SIGN")), "")


def _none_of(c: Cursor, k: int, rank: Node) -> tuple[Node, int] | None:
    """Read "(if) neither is positive" as the contrary of the score's sign."""
    if c.at(k).text not in _NONE:
        return None
    k = c.skip(k + 1)
    while c.at(k).text in ("of", "them", "one", "is", "are", "has", "a"):
        k += 1
    moved = c.at(k).get("RISING") or c.at(k).get("MOVE")
    sign = c.at(k).get("SIGN") or {"up": "+", "down": "-"}.get(str(moved))
    return (compare("<=" if sign == "+" else ">=", rank, num(0)), k + 1) if sign in ("+", "-") else None


def _is_the_best(c: Cursor, k: int) -> bool:
    """Return whether the asset that is ranked first is spoken of: "if the best (one) is negative"."""
    named = c.at(k).has("BEST") or c.at(k).text in _BETTER
    ahead = c.at(k - 1).has("BEST") or c.at(k - 1).text in _BETTER
    return named or (c.at(k).text in ("one", "ones", "is", "asset", "stock") and ahead)


_BETTER = ("better", "stronger", "winner", "leader", "winning", "chosen", "top")
_NONE = ("neither", "none", "none of them", "neither of them", "no one")
_OF_ALL = ("both", "all", "it", "they", "both of them", "all of them", "everything", "neither", "none")


def _signed(c: Cursor, i: int, rank: Node) -> tuple[Node, int] | None:
    """Read "涨幅为负则空仓", "收益大于0才持有": the sign of the score, said without an "if"."""
    lexeme = c.at(i)
    if lexeme.text < "\u4e00" or not any(c.at(k).has("IND") or c.at(k).has("WORST") for k in (i - 1, i - 2)):
        return None
    if lexeme.has("SIGN", "+", "-"):
        return compare(">" if lexeme.has("SIGN", "+") else "<", rank, num(0)), i + 1
    if lexeme.has("CMP", ">", "<", ">=", "<=") and c.at(i + 1).get("NUM") == 0:
        return compare(str(lexeme.get("CMP")), rank, num(0)), i + 2
    return None


def _without(node: Node) -> Node:
    return negate(node) if node.op in ("<", "<=", ">", ">=", "not") else Node("not", (node,))


def _refuses(c: Cursor, i: int, j: int) -> bool:
    """Return whether what meets the condition is not held: "skip those that", "sell it if", "if X go to cash"."""
    lexeme = c.at(i)
    before = [c.at(k) for k in range(max(0, i - 4), i)]
    if lexeme.has("MARK", "unless") or lexeme.text in _REFUSED or c.at(i - 1).text in _REFUSED:
        return True
    if any(one.has("ACT", "sell", "exit", "no_entry") for one in before[-2:]):
        return True
    if lexeme.has("MARK", "only") and ("only" in lexeme.text or c.at(i - 1).text == "only"):
        return False
    behind = [c.at(k) for k in range(j, j + 6)]
    near = " ".join(one.text for one in (*before, *behind))
    if any(one.has("ACT", "none_held") for one in behind[:3]):
        return True
    if any(one.has("NOLONGER") or one.text in _ELSE for one in (*before, *behind)):
        return False
    return any(word in near for word in _CASH)
