"""How often the rules spoke, and a warning where that is too seldom to judge them by."""

from datetime import date, timedelta
from typing import Final

from strategy_ai_worker.domain.advice.languages import Language, Sentence, tell
from strategy_language.conversation import ExpectedSignals
from strategy_language.document import Strategy
from trading_contracts.bars import Availability

MOST_BARS = 5_000
"""A quick count looks at no more bars than these, the newest ones."""

MOST_SYMBOLS = 5
_FEW = 10
_NEVER: Final[Sentence] = (
    "The entry was never fulfilled in {bars} bars ({first} to {last}): no trade is to be expected.",
    "在{bars}根K线（{first}至{last}）中，入场条件从未满足：预计没有任何交易。",
    "在{bars}根K線（{first}至{last}）中，入場條件從未滿足：預計沒有任何交易。",
)
_SELDOM: Final[Sentence] = (
    "The entry was fulfilled only {entries}× in {bars} bars ({first} to {last}): too few trades to judge the rules by.",
    "在{bars}根K线（{first}至{last}）中只有{entries}次入场信号：交易太少，难以判断规则好坏。",
    "在{bars}根K線（{first}至{last}）中只有{entries}次入場訊號：交易太少，難以判斷規則好壞。",
)
NO_ENGINE: Final[Sentence] = (
    "How often it would trade could not be counted now: {reason}",
    "目前无法统计信号频率：{reason}",
    "目前無法統計訊號頻率：{reason}",
)
NO_HISTORY: Final[Sentence] = (
    "No history of {symbol} is here yet; it is fetched when the strategy runs.",
    "这里还没有{symbol}的历史数据，运行时才会获取。",
    "這裡還沒有{symbol}的歷史資料，執行時才會取得。",
)
NOT_COUNTED: Final[Sentence] = (
    "Signals are counted for entry rules only; this strategy trades by its schedule.",
    "只统计入场规则的信号；该策略按时间表交易。",
    "只統計入場規則的訊號；該策略按時間表交易。",
)
TOOK_TOO_LONG: Final[Sentence] = (
    "counting took too long",
    "统计超时",
    "統計逾時",
)


def quick_range(available: Availability) -> tuple[date, date]:
    """Return the dates of about the newest 5,000 bars of a history."""
    first, last = available.first.date(), available.last.date()
    if available.bars > MOST_BARS:
        first = last - timedelta(days=round((last - first).days * MOST_BARS / available.bars))
    return first, last


def quick_part(strategy: Strategy) -> Strategy:
    """Return the document over its first few symbols: enough to see how often its rules speak."""
    if len(strategy.universe) <= MOST_SYMBOLS:
        return strategy
    return strategy.model_copy(update={"universe": strategy.universe[:MOST_SYMBOLS]})


def with_warning(found: ExpectedSignals, available: Availability, language: Language) -> ExpectedSignals:
    """Return a count with a warning where none or few trades are to be expected."""
    if found.entries is None or found.entries >= _FEW:
        return found
    first, last = quick_range(available)
    said = tell(
        _SELDOM if found.entries else _NEVER, language, entries=found.entries, bars=found.bars, first=first, last=last
    )
    return found.model_copy(update={"warning": said})


def not_counted(sentence: Sentence, language: Language, **values: object) -> ExpectedSignals:
    """Return why nothing was counted."""
    return ExpectedSignals(missing=tell(sentence, language, **values))
