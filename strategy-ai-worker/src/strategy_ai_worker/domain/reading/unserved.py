# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Clear wishes that this platform does not serve, each answered by name with what it has instead."""

from __future__ import annotations

import re
from typing import Final

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


def unserved(message: str, tongue: Tongue, *, answers: bool) -> Question | None:
    """Return the question about a market or a way of rebalancing that is not to be had here.

    Args:
        message: What the person said, with the lines that answer an earlier question behind it.
        tongue: The language to answer in.
        answers: Whether the last line can be the answer to this question.
    """
    text = plain(message)
    if "\n" in text.strip() and answers:
        return None
    market = _MAINLAND.search(text)
    if market is not None and not _is_money(text, market):
        words = message[market.start() : market.end()].strip()
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
    bound = _PRICE_LIMIT.search(text)
    if bound is not None:
        return Question(
            text=tongue.say(
                f'"{bound.group()}": the markets here have no daily price limits. Which change of the day is meant instead?',
                f"“{bound.group()}”：美股、港股和加密货币没有涨跌停限制。改为当天涨跌多少？",
            ),
            options=(
                tongue.say("A rise of 10% in a day", "单日上涨10%"),
                tongue.say("A rise of 5% in a day", "单日上涨5%"),
            ),
        )
    paced = _PACED.search(text)
    if paced is not None:
        return Question(
            text=tongue.say(
                f'"{paced.group()}": entries can be limited per day, or spaced by a pause after each exit, but not counted per week or month. What should hold instead?',
                f"“{paced.group()}”：可以限制每天的开仓次数，或在平仓后暂停若干天，但不能按周或按月计数。改为怎样？",
            ),
            options=(
                tongue.say("At most 1 trade per day", "每天最多1笔交易"),
                tongue.say("Wait 5 days after each exit", "平仓后等5天"),
            ),
        )
    drift = _DRIFT.search(text)
    if drift is None:
        return None
    words = message[drift.start() : drift.end()].strip()
    return Question(
        text=tongue.say(
            f'"{words}": weights are brought back by the calendar here, not when they have drifted by an amount. How often should they be brought back?',
            f"“{words}”：这里按日历再平衡，不支持偏离一定幅度才再平衡。改为多久一次？",
        ),
        options=(
            tongue.say("Every month", "每月"),
            tongue.say("Every quarter", "每季度"),
            tongue.say("Every year", "每年"),
        ),
    )


def _is_money(text: str, found: re.Match[str]) -> bool:
    """Return whether six digits are an amount: "with 600000 of capital", "本金600000"."""
    before = text[max(0, found.start() - 12) : found.start()]
    bare = _SIX_DIGITS.fullmatch(found.group()) is not None
    return bare and _AMOUNT.search(before) is not None
