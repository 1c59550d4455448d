"""The ratio of two markets, told as one divided by the other: "the ratio of BA to SPY", "its price relative to SPY"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LINKS: Final = frozenset(["to", "over", "/", "divided by", "and", "vs", "versus", "against", "-"])
_PARTED: Final = frozenset(["the", "price", "close", "closing price", "prices", "closes", "of"])
_LINES: Final = frozenset(["line", "ratio"])
_RANKS: Final = ("RANK", "SPREADWORD", "HEDGEWORD")


def ratio_of_two(found: list[Lexeme], i: int) -> None:
    """Read "the price ratio of KO to PEP", "the KO/PEP ratio" as "KO / PEP"; "the ratio" behind speaks of it again."""
    if not found[i].has("HEDGE", "ratio") or _trades_pairs(found):
        return
    pair = _behind(found, i) or _before(found, i)
    if pair is not None:
        first, second = pair
        _divide(found, first, second)
        for k in range(min(i, first), max(i, second) + 1):
            if k not in (first, second) and not found[k].has("ARITH", "/"):
                found[k] = meaning(found[k], dict(_NOISE))
        return
    led = i - 1 if at(found, i - 1).text == "the" else i
    if at(found, led - 1).has("P", "of") and at(found, led - 2).has("AVG"):
        for k in range(led - 1, i + 1):  # "its 60-day average (of the ratio)"
            found[k] = meaning(found[k], dict(_NOISE))
        return
    known = _divided(found, i)
    again = found[i].text.startswith("the ") or at(found, i - 1).text in ("the", "that", "this", "its", "when", "if")
    if known is not None and again:
        start, end = found[i].start, found[i].end
        found[i : i + 1] = [Lexeme(one.text, start, end, one.meanings) for one in known]


def relative_to(found: list[Lexeme], i: int) -> None:
    """Read "AAPL relative to SPY", "its price relative to SPY" as the one divided by the other."""
    line = found[i].has("IND", "rsi") and found[i].text == "relative strength" and at(found, i + 1).text in _LINES
    priced = at(found, i - 1).has("SYM") or at(found, i - 1).has("SER", "price", "close")
    relative = found[i].text == "relative" and at(found, i + 1).has("P", "to") and priced
    k = i + 2
    if line and at(found, k).text in _LINKS:
        k += 1
    while at(found, k).text in _PARTED:
        k += 1
    if not (line or relative) or not at(found, k).has("SYM") or _trades_pairs(found):
        return
    start = found[i].start
    for m in range(i, k):
        found[m] = meaning(found[m], dict(_NOISE))
    found[k - 1] = meaning(found[k - 1], {"ARITH": "/"}, "/")
    if line:
        found[i] = Lexeme("price", start, found[i].end, {"SER": "price"})
        _drop_formula(found, k + 1)


def _drop_formula(found: list[Lexeme], k: int) -> None:
    """Pass over "(AAPL close / SPY close)" behind the line that it explains."""
    end = next((m for m in range(k, k + 12) if at(found, m).has("SIGN_MARK", ")")), None)
    if at(found, k).has("SIGN_MARK", "(") and end is not None and any(one.has("ARITH", "/") for one in found[k:end]):
        for m in range(k, end + 1):
            found[m] = meaning(found[m], dict(_NOISE))


def _trades_pairs(found: list[Lexeme]) -> bool:
    """Return whether the ratio is that of a pairs trade, or of a ranking: there it is read with all the rest."""
    shorts = any(one.has("ACT", "short") or "neutral" in one.text for one in found)
    sold, bought = (
        {at(found, k + 1).text for k, one in enumerate(found) if one.has("ACT", deed) and at(found, k + 1).has("SYM")}
        for deed in ("sell", "buy")
    )
    return shorts or bool(sold - bought and bought) or any(one.has(word) for one in found for word in _RANKS)


def _behind(found: list[Lexeme], i: int) -> tuple[int, int] | None:
    """Return the places of the two markets of "the ratio of KO's price to PEP's price"."""
    k = i + 1
    if not (at(found, k).has("P", "of") or at(found, k).has("P", "between")):
        return None
    first = _market(found, k + 1)
    link = _past(found, first + 1) if first is not None else 0
    if first is None or at(found, link).text not in _LINKS:
        return None
    second = _market(found, link + 1)
    return (first, second) if second is not None else None


def _before(found: list[Lexeme], i: int) -> tuple[int, int] | None:
    """Return the places of the two markets of "the KO/PEP ratio", "the KO to PEP ratio"."""
    joined = at(found, i - 2).text in _LINKS - {"and"}
    return (i - 3, i - 1) if joined and found[i - 1].has("SYM") and i > 2 and found[i - 3].has("SYM") else None


def _market(found: list[Lexeme], k: int) -> int | None:
    k = _past(found, k)
    return k if at(found, k).has("SYM") else None


def _past(found: list[Lexeme], k: int) -> int:
    while at(found, k).text in _PARTED:
        k += 1
    return k


def _divide(found: list[Lexeme], first: int, second: int) -> None:
    """Let a sign of division stand between two markets."""
    between = range(first + 1, second)
    place = next((k for k in between if found[k].text in _LINKS), first + 1)
    for k in between:
        found[k] = meaning(found[k], dict(_NOISE))
    found[place] = meaning(found[place], {"ARITH": "/"}, "/")


def _divided(found: list[Lexeme], i: int) -> list[Lexeme] | None:
    """Return the two markets that were divided last before a place, with the sign between."""
    for k in range(i - 1, 0, -1):
        if found[k].has("ARITH", "/"):
            before = next((one for one in reversed(found[:k]) if not one.is_noise), None)
            behind = next((one for one in found[k + 1 : i] if not one.is_noise), None)
            if before is not None and behind is not None and before.has("SYM") and behind.has("SYM"):
                return [before, found[k], behind]
    return None
