# ruff: noqa: E501 - patterns and word lists stand on one line each
"""Positions that need no condition: bought and held, or held each night."""

from __future__ import annotations

import re

from strategy_ai_worker.domain.reading.draft import Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.frames.kinds import count_symbols
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import Node, call

_HELD = re.compile(
    r"\b(?:buy (?:and|&|n) (?:hold|forget|keep)|just hold|hold(?: it)? forever|never sell|(?:buy|own|hold)(?: \S+){1,4} (?:and|then) (?:just |then |simply )?(?:hold|keep|forget|sit on|never sell|leave)\b(?! (?:for|until|till|while|as long)))\b|买入并持有|长期持有"
)
_BUY_AT_CLOSE = r"(?:buy|enter|go long|get in|long)(?: \w+)?(?: every day| each day| daily)? (?:at|on) (?:the |every |each |today's )*(?:day's )?close"
_SELL_AT_OPEN = r"(?:sell|exit|close|get out|out)(?: it| out)? (?:at|on) (?:the |tomorrow's )*(?:next |following )*(?:day's |morning's |session's )*open(?:ing)?"
_BETWEEN = r"(?: \(?every day\)?| each day| daily)?[ ,]*(?:and |then |and then )?"
_NIGHT = re.compile(rf"\b{_BUY_AT_CLOSE}{_BETWEEN}{_SELL_AT_OPEN}\b")
_JUDGED = ("CMP", "X", "IND", "AVG", "HILO", "MOVE", "RISING", "BEST", "RANK", "WEEKDAY", "MONTH", "MONTHDAY", "STOP", "TARGET", "TRAIL", "STATE", "PATTERN", "SPAN", "GAP", "DAYCOLOR")  # fmt: skip
"""What a standing position does not depend on."""


def standing(c: Cursor, draft: Draft) -> bool:
    """Read "buy and hold SPY", "buy at the close and sell at the next open"; return whether it is the whole message."""
    if count_symbols(c) < 1 or any(one.has(word) for one in c.lexemes for word in _JUDGED):
        return False
    said = " ".join(one.text for one in c.lexemes)
    everything = [Words(0, len(c.lexemes))]
    if _NIGHT.search(said):
        draft.rules.append(RuleDraft("enter_long", _always(), everything, fill="same_close"))
        draft.rules.append(RuleDraft("exit_long", call("is_first_bar"), everything, read="open"))
    elif _HELD.search(said):
        draft.rules.append(RuleDraft("enter_long", _always(), everything))
        draft.never_sells = True
    else:
        return False
    draft.say(0, len(c.lexemes), "rules.r1")
    return True


def _always() -> Node:
    """Return a condition that holds on every daily bar: it is the last of its session."""
    return call("is_last_bar")
