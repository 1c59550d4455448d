"""Crossings that have a name, and those that name both lines in one breath."""

from __future__ import annotations

import itertools

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.events.cross_of import known_pair, past_level_said
from strategy_ai_worker.domain.reading.indicators import CLOSE, INDICATORS
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, direction_of, is_price, operand, primary
from strategy_ai_worker.domain.reading.predicates.states import directional
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare

_NAMED = {"golden": ("crosses_above", 50, 200), "death": ("crosses_below", 50, 200)}


def named_cross(c: Cursor, i: int) -> Found:
    """Read "golden cross" and "death cross", with the averages named near by or the usual 50 and 200."""
    lexeme = c.at(i)
    if not lexeme.has("CROSSNAME"):
        return None
    function, fast, slow = _NAMED[str(lexeme.get("CROSSNAME"))]
    of = _of_lengths(c, i + 1)
    if of is not None:
        c.memory.pair = c.memory.crossed = of[0]
        return call(function, *of[0]), of[1]
    pair = _lines_crossed(c) or _named_pair(c) or _pair_ahead(c, i + 1)
    if pair is None:
        pair = (call("sma", CLOSE, fast), call("sma", CLOSE, slow))
        c.memory.guess(
            "golden cross", [fast, slow], "the averages of the cross were not named; 50 and 200 bars are the usual ones"
        )
    c.memory.pair = c.memory.crossed = pair
    c.memory.averages.extend(line for line in pair if line not in c.memory.averages)
    return call(function, *pair), i + 1


def _bare_lengths(c: Cursor, i: int) -> tuple[tuple[Node, Node], int] | None:
    """Read "(golden cross) 20/50", "(20/50)" behind the name and "20/50 (golden cross)" before it."""
    j = i + 1 if c.is_sign(i, "(") else i
    strokes = c.at(j + 1).has("ARITH", "/") or c.is_sign(j + 1, "/", "-")
    behind = is_length(c.at(j)) and strokes and is_length(c.at(j + 2)) and not c.at(j + 3).has("AVG")
    ahead = (
        is_length(c.at(i - 4))
        and is_length(c.at(i - 2))
        and (c.at(i - 3).has("ARITH", "/") or c.is_sign(i - 3, "/", "-"))
    )
    if not behind and not ahead:
        return None
    k = j if behind else i - 4
    fast, slow = sorted((count_of(c, k), count_of(c, k + 2)))
    after = (j + 4 if c.is_sign(j + 3, ")") else j + 3) if behind else i
    kind = str(c.at(k + 3).get("AVG") or "sma")
    return (call(kind, CLOSE, fast), call(kind, CLOSE, slow)), after


def _lines_crossed(c: Cursor) -> tuple[Node, Node] | None:
    """Return the two lines of the last crossing, else those compared last; a price above its average is no such pair."""  # noqa: E501
    for pair in (c.memory.crossed, c.memory.pair):
        if pair is not None and pair[0] != CLOSE and pair[1].op != "num":
            return pair
    return None


def _of_lengths(c: Cursor, i: int) -> tuple[tuple[Node, Node], int] | None:
    """Read "(death cross) of the 20 and 60 day SMAs" behind its name."""
    bare = _bare_lengths(c, i)
    if bare is not None:
        return bare
    bracket = c.is_sign(i, "(")
    i = i + 1 if bracket else i
    led = c.at(i).has("P", "of", "on", "with") or c.at(i).text in ("between", "of the")
    if not led and not is_length(c.at(i)):
        return None
    j = c.skip(i + 1) if led else i
    link = c.skip(j + 1)
    far = c.skip(link + 1)
    linked = c.at(link).has("CONJ", "and") or c.is_sign(link, "/", "-", "&") or c.at(link).has("ARITH", "/")
    kind = c.at(c.skip(far + 1)).get("AVG")
    closed = bracket and kind is None and c.is_sign(far + 1, ")")
    kind = "sma" if closed else kind
    if not (is_length(c.at(j)) and linked and is_length(c.at(far))) or kind is None:
        return None
    fast, slow = sorted((count_of(c, j), count_of(c, far)))
    word = str(kind) or "sma"
    after = far + 2 if closed else c.skip(far + 1) + 1
    after = after + 1 if bracket and not closed and c.is_sign(after, ")") else after
    return (call(word, CLOSE, fast), call(word, CLOSE, slow)), after


def _pair_ahead(c: Cursor, i: int) -> tuple[Node, Node] | None:
    """Return the two averages named behind the cross: "golden cross on AAPL using the 20 EMA and the 100 EMA"."""
    k = i
    while k < i + 10 and c.at(k).text not in ("using", "with", "of", "by", ":", "(", "between"):
        if c.is_sign(k, ".", ";", "\n") or (c.at(k).has("ACT") and k > i):
            return None
        k += 1
    one = operand(c, k + 1)
    link = c.skip(one[1]) if one is not None else k
    linked = c.at(link).has("CONJ", "and") or c.is_sign(link, "/", "&", ",") or c.at(link).has("ARITH", "/")
    other = operand(c, c.skip(link + 1)) if linked else None
    lines = [found[0] for found in (one, other) if found is not None and found[0].op == "call" and is_price(found[0])]
    if len(lines) < 2 or any(line.parts[-1].op != "num" for line in lines):
        return None
    fast, slow = sorted(lines, key=lambda node: node.parts[-1].number)
    return fast, slow


def _named_pair(c: Cursor) -> tuple[Node, Node] | None:
    known = list(dict.fromkeys(c.memory.averages))
    if len(known) < 2:
        return None
    fast, slow = sorted(known[:2], key=lambda node: node.parts[-1].number if node.parts[-1].op == "num" else 0)
    return fast, slow


def pair_cross(c: Cursor, i: int) -> Found:
    """Read a crossing that names its two lines in one breath: "15/45-day EMA cross up", "a 10 and 30 day SMA crossover"."""  # noqa: E501
    numbers, kind, j = _two_lengths(c, i)
    if numbers is not None:
        pair = (call(kind, CLOSE, min(numbers)), call(kind, CLOSE, max(numbers)))
        c.memory.averages.extend(pair)
        return _crossed(c, j, pair)
    lexeme = c.at(i)
    named = _lines_before_cross(c, i) or _own_pair(c, i)
    if named is not None:
        return _crossed(c, named[1], named[0])
    if (
        lexeme.has("AVG")
        and c.at(c.skip(i + 1)).has("X")
        and c.memory.pair is not None
        and not _has_other_side(c, c.skip(i + 1))
    ):
        return _crossed(c, c.skip(i + 1), c.memory.pair)
    known = known_pair(lexeme, c.memory.crossed, c.memory.pair) or _pair_of_topic(c) or _pair_of_lines(c)
    trend = _trend_of_topic(c, i)
    if trend is not None:
        return trend
    alone = _way_alone(c, i)
    if alone and known is not None:
        return call("crosses_above" if alone > 0 else "crosses_below", *known), i + 1
    if isinstance(lexeme.get("X"), tuple) and known is not None and not _has_other_side(c, i):
        return past_level_said(c, i) or _crossed(c, i, known)
    return None


def _lines_before_cross(c: Cursor, i: int) -> tuple[tuple[Node, Node], int] | None:
    """Return the two lines of "21 EMA / 55 EMA bullish cross", "SMA50 and SMA200 golden cross"."""
    if not (is_length(c.at(i)) or c.at(i).has("AVG") or c.at(i).has("IND")):
        return None
    one = primary(c, i, None)
    link = c.skip(one[1]) if one is not None else i
    linked = c.at(link).has("CONJ", "and") or c.is_sign(link, "/", "&", "-") or c.at(link).has("ARITH", "/")
    linked = linked or c.at(link).has("P", "against")
    other = primary(c, c.skip(link + 1), None) if linked else None
    if one is None or other is None or "num" in (one[0].op, other[0].op) or one[0] == other[0]:
        return None
    j = c.skip(other[1])
    crosses = c.at(j).has("CROSSNAME") or (c.at(j).has("X") and not _has_other_side(c, j))
    crosses = crosses or (c.at(j).has("STATE", "bullish", "bearish") and c.at(c.skip(j + 1)).has("X"))
    return ((one[0], other[0]), j) if crosses else None


_WAYS = {
    "upward": 1, "upwards": 1, "up": 1, "bullish": 1, "bullishly": 1, "downward": -1, "downwards": -1, "down": -1,
    "bearish": -1, "bearishly": -1,
}  # fmt: skip


def _trend_of_topic(c: Cursor, i: int) -> Found:
    """Read "(Supertrend:) long when up, short when down" of the indicator that the message is about."""
    way, topic = _WAYS.get(c.at(i).text, 0), c.memory.topic
    behind = c.at(i + 1)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ")
    sides = directional(topic) if topic is not None and way and ends and c.at(i - 1).has("MARK") else None
    return None if sides is None else (compare(">" if way > 0 else "<", *sides), i + 1)


def _way_alone(c: Cursor, i: int) -> int:
    """Return the direction that a single word names right before an action: "downwards -> flat"; else 0."""
    way = _WAYS.get(c.at(i).text, 0)
    begins = i == 0 or c.is_sign(i - 1, ",", ";", "\n", ".", ":") or c.at(i - 1).has("CONJ", "and")
    k = c.skip_signs(i + 1, ",=:-") if not c.at(i + 1).has("CMP", "==") else i + 2
    return way if begins and k > i + 1 and c.at(k).has("ACT") else 0


def noun_cross(c: Cursor, i: int) -> Found:
    """Read "a cross of the MACD above its signal line": the crossing stands before its two sides."""
    pair = _of_lengths(c, i + 1) if c.at(i).has("X") else None
    if pair is not None:
        return _crossed(c, i, pair[0], pair[1])
    if not c.at(i).has("X") or not c.at(i + 1).has("P", "of"):
        return None
    left = operand(c, i + 2)
    if left is None or left[0].op == "num":
        return None
    k = c.skip(left[1])
    way = direction_of(c.at(k))
    behind = c.skip(k + 1)
    behind = c.skip(behind + 1) if c.at(behind).text in ("through", "thru", "over", "under") else behind
    right = operand(c, behind, left[0]) if way else None
    if right is None:
        return None
    c.memory.pair = c.memory.crossed = (left[0], right[0])
    return call("crosses_above" if way > 0 else "crosses_below", left[0], right[0]), right[1]


_HAPPENS = frozenset(["happens", "occurs", "takes", "comes", "happen", "occur", "is", "place", "forms", "appears"])


def cross_lies(c: Cursor, i: int) -> Found:
    """Read "(but only if) the cross happens below the zero line": where the lines of the last crossing meet."""
    if c.memory.crossed is None or not (c.at(i).has("X") or c.at(i).has("CROSSER")):
        return None
    j = i + 1
    while c.at(j).text in _HAPPENS:
        j += 1
    way = c.at(j).get("CMP")
    bound = operand(c, c.skip(j + 1)) if j > i + 1 and way in ("<", ">") else None
    if bound is None or (bound[0].op == "num" and is_price(c.memory.crossed[0])):
        return None
    after = bound[1] + 1 if c.at(bound[1]).text in ("line", "level") else bound[1]
    return compare(str(way), c.memory.crossed[0], bound[0]), after


def stacked(c: Cursor, i: int) -> Found:
    """Read "10 above 30 above 60 (all simple)", "50>100>200 SMAs": bare lengths in order, of averages named beside."""
    places, sign, j = [i], "", i
    while is_length(c.at(j)) and not c.at(j).has("PCT"):
        k = c.skip(j + 1)
        way = c.at(k).get("CMP")
        far = c.skip(k + 1)
        if way not in ("<", ">") or (sign and way != sign) or not is_length(c.at(far)) or c.at(far).has("PCT"):
            break
        sign, j = str(way), far
        places.append(far)
    if len(places) < 3:
        return None
    near = [k for k in range(j + 1, j + 5) if c.at(k).has("AVG")]
    named_before = (str(one.get("AVG")) for one in reversed(c.lexemes[:i]) if one.get("AVG"))
    kind = str(c.at(near[0]).get("AVG")) if near else c.memory.average_kind or next(named_before, None)
    named = bool(near) or any(lexeme.has("AVG") for lexeme in c.lexemes[:i])
    if not named:
        return None
    after = near[0] + 1 if near else j + 1
    after = after + 1 if near and c.at(after).has("AVG", "") else after
    c.memory.average_kind = kind or "sma"
    lines = [call(c.memory.average_kind, CLOSE, count_of(c, place)) for place in places]
    c.memory.averages.extend(lines)
    return all_of(*(compare(sign, one, other) for one, other in itertools.pairwise(lines))), after


def aligned(c: Cursor, i: int) -> Found:
    """Read "5日均线、10日均线、20日均线多头排列": each average above the next longer one."""
    lines: list[Node] = []
    j = i
    while True:
        found = operand(c, j)
        if found is None or found[0].op != "call" or not is_price(found[0]):
            return None
        lines.append(found[0])
        k = c.skip(found[1])
        if c.at(k).has("ALIGNED"):
            break
        if not (c.is_sign(k, ",", "/") or c.at(k).has("CONJ", "and")) or len(lines) > 5:
            return None
        j = c.skip(k + 1)
    if len(lines) < 2:
        return None
    sign = ">" if c.at(k).has("ALIGNED", "bull") else "<"
    return all_of(*(compare(sign, one, other) for one, other in itertools.pairwise(lines))), k + 1


def _pair_of_lines(c: Cursor) -> tuple[Node, Node] | None:
    """Return the two averages that were named fast and slow: "fast 10, slow 30. Buy the cross up"."""
    fast, slow = (next((c.memory.lines[word] for word in words if word in c.memory.lines), None) for words in _PACES)
    return (fast, slow) if fast is not None and slow is not None else None


_PACES = (("fast", "short", "quick"), ("slow", "long"))


def _pair_of_topic(c: Cursor) -> tuple[Node, Node] | None:
    """Return the two lines of the indicator that the message is about: "MACD(8,17,9). Buy a bullish crossover"."""
    topic = c.memory.topic
    sides = directional(topic) if topic is not None else None
    return sides if sides is not None and sides[1].op != "num" else None


def _own_pair(c: Cursor, i: int) -> tuple[tuple[Node, Node], int] | None:
    """Return the line and the signal line of "a MACD bullish crossover", "the stochastic crosses up"."""
    lines = {"macd": ("macd", "macd_signal"), "stoch": ("stoch_k", "stoch_d"), "aroonosc": ("aroon_up", "aroon_down")}
    key = str(c.at(i).get("IND"))
    if key in ("vwap", "psar", "supertrend", "kijun", "linearreg"):
        line = primary(c, i, None)
        x = c.skip(line[1]) if line is not None else i
        alone = c.at(x).has("X") and not _has_other_side(c, x) and (i == 0 or not c.at(i - 1).has("X"))
        return ((CLOSE, line[0]), x) if line is not None and alone else None
    if key not in lines:
        return None
    family = INDICATORS[key].family
    given, j = arguments_after(c, i + 1, most=3)
    j = c.skip(j)
    own_signal = c.at(j).has("IND", "macd_signal", "stoch_d") and c.at(c.skip(j + 1)).has("X")
    j = c.skip(j + 1) if own_signal and not _has_other_side(c, c.skip(j + 1)) else j
    x = c.skip(j + 1) if c.at(j).has("STATE", "bullish", "bearish") and c.at(c.skip(j + 1)).has("X") else j
    if not (c.at(x).has("X") or c.at(x).has("CROSSNAME")) or (c.at(x).has("X") and _has_other_side(c, x)):
        return None
    known = c.memory.given.get(family, ())
    numbers = given or known
    usual = INDICATORS[lines[key][0]].usual
    full = tuple(numbers) + tuple(usual[len(numbers) :])
    return (INDICATORS[lines[key][0]].build(full), INDICATORS[lines[key][1]].build(full)), j


def _has_other_side(c: Cursor, i: int) -> bool:
    j = c.skip(i + 1)
    lexeme = c.at(j)
    if lexeme.text in ("it", "that", "each") or (lexeme.has("SYM") and c.at(j - 1).has("P", "in", "on", "for")):
        return False
    return any(lexeme.has(category) for category in _SIDES) or (lexeme.has("SER") and not lexeme.has("ACT"))


_SIDES = ("IND", "AVG", "NUM", "SPAN", "PART", "HILO", "PREV", "PCT", "TF", "SYM", "LASTN", "USD", "OPENRANGE")


def _crossed(c: Cursor, j: int, pair: tuple[Node, Node], after_pair: int = 0) -> Found:
    j = c.skip(j)
    lexeme = c.at(j)
    way = ""
    if lexeme.has("STATE", "bullish", "bearish"):
        way, j = ("up" if lexeme.has("STATE", "bullish") else "down"), c.skip(j + 1)
        lexeme = c.at(j)
    if lexeme.has("CROSSNAME"):
        way, j = ("up" if lexeme.has("CROSSNAME", "golden") else "down"), j + 1
    elif lexeme.has("X"):
        found = lexeme.get("X")
        way = way or (str(found[0]) if isinstance(found, tuple) else "")
        j += 1
        after = c.skip(j)
        open_way = not way or lexeme.has("CROSSER")
        if open_way and (c.at(after).has("MOVE") or c.at(after).has("RISING") or c.at(after).has("CMP")):
            way, j = (
                (
                    "up"
                    if c.at(after).has("MOVE", "up") or c.at(after).has("RISING", "up") or c.at(after).has("CMP", ">")
                    else "down"
                ),
                after + 1,
            )
    else:
        return None
    c.memory.pair = c.memory.crossed = pair
    c.memory.subject = pair[0]
    if not way:
        way = "down" if c.memory.exit_context != c.memory.entered_short else "up"
    return call("crosses_above" if way == "up" else "crosses_below", *pair), max(j, after_pair)


def _two_lengths(c: Cursor, i: int) -> tuple[tuple[int, int] | None, str, int]:  # noqa: C901 - one reading of one construct
    """Return the two lengths of "15/45-day EMA", "10 and 30 day SMA", "SMA 10/30", "EMA(12) and EMA(26)" before a cross."""  # noqa: E501
    first, j, kind = c.at(i), i, ""
    if first.has("AVG"):
        kind, j = str(first.get("AVG")) or "sma", c.skip(i + 1)
        j = j + 1 if c.is_sign(j, "(") else j
    if not is_length(c.at(j)):
        return None, "", i
    k = c.skip(j + 1)
    if not (c.is_sign(k, "/", ",", "-", "&") or c.at(k).has("CONJ", "and") or c.at(k).has("ARITH", "/")):
        return None, "", i
    k = c.skip(k + 1)
    if not is_length(c.at(k)):
        return None, "", i
    after = c.skip(k + 1)
    if not kind:
        if not c.at(after).has("AVG"):
            return None, "", i
        kind, after = str(c.at(after).get("AVG")) or "sma", c.skip(after + 1)
        if c.at(after).has("AVG", ""):
            after = c.skip(after + 1)
    elif c.is_sign(after, ")"):
        after = c.skip(after + 1)
    if not (
        c.at(after).has("X")
        or c.at(after).has("CROSSNAME")
        or (c.at(after).has("STATE", "bullish", "bearish") and c.at(c.skip(after + 1)).has("X"))
    ):
        return None, "", i
    return (count_of(c, j), count_of(c, k)), kind, after


def count_of(c: Cursor, j: int) -> int:
    """Return the number at a lexeme in bars."""
    span = c.at(j).get("SPAN")
    return c.memory.bars(span) if isinstance(span, Span) else round(float(str(c.at(j).get("NUM"))))
