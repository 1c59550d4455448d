"""English averages told by their pace: "with fast 10 and slow 30", "the fast of 8 days and the slow of 34 days"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_FAST: Final = ("fast", "quick", "short", "faster", "shorter", "quicker")
_SLOW: Final = ("slow", "long", "slower", "longer")
_BETWEEN: Final = frozenset(
    [
        "one", "one of", "line", "average", "ma", "of", "is", "=", ":", "at", "with", "uses", "being", "a", "the",
        "length", "period",
    ]
)  # fmt: skip
_COUNTED: Final = frozenset(["two", "2", "a pair of", "pair of", "both"])
_LINES: Final = frozenset(["one", "line", "average", "ma"])
_FARTHEST = 20


def lengths_by_pace(found: list[Lexeme], i: int) -> None:
    """Read "SMA crossover ... with fast 10 and slow 30" as "10/30 SMA crossover"; a fast one that is slower stays."""
    crossed = at(found, i + 1).has("X")
    counted = at(found, i - 1).text in _COUNTED and at(found, i + 1).has("SIGN_MARK")
    if not found[i].has("AVG") or not (crossed or counted) or (crossed and at(found, i - 1).has("NUM")):
        return
    lengths = [_paced_length(found, i, paces, far=counted) for paces in (_FAST, _SLOW)]
    if any(length is None for length in lengths):
        return
    (named_fast, fast), (named_slow, slow) = (length for length in lengths if length is not None)
    if float(str(found[fast].get("NUM"))) >= float(str(found[slow].get("NUM"))):
        return
    start = found[i].start
    ahead = [Lexeme(found[place].text, start, start, found[place].meanings) for place in (fast, slow)]
    for first, last in ((named_fast, fast), (named_slow, slow)):
        for k in range(first, last + 1):
            found[k] = meaning(found[k], dict(_NOISE))
    if counted:
        found[i - 1] = meaning(found[i - 1], dict(_NOISE))
    found[i:i] = [ahead[0], Lexeme("/", start, start, {"SIGN_MARK": "/"}), ahead[1]]


def _paced_length(found: list[Lexeme], i: int, paces: tuple[str, ...], *, far: bool) -> tuple[int, int] | None:
    """Return the places of "fast" and of the length behind it, where no noun of its own stands behind that."""
    for k in range(i + 2, min(i + _FARTHEST, len(found) - 1)):
        if found[k].text not in paces or (found[k].has("ACT") and at(found, k + 1).text not in _LINES):
            continue
        place = k + 1
        while far and place < k + 6 and at(found, place).text in _BETWEEN and not at(found, place).has("NUM"):
            place += 1
        length = at(found, place)
        bare = length.has("NUM") and not any(length.has(word) for word in ("PCT", "USD", "CLOCK"))
        if bare and not at(found, place + 1).has("AVG"):
            return k, place
    return None


PACES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (lengths_by_pace,)
