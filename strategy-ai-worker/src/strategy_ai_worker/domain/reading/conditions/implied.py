"""Predicates without their subject."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions.pronouns import is_oscillator, right_is_number
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand, primary
from strategy_ai_worker.domain.reading.predicates import predicate, starts_predicate
from strategy_ai_worker.domain.reading.predicates.states import directional
from strategy_ai_worker.domain.reading.trees import Node


def implied_predicate(c: Cursor, i: int) -> Found:
    """Read a predicate without its subject: "... and below 70", "as long as above the 200-day"."""
    if not starts_predicate(c, i) or not _may_stand_bare(c, i):
        return None
    if c.at(i).has("EQ") and c.at(i).is_noise and not starts_predicate(c, i + 1):
        return None
    if _is_unknown(c, i - 1) and right_is_number(c, i):
        return None
    if _follows_unread(c, i):
        return None
    subject = _subject_before(c, i) or _implied_subject(c, i)
    if subject is None:
        return None
    found = predicate(c, i, subject)
    if found is not None and _of_itself(found[0]) and is_price(subject) and subject != CLOSE:
        found = predicate(c, i, CLOSE)
    if (
        found is not None
        and _is_extreme_of_bars(found[0])
        and is_price(subject)
        and subject.word not in ("of", "close")
    ):
        found = predicate(c, i, CLOSE)
    of_scale = found is not None and is_oscillator(subject) and c.at(found[1] - 1).has("PCT")
    return None if of_scale else found


def _is_extreme_of_bars(node: Node) -> bool:
    """Return whether something is compared with the extreme of some bars: that is broken by the price alone."""
    passed = node.op in ("<", ">", "<=", ">=") or node.word.startswith(("crosses_", "moves_"))
    right = node.parts[-1] if passed else None
    level = right.parts[0] if right is not None and right.op == "lag" else right
    if level is None:
        return False
    own = level.word in ("highest", "lowest") and str(level.parts[0]) in ("high", "low", "close")
    return own or (right != level and level.op == "name" and level.word in ("high", "low"))


def _of_itself(node: Node) -> bool:
    """Return whether a comparison has the same thing on both sides: "below it" of an average is said of the price."""
    inner = [part.parts[-1] if part.word == "of" else part for part in node.parts]
    return len(inner) == 2 and inner[0] == inner[1]


def _follows_unread(c: Cursor, i: int) -> bool:
    """Return whether the volume stands right before a predicate that could not be read of it: no price is meant."""
    k = i - 1
    while k >= 0 and (c.at(k).has("TODAY") or c.at(k).has("EQ") or c.at(k).has("WASBEFORE")):
        k -= 1
    return c.at(k).has("SER", "volume") and set(c.at(k).meanings) <= {"SER", "NOISE"}


def _subject_before(c: Cursor, i: int) -> Node | None:
    """Return the volume or indicator before a verb that is not known: "volume dries up to less than half ..."."""
    k, strange = i - 1, False
    while (
        k >= i - 4 and k >= 0 and (set(c.at(k).meanings) <= {"UNK", "TYPO"} or c.at(k).has("P") or c.at(k).has("MOVE"))
    ):
        strange = strange or set(c.at(k).meanings) == {"UNK"}
        k -= 1
    if not strange or not (c.at(k).has("SER", "volume") or c.at(k).has("IND")):
        return None
    found = primary(c, k, None)
    return found[0] if found is not None and found[1] <= i else None


def _is_unknown(c: Cursor, i: int) -> bool:
    """Return whether a word that nobody knows stands before a predicate: it is its subject then."""
    while c.at(i).has("EQ") or (c.at(i).is_noise and i > 0):
        i -= 1
    return set(c.at(i).meanings) == {"UNK"}


def _implied_subject(c: Cursor, i: int) -> Node | None:
    """Return what a predicate without a subject is said of; None where that cannot be told."""
    subject = c.memory.subject
    if subject is not None and _is_of_bar(subject) and _deed_before(c, i):
        subject = CLOSE
    verb = c.at(c.skip(i + 1)) if c.at(i).has("EQ") and not c.at(i).has("RISING") else c.at(i)
    if verb.has("RISING") or verb.has("SIGN") or verb.has("STATE"):
        named = c.memory.topic
        if named is not None and not is_price(named) and (subject is None or is_price(subject)):
            return named
        if named is not None and verb.has("STATE", "bullish", "bearish") and directional(named) is not None:
            return named
        return subject if subject is not None else CLOSE
    spoken = _spoken_of(c, i, subject)
    return spoken if spoken is not None else _compared_subject(c, i, subject)


def _is_of_bar(subject: Node) -> bool:
    """Return whether a subject is the price of an earlier bar, or an extreme of this one."""
    return (subject.op == "lag" and subject.parts[0] == CLOSE) or (
        subject.op == "name" and subject.word in ("high", "low")
    )


def _deed_before(c: Cursor, i: int) -> bool:
    """Return whether a deed or the end of a line in Chinese parts a predicate from what was spoken of."""
    for k in range(i - 1, max(-1, i - _NEAR), -1):
        if any(c.at(k).has(word) for word in ("CMP", "X", "TOUCH", "DAYCOLOR")):
            return False
        if c.at(k).has("ACT"):
            return c.at(k).text >= "\u4e00"
    return False


_NEAR = 6


def _compared_subject(c: Cursor, i: int, subject: Node | None) -> Node | None:
    """Return what a comparison without a subject is said of: the price, or an indicator whose level it names."""
    about_number = right_is_number(c, i)
    if subject is not None and not about_number and _own_level_follows(c, i, subject):
        return CLOSE
    if subject is None or (not is_price(subject) and not about_number and not _is_bare(c, i)):
        subject = CLOSE
    if not about_number and _is_deed_beyond(c, i):
        return CLOSE
    if is_price(subject) and about_number and not c.at(i).has("MOVE"):
        topic = c.memory.topic
        return c.memory.scaled or (topic if topic is not None and not is_price(topic) else None)
    return subject


def _spoken_of(c: Cursor, i: int, subject: Node | None) -> Node | None:
    """Return the indicator that a predicate is said of by the line or the level that it names."""
    topic = c.memory.topic
    if subject is None:
        return topic if topic is not None and not is_price(topic) and _against_signal(c, i) else None
    said = _against_line(c, i) or _back_beyond(c, i) or _against_past(c, i)
    return subject if not is_price(subject) and said else None


def _against_past(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with a day before and nothing of it: "and higher than yesterday"."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("EQ") or c.at(j).has("P", "than") or c.at(j).text in ("higher", "lower"):
        j = c.skip(j + 1)
    behind = c.at(c.skip(j + 1))
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ") or behind.has("MARK")
    return c.at(j).has("PREV") and ends


def _is_deed_beyond(c: Cursor, i: int) -> bool:
    """Return whether a deed stands right before "above", "under": "exit under the base line" speaks of the price.

    Where the message compared lines alone, it goes on with these: "buy EMA 10 over EMA 30, sell under EMA 30".
    """
    lexeme = c.at(i)
    priced = any(left == CLOSE and right.op != "num" for left, right in c.memory.sides)
    return priced and lexeme.has("CMP", "<", ">") and not lexeme.has("X") and c.at(i - 1).has("ACT")


def _own_level_follows(c: Cursor, i: int, subject: Node) -> bool:
    """Return whether, after a filter of another asset, a level of the traded one follows.

    "Sell below the 50-day" speaks of an average named before, "enter on a break of the 20-day high" behind a deed of
    the extreme of what is traded.
    """
    if subject.op != "call" or subject.word != "of":
        return False
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ") or c.at(j).text in ("above", "below", "of"):
        j = c.skip(j + 1)
    found = primary(c, j, CLOSE)
    if found is None:
        return False
    extreme = found[0].op == "call" and found[0].word in ("highest", "lowest")
    level = found[0].parts[0] if found[0].op == "lag" else found[0]
    banded = level.op == "field" and level.word in ("upper", "lower", "middle")
    own = extreme or banded or (level.op == "name" and level.word in ("high", "low", "open"))
    return found[0] in c.memory.averages or (own and _deed_since(c, i, subject.parts[0].word))


def _deed_since(c: Cursor, i: int, symbol: str) -> bool:
    """Return whether a deed or the end of a sentence stands between the last mention of an asset and a place."""
    for k in range(i - 1, -1, -1):
        named = c.at(k).get("SYM")
        if isinstance(named, tuple) and symbol in named:
            return False
        if c.at(k).has("ACT") or c.is_sign(k, ".", ";", "\n"):
            return True
    return True


def _against_line(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with a line that is no price: the MACD crosses its signal."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ"):
        j = c.skip(j + 1)
    named = c.at(j).has("IND") or (c.at(j).has("SYM") and c.at(j + 1).has("FILLER")) or c.at(j).text.endswith("'s")
    found = primary(c, j, None) if named else None
    return found is not None and found[0].op != "num" and not is_price(found[0])


def _back_beyond(c: Cursor, i: int) -> bool:
    """Return whether "(RSI goes below 30) then back above" names no level again: that of before is meant."""
    k = c.skip(i)
    behind = c.at(c.skip(k + 1))
    ends = any(behind.has(word) for word in ("END", "SIGN_MARK", "ACT", "CONJ", "MARK"))
    known = c.memory.crossed or c.memory.pair
    return (
        c.at(k).has("CMP", "<", ">") and "back" in c.at(k).text and ends and known is not None and known[1].op == "num"
    )


def _against_signal(c: Cursor, i: int) -> bool:
    """Return whether a predicate compares with "(the) signal (line)": that of the indicator in the title is meant."""
    j = c.skip(i)
    while c.at(j).has("CMP") or c.at(j).has("X") or c.at(j).has("EQ"):
        j = c.skip(j + 1)
    return c.at(j).has("IND", "macd_signal")


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
    turns = verb.has("SIGN") and verb.text.startswith(("turn", "go", "flip", "become", "转", "变"))
    if turns or (verb.has("RISING") and verb.text.startswith(("turn", "curl", "slope", "point"))):
        return True
    before = c.at(i - 1)
    topic = c.memory.topic
    known = c.memory.subject
    spoken = any(one is not None and not is_price(one) for one in (topic, known))
    if verb.has("SIGN") and spoken and before.has("SIGN_MARK", ",", ":", ";", "\n"):
        return True
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
