# ruff: noqa: E501 - one pattern a line
"""Follow-ups that turn a strategy round: the sides for each other, or the conditions of entry and exit."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.settings import mirrored
from strategy_language.document import Strategy

_SIDES: Final = re.compile(
    r"\b(swap|switch|flip|exchange|reverse|invert) (the )?(long(s)? (and|with|for|to) (the )?short(s)?|short(s)? (and|with|for|to) (the )?long(s)?|sides?|direction)\b"
    r"|\b(short|go short|sell short) (it )?instead( of (buying|going long))?\W*$|\b(do|trade|try) (the )?(exact )?(opposite|reverse|inverse)\b|\b(reverse|invert|flip) (it|the strategy|the signals?|everything)\b"
    r"|(多空|方向)(互换|对调|反过来|反转)|反向(操作|交易)|(改成|改为|换成|改做|转做)(做空|沽空|卖空|空头)\W*$|反过来做"
)
_LONG_INSTEAD: Final = re.compile(
    r"\b(?:go long|buy(?: it)?|long(?: it)?|be long) instead(?: of (?:shorting|going short|selling short))?\W*$|^\W*(?:no,? |actually,? )*(?:make it |turn it into )(?:a )?long(?: strategy| trade)?(?: instead)?\W*$|(?:改成|改为|换成|改做|转做)(?:做多|多头)\W*$"
)
_CONDITIONS: Final = re.compile(
    r"^\W*(?:no,? |do it |make it |try it )*(?:the )?(?:other|opposite) way (?:a)?round\b|\b(swap|switch|exchange|flip|reverse) (the )?(entry|entries|buy|buys?|buying)( \w+)? (and|with|for) (the )?(exit|exits|sell|sells?|selling)( \w+)?\b|(买卖|买入和?卖出|入场和?出场)(条件)?(互换|对调|反过来)"
)


_OPPOSITE_SHORTS: Final = re.compile(
    r"\bshorts? only\b.*\b(opposite|mirror\w*|reverse\w*|inverse)\b|\b(opposite|mirror\w*|reverse\w*) signals?\b.*\bshorts? only\b|只做空.*(相反|反向)"
)


def apply(document: Strategy, text: str) -> Strategy | None:
    """Return the document turned round, or None where nothing of the sort was asked."""
    if _CONDITIONS.search(text):
        return _with_actions(document, {"enter": "exit", "exit": "enter"}, part=0)
    if _OPPOSITE_SHORTS.search(text):
        return _short_at_the_opposite(document)
    if _LONG_INSTEAD.search(text) and {rule.action.side for rule in document.rules} == {"short"}:
        return _with_actions(document, {"short": "long"}, part=1)
    if _SIDES.search(text):
        return _with_actions(document, {"long": "short", "short": "long"}, part=1)
    return None


def _short_at_the_opposite(document: Strategy) -> Strategy | None:
    """Return the mirror of rules that only buy, without the rules that buy."""
    if {rule.action.side for rule in document.rules} != {"long"}:
        return None
    both = mirrored(document)
    return both.model_copy(update={"rules": tuple(rule for rule in both.rules if rule.action.side == "short")})


def _with_actions(document: Strategy, swap: dict[str, str], part: int) -> Strategy | None:
    rules = []
    for rule in document.rules:
        words = rule.action.value.split("_")
        if words[part] not in swap:
            return None
        words[part] = swap[words[part]]
        rules.append({**rule.model_dump(mode="json"), "action": "_".join(words)})
    if not rules or (part == 0 and any(rule["order"] or rule["fraction"] for rule in rules)):
        return None
    sells_short = any(rule["action"] == "enter_short" for rule in rules)
    data = document.model_dump(mode="json")
    data["rules"] = rules
    data["execution"]["allow_short"] = sells_short
    return Strategy.model_validate(data)
