# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Wishes that are too vague to be a rule: a question with choices instead of a guess."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.conversation import Question

_VAGUE: Final = (
    re.compile(
        r"(buy|sell|enter|exit|go long|get in|get out)\w*\s+(it\s+|\w+\s+)?(when|if|once|as soon as|whenever)\s+(it|the (stock|price|market|trend|chart|time|moment|setup)|things|\w+)?\s*(is|are|looks?|seems?|feels?|gets?|becomes?|goes|starts? to look|has|have|is about to be)?\s*\b(really |very |too |quite |pretty |so |a bit |relatively )?(cheap|good|strong|weak|expensive|low|high|bad|right|ready|nice|attractive|promising|undervalued|overvalued|hot|cold|healthy|safe|risky|big|small|great|bullish enough|bearish enough|favou?rable|momentum|moving|ugly|scary|overextended|quiet|calm|wild|choppy)\b(?! than)(?!er)"
    ),
    re.compile(
        r"\bbuy (low|the dips?|dips|cheap)\b(?!.*(\d|below|under|ma|rsi|band))|\bsell (high|the rip|rips)\b(?!.*\d)|low risk.*high (return|reward)|make me (rich|money|a millionaire)|best strategy|good strategy|most profitable|guaranteed|double my money|beat the market|winning strategy|easy money|some kind of|something like|whatever works|you decide|your choice|surprise me|i don't know|not sure"
    ),
    re.compile(
        r"(便宜|(?<!是)贵(?!州)|合适|差不多|感觉|强势|弱势|行情好|行情不好|好的时候|涨得多|跌得多|赚钱的策略|低买高卖|低吸高抛|高抛低吸|逢低买入|逢高卖出|比较低|比较高|很低|很高|太高|太低|看起来|合理|走势好|稳赚|最好的策略|时机)"
    ),
)


_ALWAYS: Final = re.compile(
    r"跌多了|涨多了|跌够了|涨够了|跌得差不多|涨得差不多|跌太多|涨太多|(fallen|dropped|risen|gone up|gone down) (enough|too much|a lot)\b"
)


def vague_question(understood: Understood, message: str, tongue: Tongue) -> Gap | None:
    """Return what must be made precise, where a wish has no exact condition."""
    draft = understood.draft
    text = plain(message)
    complete = any(rule.action.startswith("enter") for rule in draft.rules) or draft.is_portfolio
    always = _ALWAYS.search(text)
    match = always or next((found for pattern in _VAGUE if (found := pattern.search(text))), None)
    if match is None or (complete and always is None and not _leans_on_vague(understood, match.start(), match.end())):
        return None
    words = message[match.start() : match.end()].strip()
    question = Question(
        text=tongue.say(
            f'"{words}" can mean many things. Which exact condition should it be?',
            f"“{words}”的含义不够明确。具体应该是什么条件？",
        ),
        options=(
            tongue.say("RSI(14) below 30, sell above 70", "14日RSI低于30买入，高于70卖出"),
            tongue.say(
                "Close below the lower Bollinger band (20, 2), sell at the middle",
                "收盘价跌破布林带下轨(20,2)买入，回到中轨卖出",
            ),
            tongue.say(
                "50-day average above the 200-day, sell when it falls below", "50日均线上穿200日均线买入，下穿卖出"
            ),
        ),
    )
    return Gap(question, "vague", match.start(), match.end())


_READ: Final = ("rules", "rotation", "allocation", "pairs")


def _leans_on_vague(understood: Understood, start: int, end: int) -> bool:
    """Return whether no rule was read from the vague words: then a rule of the person is missing."""
    for span in understood.spans:
        if span.path and span.path.startswith(_READ) and span.start < end and span.end > start:
            return False
    return True
