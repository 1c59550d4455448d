"""Chinese sentences whose words stand in another order than the English ones."""

import pytest

BAND = "bbands(close, 20, 2)"


@pytest.mark.parametrize(
    "message",
    [
        "苹果收盘价跌破布林带下轨(20,2)买入，到中轨卖一半，到上轨全部卖出",
        "苹果收盘价跌破布林带下轨(20,2)买入，回到中轨卖出一半，上轨卖出剩下的。",
        "蘋果收盤價跌破布林帶下軌(20,2)買入，回到中軌賣出一半，上軌賣出剩下的。",
    ],
)
def test_parts_of_a_position_leave_at_the_bands(read, message: str) -> None:
    rules = read(message).strategy.rules
    assert [rule.when for rule in rules[1:]] == [f"close > {BAND}.middle", f"close > {BAND}.upper"]
    assert [rule.fraction for rule in rules[1:]] == [0.5, None]


@pytest.mark.parametrize("share", ["每次用资金的三成", "每次投入资金的30%", "每次用30%资金"])
def test_a_share_of_the_money_is_the_size(read, share: str) -> None:
    assert read(f"MSFT: RSI(14)低于30买入，高于70卖出，{share}").strategy.sizing.value == 30


def test_one_noun_stands_behind_a_list_of_lengths(read) -> None:
    found = read("AAPL: 收盘价同时站上5日、10日、20日均线买入，跌破10日均线卖出").strategy
    assert found.rules[0].when == "close > sma(close, 5) and close > sma(close, 10) and close > sma(close, 20)"
    above = read("GLD：收盘价在50日与200日均线之上买入；跌破50日均线卖出").strategy
    assert above.rules[0].when == "close > sma(close, 50) and close > sma(close, 200)"


def test_the_opening_range_has_the_length_that_is_named(read) -> None:
    found = read("AAPL 5分钟K线，开盘30分钟区间突破做多，收盘前平仓，止损为区间低点").strategy
    assert found.rules[0].when == "close > opening_range_high(30)"
    assert found.risk.stop_loss.expr == "opening_range_low(30)"


def test_the_zero_line_is_a_level_and_no_setting(read) -> None:
    found = read("比特币1小时图，MACD零轴下方金叉做多，零轴上方死叉平仓，止损2%").strategy
    assert found.rules[0].when.endswith("and macd(close, 12, 26, 9).macd < 0")


def test_an_asset_that_is_left_out_is_not_traded(read) -> None:
    assert read("腾讯突破60日高点买入，跌破20日低点卖出，阿里巴巴不看").strategy.universe == ("0700.HK",)


def test_a_fall_from_the_peak_trails(read) -> None:
    found = read("特斯拉：创60日新高且RSI(14)小于75买入；从最高点回撤8%卖出").strategy
    assert found.risk.trailing_stop.value == 8
    assert [rule.action.value for rule in found.rules] == ["enter_long"]


def test_a_stop_below_the_entry_is_a_stop_and_no_condition(read) -> None:
    message = "中国移动：股价回踩50日均线且收阳线买入，止损为入场价下方2倍ATR(14)，止盈为3倍ATR"
    found = read(message).strategy
    assert (found.risk.stop_loss.multiple, found.risk.take_profit[0].multiple) == (2, 3)
    assert found.rules[0].when == "low <= sma(close, 50) and close > open"


def test_minutes_before_the_close_are_not_lost(read) -> None:
    assert read("AAPL 15分钟：价格在VWAP上方且突破前一根高点做多，收盘前15分钟平仓").kind == "question"
