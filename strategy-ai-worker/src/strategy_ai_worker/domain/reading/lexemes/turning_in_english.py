"""English phrases about turning round: leaving one side and taking the other, and staying as one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LEAVES: Final = ("sell", "exit", "cover")
_ENDS: Final = (".", ";", "\n", "!", "?")
_POSITION: Final = frozenset(["position", "positions", "trade", "trades", "side", "holding", "holdings"])
_DETERMINERS: Final = frozenset(["that", "this", "these", "those", "the", "any", "my", "such", "our", "existing", "a"])
_DEEDS: Final = frozenset(["close", "closes", "closed", "closing", "exit", "exits", "sell", "cover", "end"])


def that_position(found: list[Lexeme], i: int) -> None:
    """Read "close that long when ...", "exit these shorts", "close the buy" as leaving it: nothing is entered."""
    if not found[i].has("ACT", *_LEAVES) or found[i].text not in _DEEDS:
        return
    k = i + 1
    while at(found, k).text in _DETERMINERS:
        k += 1
    side = at(found, k)
    if k == i + 1 or not side.has("ACT", "buy", "short") or " " in side.text:
        return
    last = k + 1 if at(found, k + 1).text in _POSITION else k
    deed = "cover" if side.has("ACT", "short") else "exit"
    found[i : last + 1] = [Lexeme(found[i].text, found[i].start, found[last].end, {"ACT": deed})]


def turned_in_one_breath(found: list[Lexeme], i: int) -> None:
    """Read "close the long and go short", "cover and buy" as taking the other side: it leaves the one that is held."""
    if not found[i].has("ACT", *_LEAVES):
        return
    k = i + 1
    while at(found, k).text in ("it", "the", "my", "long", "everything", "all") or at(found, k).text in _POSITION:
        k += 1
    link = k
    while at(found, k).has("CONJ", "and") or at(found, k).text in _LINKS or _sells_short(found, k):
        k += 1
    side = at(found, k)
    turns = side.has("ACT", "short") or (side.has("ACT", "buy") and not found[i].has("ACT", "sell"))
    noun = side.text in ("shorts", "longs") or at(found, k + 1).text in ("signal", "signals")
    if k > link and turns and at(found, k + 1).text in ("positions", "trades") and found[i].has("ACT", "exit"):
        found[i : k + 2] = [Lexeme("close both sides", found[i].start, found[k + 1].end, {"ACT": "exit"})]
        return
    if k == link or not turns or noun or not any(one.has("ACT", "short") for one in found):
        return
    if side.has("ACT", "buy") and not any(one.has("ACT", "cover") or one.has("ACT", "short") for one in found[: k + 1]):
        return
    found[i : k + 1] = [Lexeme(side.text, found[i].start, side.end, side.meanings)]


def _sells_short(found: list[Lexeme], k: int) -> bool:
    return at(found, k).text in ("i sell", "we sell") and at(found, k + 1).has("ACT", "short")


_LINKS: Final = frozenset([",", "then", "&", "+", "i", "we", "immediately", "also", "instead", "right", "away", "/"])


def buys_and_covers(found: list[Lexeme], i: int) -> None:
    """Read "buy/cover when ...", "cover / buy" as buying: what is short is left by it."""
    if found[i].has("ACT", "buy") and at(found, i + 1).text == "/" and at(found, i + 2).has("ACT", "cover"):
        found[i : i + 3] = [Lexeme(found[i].text, found[i].start, found[i + 2].end, found[i].meanings)]


def kept_otherwise(found: list[Lexeme], i: int) -> None:
    """Read "otherwise just keep whatever position is open", "else do nothing" as no rule: what is held stays."""
    if found[i].text not in ("otherwise", "else") or not found[i].has("NOLONGER"):
        return
    k = i + 1
    while at(found, k).text in _FILLING or (at(found, k).is_noise and at(found, k).text not in _KEEPS):
        k += 1
    end = k
    while end < len(found) and not found[end].has("SIGN_MARK", *_ENDS) and end < k + _LONGEST_KEPT:
        end += 1
    told = found[k:end]
    goes = any(one.has("ACT", *_LEAVES, "none_held") or one.has("MARK") or one.has("X") for one in told)
    if (
        at(found, k).text in _KEEPS
        and not goes
        and not any(one.has(word) for one in told for word in ("SPAN", "PCT", "SYM"))
    ):
        for m in range(i, end):
            found[m] = meaning(found[m], dict(_NOISE), "")


_LONGEST_KEPT: Final = 12
_FILLING: Final = frozenset(
    ["just", "simply", "i", "we", "it", "the", "trade", "position", "do", ",", ":", "there", "is"]
)
_KEEPS: Final = frozenset(
    ["keep", "hold", "stay", "stays", "remain", "remains", "leave", "nothing", "stick", "hold on", "keeps", "no"]
)


def turn_of_trend_line(found: list[Lexeme], i: int) -> None:
    """Read "the Supertrend turns up", "when it turns down" as its flip: of this line the direction is meant."""
    way = found[i].get("RISING")
    if not found[i].text.startswith("turn") or way not in ("up", "down"):
        return
    k = i - 1
    if at(found, k).text == ")":
        k = next((m for m in range(k, max(-1, k - 8), -1) if found[m].has("SIGN_MARK", "(")), k) - 1
    while at(found, k).text in ("line", "indicator", "itself", "direction"):
        k -= 1
    named = at(found, k).has("IND", "supertrend", "psar")
    if at(found, k).has("EVENT"):
        lines = [one for one in found[:k] if one.has("IND") or one.has("AVG")]
        named = bool(lines) and lines[-1].has("IND", "supertrend", "psar")
    if named:
        found[i] = meaning(found[i], {"STATE": "bullish" if way == "up" else "bearish"})


def until_the_next(found: list[Lexeme], i: int) -> None:
    """Read "(reverse to short,) until the next cross" as no rule of its own where both sides are told."""
    if found[i].text not in ("until", "till") or not all(any(one.has("ACT", s) for one in found) for s in _SIDES):
        return
    k = i + 1
    while at(found, k).text in ("the", "next", "opposite"):
        k += 1
    ends = at(found, k + 1).text == "" or at(found, k + 1).has("SIGN_MARK")
    if any(one.text == "next" for one in found[i:k]) and at(found, k).text in _SIGNALS and ends:
        for m in range(i, k + 1):
            found[m] = meaning(found[m], dict(_NOISE), "")


_SIDES: Final = ("buy", "short")
_SIGNALS: Final = frozenset(["cross", "crossover", "signal", "flip", "crossing", "turn"])


def beyond_every_one(found: list[Lexeme], i: int) -> None:
    """Read "under every close of the 25 days before", "above all of the last 20 highs" as beyond their extreme."""
    if found[i].text not in ("every", "any", "each", "all") or not at(found, i - 1).has("CMP", "<", ">", "<=", ">="):
        return
    extreme = "highest" if str(at(found, i - 1).get("CMP")).startswith(">") else "lowest"
    k = i + 1
    while at(found, k).text in ("one", "of", "the", "single", "other", "its"):
        k += 1
    if at(found, k).has("SER", "close", "high", "low"):
        behind = at(found, k + 1).has("P", "of", "in", "from") or at(found, k + 1).text in ("over", "during", "within")
        stretched = at(found, k + 1).has("WITHIN") or behind
        if stretched and any(one.has("SPAN") for one in found[k + 2 : k + 6]):
            found[i] = meaning(found[i], {"HILO": extreme}, extreme)
            found[k] = meaning(found[k], {"SER": found[k].get("SER")})
        return
    counted = at(found, k + 1) if at(found, k).has("LASTN") else None
    column = at(found, k + 2).get("SER")
    if counted is None or not counted.has("NUM") or column not in ("close", "high", "low"):
        return
    start, lengths = found[i].start, counted.get("NUM")
    told = [Lexeme(extreme, start, start, {"HILO": extreme}), Lexeme(str(column), start, start, {"SER": column})]
    told.append(Lexeme("of", start, start, {"P": "of", "NOISE": True}))
    days = Lexeme(f"{lengths} bars", counted.start, found[k + 2].end, {"NUM": lengths, "SPAN": _bars(counted)})
    found[i : k + 3] = [*told, at(found, k), days]


def _bars(counted: Lexeme) -> Span:
    return Span(float(str(counted.get("NUM"))), "bar")


TURNING: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    that_position,
    turned_in_one_breath,
    buys_and_covers,
    kept_otherwise,
    turn_of_trend_line,
    until_the_next,
    beyond_every_one,
)
"""In the order in which they are told."""
