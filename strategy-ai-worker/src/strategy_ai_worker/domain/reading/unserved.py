# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Clear wishes that this platform does not serve, each answered by name with what it has instead."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.conversation import Question

_MAINLAND: Final = re.compile(
    r"茅台|五粮液|宁德时代|东方财富|隆基绿能|恒瑞医药|海康威视|格力电器|伊利股份|moutai|wuliangye|\bcatl\b"
    r"|沪深300|沪深|上证|深证|深成指|创业板|科创|中证\s?\d+|a股(?!东)|csi ?[35]00\b|shanghai composite|shenzhen component|star 50\b"
    r"|(?<![\d.])(?:60[0135]|688|00[0-3]|30[01])\d{3}(?:\.(?:ss|sz|sh)\b|(?![\d.%元股美港万]))(?! ?(?:dollars|usd|shares))"
)
_PRICE_LIMIT: Final = re.compile(r"涨停|跌停|封板|limit.?(up|down)\b(?! order)")
_DRIFT: Final = re.compile(
    r"(偏离|漂移)[^.;,\n]{0,10}\d[^.;\n]{0,8}(再平衡|调仓|重新平衡)|rebalanc\w* (?:only )?(?:when|if|whenever|once)[^.;\n]*(?:drift|deviat|stray|off (?:its |their |by )|away from)|(?:drift|deviat|stray)\w*[^.;\n]*\brebalanc"
)
_PACED: Final = re.compile(
    r"\b(?:no more than|never more than|not more than|at most|max(?:imum)?(?: of)?|only|limit(?:ed)? to|up to) (?:\d+|one|two|three|four|five|a single) (?:new )?(?:trades?|entr(?:y|ies)|signals?|positions?|buys?)(?: (?:a|per|each|every|in any|in one))+ (?:week|month|quarter|year)\b|每(?:周|月|年)最多.{0,3}(?:次|笔)"
)
_SIX_DIGITS: Final = re.compile(r"\d{6}")
_AMOUNT: Final = re.compile(r"[$€£]|本金|资金|账户|投入|起始|初始|with|capital|account|invest|start|equity|volume|成交")


def unserved(message: str, tongue: Tongue) -> Gap | None:
    """Return the question about a market, a price limit or a way of rebalancing that is not to be had here."""
    text = plain(message)
    found = _market(text) or _PRICE_LIMIT.search(text) or _PACED.search(text) or _DRIFT.search(text)
    if found is None:
        return None
    words = message[found.start() : found.end()].strip()
    if found.re is _PRICE_LIMIT:
        question = _price_limit(words, tongue)
    elif found.re is _PACED:
        question = _paced(words, tongue)
    else:
        question = _mainland(words, tongue) if found.re is _MAINLAND else _drift(words, tongue)
    return Gap(question, "unserved", found.start(), found.end())


def _mainland(words: str, tongue: Tongue) -> Question:
    return Question(
        text=tongue.say(
            f'"{words}": the markets of mainland China (Shanghai, Shenzhen) are not carried here; US and Hong Kong stocks and indices and crypto are. Which of these should be traded instead?',
            f"“{words}”：这里没有中国内地市场（沪深A股及其指数）的数据，只有美股、港股及其指数和加密货币。改用哪个品种？",
        ),
        options=(
            tongue.say("Hang Seng index (^HSI)", "恒生指数 (^HSI)"),
            tongue.say("Tencent (0700.HK)", "腾讯 (0700.HK)"),
            "S&P 500 (SPY)",
        ),
    )


def _price_limit(words: str, tongue: Tongue) -> Question:
    falls = "跌" in words or "down" in words.lower()
    ways = ("down", "跌") if falls else ("up", "涨")
    return Question(
        text=tongue.say(
            f'"{words}": the markets here have no daily price limits. Which change of the day is meant instead?',
            f"“{words}”：美股、港股和加密货币没有涨跌停限制。改为当天涨跌多少？",
        ),
        options=tuple(
            tongue.say(f"{ways[0]} {percent}% on the day", f"当天{ways[1]}幅超过{percent}%") for percent in (10, 5)
        ),
    )


def _paced(words: str, tongue: Tongue) -> Question:
    return Question(
        text=tongue.say(
            f'"{words}": entries can be limited per day, or spaced by a pause after each exit, but not counted per week or month. What should hold instead?',
            f"“{words}”：可以限制每天的开仓次数，或在平仓后暂停若干天，但不能按周或按月计数。改为怎样？",
        ),
        options=(
            tongue.say("At most 1 trade per day", "每天最多1笔交易"),
            tongue.say("Wait 5 days after each exit", "平仓后等5天"),
        ),
    )


def _drift(words: str, tongue: Tongue) -> Question:
    return Question(
        text=tongue.say(
            f'"{words}": weights are brought back by the calendar here, not when they have drifted by an amount. How often should they be brought back?',
            f"“{words}”：这里按日历再平衡，不支持偏离一定幅度才再平衡。改为多久一次？",
        ),
        options=(
            tongue.say("Rebalance every month", "每月再平衡"),
            tongue.say("Rebalance every quarter", "每季度再平衡"),
            tongue.say("Rebalance every year", "每年再平衡"),
        ),
    )


def _market(text: str) -> re.Match[str] | None:
    found = _MAINLAND.search(text)
    return found if found is not None and not _is_money(text, found) else None


def _is_money(text: str, found: re.Match[str]) -> bool:
    """Return whether six digits are an amount: "with 600000 of capital", "本金600000"."""
    before = text[max(0, found.start() - 12) : found.start()]
    bare = _SIX_DIGITS.fullmatch(found.group()) is not None
    return bare and _AMOUNT.search(before) is not None
