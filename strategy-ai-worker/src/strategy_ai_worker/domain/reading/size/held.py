"""A share of the account that is held while something is so: "be 100% in SPY", "go 50% long"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.size.sizes import number_of

_STATES = frozenset(
    ["be", "am", "i'm", "go", "stay", "are", "is", "hold", "get", "remain", "keep", "run", "sit", "we're", "being"]
)
_INVESTED = frozenset(["long", "invested", "in", "into"])


def share_held(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "be 100% in SPY", "go 60% long", "100% invested" as a purchase; return the place behind, or None."""
    k = i
    while c.at(k).text in _STATES and k < i + 2:
        k += 1
    k = k + 1 if k > i and c.at(k).text in ("fully", "about") else k
    behind = c.at(k + 1)
    invested = behind.text in _INVESTED or behind.has("ACT", "buy")
    if not c.at(k).has("PCT") or k == i or not invested or c.at(k).text.startswith(("+", "-")):
        return None
    share = number_of(c.at(k), "PCT")
    after = k + 2
    if behind.text in ("in", "into") and not (
        c.at(after).has("SYM") or c.at(after).has("TICKER") or c.at(after).text in ("it", "the")
    ):
        return None
    draft.sizing = ("percent_of_equity", share) if share != 100 else draft.sizing
    draft.say(i, after, "sizing")
    return after
