"""How an entry is ordered: limit and stop orders, and how long they rest."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, OrderDraft
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import amount_of, operand
from strategy_ai_worker.domain.reading.risk.stops import is_entry_stop
from strategy_ai_worker.domain.reading.size.sizes import number_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, num


def order(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "put in a limit buy 1% below that day's close", "buy stop at the day's high", "the bid stands"."""
    waits = is_entry_stop(c, i)
    if (not c.at(i).has("ORDER") and not waits) or c.at(i).has("ORDER", "stop_limit"):
        return None
    if draft.order is not None and c.at(c.skip(i + 1)).has("VALID"):
        draft.say(i, i + 1, "rules.r1.order")
        return valid(c, c.skip(i + 1), draft)
    return _placed(c, i, draft, "stop" if waits else str(c.at(i).get("ORDER")))


def _placed(c: Cursor, i: int, draft: Draft, kind: str) -> int | None:
    """Read the level of an order, and place it."""
    j, seen = c.skip(i + 1), 0
    while seen < 8 and c.at(j).text not in _WHEN and (_is_link(c, j) or c.at(j).text in ("order", "orders")):
        j, seen = c.skip(j + 1), seen + 1
    if c.at(j).has("CMP", "<", ">"):
        off = _order_off(c, i, j, kind, draft)
        if off is not None or c.at(j).has("CMP", ">") != kind.endswith("stop"):
            return off
        j = c.skip(j + 1)
    found = operand(c, j, None)
    if found is None:
        return None
    node, j = found
    if node.op == "num":
        moved, j = _offset_alone(c, j, node, kind)
        if moved is None:
            return None
        node = moved
    draft.order = OrderDraft("stop" if kind.endswith("stop") else "limit", node)
    c.memory.entered_by_order = kind.endswith("stop") != kind.startswith("sell")
    draft.say(i, j, "rules.r1.order")
    return j


_WHEN = frozenset(
    ["when", "whenever", "if", "once", "as soon as", "as long as", "every time", "each time", "only when", "only if"]
)


def order_behind(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "以低于当日收盘价1%挂限价买单": the level stands before the order."""
    lexeme = c.at(i)
    if lexeme.has("PCT") or amount_of(c, i) is not None:
        return _order_after_level(c, i, draft)
    if not lexeme.has("CMP", "<", ">"):
        return None
    base = operand(c, i + 1, None)
    if base is None or base[0].op == "num" or not c.at(c.skip(base[1])).has("PCT"):
        return None
    k = c.skip(base[1])
    m = c.skip(k + 1)
    while c.at(m).has("ZHOF") or c.at(m).text in ("价格", "处", "的价格") or c.at(m).has("SER", "price"):
        m = c.skip(m + 1)
    if not c.at(m).has("ORDER"):
        return None
    share = number_of(c.at(k), "PCT") / 100
    factor = 1 - share if lexeme.has("CMP", "<") else 1 + share
    kind = str(c.at(m).get("ORDER"))
    draft.order = OrderDraft(
        "stop" if kind.endswith("stop") else "limit", arithmetic("*", num(round(factor, 10)), base[0])
    )
    draft.say(i, m + 1, "rules.r1.order")
    return m + 1


def _order_after_level(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "(buy) 2% below the 10-day SMA with a limit order"."""
    level = operand(c, i)
    if level is None or level[0].op == "num":
        return None
    k = c.skip(level[1])
    while c.at(k).has("P") or c.at(k).text in ("a", "as"):
        k = c.skip(k + 1)
    if not c.at(k).has("ORDER"):
        return None
    draft.order = OrderDraft("stop" if str(c.at(k).get("ORDER")).endswith("stop") else "limit", level[0])
    draft.say(i, k + 1, "rules.r1.order")
    return k + 1


def _order_off(c: Cursor, i: int, j: int, kind: str, draft: Draft) -> int | None:
    """Read "(挂限价买单)低于收盘价1%": the distance stands behind the level."""
    base = operand(c, j + 1, None)
    k = c.skip(base[1]) if base is not None else j
    if base is None or base[0].op == "num" or not c.at(k).has("PCT"):
        return None
    share = number_of(c.at(k), "PCT") / 100
    factor = 1 - share if c.at(j).has("CMP", "<") else 1 + share
    price = arithmetic("*", num(round(factor, 10)), base[0])
    draft.order = OrderDraft("stop" if kind.endswith("stop") else "limit", price)
    draft.say(i, k + 1, "rules.r1.order")
    return k + 1


def _is_link(c: Cursor, j: int) -> bool:
    lexeme = c.at(j)
    if any(
        lexeme.has(category) for category in ("PCT", "SER", "HILO", "IND", "PREV", "TODAY", "PART", "AVG")
    ) and not lexeme.has("SER", "price"):
        return False
    links = ("P", "EQ", "UNK", "ACT", "ORDER", "SER", "MARK", "NOISE", "SYM")
    return any(lexeme.has(category) for category in links) or c.is_sign(j, ":")


def _offset_alone(c: Cursor, j: int, node: Node, kind: str) -> tuple[Node | None, int]:  # noqa: ARG001
    """Read "a limit 1% lower": the close is meant."""
    k = c.skip(j)
    below = c.at(k).has("CMP", "<") or c.at(k).has("MOVE", "down")
    above = c.at(k).has("CMP", ">") or c.at(k).has("MOVE", "up")
    if not (below or above) or not c.at(j - 1).has("PCT"):
        return None, j
    share = node.number / 100
    k += 1
    if c.at(c.skip(k)).has("SER"):
        k = c.skip(k) + 1
    return arithmetic("*", num(round(1 - share if below else 1 + share, 10)), CLOSE), k


def valid(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "good for the next 3 days", "3日内有效", "(a limit order 1% below the close) for 3 days"."""
    found = _valid_behind(c, i) or _valid_ahead(c, i)
    if found is None and draft.order is not None and any(last == i for _, last, _ in draft.paths[-2:]):
        j = c.skip(i + 1)
        while c.at(j).has("CMP", "<=") or c.at(j).text in ("up", "up to", "to", "max", "at most"):
            j = c.skip(j + 1)
        rests = c.at(i).has("FORN") or c.at(i).text in ("for up to", "for at most") or c.at(i).has("P", "for")
        span = c.at(j).get("SPAN")
        found = (span, j + 1) if rests and isinstance(span, Span) else None
    if found is None or draft.order is None:
        return None
    draft.order.valid_bars = c.memory.bars(found[0])
    intraday = c.memory.timeframe.endswith(("m", "h"))
    draft.order.for_the_day = intraday and found[0].count == 1 and found[0].unit in ("bar", "day")
    draft.say(i, found[1], "rules.r1.order.valid_bars")
    return found[1]


def _valid_behind(c: Cursor, i: int) -> tuple[Span, int] | None:
    if not c.at(i).has("VALID"):
        return None
    j = c.skip(i + 1)
    links = ("P", "LASTN", "FORN")
    while any(c.at(j).has(word) for word in links) or c.at(j).text in ("next", "within", "内", "the next", "up"):
        j = c.skip(j + 1)
    span = c.at(j).get("SPAN")
    if not isinstance(span, Span) and c.at(j).text in ("day", "today", "the day"):
        span = Span(1, "bar")
    return (span, j + 1) if isinstance(span, Span) else None


def _valid_ahead(c: Cursor, i: int) -> tuple[Span, int] | None:
    span = c.at(i).get("SPAN")
    k = c.skip(i + 1)
    while c.at(k).text in ("内", "之内", "以内"):
        k = c.skip(k + 1)
    return (span, k + 1) if isinstance(span, Span) and c.at(k).has("VALID") else None
