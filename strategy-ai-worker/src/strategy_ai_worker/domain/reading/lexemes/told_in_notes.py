"""English notes in few words: "in = X, out = Y", "settings 8-17-9", "both sub-20", "a line 2 ATR over the EMA"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_STOPS: Final = (".", "\n", ";", "!", "?")


def greatest_of_column(found: list[Lexeme], i: int) -> None:
    """Read "above the max close of the 50 days before", "> max(high of 60 days)" as the highest: no bound is meant."""
    if not (found[i].has("HILO") and found[i].has("CMP")):
        return
    coded = [at(found, i + k) for k in range(1, 6)]
    if coded[1].has("SER") and coded[3].has("NUM") and [coded[k].text for k in (0, 2, 4)] == ["(", ",", ")"]:
        span = Span(float(str(coded[3].get("NUM"))), "bar")
        number = meaning(coded[3], {"NUM": span.count, "SPAN": span})
        extreme = meaning(found[i], {"HILO": found[i].get("HILO")}, str(found[i].get("HILO")))
        found[i : i + 6] = [extreme, coded[1], meaning(coded[2], {"P": "of", **_NOISE}, "of"), number]
        return
    opened = at(found, i + 1).has("SIGN_MARK", "(") and at(found, i + 2).has("SER")
    if at(found, i + 1).has("SER") or opened:
        found[i] = meaning(found[i], {"HILO": found[i].get("HILO")})
    close = next((k for k in range(i + 3, i + 12) if at(found, k).has("SIGN_MARK", ")")), None) if opened else None
    if close is not None and any(one.has("SPAN") for one in found[i + 3 : close]):
        found[i + 1], found[close] = (meaning(found[k], dict(_NOISE)) for k in (i + 1, close))


def headed_by_equals(found: list[Lexeme], i: int) -> None:
    """Read "in = X, out = Y" as "in: X, out: Y": a rule is equal to nothing."""
    before, behind = at(found, i - 1), at(found, i + 1)
    begins = i == 0 or before.has("SIGN_MARK") or before.has("SYM") or before.has("CONJ")
    deed = (found[i].has("ACT") and not found[i].has("SER") and _says_when(found, i + 2)) or found[i].text in _HEADS
    if not begins or not (deed or found[i].text == "in") or behind.text not in ("=", "->", "=>"):
        return
    found[i] = meaning(found[i], {"ACT": "buy"}, "get in") if found[i].text == "in" else found[i]
    found[i + 1] = meaning(behind, {"SIGN_MARK": ":"}, ":")


_HEADS: Final = frozenset(["market", "symbol", "ticker", "asset", "instrument", "stock", "coin", "timeframe", "tf"])


def _says_when(found: list[Lexeme], k: int) -> bool:
    """Return whether a condition stands up to the next pause: "short = EMA 20" names a line, and heads no rule."""
    end = k
    while end < len(found) and end < k + 20 and not found[end].has("SIGN_MARK", ",", *_STOPS):
        end += 1
    return any(one.has(word) for one in found[k:end] for word in _VERBS if not one.has("CMP", "=="))


_VERBS: Final = ("CMP", "X", "RISING", "TOUCH", "STATE", "PATTERN", "SIGN", "CROSSNAME", "NEW", "BREAKOUT")


def signal_comes_from(found: list[Lexeme], i: int) -> None:
    """Read "the sell signal comes from X" as selling when X."""
    told = found[i].text in ("comes", "come", "coming", "arises", "is given", "given", "occurs", "fires", "triggers")
    signal = any(at(found, k).has("ACT") and "signal" in at(found, k).text for k in range(max(0, i - 4), i))
    if told and signal and at(found, i + 1).text in ("from", "by", "with", "when", "on", "as", "through"):
        found[i] = meaning(found[i], dict(_NOISE))
        found[i + 1] = meaning(found[i + 1], {"MARK": "if"}, "when")


def under_with_hyphen(found: list[Lexeme], i: int) -> None:
    """Read "sub-20", "sub 20" as below 20."""
    if found[i].text != "sub":
        return
    k = i + 2 if at(found, i + 1).text == "-" else i + 1
    level = at(found, k)
    if not level.has("NUM") or level.has("SPAN"):
        return
    value = abs(float(str(level.get("NUM"))))
    number = Lexeme(f"{value:g}", level.start, level.end, {**level.meanings, "NUM": value})
    found[i : k + 1] = [Lexeme("below", found[i].start, level.start, {"CMP": "<"}), number]


def settings_apart(found: list[Lexeme], i: int) -> None:
    """Read "MACD on Ethereum, settings 8-17-9" as "MACD (8, 17, 9)": the numbers belong to the indicator before."""
    if found[i].text not in ("settings", "setting", "parameters", "params", "inputs", "parameter"):
        return
    k = i + 1
    while at(found, k).text in (":", "of", "=", "at", "are", "is", "being", "(", "to"):
        k += 1
    first, numbers = k, []
    while at(found, k).has("NUM") and not at(found, k).has("PCT"):
        numbers.append(abs(float(str(at(found, k).get("NUM")))))
        k = k + 2 if at(found, k + 1).text in ("-", "/", ",", "and") and at(found, k + 2).has("NUM") else k + 1
    named = next((m for m in range(i - 1, max(-1, i - 16), -1) if found[m].has("IND") or found[m].has("AVG")), None)
    if not numbers or named is None or at(found, named + 1).has("SIGN_MARK", "("):
        return
    place = found[named].end
    listed = [Lexeme("(", place, place, {"SIGN_MARK": "("})]
    for number in numbers:
        listed += [Lexeme(f"{number:g}", place, place, {"NUM": number}), Lexeme(",", place, place, {"SIGN_MARK": ","})]
    listed[-1] = Lexeme(")", place, place, {"SIGN_MARK": ")"})
    k = k + 1 if at(found, first - 1).text == "(" and at(found, k).text == ")" else k
    lead = i - 1 if at(found, i - 1).text in ("with", ",", "the", "using") else i
    for m in range(max(lead, named + 1), k):
        found[m] = meaning(found[m], dict(_NOISE))
    found[named + 1 : named + 1] = listed


def from_red_to_green(found: list[Lexeme], i: int) -> None:
    """Read "turns from red to green" of an indicator as turning positive, "from green to red" as negative."""
    if not found[i].has("TURN") and found[i].text not in ("goes", "moves", "turns", "flips", "changes"):
        return
    words = [at(found, i + k).text for k in range(1, 5)]
    if words[0] != "from" or words[2] != "to" or {words[1], words[3]} not in _COLOURS:
        return
    up = words[3] in ("green", "positive")
    told = Lexeme(
        f"turns {words[3]}",
        found[i].start,
        found[i + 4].end,
        {"SIGN": "+" if up else "-", "STATE": "bullish" if up else "bearish"},
    )
    found[i : i + 5] = [told]


_COLOURS: Final = ({"red", "green"}, {"negative", "positive"})


def extreme_as_it(found: list[Lexeme], i: int) -> None:
    """Read "if it's the lowest in 45 days" as what the close is."""
    extreme = i + 2 if at(found, i + 1).text == "the" else i + 1
    if found[i].text == "it's" and at(found, i - 1).has("MARK") and at(found, extreme).has("HILO"):
        place = found[i]
        found[i : i + 1] = [
            Lexeme("it", place.start, place.start + 2, {"SER": "price", "EVENT": "it"}),
            Lexeme("is", place.start + 2, place.end, {"EQ": "is", "WASBEFORE": "was", "NOISE": True}),
        ]


def line_drawn(found: list[Lexeme], i: int) -> None:
    """Read "draw a line 1.5 ATRs over the EMA: a close over that line" as a line of that name."""
    if found[i].text not in ("draw", "plot", "imagine", "put", "set", "place", "picture"):
        return
    k = i + 1
    while at(found, k).text in ("a", "the", "me", "upper", "lower"):
        k += 1
    if at(found, k).text not in ("line", "level", "threshold", "band", "trigger"):
        return
    end = next((m for m in range(k, min(k + 40, len(found))) if found[m].has("SIGN_MARK", *_STOPS)), len(found))
    side = next((m for m in range(k + 1, end) if found[m].has("CMP", ">", "<")), None)
    measured = side is not None and any(one.has("IND", "atr") or one.has("PCT") for one in found[k + 1 : side])
    if side is None or not measured or any(one.has("ACT") for one in found[k:end]):
        return
    sign = "+" if found[side].has("CMP", ">") else "-"
    amount = [one for one in found[k + 1 : side] if one.text not in ("at", "that", "is")]
    for m in range(end, len(found) - 1):
        if found[m].text in ("that", "this", "the") and found[m + 1].text in ("line", "level", "threshold", "it"):
            found[m] = meaning(found[m], dict(_NOISE))
            found[m + 1] = meaning(found[m + 1], {"UNK": "result"}, "result")
    start = found[i].start
    lead = [] if i == 0 or found[i - 1].has("SIGN_MARK", *_STOPS) else [Lexeme(".", start, start, {"SIGN_MARK": "."})]
    named = [Lexeme("result", start, start, {"UNK": "result"}), Lexeme("=", start, found[k].end, {"CMP": "=="})]
    plus = Lexeme("plus" if sign == "+" else "minus", found[side].start, found[side].end, {"ARITH": sign})
    found[i:end] = [*lead, *named, *found[side + 1 : end], plus, *amount]


NOTES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    greatest_of_column,
    headed_by_equals,
    signal_comes_from,
    under_with_hyphen,
    settings_apart,
    from_red_to_green,
    extreme_as_it,
    line_drawn,
)
