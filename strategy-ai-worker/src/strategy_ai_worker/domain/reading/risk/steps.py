"""Stops that move by steps, at a target, or with the profit that may be given back."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk.amounts import amount_at

_TARGET: Final = re.compile(
    r"(first|1st|second|2nd) (?:profit |price |partial |take profit )?(?:target|tp|take profit)"
    r"|(?:target|tp) ?(1|2|one|two)\b|(first) (?:half|third|part|profit|portion)"
    r"|half (?:is|has been|was|gets|be) (?:sold|off|taken|closed)"
    r"|第(一|二)(?:个)?(?:目标|止盈)|(首)个?(?:目标|止盈)"
)  # fmt: skip
_SECOND: Final = frozenset({"second", "2nd", "2", "two", "二"})
_MOVES: Final = frozenset({"move", "raise", "lift", "shift", "bring", "pull", "moves", "tighten", "lock", "trail"})
_LINKS: Final = frozenset({"to", "up", "at", "my", "the", "stop", "in", "up to", "it"})
_USUAL_GAIN: Final = 5.0


def target_near(c: Cursor, first: int, last: int) -> tuple[Amount, int, int] | None:
    """Return the target that words in [first, last) speak of as reached: "once the first target is hit"."""
    for k in range(max(first, 0), last):
        shown = ""
        for m in range(k, min(k + 7, last)):
            if c.is_sign(m, ".", ";", "\n"):
                break
            shown = f"{shown} {c.at(m).text}".strip()
            found = _TARGET.match(shown) or _TARGET.match(shown.replace(" ", ""))
            if found is not None and _defines(c, k, m + 1):
                break
            if found is not None:
                number = 2.0 if any(group in _SECOND for group in found.groups() if group) else 1.0
                return Amount("after_target", number), k, m + 1
    return None


def _defines(c: Cursor, k: int, after: int) -> bool:
    """Return whether "second target 6%" says where a target lies: only "after the second target" speaks of it."""
    spoken = c.at(k - 1).has("P", "after") or c.at(k - 1).has("MARK") or c.at(k - 2).has("P", "after")
    j = after
    while c.at(j).has("P") or c.is_sign(j, ":", "=") or c.at(j).has("CMP", "=="):
        j += 1
    return not spoken and amount_at(c, j) is not None


def give_back(c: Cursor, i: int, draft: Draft) -> int | None:  # noqa: C901 - one reading of one construct
    """Read "give back at most 30% of the open profit (once up 5%)", "利润回吐30%"."""
    shown = c.at(i).text
    if not shown.startswith(("give back", "gives back", "gave back", "giving back", "回吐")):
        return None
    j = c.skip(i + 1)
    while c.at(j).has("CMP") or c.at(j).has("P", "by"):
        j = c.skip(j + 1)
    share = _share_at(c, j)
    if share is None:
        return None
    k = j + 1
    of_profit = shown.startswith("回吐")
    while k < j + 8 and not c.at(k).has("SIGN_MARK") and not c.at(k).has("MARK") and not c.at(k).has("END"):
        of_profit = of_profit or any(word in c.at(k).text for word in ("profit", "gain", "winning"))
        k += 1
    if not of_profit:
        return None
    draft.trailing = Amount("give_back", share)
    draft.say(i, k, "risk.trailing_stop")
    gain, before = _gain_behind(c, k), _gain_before(c, i)
    if gain is None and before is not None:
        draft.trailing_after = before
        draft.say(_begin_of_gain(c, i), i, "risk.trailing_stop")
    elif gain is not None:
        draft.trailing_after, k = gain
        draft.say(i, k, "risk.trailing_stop")
    elif draft.trailing_after is None:
        draft.trailing_after = Amount("percent", _USUAL_GAIN)
        c.memory.guess("risk.trailing_stop.activate_at", _USUAL_GAIN, "no gain was named from which it counts")
    return k


def _share_at(c: Cursor, j: int) -> float | None:
    """Return the share in percent that is named at a lexeme: "30%", "a third", "half"."""
    if c.at(j).has("PCT"):
        return float(str(c.at(j).get("PCT")))
    said = c.at(j).get("HALFOF")
    if said is None:
        return None
    return round(100 * (1 / 3 if said == "third" else 2 / 3 if said == "twothirds" else float(str(said))), 4)


def _begin_of_gain(c: Cursor, i: int) -> int:
    """Return where "once up 10%" begins before a lexeme."""
    k = i
    while k > 0 and i - k < 8 and not c.at(k - 1).has("SIGN_MARK"):
        k -= 1
    return k


def _gain_behind(c: Cursor, k: int) -> tuple[Amount, int] | None:
    if not c.at(k).has("MARK", "if"):
        return None
    for m in range(k + 1, k + 7):
        found = amount_at(c, m)
        if found is not None:
            return found
        if c.at(m).has("SIGN_MARK") or c.at(m).has("ACT"):
            break
    return None


def step(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "move the stop to 6% above entry once it is up 10%": the stop climbs in steps."""
    if c.at(i).text not in _MOVES or not any(c.at(k).has("STOP") for k in range(i + 1, i + 4)):
        return None
    j = i + 1
    while c.at(j).text in _LINKS or c.at(j).has("STOP") or c.at(j).is_noise:
        j += 1
    to = amount_at(c, j)
    if to is None:
        return None
    k = to[1]
    while (
        c.at(k).has("CMP", ">")
        or c.at(k).has("SER", "entry", "price")
        or c.at(k).text in ("profit", "of", "in", "gain")
    ):
        k += 1
    k = c.skip(k)
    behind = _gain_behind(c, k)
    at = behind[0] if behind is not None else _gain_before(c, i)
    if at is None:
        return None
    draft.steps.append((at, to[0]))
    end = behind[1] if behind is not None else to[1]
    draft.say(i if behind is not None else _begin_of_gain(c, i - 1), max(end, k), "risk.stop_steps")
    return max(end, k)


def _gain_before(c: Cursor, i: int) -> Amount | None:
    """Return the gain of "once it is up 10%, move the stop ..."."""
    for k in range(i - 1, max(-1, i - 10), -1):
        if c.is_sign(k, ".", ";", "\n") or c.at(k).has("STOP"):
            return None
        found = amount_at(c, k)
        if found is not None:
            return found[0]
    return None
