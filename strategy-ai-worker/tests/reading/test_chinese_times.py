# ruff: noqa: E501 - a sentence stands on one line
"""Chinese times: hours on a side of a clock, ends of weeks and months, prices some days ago, the bars of a title."""

import pytest


@pytest.mark.parametrize(
    ("message", "when"),
    [
        ("SPY小时线，时间早于15:00且RSI(14)低于30时买入，收盘前平仓", 'time_of_day() < clock("15:00") and rsi(close, 14) < 30'),
        ("SPY小时线，RSI(14)低于30且不早于10:30时买入，收盘前平仓", 'rsi(close, 14) < 30 and time_of_day() >= clock("10:30")'),
        ("SPY日线，当周最后一个交易日收盘高于20日均线时买入，下周第一个交易日卖出", "is_last_session_of_week() and close > sma(close, 20)"),
        ("苹果日线：每年11月初买入，次年4月底卖出。", "month() == 11 and trading_day_of_month() == 1"),
        ("SPY日线，1日前的收盘价低于2日前的收盘价时买入，持有3天", "close[1] < close[2]"),
        ("SPY日线，收盘价高于10日前的收盘价时买入，持有3天", "close > close[10]"),
        ("标普500：周一收盘比上周五低就买入，周三收盘卖出。", "weekday() == 1 and close < close[1]"),
        ("以太坊4小时，20周期均线上穿60周期均线买入，下穿卖出。", "crosses_above(sma(close, 20), sma(close, 60))"),
        ("谷歌，50日均线向上且收盘价高于它时买入，收盘价低于50日均线卖出。", "rising(sma(close, 50), 1) and close > sma(close, 50)"),
        ("SPY小时线，价格高于今天开盘价就买入，收盘前清仓。", "close > day_open()"),
        ("以太坊日线，周末不开仓，其余时间突破20日高点买入，跌破10日低点卖出。", "close > highest(high, 20)[1] and weekday() < 6"),
        ("摩根大通日线，一月份不交易，其他月份金叉（20日和50日）买入，死叉卖出。", "crosses_above(sma(close, 20), sma(close, 50)) and month() != 1"),
    ],
)  # fmt: skip
def test_times_and_what_they_speak_of(rules, message: str, when: str) -> None:
    assert rules(message)[0] == when


def test_the_first_session_of_the_week_is_none_of_the_month(rules) -> None:
    found = rules("SPY日线，每周最后一个交易日买入，每周第一个交易日卖出")
    assert found == ["is_last_session_of_week()", "is_first_session_of_week()"]


@pytest.mark.parametrize(
    "message",
    ["SPY小时线，每天凌晨3点买入，早上5点卖出。", "SPY 1h: buy at 3am and sell at 5am", "SPY 1h: RSI(14) below 30 and after 17:00 buy, sell above 70"],
)  # fmt: skip
def test_a_time_at_which_the_exchange_is_closed_is_asked_about(read, message: str) -> None:
    found = read(message)
    assert found.strategy is None
    assert "09:30" in found.questions[0].text


def test_coins_are_traded_at_night(read) -> None:
    assert read("BTC 1h: buy at 03:00 and sell at 05:00").kind == "strategy"


@pytest.mark.parametrize(
    ("message", "kind", "word"),
    [
        ("苹果日线，99999日均线金叉就买入。", "question", "99999日"),
        ("杠杆开到1000倍买比特币，突破20日高点买入，跌破10日低点卖出。", "question", "1000 倍杠杆"),
        ("微信群里老师喊单就买入腾讯。", "refusal", "微信群"),
        ("龙虎榜上有机构买入的股票第二天跟进，持有三天。", "refusal", "龙虎榜"),
        ("融资余额上升时买入SPY，下降时卖出。", "refusal", "融资余额"),
    ],
)
def test_what_cannot_be_is_refused_by_name(read, message: str, kind: str, word: str) -> None:
    found = read(message)
    assert (found.kind, found.strategy) == (kind, None)
    assert word in found.explanation


def test_the_ends_of_a_quarter_are_in_its_months(rules) -> None:
    found = rules("宝洁日线，每季度第一个交易日买入，季度最后一个交易日卖出。")
    assert found[0].startswith("(month() == 1 or ")
    assert found[1].startswith("(month() == 3 or ")


@pytest.mark.parametrize(
    "message",
    [
        "苹果，收盘价上穿50日均线买入，跌破50日均线卖出，盈利3%后止损移到成本价。",
        "苹果，收盘价上穿50日均线买入，跌破50日均线卖出，止损2倍ATR，盈利3%后止损移到成本价。",
    ],
)
def test_a_gain_that_moves_the_stop_is_no_condition_to_sell(read, message: str) -> None:
    found = read(message).strategy
    assert found.rules[1].when == "close < sma(close, 50)"
    assert found.risk.break_even.trigger.value == 3
