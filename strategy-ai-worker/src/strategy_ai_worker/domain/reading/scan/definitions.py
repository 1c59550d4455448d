"""Channels and words that the message defines itself."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import amount_of, operand, primary
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, num


def read_channel(c: Cursor, i: int) -> int | None:
    """Read a channel that the message draws itself: "a channel around the 20-day EMA, 2 ATR above and below it", "a channel: SMA(50) plus and minus 3 ATR"."""  # noqa: E501
    if not c.at(i).has("BANDWORD"):
        return None
    j = i + 1 if c.at(i + 1).has("P", "of") else c.skip(i + 1)
    told = c.is_sign(j, ":", "(") or c.at(j).has("P", "of") or c.at(j).has("EQ") or c.at(j).has("CMP", "==")
    if not told and not c.at(j).has("P", "around") and c.at(j).text not in ("around", "about"):
        return None
    middle = primary(c, c.skip(j + 1), None)
    if middle is None:
        return None
    k = _past_plus_minus(c, c.skip_signs(middle[1], ","))
    if told and k == c.skip_signs(middle[1], ","):
        return None
    while c.at(k).text in ("with", "at", "using", "of", "a", "width", "that", "is", "placed"):
        k = c.skip(k + 1)
    width = _width(c, k, middle[0])
    if width is None:
        return None
    node, after = width
    while (
        c.at(c.skip(after)).has("CMP")
        or c.at(c.skip(after)).has("CONJ", "and")
        or c.at(c.skip(after)).has("SER", "price")
        or c.at(c.skip(after)).text in ("either", "each", "side", "both", "sides", "on")
    ):
        after = c.skip(after) + 1
    c.memory.channel = (middle[0], node)
    return after


def _past_plus_minus(c: Cursor, k: int) -> int:
    """Return the place behind "plus and minus", "+/-"; the place itself where they do not stand there."""
    if c.at(k).text in ("\u00b1", "plus minus", "+-"):
        return c.skip(k + 1)
    far = k + 1
    while c.is_sign(far, "/") or c.at(far).has("ARITH", "/") or c.at(far).has("CONJ"):
        far += 1
    both = c.at(k).has("ARITH", "+") and c.at(far).has("ARITH", "-")
    return c.skip(far + 1) if both else k


def _width(c: Cursor, k: int, middle: Node) -> tuple[Node, int] | None:
    if c.at(k).has("PCT"):
        return arithmetic("*", num(float(str(c.at(k).get("PCT"))) / 100), middle), k + 1
    if c.at(k).has("NUM") and c.at(c.skip(k + 1)).has("DEV"):
        length = middle.parts[-1] if middle.parts and middle.parts[-1].op == "num" else num(20)
        return arithmetic("*", num(float(str(c.at(k).get("NUM")))), call("stddev", middle.parts[0], length)), c.skip(
            k + 1
        ) + 1
    measured = amount_of(c, k)
    if measured is not None and measured[0] == "distance":
        return measured[1], measured[2]
    found = operand(c, k)
    return found if found is not None and found[0].op != "num" else None


def _opening_range(c: Cursor, i: int) -> int | None:
    """Return the place behind "opening range = the high and low of the first two bars": its length is known ahead."""
    k = i + 1
    if not c.at(i).has("OPENRANGE") or not (c.at(k).has("EQ") or c.at(k).has("CMP", "==") or c.is_sign(k, ":")):
        return None
    k += 1
    while c.at(k).is_noise or c.at(k).has("SER", "high", "low") or c.at(k).has("P"):
        k += 1
    if not c.at(k).has("SPAN") or c.at(k - 1).text not in ("first", "opening"):
        return None
    return k + 2 if c.at(k + 1).has("TODAY") else k + 1


def definitions(c: Cursor, draft: Draft) -> dict[int, int]:
    """Read "calm is when the ATR is below 1.5% of the close" ahead; return which lexemes that takes."""
    taken: dict[int, int] = {}
    for d, lexeme in enumerate(c.lexemes):
        ranged = _opening_range(c, d)
        if ranged is not None:
            draft.say(d, ranged, "definitions")
            taken[d] = ranged
        headed = _is_used_heading(c, d)
        if not headed and (not lexeme.has("DEFINE") or _is_inline(c, d)):
            continue
        start = d - 1 if headed else _clause_start(c, d)
        term = next(
            (
                c.at(k).text
                for k in range(start, d)
                if not c.at(k).is_noise and not c.at(k).has("SIGN_MARK") and not c.at(k).has("P")
            ),
            None,
        )
        node, after = _boolean(c, d + 1)
        if term is None or node is None:
            continue
        c.memory.terms[term] = node
        draft.say(start, after, "definitions")
        taken[start] = after
    return taken


def _is_used_heading(c: Cursor, d: int) -> bool:
    """Return whether "squeeze: X" defines a word that the message speaks of later, and heads no rule."""
    head = c.at(d - 1)
    begins = d == 1 or c.is_sign(d - 2, ".", ";", "\n")
    known = set(head.meanings) <= {"UNK", "TYPO", "NOISE", "SQUEEZE"} and len(head.text) > 3
    if not c.is_sign(d, ":") or not begins or not known:
        return False
    behind = next((k for k in range(d, len(c.lexemes)) if c.is_sign(k, ".", ";", "\n")), len(c.lexemes))
    used = any(c.at(k).text == head.text and not c.is_sign(k + 1, ":") for k in range(behind, len(c.lexemes)))
    return used and not any(c.at(k).has("ACT") and not c.at(k).has("SER") for k in range(d, behind))


def _is_inline(c: Cursor, d: int) -> bool:
    shown = c.at(d).text
    return shown.startswith(
        (
            "which",
            "that is",
            "i.e",
            "i e",
            "namely",
            "in other",
            "meaning",
            "specifically",
            "也就是",
            "意思",
            "to be",
            "or to",
            "by which",
            "that means",
            "即",
        )
    ) or c.is_sign(d - 1, "(")


def _clause_start(c: Cursor, d: int) -> int:
    k = d
    while k > 0 and not c.is_sign(k - 1, ".", ";", "\n", ":"):
        k -= 1
    return k


def _boolean(c: Cursor, i: int) -> tuple[Node | None, int]:
    found = condition(c, i)
    if found is None:
        return None, i
    node, j = found
    while c.at(c.skip(j)).has("CONJ", "and", "or"):
        sign = str(c.at(c.skip(j)).get("CONJ"))
        following = condition(c, c.skip(j) + 1)
        if following is None:
            break
        node, j = Node(sign, (node, following[0])), following[1]
    return node, j
