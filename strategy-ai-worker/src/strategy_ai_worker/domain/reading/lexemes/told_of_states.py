"""English phrases about what a bar was before, about leaving a state, and about what a word means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}


def bar_before_it(found: list[Lexeme], i: int) -> None:
    """Read "the bar before it (closed below X)" as the bar before: "it" is the bar that was spoken of."""
    verb = at(found, i + 2)
    was = verb.has("SER", "close") or verb.has("WASBEFORE") or verb.has("EQ") or verb.has("CMP")
    if found[i].has("PREV") and found[i].text.endswith("before") and was and not at(found, i - 1).has("CMP"):
        beside = at(found, i + 1)
        if beside.text in ("it", "that", "this", "that one", "this one"):
            found[i + 1] = meaning(beside, dict(_NOISE))


def last_close_of_day(found: list[Lexeme], i: int) -> None:
    """Read "yesterday's last close", "the prior day's final price" as yesterday's close."""
    dated = found[i].has("PREV", 1) and any(word in found[i].text for word in ("yesterday", "day", "session"))
    last = at(found, i + 1)
    if dated and last.text in ("last", "final", "closing") and at(found, i + 2).has("SER", "close"):
        found[i + 1] = meaning(last, dict(_NOISE))


_MOTIONS: Final = frozenset(
    ["moves", "move", "moving", "moved", "pokes", "poke", "back", "comes", "come", "gets", "get"]
)


def out_of_state(found: list[Lexeme], i: int) -> None:
    """Read "(RSI) bounces out of oversold" as leaving that state: no position is closed by it."""
    k = i + 2 if at(found, i + 1).text == "of" else i + 1
    k = k + 1 if at(found, k).text == "the" else k
    state = at(found, k)
    if found[i].text not in ("out", "out of") or not state.has("STATE", "oversold", "overbought"):
        return
    first = i
    while at(found, first - 1).has("MOVE") or at(found, first - 1).text in _MOTIONS:
        first -= 1
    if first < i:
        found[first:k] = [Lexeme("comes", found[first].start, found[k - 1].end, {"UNK": "comes"})]


_LONGEST_TERM = 3


def by_which_is_meant(found: list[Lexeme], i: int) -> None:
    """Read "(when it reclaims X.) By reclaim I mean Y" as saying in full what stands right before it."""
    first = i - 1 if at(found, i - 1).text in ("and", "where") else i
    stop = at(found, first - 1)
    if found[i].text != "by" or not stop.has("SIGN_MARK", ".", "?", ";", "\n", ","):
        return
    end = next((k for k in range(i + 2, i + 3 + _LONGEST_TERM) if at(found, k).text in ("mean", "i mean")), None)
    if end is None or at(found, end + 1).text == "":
        return
    found[first - 1 : end + 1] = [
        meaning(stop, {"SIGN_MARK": ","}, ","),
        Lexeme("that is", found[i].start, found[end].end, {"DEFINE": "def"}),
    ]


def or_sooner(found: list[Lexeme], i: int) -> None:
    """Read "(after 10 days), or earlier if X" as "or if X"."""
    if found[i].text in ("or earlier", "or sooner", "or before") and at(found, i + 1).has("MARK", "if"):
        found[i] = meaning(found[i], {"CONJ": "or"}, "or")
    if found[i].text in ("earlier", "sooner") and at(found, i - 1).has("CONJ", "or") and at(found, i + 1).has("MARK"):
        found[i] = meaning(found[i], dict(_NOISE))


_HAPPENED: Final = frozenset(["happened", "happen", "occurred", "occur", "come", "triggered", "trigger", "been hit"])
_UNTIL_THEN: Final = frozenset(["yet", "by", "the", "time", "then", "before", "until", "by the time"])


def not_happened_by(found: list[Lexeme], i: int) -> None:
    """Read "(sell when X,) and if that hasn't happened by the time Y, sell then" as selling once Y."""
    subject = at(found, i + 1).text in ("that", "it", "this", "neither", "none", "nothing")
    if not found[i].has("MARK", "if") or not subject:
        return
    end = next((k for k in range(i + 2, i + 6) if at(found, k).text in _HAPPENED), None)
    if end is None or any(one.has("SIGN_MARK") for one in found[i:end]):
        return
    k = end + 1
    while at(found, k).text in _UNTIL_THEN:
        k += 1
    if _counted_days(found, i, k):
        return
    if any(one.text.startswith("by") for one in found[end + 1 : k]):
        found[i:k] = [Lexeme("once", found[i].start, found[k - 1].end, {"MARK": "if"})]


def _counted_days(found: list[Lexeme], i: int, k: int) -> bool:
    """Tell "if that hasn't happened within 10 days, sell", "... by day 10" as "after 10 days, sell"."""
    within = at(found, k).has("WITHIN") or at(found, k).text in ("within", "in", "after")
    length = at(found, k + 1)
    if at(found, k).has("UNIT", "day", "bar") and length.has("NUM") and not length.has("SPAN"):
        count = float(str(length.get("NUM")))
        unit = str(at(found, k).get("UNIT"))
        length = Lexeme(f"{count:g} {unit}s", at(found, k).start, length.end, {"NUM": count, "SPAN": Span(count, unit)})
    elif not (within and length.has("SPAN")):
        return False
    after = Lexeme("after", found[i].start, found[k].start, {"MARK": "if", "AFTERHAVING": "had", "P": "after"})
    found[i : k + 2] = [after, length]
    return True


_UNTOUCHED: Final = frozenset(["there", "alone", "untouched", "unchanged", "be", "invested", "in place", "as is", "as"])


def left_in_place(found: list[Lexeme], i: int) -> None:
    """Read "(buy the best two and) leave them alone (until the next month)" as holding on: nothing is closed."""
    if not found[i].text.startswith(("leave", "leaving")) or not found[i].has("ACT", "exit"):
        return
    k = i + 1
    while at(found, k).text in (
        "it",
        "them",
        "that",
        "this",
        "the",
        "my",
        "money",
        "position",
        "positions",
        "holdings",
    ):
        k += 1
    if at(found, k).text in _UNTOUCHED and (k > i + 1 or found[i].text.endswith((" it", " them"))):
        held = at(found, k + 1).text == "for" and at(found, k + 2).has("SPAN")
        for m in range(i, k + 2 if held else k + 1):
            found[m] = meaning(found[m], dict(_NOISE))
        found[i] = meaning(found[i], {"HOLD": "hold"}, "hold for") if held else found[i]


def period_over(found: list[Lexeme], i: int) -> None:
    """Read "until the month is over" as its end: nothing is compared."""
    ends = at(found, i + 1).text == "" or at(found, i + 1).has("SIGN_MARK") or at(found, i + 1).has("CONJ")
    if found[i].text in ("over", "is over", "out", "done") and ends:
        unit = i - 2 if at(found, i - 1).has("EQ") else i - 1
        if at(found, unit).has("UNIT", "week", "month", "year") and at(found, unit - 1).text in ("the", "that", "this"):
            found[i] = meaning(found[i], dict(_NOISE))


def bars_before_hour(found: list[Lexeme], i: int) -> None:
    """Read "any bar before noon", "it's not yet 14:00" as the hours before it."""
    hour = at(found, i + 1)
    if found[i].has("PREV") and found[i].text.endswith((" before", "bar prior")) and _is_hour(hour):
        found[i] = meaning(found[i], {"LASTN": "prev", "AGO": "ago"}, "before")
    if found[i].text in ("not", "is not", "it is not", "isn't") and hour.text == "yet" and _is_hour(at(found, i + 2)):
        found[i : i + 2] = [Lexeme("before", found[i].start, hour.end, {"LASTN": "prev", "AGO": "ago"})]


def _is_hour(lexeme: Lexeme) -> bool:
    return lexeme.has("CLOCK") or lexeme.has("HALFDAY")


_HOLDS: Final = frozenset(["holds", "hold", "holding", "positions", "position", "exposure", "risk", "holdings"])
_OVER: Final = frozenset(
    ["over", "before", "into", "through", "for", "at", "on", "going", "ahead of", "it", "anything", "positions", "a",
     "any", "position", "them", "the", "each", "every", "anything over"]
)  # fmt: skip
_CARRIES: Final = frozenset(["carry", "keep", "take", "carrying", "keeping", "taking", "holding"])


def flat_over_weekend(found: list[Lexeme], i: int) -> None:
    """Read "no weekend holds", "be flat over the weekend" as leaving at Friday's close: stocks rest on Saturdays."""
    end = _held_over_weekend(found, i)
    coins = any("/" in str(one.get("SYM")) for one in found)
    if end is None or coins:
        return
    start, last = found[i].start, found[end - 1].end
    found[i:end] = [
        Lexeme("exit", start, last, {"ACT": "exit"}),
        Lexeme("at", last, last, {"P": "at"}),
        Lexeme("friday's", last, last, {"WEEKDAY": 4}),
        Lexeme("close", last, last, {"ACT": "exit", "SER": "close", "WASBEFORE": "was"}),
    ]


def _held_over_weekend(found: list[Lexeme], i: int) -> int | None:
    """Return the place behind the words that keep the weekend free of positions, or None where these are none."""
    if found[i].text in ("no", "without") and at(found, i + 1).has("WEEKPART", "weekend"):
        return i + 3 if at(found, i + 2).text in _HOLDS else None
    refused = found[i].has("NOT") and at(found, i + 1).text in _CARRIES
    if not (found[i].has("ACT", "exit", "none_held") or refused):
        return None
    k = i + 2 if refused else i + 1
    first = k
    while at(found, k).text in _OVER:
        k += 1
    return k + 1 if k > first and at(found, k).has("WEEKPART", "weekend") else None


def happens_by(found: list[Lexeme], i: int) -> None:
    """Read "(the cross) if it happens by 12:00" as before that hour."""
    if found[i].text in _HAPPENS and at(found, i + 1).text in ("by", "before", "until") and _is_hour(at(found, i + 2)):
        found[i : i + 2] = [Lexeme("before", found[i].start, found[i + 1].end, {"LASTN": "prev", "AGO": "ago"})]
        if at(found, i - 1).text in ("it", "that", "this"):
            found[i - 1] = meaning(found[i - 1], dict(_NOISE))


_HAPPENS: Final = frozenset(["happens", "occurs", "comes", "triggers", "fires", "prints"])
_ENDED_IT: Final = frozenset(["closed it", "closed", "ended it", "exited", "triggered", "hit", "happened", "stopped"])


def not_ended_before(found: list[Lexeme], i: int) -> None:
    """Read "(closed at 15:00) if the reverse cross hasn't closed it before" as "or at the reverse cross"."""
    if not found[i].has("MARK") or found[i].text not in ("if", "unless") or i == 0:
        return
    not_yet = next((k for k in range(i + 1, min(i + 7, len(found))) if _is_stop(found[k]) or _denies(found, k)), None)
    if not_yet is None or _is_stop(found[not_yet]) or not_yet == i + 1:
        return
    k = not_yet + 1
    while at(found, k).text in _ENDED_IT or at(found, k).text in ("it", "us", "me", "the", "trade", "position", "out"):
        k += 1
    ends = at(found, k).text in ("before", "already", "by then", "earlier", "first", "yet", "sooner")
    if k > not_yet + 1 and ends and (at(found, k + 1).text == "" or at(found, k + 1).has("SIGN_MARK")):
        found[i] = meaning(found[i], {"CONJ": "or"}, "or")
        for m in range(not_yet, k + 1):
            found[m] = meaning(found[m], dict(_NOISE))


def _denies(found: list[Lexeme], k: int) -> bool:
    return found[k].text in ("hasn't", "has not", "haven't", "have not", "didn't", "did not")


def _is_stop(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK")


def with_last_bar(found: list[Lexeme], i: int) -> None:
    """Read "close any open trade with the last bar" as leaving at the close of the day."""
    k = i + 1
    while at(found, k).text in ("with", "on", "at", "in", "by", "the", "very"):
        k += 1
    ends = at(found, k + 1).text == "" or at(found, k + 1).has("SIGN_MARK")
    if (
        found[i].has("ACT", "exit")
        and k > i + 1
        and ends
        and at(found, k).text in ("last bar", "final bar", "last candle")
    ):
        found[k] = meaning(found[k], {"SESSION": "close"}, "end of the day")
        for m in range(i + 1, k):
            found[m] = meaning(found[m], {"P": "at", "NOISE": True}, "at")


TOLD_OF_STATES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    bar_before_it,
    last_close_of_day,
    out_of_state,
    by_which_is_meant,
    or_sooner,
    not_happened_by,
    left_in_place,
    period_over,
    bars_before_hour,
    flat_over_weekend,
    happens_by,
    not_ended_before,
    with_last_bar,
)
"""Changes of the words about bars before and states that end, in their order."""
