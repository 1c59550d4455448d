"""What "it" speaks of."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, direction_of, is_price, primary
from strategy_ai_worker.domain.reading.predicates import starts_predicate
from strategy_ai_worker.domain.reading.predicates.states import directional, indicator_of
from strategy_ai_worker.domain.reading.trees import Node, lag


def pronoun(c: Cursor, i: int) -> Found:
    """Return what "it" speaks of: the indicator just compared with a number, or the price."""
    lexeme = c.at(i)
    if lexeme.text == "which" and c.memory.pair is not None and starts_predicate(c, i + 1):
        return c.memory.pair[1], i + 1
    if lexeme.text in ("that is", "that's") and c.memory.scaled is not None and starts_predicate(c, i + 1):
        return c.memory.scaled, i + 1
    closing = _named_oscillator(c, i) or _closing_of_oscillator(c, i)
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
    measured = lexeme.text == "it's" and c.at(i + 1).has("PCT") and direction_of(c.at(c.skip(i + 2)))
    if not spoken or not (starts_predicate(c, i + 1) or measured):
        return None
    subject = c.memory.subject
    plain = _moved_over(c, i) or _since_yesterday(c, i) or _crossing_again(c, i) or _of_the_verb(c, i)
    if plain is not None:
        return plain, i + 1
    if c.memory.topic is not None and (subject is None or is_price(subject)) and _fits_topic(c, i + 1):
        return c.memory.topic, i + 1
    if (
        subject is not None
        and not is_price(subject)
        and (_about_level(c, i) or c.at(c.skip(i + 1)).has("STATE") or c.at(c.skip(i + 2)).has("STATE"))
        and not (_against_price(c, i + 1) and (is_oscillator(subject) or not _its_own(c, i + 1)))
    ):
        return subject, i + 1
    return (CLOSE, i + 1) if lexeme.has("EVENT") or lexeme.text == "它" else None


_WIDEST = 12
"""Words of one predicate before what it compares with, at most."""
_OSCILLATOR = frozenset(["index", "the index", "oscillator", "the oscillator", "indicator", "the indicator"])


def _moved_over(c: Cursor, i: int) -> Node | None:
    """Return the close where "it is down over the past 10 days" speaks of it: an indicator is not up or down."""
    stretched = c.at(i + 1).text in ("is up", "is down") and c.at(i + 2).has("WITHIN")
    return CLOSE if stretched and not c.at(i + 3).has("PCT") else None


def _named_oscillator(c: Cursor, i: int) -> Found:
    """Return the oscillator named before where "the index reaches 60" speaks of it: the level lies on its scale."""
    known = c.memory.scaled if c.at(i).text in _OSCILLATOR else None
    spec = indicator_of(known) if known is not None else None
    j = c.skip(i + 1)
    while j < i + _WIDEST and any(c.at(j).has(word) for word in ("CMP", "X", "EQ", "TOUCH", "RISING", "MOVE")):
        j = c.skip(j + 1)
    bare = c.at(j).has("NUM") and not any(c.at(j).has(word) for word in ("SPAN", "USD", "PCT"))
    if known is None or spec is None or not bare or not starts_predicate(c, i + 1):
        return None
    if spec.high is None:
        return (known, i + 1) if "index" not in c.at(i).text else None
    return (known, i + 1) if abs(float(str(c.at(j).get("NUM")))) <= max(100.0, 2 * spec.high) else None


def _about_level(c: Cursor, i: int) -> bool:
    """Return whether "it" is compared with a level: a bare number behind an indicator, or after such a comparison."""
    j = c.skip(i + 1)
    while any(c.at(j).has(word) for word in ("CMP", "X", "EQ", "TOUCH")):
        j = c.skip(j + 1)
    if c.at(j).has("SPAN") and c.at(c.skip(j + 1)).text == "one":
        return True
    bare = c.at(j).has("NUM") and not any(c.at(j).has(word) for word in ("SPAN", "USD", "PCT"))
    return c.memory.last_was_level or (bare and right_is_number(c, i + 1))


def _crossing_again(c: Cursor, i: int) -> Node | None:
    """Return the oscillator that crossed a level before, of "it crosses above 70": a bare level is no price."""
    crossed, subject = c.memory.crossed, c.memory.subject
    if crossed is None or crossed[1].op != "num" or not c.at(c.skip(i + 1)).has("X"):
        return None
    return crossed[0] if (subject is None or is_price(subject)) and _bare_level(c, i + 1) else None


def _bare_level(c: Cursor, i: int) -> bool:
    """Return whether a verb goes on with a number without a unit: no price is meant, but a level."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ"):
        j = c.skip(j + 1)
    return c.at(j).has("NUM") and not any(c.at(j).has(word) for word in ("SPAN", "USD", "PCT"))


def _closing_of_oscillator(c: Cursor, i: int) -> Found:
    """Return the oscillator compared last where "(it) closes above 50" speaks of it: a bare level is no price."""
    subject = c.memory.subject
    verb = c.skip(i + 1) if c.at(i).has("EVENT") else i
    topic = c.memory.topic if subject is None else None
    named = topic is not None and is_oscillator(topic)
    subject = topic if named else subject
    if not c.at(verb).has("SER", "close") or not (c.memory.last_was_level or named):
        return None
    if verb == i and (c.at(i).text not in ("closes", "closed", "finishes", "finished") or _has_subject(c, i)):
        return None
    subject = subject.parts[0] if subject is not None and subject.op == "lag" else subject
    j = verb + 1
    back = c.at(c.skip(j)).get("PREV")
    if isinstance(back, int) and subject is not None and not is_price(subject):
        subject, j = lag(subject, back), c.skip(j) + 1
    if subject is None or not starts_predicate(c, j) or not right_is_number(c, j):
        return None
    other = subject.op == "call" and subject.word == "of"
    return None if is_price(subject) and not other else (subject, j)


def _has_subject(c: Cursor, i: int) -> bool:
    """Return whether a verb has its subject right before it: "the stock closes", "Apple closes"."""
    before = c.at(i - 1)
    return before.has("SER") or before.has("SYM") or before.has("TICKER") or before.has("FILLER")


def _of_the_verb(c: Cursor, i: int) -> Node | None:
    """Return what "it" is by what is said of it: it rises, turns negative, flips bullish, crosses it."""
    subject, verb = c.memory.subject, c.skip(i + 1)
    if c.at(verb).has("X") and c.at(c.skip(verb + 1)).has("EVENT") and c.memory.pair is not None:
        return c.memory.pair[0]
    if c.at(verb).has("X") and subject is not None and not is_price(subject) and _names_its_line(c, verb + 1):
        return subject
    line = subject is not None and is_price(subject) and subject != CLOSE
    if line and (c.at(verb).has("X") or c.at(verb).has("CMP", "<", ">")) and _is_price_word(c, verb + 1):
        return subject
    slope = verb
    while c.at(slope).has("EQ") and not c.at(slope).has("RISING"):
        slope = c.skip(slope + 1)
    if (
        c.at(slope).has("RISING")
        and not c.at(c.skip(slope + 1)).has("PCT")
        and subject is not None
        and (not is_price(subject) or (subject in c.memory.averages and c.at(slope).text.startswith("turn")))
    ):
        return subject
    average = c.memory.pair[1] if c.memory.pair is not None else None
    slopes = c.at(slope).has("RISING") and c.at(slope).text.endswith("ing") and not c.at(c.skip(slope + 1)).has("SPAN")
    if slopes and average in c.memory.averages and not _moved_by(c, slope) and (subject is None or is_price(subject)):
        return average
    signed = c.at(verb).has("SIGN") or (c.at(verb).has("EQ") and c.at(i + 2).has("SIGN"))
    if signed and c.memory.scaled is not None and (subject is None or is_price(subject)):
        return c.memory.scaled
    return _subject_of_state(c, i + 1)


def _names_its_line(c: Cursor, k: int) -> bool:
    """Return whether what is crossed is a line that is no price: "(%K ...) it crosses its D line"."""
    found = primary(c, c.skip(k), None) if c.at(c.skip(k)).has("IND") else None
    return found is not None and found[0].op == "field" and not is_price(found[0])


def _is_price_word(c: Cursor, k: int) -> bool:
    """Return whether the price itself is compared with: "they move above price" is said of the line."""
    k = c.skip(k)
    behind = c.at(c.skip(k + 1))
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("ACT")
    return c.at(k).has("SER", "price", "close") and not c.at(k).has("EVENT") and ends


def _moved_by(c: Cursor, k: int) -> bool:
    """Return whether a movement has a measure of its own: "rising for 3 days", "falling 2%"."""
    return any(c.at(m).has(word) for m in range(k + 1, k + 4) for word in ("SPAN", "PCT", "FORN", "NUM"))


def _subject_of_state(c: Cursor, i: int) -> Node | None:
    """Return what "it" is where it flips bullish (the Supertrend), or has a level of its own (the VIX)."""
    subject = c.memory.subject
    if subject is None:
        return None
    verb = c.at(c.skip(i + 1)) if c.at(c.skip(i)).has("EQ") and not c.at(c.skip(i)).has("STATE") else c.at(c.skip(i))
    if verb.has("STATE", "bullish", "bearish") and directional(subject) is not None:
        return subject
    other = subject.op == "call" and subject.word == "of"
    return subject if other and c.memory.last_was_level and right_is_number(c, i) else None


def is_oscillator(node: Node) -> bool:
    """Return whether a tree is an indicator with levels at which it is overbought and oversold."""
    spec = indicator_of(node)
    return spec is not None and spec.low is not None


def _against_price(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with an average or a band: of "it" after an oscillator the price is meant."""
    j = c.skip(i)
    while any(c.at(j).has(word) for word in ("CMP", "X", "EQ", "TOUCH")):
        j = c.skip(j + 1)
    if c.at(j).has("AVG", "median") and c.memory.stretch is not None:
        return False
    found = primary(c, j, CLOSE)
    return found is not None and found[0].op != "num" and is_price(found[0])


def _since_yesterday(c: Cursor, i: int) -> Node | None:
    """Return the indicator compared last, of "it is higher than yesterday" with nothing of the price behind."""
    subject, j = c.memory.subject, i + 1
    while c.at(j).has("CMP") or c.at(j).has("EQ") or c.at(j).has("P", "than") or c.at(j).text in ("higher", "lower"):
        j += 1
    behind = c.at(j + 1)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ")
    sloped = bool(c.memory.sides) and c.memory.sides[-1][1].op == "lag" and c.memory.sides[-1][1].parts[0] == subject
    about = subject is not None and (not is_price(subject) or sloped)
    return subject if about and j > i + 1 and c.at(j).has("PREV") and ends else None


def _its_own(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with something of the subject itself: "it is below its 50-day average"."""
    return any(c.at(k).text in ("its", "its own") for k in range(i, i + 4))


def _fits_topic(c: Cursor, i: int) -> bool:
    """Return whether a predicate can be said of the indicator that was named by itself before."""
    j = c.skip(i)
    while c.at(j).has("EQ") and not c.at(j).has("STATE"):
        j = c.skip(j + 1)
    if c.at(j).has("STATE") or c.at(j).has("SIGN") or c.at(j).has("RISING"):
        return True
    return not is_price(c.memory.topic or CLOSE) and right_is_number(c, i)


def right_is_number(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with a bare number."""
    j = c.skip(i)
    while j < i + _WIDEST and any(c.at(j).has(word) for word in ("CMP", "X", "EQ", "NOT", "TOUCH")):
        j = c.skip(j + 1)
    if c.at(j).has("PCT") and c.at(c.skip(i)).text == "within" and c.at(j + 1).text == "of":
        return False
    if c.at(j).has("EVENT"):
        return c.memory.last_was_level
    if c.at(j).has("PCT") and c.at(c.skip(j + 1)).has("CMP", "<", ">"):
        return False  # "at most 3% above it" is a distance.
    about = CLOSE if c.memory.subject is None and c.at(j).has("SPAN") else c.memory.subject
    found = primary(c, j, about)
    return found is not None and found[0].op == "num"
