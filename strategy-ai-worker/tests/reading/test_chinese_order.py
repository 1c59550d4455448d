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


def test_minutes_before_the_close_are_a_way_out(read) -> None:
    found = read("AAPL 15分钟：价格在VWAP上方且突破前一根高点做多，收盘前15分钟平仓").strategy
    assert found.rules[1].when == "minutes_to_close() <= 15"


@pytest.mark.parametrize(
    ("enter", "leave"),
    [
        ("升穿20天高位", "跌穿10天低位"),
        ("突破20日高点", "失守10日低点"),
        ("升破20日新高", "跌破10日新低"),
        ("上穿20天的高位", "下穿10天的低位"),
    ],
)
def test_a_high_place_of_some_days_is_their_highest_price(read, enter: str, leave: str) -> None:
    rules = read(f"騰訊日線：收市價{enter}買入，{leave}沽出").strategy.rules
    assert [rule.when for rule in rules] == ["close > highest(high, 20)[1]", "close < lowest(low, 10)[1]"]


@pytest.mark.parametrize(
    "message",
    [
        "微软：布林带(20,2)下轨以下买入，回到中轨卖出",
        "微软4小时图，布林带(20,2)下轨之下买入，回到中轨卖出",
        "微软：价格在下轨(布林带20,2)下方买入，回到中轨卖出",
    ],
)
def test_a_side_behind_a_level_is_that_of_the_close(read, message: str) -> None:
    rules = read(message).strategy.rules
    assert [rule.when for rule in rules] == [f"close < {BAND}.lower", f"close > {BAND}.middle"]


def test_a_rail_without_its_channel_is_that_of_the_bollinger_bands_as_an_assumption(read) -> None:
    found = read("比特币：收盘低于下轨买入，高于上轨卖出").strategy
    assert found.rules[0].when == f"close < {BAND}.lower"
    assert any("Bollinger" in assumption.field for assumption in found.assumptions)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("任一跌破卖出", "or"),
        ("跌破任意一条均线就卖出", "or"),
        ("跌破其中任何一条就走人", "or"),
        ("两条都跌破卖出", "and"),
        ("两条线都跌破才卖出", "and"),
    ],
)
def test_lines_that_were_listed_are_spoken_of_again(read, words: str, sign: str) -> None:
    rules = read(f"苹果：收盘价同时站上20日和60日均线买入，{words}").strategy.rules
    assert rules[0].when == "close > sma(close, 20) and close > sma(close, 60)"
    assert rules[1].when == f"close < sma(close, 20) {sign} close < sma(close, 60)"


def test_the_third_line_of_the_stochastic_is_made_of_the_other_two(read) -> None:
    found = read("美团：KDJ(9,3,3)的J值小于0买入，J值大于100卖出").strategy
    assert found.rules[0].when == "3 * stoch(9, 3, 3).k - 2 * stoch(9, 3, 3).d < 0"


@pytest.mark.parametrize(
    "message", ["腾讯：KDJ低位金叉买入，高位死叉卖出", "腾讯：KDJ在20以下金叉买入，80以上死叉卖出"]
)
def test_a_cross_in_a_zone_is_both(read, message: str) -> None:
    k, d = "stoch(14, 3, 3).k", "stoch(14, 3, 3).d"
    rules = read(message).strategy.rules
    assert [rule.when for rule in rules] == [
        f"crosses_above({k}, {d}) and {k} < 20",
        f"crosses_below({k}, {d}) and {k} > 80",
    ]


@pytest.mark.parametrize("message", ["苹果MACD金叉买入死叉卖出", "苹果：MACD金叉就买 死叉就卖"])
def test_rules_without_a_pause_are_two(read, message: str) -> None:
    assert [rule.action.value for rule in read(message).strategy.rules] == ["enter_long", "exit_long"]


@pytest.mark.parametrize("words", ["当天收盘平仓", "当日收盘时全部卖出", "收盘平仓", "收市前平仓"])
def test_the_close_of_the_day_ends_the_position(read, words: str) -> None:
    assert read(f"英伟达5分钟：突破前一日高点买入，{words}").strategy.risk.session_exit


@pytest.mark.parametrize(("words", "time"), [("下午3点半", "15:30"), ("10点30分", "10:30"), ("3点", "15:00")])
def test_a_spoken_time_is_whole(read, words: str, time: str) -> None:
    rules = read(f"英伟达15分钟：价格上穿VWAP买入，{words}平仓").strategy.rules
    assert rules[1].when == f'time_of_day() == clock("{time}")'


def test_rules_that_were_not_read_are_no_bare_idea(read) -> None:
    assert read("苹果：布林带缩口后爬升破线之上买入，蜿蜒处死叉卖出").kind == "question"


@pytest.mark.parametrize(
    "message",
    [
        "沪深300：20日均线上穿60日均线买入，下穿卖出",
        "买入000300，站上200日线，跌破卖出",
        "Buy the CSI 300 when RSI(14) < 30",
    ],
)
def test_a_market_that_is_not_carried_is_named(read, message: str) -> None:
    found = read(message)
    assert found.kind == "question"
    assert "中国内地" in found.explanation or "mainland China" in found.explanation


def test_six_digits_of_money_are_no_share(read) -> None:
    assert read("本金600000，苹果RSI低于30买入，高于70卖出").kind == "strategy"


@pytest.mark.parametrize("line", ["超级趋势", "抛物线SAR"])
def test_a_trend_that_turns_enters_and_leaves(read, line: str) -> None:
    rules = read(f"谷歌：{line}翻多买入，翻空卖出").strategy.rules
    assert [rule.action.value for rule in rules] == ["enter_long", "exit_long"]
    assert rules[0].when.startswith("crosses_above")
    assert rules[1].when.startswith("crosses_below")


def test_a_gain_that_sells_the_rest_is_a_target_of_the_position(read) -> None:
    found = read("苹果：EMA12上穿EMA26买入；涨10%卖一半，涨20%全部卖出，止损7%").strategy
    first, second = found.risk.take_profit
    assert (first.value, first.fraction, second.value) == (10, 0.5, 20)
    assert second.fraction in (None, 0.5)
    assert [rule.action.value for rule in found.rules] == ["enter_long"]


@pytest.mark.parametrize(
    "message",
    [
        "沃尔玛：RSI(3)低于20时，以收盘价下方2%挂限价买单，有效3天，RSI(3)高于70卖出",
        "沃尔玛：RSI(3)低于20后，在收盘价下方2%挂限价单，3天内有效，RSI(3)高于70卖出",
    ],
)
def test_an_order_below_the_close_enters(read, message: str) -> None:
    order = read(message).strategy.rules[0].order
    assert (order.kind.value if hasattr(order.kind, "value") else order.kind) == "limit"
    assert (order.price, order.valid_bars) == ("0.98 * close", 3)


@pytest.mark.parametrize("words", ["条件是标普500高于200日均线", "但标普500须高于200日均线"])
def test_a_condition_behind_an_entry_belongs_to_it(read, words: str) -> None:
    rules = read(f"英伟达：站上50日均线买入，{words}，跌破50日均线卖出").strategy.rules
    assert 'of("^GSPC", close) > of("^GSPC", sma(close, 200))' in rules[0].when
    assert rules[1].when == "close < sma(close, 50)"


@pytest.mark.parametrize(
    "message",
    [
        "英伟达：只有QQQ在200日均线之上才买，突破20日高点进场，跌破10日低点出场",
        "NVDA: buy only if QQQ is above its 200-day SMA. Enter above the 20-day high, exit below the 10-day low",
    ],
)
def test_a_filter_of_another_asset_ends_with_its_clause(read, message: str) -> None:
    rules = read(message).strategy.rules
    assert rules[0].when.startswith("close > highest(high, 20)[1] and")
    assert rules[1].when == "close < lowest(low, 10)[1]"


def test_a_deviation_of_some_days_is_an_indicator(read) -> None:
    rules = read("美光：20日标准差小于60日标准差的一半时，突破20日高点买入，跌破20日均线卖出").strategy.rules
    assert rules[0].when == "stddev(close, 20) < 0.5 * stddev(close, 60) and close > highest(high, 20)[1]"


def test_two_lines_are_not_crossed_on_one_bar(read) -> None:
    rules = read("XLE：OBV站上其20日均线且股价站上50日均线买，OBV跌破其20日均线卖").strategy.rules
    assert rules[0].when == "obv() > sma(obv(), 20) and close > sma(close, 50)"


def test_the_rest_of_the_year_is_flat(read) -> None:
    rules = read("標普500：每年11月到次年4月持有，其餘空倉").strategy.rules
    assert rules[1].when == f"not ({rules[0].when})"


def test_unless_with_an_else_is_a_ban(read) -> None:
    rules = read("微软：除非VIX高于30，否则RSI(2)低于10就买，RSI(2)高于70卖").strategy.rules
    assert set(rules[0].when.split(" and ")) == {"rsi(close, 2) < 10", 'of("^VIX", close) <= 30'}
    assert rules[1].when == "rsi(close, 2) > 70"


def test_a_chase_that_is_refused_is_a_ban(read) -> None:
    rules = read("阿里巴巴：股价突破250天均线做多，但若RSI高于75则不追，跌破100天均线走人").strategy.rules
    assert rules[0].when.endswith("and rsi(close, 14) <= 75")


def test_a_distance_stands_behind_its_side(read) -> None:
    rules = read("亚马逊：价格在50日均线上方2%以上买入，回到均线卖出").strategy.rules
    assert [rule.when for rule in rules] == ["close > 1.02 * sma(close, 50)", "close <= sma(close, 50)"]


def test_days_in_a_row_speak_of_the_average_before(read) -> None:
    rules = read("京东：收盘价连续三天高于20日均线买入，连续两天低于就卖").strategy.rules
    assert [rule.when for rule in rules] == ["all(close > sma(close, 20), 3)", "all(close < sma(close, 20), 2)"]


def test_tenths_are_a_share_above_the_average(read) -> None:
    rules = read("汇丰：收盘价高于50日均线且成交量大过20天均量两成买入，跌破50日均线卖出").strategy.rules
    assert "volume > 1.2 * sma(volume, 20)" in rules[0].when


def test_a_level_that_is_reached_lies_beyond_the_entry(read) -> None:
    rules = read("狗狗币1小时：RSI(14)上穿30买入，到70卖出").strategy.rules
    assert rules[1].when == "rsi(close, 14) >= 70"


def test_the_high_of_the_opening_stands_before_its_cross(read) -> None:
    rules = read("QQQ 15分钟：开盘30分钟高点突破做多，收盘前平仓").strategy.rules
    assert rules[0].when == "close > opening_range_high(30)"


def test_a_side_of_the_vwap_is_a_condition(read) -> None:
    rules = read("TSLA 5分钟：VWAP上方且EMA9上穿EMA21做多，EMA9下穿EMA21平仓").strategy.rules
    assert rules[0].when == "close > vwap() and crosses_above(ema(close, 9), ema(close, 21))"


def test_price_limits_are_asked_about(read) -> None:
    assert read("特斯拉：涨停买入，跌停卖出").kind == "question"


def test_parts_of_ten_thousand_are_costs(read) -> None:
    costs = read("苹果：RSI(14)低于30买入，高于70卖出，手续费万分之五，滑点0.05%").strategy.costs
    assert (costs.percent, costs.slippage.value) == (0.05, 5)


@pytest.mark.parametrize(
    "message",
    [
        "罗素2000(IWM)：突破15日高点买入，跌破8日低点卖出",
        "Russell 2000 (IWM): buy a close above the 15-day high, sell a close below the 8-day low",
    ],
)
def test_an_index_and_its_fund_in_brackets_are_one_asset(read, message: str) -> None:
    assert read(message).strategy.universe == ("IWM",)


def test_to_walk_away_is_a_way_out(read) -> None:
    rules = read("腾讯：收市价站上100天线买，跌穿100天线走").strategy.rules
    assert [rule.action.value for rule in rules] == ["enter_long", "exit_long"]


def test_a_half_each_is_an_equal_weight(read) -> None:
    assert read("腾讯和阿里各一半资金，RSI低于30买入，高于70卖出").strategy.sizing.kind == "equal_weight"
