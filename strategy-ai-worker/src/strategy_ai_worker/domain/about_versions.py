# ruff: noqa: E501 - one pattern a line
"""Questions about the versions of a strategy: what the last change was, what was there before it, what changed so far."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import sentences
from strategy_language.document import Strategy

_ASKS: Final = re.compile(
    r"\bwhat (?:did|have) (?:i|you|we) (?:just )?chang\w*\b|\bwhat (?:has |was |is |'s )?(?:just )?changed\b|\bwhat(?:'s| is| was| were) (?:the |my )?(?:last |recent |latest )?(?:changes?|edits?|difference|diff)\b(?!.*\bbetween\b)"
    r"|\b(?:show|list|see|tell)(?: me)?(?: all)? (?:the |my )?(?:changes|history|versions|edits)\b|\b(?:change|version|edit) history\b|\bwhat (?:was|were|did) (?:it|the (?:strategy|version|rules?|one)|we have)(?: \w+){0,2} before\b|\bhow many versions\b"
    r"|(?:改了|修改了|变了|动了)(?:什么|哪些)|(?:修改|版本)(?:记录|历史)|之前(?:的版本|的策略)?是(?:什么|怎样)"
)
_MOST: Final = 5


def asks_of_versions(message: str) -> bool:
    """Return whether a message asks what was changed."""
    return _ASKS.search(plain(message)) is not None


def about_versions(message: str, context: Context, tongue: Tongue) -> str | None:
    """Return what the last versions changed, newest first, or None where a message does not ask for it."""
    if context.current is None or not asks_of_versions(message):
        return None
    if not context.earlier:
        return tongue.say("Nothing yet: this is the first version.", "还没有修改：这是第一版。")
    pairs = zip((context.current, *context.earlier), context.earlier, strict=False)
    told = [_change(before, after, tongue) for after, before in list(pairs)[:_MOST]]
    head = tongue.say("The changes, newest first:", "修改如下（最新的在前）：")
    return "\n".join([head, *(f"- {one}" for one in told)])


def _change(before: Strategy, after: Strategy, tongue: Tongue) -> str:
    old, new = _sentences(before, tongue), _sentences(after, tongue)
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    parts = []
    if come:
        parts.append(tongue.say("now: ", "现在：") + " ".join(come))
    if gone:
        parts.append(tongue.say("before: ", "之前：") + " ".join(gone))
    return "; ".join(parts) or tongue.say("nothing that is read back.", "没有实质变化。")


def _sentences(document: Strategy, tongue: Tongue) -> list[str]:
    return [one.text for group in sentences(document, tongue) for one in (group.children or (group,))]
