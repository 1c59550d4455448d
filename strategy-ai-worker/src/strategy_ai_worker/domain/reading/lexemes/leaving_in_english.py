"""English phrases about leaving: parts that go, times that are told twice, levels measured from the entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LEAVES: Final = ("sell", "exit", "cover")
_BREAKS: Final = (".", ",", ";", "\n", ":", "(", ")")
_GOES: Final = frozenset(["goes", "go", "leaves", "comes off", "comes", "is", "are", "be", "gets", "get", "will be"])
_OF_POSITION: Final = frozenset(["of", "the", "my", "position", "shares", "it", "trade", "holding", "stock", "that"])


def otherwise_leaves(found: list[Lexeme], i: int) -> None:
    """Read "exit otherwise on the cross back", "otherwise sell when ..." as one more way out: no condition ends by it."""  # noqa: E501
    if found[i].text not in ("otherwise", "else") or not found[i].has("NOLONGER"):
        return
    behind, told = at(found, i + 1), at(found, i + 2)
    between = at(found, i - 1).has("ACT", *_LEAVES) and _says_when(behind)
    ahead = behind.has("ACT", *_LEAVES) and _says_when(told)
    stays = behind.text.startswith(("hold", "keep", "stay")) and any(
        one.text in ("until", "till", "til") for one in found[i + 2 : i + 4]
    )
    if between or ahead or stays:
        found[i] = meaning(found[i], dict(_NOISE))


def _says_when(lexeme: Lexeme) -> bool:
    return lexeme.has("MARK", "if") or lexeme.has("P", "at", "on", "after")


def part_then_deed(found: list[Lexeme], i: int) -> None:
    """Read "half of the position is sold at 2R", "a third goes at +4%" as "sell half at 2R": the deed stands first."""
    begins = i == 0 or at(found, i - 1).has("SIGN_MARK") or at(found, i - 1).has("CONJ")
    if not begins or not (found[i].has("HALFOF") or found[i].has("REST") or found[i].has("PCT")):
        return
    k = i + 1
    while at(found, k).text in _OF_POSITION:
        k += 1
    verb = k
    while at(found, k).text in _GOES:
        k += 1
    deed = at(found, k)
    gone = deed.text in ("sold", "closed", "taken off", "exited", "off", "out", "covered") or deed.has("ACT", *_LEAVES)
    last = k if gone else k - 1
    if (not gone and at(found, verb).text not in ("goes", "go", "leaves", "comes off")) or (gone and k == verb):
        return
    if not _says_when(at(found, last + 1)) or (found[i].has("PCT") and verb == i + 1):
        return
    for m in range(i + 1, last + 1):
        found[m] = meaning(found[m], dict(_NOISE))
    found.insert(i, Lexeme("sell", found[i].start, found[i].start, {"ACT": "sell"}))


def parts_at_levels(found: list[Lexeme], i: int) -> None:
    """Read "(sell a third when RSI goes above 50,) a third above 60 and the rest above 70" with the deed said each time."""  # noqa: E501
    part = found[i].has("HALFOF") or found[i].has("REST")
    linked = at(found, i - 1).has("SIGN_MARK", ",", ";") or at(found, i - 1).has("CONJ", "and")
    k = i + 1
    while at(found, k).text in _OF_POSITION:
        k += 1
    level = at(found, k + 1)
    bare = level.has("NUM") and not any(level.has(word) for word in ("SPAN", "PCT", "USD", "SHARES"))
    behind = at(found, k + 2)
    alone = not any(behind.has(word) for word in ("AVG", "IND", "PART", "HILO"))
    compared = at(found, k).has("CMP", ">", "<", ">=", "<=") or at(found, k).has("X") or at(found, k).has("P", "at")
    if not (part and linked and compared and bare and alone) or not _part_left_when(found, i):
        return
    way = at(found, k)
    if way.has("P", "at"):
        before = next(one for one in reversed(found[:i]) if one.has("X") or one.has("CMP", ">", "<", ">=", "<="))
        found[k] = meaning(way, before.meanings, before.text)
    start = found[i].start
    found.insert(k, Lexeme("when", found[k].start, found[k].start, {"MARK": "if"}))
    found.insert(i, Lexeme("sell", start, start, {"ACT": "sell"}))


def _part_left_when(found: list[Lexeme], i: int) -> bool:
    """Return whether the clause before sells a part of the position by a condition."""
    first = next((k for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ".", "\n")), -1)
    clause = found[first + 1 : i]
    deed = next((k for k, one in enumerate(clause) if one.has("ACT", *_LEAVES)), None)
    if deed is None or not (at(clause, deed + 1).has("HALFOF") or at(clause, deed + 1).has("PCT")):
        return False
    told = clause[deed:]
    return any(one.has("MARK", "if") for one in told) and any(one.has("X") or one.has("CMP") for one in told)


def time_told_twice(found: list[Lexeme], i: int) -> None:
    """Read "after a week (5 trading days)" as one length of time: the bracket tells it in bars."""
    span, told = found[i].get("SPAN"), at(found, i + 2).get("SPAN")
    bracket = at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 3).has("SIGN_MARK", ")")
    if isinstance(span, Span) and isinstance(told, Span) and bracket and span.unit in ("week", "month", "year"):
        end = found[i + 3].end
        found[i : i + 4] = [Lexeme(found[i + 2].text, found[i].start, end, found[i + 2].meanings)]


def level_off_entry(found: list[Lexeme], i: int) -> None:
    """Read "stop at entry minus $15", "target: entry + 2 ATR" as that distance: it is measured from the entry anyway."""  # noqa: E501
    price = found[i].has("BREAKEVEN") and at(found, i + 1).has("SER", "price")
    sign, behind = at(found, i + 1 + price), at(found, i + 2 + price)
    signed = sign.text.startswith(("minus", "plus", "-", "+")) and (sign.has("PCT") or sign.has("USD"))
    if signed and found[i].has("BREAKEVEN") and found[i].text.startswith(("stop at", "stop to")):
        found[i] = meaning(found[i], {"STOP": "stop"}, "stop")
        found[i + 1] = meaning(found[i + 1], dict(_NOISE)) if price else found[i + 1]
        return
    if signed and found[i].has("SER", "entry") and _is_level(found, i):
        found[i] = meaning(found[i], dict(_NOISE))
        return
    distance = any(behind.has(word) for word in ("USD", "PCT", "MULT", "NMULT", "RMULT")) or (
        behind.has("NUM") and (at(found, i + 3).has("IND", "atr") or at(found, i + 3).text in ("x", "*", "times"))
    )
    if not sign.has("ARITH", "+", "-") or not distance:
        return
    if found[i].has("BREAKEVEN") and found[i].text.startswith(("stop at", "stop to")):
        found[i] = meaning(found[i], {"STOP": "stop"}, "stop")
        for k in range(i + 1, i + 2 + price):
            found[k] = meaning(found[k], dict(_NOISE))
    elif found[i].has("SER", "entry") and _is_level(found, i):
        found[i] = meaning(found[i], dict(_NOISE))
        found[i + 1] = meaning(sign, dict(_NOISE))


def _is_level(found: list[Lexeme], i: int) -> bool:
    """Return whether a stop or a target is named right before."""
    k = i - 1
    while k >= 0 and (found[k].is_noise or found[k].has("P") or found[k].has("EQ") or found[k].text in (":", "=")):
        k -= 1
    return at(found, k).has("STOP") or at(found, k).has("TARGET")


def times_the_range(found: list[Lexeme], i: int) -> None:
    """Read "2*ATR(14)", "2 * ATR" as "2 ATR(14)"."""
    if found[i].has("NUM") and at(found, i + 1).text == "*" and at(found, i + 2).has("IND", "atr"):
        del found[i + 1]


def on_a_day(found: list[Lexeme], i: int) -> None:
    """Read "exit on the third day after entry" as after 3 days."""
    if not found[i].has("ACT", *_LEAVES):
        return
    k = i + 1
    while at(found, k).has("P", "on", "at") or at(found, k).text in ("the", "it", "open", "of", "at the open"):
        k += 1
    count, unit, later = at(found, k), at(found, k + 1), at(found, k + 2)
    entered = later.has("LATER") and ("entry" in later.text or "buying" in later.text or "fill" in later.text)
    if count.has("ORD") and unit.text in ("day", "bar", "session", "trading day", "candle") and entered:
        days = float(str(count.get("ORD")))
        told: Meanings = {"SPAN": Span(days, "bar"), "NUM": days}
        for m in range(i + 1, k):
            found[m] = meaning(found[m], dict(_NOISE))
        found[k : k + 2] = [Lexeme(f"{days:g} bars", count.start, unit.end, told)]


def rest_after_time(found: list[Lexeme], i: int) -> None:
    """Read "after 20 days whatever remains is sold" as leaving after 20 days."""
    if not found[i].has("P", "after") or not at(found, i + 1).has("SPAN"):
        return
    k = i + 2
    while at(found, k).text in _WHATEVER or at(found, k).has("SIGN_MARK", ","):
        k += 1
    rest = k if at(found, k).has("REST") else k - 1
    k = rest + 1
    while at(found, k).text in (*_GOES, *_OF_POSITION):
        k += 1
    if at(found, rest).has("REST") and at(found, k).has("ACT", *_LEAVES):
        for m in range(i + 2, k + 1):
            found[m] = meaning(found[m], dict(_NOISE))
        found.insert(i, Lexeme("exit", found[i].start, found[i].start, {"ACT": "exit"}))


_WHATEVER: Final = frozenset(["whatever", "what", "anything", "all", "that", "which", "everything"])


def step_goes_on(found: list[Lexeme], i: int) -> None:
    """Read "(raise the stop to break-even after a 5% gain,) and to +5% after a 10% gain" with its verb."""
    to = at(found, i + 1)
    k = i + 2
    if not found[i].has("CONJ", "and") or not to.has("P", "to") or not at(found, k).has("PCT"):
        return
    gained = at(found, k + 1).has("MARK", "if") or at(found, k + 1).has("P", "after", "at")
    first = next((m for m in range(i - 1, -1, -1) if found[m].has("SIGN_MARK", ".", "\n")), -1)
    moved = any(one.has("BREAKEVEN") or one.text in ("raise", "move", "lift") for one in found[first + 1 : i])
    if gained and moved:
        start = found[i].end
        found[i + 1 : i + 1] = [
            Lexeme("raise", start, start, {}),
            Lexeme("stop", start, start, {"STOP": "stop"}),
        ]


LEAVING: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    otherwise_leaves,
    part_then_deed,
    parts_at_levels,
    time_told_twice,
    times_the_range,
    level_off_entry,
    on_a_day,
    rest_after_time,
    step_goes_on,
)
"""In the order in which they are told."""
