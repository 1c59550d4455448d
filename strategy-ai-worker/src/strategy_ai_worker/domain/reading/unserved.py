# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Clear wishes that this platform does not serve, each answered by name with what it has instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
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
_HOLIDAY: Final = re.compile(
    r"(?:on )?(?:(?:the |a |any |each |every )?(?:trading |last )*(?:days?|sessions?|eves?|week) )?(?:right |just |immediately )?(?:before|after|following|preceding|ahead of|prior to|around) (?:a |an |the |any |each |every |us |public |market |bank |exchange |federal |national |major )*(?:holidays?\b(?! season)|thanksgiving|easter|memorial day|labor day|independence day|long weekends?\b)|(?:节前|节后|假期前|假期后|长假前|长假后)[^,，。;；\n]{0,4}"
)
_HOLIDAYS: Final = re.compile(
    r"holiday|thanksgiving|easter|memorial day|labor day|independence day|long weekend|节前|节后|假期|长假|节假日"
)
"""The words that a holiday is named by: looked for before the words around them."""
_LOTS: Final = re.compile(
    r"\b(?:\d+|one|two|three|four|five|ten|a|per) (?:board |round |trading )?lots?\b(?! of (?:\d|\w+ shares))|[\d一二三四五两十]+手(?!续)"
)
_YIELD: Final = re.compile(
    r"(?:(?:the )?(?:us )?(?:\d+|ten|two|thirty)[- ]?(?:year|yr|y|month)s? (?:us |treasury |government |bond |note )*(?:bond )?(?:yields?|rates?|treasur(?:y|ies) (?:yields?|rates?))\b|\b(?:treasury|bond|government bond) yields?\b|\btnx\b|(?:十年期|10年期|两年期|2年期)?(?:美债|国债)收益率)"
    r"(?: (?:is|are))?(?: (?:rising|falling|going up|going down|up|down|above|below|over|under|higher|lower|inverted)\b[^,.;\n]{0,30}?(?=$|[,.;\n]| and | or ))?"
)
_ELSEWHERE: Final = re.compile(
    r"(?:\b(?:the )?price of )?(?:\bthe )?(?:(?P<oil>\bcrude oil|crude|wti|brent|oil(?: prices?)?)|(?:us )?dollar index|\bdxy\b|(?:(?<=\bthe )|\bus |(?<=^))dollar|(?<=\bthe )euro|\b(?:japanese )?yen|pound sterling|copper|natural gas|wheat)"
    r"(?= (?:is|are|falls?|fell|has|drops?|dropped|rises?|rose|closes?|closed|gains|loses|breaks?|crosses|goes|trades?|makes?|down|up|below|above|under|over|weakens|strengthens)\b)[^,.;:\n]*?(?=$|[,.;:\n]|(?: and| or| then| buy| sell| short| go long)\b)"
)
_ELSEWHERE_NAMES: Final = re.compile(
    r"crude|\boil\b|\bwti\b|brent|\bdollar\b|\bdxy\b|\beuro\b|\byen\b|sterling|copper|natural gas|wheat"
)
_WEEK: Final = re.compile(
    r"(?:in|during|only in) (?:the )?(?:calendar )?weeks? (?:number )?(?P<first>\d{1,2})(?:(?: to | through |-| and )(?:week )?(?P<last>\d{1,2}))?(?: of (?:the|each|every) year)?(?= |[,.;:\n]|$)(?! (?:days|bars))"
)
_SIX_DIGITS: Final = re.compile(r"\d{6}")
_AMOUNT: Final = re.compile(r"[$€£]|本金|资金|账户|投入|起始|初始|with|capital|account|invest|start|equity|volume|成交")


def unserved(message: str, tongue: Tongue) -> Gap | None:
    """Return the question about a market, a price limit or a way of rebalancing that is not to be had here."""
    text = plain(message)
    speaks = (pattern for pattern in _ASKED if pattern not in _NAMED or _NAMED[pattern].search(text))
    found = _market(text) or next((match for pattern in speaks if (match := pattern.search(text))), None)
    if found is None:
        return None
    question = _ASKED.get(found.re, _mainland)(message[found.start() : found.end()].strip(), tongue)
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


_FIXED: Final[dict[str, tuple[str, str, str]]] = {
    "thanksgiving": (
        "the fourth Thursday of November",
        "on Wednesdays from November 21 to November 27",
        "on Fridays from November 23 to November 29",
    ),
    "labor day": (
        "the first Monday of September",
        "on Fridays from August 29 to September 4",
        "on Tuesdays from September 2 to September 8",
    ),
    "memorial day": (
        "the last Monday of May",
        "on Fridays from May 22 to May 28",
        "on Tuesdays from May 26 to June 1",
    ),
}
"""Holidays on a weekday of a month -> which one it is, and the sessions before and after it by their dates."""


def _holiday(words: str, tongue: Tongue) -> Question:
    fixed = next((name for name in _FIXED if name in words.lower()), None)
    if fixed is not None:
        what, before, after = _FIXED[fixed]
        said = after if any(word in words.lower() for word in ("after", "following")) else before
        return Question(
            text=tongue.say(
                f'"{words}": a rule here knows weekdays and dates, but no holiday by its name. {fixed.title()} is {what}, so that session can be told by its dates: "{said}". Should it be this one?',
                f"“{words}”：规则不知道节假日的名称，但可以用日期表示：{said}。是否改用它？",
            ),
            options=(said,),
        )
    return Question(
        text=tongue.say(
            f'"{words}": a rule here knows weekdays, months and the sessions of a month, but not which day is a holiday. Which days should it be instead?',
            f"“{words}”：规则可以使用星期、月份和当月第几个交易日，但不知道哪天是节假日。改为哪些日子？",
        ),
        options=(
            tongue.say("on the last trading day of the month", "每月最后一个交易日"),
            tongue.say("on Friday", "周五"),
        ),
    )


def _lots(words: str, tongue: Tongue) -> Question:
    return Question(
        text=tongue.say(
            f'"{words}": the size of a lot differs from market to market, and in Hong Kong from stock to stock (Tencent 100 shares, HSBC 400). How many shares should each order be?',
            f"“{words}”：每手股数因市场和股票而异（腾讯每手100股，汇丰每手400股）。每次买多少股？",
        ),
        options=tuple(tongue.say(f"{count} shares", f"{count}股") for count in (100, 400, 1000)),
    )


def _yields(words: str, tongue: Tongue) -> Question:
    return Question(
        text=tongue.say(
            f'"{words}": yields of bonds are not carried here; funds of bonds are, and their prices move the other way. Which condition should stand instead?',
            f"“{words}”：这里没有债券收益率数据，但有债券ETF，其价格与收益率方向相反。改用什么条件？",
        ),
        options=(
            tongue.say("TLT is below its 50-day average", "TLT低于其50日均线"),
            tongue.say("TLT is above its 50-day average", "TLT高于其50日均线"),
        ),
    )


def _week(words: str, tongue: Tongue) -> Question:
    found = _WEEK.search(plain(words))
    first, last = (int((found and found.group(edge)) or 0) for edge in ("first", "last"))
    begin = date(2023, 1, 1) + timedelta(days=7 * (max(first, 1) - 1))
    end = date(2023, 1, 1) + timedelta(days=min(7 * max(first, last, 1), 365) - 1)
    said = f"from {begin:%B} {begin.day} to {end:%B} {end.day}"
    return Question(
        text=tongue.say(
            f'"{words}": a rule here knows dates, weekdays and months, but does not number the weeks of the year. By dates it would be "{said}". Should it be that?',
            f"“{words}”：规则可以使用日期、星期和月份，但不能按一年中的第几周。按日期是 {said}。是否改用它？",
        ),
        options=(said,),
    )


def _elsewhere(words: str, tongue: Tongue) -> Question:
    oil = _ELSEWHERE.search(plain(words))
    fund = "USO" if oil is not None and oil.group("oil") else "UUP"
    return Question(
        text=tongue.say(
            f'"{words}": currencies and raw materials are not carried here by themselves, only stocks, funds, indices and coins; some funds follow them (UUP the dollar, USO oil, GLD gold). Which condition should stand instead?',
            f"“{words}”：这里没有外汇和大宗商品本身的数据，只有股票、基金、指数和加密货币；有些基金跟踪它们（UUP美元、USO原油、GLD黄金）。改用什么条件？",
        ),
        options=(
            tongue.say(f"{fund} is below its 50-day average", f"{fund}低于其50日均线"),
            tongue.say(f"{fund} is above its 50-day average", f"{fund}高于其50日均线"),
        ),
    )


_NAMED: Final = {_HOLIDAY: _HOLIDAYS, _ELSEWHERE: _ELSEWHERE_NAMES}
"""Pattern -> the words that it needs: looked for before the words around them."""

_ASKED: Final[dict[re.Pattern[str], Callable[[str, Tongue], Question]]] = {
    _PRICE_LIMIT: _price_limit,
    _PACED: _paced,
    _DRIFT: _drift,
    _HOLIDAY: _holiday,
    _LOTS: _lots,
    _YIELD: _yields,
    _ELSEWHERE: _elsewhere,
    _WEEK: _week,
}
"""What is not to be had -> the question about it, in the order in which they are looked for."""


def _market(text: str) -> re.Match[str] | None:
    found = _MAINLAND.search(text)
    return found if found is not None and not _is_money(text, found) else None


def _is_money(text: str, found: re.Match[str]) -> bool:
    """Return whether six digits are an amount: "with 600000 of capital", "本金600000"."""
    before = text[max(0, found.start() - 12) : found.start()]
    bare = _SIX_DIGITS.fullmatch(found.group()) is not None
    return bare and _AMOUNT.search(before) is not None
