"""English phrases told another way before they are read: settings behind a market, currencies, bare zeros."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_CURRENCIES: Final = frozenset(
    ["eur", "usd", "gbp", "jpy", "chf", "aud", "nzd", "cad", "cny", "cnh", "hkd", "sek", "nok", "mxn", "sgd"]
)
_STACKS: Final = frozenset(["stack", "ribbon", "cross", "crossover", "alignment", "system", "stacked", "crosses"])
_NOISE: Final[Meanings] = {"NOISE": True}


def told(found: list[Lexeme]) -> list[Lexeme]:
    """Return the lexemes of an English message with each phrase in the form that the grammar reads."""
    i = 0
    while i < len(found):
        for change in _CHANGES:
            change(found, i)
        i += 1
    return found


def _pair_of_currencies(found: list[Lexeme], i: int) -> None:
    """Read "EUR/USD", "EURUSD" as one market: no two of them."""
    first, slash, second = at(found, i), at(found, i + 1), at(found, i + 2)
    shown = first.text + second.text
    if first.text in _CURRENCIES and slash.text == "/" and second.text in _CURRENCIES:
        symbol = f"{first.text}/{second.text}".upper()
        found[i : i + 3] = [Lexeme(symbol.lower(), first.start, second.end, {"SYM": (symbol,)})]
    elif first.has("UNK") and first.text[:3] in _CURRENCIES and first.text[3:] in _CURRENCIES and shown:
        found[i] = meaning(first, {"SYM": (f"{first.text[:3]}/{first.text[3:]}".upper(),)})


def _settings_behind_market(found: list[Lexeme], i: int) -> None:
    """Read "stochastic RSI on AMD (14,14,3,3): ..." with its numbers right behind the name."""
    if not (found[i].has("IND") or found[i].has("AVG")) or not at(found, i + 1).has("P", "on", "for", "in"):
        return
    k = i + 2
    while at(found, k).has("SYM") or at(found, k).has("TF") or at(found, k).text in ("the", "daily", "chart"):
        k += 1
    if k == i + 2 or not at(found, k).has("SIGN_MARK", "("):
        return
    end = next((m for m in range(k + 1, k + 10) if at(found, m).has("SIGN_MARK", ")")), None)
    inside = found[k + 1 : end]
    if end is None or not all(one.has("NUM") or one.text in (",", "/", "-", ";") for one in inside):
        return
    place = found[i].end
    moved = [Lexeme(one.text, place, place, one.meanings) for one in found[k : end + 1]]
    for m in range(k, end + 1):
        found[m] = meaning(found[m], dict(_NOISE))
    found[i + 1 : i + 1] = moved


def _three_averages(found: list[Lexeme], i: int) -> None:
    """Read "triple EMA stack", "triple SMA crossover" as three plain averages: only the indicator is a TEMA."""
    kind = re.fullmatch(r"(?:triple|double) (ema|sma|exponential moving average)", found[i].text)
    if kind is not None and found[i].has("AVG") and at(found, i + 1).text in _STACKS:
        found[i] = meaning(found[i], {"AVG": "sma" if kind.group(1) == "sma" else "ema"})


def _zero_of_change(found: list[Lexeme], i: int) -> None:
    """Read "gained less than 0 over the last 3 months" as zero percent: a change has no other unit."""
    lexeme = found[i]
    moves = any(at(found, k).has("MOVE") for k in (i - 1, i - 2, i - 3))
    behind = at(found, i + 1)
    stretch = behind.has("WITHIN") or behind.has("FORN") or behind.has("P", "in")
    if lexeme.get("NUM") == 0 and set(lexeme.meanings) == {"NUM"} and moves and stretch:
        found[i] = replace(lexeme, meanings={"NUM": 0.0, "PCT": 0.0})


def _opposite_of_named(found: list[Lexeme], i: int) -> None:
    """Read "on the opposite MACD cross" as "on the opposite cross": it is the one that was entered on."""
    if not found[i].has("OPPOSITE") or not (at(found, i + 1).has("IND") or at(found, i + 1).has("AVG")):
        return
    if at(found, i + 2).has("X") or at(found, i + 2).text in ("signal", "crossover", "cross"):
        found[i + 1] = meaning(found[i + 1], dict(_NOISE))


def _company_of_word(found: list[Lexeme], i: int) -> None:
    """Read "100 shares of Target" as the company: the word is a level everywhere else."""
    owned = at(found, i - 1).has("P", "of") and at(found, i - 2).has("SHARES")
    if found[i].text == "target" and owned:
        found[i] = meaning(found[i], {"SYM": ("TGT",)})


def _named_lengths(found: list[Lexeme], i: int) -> None:
    """Read "SMA crossover ... with fast 10 and slow 30" as "10/30 SMA crossover"; a fast one that is slower stays."""
    if not found[i].has("AVG") or not at(found, i + 1).has("X") or at(found, i - 1).has("NUM"):
        return
    lengths = [_paced_length(found, i, paces) for paces in (("fast", "quick", "short"), ("slow", "long"))]
    if any(place is None for place in lengths):
        return
    fast, slow = (found[place] for place in lengths if place is not None)
    if float(str(fast.get("NUM"))) >= float(str(slow.get("NUM"))):
        return
    start = found[i].start
    ahead = [Lexeme(one.text, start, start, one.meanings) for one in (fast, slow)]
    for place in lengths:
        for k in range((place or 0) - 1, (place or 0) + 1):
            found[k] = meaning(found[k], dict(_NOISE))
    found[i:i] = [ahead[0], Lexeme("/", start, start, {"SIGN_MARK": "/"}), ahead[1]]


def _paced_length(found: list[Lexeme], i: int, paces: tuple[str, ...]) -> int | None:
    """Return the place of the length behind "fast", "slow", where no noun of its own stands behind it."""
    for k in range(i + 2, min(i + 16, len(found) - 1)):
        bare = found[k + 1].has("NUM") and not any(found[k + 1].has(word) for word in ("PCT", "USD", "CLOCK"))
        if found[k].text in paces and not found[k].has("ACT") and bare and not at(found, k + 2).has("AVG"):
            return k + 1
    return None


_CHANGES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    _pair_of_currencies,
    _settings_behind_market,
    _three_averages,
    _zero_of_change,
    _opposite_of_named,
    _company_of_word,
    _named_lengths,
)
