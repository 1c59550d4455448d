"""English settings told in words: "stochastic RSI with a 14-day RSI, a 14-day stochastic and 3-day smoothing"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LINKS: Final = frozenset(
    ["with", "using", "of", "on", "a", "an", "the", "and", ",", "(", ")", "over", "length", "window", "period", "for"]
)
_SMOOTHINGS: Final = frozenset(["smoothing", "smoothed", "smooth", "smoothings"])


def stochastic_of_rsi(found: list[Lexeme], i: int) -> None:
    """Read "stochastic RSI with a 14-day RSI, 14-day stochastic and 3-day smoothing of %K" as "(14, 14, 3, 3)"."""
    if not found[i].has("IND", "stochrsi"):
        return
    told: dict[str, float] = {}
    k = end = i + 1
    while k < min(len(found), i + 30):
        one, named = found[k], at(found, k + 1)
        part = str(named.get("IND")) if named.has("IND", "rsi", "stoch") else ""
        part = "smoothing" if named.text in _SMOOTHINGS else part
        if part and part not in told and (one.has("SPAN") or one.has("NUM")) and not one.has("PCT"):
            told[part] = _bars(one)
            k = end = k + 2
            while part == "smoothing" and (at(found, end).text == "of" or at(found, end).has("IND", "stoch_k")):
                k = end = end + 1
        elif one.text in _LINKS and not one.has("ACT"):
            k += 1
        else:
            break
    if "rsi" not in told or "stoch" not in told:
        return
    numbers = [told["rsi"], told["stoch"], *([told["smoothing"]] if "smoothing" in told else []), 3.0]
    place = found[end - 1].end
    listed = [Lexeme("(", place, place, {"SIGN_MARK": "("})]
    for number in numbers:
        listed += [Lexeme(f"{number:g}", place, place, {"NUM": number}), Lexeme(",", place, place, {"SIGN_MARK": ","})]
    listed[-1] = Lexeme(")", place, place, {"SIGN_MARK": ")"})
    quiet = [meaning(one, dict(_NOISE)) for one in found[i + 1 : end]]
    found[i + 1 : end] = [*listed, *quiet]


def _bars(lexeme: Lexeme) -> float:
    span = lexeme.get("SPAN")
    return span.count if isinstance(span, Span) else float(str(lexeme.get("NUM")))


SETTINGS: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (stochastic_of_rsi,)
