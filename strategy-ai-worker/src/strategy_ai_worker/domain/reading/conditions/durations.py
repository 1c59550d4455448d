"""How long, how often and how long ago a condition holds, behind it."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.operands.frames import on_timeframe
from strategy_ai_worker.domain.reading.operands.measures import is_coarser
from strategy_ai_worker.domain.reading.predicates import starts_predicate
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare, lag, mirror, name, num


def with_duration(c: Cursor, node: Node, j: int) -> tuple[Node, int]:
    """Read "for three days in a row", "within the last 5 days", "two days ago" behind a condition."""
    placed = _at_level(c, node, j)
    if placed is not None:
        return with_duration(c, *placed)
    k = c.skip(j)
    k = k if k == j or not c.at(j).has("FORN") else j
    for reader in (_today_and_before, _in_all, _on_both_frames):
        found = reader(c, node, j)
        if found is not None:
            return found
    often = _how_often(c, node, j if c.at(j).has("P") else k)
    if often is not None:
        return often
    lasting = _lasting(c, node, j, k)
    if lasting is not None:
        return lasting
    lead = c.at(k)
    if lead.has("SPAN") or lead.has("NUM"):
        return _counted(c, node, j, k)
    if lead.has("PREV") and not _walks_on(c, k + 1):
        return lag(node, int(str(lead.get("PREV")))), k + 1
    return node, j


def _today_and_before(c: Cursor, node: Node, j: int) -> Found:
    """Read "(it closed down) today and yesterday", "both today and the day before": on both bars."""
    k = c.skip(j)
    k = c.skip(k + 1) if c.at(k).has("WORST") else k
    link = c.skip(k + 1)
    before = c.skip(link + 1)
    linked = c.at(link).has("CONJ", "and") and c.at(before).has("PREV", 1)
    behind = c.at(before + 1)
    walks = behind.has("SER") or behind.has("EQ") or starts_predicate(c, before + 1)
    return (_every(node, 2), before + 1) if c.at(k).has("TODAY") and linked and not walks else None


def _at_level(c: Cursor, node: Node, j: int) -> Found:
    """Read "(a bullish engulfing) at the lower Bollinger band", "(a hammer) on the 50-day SMA": the bar reaches it."""
    if node.op != "call" or not node.word.startswith("cdl_") or not c.at(j).has("P", "at", "on", "around"):
        return None
    k = c.skip(j + 1)
    leads = ("PART", "SPAN", "AVG", "IND", "NUM")
    found = operand(c, k, CLOSE) if any(c.at(k).has(word) for word in leads) else None
    if found is None or not is_price(found[0]) or found[0].op == "name" or found[0].word in ("highest", "lowest"):
        return None
    shown = str(found[0])
    above = shown.endswith(".upper") or any(word in node.word for word in ("bear", "shooting", "evening", "dark"))
    side = name("high" if above and not shown.endswith(".lower") else "low")
    return all_of(node, compare(">=" if side.word == "high" else "<=", side, found[0])), found[1]


def _in_all(c: Cursor, node: Node, j: int) -> Found:
    """Read "(falls three days in a row) by a total of more than 10%", "... for a combined loss of 10%"."""
    if node.op != "call" or node.word not in ("falling", "rising") or not is_price(node.parts[0]):
        return None
    k, named = j, False
    while c.at(k).has("P") or c.at(k).has("FORN") or c.at(k).is_noise or c.at(k).text in _SUMS or c.at(k).has("MOVE"):
        named = named or c.at(k).text in _SUMS
        k += 1
    sign = ">"
    if c.at(k).has("CMP"):
        sign, k = str(c.at(k).get("CMP")), c.skip(k + 1)
    behind = k + 1
    while c.at(behind).text in ("in", "all", *_SUMS) and c.at(behind).text:
        named, behind = True, behind + 1
    if k == j or not named or not c.at(k).has("PCT") or sign not in (">", ">="):
        return None
    down = node.word == "falling"
    share = abs(float(str(c.at(k).get("PCT"))))
    change = call("roc", *node.parts)
    return all_of(node, compare(mirror(sign) if down else sign, change, num(-share if down else share))), behind


_SUMS = frozenset(["total", "combined", "overall", "altogether", "cumulative", "together", "sum", "loss", "in total"])


def _on_both_frames(c: Cursor, node: Node, j: int) -> Found:
    """Read "(RSI above 50) on both the daily and the weekly chart", "on the weekly": the same on each of the frames."""
    crosses = node.op == "call" and node.word in ("crosses_above", "crosses_below")
    if not c.at(j).has("P", "on") or not (crosses or node.op in ("<", ">", "<=", ">=")):
        return None
    frames: list[str] = []
    k = j + 1
    joins = ("TF", "WORST", "CONJ", "CHART", "EITHER")
    while k < j + 9 and (c.at(k).is_noise or any(c.at(k).has(word) for word in joins)):
        frame = c.at(k).get("TF")
        frames += [frame] if isinstance(frame, str) else []
        k += 1
    coarser = [frame for frame in frames if is_coarser(frame, c.memory.timeframe)]
    if len(frames) == len(coarser) == 1 and not any(part.op == "call" and part.word == "on" for part in node.parts):
        return Node(node.op, tuple(_framed(frames[0], part) for part in node.args)), k
    if len(frames) < 2 or not coarser:
        return None
    wider = (Node(node.op, tuple(on_timeframe(frame, part) for part in node.parts)) for frame in coarser)
    return all_of(node, *wider), k


def _framed(frame: str, part: Node | float | str) -> Node | float | str:
    return on_timeframe(frame, part) if isinstance(part, Node) else part


def _lasting(c: Cursor, node: Node, j: int, k: int) -> Found:
    """Read "for three days in a row", "within the last 5 days", "on each of the last two days"."""
    lead = c.at(k)
    if (lead.has("FORN") or lead.has("WITHIN") or lead.has("INAROW") or (lead.has("P", "on"))) and not lead.has("HOLD"):
        read = _length(c, k)
        if read is not None:
            count, after = read
            word = "any" if lead.has("WITHIN") and not _is_refused(c, j) else "all"
            if word == "all" and count <= 1:
                return node, after
            return (_every(node, count) if word == "all" else call(word, node, count)), after
    if c.at(j).has("P", "on") or c.at(j).text == "on":
        read = _length(c, j)
        if read is not None and read[0] > 1:
            any_of_them = any(c.at(m).has("EITHER") for m in range(j, read[1]))
            return (call("any", node, read[0]) if any_of_them else _every(node, read[0])), read[1]
    return None


def _is_refused(c: Cursor, j: int) -> bool:
    """Return whether what stands before a stretch of time is denied: "no new low in the last 5 days" is on none."""
    for k in range(j - 1, -1, -1):
        lexeme = c.at(k)
        if lexeme.has("NOT"):
            return True
        acts = lexeme.has("ACT") and not lexeme.has("SER")
        if acts or any(lexeme.has(word) for word in ("MARK", "SIGN_MARK", "CONJ")):
            return False
    return False


def _every(node: Node, count: float) -> Node:
    """Return that a condition has held on some bars in a row; of "closed lower" that the close has fallen."""
    state = as_state(node)
    if state.op in ("<", ">") and state.parts[1] == lag(state.parts[0], 1):
        return call("rising" if state.op == ">" else "falling", state.parts[0], count)
    return call("all", state, count)


def _counted(c: Cursor, node: Node, j: int, k: int) -> tuple[Node, int]:
    span = c.at(k).get("SPAN")
    after = c.skip(k + 1)
    if c.at(after).has("INAROW"):
        end = after + 1
        end = end + 1 if c.at(end).has("UNIT") else end
        count = c.memory.bars(span) if span is not None else round(float(str(c.at(k).get("NUM"))))  # type: ignore[arg-type]
        return _every(node, count), end
    if span is not None and c.at(after).has("AGO", "ago") and c.at(after).text == "ago":
        return lag(node, c.memory.bars(span)), after + 1  # type: ignore[arg-type]
    return node, j


def _length(c: Cursor, k: int) -> tuple[int, int] | None:
    j = c.skip(k + 1)
    while _joins_length(c, j):
        j = c.skip(j + 1)
    span = c.at(j).get("SPAN")
    if span is None:
        if c.at(j).has("NUM") and c.at(c.skip(j + 1)).has("INAROW"):
            after = c.skip(j + 1) + 1
            after = after + 1 if c.at(after).has("UNIT") else after
            return round(float(str(c.at(j).get("NUM")))), after
        return None
    after = j + 1
    if c.at(c.skip(after)).has("INAROW"):
        after = c.skip(after) + 1
    return c.memory.bars(span), after  # type: ignore[arg-type]


def _joins_length(c: Cursor, j: int) -> bool:
    lexeme = c.at(j)
    joins = ("LASTN", "INAROW", "BOTHOF", "WORST", "EITHER")
    return (
        any(lexeme.has(word) for word in joins)
        or lexeme.has("CMP", ">=")
        or lexeme.text in ("each", "every", "all", "each of", "every one of", "every single one of")
        or lexeme.has("P", "of")
    )


def _how_often(c: Cursor, node: Node, k: int) -> Found:
    """Read "on at least 4 of the last 5 days", "3 times in the last 10 days" behind a condition."""
    j = c.skip(k + 1) if c.at(k).has("P", "on", "in", "for") or c.at(k).has("FORN") else k
    sign = ">="
    if c.at(j).has("CMP"):
        sign, j = str(c.at(j).get("CMP")), c.skip(j + 1)
    times = c.at(j).get("MULT")
    number = times if times is not None else c.at(j).get("NUM")
    link = j + 1
    while c.at(link).has("P", "of", "in") or c.at(link).text in ("out", "out of", "the", "during", "over", "within"):
        link += 1
    spoken = link > j + 1 or c.at(j + 1).has("WITHIN") or c.at(j + 1).has("FORN")
    link = link + 1 if c.at(link).has("WITHIN") or c.at(link).has("FORN") else link
    link = c.skip(link + 1) if c.at(link).has("LASTN") else link
    span = c.at(link).get("SPAN")
    ended = c.at(link - 1).has("LASTN") or "last" in c.at(link - 1).text or "past" in c.at(link - 1).text
    if not isinstance(span, Span) and c.at(link).has("NUM") and ended and not c.at(link).has("PCT"):
        span = Span(float(str(c.at(link).get("NUM"))), "bar")
    averaged = c.at(link + 1).has("AVG") or c.at(link + 1).has("VOLAVG")  # "twice the 30-day | average volume"
    if number is None or not spoken or averaged or not isinstance(span, Span):
        return None
    days = c.at(j).get("SPAN")
    if isinstance(days, Span) and not (days.unit in ("day", "bar") and c.memory.bars(span) > float(str(number))):
        return None
    return compare(sign, call("count", as_state(node), c.memory.bars(span)), num(float(str(number)))), link + 1


def _walks_on(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    return c.at(k).has("SER") or starts_predicate(c, k) or c.at(k).has("SPAN")
