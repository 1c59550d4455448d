"""One pass over the lexemes: conditions, actions, links and settings in the order in which they were said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import is_price, operand
from strategy_ai_worker.domain.reading.risk_words import read_risk
from strategy_ai_worker.domain.reading.size_words import read_size
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, compare, lag, num, walk

Kind = Literal[
    "cond",
    "act",
    "mark",
    "conj",
    "comma",
    "stop",
    "colon",
    "setting",
    "either",
    "define",
    "opposite",
    "after",
    "other",
    "both",
    "not",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was said, at lexemes [first, last)."""

    kind: Kind
    value: str
    first: int
    last: int
    node: Node | None = None


_EXITS = ("sell", "exit", "cover")


def scan(c: Cursor, draft: Draft) -> list[Item]:
    """Return the items of a message; settings go into the draft at once."""
    items: list[Item] = []
    taken = _definitions(c, draft)
    i = 0
    while i < len(c.lexemes):
        if i in taken:
            i = taken[i]
            continue
        item = _item(c, i, draft, items)
        if item.kind != "other" or item.value:
            items.append(item)
        i = item.last
    return items


def _item(c: Cursor, i: int, draft: Draft, items: list[Item]) -> Item:
    lexeme = c.at(i)
    if _is_enumerator(c, i):
        return Item("other", "", i, i + 2)
    if lexeme.has("CONCESSION"):
        return Item("other", "", i, _to_break(c, i))
    channel = _channel(c, i)
    if channel is not None:
        return Item("setting", "", i, channel)
    after = read_risk(c, i, draft) or read_size(c, i, draft)
    if after is not None:
        return _setting(c, i, max(after, i + 1), items)
    found = _condition(c, i, items) or _at_level(c, i, items)
    if found is not None:
        return found
    topic = _topic(c, i, draft)
    if topic is not None:
        return Item("other", "", i, topic)
    return _word(c, i, items)


def _setting(c: Cursor, i: int, after: int, items: list[Item]) -> Item:
    """Return a setting; an order to buy or sell is an action too."""
    kind = c.at(i).get("ORDER") or c.at(after - 1).get("ORDER")
    acted = any(item.kind == "act" and item.value in ("buy", "short") for item in _since_stop(items))
    if kind is not None and not acted:
        return Item("act", "short" if str(kind).startswith("sell") else "buy", i, after)
    return Item("setting", "", i, after)


def _since_stop(items: list[Item]) -> list[Item]:
    recent: list[Item] = []
    for item in reversed(items):
        if item.kind == "stop":
            break
        recent.append(item)
    return recent


def _topic(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read an indicator that is only named: "20-day CCI.", "with the Supertrend (10, 3):"."""
    lexeme = c.at(i)
    named = (lexeme.has("IND") and not lexeme.has("SER")) or (
        lexeme.has("SPAN") and (c.at(c.skip(i + 1)).has("IND") or c.at(c.skip(i + 1)).has("AVG"))
    )
    named = (
        named
        or (lexeme.has("NUM") and c.at(i + 1).has("AVG"))
        or (lexeme.has("AVG") and not lexeme.has("TF") and (c.is_sign(i + 1, "(") or c.at(i + 1).has("NUM")))
    )
    if not named:
        return None
    found = operand(c, i)
    if found is None or found[0].op == "num":
        return None
    c.memory.topic = found[0]
    draft.say(i, found[1], "rules")
    return found[1]


def _condition(c: Cursor, i: int, items: list[Item]) -> Item | None:
    lexeme = c.at(i)
    if (lexeme.has("SIGN_MARK") and not c.is_sign(i, "(")) or lexeme.has("FILLER"):
        return None
    if lexeme.is_noise and not _begins_condition(c, i):
        return None
    previous = items[-1] if items else None
    having = previous is not None and (previous.kind == "after")
    found = condition(c, i)
    if found is None:
        return None
    node = found[0]
    if having:
        node = whole_lag(node)
    must = any(c.at(k).text in ("must", "should", "have to", "必须") for k in range(i, found[1]))
    return Item("cond", "must" if must else "", i, max(found[1], i + 1), node)


def _at_level(c: Cursor, i: int, items: list[Item]) -> Item | None:
    """Read "exit at the middle band", "buy the breakout of the 55-day high", "sell at the 20-day low"."""
    act = next((item for item in _since_stop(items) if item.kind not in ("mark", "other")), None)
    if (
        act is None
        or act.kind != "act"
        or act.value not in ("buy", "sell", "exit", "cover", "short")
        or i - act.last > 8
    ):
        return None
    lexeme = c.at(i)
    leads = ("PART", "HILO", "SPAN", "AVG", "IND", "PREV", "NEW")
    if not any(lexeme.has(word) for word in leads) and not (lexeme.has("NUM") and c.at(i + 1).has("AVG")):
        return None
    found = operand(c, c.skip(i + 1) if lexeme.has("NEW") else i)
    if found is None or not is_price(found[0]) or c.at(c.skip(found[1])).has("ACT"):
        return None
    level, j = found
    inner = level.parts[0] if level.op == "lag" else level
    if inner.op == "call" and inner.word in ("highest", "lowest"):
        level = level if level.op == "lag" else lag(level, 1)
        sign = ">" if inner.word == "highest" else "<"
    else:
        wants_high = act.value in ("sell", "exit", "short") and not c.memory.entered_short
        sign = ">=" if wants_high else "<="
    while c.at(c.skip(j)).text in ("breakout", "break", "breakouts", "breakdown", "touch"):
        j = c.skip(j) + 1
    return Item("cond", "", i, j, compare(sign, CLOSE, level))


def _begins_condition(c: Cursor, i: int) -> bool:
    lexeme = c.at(i)
    hard = (
        "SER",
        "IND",
        "AVG",
        "HILO",
        "PART",
        "PREV",
        "CMP",
        "X",
        "MOVE",
        "RISING",
        "TOUCH",
        "WEEKDAY",
        "MONTH",
        "TF",
        "SESSION",
        "TIMEOF",
        "STATE",
        "SIGN",
        "WORST",
    )
    if any(lexeme.has(word) for word in hard) or lexeme.text == "which":
        return True
    timed = (
        lexeme.text in ("during", "throughout")
        or lexeme.has("P", "at", "on", "in", "from", "of")
        or lexeme.text
        in (
            "on",
            "after",
            "before",
            "at",
            "in",
            "from",
            "between",
        )
    )
    following = c.at(i + 1)
    return timed and any(
        following.has(word) for word in ("CLOCK", "WEEKDAY", "MONTH", "HALFDAY", "MONTHDAY", "SESSION")
    )


def whole_lag(node: Node) -> Node:
    """Return a condition of the bar before: "after having closed below it (the day before)"."""
    if any(part.op == "lag" for part in walk(node)):
        if node.op in ("<", "<=", ">", ">="):
            left, right = node.parts
            left = left if left.op in {"lag", "num"} else lag(left, 1)
            right = right if any(part.op == "lag" for part in walk(right)) or right.op == "num" else lag(right, 1)
            return Node(node.op, (left, right))
        return node
    return lag(node, 1) if node.is_truth and node.op in ("<", "<=", ">", ">=") else node


def _word(c: Cursor, i: int, items: list[Item]) -> Item:  # noqa: C901, PLR0911, PLR0912 - one reading of one construct
    lexeme = c.at(i)
    if lexeme.has("SIGN_MARK"):
        return _sign(c, i)
    if _is_in_or_out(c, i):
        return Item("act", "buy", i, i + 1)
    act = "buy" if lexeme.has("HOLD") and lexeme.text in ("hold", "holds", "holding") else lexeme.get("ACT")
    if act is not None and not (lexeme.is_noise and lexeme.text == "open"):
        c.memory.exit_context = act in _EXITS
        c.memory.entered_short = act == "short" or (c.memory.entered_short and act in _EXITS)
        return Item("act", str(act), i, i + 1)
    if (
        lexeme.text in ("don't", "do not", "dont", "not")
        and _ends(c, i + 1)
        and items
        and items[-1].kind in ("comma", "cond")
    ):
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
        return Item("conj", str(lexeme.get("CONJ")), i, i + 1)
    if lexeme.has("NOT") and not lexeme.is_noise:
        return Item("not", "", i, i + 1)
    return Item("other", "", i, i + 1)


def _is_enumerator(c: Cursor, i: int) -> bool:
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


def _to_break(c: Cursor, i: int) -> int:
    while i < len(c.lexemes) and not c.is_sign(i, ",", ".", ";", "\n", "!", "?"):
        i += 1
    return i


def _channel(c: Cursor, i: int) -> int | None:
    """Read a channel that the message draws itself: "a channel around the 20-day EMA, 2 ATR above and below it"."""
    if not c.at(i).has("BANDWORD"):
        return None
    j = c.skip(i + 1)
    if not c.at(j).has("P", "around") and c.at(j).text not in ("around", "about"):
        return None
    middle = operand(c, j + 1)
    if middle is None:
        return None
    k = c.skip_signs(middle[1], ",")
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


def _width(c: Cursor, k: int, middle: Node) -> tuple[Node, int] | None:
    if c.at(k).has("PCT"):
        return arithmetic("*", num(float(str(c.at(k).get("PCT"))) / 100), middle), k + 1
    if c.at(k).has("NUM") and c.at(c.skip(k + 1)).has("DEV"):
        length = middle.parts[-1] if middle.parts and middle.parts[-1].op == "num" else num(20)
        return arithmetic("*", num(float(str(c.at(k).get("NUM")))), call("stddev", middle.parts[0], length)), c.skip(
            k + 1
        ) + 1
    found = operand(c, k)
    return found if found is not None and found[0].op != "num" else None


def _definitions(c: Cursor, draft: Draft) -> dict[int, int]:
    """Read "calm is when the ATR is below 1.5% of the close" ahead; return which lexemes that takes."""
    taken: dict[int, int] = {}
    for d, lexeme in enumerate(c.lexemes):
        if not lexeme.has("DEFINE") or _is_inline(c, d):
            continue
        start = _clause_start(c, d)
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
