"""English phrases about an open trade: how far it went, and what becomes of its stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LEAVES: Final = ("sell", "exit", "cover")
TRADE_WORDS: Final = frozenset(
    ["trade", "position", "it", "price", "stock", "market", "the", "that", "this", "i", "i'm", "am"]
)


def silence(found: list[Lexeme], first: int, last: int) -> None:
    """Take what lexemes say away: other words tell it."""
    for m in range(first, last):
        found[m] = meaning(found[m], dict(_NOISE), "")


def against_me(found: list[Lexeme], i: int) -> None:
    """Read "if the trade goes 8% against me (I'm stopped out)" as a stop of 8%."""
    whom = at(found, i + 2)
    owned = whom.text in ("the", "my") and at(found, i + 3).text in ("position", "trade", "entry")
    if not found[i].has("PCT") or at(found, i + 1).text != "against" or not (owned or whom.text in _WHOM):
        return
    last = i + 4 if owned else i + 3
    first = i
    while at(found, first - 1).text in (
        *TRADE_WORDS,
        "goes",
        "is",
        "moves",
        "runs",
        "has",
        "gone",
        "moved",
        "turns",
        "by",
    ):
        first -= 1
    first = first - 1 if at(found, first - 1).has("MARK", "if") else first
    k = last
    while at(found, k).text in (",", "then", "i", "i'm", "am", "we", "get", "be", "are", "me"):
        k += 1
    if at(found, k).has("STOP") or (at(found, k).has("ACT", *_LEAVES) and ends(at(found, k + 1))):
        last = k + 1
    silence(found, i + 1, last)
    silence(found, first, i)
    found.insert(i, Lexeme("stop", found[i].start, found[i].start, {"STOP": "stop"}))


_WHOM: Final = frozenset(["me", "us", "you"])


def ends(lexeme: Lexeme) -> bool:
    """Return whether nothing, or a sign, stands at a place."""
    return lexeme.text == "" or lexeme.has("SIGN_MARK")


def neither_was_hit(found: list[Lexeme], i: int) -> None:
    """Read "if neither has been hit after 12 bars, close the trade" as closing it after 12 bars."""
    if not found[i].text.startswith(("if neither ", "if none ", "if nothing ")) and not (
        found[i].has("MARK", "if") and at(found, i + 1).text in ("neither", "none", "nothing")
    ):
        return
    k = i + 1
    while k < i + 10 and not at(found, k).has("SPAN") and not ends(at(found, k)):
        k += 1
    if not at(found, k).has("SPAN") or not (at(found, k - 1).has("P") or at(found, k - 1).text in _WITHIN):
        return
    deed = k + 1
    while at(found, deed).text in (",", "then", "i", "just", "i'll", "simply"):
        deed += 1
    ahead = at(found, i - 1).has("ACT", *_LEAVES)
    behind = at(found, deed).has("ACT", *_LEAVES)
    if not ahead and not behind:
        return
    if behind:
        silence(found, k + 1, deed + 1)
    silence(found, i, k)
    found[k - 1] = meaning(found[k - 1], {"MARK": "if", "P": "after"}, "after")
    if not ahead:
        start = found[i].start
        found.insert(i, Lexeme("exit", start, start, {"ACT": "exit"}))


_WITHIN: Final = frozenset(["after", "within", "in", "by"])


def after_the_days(found: list[Lexeme], i: int) -> None:
    """Read "after the 4 days I sell at the open whether it's a win or a loss" as selling after 4 days."""
    if not found[i].has("P", "after") or at(found, i + 1).text not in ("the", "those", "these"):
        return
    k = i + 3
    while at(found, k).text in (",", "i", "we", "then", "just", "i'll", "are", "is", "up", "over"):
        k += 1
    if not at(found, i + 2).has("SPAN") or not at(found, k).has("ACT", *_LEAVES):
        return
    last = k + 1
    while last < len(found) and not found[last].has("SIGN_MARK", ".", ";", "\n", ","):
        last += 1
    told = found[k + 1 : last]
    if any(one.has(word) for one in told for word in ("CMP", "X", "PCT", "NUM", "HALFOF", "REST")):
        return
    silence(found, k + 1, last)
    silence(found, i + 3, k + 1)
    silence(found, i + 1, i + 2)
    found.insert(i, Lexeme("exit", found[i].start, found[i].start, {"ACT": "exit"}))


def stop_to_price_paid(found: list[Lexeme], i: int) -> None:
    """Read "(a 4% stop,) which I lift to the purchase price after ...", "SL to my entry" as break-even."""
    if not found[i].has("P", "to"):
        return
    k = i + 1
    while at(found, k).text in ("the", "my", "our", "up", "price", "of"):
        k += 1
    paid = at(found, k)
    if not (paid.has("SER", "entry") or paid.has("BREAKEVEN")):
        return
    first = i
    while at(found, first - 1).text in (
        *_LIFTS,
        "up",
        "it",
        "the",
        "my",
        "is",
        "be",
        "gets",
        "then",
        "i",
        "goes",
        "price",
    ):
        first -= 1
    named = at(found, first - 1).has("STOP") or at(found, first - 1).text in ("which", "that", "and")
    lifted = any(one.text in _LIFTS for one in found[first:i]) or at(found, first - 1).has("STOP")
    sentence = next((m for m in range(first - 1, -1, -1) if found[m].has("SIGN_MARK", ".", ";", "\n")), -1)
    if not named or not lifted or not any(one.has("STOP") for one in found[sentence + 1 : i]):
        return
    begin = first - 1 if at(found, first - 1).has("STOP") else first
    place, end = found[begin], found[k].end
    found[begin : k + 1] = [Lexeme("move the stop to entry", place.start, end, {"BREAKEVEN": "be"})]


_LIFTS: Final = frozenset(
    ["lift", "raise", "move", "bring", "pull", "shift", "moves", "moved", "lifted", "raised", "slide", "pulled", "take"]
)


def gain_above_entry(found: list[Lexeme], i: int) -> None:
    """Read "after the high gets 10% above my entry, (the stop to entry)" as a gain of 10%: the stop moves then."""
    above = at(found, i + 1).has("CMP", ">") and (
        at(found, i + 2).has("SER", "entry")
        or at(found, i + 2).text == "it"
        or (at(found, i + 2).text in ("the", "my") and at(found, i + 3).has("SER", "entry"))
    )
    if not found[i].has("PCT") or not above:
        return
    first = i
    while at(found, first - 1).text in _REACHES or at(found, first - 1).has("TOUCH"):
        first -= 1
    last = i + 3 if at(found, i + 2).text not in ("the", "my") else i + 4
    low = next((m for m in range(i, max(-1, i - _NEAR), -1) if found[m].has("SIGN_MARK", ".", ";", "\n")), i - _NEAR)
    moves = any(one.has("BREAKEVEN") for one in found[max(0, low) : i + _NEAR])
    if (
        first == i
        or not moves
        or not (at(found, first - 1).has("MARK", "if") or at(found, first - 1).has("P", "after"))
    ):
        return
    silence(found, i + 1, last)
    silence(found, first, i)
    found.insert(i, Lexeme("up", found[i].start, found[i].start, {"MOVE": "up"}))


_NEAR: Final = 16
_REACHES: Final = frozenset(
    [
        "the",
        "high",
        "stock",
        "price",
        "it",
        "gets",
        "is",
        "has",
        "gone",
        "been",
        "trades",
        "goes",
        "was",
        "market",
        "by",
    ]
)


def minus_times_range(found: list[Lexeme], i: int) -> None:
    """Read "stop: entry minus 1.5 x ATR", "target: entry plus 3 x ATR" as that distance from the entry."""
    if not found[i].has("SER", "entry") or not at(found, i + 2).has("IND", "atr"):
        return
    amount, k = at(found, i + 1), i - 1
    while at(found, k).has("SIGN_MARK", ":", "=") or at(found, k).has("P") or at(found, k).has("EQ"):
        k -= 1
    level = at(found, k)
    signed = amount.text.startswith(("minus ", "plus ", "-", "+")) and (amount.has("MULT") or amount.has("NUM"))
    if not signed or not (level.has("STOP") or level.has("TARGET")):
        return
    found[i] = meaning(found[i], dict(_NOISE), "")
    values = {word: abs(float(str(amount.get(word)))) for word in ("MULT", "NUM", "NMULT") if amount.has(word)}
    found[i + 1] = Lexeme(amount.text.split(" ", 1)[-1].lstrip("+-"), amount.start, amount.end, dict(values))


def risk_below_entry(found: list[Lexeme], i: int) -> None:
    """Read "risk three times the 20-day ATR below my fill" as a stop at that distance."""
    if not found[i].has("RISK") or found[i].text not in ("risk", "risking", "i risk"):
        return
    near = range(i + 1, min(i + 8, len(found)))
    place = next((k for k in near if found[k].has("CMP", "<", ">") and at(found, k + 1).has("SER", "entry")), None)
    inside = found[i + 1 : place] if place is not None else []
    measured = any(one.has("PCT") or one.has("IND", "atr") for one in inside)
    if measured and not any(one.has("ACCOUNT") or one.has("SIGN_MARK", ".", ",", "\n") for one in inside):
        found[i] = meaning(found[i], {"STOP": "stop"}, "stop")


def unless_i_lose(found: list[Lexeme], i: int) -> None:
    """Read "(hold until ...,) unless I lose 6% first" as a stop of 6%."""
    k = i + 3 if at(found, i + 1).text in ("i", "we", "it", "it's", "i'm") else i + 2
    falls = at(found, k - 1).text in ("lose", "loses", "am down", "down", "drops", "falls", "have lost")
    if not found[i].has("MARK", "unless") or not falls or not at(found, k).has("PCT"):
        return
    last = k + 2 if at(found, k + 1).text in ("first", "before", "earlier", "sooner") else k + 1
    if not ends(at(found, last)):
        return
    silence(found, k + 1, last)
    silence(found, i + 1, k)
    found[i] = meaning(found[i], {"STOP": "stop"}, "stop")


def stop_follows(found: list[Lexeme], i: int) -> None:
    """Read "the stop follows the price up, always 10% under the highest high" as trailing by that distance."""
    if not found[i].has("TRAIL") or "follow" not in found[i].text:
        return
    k = i + 1
    while at(found, k).text in _FOLLOWED:
        k += 1
    if k > i + 1 and (at(found, k).has("PCT") or at(found, k).has("NUM") or at(found, k).has("MULT")):
        silence(found, i + 1, k)


_FOLLOWED: Final = frozenset(
    ["the", "price", "up", "higher", ",", "always", "it", "market", "stock", "at", "behind", "by"]
)


def only_then(found: list[Lexeme], i: int) -> None:
    """Read "(when the gain is 8%), and only then, (trail the stop by 5%)" without the words between."""
    if not found[i].has("CONJ", "and") or at(found, i + 1).text != "only" or at(found, i + 2).text != "then":
        return
    first = i - 1 if at(found, i - 1).text == "," else i
    last = i + 4 if at(found, i + 3).text == "," else i + 3
    while at(found, last).text in ("i want", "i", "want", "i'd", "like"):
        last += 1
    found[first:last] = [Lexeme("", found[first].start, found[last - 1].end, dict(_NOISE))]


def kept_until(found: list[Lexeme], i: int) -> None:
    """Read "I keep the shares until ...", "keep the position till ..." as holding it until then."""
    if found[i].text not in ("keep", "keeps", "hold", "holds") or found[i].has("ACT"):
        return
    k = i + 1
    while at(found, k).text in ("the", "my", "shares", "position", "stock", "coins", "them", "trade"):
        k += 1
    if k > i + 1 and at(found, k).text in ("until", "till", "til"):
        found[i:k] = [Lexeme("hold it", found[i].start, found[k - 1].end, {"HOLD": "hold", "EQ": "is"})]


def position_then_deed(found: list[Lexeme], i: int) -> None:
    """Read "when the position is down 6% or up 12%, close it" as a stop and a target: the deed stands behind."""
    if found[i].text not in ("position", "trade"):
        return
    first = i - 1 if at(found, i - 1).text in ("the", "my", "a") else i
    if not at(found, first - 1).has("MARK", "if"):
        return
    begin = i + 2 if at(found, i + 1).text in ("is", "has", "gets", "goes") else i + 1
    k, levels = begin, []
    while at(found, k).text in _WAYS and at(found, k + 1).has("PCT"):
        levels.append(k)
        joined = at(found, k + 2).has("CONJ", "or") and at(found, k + 3).text in _WAYS
        k += 3 if joined else 2
    deed = k + 1 if at(found, k).text in (",", "then", "i") else k
    if not levels or not at(found, deed).has("ACT", *_LEAVES):
        return
    last = deed + 2 if at(found, deed + 1).text in ("it", "out") else deed + 1
    if not ends(at(found, last)):
        return
    for m in levels:
        gains = found[m].text in ("up", "ahead", "is up")
        kind, named = ("TARGET", "target") if gains else ("STOP", "stop")
        found[m] = meaning(found[m], {kind: named}, named)
    silence(found, first - 1, begin)
    silence(found, k, last)


_WAYS: Final = frozenset(["up", "down", "ahead", "losing", "is up", "is down"])


def rests_for_the_next(found: list[Lexeme], i: int) -> None:
    """Read "bid 1% below that close for the next 4 sessions" as how long the order rests."""
    if not found[i].has("P", "for") or at(found, i + 1).text != "the" or at(found, i + 2).text not in _COMING:
        return
    first = next((k for k in range(i - 1, max(-1, i - 14), -1) if found[k].has("SIGN_MARK")), i - 14)
    ordered = any(one.has("ORDER") for one in found[max(0, first) : i])
    if ordered and at(found, i + 3).has("SPAN"):
        found[i : i + 3] = [Lexeme("good for", found[i].start, found[i + 2].end, {"VALID": "valid"})]


_COMING: Final = frozenset(["next", "following", "coming"])


TRADES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    against_me,
    neither_was_hit,
    after_the_days,
    stop_to_price_paid,
    gain_above_entry,
    minus_times_range,
    risk_below_entry,
    unless_i_lose,
    stop_follows,
    only_then,
    kept_until,
    position_then_deed,
    rests_for_the_next,
)
"""In the order in which they are told."""
