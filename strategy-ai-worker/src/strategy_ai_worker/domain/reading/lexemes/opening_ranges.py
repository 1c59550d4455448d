"""The range of a session's first minutes, however it is said: "the first hour's range", "the range of the first 30 minutes"."""  # noqa: E501

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at

_MINUTES: Final = {"minute": 1, "hour": 60}
_FIRST: Final = frozenset(["first", "opening", "initial"])
_MADE: Final = frozenset(
    ["set", "made", "formed", "established", "defined", "built", "by", "during", "over", "for", "up"]
)
_FORMS: Final = frozenset(
    ["to", "form", "forms", "make", "set", "sets", "define", "defines", "establish", "the", "an", "a"]
)
_FAR: Final = frozenset(["other", "opposite", "far"])
_FURTHEST: Final = 5
"""Words between a range and its length: "the range that was set in the first ..."."""


def opening_range(found: list[Lexeme], i: int) -> None:
    """Read a range with its length as one lexeme that carries the minutes; what passes it passes one of its ends."""
    of_length = _range_of_length(found, i)
    minutes, end = of_length if of_length is not None else _length_behind_range(found, i)
    if end == 0:
        return
    whole = Lexeme(_told(found, i, end), found[i].start, found[end - 1].end, {"OPENRANGE": minutes or "or"})
    found[i:end] = [whole]
    if not at(found, i + 1).has("SER", "high", "low"):
        _breakout_of(found, i)
        _end_that_is_passed(found, i)


def _range_of_length(found: list[Lexeme], i: int) -> tuple[int, int] | None:
    """Return the minutes of "the first hour's range", "the 30-minute opening range", and the place behind it."""
    minutes, k = _length(found, i)
    while minutes and (at(found, k).has("SIGN_MARK", "'") or at(found, k).text in _FORMS):
        k += 1
    if minutes and at(found, k).has("SER", "range"):
        return minutes, k + 1
    span = found[i].get("SPAN")
    if isinstance(span, Span) and span.unit in _MINUTES and at(found, i + 1).has("OPENRANGE"):
        return round(span.count * _MINUTES[span.unit]), i + 2
    return None


def _length_behind_range(found: list[Lexeme], i: int) -> tuple[int, int]:
    """Return the minutes of "(opening) range (set in) the first hour", and the place behind; 0 where it is no range."""
    named = found[i].has("OPENRANGE")
    if not named and not found[i].has("SER", "range"):
        return 0, 0
    k, bracket = i + 1, False
    while k < i + _FURTHEST and (_is_between(at(found, k)) or (named and at(found, k).has("SIGN_MARK", "(", ","))):
        bracket = bracket or at(found, k).has("SIGN_MARK", "(")
        k += 1
    minutes, end = _length(found, k)
    if minutes and bracket and at(found, end).has("SIGN_MARK", ")"):
        end += 1
    if minutes and end > i + 1:
        return minutes, end
    # A range whose length is told elsewhere is one by itself; a breakout of its own name needs no other words.
    return 0, i + 1 if named and found[i].text.endswith("range") else 0


def _is_between(lexeme: Lexeme) -> bool:
    return (
        (lexeme.has("NOISE") and lexeme.text not in _FIRST)
        or lexeme.text in _MADE
        or lexeme.text in ("that", "was", "is")
    )


def _length(found: list[Lexeme], k: int) -> tuple[int, int]:
    """Return the minutes of "first hour", "first 30 minutes", and the place behind; 0 where none are said."""
    if at(found, k).has("SESSION", "first_hour"):
        return 60, k + 1
    span = at(found, k + 1).get("SPAN")
    if at(found, k).text not in _FIRST or not isinstance(span, Span) or span.unit not in _MINUTES:
        return 0, k
    end = k + 2
    while at(found, end).text in ("of trading", "of the day", "of the session", "'s"):
        end += 1
    return round(span.count * _MINUTES[span.unit]), end


def _told(found: list[Lexeme], i: int, end: int) -> str:
    broken = any("breakout" in one.text or one.text == "orb" for one in found[i:end])
    return "opening range breakout" if broken else "opening range"


def _breakout_of(found: list[Lexeme], i: int) -> None:
    """Read "a breakout of the opening range" as "an opening range breakout"; that of its high has its own side."""
    k = i - 1
    while at(found, k).text in ("the", "this", "that", "its"):
        k -= 1
    way = at(found, k)
    if not way.has("BREAKOUT") or not way.text.endswith(" of"):
        return
    moved = Lexeme(way.text.removesuffix(" of"), way.start, way.end, way.meanings)
    found[k : i + 1] = [Lexeme("opening range", way.start, found[i].end, found[i].meanings), moved]


def _end_that_is_passed(found: list[Lexeme], i: int) -> None:
    """Read "breaks above the opening range" as its high: a price is above a range where it is above its high."""
    k = i - 1
    while at(found, k).text in ("the", "this", "that", "its"):
        k -= 1
    crossing, compared = at(found, k).get("X"), at(found, k).get("CMP")
    side = crossing[0] if isinstance(crossing, tuple) else {">": "up", "<": "down"}.get(str(compared))
    if side in ("up", "down") and found[i].has("OPENRANGE"):
        place = found[i].end
        found.insert(
            i + 1, Lexeme("high" if side == "up" else "low", place, place, {"SER": "high" if side == "up" else "low"})
        )


def far_end(found: list[Lexeme], i: int) -> None:
    """Read "stop at the other side (of the range)" as its low, for shorts alone as its high."""
    if found[i].text not in _FAR or at(found, i + 1).text not in ("side", "end", "edge"):
        return
    if not any(one.has("OPENRANGE") for one in found[:i]) or not any(at(found, k).has("STOP") for k in range(i - 4, i)):
        return
    k = i + 2
    while (
        at(found, k).text in ("of", "the", "that", "opening")
        or at(found, k).has("SER", "range")
        or at(found, k).has("OPENRANGE")
    ):
        k += 1
    deeds = {str(one.get("ACT")) for one in found if one.has("ACT")}
    side = "high" if "short" in deeds and "buy" not in deeds else "low"
    start, end = found[i].start, found[k - 1].end
    found[i:k] = [Lexeme("opening range", start, end, {"OPENRANGE": "or"}), Lexeme(side, end, end, {"SER": side})]


def other_end(found: list[Lexeme], i: int) -> None:
    """Read "(buy above the opening range,) short below it" of the range: the end that lies on that side."""
    way = at(found, i - 1)
    passed = any(
        one.start == one.end and one.has("SER") and at(found, k - 1).has("OPENRANGE") for k, one in enumerate(found[:i])
    )
    if found[i].text == "it" and passed and (way.has("X") or way.has("CMP", ">", "<")):
        found[i] = Lexeme("opening range", found[i].start, found[i].end, {"OPENRANGE": "or"})
        _end_that_is_passed(found, i)
