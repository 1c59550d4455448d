"""English phrases about levels and lines: how they are passed, which reading is meant, and the other line of a pair."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}


def on_the_way(found: list[Lexeme], i: int) -> None:
    """Read "on the way back up through 35", "on its way down past 65" as the crossing alone."""
    led = at(found, i - 2).has("MARK") and at(found, i - 1).text in ("the", "its", "it's")
    if found[i].text == "way" and led and at(found, i + 1).has("X"):
        found[i] = meaning(found[i], dict(_NOISE))


def at_a_reading(found: list[Lexeme], i: int) -> None:
    """Read "buy at a reading above 120", "sold on readings below 0" as what is said of the indicator."""
    if found[i].text not in ("reading", "readings", "value", "values", "print", "prints", "figure", "number"):
        return
    k = i - 1
    while at(found, k).is_noise and not at(found, k).has("P"):
        k -= 1
    behind = i + 2 if at(found, i + 1).has("P", "of") else i + 1
    if at(found, k).has("P", "at", "on", "with") and (at(found, behind).has("CMP") or at(found, behind).has("BETWEEN")):
        for m in range(k + 1, behind):
            found[m] = meaning(found[m], dict(_NOISE))
        found[k] = meaning(found[k], {"MARK": "if", "NOISE": True}, "when")


def beyond_level(found: list[Lexeme], i: int) -> None:
    """Read "beyond +120", "beyond -2" as farther from zero; "beyond 2 either way" is left to the spread."""
    level = at(found, i + 1)
    if found[i].text != "beyond" or not level.has("NUM") or any(level.has(word) for word in ("SPAN", "PCT", "USD")):
        return
    behind = {at(found, k).text for k in range(i + 2, i + 6)}
    signed = level.text[:1] in ("+", "-") or level.text.startswith(("plus", "minus"))
    if signed and not behind & {"either", "either way", "either side", "both"}:
        below = float(str(level.get("NUM"))) < 0
        found[i] = meaning(found[i], {"CMP": "<" if below else ">"}, "below" if below else "above")


def one_of_other_length(found: list[Lexeme], i: int) -> None:
    """Read "a Hull average with 16 bars and one with 49 bars" with the noun in the place of "one"."""
    link = at(found, i - 1) if at(found, i - 1).text not in ("a", "another") else at(found, i - 2)
    length = at(found, i + 2)
    if found[i].text not in ("one", "another", "another one") or not link.has("CONJ", "and"):
        return
    if at(found, i + 1).has("P", "with", "of") and (length.has("SPAN") or length.has("NUM")):
        noun = next((one for one in reversed(found[:i]) if one.has("AVG") or one.has("IND")), None)
        if noun is not None:
            found[i] = meaning(found[i], dict(noun.meanings), noun.text)


def pace_of_line(found: list[Lexeme], i: int) -> None:
    """Read "the short one is above the long one" as the lines of that pace: nobody goes short there."""
    paced = found[i].text in ("short", "long") and at(found, i - 1).text in ("the", "its", "their")
    if not paced or not _is_line(at(found, i + 1)):
        return
    other = "long" if found[i].text == "short" else "short"
    if any(one.text == other and _is_line(at(found, k + 1)) for k, one in enumerate(found)):
        found[i] = meaning(found[i], {"UNK": found[i].text})


def _is_line(lexeme: Lexeme) -> bool:
    return lexeme.text in ("one", "line") or (lexeme.has("AVG") and not lexeme.has("TF"))


def or_beyond(found: list[Lexeme], i: int) -> None:
    """Read "below 35 or above 70" as two levels: only behind its number is "or above" a bound of it."""
    side = found[i].text.removeprefix("or ")
    behind = at(found, i + 1)
    level = behind.has("NUM") or behind.has("PCT")
    if found[i].has("CMP") and found[i].text != side and side in _SIDES and level:
        place = found[i]
        middle = place.start + len("or")
        found[i : i + 1] = [
            Lexeme("or", place.start, middle, {"CONJ": "or"}),
            Lexeme(side, middle + 1, place.end, {"CMP": _SIDES[side]}),
        ]


_SIDES: Final = {"above": ">", "over": ">", "below": "<", "under": "<"}


def volatility_over_days(found: list[Lexeme], i: int) -> None:
    """Read "20-day annualized volatility" as a measure: only without a length it is a target."""
    if found[i].has("VOLTARGET") and at(found, i - 1).has("SPAN") and "target" not in found[i].text:
        found[i] = meaning(found[i], {"IND": "hv"})


def measure_of_bands(found: list[Lexeme], i: int) -> None:
    """Read "the bandwidth of the Bollinger bands (20, 2)" as "the bandwidth (20, 2)"."""
    k = i + 2
    while at(found, k).text in ("the", "a", "its"):
        k += 1
    if (
        found[i].has("IND", "bb_width", "bb_percent")
        and at(found, i + 1).has("P", "of")
        and at(found, k).has("IND", "bb")
    ):
        del found[i + 1 : k + 1]


def against_day_before(found: list[Lexeme], i: int) -> None:
    """Read "is rising compared with the day before", "fell versus yesterday" as rising, falling: a day before is meant."""  # noqa: E501
    k = i + 1
    while at(found, k).text in (
        "compared",
        "compare",
        "with",
        "to",
        "versus",
        "vs",
        "relative",
        "against",
        "from",
        "the",
    ):
        k += 1
    if found[i].has("RISING") and k > i + 1 and at(found, k).has("PREV", 1) and not at(found, k + 1).has("SER"):
        for m in range(i + 1, k + 1):
            found[m] = meaning(found[m], dict(_NOISE))


def on_closing_basis(found: list[Lexeme], i: int) -> None:
    """Read "a new 60-day high in the close", "a 20-day low on a closing basis" as the extreme of the closes."""
    if not found[i].has("SER", "high", "low") or not at(found, i - 1).has("SPAN"):
        return
    k = i + 1
    while at(found, k).text in ("on", "on a", "in", "of", "by", "the", "a", "at"):
        k += 1
    column = at(found, k).text in ("close", "closes", "closing") and k > i + 1
    after = k + 2 if at(found, k + 1).text in ("basis", "price", "prices") else k + 1
    behind = at(found, after)
    ends = behind.text == "" or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("MARK") or behind.has("ACT")
    before = at(found, i - 2) if at(found, i - 2).text not in ("the", "a", "its") else at(found, i - 3)
    passes = before.has("CMP") or before.has("X") or before.has("BREAKS") or before.has("TOUCH")
    if column and ends and not passes:
        start = found[i].start
        found[i + 1 : after] = [meaning(one, dict(_NOISE)) for one in found[i + 1 : after]]
        found.insert(i, Lexeme("closing", start, start, {"SER": "close"}))


def out_until(found: list[Lexeme], i: int) -> None:
    """Read "stay out until it closes above X", "on the sidelines until X" as the entry that ends the waiting."""
    before = at(found, i - 1)
    waits = before.has("ACT", "exit", "none_held", "no_entry") and before.text.split(" ")[0] in _WAITS
    aside = before.text in ("sideline", "sidelines")
    if not (waits or aside) or found[i].text not in ("until", "till", "until when"):
        return
    found[i - 1] = meaning(before, {"ACT": "buy"})
    found[i] = meaning(found[i], {"MARK": "if"}, "when")
    for k in range(max(0, i - 5), i - 1 if aside else 0):
        kept = found[k].has("SIGN_MARK") or found[k].has("SYM") or found[k].has("TF")
        found[k] = found[k] if kept else meaning(found[k], dict(_NOISE))


_WAITS: Final = frozenset(["stay", "sit", "be", "remain", "flat", "cash", "out", "hold"])


def with_stroke(found: list[Lexeme], i: int) -> None:
    """Read "w/" as "with"."""
    stroke = at(found, i + 1)
    if found[i].text == "w" and stroke.text == "/" and stroke.start == found[i].end:
        place = found[i]
        found[i : i + 2] = [Lexeme("with", place.start, stroke.end, {"MARK": "only", "P": "with", "NOISE": True})]


def heading_of_levels(found: list[Lexeme], i: int) -> None:
    """Read "risk management: 5% stop loss", "stop: an 8% trailing stop" without the heading: each level is named again."""  # noqa: E501
    first = _heading(found, i) if found[i].has("SIGN_MARK", ":") else -1
    if first >= 0 and _names_level(found, i + 1):
        for m in range(first, i + 1):
            found[m] = meaning(found[m], dict(_NOISE), "")


def _heading(found: list[Lexeme], i: int) -> int:
    """Return where the heading of stops, targets or risk begins before a colon; -1 where none does."""
    first = i
    while at(found, first - 1).text in (
        "management",
        "control",
        "controls",
        "and",
        "money",
        "rules",
        "levels",
        "orders",
    ):
        first -= 1
    first -= 1
    headed = any(at(found, first).has(word) for word in ("STOP", "RISK", "TARGET"))
    begins = first <= 0 or at(found, first - 1).has("SIGN_MARK") or at(found, first - 1).text in ("-", "*")
    return first if first >= 0 and headed and begins else -1


def _names_level(found: list[Lexeme], k: int) -> bool:
    """Return whether the noun of a level follows, right away or behind its amount: "an 8% trailing stop"."""
    while at(found, k).text in ("a", "an", "the", "use", "with"):
        k += 1
    if _is_level_word(at(found, k)):
        return True
    if not any(at(found, k).has(word) for word in ("PCT", "USD", "NUM", "MULT", "RMULT", "NMULT")):
        return False
    for one in found[k : k + _LONGEST_AMOUNT]:
        if one.has("SIGN_MARK", ",", ".", ";", "\n") or one.has("CONJ"):
            return False
        if _is_level_word(one):
            return True
    return False


_LONGEST_AMOUNT: Final = 9


def _is_level_word(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in ("STOP", "TRAIL", "TARGET")) and not lexeme.has("PCT")


def hanging_hyphen(found: list[Lexeme], i: int) -> None:
    """Read "the 20- and 50-day EMA" as "the 20 and 50-day EMA": the hyphen only waits for its noun."""
    behind = at(found, i + 1)
    hangs = found[i].has("NUM") and behind.text == "-" and behind.start == found[i].end
    if hangs and (at(found, i + 2).has("CONJ", "and", "or") or at(found, i + 2).has("SIGN_MARK", ",")):
        del found[i + 1]


def lines_make_cross(found: list[Lexeme], i: int) -> None:
    """Read "the 20 and 50-day EMA make a golden cross" as "a golden cross of the 20 and 50-day EMA"."""
    if not found[i].has("CROSSNAME"):
        return
    k = i - 1
    while at(found, k).text in ("a", "an", "the", "into"):
        k -= 1
    if not at(found, k).has("EQ") and at(found, k).text not in _MAKES:
        return
    last = k - 1
    link, near, far = at(found, last - 2), at(found, last - 3), at(found, last - 1)
    lengths = all(one.has("NUM") and not one.has("PCT") for one in (near, far))
    joined = link.has("CONJ", "and") or link.text in ("/", "&")
    if not at(found, last).has("AVG") or not lengths or not joined or last < _SHORTEST_PAIR:
        return
    start = found[last - 3].start
    cross = Lexeme(found[i].text, start, start, found[i].meanings)
    of = Lexeme("of", start, start, {"P": "of", "NOISE": True})
    silent = Lexeme("", found[last].end, found[i].end, dict(_NOISE))
    found[last - 3 : i + 1] = [cross, of, near, link, far, found[last], silent]


_SHORTEST_PAIR: Final = 3
_MAKES: Final = frozenset(
    ["make", "makes", "form", "forms", "do", "create", "creates", "produce", "complete", "give", "show"]
)
