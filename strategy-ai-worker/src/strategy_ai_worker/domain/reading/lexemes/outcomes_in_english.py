"""English phrases about what a position has made or lost, and how long it has been open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_LEAVES: Final = ("sell", "exit", "cover")
# fmt: off
_HELD: Final = frozenset([
    "it", "the", "position", "trade", "has been", "have been", "has", "been", "is", "was", "open", "held", "on", "for",
    "exactly", "holding", "running", "live", "i", "we", "in it", "in",
])
# fmt: on
_AMOUNTS: Final = ("PCT", "USD", "MULT", "NMULT", "RMULT")


def held_for(found: list[Lexeme], i: int) -> None:
    """Read "close it after it has been open for exactly 7 bars" as after 7 bars."""
    if not found[i].has("P", "after") or not any(one.has("ACT", *_LEAVES) for one in found[max(0, i - 4) : i]):
        return
    k = i + 1
    while at(found, k).text in _HELD:
        k += 1
    told = {one.text for one in found[i + 1 : k]}
    if at(found, k).has("SPAN") and told & {"open", "held", "holding", "running", "on", "live", "in it"}:
        for m in range(i + 1, k):
            found[m] = meaning(found[m], dict(_NOISE), "")


def outcome_of(found: list[Lexeme], i: int) -> None:
    """Read "(sell when ... or) after a loss of 3 dollars per share" as a stop, "after a gain of 5%" as a target."""
    kind = {"loss": "STOP", "gain": "TARGET", "profit": "TARGET"}.get(found[i].text)
    led = at(found, i - 1).text in ("after a", "at a", "on a") or (
        at(found, i - 1).text == "a" and at(found, i - 2).text in ("after", "at", "on", "or after", "with")
    )
    amount = at(found, i + 2)
    measured = any(amount.has(word) for word in _AMOUNTS) or (amount.has("NUM") and at(found, i + 3).has("IND", "atr"))
    first = next((k for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ".", "\n")), -1)
    clause = found[first + 1 : i]
    leaves = any(one.has("ACT", *_LEAVES) for one in clause)
    moves = any(one.has("STOP") or one.has("TRAIL") or one.has("BREAKEVEN") for one in found[first + 1 : i + 12])
    if not (kind and led and at(found, i + 1).has("P", "of") and measured and leaves) or moves:
        return
    begin = i - 1 if at(found, i - 1).text in ("after a", "at a", "on a") else i - 2
    for k in range(begin, i):
        found[k] = meaning(found[k], dict(_NOISE), "")
    found[i] = meaning(found[i], {kind: kind.lower()}, "stop" if kind == "STOP" else "target")
    if at(found, i + 3).has("P", "per", "a") and at(found, i + 4).has("PERSHARES"):
        for k in (i + 3, i + 4):
            found[k] = meaning(found[k], dict(_NOISE), "")


def drawdown_of_trade(found: list[Lexeme], i: int) -> None:
    """Read "when the drawdown from the peak since entry exceeds 9%" as falling 9% from the peak since the entry."""
    if found[i].text not in ("drawdown", "retracement", "pullback", "giveback") or not at(found, i + 1).has(
        "P", "from"
    ):
        return
    k = i + 2
    while at(found, k).text in ("the", "its", "highest", "high", "price", "close", "peak", "top"):
        k += 1
    since = at(found, k).has("LATER") and k > i + 2
    m = k + 1
    while at(found, m).has("CMP") or at(found, m).has("TOUCH") or at(found, m).has("EQ") or at(found, m).text == "of":
        m += 1
    if since and m > k + 1 and at(found, m).has("PCT"):
        share = found.pop(m)
        found[i] = meaning(found[i], {"MOVE": "down"}, "drops")
        for n in range(k + 1, m):
            found[n] = meaning(found[n], dict(_NOISE), "")
        found.insert(i + 1, Lexeme(share.text, found[i].end, found[i].end, share.meanings))


def stop_goes_under(found: list[Lexeme], i: int) -> None:
    """Read "the stop goes under the low of that bar" as the stop at that level: nothing crosses there."""
    behind = at(found, i + 1)
    if found[i].has("STOP") and behind.has("X") and behind.text.startswith(("goes ", "go ", "sits ", "lies ")):
        found[i + 1] = meaning(behind, {"CMP": "<" if "below" in behind.text or "under" in behind.text else ">"})
    protects = found[i].has("ORDER", "sell_stop") and not any(one.has("ACT", "short") for one in found)
    bought = any(one.has("ACT", "buy", "enter") for one in found[:i])
    if protects and bought and at(found, i + 1).has("CMP", "<"):
        found[i] = meaning(found[i], {"STOP": "stop"}, "stop")


def bought_more(found: list[Lexeme], i: int) -> None:
    """Read "(buy 50 shares when ..., and) buy 50 more if ..." as buying the same again."""
    count, more = at(found, i + 1), at(found, i + 2)
    k = i + 3 if at(found, i + 3).has("PERSHARES") else i + 2
    number = count.get("NUM") or count.get("SHARES")
    if not found[i].has("ACT", "buy") or not isinstance(number, int | float) or not more.text.startswith("more"):
        return
    same = any(one.get("SHARES") == number for one in found[:i])
    if same and at(found, k + 1).has("MARK", "if"):
        for m in range(i + 1, k + 1):
            found[m] = meaning(found[m], dict(_NOISE), "")


def by_a_day(found: list[Lexeme], i: int) -> None:
    """Read "but no later than 5 days after entry" as "or after 5 days"; "no later than the fifth day" is no level."""
    if "later than" not in found[i].text or not found[i].has("CMP"):
        return
    k = i + 2 if at(found, i + 1).text == "the" else i + 1
    day, unit = at(found, k), at(found, k + 1)
    if day.has("ORD") and unit.has("UNIT"):
        if not at(found, k + 2).has("LATER"):
            found[k] = meaning(day, {"ORD": day.get("ORD")})
            return
        days = float(str(day.get("ORD")))
        found[k : k + 2] = [Lexeme(day.text, day.start, unit.end, {"SPAN": Span(days, "bar"), "NUM": days})]
    if not at(found, k).has("SPAN") or not any(one.has("ACT", *_LEAVES) for one in found[:i]):
        return
    found[i] = meaning(found[i], {"P": "after"}, "after")
    if at(found, i - 1).has("CONJ"):
        found[i - 1] = meaning(found[i - 1], {"CONJ": "or"}, "or")
    else:
        found.insert(i, Lexeme("or", found[i].start, found[i].start, {"CONJ": "or"}))


def from_the_other_side(found: list[Lexeme], i: int) -> None:
    """Read "(buy when A crosses B from below,) short when from above" as the cross the other way."""
    way = at(found, i + 1)
    led = at(found, i - 1).has("MARK", "if") or at(found, i - 1).has("ACT")
    behind = at(found, i + 2)
    ends = behind.text == "" or behind.has("SIGN_MARK") or behind.has("CONJ")
    crossed = any(one.has("X") for one in found[:i])
    if found[i].has("P", "from") and way.has("CMP", ">", "<") and led and ends and crossed:
        told = "down" if way.has("CMP", ">") else "up"
        found[i : i + 2] = [Lexeme("crosses", found[i].start, way.end, {"X": (told, "strong")})]


OUTCOMES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    held_for,
    outcome_of,
    drawdown_of_trade,
    stop_goes_under,
    bought_more,
    by_a_day,
    from_the_other_side,
)
"""In the order in which they are told."""
