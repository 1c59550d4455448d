"""English titles, charts and lists: what only names a system, which chart a line is on, months without a comma."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_ENDS: Final = (".", ":", ";", "\n", ",")
_FRAMES: Final = {"1d": "daily", "1w": "weekly", "1mo": "monthly"}
_VERBS: Final = ("CMP", "X", "EQ", "RISING", "TOUCH", "SIGN")


def line_on_chart(found: list[Lexeme], i: int) -> None:
    """Read "the 20-day EMA on the daily chart is above ..." as "the daily 20-day EMA": the bars stand before the line."""  # noqa: E501
    frame = found[i].get("TF")
    charted = "chart" in found[i].text or at(found, i + 1).has("CHART")
    last = i + 2 if at(found, i + 1).has("CHART") else i + 1
    link = i - 2 if at(found, i - 1).text in ("the", "its") else i - 1
    if frame not in _FRAMES or not charted or not at(found, link).has("P", "on"):
        return
    if not any(at(found, last).has(verb) for verb in _VERBS):
        return
    first, inside = link, False
    while first > 0 and (inside or _belongs(found[first - 1])):
        first -= 1
        inside = found[first].text == ")" or (inside and found[first].text != "(")
    if not any(one.has("AVG") or one.has("IND") for one in found[first:link]):
        return
    start = found[first].start
    for m in range(link, last):
        found[m] = meaning(found[m], dict(_NOISE), "")
    told = Lexeme(_FRAMES[str(frame)], start, start, {"TF": frame, "PERIODIC": _FRAMES[str(frame)]})
    found.insert(first, told)


def _belongs(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in ("AVG", "IND", "SPAN", "NUM", "BANDWORD", "PART")) or lexeme.text in (
        ")",
        "-",
    )


def filter_in_title(found: list[Lexeme], i: int) -> None:
    """Read "daily bars with a weekly filter." as a title: the filter is told by itself."""
    if not found[i].has("ACT", "filter") or found[i].text not in ("filter", "trend filter", "regime filter"):
        return
    first = i
    while at(found, first - 1).text in ("a", "an", "one", "simple", "trend", "market") or at(found, first - 1).has(
        "TF"
    ):
        first -= 1
    led = at(found, first - 1).has("P", "with") or at(found, first - 1).text in ("plus", "and", "using")
    ends = at(found, i + 1).text == "" or at(found, i + 1).has("SIGN_MARK", *_ENDS)
    told = any(one.has("ACT", "filter") or one.has("MARK") for one in found[i + 1 :])
    if led and ends and first < i and told:
        for m in range(first - 1, i + 1):
            found[m] = found[m] if found[m].has("SYM") else meaning(found[m], dict(_NOISE), "")


def listed_without_comma(found: list[Lexeme], i: int) -> None:
    """Read "in october november december" as a list of months."""
    for word in ("MONTH", "WEEKDAY"):
        if found[i].has(word) and at(found, i + 1).has(word) and found[i].get(word) != found[i + 1].get(word):
            place = found[i].end
            found.insert(i + 1, Lexeme(",", place, place, {"SIGN_MARK": ","}))


def other_months(found: list[Lexeme], i: int) -> None:
    """Read "stay out for the rest of the year", "nothing in the other five months" as leaving when they are over."""
    if found[i].has("COOLDOWN") and found[i].text.startswith("stay out") and at(found, i + 1).has("NOLONGER"):
        found[i] = meaning(found[i], {"ACT": "exit"}, "stay out")
        return
    span, months = at(found, i + 1), found[i].text in ("other", "remaining")
    if not months or not span.has("SPAN") or "month" not in span.text or not at(found, i - 1).is_noise:
        return
    if any(one.has("MONTH") for one in found[:i]):
        found[i : i + 2] = [Lexeme("the other months", found[i].start, span.end, {"NOLONGER": ""})]


def nickname_of_day(found: list[Lexeme], i: int) -> None:
    """Read "Turnaround Tuesday on Walmart." as the name of the system: no rule is about that day."""
    named = found[i].text == "turnaround" and at(found, i + 1).has("WEEKDAY")
    if not named:
        return
    k = i + 2
    while at(found, k).text in ("on", "for", "in", "strategy", "system", "idea", "the") or at(found, k).has("SYM"):
        k += 1
    if at(found, k).has("SIGN_MARK", *_ENDS):
        for m in range(i, k):
            found[m] = found[m] if found[m].has("SYM") else meaning(found[m], dict(_NOISE), "")


def strength_in_title(found: list[Lexeme], i: int) -> None:
    """Read "Apple relative strength against the S&P." as a title: the index is compared with, not traded."""
    k = i + 1
    if found[i].text not in ("relative strength", "strength", "outperformance"):
        return
    if not (at(found, k).has("P", "against") or at(found, k).text in ("vs", "versus", "against", "relative")):
        return
    k += 1
    while at(found, k).text in ("the", "to", "index"):
        k += 1
    behind = k + 2 if at(found, k + 1).text == "index" else k + 1
    traded = any(one.has("SYM") for one in found[:i])
    if at(found, k).has("SYM") and at(found, behind).has("SIGN_MARK", ".", ":", "\n") and traded:
        for m in range(i, behind):
            found[m] = meaning(found[m], dict(_NOISE), "")


def bullet(found: list[Lexeme], i: int) -> None:
    """Read a line that begins with "*", "•" without its bullet; a "but" behind it adds a condition."""
    starts = i == 0 or at(found, i - 1).has("SIGN_MARK", "\n")
    if starts and found[i].text in ("*", "•", "·", "–", "—", "-") and not at(found, i + 1).has("SIGN_MARK", "\n"):
        found[i] = meaning(found[i], dict(_NOISE), "")
        return
    but = found[i].has("CONJ", "but") and (starts or at(found, i - 1).has("SIGN_MARK") or not at(found, i - 1).text)
    k = i + 1
    while k < i + _REACH and not at(found, k).has("SIGN_MARK") and at(found, k).text:
        required = at(found, k).text in ("has", "have", "needs", "need") and at(found, k + 1).has("P", "to")
        if but and required:
            found[i] = meaning(found[i], {"MARK": "only"}, "only if")
            return
        k += 1


_REACH: Final = 20


def label_of_order(found: list[Lexeme], i: int) -> None:
    """Read "Order: limit, 0.5% below the close", "Valid: 2 days" as "limit 0.5% below the close", "valid 2 days"."""
    starts = i == 0 or at(found, i - 1).has("SIGN_MARK")
    if (
        starts
        and found[i].text in ("order", "order type")
        and at(found, i + 1).text == ":"
        and at(found, i + 2).has("ORDER")
    ):
        for m in range(i, i + 2):
            found[m] = meaning(found[m], dict(_NOISE), "")
        if at(found, i + 3).text == ",":
            del found[i + 3]
    if starts and found[i].has("VALID") and at(found, i + 1).text in (":", "="):
        found[i + 1] = meaning(found[i + 1], dict(_NOISE), "")


def close_beyond_line(found: list[Lexeme], i: int) -> None:
    """Read "Entry: close lower than the 20-day low" as the close below that level: no day is compared with another."""
    words = found[i].text.split(" ")
    titled = i == 0 or at(found, i - 1).has("SIGN_MARK", ":", "\n", ".", "=")
    if not titled or len(words) != 2 or words[0] != "close" or not at(found, i + 1).has("P", "than"):
        return
    k = i + 2 if at(found, i + 2).text != "the" else i + 3
    level = at(found, k)
    if found[i].get("MOVE") not in ("up", "down") or not any(
        level.has(word) for word in ("HILO", "SPAN", "AVG", "PART")
    ):
        return
    cut = found[i].start + len("close")
    sign = ">" if found[i].has("MOVE", "up") else "<"
    told = Lexeme(f"{words[1]} than", cut + 1, found[i + 1].end, {"CMP": sign})
    found[i : i + 2] = [Lexeme("close", found[i].start, cut, {"SER": "close"}), told]


def time_is_over(found: list[Lexeme], i: int) -> None:
    """Read "when the year is over, ie in January" as in January: nothing is above a level."""
    ends = at(found, i + 3).text in ("ie", "i", ",", "(", "so", "meaning")
    if found[i].has("UNIT") and at(found, i + 1).has("EQ") and at(found, i + 2).text == "over" and ends:
        for m in range(i, i + 4 if at(found, i + 3).text not in (",", "(") else i + 3):
            found[m] = meaning(found[m], dict(_NOISE), "")


TITLES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    bullet,
    line_on_chart,
    filter_in_title,
    listed_without_comma,
    other_months,
    nickname_of_day,
    strength_in_title,
    label_of_order,
    close_beyond_line,
    time_is_over,
)
"""In the order in which they are told."""
