"""Comparisons: above, below, at least, between, within."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import (
    Found,
    direction_of,
    is_price,
    level,
    operand,
    primary,
)
from strategy_ai_worker.domain.reading.operands.amounts import amount_of
from strategy_ai_worker.domain.reading.predicates.several import (
    against_both,
    against_each,
    against_list,
    against_two,
    further_sides,
)
from strategy_ai_worker.domain.reading.predicates.sides import as_share, compared, remember, right_side, scaled_behind
from strategy_ai_worker.domain.reading.predicates.turnover import in_money
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    any_of,
    arithmetic,
    call,
    compare,
    lag,
    mirror,
    name,
    num,
)
from strategy_language.catalogue.table import CATALOGUE


def comparison(c: Cursor, j: int, subject: Node) -> Found:
    """Read "above X", "at least 2% below X", "more than 1.5 times X", "超过其20日均量的1.5倍"."""
    lexeme = c.at(j)
    if not lexeme.has("CMP") or (lexeme.text == "=" and c.at(c.skip(j + 1)).has("ACT")):
        return None
    sign, k = str(lexeme.get("CMP")), _past_than(c, c.skip(j + 1))
    stacked = c.at(k)
    if (stacked.has("CMP") and sign == "==") or stacked.has("CMP", ">=", "<="):
        sign, k = str(stacked.get("CMP")), c.skip(k + 1)
    for reader in (_both_ways, against_each, against_list, against_two, _offset_from, _against_sloped):
        found = reader(c, k, subject, sign)
        if found is not None:
            return found
    either = against_both(c, c.skip(j + 1), subject, sign)
    if either is not None:
        return either
    right = right_side(c, k, subject)
    return _against_known(c, j, subject, sign) if right is None else _against(c, right, subject, sign)


def _against_known(c: Cursor, j: int, subject: Node, sign: str) -> Found:
    """Compare with what was compared with before, where nothing else is named."""
    known = c.memory.pair
    crossed = c.memory.crossed
    if crossed is not None and crossed[1].op == "num" and subject == crossed[0] and "back" in c.at(j).text:
        return compare(sign, *crossed), j + 1
    spelled = c.at(j).text.isascii() and bool(
        c.at(j).text
    )  # In Chinese the side behind a line belongs to that line: "20日均线之上".
    if spelled and known is not None and subject == known[1] and subject.op != "num" and subject != known[0]:
        return compare(sign, known[1], known[0]), j + 1
    topic = c.memory.topic
    if known is None and spelled and subject == CLOSE and topic in c.memory.averages and _ends(c, j + 1):
        return compared(c, sign, subject, topic), j + 1  # "30-day EMA: long if the close is above".
    if known is None and spelled and is_price(subject) and _is_line(subject):
        return compared(c, sign, subject, CLOSE), j + 1  # "the dots are below": below the price.
    if known is None or not ((is_price(subject) and is_price(known[0])) or subject == known[0]):
        return None
    return compare(sign, known[0] if known[0].op != "lag" else subject, known[1]), j + 1


def _ends(c: Cursor, k: int) -> bool:
    behind = c.at(c.skip(k))
    return behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ")


def _is_line(subject: Node) -> bool:
    """Return whether it is a line of its own, drawn beside the price: an average, the dots of a SAR."""
    return subject.op == "call" and subject.word not in ("of", "on")


def _as_of(c: Cursor, k: int, subject: Node, line: Node) -> Node:
    """Return the close as of the bar before where the day stands behind the line: "above its 50-day SMA yesterday"."""
    behind = c.at(k - 1).has("PREV") and not c.at(k - 2).has("P", "of", "on")
    own = line.parts[1] if line.op == "call" and line.word == "of" else line
    inner = own.parts[0] if own.op == "lag" else own
    moves = own.op == "lag" and inner.op in ("call", "field", "+", "-", "*") and inner.word not in ("highest", "lowest")
    apart = moves and inner != subject and subject.op != "lag"
    return lag(subject, int(own.parts[1].number)) if behind and apart else subject


def _against(c: Cursor, right: tuple[Node, int], subject: Node, sign: str) -> Found:
    node, k = right
    subject = in_money(c, k, subject) if node.op == "num" else subject
    node = as_share(c, subject, node, k)
    percent_of_price = node.op == "num" and is_price(subject) and c.at(k - 1).has("PCT")
    node, k = scaled_behind(c, node, k, sign)
    if percent_of_price or node == subject:
        return None
    of_day = _as_of(c, k, subject, node)
    first = compared(c, sign, of_day, node)
    if of_day != subject and c.memory.pair is not None and node.op == "lag":
        c.memory.pair = (subject, node.parts[0])  # Later words mean today's again: "and is above it today".
    subject = of_day
    further = further_sides(c, k, subject, sign, node)
    if further is not None:
        return (all_of if further[1] == "and" else any_of)(first, further[0]), further[2]
    chained = (
        c.at(k).has("CMP", ">", "<") and node.op != "num" and (c.at(k).text in (">", "<") or c.at(k).has("CMP", sign))
    )
    rest = comparison(c, k, node) if chained else None
    return (first, k) if rest is None else (all_of(first, rest[0]), rest[1])


def _against_sloped(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "above a rising 50-day average": above it, and it rises."""
    way = c.at(k).get("RISING")
    if way is None or not c.at(k).text.endswith("ing"):
        return None
    right = right_side(c, k + 1, subject)
    if right is None or right[0].op == "num":
        return None
    return all_of(
        compared(c, sign, subject, right[0]), call("rising" if way == "up" else "falling", right[0], 1)
    ), right[1]


def _past_than(c: Cursor, k: int) -> int:
    k = c.skip(k + 1) if c.at(k).has("P", "than", "by") else k
    while c.at(k).has("WORST") or c.at(k).has("EITHER") or c.at(k).has("BOTHOF"):
        k = c.skip(k + 1)
    return k


def _both_ways(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "above and below X": two comparisons with one thing."""
    if not c.at(k).has("CONJ", "and", "or") or not c.at(c.skip(k + 1)).has("CMP"):
        return None
    other = str(c.at(c.skip(k + 1)).get("CMP"))
    right = right_side(c, c.skip(k + 1) + 1, subject)
    if right is None or other == sign:
        return None
    parts = (compare(sign, subject, right[0]), compare(other, subject, right[0]))
    return Node(str(c.at(k).get("CONJ")), parts), right[1]


def _offset_from(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read the amount and direction of "more than 2% above X" and "at least 1 ATR below X"."""
    measured = amount_of(c, k)
    if measured is None:
        return None
    kind, value, m = measured
    m = c.skip(m)
    if c.at(m).has("CMP", ">=") and direction_of(c.at(c.skip(m + 1))):
        sign, m = ">=", c.skip(m + 1)
    way = direction_of(c.at(m))
    if way == 0:
        return None
    m = c.skip(m + 1)
    m = c.skip(m + 1) if c.at(m).has("P", "than", "from", "of") else m
    base = right_side(c, m, subject)
    if base is None:
        return None
    known = c.memory.average_of_length(base[0].number) if base[0].op == "num" and is_price(subject) else None
    base = (known, base[1]) if known is not None else base
    stated = sign if way > 0 else mirror(sign)
    return compared(c, stated, subject, level(base[0], kind, value, way)), base[1]


def _at_bound(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(Aroon up) is at 100": at the end of its scale; a level within the scale is hardly ever met exactly."""
    lexeme = c.at(j)
    function = subject.parts[0].word if subject.op == "field" else subject.word
    entry = CATALOGUE.get(function)
    bare = lexeme.has("NUM") and not any(lexeme.has(word) for word in ("SPAN", "PCT", "CLOCK", "USD"))
    if not (c.at(j - 1).has("P", "at") and bare) or entry is None:
        return None
    bound = float(str(lexeme.get("NUM")))
    ends: tuple[float, ...] = entry.output_bounds.get(subject.word) or entry.bounds or ()
    if bound not in ends:
        return None
    return compared(c, ">=" if bound == ends[-1] else "<=", subject, num(bound)), j + 1


def is_said(c: Cursor, j: int, subject: Node) -> Found:  # noqa: C901, PLR0911 - one reading of one construct
    """Read "is the lowest close of the last 7 days", "is 2% above X", "is 1.5x its average", "is 3"."""
    bound = _at_bound(c, j, subject)
    if bound is not None:
        return bound
    k = c.skip(j + 1) if c.at(j).has("EQ") else j
    starts = ("MULT", "PCT", "NUM", "HILO")
    if not c.at(j).has("EQ") and not any(c.at(k).has(word) for word in starts):
        return None
    bare = _offset_from(c, k, subject, ">")
    if bare is not None:
        return bare
    right = right_side(c, k, subject)
    if right is None or right[0] == subject or (is_price(subject) and c.at(k).has("PCT") and right[0].op == "num"):
        return None
    node = right[0]
    if node.op == "call" and node.word in ("highest_since", "lowest_since"):
        remember(c, subject, node)
        return compare(">=" if node.word == "highest_since" else "<=", subject, node), right[1]
    if node.op == "call" and node.word in ("highest", "lowest"):
        if node.parts[0] != subject and subject == CLOSE:
            node = call(node.word, CLOSE, node.parts[1])
        remember(c, subject, node)
        return compare(">=" if node.word == "highest" else "<=", subject, node), right[1]
    scaled, behind = scaled_behind(c, node, right[1], ">=")
    if behind > right[1] and c.at(behind - 1).has("MULT"):
        after_sign = behind + 1 if c.at(behind).has("CMP") else behind
        return compared(c, str(c.at(behind).get("CMP") or ">="), subject, scaled), after_sign
    after = c.skip(right[1])
    if c.at(after).has("CMP") and not _more_follows(c, after + 1):
        return compared(c, str(c.at(after).get("CMP")), subject, node), after + 1
    if c.at(k).has("MULT"):
        return compared(c, ">", subject, node), right[1]
    said = c.at(j).has("EQ") or c.at(j - 1).has("EQ")
    if node.op != "num" and not said:
        return None
    if node.op == "num" and (not said or is_price(subject)):
        return None
    return compared(c, "==", subject, node), right[1]


def _more_follows(c: Cursor, k: int) -> bool:
    found = primary(c, c.skip(k), None)
    return found is not None and not c.at(c.skip(k)).has("SER", "price")


def postposition(c: Cursor, i: int, subject: Node) -> Found:
    """Read "在20日均线之上": the direction stands behind the thing compared with."""
    k = c.skip(i)
    k = c.skip(k + 1) if c.at(k).has("EQ") else k
    right = right_side(c, k, subject)
    if right is None:
        return None
    m = c.skip(right[1])
    if not c.at(m).has("CMP") or c.at(m).text < "\u4e00":
        return None
    node, after = scaled_behind(c, right[0], m + 1, str(c.at(m).get("CMP")))
    return compared(c, str(c.at(m).get("CMP")), subject, node), after


def outside(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(closes) outside the lower band": beyond it, on its far side."""
    if c.at(j).text != "outside" or not is_price(subject):
        return None
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "of") else k
    right = right_side(c, k, subject)
    shown = str(right[0]) if right is not None else ""
    inner = right[0] if right is not None else subject
    up = shown.endswith(".upper") or (inner.op == "+" and is_price(inner))
    down = shown.endswith(".lower") or (inner.op == "-" and is_price(inner))
    if right is None or up == down:
        return None
    return compared(c, ">" if up else "<", subject, right[0]), right[1]


def compared_by(c: Cursor, j: int, subject: Node) -> Found:
    """Read "比前一天收盘价高2%", "比20日均线低"."""
    if not c.at(j).has("BI"):
        return None
    right = right_side(c, j + 1, subject)
    if right is None:
        return None
    m = c.skip(right[1])
    way = direction_of(c.at(m))
    if way == 0:
        return None
    k = c.skip(m + 1)
    sign = ">" if way > 0 else "<"
    if c.at(k).has("CMP"):
        at_least = c.at(k).has("CMP", ">=")
        sign, k = (sign + "=" if at_least else sign), c.skip(k + 1)
    if c.at(k).has("PCT"):
        moved = level(right[0], "percent", num(float(str(c.at(k).get("PCT")))), way)
        return compared(c, sign, subject, moved), k + 1
    return compared(c, sign, subject, right[0]), m + 1


_WHOLE_BARS = frozenset(["bar", "candle", "day", "candlestick", "session"])


def in_range(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is in the bottom 20% of the day's range", "closes in the upper third of its range"."""
    lexeme = c.at(j)
    edge = lexeme.has("PART", "upper", "lower") or (lexeme.has("HILO") and c.at(c.skip(j + 1)).has("PCT"))
    if not edge or not is_price(subject):
        return None
    k = c.skip(j + 1)
    share = c.at(k).get("HALFOF")
    if c.at(k).has("PCT"):
        share = float(str(c.at(k).get("PCT"))) / 100
    elif c.at(k).text in ("third", "quarter", "half"):
        share = {"third": "third", "quarter": 0.25, "half": 0.5}[c.at(k).text]
    if share is None:
        return None
    part = {"third": 1 / 3, "twothirds": 2 / 3}.get(str(share)) or float(str(share))
    m = k + 1
    while (c.at(m).has("P") or c.at(m).is_noise or c.at(m).has("TODAY") or c.at(m).has("SER", "price")) and not c.at(
        m
    ).has("CONJ"):
        m += 1
    again = c.at(m - 1).text in ("that", "this", "same") and c.memory.stretch_is_range
    whole = m > k + 1 and bool(_WHOLE_BARS & set(c.at(m - 1).text.split()))
    if again or not (c.at(m).has("SER", "range") or whole):
        return None
    m = m - 1 if whole and not c.at(m).has("SER", "range") else m
    place = arithmetic("/", arithmetic("-", CLOSE, name("low")), arithmetic("-", name("high"), name("low")))
    place = lag(place, int(subject.parts[1].number)) if subject.op == "lag" else place
    low = lexeme.has("PART", "lower") or lexeme.has("HILO", "lowest")
    return compare("<=" if low else ">=", place, num(round(part if low else 1 - part, 6))), m + 1


def between(c: Cursor, j: int, subject: Node) -> Found:
    """Read "between 30 and 50", "在30到50之间"."""
    lexeme = c.at(j)
    k = c.skip(j + 1) if lexeme.has("BETWEEN") else j
    if not lexeme.has("BETWEEN") and not (lexeme.has("NUM") or lexeme.has("PCT")):
        return None
    low = operand(c, k, subject)
    if low is None:
        return None
    m = c.skip(low[1])
    if not (c.at(m).has("CONJ", "and") or c.at(m).has("P", "to") or c.is_sign(m, "-", ",")):
        return None
    high = operand(c, m + 1, subject)
    if high is None:
        return None
    after = high[1]
    if not lexeme.has("BETWEEN"):
        behind = c.at(c.skip(after))
        if not behind.has("BETWEEN") or behind.text.isascii():
            return None  # In English what stands behind is said of the next thing: "1% above X and RSI is between".
        after = c.skip(after) + 1
    if low[0].op == high[0].op == "num" and low[0].number > high[0].number:
        low, high = high, low
    return all_of(compare(">=", subject, low[0]), compare("<=", subject, high[0])), after


def near(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is near its 50-day average", "closes near the high": a usual closeness, said as an assumption."""
    if not c.at(j).has("P", "around") or c.at(j).text == "about" or not is_price(subject):
        return None
    right = right_side(c, c.skip(j + 1), subject)
    if right is None or right[0].op == "num" or right[0] == subject or not is_price(right[0]):
        return None
    if right[0].op == "name" and right[0].word in ("high", "low") and subject == CLOSE:
        place = arithmetic("/", arithmetic("-", CLOSE, name("low")), arithmetic("-", name("high"), name("low")))
        high = right[0].word == "high"
        c.memory.guess("near", 20, f"near the {right[0].word} was read as in that fifth of the bar's range")
        return compare(">=" if high else "<=", place, num(0.8 if high else 0.2)), right[1]
    c.memory.guess("near", 1, f'"{c.at(j).text}" was read as within 1 percent')
    gap = call("abs", arithmetic("-", arithmetic("/", subject, right[0]), num(1)))
    return compare("<=", gap, num(0.01)), right[1]


def within_of(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is within 2% of X"."""
    lexeme = c.at(j)
    if not (lexeme.has("WITHIN") or lexeme.has("CMP", "<")) or lexeme.text != "within":
        return None
    k = c.skip(j + 1)
    if not c.at(k).has("PCT") or (not c.at(c.skip(k + 1)).has("P", "of") and c.at(k + 1).text != "of"):
        return None
    base = right_side(c, c.skip(k + 1) if c.at(k + 1).text != "of" else k + 2, subject)
    if base is None:
        return None
    share = float(str(c.at(k).get("PCT"))) / 100
    gap = call("abs", arithmetic("-", arithmetic("/", subject, base[0]), num(1)))
    return compare("<=", gap, num(share)), base[1]
