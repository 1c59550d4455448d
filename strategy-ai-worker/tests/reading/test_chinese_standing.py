"""Where a price stands and has been, in Chinese; channels that the message draws itself."""

import pytest


@pytest.fixture
def rules(read):
    """Return a function that gives the conditions of what a message says, in their order."""

    def conditions(message: str) -> list[str]:
        found = read(message)
        assert found.strategy is not None, found.explanation
        return [rule.when for rule in found.strategy.rules]

    return conditions


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
