"""The document as a Chinese reader is told it: no English words in it, and read again it is the same document."""

import re

import pytest

from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import told
from strategy_language.document import Strategy

_SIMPLIFIED = Tongue("zh-Hans")
_ENGLISH_WORD = re.compile(r"[a-z]{2,}")

SPOKEN = [
    "苹果日线，收盘价上穿50日均线买入，下穿50日均线卖出，止损5%。",
    "腾讯日线：14日RSI低于30且收盘价高于200日均线时买入，高于65卖出，最多持有10天。",
    "标普500ETF，收盘跌破布林带下轨（20,2）买入，回到中轨卖出，止损2倍ATR。",
    "比特币4小时图，收盘突破前30根K线最高价做多，跌破前15根最低价平仓。",
    "买入沃尔玛：收盘价创60日新高且成交量大于20日均量的1.5倍；卖出：收盘价跌破20日低点。",
    "微软日线：周线收盘价在10周均线之上，并且日线RSI(5)低于30时买入，RSI(5)高于70卖出。",
    "汇丰控股日线，只有当SPY在其200日均线之上时，才在RSI(2)低于10时买入，RSI(2)高于80卖出。",
    "可口可乐：每年10月份第一个交易日买，12月最后一个交易日卖。",
    "谷歌日线，随机指标K值低于20买入，高于80卖出。",
    "摩根大通：MACD金叉买入，死叉卖出，止盈10%。",
]


@pytest.mark.parametrize("message", SPOKEN)
def test_what_is_told_is_read_as_the_same_rules(read, message: str) -> None:
    document = read(message).strategy
    again = read(told(document, _SIMPLIFIED)).strategy
    assert [(rule.action, rule.when) for rule in again.rules] == [(rule.action, rule.when) for rule in document.rules]
    assert again.risk == document.risk


@pytest.mark.parametrize(
    "message",
    [
        *SPOKEN,
        "配对交易：可口可乐和百事可乐，价差的60日Z值超过2开仓，回到0.5平仓，超过4止损",
        "动量轮动：XOM、JPM、WMT 中每月选出12个月动量最强的1只，涨幅为负则空仓。",
        "SPY收盘价在200日均线之上就持有SPY，否则持有可口可乐，每月检查。",
        "苹果日线，收盘价高于20日均线时，以收盘价下方2%挂限价单买入，有效期3天，跌破20日均线卖出，移动止损8%。",
        "脸书日线，出现看涨吞没形态买入，盈利5%平掉一半，盈利10%全部平仓，止损4%，盈利3%后止损移到成本价。",
        "每周一买入500美元的比特币，长期持有不卖出。",
        "谷歌日线，突破20日高点买入，跌破10日低点卖出，每笔风险1%，止损2倍ATR，手续费0.1%，滑点5个基点。",
    ],
)
def test_nothing_of_it_stays_english(read, message: str) -> None:
    said = told(read(message).strategy, _SIMPLIFIED)
    assert not _ENGLISH_WORD.search(said), said


def test_a_reader_of_traditional_characters_is_told_in_them(read) -> None:
    document = read("騰訊日線，14日RSI低於30買入，高於70賣出").strategy
    assert "當14日RSI低於30時，買入0700.HK。" in told(document, Tongue("zh-Hant"))


def test_conditions_that_exclude_each_other_are_offered_in_chinese(read) -> None:
    options = read("微软：RSI高于80并且低于20时买入，持有10天。").questions[0].options
    assert options[0] == "把买入条件改成14日RSI高于80"
    assert read("微软：RSI高于80并且低于20时买入，持有10天。", options[0]).kind == "strategy"


def test_the_document_is_explained_in_chinese_where_it_is_asked_about(read) -> None:
    found = read("腾讯日线，14日RSI低于30买入，高于70卖出", "当前策略是什么？")
    assert "当14日RSI低于30时，买入0700.HK。" in found.explanation


def test_an_english_reader_is_told_in_english(read) -> None:
    document: Strategy = read("Buy AAPL when RSI(14) is below 30, sell above 70").strategy
    assert told(document, Tongue("en")).startswith("Use daily bars of AAPL.")
