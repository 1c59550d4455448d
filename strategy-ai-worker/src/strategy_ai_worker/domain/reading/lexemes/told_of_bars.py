"""English phrases about bars and their prices: the middle of a bar, the bars as the price, the one before."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_SUMS: Final = {("h", "+", "l"): ("2", "median"), ("h", "+", "l", "+", "c"): ("3", "typical")}


def middle_in_letters(found: list[Lexeme], i: int) -> None:
    """Read "(H+L)/2", "(H+L+C)/3" as the middle of the bar; a bracket that only says it again goes."""
    for letters, (parts, column) in _SUMS.items():
        end = i + len(letters) + 4
        shown = tuple(one.text for one in found[i:end])
        if shown != ("(", *letters, ")", "/", parts):
            continue
        again = at(found, i - 1).text == "(" and at(found, end).text == ")" and at(found, i - 2).has("SER", column)
        place = Lexeme(column, found[i].start, found[end - 1].end, {"SER": column})
        if again:
            found[i - 1 : end + 1] = [meaning(place, dict(_NOISE))]
        else:
            found[i:end] = [place]
        return


def middle_of_bar(found: list[Lexeme], i: int) -> None:
    """Read "the mean of the high and the low" as the middle of the bar."""
    if not found[i].has("AVG", "") or not at(found, i + 1).has("P", "of"):
        return
    told = [k for k in range(i + 2, min(i + 8, len(found))) if at(found, k).text not in ("the", "day's", "today's")]
    names = [found[k] for k in told[:3]]
    pair = len(names) == 3 and {names[0].get("SER"), names[2].get("SER")} == {"high", "low"}
    if pair and names[1].has("CONJ", "and"):
        found[i : told[2] + 1] = [Lexeme("median price", found[i].start, names[2].end, {"SER": "median"})]


def bars_as_price(found: list[Lexeme], i: int) -> None:
    """Read "the dots move under the candles" as under the price."""
    crossed = at(found, i - 1).has("X") or at(found, i - 1).has("CMP", "<", ">")
    ends = at(found, i + 1).text == "" or at(found, i + 1).has("SIGN_MARK") or at(found, i + 1).has("CONJ")
    if crossed and ends and found[i].text.removeprefix("the ") in ("candles", "bars", "candle", "price bars"):
        found[i] = meaning(found[i], {"SER": "close"})


def one_before(found: list[Lexeme], i: int) -> None:
    """Read "the previous one" as the bar before, and "at 52 or less" behind it as "at or below 52"."""
    if found[i].text == "one" and at(found, i - 1).has("PREV"):
        found[i] = meaning(found[i], dict(_NOISE))
    bound = at(found, i + 2)
    level = at(found, i + 1).has("NUM") and not at(found, i + 1).has("SPAN")
    if found[i].has("P", "at") and level and bound.has("CMP", "<=", ">=") and bound.text.startswith("or "):
        found[i : i + 3] = [meaning(bound, {"CMP": bound.get("CMP")}, str(bound.get("CMP"))), found[i + 1]]


def edge_of_day_before(found: list[Lexeme], i: int) -> None:
    """Read "the low of the day before" as that of yesterday: the day is no other word for today."""
    before = at(found, i + 1)
    of_day = found[i].text.endswith("of the day") or found[i].has("TODAY")
    if of_day and found[i].text.endswith("the day") and before.text in ("before", "earlier") and before.has("LASTN"):
        words = found[i].text.removesuffix("of the day").strip()
        column: Meanings = {"SER": words} if words in ("open", "high", "low", "close") else dict(_NOISE)
        found[i] = meaning(found[i], column, words)
        found[i + 1] = meaning(before, {"PREV": 1}, "the day before")


def starts_to_move(found: list[Lexeme], i: int) -> None:
    """Read "the average starts rising", "begins to fall" as "turns up", "turns down"."""
    if found[i].text not in _STARTS_TO:
        return
    k = i + 2 if at(found, i + 1).has("P", "to") else i + 1
    way = at(found, k).get("RISING")
    if way is None or at(found, k + 1).has("PCT") or at(found, k + 1).has("NUM"):
        return
    for m in range(i, k):
        found[m] = meaning(found[m], dict(_NOISE))
    found[k] = meaning(found[k], {"RISING": way}, f"turn {way}")


_STARTS_TO: Final = frozenset(["start", "starts", "started", "begin", "begins", "began", "starting", "beginning"])


def listed_by_semicolons(found: list[Lexeme], i: int) -> None:
    """Read "2 out of 3 agree: A; B; C" as one list: its parts belong together up to the end of the sentence."""
    counted = any(at(found, k).has("NUM") and at(found, k + 1).text in ("of", "out", "out of") for k in range(i - 9, i))
    if not found[i].has("SIGN_MARK", ":") or not counted:
        return
    for k in range(i + 1, len(found)):
        behind = at(found, k + 1)
        acts = behind.has("ACT") and not behind.has("SER")
        if found[k].has("SIGN_MARK", ".", "\n") or (found[k].text == ";" and (acts or behind.has("MARK"))):
            return
        if found[k].has("SIGN_MARK", ";"):
            found[k] = meaning(found[k], {"SIGN_MARK": ","}, ",")


def two_averages_named(found: list[Lexeme], i: int) -> None:
    """Read "two EMAs: 11 and 37" as "11 / 37 EMA"."""
    near, link, far = at(found, i + 2), at(found, i + 3), at(found, i + 4)
    lengths = all(set(one.meanings) <= {"NUM", "SPAN"} and one.has("NUM") for one in (near, far))
    counted = at(found, i - 1).text in ("two", "2") and found[i].has("AVG")
    joined = link.has("CONJ", "and") or link.text in ("/", "&", ",")
    if counted and lengths and joined and (at(found, i + 1).text in (":", "(", "of", ",")):
        kind = found[i]
        found[i - 1 : i + 5] = [
            near,
            Lexeme("/", link.start, link.end, {"SIGN_MARK": "/"}),
            far,
            Lexeme(kind.text, far.end, far.end, kind.meanings),
        ]


def line_by_order(found: list[Lexeme], i: int) -> None:
    """Read "the first is above the second" as the two averages in the order in which they were named."""
    place = {"first": 0, "former": 0, "second": 1, "latter": 1}.get(found[i].text)
    if place is None or at(found, i - 1).text != "the" or not any(one.has("AVG") for one in found[:i]):
        return
    sides = (at(found, i - 2), at(found, i + 1))
    compared = any(side.has("X") or side.has("CMP", "<", ">") for side in sides) or sides[1].has("EQ")
    other = {"first": "second", "second": "first", "former": "latter", "latter": "former"}[found[i].text]
    if compared and any(one.text == other for one in found):
        found[i] = meaning(found[i], {"ORDLINE": place})


def at_least_one_of(found: list[Lexeme], i: int) -> None:
    """Read "at least one of A and B (is true)" as "either A or B"."""
    if not found[i].has("EITHER") or not found[i].text.endswith("one of"):
        return
    for k in range(i + 1, len(found)):
        acts = found[k].has("ACT") and not found[k].has("SER")
        if found[k].has("SIGN_MARK", ".", ";", "\n", ":") or found[k].has("CONJ", "or") or acts:
            return
        if found[k].has("CONJ", "and") and not found[k - 1].has("BETWEEN"):
            found[k] = meaning(found[k], {"CONJ": "or"}, "or")
            return


_NTH: Final = {"second": 2.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0}


def nth_in_a_row(found: list[Lexeme], i: int) -> None:
    """Read "the second close in a row under it", "for the third day in a row" as two, three of them in a row."""
    count, run = found[i].get("ORD") or _NTH.get(found[i].text), at(found, i + 2)
    if at(found, i + 1).has("INAROW") and count is not None and at(found, i + 2).text in ("close", "day", "bar"):
        found[i + 1], found[i + 2] = run, at(found, i + 1)  # "The second consecutive close", "... close in a row".
        run = found[i + 2]
    if not isinstance(count, int | float) or not run.has("INAROW"):
        return
    bars = {"close": "closes", "day": "days", "session": "sessions", "bar": "bars"}.get(at(found, i + 1).text)
    number = Lexeme(f"{count:g}", found[i].start, found[i].end, {"NUM": float(count)})
    if bars == "closes":
        found[i : i + 3] = [number, run, Lexeme(bars, run.end, run.end, {"SER": "close"})]
    elif bars is not None:
        span = Span(float(count), "day" if bars == "days" else "bar")
        found[i : i + 2] = [
            Lexeme(f"{count:g} {bars}", found[i].start, found[i + 1].end, {"NUM": float(count), "SPAN": span})
        ]


def entry_is(found: list[Lexeme], i: int) -> None:
    """Read "the entry (signal) is a close above X", "the exit happens when Y" as the deed: no price was paid yet."""
    before, deed = at(found, i - 1), _NAMED_DEEDS.get(found[i].text)
    if deed is None and before.text in ("the", "a", "an"):
        deed, before = _NAMED_DEEDS.get(f"the {found[i].text}"), at(found, i - 2)
    begins = (
        any(before.has(word) for word in ("SIGN_MARK", "SYM", "TF")) or before.has("CONJ", "and") or not before.text
    )
    k = i + 2 if at(found, i + 1).text in ("signal", "rule", "condition", "trigger", "point") else i + 1
    while at(found, k).text in ("into", "in", "of", "on", "from") or at(found, k).has("SYM"):
        k += 1
    verb, behind = at(found, k), at(found, k + 1)
    states = behind.text in ("a", "an", "when", "the", "on", "that") or behind.has("MARK") or behind.has("X")
    if deed is None or not begins or not states or verb.text not in _COMES:
        return
    symbols = [one for one in found[i + 1 : k] if one.has("SYM")]
    told = meaning(found[i], {"ACT": deed})
    if deed == "enter" and not symbols:
        found[i : k + 1] = [told, Lexeme(":", verb.start, verb.end, {"SIGN_MARK": ":"})]
    elif deed != "enter" or verb.text not in ("is", "be", "comes"):
        found[i : k + 1] = [told, *symbols, Lexeme("", verb.start, verb.end, dict(_NOISE))]


_NAMED_DEEDS: Final = {"the entry": "enter", "the exit": "exit", "the sale": "sell", "the purchase": "buy"}
_COMES: Final = frozenset(
    [
        "is",
        "be",
        "comes",
        "happens",
        "occurs",
        "follows",
        "is triggered",
        "triggers",
        "takes place",
        "is made",
        "is done",
    ]
)


def thing_that_is(found: list[Lexeme], i: int) -> None:
    """Read "a close that is higher than the 9 EMA" as "a close higher than": nothing is defined there."""
    before, behind = at(found, i - 1), at(found, i + 1)
    thing = any(before.has(word) for word in ("SER", "IND", "AVG")) and at(found, i - 2).text in ("a", "an", "any")
    if found[i].text in ("that is", "that's", "which is") and thing and (behind.has("CMP") or behind.has("BETWEEN")):
        found[i] = meaning(found[i], dict(_NOISE))


def else_none(found: list[Lexeme], i: int) -> None:
    """Read "else none", "otherwise nothing" as being out of the market."""
    led = at(found, i - 1).has("NOLONGER") or at(found, i - 1).text in ("else", "otherwise")
    ends = at(found, i + 1).text == "" or at(found, i + 1).has("SIGN_MARK")
    if led and ends and found[i].text in ("none", "nothing", "zero", "0", "no position", "not"):
        found[i] = meaning(found[i], {"ACT": "exit"}, "flat")
