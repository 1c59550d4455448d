"""Reading one condition: something that is true or not on each bar."""

from __future__ import annotations

from strategy_ai_worker.domain.reading import calendar, events
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, direction_of, is_price, operand, primary
from strategy_ai_worker.domain.reading.predicates import predicate, starts_predicate
from strategy_ai_worker.domain.reading.predicates.sides import compared
from strategy_ai_worker.domain.reading.predicates.states import directional, indicator_of
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, lag, negate, num

_DEEPEST = 25


def condition(c: Cursor, i: int) -> Found:
    """Return the condition that begins at a lexeme, with how long and how long ago, and the place after it."""
    if c.memory.depth > _DEEPEST:
        return None
    c.memory.depth += 1
    found = _condition(c, i)
    c.memory.depth -= 1
    return found


def _condition(c: Cursor, i: int) -> Found:
    i = c.skip(i)
    c.memory.lag_said = False
    refuse = c.at(i).has("NOT") and not c.at(i).has("ACT")
    start = c.skip(i + 1) if refuse else i
    found = _atom(c, start)
    if found is None:
        return None
    node, j = _with_duration(c, *found)
    return (negate(node) if refuse else node), j


def _atom(c: Cursor, i: int) -> Found:
    for reader in (
        _term, _day_was, calendar.time_condition, events.aligned, events.named_cross, events.noun_cross, events.pair_cross, events.candle, events.all_green, events.streak, _closes_in_a_row, events.period_was, events.span_move, events.off_high, events.heavy_volume, events.sloping, events.on_volume, events.gap, events.breakout,  # noqa: E501
        events.squeeze, events.new_extreme, _both, _bracketed, _turned, _placed, _subject, _implied,
    ):  # fmt: skip
        found = reader(c, i)
        if found is not None:
            return found
    return None


def _term(c: Cursor, i: int) -> Found:
    """Read a word that the message has defined: "calm", "rough"."""
    j = i
    while (
        j < i + 4
        and (c.at(j).has("EQ") or c.at(j).has("SER", "price") or c.at(j).is_noise)
        and c.at(j).text not in c.memory.terms
    ):
        j += 1
    node = c.memory.terms.get(c.at(j).text)
    return (node, j + 1) if node is not None else None


def _closes_in_a_row(c: Cursor, i: int) -> Found:
    """Read "2 consecutive closes below the lower band"."""
    if c.at(i).has("INAROW"):
        span = c.at(c.skip(i + 1)).get("SPAN")
        lasting = _subject(c, c.skip(c.skip(i + 1) + 1)) if isinstance(span, Span) else None
        if lasting is not None and isinstance(span, Span):
            return call("all", as_state(lasting[0]), c.memory.bars(span)), lasting[1]
        return None
    start, i = i, c.skip(i + 1) if c.at(i).has("CMP", ">=") else i
    run = c.at(c.skip(i + 1)).has("INAROW")
    noun = c.at(c.skip(i + 1)).text in ("closes", "daily closes", "hourly closes") and c.at(i).has("NUM")
    if not c.at(i).has("NUM") or not (run or noun) or (start < i and c.at(start - 1).has("SER")):
        return None
    j = c.skip(c.skip(i + 1) + 1) if run else c.skip(i + 1)
    found = _subject(c, j)
    if found is None:
        return None
    return call("all", as_state(found[0]), float(str(c.at(i).get("NUM")))), found[1]


def _day_was(c: Cursor, i: int) -> Found:
    """Read "yesterday was an inside day", "the previous candle was red"."""
    if not c.at(i).has("PREV"):
        return None
    j = i + 1
    while c.at(j).has("EQ") or c.at(j).has("WASBEFORE") or c.at(j).is_noise:
        j += 1
    if j == i + 1 and not (c.at(j).has("PATTERN") or c.at(j).has("GAP")):
        return None
    found = events.candle(c, j) or events.streak(c, j) or (events.gap(c, j) if c.at(j).has("GAP") else None)
    if found is None:
        return None
    bars = int(str(c.at(i).get("PREV")))
    return all_of(*(lag(part, bars) for part in (found[0].parts if found[0].op == "and" else (found[0],)))), found[1]


def _bracketed(c: Cursor, i: int) -> Found:
    if not c.is_sign(i, "(") or not c.closes(i):
        return None
    found = condition(c, i + 1)
    if found is None:
        return None
    node, j = found
    while c.at(c.skip(j)).has("CONJ", "and", "or"):
        sign = c.at(c.skip(j)).get("CONJ")
        following = condition(c, c.skip(j) + 1)
        if following is None:
            break
        node = Node(str(sign), (node, following[0]))
        j = following[1]
    return (node, c.skip(j) + 1) if c.is_sign(c.skip(j), ")") else None


def _both(c: Cursor, i: int) -> Found:
    """Read "both lines are under 20" of the two lines compared last, "both averages are rising"."""
    if not c.at(i).has("WORST"):
        return _either(c, i)
    j = c.skip(i + 1)
    one = operand(c, j)
    other = operand(c, c.skip(one[1]) + 1) if one is not None and c.at(c.skip(one[1])).has("CONJ", "and") else None
    if one is not None and other is not None and one[0].op != "num":
        first, second = predicate(c, other[1], one[0]), predicate(c, other[1], other[0])
        if first is not None and second is not None:
            c.memory.pair = (one[0], other[0])
            return all_of(first[0], second[0]), first[1]
    while c.at(j).has("SER", "price") or c.at(j).has("UNK") or c.at(j).has("AVG") or c.at(j).has("BANDWORD"):
        j = c.skip(j + 1)
    if c.memory.pair is None:
        return None
    left, right = c.memory.pair
    first, second = predicate(c, j, left), predicate(c, j, right)
    if first is None or second is None:
        return None
    c.memory.pair = (left, right)
    return all_of(first[0], second[0]), first[1]


def _either(c: Cursor, i: int) -> Found:
    """Read "either goes over 60" of the two compared last."""
    if not c.at(i).has("EITHER") or c.memory.pair is None or not starts_predicate(c, c.skip(i + 1)):
        return None
    left, right = (predicate(c, c.skip(i + 1), side) for side in c.memory.pair)
    if left is None or right is None or c.at(left[1] - 1).has("CMP"):
        return None
    return any_of(left[0], right[0]), left[1]


def _subject(c: Cursor, i: int) -> Found:
    """Read subject and predicate: "RSI(14) is below 30", "the close crosses above its 50-day average"."""
    if c.at(i).has("ACT") and not c.at(i).has("SER"):
        return None
    if (
        c.at(i).has("SYM")
        and c.at(i + 1).text.isascii()
        and c.at(i + 1).has("P", "on", "with", "at", "in", "for", "after")
    ):
        return None
    left = _pronoun(c, i) or operand(c, i)
    if left is None or (left[0].op == "num" and not starts_predicate(c, left[1])):
        return None
    subject, j = left
    if subject.op == "num":
        return None
    symbol = subject.parts[0].word if subject.op == "call" and subject.word == "of" else None
    outside = c.memory.symbol
    c.memory.symbol = symbol
    found = predicate(c, j, subject)
    c.memory.symbol = outside
    return found


def _pronoun(c: Cursor, i: int) -> Found:
    """Return what "it" speaks of: the indicator just compared with a number, or the price."""
    lexeme = c.at(i)
    if lexeme.text == "which" and c.memory.pair is not None and starts_predicate(c, i + 1):
        return c.memory.pair[1], i + 1
    closing = _closing_of_oscillator(c, i)
    if closing is not None:
        return closing
    spoken = lexeme.has("EVENT") or lexeme.text in (
        "它",
        "they",
        "that",
        "this",
        "this indicator",
        "the indicator",
        "the reading",
    )
    if not spoken or not starts_predicate(c, i + 1):
        return None
    subject = c.memory.subject
    plain = _of_the_verb(c, i)
    if plain is not None:
        return plain, i + 1
    if c.memory.topic is not None and (subject is None or is_price(subject)) and _fits_topic(c, i + 1):
        return c.memory.topic, i + 1
    if (
        subject is not None
        and not is_price(subject)
        and (c.memory.last_was_level or c.at(c.skip(i + 1)).has("STATE") or c.at(c.skip(i + 2)).has("STATE"))
        and not (_is_oscillator(subject) and _against_price(c, i + 1))
    ):
        return subject, i + 1
    return (CLOSE, i + 1) if lexeme.has("EVENT") or lexeme.text == "它" else None


def _closing_of_oscillator(c: Cursor, i: int) -> Found:
    """Return the oscillator compared last where "it closes above 50" speaks of it: a bare level is no price."""
    subject = c.memory.subject
    if not c.at(i).has("EVENT") or not c.at(c.skip(i + 1)).has("SER", "close") or not c.memory.last_was_level:
        return None
    j = c.skip(i + 1) + 1
    if subject is None or is_price(subject) or not starts_predicate(c, j) or not _right_is_number(c, j):
        return None
    return subject, j


def _placed(c: Cursor, i: int) -> Found:
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


def _turned(c: Cursor, i: int) -> Found:
    """Read "(when) it is lower", "falls below", of the two sides compared last, where no other side follows."""
    j = c.skip(i + 1) if c.at(i).has("EVENT") else i
    said = j > i
    while c.at(j).has("EQ") and not c.at(j).has("CMP"):
        j, said = c.skip(j + 1), True
    lexeme = c.at(j)
    way = direction_of(lexeme) if lexeme.has("CMP", ">", "<") or lexeme.text in ("lower", "higher") else 0
    k = c.skip(j + 1)
    behind = c.at(k)
    ends = behind.has("END") or behind.has("ACT") or c.is_sign(k, ".", ",", ";", "\n", "!")
    if way == 0 or not said or not ends:
        return None
    sign = ">" if way > 0 else "<"
    if c.memory.last_was_level:
        subject, bound = c.memory.subject, c.memory.last_level
        return None if subject is None or bound is None else (compare(sign, subject, bound), j + 1)
    return None if c.memory.pair is None else (compare(sign, *c.memory.pair), j + 1)


def _of_the_verb(c: Cursor, i: int) -> Node | None:
    """Return what "it" is by what is said of it: it rises, turns negative, flips bullish, crosses it."""
    subject, verb = c.memory.subject, c.skip(i + 1)
    if c.at(verb).has("X") and c.at(c.skip(verb + 1)).has("EVENT") and c.memory.pair is not None:
        return c.memory.pair[0]
    if (
        c.at(verb).has("RISING")
        and not c.at(c.skip(verb + 1)).has("PCT")
        and subject is not None
        and not is_price(subject)
    ):
        return subject
    signed = c.at(verb).has("SIGN") or (c.at(verb).has("EQ") and c.at(i + 2).has("SIGN"))
    if signed and c.memory.scaled is not None and (subject is None or is_price(subject)):
        return c.memory.scaled
    return _subject_of_state(c, i + 1)


def _subject_of_state(c: Cursor, i: int) -> Node | None:
    """Return what "it" is where it flips bullish (the Supertrend), or has a level of its own (the VIX)."""
    subject = c.memory.subject
    if subject is None:
        return None
    verb = c.at(c.skip(i + 1)) if c.at(c.skip(i)).has("EQ") and not c.at(c.skip(i)).has("STATE") else c.at(c.skip(i))
    if verb.has("STATE", "bullish", "bearish") and directional(subject) is not None:
        return subject
    other = subject.op == "call" and subject.word == "of"
    return subject if other and c.memory.last_was_level and _right_is_number(c, i) else None


def _is_oscillator(node: Node) -> bool:
    spec = indicator_of(node)
    return spec is not None and spec.low is not None


def _against_price(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with an average or a band: of "it" after an oscillator the price is meant."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ"):
        j = c.skip(j + 1)
    found = primary(c, j, CLOSE)
    return found is not None and found[0].op != "num" and is_price(found[0])


def _fits_topic(c: Cursor, i: int) -> bool:
    """Return whether a predicate can be said of the indicator that was named by itself before."""
    j = c.skip(i)
    while c.at(j).has("EQ") and not c.at(j).has("STATE"):
        j = c.skip(j + 1)
    if c.at(j).has("STATE") or c.at(j).has("SIGN") or c.at(j).has("RISING"):
        return True
    return not is_price(c.memory.topic or CLOSE) and _right_is_number(c, i)


def _implied(c: Cursor, i: int) -> Found:
    """Read a predicate without its subject: "... and below 70", "as long as above the 200-day"."""
    if not starts_predicate(c, i) or not _may_stand_bare(c, i):
        return None
    if c.at(i).has("EQ") and c.at(i).is_noise and not starts_predicate(c, i + 1):
        return None
    if _is_unknown(c, i - 1) and _right_is_number(c, i):
        return None
    subject = _implied_subject(c, i)
    if subject is None:
        return None
    found = predicate(c, i, subject)
    of_scale = found is not None and _is_oscillator(subject) and c.at(found[1] - 1).has("PCT")
    return None if of_scale else found


def _is_unknown(c: Cursor, i: int) -> bool:
    """Return whether a word that nobody knows stands before a predicate: it is its subject then."""
    while c.at(i).has("EQ") or (c.at(i).is_noise and i > 0):
        i -= 1
    return set(c.at(i).meanings) == {"UNK"}


def _implied_subject(c: Cursor, i: int) -> Node | None:
    """Return what a predicate without a subject is said of; None where that cannot be told."""
    subject = c.memory.subject
    verb = c.at(c.skip(i + 1)) if c.at(i).has("EQ") and not c.at(i).has("RISING") else c.at(i)
    if verb.has("RISING") or verb.has("SIGN") or verb.has("STATE"):
        return subject if subject is not None else CLOSE
    if subject is not None and not is_price(subject) and _against_line(c, i):
        return subject
    about_number = _right_is_number(c, i)
    if subject is None or (not is_price(subject) and not about_number and not _is_bare(c, i)):
        subject = CLOSE
    if is_price(subject) and about_number and not c.at(i).has("MOVE"):
        topic = c.memory.topic
        return c.memory.scaled or (topic if topic is not None and not is_price(topic) else None)
    return subject


def _against_line(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with a line that is no price: the MACD crosses its signal."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ"):
        j = c.skip(j + 1)
    found = primary(c, j, None) if c.at(j).has("IND") else None
    return found is not None and found[0].op != "num" and not is_price(found[0])


def _may_stand_bare(c: Cursor, i: int) -> bool:
    """Return whether a predicate without a subject is one: "dip buying" is none, "and falling" is."""
    verb = c.at(c.skip(i + 1)) if c.at(i).has("EQ") else c.at(i)
    if any(verb.has(word) for word in ("CMP", "X", "TOUCH", "BETWEEN", "BI")):
        return True
    if verb.has("MOVE") and (
        c.at(c.skip(i + 1)).has("PCT")
        or (c.at(c.skip(i + 1)).has("CMP") and c.at(c.skip(c.skip(i + 1) + 1)).has("PCT"))
    ):
        return True
    if verb.has("RISING") and verb.text.startswith(("turn", "curl", "slope", "point")):
        return True
    before = c.at(i - 1)
    linked = (
        before.has("CONJ")
        or before.has("EQ")
        or before.has("MARK")
        or c.at(i).has("EQ")
        or before.is_noise
        or before.has("NOT")
        or before.has("WEEKDAY")
    )
    return linked and not c.at(i + 1).has("ACT")


def _is_bare(c: Cursor, i: int) -> bool:
    """Return whether a cross has nothing behind it: "when it crosses back down"."""
    j = c.skip(i)
    return c.at(j).has("X") and operand(c, c.skip(j + 1)) is None


def _right_is_number(c: Cursor, i: int) -> bool:
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ") or c.at(j).has("NOT"):
        j = c.skip(j + 1)
    if c.at(j).has("EVENT"):
        return c.memory.last_was_level
    about = CLOSE if c.memory.subject is None and c.at(j).has("SPAN") else c.memory.subject
    found = primary(c, j, about)
    return found is not None and found[0].op == "num"


def _with_duration(c: Cursor, node: Node, j: int) -> tuple[Node, int]:
    """Read "for three days in a row", "within the last 5 days", "two days ago" behind a condition."""
    k = c.skip(j)
    k = k if k == j or not c.at(j).has("FORN") else j
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


def _lasting(c: Cursor, node: Node, j: int, k: int) -> Found:
    """Read "for three days in a row", "within the last 5 days", "on each of the last two days"."""
    lead = c.at(k)
    if (lead.has("FORN") or lead.has("WITHIN") or lead.has("INAROW") or (lead.has("P", "on"))) and not lead.has("HOLD"):
        read = _length(c, k)
        if read is not None:
            count, after = read
            word = "any" if lead.has("WITHIN") else "all"
            if word == "all" and count <= 1:
                return node, after
            return (_every(node, count) if word == "all" else call(word, node, count)), after
    if c.at(j).has("P", "on") or c.at(j).text == "on":
        read = _length(c, j)
        if read is not None and read[0] > 1:
            any_of_them = any(c.at(m).has("EITHER") for m in range(j, read[1]))
            return (call("any", node, read[0]) if any_of_them else _every(node, read[0])), read[1]
    return None


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
    if number is None or c.at(j).has("SPAN") or not spoken or not isinstance(span, Span):
        return None
    return compare(sign, call("count", as_state(node), c.memory.bars(span)), num(float(str(number)))), link + 1


def _walks_on(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    return c.at(k).has("SER") or starts_predicate(c, k) or c.at(k).has("SPAN")
