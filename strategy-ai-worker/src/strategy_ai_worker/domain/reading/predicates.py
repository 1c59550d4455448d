"""Reading what is said of a subject: that it crosses, exceeds, rises, is oversold."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE, INDICATORS, Indicator
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import (
    Found,
    atr_amount,
    direction_of,
    is_price,
    level,
    of_symbol,
    operand,
    primary,
)  # fmt: skip
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    arithmetic,
    call,
    compare,
    field,
    lag,
    mirror,
    name,
    num,
    walk,
)

_STARTS = ("CMP", "X", "SIGN", "STATE", "BETWEEN", "RISING", "MOVE", "TOUCH", "EQ", "BI", "WITHIN")


def starts_predicate(c: Cursor, i: int) -> bool:
    """Return whether something is said here that needs a subject."""
    i = _to_verb(c, i)
    lexeme = c.at(i)
    return any(
        lexeme.has(category) for category in ("CMP", "X", "SIGN", "STATE", "BETWEEN", "RISING", "MOVE", "TOUCH", "BI")
    ) or (lexeme.has("EQ") and (c.at(c.skip(i + 1)).has("HILO") or c.at(c.skip(i + 1)).has("NUM")))


def _to_verb(c: Cursor, i: int) -> int:
    """Return the place of the verb proper, past "is", "has been", "itself", "then"."""
    while True:
        i = c.skip(i)
        lexeme = c.at(i)
        passes = (
            lexeme.has("EQ")
            or lexeme.text in ("同时", "must", "should", "必须")
            or lexeme.has("WASBEFORE")
            or (lexeme.has("P", "at", "as") and not lexeme.has("SER"))
            or lexeme.has("TODAY")
        )
        if not passes or any(
            lexeme.has(category) for category in ("CMP", "X", "SIGN", "STATE", "MOVE", "RISING", "TOUCH", "SER")
        ):
            return i
        if lexeme.has("EQ") and (
            c.at(c.skip(i + 1)).has("HILO") or c.at(c.skip(i + 1)).has("NUM") or c.at(c.skip(i + 1)).has("MULT")
        ):
            return i
        i += 1


def predicate(c: Cursor, i: int, subject: Node) -> Found:
    """Return the condition that a predicate makes of a subject, and the place after it."""
    j = _to_verb(c, i)
    found = None
    for reader in (
        _close_verb,
        _sign,
        _state,
        _in_range,
        _between,
        _within_of,
        _compared_by,
        _move,
        _cross,
        _fresh,
        _touch,
        _comparison,
        _rising,
        _is,
    ):
        found = reader(c, j, subject)
        if found is not None:
            break
    if found is None and j > i:
        found = _postposition(c, i, subject)
    if found is None:
        return None
    c.memory.subject = subject
    return found


def _close_verb(c: Cursor, j: int, subject: Node) -> Found:
    """Read "the price closes above ...", "RSI closes below 30"."""
    lexeme = c.at(j)
    if not lexeme.has("SER", "close") or not starts_predicate(c, j + 1):
        return None
    return predicate(c, j + 1, subject)


def remember(c: Cursor, left: Node, right: Node) -> None:
    """Keep the two sides of a comparison for "when it crosses back"."""
    c.memory.last_was_level = right.op == "num"
    if right.op == "num":
        c.memory.last_level = right
    else:
        c.memory.pair = (left, right)


def _matched(c: Cursor, left: Node, right: Node, place: int) -> Node:
    """Return the right side on the bar and the symbol of the left one."""
    if left.op == "lag" and right.op not in ("num", "lag") and not any(part.op == "lag" for part in walk(right)):
        today = c.memory.lag_said or any(c.at(k).has("TODAY") for k in (place, place + 1, place + 2))
        right = right if today else lag(right, int(left.parts[1].number))
    if left.op == "call" and left.word == "of" and c.memory.symbol is not None:
        right = of_symbol(c.memory.symbol, right)
    return right


def _right(c: Cursor, j: int, subject: Node) -> Found:
    """Return the other side of a comparison; "it" is what was compared with before."""
    j = c.skip(j)
    lexeme = c.at(j)
    ago = _value_ago(c, j, subject)
    if ago is not None:
        return ago
    if lexeme.has("EVENT") and c.at(c.skip(j + 1)).has("SER", "open", "close"):
        return name(str(c.at(c.skip(j + 1)).get("SER"))), c.skip(j + 1) + 1
    if lexeme.has("EVENT") and c.memory.last_was_level and not is_price(subject) and c.memory.last_level is not None:
        return c.memory.last_level, j + 1
    spoken = c.memory.subject
    topic = c.memory.topic
    if lexeme.has("EVENT") and c.memory.pair is None and topic is not None and is_price(topic) and topic != subject:
        return topic, j + 1
    if lexeme.has("EVENT") and spoken is not None and spoken != subject and is_price(spoken) and spoken.op != "name":
        return spoken, j + 1
    if (
        (lexeme.has("EVENT") or lexeme.text in ("that", "its", "它"))
        and c.memory.pair is not None
        and not c.at(j + 1).has("AVG")
    ):
        return c.memory.pair[1], j + 1
    found = operand(c, j, subject)
    if found is None:
        return None
    return _matched(c, subject, found[0], j), found[1]


def _value_ago(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(than) it was 10 days ago", "5 days ago", "its value 3 bars ago" of the subject itself."""
    k, was = j, False
    while (
        c.at(k).has("EVENT")
        or c.at(k).has("WASBEFORE")
        or c.at(k).has("EQ")
        or c.at(k).text in ("its", "value", "level", "the", "where", "what", "own", "its own", "reading")
    ):
        was = was or c.at(k).has("WASBEFORE") or c.at(k).has("EQ") or c.at(k).text == "value"
        k += 1
    if c.at(k).has("PREV") and was and not c.at(c.skip(k + 1)).has("SER"):
        return lag(subject, int(str(c.at(k).get("PREV")))), k + 1
    span = c.at(k).get("SPAN")
    if span is None or (
        not c.at(c.skip(k + 1)).has("AGO", "ago")
        and c.at(c.skip(k + 1)).text not in ("ago", "earlier", "before", "back", "前")
    ):
        return None
    return lag(subject, c.memory.bars(span)), c.skip(k + 1) + 1  # type: ignore[arg-type]


def sensible(c: Cursor, sign: str, left: Node, right: Node) -> tuple[str, Node]:
    """Return a comparison with an extreme so that it can be true: the bar itself is left out of its own extreme."""
    wrapped = right.op == "call" and right.word == "of" and left.op == "call" and left.word == "of"
    if wrapped:
        sign, inner = sensible(c, sign, left.parts[1], right.parts[1])
        return sign, Node("call", ("of", right.parts[0], inner))
    if right.op != "call" or right.word not in ("highest", "lowest"):
        return sign, right
    up = right.word == "highest"
    inside = right.parts[0] in (left, name("high" if up else "low"))
    if inside and sign == (">" if up else "<"):
        c.memory.guess(
            "breakout", str(lag(right, 1)), "a bar cannot pass an extreme that it is part of; the bars before it count"
        )
        return sign, lag(right, 1)
    return sign, right


def compared(c: Cursor, sign: str, left: Node, right: Node) -> Node:
    """Return a comparison, and keep its sides."""
    sign, right = sensible(c, sign, left, right)
    remember(c, left, right)
    return compare(sign, left, right)


def _comparison(c: Cursor, j: int, subject: Node) -> Found:
    """Read "above X", "at least 2% below X", "more than 1.5 times X", "超过其20日均量的1.5倍"."""
    lexeme = c.at(j)
    if not lexeme.has("CMP"):
        return None
    sign, k = str(lexeme.get("CMP")), c.skip(j + 1)
    if c.at(k).has("P", "than", "by"):
        k = c.skip(k + 1)
    both = _both_ways(c, k, subject, sign)
    if both is not None:
        return both
    stacked = c.at(k)
    if (stacked.has("CMP") and sign == "==") or stacked.has("CMP", ">=", "<="):
        sign, k = str(stacked.get("CMP")), c.skip(k + 1)
    moved = _offset_from(c, k, subject, sign)
    if moved is not None:
        return moved
    right = _right(c, k, subject)
    if right is None:
        known = c.memory.pair
        if known is None or not ((is_price(subject) and is_price(known[0])) or subject == known[0]):
            return None
        return compare(sign, known[0] if known[0].op != "lag" else subject, known[1]), j + 1
    node, k = _scaled_behind(c, right[0], right[1], sign)
    first = compared(c, sign, subject, node)
    chained = c.at(k).has("CMP", ">", "<") and c.at(k).text in (">", "<") and node.op != "num"
    rest = _comparison(c, k, node) if chained else None
    return (first, k) if rest is None else (all_of(first, rest[0]), rest[1])


def _both_ways(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read "above and below X": two comparisons with one thing."""
    if not c.at(k).has("CONJ", "and", "or") or not c.at(c.skip(k + 1)).has("CMP"):
        return None
    other = str(c.at(c.skip(k + 1)).get("CMP"))
    right = _right(c, c.skip(k + 1) + 1, subject)
    if right is None or other == sign:
        return None
    parts = (compare(sign, subject, right[0]), compare(other, subject, right[0]))
    return Node(str(c.at(k).get("CONJ")), parts), right[1]


def _scaled_behind(c: Cursor, node: Node, k: int, sign: str) -> tuple[Node, int]:
    """Read a factor or a percentage behind the thing compared with: "的1.5倍", "by 60%", "均线2%"."""
    if node.op == "num":
        return node, k
    m = c.skip(k)
    if c.at(k).has("ZHOF") and c.at(k + 1).has("PCT"):
        return arithmetic("*", num(round(float(str(c.at(k + 1).get("PCT"))) / 100, 10)), node), k + 2
    by = c.at(k).has("P", "by") or c.at(m).has("P", "by")
    m = k if c.at(k).has("P", "by") else m
    m = c.skip(m + 1) if by else m
    lexeme = c.at(m)
    if c.at(m).has("CMP", ">=", ">") and (c.at(c.skip(m + 1)).has("PCT") or c.at(c.skip(m + 1)).has("MULT")):
        m = c.skip(m + 1)
        lexeme = c.at(m)
    if lexeme.has("MULT") and not c.at(c.skip(m + 1)).has("IND"):
        return arithmetic("*", num(float(str(lexeme.get("MULT")))), node), m + 1
    glued = lexeme.has("PCT") and (by or c.at(m).start == c.at(m - 1).end or c.at(c.skip(k - 1)).text >= "\u4e00")
    if glued and not c.at(c.skip(m + 1)).has("STOP") and not c.at(c.skip(m + 1)).has("TARGET"):
        up = 1 if sign in (">", ">=") else -1
        return level(node, "percent", num(float(str(lexeme.get("PCT")))), up), m + 1
    return node, k


def _offset_from(c: Cursor, k: int, subject: Node, sign: str) -> Found:
    """Read the amount and direction of "more than 2% above X" and "at least 1 ATR below X"."""
    amount = atr_amount(c, k)
    kind, value, m = ("distance", amount[0], amount[1]) if amount else ("percent", None, k + 1)
    if amount is None:
        if not c.at(k).has("PCT"):
            return None
        value = num(float(str(c.at(k).get("PCT"))))
    m = c.skip(m)
    if c.at(m).has("CMP", ">=") and direction_of(c.at(c.skip(m + 1))):
        sign, m = ">=", c.skip(m + 1)
    way = direction_of(c.at(m))
    if way == 0 or value is None:
        return None
    m = c.skip(m + 1)
    m = c.skip(m + 1) if c.at(m).has("P", "than", "from", "of") else m
    base = _right(c, m, subject)
    if base is None:
        return None
    stated = sign if way > 0 else mirror(sign)
    return compared(c, stated, subject, level(base[0], kind, value, way)), base[1]


def _is(c: Cursor, j: int, subject: Node) -> Found:  # noqa: C901, PLR0911 - one reading of one construct
    """Read "is the lowest close of the last 7 days", "is 2% above X", "is 1.5x its average", "is 3"."""
    k = c.skip(j + 1) if c.at(j).has("EQ") else j
    starts = ("MULT", "PCT", "NUM", "HILO")
    if not c.at(j).has("EQ") and not any(c.at(k).has(word) for word in starts):
        return None
    bare = _offset_from(c, k, subject, ">")
    if bare is not None:
        return bare
    right = _right(c, k, subject)
    if right is None or right[0] == subject:
        return None
    node = right[0]
    if node.op == "call" and node.word in ("highest", "lowest"):
        if node.parts[0] != subject and subject == CLOSE:
            node = call(node.word, CLOSE, node.parts[1])
        remember(c, subject, node)
        return compare(">=" if node.word == "highest" else "<=", subject, node), right[1]
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


def _postposition(c: Cursor, i: int, subject: Node) -> Found:
    """Read "在20日均线之上": the direction stands behind the thing compared with."""
    k = c.skip(i)
    k = c.skip(k + 1) if c.at(k).has("EQ") else k
    right = _right(c, k, subject)
    if right is None:
        return None
    m = c.skip(right[1])
    if not c.at(m).has("CMP"):
        return None
    node, after = _scaled_behind(c, right[0], m + 1, str(c.at(m).get("CMP")))
    return compared(c, str(c.at(m).get("CMP")), subject, node), after


def _compared_by(c: Cursor, j: int, subject: Node) -> Found:
    """Read "比前一天收盘价高2%", "比20日均线低"."""
    if not c.at(j).has("BI"):
        return None
    right = _right(c, j + 1, subject)
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


def _cross(c: Cursor, j: int, subject: Node) -> Found:
    """Read crossings; without another side, the sides of the last comparison."""
    lexeme = c.at(j)
    if not lexeme.has("X"):
        return None
    said = lexeme.get("X")
    way, strength = map(str, said) if isinstance(said, tuple) else ("", "strong")
    k = c.skip(j + 1)
    if c.at(k).has("CMP") and not way:
        way, k = ("up" if c.at(k).has("CMP", ">", ">=") else "down"), c.skip(k + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "of", "to", "from") else k
    right = _right(c, k, subject)
    if right is None or (right[0] == subject and c.memory.pair is None):
        return _cross_back(c, j, subject, way)
    if right[0].op == "num" and is_price(subject) and (c.at(k).has("PCT") or c.at(right[1] - 1).has("PCT")):
        share = right[0].number
        change = call("roc", CLOSE, 1)
        return compared(c, ">" if way == "up" else "<", change, num(share if way == "up" else -share)), right[1]
    node, after = _scaled_behind(c, right[0], right[1], ">" if way == "up" else "<")
    if not way:
        way = "down" if c.memory.exit_context else "up"
        c.memory.guess("direction of the crossing", way, "the words do not say which way; entries were read as upwards")
    return crossing(c, way, strength, subject, node), after


def crossing(c: Cursor, way: str, strength: str, left: Node, right: Node) -> Node:
    """Return a crossing; a weak one ("breaks", "drops below") is settled when it is known whether it enters or leaves."""  # noqa: E501
    sign, right = sensible(c, ">" if way == "up" else "<", left, right)
    remember(c, left, right)
    function = {"strong": "crosses_above" if sign == ">" else "crosses_below"}.get(
        strength, "moves_above" if sign == ">" else "moves_below"
    )
    return call(function, left, right)


def _cross_back(c: Cursor, j: int, subject: Node, way: str) -> Found:
    level_before = c.memory.last_level
    about_level = c.memory.last_was_level and not is_price(subject)
    if way and level_before is not None and about_level:
        return call("crosses_above" if way == "up" else "crosses_below", subject, level_before), j + 1
    if c.memory.pair is None or not way:
        return None
    left, right = c.memory.pair
    return call("crosses_above" if way == "up" else "crosses_below", left, right), j + 1


def _sign(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is positive", "turns negative", "由负转正"."""
    lexeme = c.at(j)
    if not lexeme.has("SIGN") or is_price(subject):
        return None
    up = lexeme.has("SIGN", "+")
    turns = any(
        word in lexeme.text
        for word in (
            "turn",
            "from",
            "flip",
            "become",
            "go",
            "switch",
            "转",
            "由",
            "从",
            "翻",
            "变",
            "change",
            "into",
            "swing",
        )
    )
    zero = num(0)
    remember(c, subject, zero)
    if turns:
        return call(
            "moves_above" if up else "moves_below", subject, zero
        ) if "from" not in lexeme.text and "由" not in lexeme.text else call(
            "crosses_above" if up else "crosses_below", subject, zero
        ), j + 1
    return compare(">" if up else "<", subject, zero), j + 1


def indicator_of(node: Node) -> Indicator | None:
    """Return the indicator that a tree is, whatever its numbers."""
    shown = str(node).partition("(")[0]
    ending = node.word if node.op == "field" else ""
    for spec in INDICATORS.values():
        sample = spec.build(spec.usual)
        same_field = (sample.word if sample.op == "field" else "") == ending
        if str(sample).partition("(")[0] == shown and same_field and (sample.op in ("call", "field")):
            return spec
    return None


def _state(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is oversold", "flips bullish"."""
    lexeme = c.at(j)
    if not lexeme.has("STATE"):
        return None
    state = str(lexeme.get("STATE"))
    if state in ("overbought", "oversold"):
        return _extreme_state(c, j, subject, state)
    node = _directional(subject)
    if node is None:
        return None
    up = state == "bullish"
    changes = any(word in lexeme.text for word in ("turn", "flip", "go", "switch", "change", "转", "翻", "变"))
    left, right = node
    if left.op == "field" and left.word == "direction":
        turned = call("crosses_above" if up else "crosses_below", left, num(0))
        return (turned if changes else compare(">" if up else "<", left, num(0))), j + 1
    if changes:
        return call("crosses_above" if up else "crosses_below", left, right), j + 1
    return compare(">" if up else "<", left, right), j + 1


def _directional(subject: Node) -> tuple[Node, Node] | None:
    inner = subject.parts[0] if subject.op == "field" else subject
    if inner.word == "supertrend":
        return field(inner, "direction"), num(0)
    if inner.word == "sar":
        return CLOSE, inner
    if inner.word == "macd":
        return field(inner, "macd"), field(inner, "signal")
    if inner.word == "aroon":
        return field(inner, "up"), field(inner, "down")
    return None


def _extreme_state(c: Cursor, j: int, subject: Node, state: str) -> Found:
    if is_price(subject):
        subject = call("rsi", CLOSE, c.memory.given.get("rsi", (14,))[0])
        c.memory.guess("indicator", "RSI(14)", f'"{state}" without an indicator was read by the RSI')
    spec = indicator_of(subject)
    if spec is None or spec.low is None or spec.high is None:
        return None
    bound = spec.low if state == "oversold" else spec.high
    k = c.skip(j + 1)
    if c.is_sign(k, "(") and c.at(k + 1).has("CMP"):
        given = operand(c, k + 2)
        if given and c.is_sign(given[1], ")"):
            return compare(str(c.at(k + 1).get("CMP")), subject, given[0]), given[1] + 1
    c.memory.guess(
        f"{state} level", bound, f"{state} was not given a number; {bound:g} is the usual level of the {spec.title}"
    )
    remember(c, subject, num(bound))
    return compare("<" if state == "oversold" else ">", subject, num(bound)), j + 1


def _in_range(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is in the bottom 20% of the day's range", "closes in the upper third of its range"."""
    lexeme = c.at(j)
    if not (lexeme.has("PART", "upper", "lower") and is_price(subject)):
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
    while c.at(m).has("P") or c.at(m).is_noise or c.at(m).has("TODAY") or c.at(m).has("SER", "price"):
        m += 1
    if not c.at(m).has("SER", "range"):
        return None
    place = arithmetic("/", arithmetic("-", CLOSE, name("low")), arithmetic("-", name("high"), name("low")))
    low = lexeme.has("PART", "lower")
    return compare("<=" if low else ">=", place, num(round(part if low else 1 - part, 6))), m + 1


def _between(c: Cursor, j: int, subject: Node) -> Found:
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
        if not c.at(c.skip(after)).has("BETWEEN"):
            return None
        after = c.skip(after) + 1
    if low[0].op == high[0].op == "num" and low[0].number > high[0].number:
        low, high = high, low
    return all_of(compare(">=", subject, low[0]), compare("<=", subject, high[0])), after


def _within_of(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is within 2% of X"."""
    lexeme = c.at(j)
    if not (lexeme.has("WITHIN") or lexeme.has("CMP", "<")) or lexeme.text != "within":
        return None
    k = c.skip(j + 1)
    if not c.at(k).has("PCT") or (not c.at(c.skip(k + 1)).has("P", "of") and c.at(k + 1).text != "of"):
        return None
    base = operand(c, c.skip(k + 1) if c.at(k + 1).text != "of" else k + 2, subject)
    if base is None:
        return None
    share = float(str(c.at(k).get("PCT"))) / 100
    gap = call("abs", arithmetic("-", arithmetic("/", subject, base[0]), num(1)))
    return compare("<=", gap, num(share)), base[1]


def _rising(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is rising", "has fallen for 3 days", "is higher than 5 days ago"."""
    lexeme = c.at(j)
    if not lexeme.has("RISING"):
        return None
    up = lexeme.has("RISING", "up")
    if c.at(j + 1).has("ACT") and not c.at(j - 1).has("EQ"):
        return None
    k = j + 1 if c.at(j + 1).has("FORN") else c.skip(j + 1)
    if any(c.at(k).has(word) for word in ("FORN", "INAROW", "SPAN", "WITHIN", "NUM")):
        m = k
        while (
            c.at(m).has("FORN")
            or c.at(m).has("INAROW")
            or c.at(m).has("CMP", ">=")
            or c.at(m).has("LASTN")
            or c.at(m).has("WITHIN")
        ):
            m = c.skip(m + 1)
        span = c.at(m).get("SPAN")
        if span is not None and not c.at(c.skip(m + 1)).has("ACT"):
            end = m + 1
            end = c.skip(end) + 1 if c.at(c.skip(end)).has("INAROW") else end
            return call("rising" if up else "falling", subject, c.memory.bars(span)), end  # type: ignore[arg-type]
        if c.at(m).has("NUM") and c.at(c.skip(m + 1)).has("INAROW"):
            end = c.skip(m + 1) + 1
            end = end + 1 if c.at(end).has("UNIT") else end
            return call("rising" if up else "falling", subject, float(str(c.at(m).get("NUM")))), end
    return call("rising" if up else "falling", subject, 1), j + 1


def _move(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is up more than 3% over 5 days", "falls 10% from its 20-day high", "涨幅超过3%"."""
    lexeme = c.at(j)
    if not lexeme.has("MOVE"):
        return None
    up = lexeme.has("MOVE", "up")
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "by") else k
    sign = ">"
    if c.at(k).has("CMP"):
        sign, k = str(c.at(k).get("CMP")), c.skip(k + 1)
    if not c.at(k).has("PCT"):
        return _plain_move(c, j, subject, up=up)
    share = float(str(c.at(k).get("PCT")))
    m = c.skip(k + 1)
    if c.at(m).has("CMP", ">="):
        sign, m = ">=", c.skip(m + 1)
    m = k + 1 if c.at(k + 1).has("P", "from") else m
    back = c.at(m)
    if back.has("P", "from", "than", "against") or back.has("CMP", "<", ">") or back.has("BI"):
        base = _right(c, m + 1, subject)
        if base is not None and base[0].op != "num":
            moved = level(base[0], "percent", num(share), 1 if up else -1)
            return compared(c, sign if up else mirror(sign), subject, moved), base[1]
    bars, after = _over_bars(c, m)
    change = call("roc", subject if is_price(subject) or subject.op == "name" else CLOSE, bars)
    change = call("roc", subject, bars) if subject.op == "call" and subject.word == "of" else change
    bound = num(share if up else -share)
    return compared(c, sign if up else mirror(sign), change, bound), after


def _plain_move(c: Cursor, j: int, subject: Node, *, up: bool) -> Found:
    """Read "closes lower", "closes higher than the day before", "is down on the day"."""
    closes = any(word in c.at(j).text for word in ("close", "收"))
    k = c.skip(j + 1)
    if c.at(k).text == "than" or c.at(k).has("P", "than"):
        base = _right(c, k + 1, subject)
        if base is not None:
            return compared(c, ">" if up else "<", subject, base[0]), base[1]
    if not closes:
        return None
    return compare(">" if up else "<", CLOSE, lag(CLOSE, 1)), j + 1


def _over_bars(c: Cursor, m: int) -> tuple[int, int]:
    start, k = m, m
    while (
        c.at(k).has("FORN")
        or c.at(k).has("WITHIN")
        or c.at(k).has("P", "in", "on", "over", "within", "from")
        or c.at(k).has("LASTN")
    ):
        k = c.skip(k + 1)
    span = c.at(k).get("SPAN")
    if span is not None and k >= start:
        return c.memory.bars(span), k + 1  # type: ignore[arg-type]
    if c.at(k).has("TODAY") or c.at(k).text in ("day", "session"):
        return 1, k + 1
    return 1, start


def _fresh(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(OBV) makes a new 20-day high" of anything but the price."""
    k = c.skip(j)
    while c.at(k).has("EQ") or c.at(k).has("TOUCH") or c.at(k).has("P", "at", "to"):
        k = c.skip(k + 1)
    new = c.at(k).has("NEW")
    k = c.skip(k + 1) if new else k
    if is_price(subject) or not c.at(k).has("SPAN"):
        return None
    m = c.skip(k + 1)
    m = c.skip(m + 1) if c.at(m).has("NEW") else m
    way = {"high": "highest", "low": "lowest"}.get(str(c.at(m).get("SER"))) or (
        c.at(m).get("HILO") if c.at(m).text in ("新高", "新低") else None
    )
    if way is None:
        return None
    extreme = call(str(way), subject, c.memory.bars(c.at(k).get("SPAN")))  # type: ignore[arg-type]
    if not new and c.at(m).has("SER"):
        return compare(">=" if way == "highest" else "<=", subject, extreme), m + 1
    return compare(">" if way == "highest" else "<", subject, lag(extreme, 1)), m + 1


def _touch(c: Cursor, j: int, subject: Node) -> Found:
    """Read "touches the lower band", "pulls back to the 20 EMA": the bar's range reaches the level."""
    if not c.at(j).has("TOUCH"):
        return None
    right = _right(c, j + 1, subject)
    if right is None:
        return None
    if not is_price(subject):
        node = compared(c, ">=" if right[0].op == "num" and right[0].number >= 50 else "<=", subject, right[0])
        return node, right[1]
    if c.memory.exit_context:
        return compared(c, "<=" if c.memory.entered_short else ">=", CLOSE, right[0]), right[1]
    from_above = not str(right[0]).endswith(".upper") and not str(right[0]).startswith("highest")
    return compared(c, "<=" if from_above else ">=", name("low" if from_above else "high"), right[0]), right[1]
