"""Turns of plain speech whose words mean other things alone: "I buy it back", "its average of the past 60 days"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning, moved
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_HELD: Final = frozenset(["it", "them", "the shares", "the position", "the stock", "that"])
_MADE: Final = frozenset(["made", "reached", "set", "seen", "printed", "recorded", "marked"])
_OVER: Final = frozenset(["in", "over", "during", "within", "of", "for"])
_BACK: Final = frozenset(["past", "last", "previous", "prior", "preceding", "trailing"])
_ALWAYS: Final = frozenset(["in any case", "anyway", "regardless", "always", "either way", "no matter what"])
_LEAVES: Final = ("sell", "exit", "cover")
_NAMED: Final = frozenset(["length", "period", "multiplier", "factor", "multiple", "mult"])
_SETTING: Final = _NAMED | {"of", "a", "an", "and", "with", "="}
_RESTS: Final = frozenset(["sat", "sits", "stood", "stands", "hovered", "hovers", "lay", "lies", "rested", "rests"])
_JUMPS: Final = frozenset(["jump", "jumps", "hop", "hops", "pop", "pops", "flip", "flips", "switch", "switches"])
_REPUTED: Final = frozenset(["supposed", "said", "believed", "reputed", "known", "thought"])
_RULES: Final = ("ACT", "NUM", "PCT", "CMP", "X", "SYM", "STOP")
_LONGEST_BRACKET: Final = 16
_LONGEST_SETTINGS: Final = 12
_LONGEST_SENTENCE: Final = 30


def sells_short(found: list[Lexeme], i: int) -> None:
    """Read "I sell short" as going short, and "I buy it back" of a message that does as covering."""
    following = at(found, i + 1)
    if found[i].has("ACT", "sell") and following.has("ACT", "short"):
        found[i : i + 2] = [Lexeme("sell short", found[i].start, following.end, {"ACT": "short"})]
        return
    shorts = found[i].has("ACT", "buy") and any(one.has("ACT", "short") for one in found)
    if shorts and following.text in _HELD and at(found, i + 2).text == "back":
        found[i : i + 3] = [Lexeme("buy back", found[i].start, found[i + 2].end, {"ACT": "cover"})]


def extreme_made_in(found: list[Lexeme], i: int) -> None:
    """Read "the highest high made in the 55 candles before" as that of these candles."""
    if not found[i].has("SER", "high", "low", "close") or at(found, i + 1).text not in _MADE:
        return
    if at(found, i + 2).text in _OVER and any(at(found, k).has("SPAN") for k in range(i + 3, i + 6)):
        found[i + 1] = meaning(found[i + 1], dict(_NOISE), "")
        found[i + 2] = meaning(found[i + 2], {"P": "of", "NOISE": True}, "of")


def average_over(found: list[Lexeme], i: int) -> None:
    """Read "its average of the past 60 days" as "its 60-day average"."""
    k = i + 1
    while at(found, k).text in _OVER or at(found, k).text == "the" or at(found, k).text in _BACK:
        k += 1
    told = any(at(found, m).text in _BACK for m in range(i + 1, k))
    if (
        found[i].has("AVG")
        and at(found, i - 1).text in ("its", "their", "its own")
        and told
        and at(found, k).has("SPAN")
    ):
        span, average = found[k], found[i]
        found[i : k + 1] = [moved(span, average), Lexeme(average.text, span.start, span.end, average.meanings)]


def in_any_case(found: list[Lexeme], i: int) -> None:
    """Read "(sell when A), and in any case after B" as one more way out."""
    always = at(found, i + 1)
    if not found[i].has("CONJ", "and") or always.text not in _ALWAYS:
        return
    last = next((one for one in reversed(found[:i]) if one.has("ACT") and not one.has("SER")), None)
    if last is not None and last.has("ACT", *_LEAVES):
        found[i] = meaning(found[i], {"CONJ": "or"}, "or")
        found[i + 1] = meaning(always, dict(_NOISE), "")


def extreme_explained(found: list[Lexeme], i: int) -> None:
    """Read "a new 10-day closing low (lower than the closes of the 10 days before)" without what only says it again."""
    if not found[i].has("SIGN_MARK", "(") or not at(found, i + 1).has("CMP", ">", "<"):
        return
    end = next((k for k in range(i + 2, i + _LONGEST_BRACKET) if at(found, k).has("SIGN_MARK", ")")), None)
    new = next((k for k in range(i - 1, max(-1, i - 6), -1) if at(found, k).has("NEW")), None)
    if end is None or new is None:
        return
    known = {one.get("NUM") for one in found[new:i] if one.has("SPAN")}
    if known & {one.get("NUM") for one in found[i:end] if one.has("NUM")}:
        for k in range(i, end + 1):
            found[k] = meaning(found[k], dict(_NOISE), "")


def said_again_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "the range (high minus low)" as the range."""
    said = found[i].get("SER")
    bracket = at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 3).has("SIGN_MARK", ")")
    if said is not None and bracket and at(found, i + 2).get("SER") == said:
        for k in range(i + 1, i + 4):
            found[k] = meaning(found[k], dict(_NOISE), "")


def deviations_of_bands(found: list[Lexeme], i: int) -> None:
    """Read "bollinger 25 days 2.5 stdev" as the width of the bands: it is no indicator of its own."""
    banded = any(at(found, k).has("IND", "bb") for k in range(max(0, i - 5), i))
    if found[i].has("DEV") and found[i].has("IND") and at(found, i - 1).has("NUM") and banded:
        found[i] = meaning(found[i], {"DEV": found[i].get("DEV")})


def no_buying_then(found: list[Lexeme], i: int) -> None:
    """Read "no buying before noon" as a time without entries: it says nothing of shorts."""
    behind = at(found, i + 1)
    if (
        found[i].has("SHORTONLY")
        and found[i].has("ACT", "no_entry")
        and (behind.has("P") or behind.has("LASTN") or behind.has("MARK"))
    ):
        found[i] = meaning(found[i], {"ACT": "no_entry"})


def settings_in_commas(found: list[Lexeme], i: int) -> None:
    """Read "Supertrend, ATR length 14, multiplier 2.5" as the indicator with its settings behind it."""
    if not found[i].has("IND", "supertrend", "keltner") or not at(found, i + 1).has("SIGN_MARK", ","):
        return
    k, commas, numbers = i + 1, [], 0
    while k < i + _LONGEST_SETTINGS:
        one = at(found, k)
        if one.has("SIGN_MARK", ","):
            commas.append(k)
        elif not (one.has("IND", "atr") or one.text in _SETTING or one.has("NUM") or one.has("MULT")):
            break
        numbers += one.has("NUM") or one.has("MULT")
        k += 1
    named = any(
        at(found, m).text in ("length", "period", "multiplier", "factor", "multiple", "mult") for m in range(i, k)
    )
    if numbers and named and (at(found, k).has("SIGN_MARK") or at(found, k).text == ""):
        for m in commas:
            found[m] = meaning(found[m], dict(_NOISE), "and" if m > i + 1 else "with")


def channel_before(found: list[Lexeme], i: int) -> None:
    """Read "the upper Donchian channel of the day before": one that is broken is that of the bars before already."""
    k = i + 1
    while at(found, k).has("P", "of", "from") or at(found, k).text == "the":
        k += 1
    broken = any(one.has("CMP") or one.has("X") for one in found[max(0, i - 5) : i])
    if found[i].has("IND", "donchian") and broken and k > i + 1 and at(found, k).has("PREV", 1):
        for m in range(i + 1, k + 1):
            found[m] = meaning(found[m], dict(_NOISE), "")


def where_it_stands(found: list[Lexeme], i: int) -> None:
    """Read "sat below -85" as being there, and "(the dots) jump below price" as standing there from then on."""
    behind = at(found, i + 1)
    if found[i].text in _RESTS and behind.has("CMP"):
        found[i] = meaning(found[i], {"EQ": "is"})
    elif found[i].text in _JUMPS and behind.has("CMP", ">", "<"):
        found[i] = meaning(found[i], dict(_NOISE))


def stop_begins_at(found: list[Lexeme], i: int) -> None:
    """Read "my stop starts at 5% under the entry" as the stop there."""
    if found[i].has("TIMEOF") and at(found, i - 1).has("STOP") and at(found, i + 1).has("PCT"):
        found[i] = meaning(found[i], {"P": "at"}, "at")


def level_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "I lose at most 4% (stop loss)" as the stop that its brackets name: nothing is said of the size."""
    named = at(found, i + 2).has("STOP") or at(found, i + 2).has("TARGET")
    if not (found[i].has("PCT") and at(found, i + 1).has("SIGN_MARK", "(") and named):
        return
    if at(found, i + 3).has("SIGN_MARK", ")"):
        for k in (i + 1, i + 3, *(m for m in range(max(0, i - 4), i) if found[m].has("RISK"))):
            found[k] = meaning(found[k], dict(_NOISE), "")


def rest_goes(found: list[Lexeme], i: int) -> None:
    """Read "(at 14% profit) the rest goes" as selling it."""
    if found[i].has("REST") and at(found, i + 1).text in ("goes", "leaves", "comes off", "follows"):
        rest, verb = found[i], found[i + 1]
        sold = Lexeme("sell", rest.start, rest.start, {"ACT": "sell"})
        found[i : i + 2] = [sold, Lexeme(rest.text, rest.start, verb.end, rest.meanings)]


def means_holding(found: list[Lexeme], i: int) -> None:
    """Read "A means I hold a long", "B means I turn the position around and hold a short" as the deeds of both."""
    if not found[i].has("DEFINE") or not (at(found, i + 1).text.startswith("i") or at(found, i + 1).has("TURN")):
        return
    for k in range(i + 1, i + 10):
        one = at(found, k)
        if one.has("SIGN_MARK") or one.has("MARK") or one.text == "":
            return
        if one.text in ("long", "short") and one.has("ACT"):
            found[i : k + 1] = [Lexeme(one.text, found[i].start, one.end, dict(one.meanings))]
            return


def hearsay(found: list[Lexeme], i: int) -> None:
    """Pass over "September is supposed to be the worst month.": a sentence without a number or a deed is no rule."""
    if found[i].text not in _REPUTED or not at(found, i - 1).has("EQ") or not at(found, i + 1).has("P", "to"):
        return
    begin, end = i, i
    while begin > max(0, i - _LONGEST_SENTENCE) and not at(found, begin - 1).has("SIGN_MARK", ".", "\n"):
        begin -= 1
    while end < min(len(found), i + _LONGEST_SENTENCE) and not found[end].has("SIGN_MARK", ".", "\n"):
        end += 1
    if any(one.has(word) for one in found[begin:end] for word in _RULES):
        return
    for k in range(begin, end):
        found[k] = meaning(found[k], dict(_NOISE), "")


PLAINLY: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    sells_short,
    extreme_made_in,
    average_over,
    in_any_case,
    extreme_explained,
    said_again_in_brackets,
    deviations_of_bands,
    no_buying_then,
    settings_in_commas,
    channel_before,
    where_it_stands,
    stop_begins_at,
    level_in_brackets,
    rest_goes,
    means_holding,
    hearsay,
)
