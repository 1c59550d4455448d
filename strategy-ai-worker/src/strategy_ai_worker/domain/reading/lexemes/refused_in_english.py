"""English entries that are refused: "never open a position when ...", "signals before 11:00 are ignored"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_ENTERING: Final = frozenset(
    ["enter", "open", "take", "go", "buy", "get", "initiate", "start", "purchase", "establish", "sell", "short"]
)
_REFUSING: Final = frozenset(["never", "not", "don't", "dont", "do not", "won't", "wont", "will not", "would not"])
_SIDES_REFUSED: Final = (
    "never go long", "never long", "do not go long", "don't go long", "never go short", "never short",
    "do not go short", "don't go short",
)  # fmt: skip
_WHEN_NOT: Final = frozenset(["on", "on a", "in", "before", "after", "during", "at", "between", "from", "of"])


def refused_deed(found: list[Lexeme], i: int) -> None:
    """Read "never open a position (when X)", "never go long on Mondays" as keeping out then."""
    whole = found[i].text in _SIDES_REFUSED
    if whole and _says_when(found, i + 1):
        found[i] = meaning(found[i], {"ACT": "no_entry"})
        return
    if found[i].text not in _REFUSING or not (found[i].has("NOT") or found[i].has("UNK")):
        return
    k = i + 2 if at(found, i + 1).text == "ever" else i + 1
    deed = at(found, k)
    dealt = deed.has("ACT", "buy", "enter", "short") and deed.text.split(" ")[0] in _ENTERING
    if dealt and not deed.has("SER") and _says_when(found, k + 1):
        told = Lexeme(f"never {deed.text}", found[i].start, deed.end, {"ACT": "no_entry"})
        found[i : k + 1] = [told]


def _says_when(found: list[Lexeme], k: int) -> bool:
    """Return whether a refusal goes on with when it holds: without that it says a side that is never taken."""
    while at(found, k).has("SYM") or at(found, k).text in ("it", "anything", "the", "a", "trade", "position", "new"):
        k += 1
    return at(found, k).has("MARK") or at(found, k).has("CMP", ">", "<") or at(found, k).text in _WHEN_NOT


_IGNORING: Final = frozenset(
    [
        "ignore",
        "ignores",
        "ignoring",
        "ignored",
        "disregard",
        "disregarding",
        "skip",
        "skipping",
        "discard",
        "pass over",
    ]
)
_SIGNALS: Final = frozenset(
    [
        "signal", "signals", "buy signal", "buy signals", "entry signal", "entry signals", "entry", "entries", "cross",
        "crosses", "crossover", "crossovers", "setup", "setups", "long signal", "long signals", "trades", "breakouts",
    ]
)  # fmt: skip
_ANY: Final = frozenset(["any", "all", "every", "the", "those", "each", "a", "such", "new", "of"])


def ignored_signals(found: list[Lexeme], i: int) -> None:
    """Read "ignore any signal (from a bar that begins before 11:00)" as taking no entry then."""
    if found[i].text not in _IGNORING:
        return
    k = i + 1
    while at(found, k).text in _ANY:
        k += 1
    if at(found, k).text not in _SIGNALS or at(found, k).has("ACT", "sell", "exit", "cover"):
        return
    found[i : k + 1] = [Lexeme("ignore signals", found[i].start, found[k].end, {"ACT": "no_entry"})]


_DROPPED: Final = frozenset(["ignored", "skipped", "discarded", "disregarded", "dropped"])
_TOLD_OF: Final = ("CLOCK", "HALFDAY", "WEEKDAY", "MONTH", "CMP", "IND", "AVG", "STATE", "SESSION")


def dropped_signals(found: list[Lexeme], i: int) -> None:
    """Read "signals before 11:00 are ignored", "crosses on Fridays don't count" as taking no entry then."""
    if found[i].text not in _SIGNALS or not _begins(found, i):
        return
    end = next((k for k in range(i + 1, min(i + 16, len(found))) if _is_stop(found[k])), len(found))
    told = next((k for k in range(i + 1, end) if _drops(found, k)), None)
    if told is None:
        return
    between = found[i + 1 : told]
    said = any(one.has(word) for one in between for word in _TOLD_OF)
    if not said or any(one.has("ACT") and not one.has("SER") for one in between):
        return
    found[i] = meaning(found[i], {"ACT": "no_entry"}, "ignore signals")
    first = told - 1 if at(found, told - 1).has("EQ") else told
    for k in range(first, end):
        found[k] = meaning(found[k], dict(_NOISE))


def _begins(found: list[Lexeme], i: int) -> bool:
    k = i - 1
    while at(found, k).text in _ANY or at(found, k).text in ("but", "and"):
        k -= 1
    return k < 0 or _is_stop(found[k]) or found[k].has("SIGN_MARK", ",")


def _is_stop(lexeme: Lexeme) -> bool:
    return lexeme.has("SIGN_MARK", ".", ";", "\n", "!")


def _drops(found: list[Lexeme], k: int) -> bool:
    counted = at(found, k + 1).text in ("count", "matter", "taken", "traded", "considered")
    refused = found[k].has("NOT") or found[k].text in ("not", "aren't", "never")
    return found[k].text in _DROPPED or found[k].text in ("don't count", "do not count") or (refused and counted)


REFUSED: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (refused_deed, ignored_signals, dropped_signals)
"""Changes of the words of entries that are refused, in their order."""
