"""Where a price stands and has been, in Chinese; channels that the message draws itself."""

import pytest


@pytest.mark.parametrize(
    "channel",
    [
        "以20日EMA为中轴，上下各2倍ATR(10)做通道",
        "在20日EMA上下各加减两倍10日ATR画出通道",
        "以20天EMA為中線、上下兩倍ATR(10)做通道",
    ],
)
@pytest.mark.parametrize("edge", ["通道上轨", "通道上沿", "上沿", "通道頂"])
def test_a_channel_is_drawn_around_a_line(rules, channel: str, edge: str) -> None:
    assert rules(f"WMT：{channel}，收盘突破{edge}买入，收盘跌破20日EMA卖出") == [
        "crosses_above(close, ema(close, 20) + 2 * atr(10))",
        "close < ema(close, 20)",
    ]


@pytest.mark.parametrize("on", ["在100天線上", "在100日均线之上", "高于100日均线"])
def test_on_a_line_is_above_it(rules, on: str) -> None:
    assert rules(f"寶潔：RSI(14)低于40且股價{on}就揸，持有5天")[0] == "rsi(close, 14) < 40 and close > sma(close, 100)"


def test_a_share_of_the_price_is_spoken_of_again(rules) -> None:
    found = rules("寶潔：ATR(14)佔股價比例低於1.5%且股價在100天線上就揸，比例高過2.5%就走")
    assert found == ["atr(14) < 0.015 * close and close > sma(close, 100)", "atr(14) > 0.025 * close"]


def test_a_streak_may_stand_behind_what_lasts(rules) -> None:
    found = rules("小米：收市價企穩50天線上連續三日就買，連續兩日收低於50天線就沽")
    assert found == ["all(close > sma(close, 50), 3)", "all(close < sma(close, 50), 2)"]


@pytest.mark.parametrize(
    "held", ["回踩20日均线不破", "回踩20日均线不破（最低价碰到20日线但收盘在上面）", "回踩20日线守住"]
)
def test_a_line_that_is_touched_and_holds(rules, held: str) -> None:
    found = rules(f"英伟达：{held}就买入，跌破50日均线清仓")
    assert found == ["low <= sma(close, 20) and close > sma(close, 20)", "close < sma(close, 50)"]


def test_what_lies_beyond_a_band_may_stand_behind_it(rules) -> None:
    found = rules("MSFT：布林带(20,2)下轨之下收盘，第二天开盘买；回到中轨卖")
    assert found == ["close < bbands(close, 20, 2).lower", "close > bbands(close, 20, 2).middle"]


def test_a_short_comes_back_from_above(rules) -> None:
    found = rules("谷歌：收盘价连续两天高于布林上轨做空，回到中轨平空")
    assert found[1] == "close <= bbands(close, 20, 2).middle"


def test_a_fall_from_the_high_of_the_time_held_trails(read) -> None:
    risk = read("迪士尼：RSI(14)低于30买，10个交易日后走，期间最高价回落7%止损").strategy.risk
    assert (risk.trailing_stop.value, risk.max_bars) == (7, 10)


def test_both_edges_of_the_opening_range(rules) -> None:
    found = rules("AMD：5分钟图，开盘前15分钟的高点突破做多，跌破低点做空，收盘平仓")
    assert found == ["close > opening_range_high(15)", "close < opening_range_low(15)"]


def test_both_directions_under_headings(read) -> None:
    found = read(
        "JNJ：多头：RSI(3)<15且收盘>150日均线，RSI(3)>60平；空头：RSI(3)>85且收盘<150日均线，RSI(3)<40平。"
    ).strategy
    assert [(rule.action.value, rule.when) for rule in found.rules] == [
        ("enter_long", "rsi(close, 3) < 15 and close > sma(close, 150)"),
        ("exit_long", "rsi(close, 3) > 60"),
        ("enter_short", "rsi(close, 3) > 85 and close < sma(close, 150)"),
        ("exit_short", "rsi(close, 3) < 40"),
    ]


def test_a_pair_in_shorthand(read) -> None:
    pairs = read("可口可乐百事可乐配对，z值2进0.5出").strategy.pairs
    assert (pairs.enter_z, pairs.exit_z) == (2, 0.5)


def test_what_is_held_on_some_days_ends_with_them(rules) -> None:
    assert rules("以太幣：只喺星期六日持有，其餘時間空倉") == ["weekday() >= 6", "weekday() < 6"]


@pytest.mark.parametrize("line", ["季线", "季線（60日）"])
def test_a_named_line_is_spoken_of_again(read, line: str) -> None:
    found = read(f"苹果：收盘价站上{line}时买进，跌破季线或获利20%出场").strategy
    assert found.rules[1].when in ("close < sma(close, 60)", "crosses_below(close, sma(close, 60))")
    assert found.risk.take_profit[0].value == 20


@pytest.mark.parametrize("more", ["10%以上", "10%或以上", "10%"])
def test_so_far_below_a_line_or_more_is_one_condition(rules, more: str) -> None:
    assert rules(f"匯豐：股價低過200天線{more}時買入，持有5天") == ["close < 0.9 * sma(close, 200)"]


def test_settings_behind_a_clause_are_those_of_each_indicator(rules) -> None:
    found = rules("微软日线：+DI上穿-DI且ADX大于20（周期都是10）做多，-DI高于+DI时离场。")
    assert found == [
        "crosses_above(plus_di(10), minus_di(10)) and adx(10) > 20",
        "minus_di(10) > plus_di(10)",
    ]


def test_times_of_the_bar_before(rules) -> None:
    found = rules("阿里：5日均线上穿20日均线，并且成交量是前一日的1.5倍以上买入，持有5天")
    assert found == ["crosses_above(sma(close, 5), sma(close, 20)) and volume >= 1.5 * volume[1]"]


def test_what_the_bandwidth_is_needs_no_saying(rules) -> None:
    found = rules(
        "谷歌：带宽=(上轨-下轨)/中轨，20日2倍。昨天的带宽低于它的100日均值、今天收盘在上轨之上就买。收盘跌破中轨出场。"
    )
    width = "bandwidth(close, 20, 2)[1]"
    assert found[0] == f"{width} < sma({width}, 100) and close > bbands(close, 20, 2).upper"


@pytest.mark.parametrize("closes", ["第一根重新收在均线下方的K线离场", "收在均线下方就离场"])
def test_closing_on_a_side_of_the_line(rules, closes: str) -> None:
    assert rules(f"比特币：收盘价站上120期加权均线做多；{closes}")[1] == "close < wma(close, 120)"


@pytest.mark.parametrize("bar", ["14:00那根收盘后离场", "14:00开始的K线收盘后卖出", "14:00那根K线收盘后平仓"])
def test_after_a_bar_has_closed(read, bar: str) -> None:
    leaves = read(f"SPY 1小时图：收盘上穿VWAP买，{bar}").strategy.rules[1]
    assert (leaves.when, leaves.read) == ('time_of_day() >= clock("14:00")', "close")


def test_two_stretches_of_a_month_are_alternatives(rules) -> None:
    found = rules("SPY：每月最后3个交易日和次月前3个交易日持有")
    assert found[0] == "trading_days_left_in_month() < 3 or trading_day_of_month() <= 3"
