"""Conditions that were just said, of another day or another thing."""

from __future__ import annotations

from collections.abc import Callable

from strategy_ai_worker.domain.reading.conditions.pronouns import right_is_number
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.predicates import predicate, starts_predicate
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import compare, lag, negate, rebuild, walk


def _likewise(c: Cursor, j: int) -> int:
    """Return the place behind "(while the price) does too", "is as well"; 0 where nothing of the kind is said."""
    verb = c.at(j).text in ("does", "do", "did", "has", "is", "makes") or c.at(j).has("EQ")
    k = j + 1
    while c.at(k).text in ("so", "the", "same"):
        k += 1
    too = c.at(k).text in ("too", "as well", "also", "likewise") or (k > j + 2 and c.at(k - 1).text == "same")
    after = k + 1 if c.at(k).text in ("too", "as well", "also", "likewise") else k
    ends = c.at(after).has("END") or c.at(after).has("SIGN_MARK") or c.at(after).has("ACT")
    return after if verb and too and ends else 0


def was_not(c: Cursor, i: int) -> Found:
    """Read "(today's close is above X) and yesterday's wasn't", "but the day before it was not": the contrary, a bar before."""  # noqa: E501
    said = c.memory.said
    if said is None or not c.at(i).has("PREV"):
        return None
    j = i + 1
    while c.at(j).has("EVENT") or c.at(j).has("SER", "close", "price") or c.at(j).text == "one":
        j += 1
    refused = c.at(j).has("NOT") or (c.at(j).has("NOLONGER") and c.at(j).text.endswith(("n't", "not")))
    k = j + 1
    while c.at(k).has("EQ") or c.at(k).has("WASBEFORE"):
        k += 1
    behind = c.at(k)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ")
    if not refused or not ends:
        return None
    return lag(negate(as_state(said[1])), int(str(c.at(i).get("PREV")))), k


def was_beyond(c: Cursor, i: int) -> Found:
    """Read "(the close is above X) when the one before closed at or below": the same two, a bar before."""
    if not c.at(i).has("PREV") or c.memory.pair is None:
        return None
    j = i + 1
    while any(c.at(j).has(word) for word in ("EQ", "WASBEFORE", "EVENT")) or c.at(j).has("SER", "close", "price"):
        j += 1
    sign = str(c.at(j).get("CMP"))
    behind = c.at(c.skip(j + 1))
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ", "and", "or")
    if sign not in ("<", ">", "<=", ">=") or not ends or c.memory.last_was_level:
        return None
    return lag(compare(sign, *c.memory.pair), int(str(c.at(i).get("PREV")))), j + 1


def on_a_day(c: Cursor, i: int) -> Found:
    """Read "(CCI was below -100) and today is above -100", "yesterday was lower than the day before" of the indicator."""  # noqa: E501
    known = c.memory.subject
    if c.at(i).text.endswith("'s") and c.at(i + 1).has("SER"):
        return None  # "today's close" names its own thing.
    back = c.at(i).get("PREV") or (0 if c.at(i).has("TODAY") and not c.at(i).has("SER") else None)
    j = i + 1
    while c.at(j).has("EQ") or c.at(j).has("WASBEFORE") or c.at(j).has("EVENT"):
        j += 1
    verb = j > i + 1 or c.at(j).text.startswith(("is ", "was "))
    if known is None or is_price(known) or back is None or not verb or not starts_predicate(c, j):
        return None
    k = j
    while any(c.at(k).has(word) for word in ("CMP", "X", "MOVE")) or c.at(k).has("P", "than"):
        k = c.skip(k + 1)
    if not (c.at(k).has("PREV") or (c.memory.last_was_level and right_is_number(c, j))):
        return None
    bare = known.parts[0] if known.op == "lag" else known
    return predicate(c, j, lag(bare, int(str(back))) if back else bare)


def said_of_yesterday(c: Cursor, i: int, condition: Callable[[Cursor, int], Found]) -> Found:
    """Read "yesterday it closed above its average", "yesterday HYG rose": all that is said of a thing, a bar before."""
    begins = c.at(i + 1).has("EVENT") or c.at(i + 1).has("SYM")
    owned = c.at(i).text.endswith("'s")
    # "yesterday's low was the lowest of the last 10 days": the extreme is of the bars up to that one.
    extreme = owned and c.at(i + 1).has("SER", "high", "low") and any(c.at(k).has("HILO") for k in range(i + 2, i + 5))
    if not c.at(i).has("PREV") or not (extreme or (begins and not owned and not c.at(i + 1).text.endswith("'s"))):
        return None
    told = condition(c, i + 1)
    lasting = told is not None and any(part.word in ("any", "all") for part in walk(told[0]))
    return None if told is None or lasting else (lag(as_state(told[0]), int(str(c.at(i).get("PREV")))), told[1])


def does_not(c: Cursor, i: int) -> Found:
    """Read "(OBV makes a 20 day high) but the price does not": the contrary of the same, said of another thing."""
    said = c.memory.said
    subject = operand(c, i) if c.at(i - 1).has("CONJ", "but") or c.at(i - 1).text in ("but", "while", "the") else None
    if said is None or subject is None or subject[0].op == "num":
        return None
    j = subject[1]
    refused = c.at(j).has("NOT") or c.at(c.skip(j)).has("NOT") or c.at(j).has("NOLONGER")
    likewise = _likewise(c, j)
    if likewise:
        left, node = said
        return rebuild(node, lambda part: subject[0] if part == left else part), likewise
    k = j + 1 if c.at(j).has("NOT") else c.skip(j) + 1
    ends = c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("ACT")
    if not refused or not ends:
        return None
    left, node = said
    return negate(rebuild(node, lambda part: subject[0] if part == left else part)), k
