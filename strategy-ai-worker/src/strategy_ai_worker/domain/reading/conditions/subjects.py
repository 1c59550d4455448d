"""Conditions with a subject, or with the two compared before."""

from __future__ import annotations

from strategy_ai_worker.domain.reading import events
from strategy_ai_worker.domain.reading.conditions.again import difference, flipped, measure_again
from strategy_ai_worker.domain.reading.conditions.pronouns import pronoun, right_is_number
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, direction_of, is_price, operand
from strategy_ai_worker.domain.reading.operands.notation import coded, is_condition
from strategy_ai_worker.domain.reading.predicates import predicate, starts_predicate
from strategy_ai_worker.domain.reading.predicates.comparisons import in_range
from strategy_ai_worker.domain.reading.predicates.sides import compared
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    any_of,
    arithmetic,
    call,
    compare,
    lag,
    negate,
)


def written_as_code(c: Cursor, i: int) -> Found:
    """Read a condition that is a function of the language by itself: "crossover(close, sma(close, 50))"."""
    found = coded(c, i, None)
    if found is None or not is_condition(found[0]):
        return None
    if found[0].op == "call" and found[0].word.startswith("crosses"):
        c.memory.pair = (found[0].parts[0], found[0].parts[1])
    return found


def closes_in_a_row(c: Cursor, i: int) -> Found:
    """Read "2 consecutive closes below the lower band"."""
    if c.at(i).has("INAROW"):
        span = c.at(c.skip(i + 1)).get("SPAN")
        lasting = with_subject(c, c.skip(c.skip(i + 1) + 1)) if isinstance(span, Span) else None
        if lasting is not None and isinstance(span, Span):
            return call("all", as_state(lasting[0]), c.memory.bars(span)), lasting[1]
        return None
    start, i = i, c.skip(i + 1) if c.at(i).has("CMP", ">=") else i
    run = c.at(c.skip(i + 1)).has("INAROW")
    whole = c.at(i).get("SPAN")
    if (
        isinstance(whole, Span)
        and c.at(i).text.endswith(("days", "bars", "sessions"))
        and c.at(i + 1).has("CMP", ">", "<")
    ):
        level = predicate(c, i + 1, CLOSE)
        priced = level is not None and level[0].op in ("<", ">") and is_price(level[0].parts[1])
        return (call("all", level[0], c.memory.bars(whole)), level[1]) if level is not None and priced else None
    noun = c.at(c.skip(i + 1)).text in ("closes", "daily closes", "hourly closes") and c.at(i).has("NUM")
    if not c.at(i).has("NUM") or not (run or noun) or (start < i and c.at(start - 1).has("SER")):
        return None
    j = c.skip(c.skip(i + 1) + 1) if run else c.skip(i + 1)
    behind = c.skip(j + 1)
    found = predicate(c, behind + 1, CLOSE) if noun and c.at(behind).has("INAROW") else with_subject(c, j)
    if found is None:
        return None
    return call("all", as_state(found[0]), float(str(c.at(i).get("NUM")))), found[1]


def day_was(c: Cursor, i: int) -> Found:
    """Read "yesterday was an inside day", "the previous candle was red"."""
    if not c.at(i).has("PREV"):
        return None
    j = i + 1
    while c.at(j).has("EQ") or c.at(j).has("WASBEFORE") or c.at(j).is_noise:
        j += 1
    refused = c.at(j).has("NOT")
    j = c.skip(j + 1) if refused else j
    closed = c.at(j).has("MOVE", "up", "down") and c.at(j).text.startswith(("close", "finish", "end"))
    if closed and not any(c.at(c.skip(j + 1)).has(word) for word in ("PCT", "CMP", "P")):
        moved = compare(">" if c.at(j).has("MOVE", "up") else "<", CLOSE, lag(CLOSE, 1))
        moved = negate(moved) if refused else moved
        return lag(moved, int(str(c.at(i).get("PREV")))), j + 1
    if j == i + 1 and not (c.at(j).has("PATTERN") or c.at(j).has("GAP")):
        return None
    found = events.candle(c, j) or events.streak(c, j) or (events.gap(c, j) if c.at(j).has("GAP") else None)
    if found is None:
        return None
    bars = int(str(c.at(i).get("PREV")))
    if refused:
        return lag(negate(found[0]), bars), found[1]
    return all_of(*(lag(part, bars) for part in (found[0].parts if found[0].op == "and" else (found[0],)))), found[1]


def _said_of(c: Cursor, j: int, subject: Node) -> Found:
    """Read a predicate of a subject; of another asset its levels are that asset's own."""
    outside = c.memory.symbol
    c.memory.symbol = subject.parts[0].word if subject.op == "call" and subject.word == "of" else None
    found = predicate(c, j, subject)
    c.memory.symbol = outside
    return found


def of_both(c: Cursor, i: int) -> Found:
    """Read "both lines are under 20" of the two lines compared last, "both averages are rising"."""
    if not c.at(i).has("WORST"):
        return _either(c, i)
    return _each_turns(c, i) or _both(c, i)


def _both(c: Cursor, i: int) -> Found:
    """Read "both lines are under 20"."""
    j = c.skip(i + 1)
    one = operand(c, j)
    other = operand(c, c.skip(one[1]) + 1) if one is not None and c.at(c.skip(one[1])).has("CONJ", "and") else None
    if one is not None and other is not None and one[0].op != "num":
        first, second = _said_of(c, other[1], one[0]), _said_of(c, other[1], other[0])
        if first is not None and second is not None:
            c.memory.pair = (one[0], other[0])
            return all_of(first[0], second[0]), first[1]
    while c.at(j).has("SER", "price") or c.at(j).has("UNK") or c.at(j).has("AVG") or c.at(j).has("BANDWORD"):
        j = c.skip(j + 1)
    known = _two_known(c, j)
    if known is None:
        return None
    left, right = known
    first, second = _said_of(c, j, left), _said_of(c, j, right)
    if first is None or second is None:
        return None
    c.memory.pair = c.memory.pair and (left, right)
    return all_of(first[0], second[0]), first[1]


def _two_known(c: Cursor, j: int) -> tuple[Node, Node] | None:
    """Return the two things that "both", "either" speak of: those compared with a level last, or with one another."""
    if c.memory.last_was_level and len(c.memory.levelled) > 1 and right_is_number(c, j):
        return c.memory.levelled[-2], c.memory.levelled[-1]
    return c.memory.pair


def _each_turns(c: Cursor, i: int) -> Found:
    """Read "(when) either goes below", "both fall back under" of the last two things, each against its own line."""
    any_one = c.at(i).has("EITHER") or c.at(i).text in ("either", "either one")
    j = i + 1
    while c.at(j).text in ("one", "of", "them", "the", "two", "these", "line", "lines") or c.at(j).has("EQ"):
        j += 1
    said = c.at(j).get("X")
    way = direction_of(c.at(j)) or ({"up": 1, "down": -1}.get(str(said[0]), 0) if isinstance(said, tuple) else 0)
    behind = c.at(c.skip(j + 1))
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT")
    if not (any_one or c.at(i).has("WORST")) or way == 0 or not ends or len(c.memory.sides) < 2:
        return None
    told = [compare(">" if way > 0 else "<", *sides) for sides in c.memory.sides[-2:]]
    return (any_of if any_one else all_of)(*told), j + 1


def _either(c: Cursor, i: int) -> Found:
    """Read "either goes over 60" of the two compared last."""
    turns = _each_turns(c, i)
    if turns is not None:
        return turns
    j = c.skip(i + 1)
    while c.at(j).text in ("of", "one", "them", "the", "two", "these"):
        j = c.skip(j + 1)
    known = _two_known(c, j) if c.at(i).has("EITHER") else None
    if known is None or not starts_predicate(c, j):
        return None
    left, right = (_said_of(c, j, side) for side in known)
    if left is None or right is None or c.at(left[1] - 1).has("CMP"):
        return None
    return any_of(left[0], right[0]), left[1]


def _own_measure(c: Cursor, i: int) -> Found:
    """Read "(sell when) XLF's (is below SPY's)": what was compared before, of that asset."""
    symbols, known = c.at(i).get("SYM"), c.memory.pair
    follows = c.at(i + 1).has("EQ") or c.at(i + 1).has("CMP") or c.at(i + 1).has("X")
    owned = isinstance(symbols, tuple) and c.at(i).text.endswith("'s") and follows
    if not owned or known is None or is_price(known[0]):
        return None
    for side in known:
        foreign = side.op == "call" and side.word == "of"
        if not foreign or (isinstance(symbols, tuple) and side.parts[0].word in symbols):
            return side, i + 1
    return None


def with_subject(c: Cursor, i: int) -> Found:
    """Read subject and predicate: "RSI(14) is below 30", "the close crosses above its 50-day average"."""
    if c.at(i).has("ACT") and not c.at(i).has("SER"):
        return None
    if (
        c.at(i).has("SYM")
        and c.at(i + 1).text.isascii()
        and c.at(i + 1).has("P", "on", "with", "at", "in", "for", "after")
    ):
        return None
    left = _own_measure(c, i) or measure_again(c, i) or difference(c, i) or pronoun(c, i) or operand(c, i)
    if left is None or (left[0].op == "num" and not starts_predicate(c, left[1])):
        return None
    subject, j = left
    if subject.op == "num":
        return None
    if c.at(j).has("IND", "slope"):
        subject, j = arithmetic("-", subject, lag(subject, 1)), j + 1
    symbol = subject.parts[0].word if subject.op == "call" and subject.word == "of" else None
    outside = c.memory.symbol
    c.memory.symbol = symbol
    found = predicate(c, j, subject)
    c.memory.symbol = outside
    found = _cross_behind(c, *found) if found is not None else None
    if found is not None:
        c.memory.said = (subject, found[0])
    return found


def _cross_behind(c: Cursor, node: Node, j: int) -> tuple[Node, int]:
    """Read "SMA(10) over SMA(40) cross": the noun behind two lines says that one crosses the other."""
    way = c.at(j).get("X")
    lines = node.op in ("<", ">") and all(part.op == "call" for part in node.parts)
    noun = isinstance(way, tuple) and not way[0] and c.at(j).text in ("cross", "crossing", "crossover")
    behind = c.at(c.skip(j + 1))
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CMP", "==")
    if not (lines and noun and ends):
        return node, j
    c.memory.crossed = (node.parts[0], node.parts[1])
    return call("crosses_above" if node.op == ">" else "crosses_below", *node.parts), j + 1


def back_inside(c: Cursor, i: int) -> Found:
    """Read "closes back inside (the bands)" after the band or channel that the price had left."""
    j = i
    while (
        c.at(j).has("EVENT")
        or c.at(j).has("SER", "price", "close")
        or c.at(j).has("EQ")
        or c.at(j).text in _BACK
        or (c.at(j).has("MOVE") and c.at(j + 1).text == "back")
    ):
        j += 1
    if c.at(j).text != "inside" or c.memory.pair is None or j == i:
        return None
    right = c.memory.pair[1]
    inner = right.parts[0] if right.op == "lag" else right
    lower = str(inner).endswith(".lower") or inner.word == "lowest" or (inner.op == "-" and is_price(inner))
    upper = str(inner).endswith(".upper") or inner.word == "highest" or (inner.op == "+" and is_price(inner))
    if lower == upper:
        return None
    k = j + 1
    while c.at(k).has("BANDWORD") or c.at(k).has("IND") or c.at(k).has("EVENT") or (c.at(k).is_noise and k < j + 4):
        k += 1
    return compare(">" if lower else "<", CLOSE, inner), k


_BACK = frozenset(
    {"back", "then", "closes", "closed", "close", "comes", "returns", "again", "gets", "moves", "finishes"}
)


def in_bar_range(c: Cursor, i: int) -> Found:
    """Read "in the top 20% of its range", "(top quarter of the day's range)" without a subject: the close is meant."""
    j = i
    while c.at(j).has("P", "in", "within") or c.at(j).is_noise:
        j += 1
    return in_range(c, j, CLOSE) if j < i + 4 else None


def placed(c: Cursor, i: int) -> Found:
    """Read "在中轨之上" without a subject: the close is meant."""
    led = c.at(i).text in ("在", "处于", "位于", "站在")
    if not led and not (c.at(i - 1).text.endswith("在") and c.at(i - 1).has("ACT")):
        return None
    level = operand(c, i + 1 if led else i)
    if level is None or not is_price(level[0]):
        return None
    k = c.skip(level[1])
    way = direction_of(c.at(k)) if c.at(k).text >= "\u4e00" else 0
    return None if way == 0 else (compared(c, ">" if way > 0 else "<", CLOSE, level[0]), k + 1)


_MORE_OR_LESS = {
    "less": -1,
    "smaller": -1,
    "worse": -1,
    "weaker": -1,
    "greater": 1,
    "better": 1,
    "bigger": 1,
    "stronger": 1,
}


def turned(c: Cursor, i: int) -> Found:
    """Read "(when) it is lower", "falls below", of the two sides compared last, where no other side follows."""
    turned_over = flipped(c, i)
    if turned_over is not None:
        return turned_over
    j = c.skip(i + 1) if c.at(i).has("EVENT") else i
    said = j > i
    while c.at(j).has("EQ") and not c.at(j).has("CMP"):
        j, said = c.skip(j + 1), True
    lexeme = c.at(j)
    headed = j == i and (i == 0 or c.is_sign(i - 1, ".", ";", "\n", ",")) and c.is_sign(i + 1, ":", "=")
    said = said or headed
    way = direction_of(lexeme) if lexeme.has("CMP", ">", "<") or lexeme.text in ("lower", "higher") else 0
    way = way or _MORE_OR_LESS.get(lexeme.text, 0)
    k = c.skip(j + 1)
    behind = c.at(k)
    ends = behind.has("END") or behind.has("ACT") or c.is_sign(k, ".", ",", ";", "\n", "!") or headed
    if way == 0 or not said or not ends:
        return None
    sign = ">" if way > 0 else "<"
    if c.memory.last_was_level:
        subject, bound = c.memory.subject, c.memory.last_level
        return None if subject is None or bound is None else (compare(sign, subject, bound), j + 1)
    return None if c.memory.pair is None else (compare(sign, *c.memory.pair), j + 1)


def off_level(c: Cursor, i: int) -> Found:
    """Read "(sell when) 10% below the 52-week high" without a subject: the close is meant."""
    if not c.at(i).has("PCT") or not (c.at(i - 1).has("MARK") or c.at(i - 1).has("CONJ")):
        return None
    way = direction_of(c.at(c.skip(i + 1)))
    found = operand(c, i) if way else None
    if found is None or not is_price(found[0]):
        return None
    return compared(c, ">" if way > 0 else "<", CLOSE, found[0]), found[1]
