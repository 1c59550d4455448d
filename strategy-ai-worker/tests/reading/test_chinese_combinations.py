"""Parts that are read alone are read the same together, whatever Chinese sentence holds them."""

import random
from collections.abc import Callable

import pytest

ENTRIES = (
    "10日均线上穿40日均线",
    "RSI(14)跌破30",
    "MACD金叉",
    "J值小于0",
    "收盘价突破前20日最高价",
    "收盘价创出近50日新高",
    "股价突破过去20天的最高点",
    "收盘价低于布林带(20,2)下轨",
    "布林带带宽降到60日最低",
    "连续3根阴线",
    "出现看涨吞没形态",
    "跳空高开超过2%",
    "价格回踩20日均线",
    "单日跌幅大于4%",
    "+DI上穿-DI",
    "OBV上穿其20日均线",
)
FILTERS = (
    "收盘价在200日均线之上",
    "成交量至少是20日平均成交量的1.5倍",
    "恒生指数的收盘价在其100日均线上方",
    "VIX小于25",
    "周线收盘价高于20周均线",
    "14日ATR占收盘价的比例低于3%",
    "月份不是9月",
    "前一天收阳",
    "过去5天没有创20日新低",
    "200日均线向上",
    "200日均线高于20天前的200日均线",
    "20日平均成交额大于1000万美元",
)
EXITS = (
    "收盘价跌破50日均线",
    "14日RSI大于70",
    "MACD柱状图由正转负",
    "价格突破布林带(20,2)上轨",
    "跌破前10日最低价",
    "20日涨幅转负",
    "30日均线拐头向下",
    "当天是星期四",
    "收阴",
    "收盘价跌破20日均线减2倍ATR(14)",
    "SuperTrend(10,3)翻空",
    "单日跌幅超过5%",
)
SETTINGS = (
    "5%止损",
    "跌5%止损",
    "移动止损8%",
    "从最高点回撤8%离场",
    "止盈为2R，止损4%",
    "盈利达到6%后把止损移至保本",
    "最长持有10天",
)
SIZES = ("每次用账户的30%", "每次买入1万美元", "每次买100股", "半仓")
SENTENCES = (
    "{market}，{entry}且{filter}就买入，{exit}就卖出，{settings}。",
    "买入{market}的条件：{entry}，而且{filter}。卖出条件：{exit}。{settings}。",
    "{market}日线\n入场：{entry}\n过滤：{filter}\n出场：{exit}\n风控：{settings}",
    "{market}：1）{entry}，买入；2）{exit}，卖出；3）{settings}；4）{size}",
    "{market}：若{entry}且{filter}，则买入；若{exit}，则卖出。",
    "只有在{filter}的情况下，{market}的{entry}才买入；{exit}时卖出。",
    "{market}：一旦{entry}就买入，前提是{filter}；一旦{exit}就平仓。{settings}。",
    "我想交易{market}。{entry}的时候买入，但是必须{filter}。{exit}的时候卖出。{settings}。",
    "{market}：{entry}买入；以下任一条件满足即卖出：{exit}；{other}。",
    "{settings}。{market}：{entry}买入，{exit}卖出。",
    "{market}：在{filter}的前提下，{entry}就买入；{exit}就清仓。{settings}。",
    "回测{market}：入场={entry}；过滤={filter}；出场={exit}；{settings}。",
    "{market}：同时满足以下条件买入：①{entry}；②{filter}。满足以下任一条件卖出：①{exit}；②{other}。{settings}。",
    "{market}\n买入信号：{entry}\n卖出信号：{exit}\n止损止盈：{settings}\n仓位：{size}",
    "{market}，{entry}我就买，{exit}我就卖，{settings}，{size}。",
    "{market}：{entry}买入，一直持有直到{exit}。",
    "{market}，除非{exit}，否则一直持有；{entry}买入",
    "{market}：{entry}的话买入，但如果不满足{filter}就不买；{exit}的话卖出。",
    "做多{market}：条件一，{entry}；条件二，{filter}。平仓：{exit}。{settings}。",
)
MARKETS = ("苹果", "IBM", "可口可乐(KO)", "微软")
DRAWS = 8

Reading = Callable[[str], "Meaning"]
Meaning = tuple[frozenset[str], frozenset[str], str, str]


@pytest.fixture(scope="module")
def meaning(read, parts_of) -> Reading:
    """Return what a message means: the parts of its entry, its ways out, its stops and targets, its size."""

    def of(message: str) -> Meaning:
        found = read(message)
        assert found.strategy is not None, f"{message}\n{found.explanation}"
        rules = found.strategy.rules
        enters = frozenset(part for rule in rules if rule.action.is_entry for part in parts_of(rule.when, "and"))
        leaves = frozenset(part for rule in rules if not rule.action.is_entry for part in parts_of(rule.when, "or"))
        document = found.strategy
        risk, size = (one.model_dump_json(exclude_defaults=True) for one in (document.risk, document.sizing))
        return enters, leaves, risk, size

    return of


@pytest.fixture(scope="module")
def alone(meaning: Reading) -> Callable[[str, str], Meaning]:
    """Return what one part means in the plainest sentence."""
    plain = {
        "entry": "苹果：{}时买入。持有5天后卖出。",
        "filter": "苹果：CCI(5)低于-100并且{}时买入。持有5天后卖出。",
        "exit": "苹果：CCI(5)低于-100时买入。{}时卖出。",
        "settings": "苹果：CCI(5)低于-100时买入，CCI(5)高于100时卖出。{}。",
        "size": "苹果：CCI(5)低于-100时买入，CCI(5)高于100时卖出。{}。",
    }
    return lambda kind, part: meaning(plain[kind].format(part))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_parts_mean_the_same_together(sentence: str, meaning: Reading, alone: Callable[[str, str], Meaning]) -> None:
    draw = random.Random(sentence)
    for _ in range(DRAWS):
        leaving, other = draw.sample(EXITS, 2)
        said = {
            "market": draw.choice(MARKETS),
            "entry": draw.choice(ENTRIES),
            "filter": draw.choice(FILTERS),
            "exit": leaving,
            "other": other,
            "settings": draw.choice(SETTINGS),
            "size": draw.choice(SIZES),
        }
        message = sentence.format(**said)
        ways_out = [said[kind] for kind in ("exit", "other") if f"{{{kind}}}" in sentence]
        enters, leaves, risk, size = meaning(message)

        expected = alone("entry", said["entry"])[0]
        if "{filter}" in sentence:
            expected |= alone("filter", said["filter"])[0] - {"cci(5) < -100"}
        assert enters == expected, message
        assert leaves == frozenset().union(*(alone("exit", way)[1] for way in ways_out)), message
        if "{settings}" in sentence:
            assert risk == alone("settings", said["settings"])[2], message
        if "{size}" in sentence:
            assert size == alone("size", said["size"])[3], message
