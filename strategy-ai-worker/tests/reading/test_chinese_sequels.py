"""Chinese phrases about what comes after something, what was named before, and what is said twice."""

import pytest


@pytest.mark.parametrize("after", ["后收阳", "之后出现阳线", "后第一根阳线", "，紧接着收阳", "後出現陽燭"])
def test_the_bar_after_a_streak_is_not_one_of_it(rules, after: str) -> None:
    assert rules(f"AAPL连续三天收阴{after}，买入，持有4天") == ["all(close < open, 3)[1] and close > open"]


@pytest.mark.parametrize("fall", ["新高后回调5%", "新高之后回撤5%", "新高後回落5%"])
def test_a_fall_after_a_new_high_is_measured_from_that_high(rules, fall: str) -> None:
    assert rules(f"亚马逊创250日{fall}买入，持有20天") == ["crosses_below(close, 0.95 * highest(high, 250))"]


@pytest.mark.parametrize(
    "days",
    [
        "月末3天到次月3天",
        "每月最后3个交易日到次月前3个交易日",
        "月底3天至下月3天",
        "每月最後三個交易日到次月前三個交易日",
    ],
)
def test_days_around_the_end_of_a_month_are_trading_days(rules, days: str) -> None:
    turn = "trading_days_left_in_month() <= 2 or trading_day_of_month() <= 3"
    assert rules(f"SPY {days}持有，其余时间空仓") == [turn, f"not ({turn})"]


def test_a_day_of_the_month_is_counted_from_either_end(rules) -> None:
    found = rules("SPY每月倒数第3个交易日买入，次月第4个交易日卖出")
    assert found == ["trading_days_left_in_month() == 2", "trading_day_of_month() == 4"]


@pytest.mark.parametrize("rest", ["其余等死叉卖出", "剩下的死叉时卖出", "剩余部分死叉卖出", "其餘等死叉沽出"])
def test_the_rest_of_a_position_leaves_by_a_condition(read, rest: str) -> None:
    found = read(f"AAPL：10日线上穿30日线买入，盈利8%先卖一半，{rest}，止损5%").strategy
    assert [rule.when for rule in found.rules][1:] == ["crosses_below(sma(close, 10), sma(close, 30))"]
    assert (found.risk.take_profit[0].value, found.risk.take_profit[0].fraction) == (8, 0.5)


@pytest.mark.parametrize(
    "lines", ["5日、10日、20日均线", "5日、10日和20日三条均线", "5日线、10日线、20日线", "5天、10天、20天平均線"]
)
def test_aligned_averages_are_all_counted(rules, lines: str) -> None:
    found = rules(f"AAPL：{lines}多头排列时买入，5日线跌破20日线卖出")
    assert found[0] == "sma(close, 5) > sma(close, 10) and sma(close, 10) > sma(close, 20)"


def test_a_length_that_was_named_keeps_its_kind(rules) -> None:
    found = rules("迪士尼：8日、21日EMA多头排列时买入，8日线跌破21日线卖出")
    assert found[1] == "ema(close, 8) < ema(close, 21)"
    found = rules("可口可乐：20日波动率低于60日波动率时买入，20日高于60日就卖")
    assert found[1] == "historical_volatility(close, 20) > historical_volatility(close, 60)"


@pytest.mark.parametrize("own", ["它的20日均线", "其20日均线", "自己的20日均线", "自身的20日均線"])
def test_an_indicator_crosses_its_own_average_both_ways(rules, own: str) -> None:
    average = "sma(obv(), 20)"
    expected = [f"crosses_above(obv(), {average})", f"crosses_below(obv(), {average})"]
    assert rules(f"百事可乐 OBV上穿{own}买入，下穿{own}卖出") == expected


@pytest.mark.parametrize(
    "rise", ["从30下方回升", "由下而上升穿30", "自30以下上穿30", "自下而上突破30", "从30下方回升至30以上"]
)
def test_a_level_is_crossed_from_its_other_side(rules, rise: str) -> None:
    assert rules(f"AAPL RSI(14){rise}时买入，RSI(14)大于70卖出")[0] == "crosses_above(rsi(close, 14), 30)"


@pytest.mark.parametrize("back", ["回到中轨以下", "跌回中轨之下", "跌破中轨"])
def test_the_side_behind_a_move_is_the_way_it_goes(rules, back: str) -> None:
    found = rules(f"以太坊4小时：收盘价突破布林带上轨(20,2)做多，{back}平多")
    assert found[1] == "close < bbands(close, 20, 2).middle"


@pytest.mark.parametrize("share", ["占收盘价比例低于1.2%", "占收盘价的百分比低于1.2%", "与收盘价的比值小于1.2%"])
def test_a_share_of_the_price_is_a_part_of_it(rules, share: str) -> None:
    assert rules(f"摩根大通：14日ATR{share}时买入，持有5天") == ["atr(14) < 0.012 * close"]


@pytest.mark.parametrize("little", ["縮到20日平均量一半以下", "萎縮至20日均量的一半以下", "低于20日均量的一半"])
def test_less_than_half_of_an_average(rules, little: str) -> None:
    assert rules(f"0941.HK 成交量{little}，買入，持有5天") == ["volume < 0.5 * sma(volume, 20)"]


def test_what_is_looked_at_when_a_month_ends_is_left_when_one_ends(rules) -> None:
    found = rules("QQQ：12个月涨幅为正且站上200日线，每月月底看一次，满足就持有，不满足就空仓")
    last = "trading_days_left_in_month() == 0"
    assert found == [
        f"roc(close, 252) > 0 and close > sma(close, 200) and {last}",
        f"not (roc(close, 252) > 0 and close > sma(close, 200)) and {last}",
    ]


def test_two_and_words_do_not_part_a_subject_from_its_second_level(read) -> None:
    found = read("腾讯：RSI(14)高于60并且同时低于40时买入，持有5天")
    assert found.kind == "question"
    assert "矛盾" in found.explanation


@pytest.mark.parametrize("turn", ["由绿翻红", "由负转正", "由負翻正"])
def test_bars_of_the_macd_turn_by_colour_or_by_sign(rules, turn: str) -> None:
    back = {"由绿翻红": "由红翻绿", "由负转正": "由正转负", "由負翻正": "由正翻負"}[turn]
    hist = "macd(close, 8, 21, 5).histogram"
    expected = [f"crosses_above({hist}, 0)", f"crosses_below({hist}, 0)"]
    assert rules(f"甲骨文：MACD(8,21,5) 柱状图{turn}时买入，{back}时卖出") == expected


@pytest.mark.parametrize("low", ["跌破区间低点止损", "跌破區間低位就平倉", "跌破区间下沿出场"])
def test_the_low_of_the_opening_range_is_a_way_out(rules, low: str) -> None:
    found = rules(f"SPY 5分钟：开盘30分钟区间突破，升破区间高点做多，{low}，收盘前全平")
    assert found == ["close > opening_range_high(30)", "close < opening_range_low(30)"]


def test_a_stop_may_be_laid_somewhere(read) -> None:
    found = read("高通：RSI(14)上穿45开多，止损放在进场价下方1.5倍ATR(14)，目标3R，没有别的出场").strategy
    assert (found.risk.stop_loss.multiple, found.risk.take_profit[0].value) == (1.5, 3)
    trailed = read("耐克 突破20日高点买入，移动止损：从持仓以来最高价回撤8%就卖，没有其他出场条件").strategy
    assert trailed.risk.trailing_stop.value == 8


@pytest.mark.parametrize(
    ("named", "symbol"),
    [
        ("标普ETF", "SPY"),
        ("標普ETF", "SPY"),
        ("标普指数", "^GSPC"),
        ("中銀香港", "2388.HK"),
        ("美國運通", "AXP"),
        ("聯合健康", "UNH"),
        ("艾司摩爾", "ASML"),
        ("SOL", "SOL/USDT"),
        ("中移動", "0941.HK"),
        ("農業銀行", "1288.HK"),
        ("恒生科技ETF", "3033.HK"),
    ],
)
def test_assets_are_known_by_the_names_people_use(read, named: str, symbol: str) -> None:
    assert read(f"{named} RSI(14)低于30买入，高于70卖出").strategy.universe == (symbol,)


def test_a_company_of_mainland_china_is_refused_by_name(read) -> None:
    found = read("茅台 RSI(14)低于30买入，高于70卖出")
    assert found.kind == "question"
    assert "茅台" in found.explanation


def test_common_words_are_no_companies(read) -> None:
    found = read("AAPL RSI(14)低于30买入，盈利过程中移动止损8%，理想情况下持有20天").strategy
    assert found.universe == ("AAPL",)
    assert found.risk.trailing_stop.value == 8


def test_two_tickers_that_are_words_make_a_pair(read) -> None:
    found = read("V和MA配对：60日z-score，超过2开仓，回到0.5平仓，超过4止损").strategy
    assert (found.pairs.left, found.pairs.right, found.pairs.stop_z) == ("V", "MA", 4)


def test_an_index_of_hong_kong_has_the_costs_of_hong_kong(read) -> None:
    found = read("恒指 RSI(14)低于30买入，高于70卖出").strategy
    assert found.costs.preset == "hk_equities"


@pytest.mark.parametrize("loss", ["跌6%止损", "若亏损6%就止损出局", "下跌6%就止损", "蝕6%止蝕"])
def test_a_loss_before_the_word_is_a_stop(read, loss: str) -> None:
    found = read(f"AAPL 10日EMA上穿30日EMA买入，{loss}，涨12%止盈").strategy
    assert (found.risk.stop_loss.value, found.risk.take_profit[0].value) == (6, 12)
    assert len(found.rules) == 1


def test_halves_leave_at_two_gains_and_all_at_the_cross(read) -> None:
    found = read("苹果15/45日EMA金叉买入，涨8%卖一半，涨16%卖另一半，跌6%止损，死叉时剩下的全卖").strategy
    assert [(one.value, one.fraction) for one in found.risk.take_profit] == [(8, 0.5), (16, 0.5)]
    assert found.rules[1].when == "crosses_below(ema(close, 15), ema(close, 45))"


@pytest.mark.parametrize("day", ["单日涨幅超过2%", "当天涨幅超过2%", "日涨幅超过2%", "涨幅超过2%"])
def test_a_change_without_a_stretch_is_that_of_the_day(rules, day: str) -> None:
    found = rules(f"FB {day}且成交量比20日均量多60%以上买入，收盘跌破10日线卖出")
    assert found[0] == "roc(close, 1) > 2 and volume > 1.6 * sma(volume, 20)"


@pytest.mark.parametrize("morning", ["次日早上", "第二天早上", "翌日開市", "下一个交易日开盘"])
def test_the_next_morning_is_the_usual_fill_and_no_hour(rules, morning: str) -> None:
    assert rules(f"FB 低开1.2%以上，收盘高于当天开盘价，{morning}买入，持有3天卖出") == [
        "open <= 0.988 * close[1] and close > open"
    ]


@pytest.mark.parametrize(("low", "high"), [("是最近7天最低", "是最近7天最高"), ("为7日最低", "为7日最高")])
def test_the_extreme_close_of_some_days(rules, low: str, high: str) -> None:
    found = rules(f"百事 20日均线在100日均线之上，收盘价{low}收盘价就买，{high}收盘价就卖")
    assert found == ["sma(close, 20) > sma(close, 100) and close <= lowest(close, 7)", "close >= highest(close, 7)"]


@pytest.mark.parametrize(
    "message", ["AAPL RSI(14)低于150时买入，持有5天", "Buy AAPL when RSI(14) is below 150, hold 5 days"]
)
def test_a_level_beyond_the_scale_that_is_always_met_is_asked_about(read, message: str) -> None:
    found = read(message)
    assert found.kind == "question"
    assert "always true" in found.explanation or "永远成立" in found.explanation


def test_single_words_act_where_they_end_a_clause(rules) -> None:
    found = rules("每次拿25000美元买宝洁，10日线上穿50日线进，下穿出")
    assert found == ["crosses_above(sma(close, 10), sma(close, 50))", "crosses_below(sma(close, 10), sma(close, 50))"]


def test_spoken_cantonese_adds_a_condition_after_but(rules) -> None:
    found = rules("強生 MACD柱由負轉正但MACD線仲喺0以下就買，柱再轉負就沽")
    assert found[0].endswith("and macd(close, 12, 26, 9).macd < 0")


@pytest.mark.parametrize("first", ["过去252个交易日的涨幅", "252日涨幅", "过去一年涨幅"])
def test_a_change_that_was_named_with_its_stretch_keeps_it(rules, first: str) -> None:
    found = rules(f"标普500指数日线，时间序列动量：{first}大于0就持有多头，涨幅小于0就空仓")
    assert found == ["roc(close, 252) > 0", "roc(close, 252) < 0"]


@pytest.mark.parametrize("between", ["在40到60之间", "在40至60之间", "在40和60之间", "介于40和60之间"])
def test_a_value_lies_between_two_levels(rules, between: str) -> None:
    found = rules(f"美光：14日RSI{between}时买入，RSI(14)超过70卖出")
    assert found[0] == "rsi(close, 14) >= 40 and rsi(close, 14) <= 60"


@pytest.mark.parametrize("following", ["后第二天收阳买入", "，次日收阳买入", "後翌日收陽買入"])
def test_the_day_after_a_pattern_is_the_bar_after_it(rules, following: str) -> None:
    assert rules(f"苹果出现十字星{following}，持有3天") == ["cdl_doji()[1] and close > open"]


def test_a_number_of_days_behind_a_slope_counts_it(rules) -> None:
    found = rules("花旗 MACD柱大于0买入，柱缩小两天卖出")
    assert found[1] == "all(falling(macd(close, 12, 26, 9).histogram, 1), 2)"


@pytest.mark.parametrize("gain", ["盈利15%全部卖出", "獲利15%就沽出", "赚15%平仓"])
def test_what_the_position_has_made_ends_it(read, gain: str) -> None:
    found = read(f"JPM 收盘上穿20日线买入，止损5%，{gain}").strategy
    assert found.risk.take_profit[0].value == 15
    assert len(found.rules) == 1


def test_a_distance_belongs_to_the_level_before_it(rules) -> None:
    assert rules("AAPL 5分钟图，价格低于VWAP 1%买入，回到VWAP卖出")[0] == "close < 0.99 * vwap()"
    found = rules("雪佛龙：价格回踩20日均线后收阳买入，跌破20日均线3%止损，持有10天")
    assert found == ["low <= sma(close, 20) and close > open", "close < 0.97 * sma(close, 20)"]


def test_the_turn_of_another_asset_stays_with_it(rules) -> None:
    found = rules("黄金GLD：TLT的20日涨幅为正时持有，为负时空仓")
    assert found == ['of("TLT", roc(close, 20)) > 0', 'of("TLT", roc(close, 20)) < 0']


def test_the_last_session_of_a_month_is_no_stretch_of_months(rules) -> None:
    found = rules("每年10月的最后一个交易日买标普500，次年4月的最后一个交易日卖")
    last = "trading_days_left_in_month() == 0"
    assert found == [f"month() == 10 and {last}", f"month() == 4 and {last}"]


@pytest.mark.parametrize("ban", ["11:30之后不再开仓", "11:30之后不再进场", "11:30后停止开仓"])
def test_no_more_entries_after_an_hour(rules, ban: str) -> None:
    found = rules(f"SPY 15分钟：收盘价上穿VWAP做多，{ban}，收盘前平仓")
    assert found == ['crosses_above(close, vwap()) and time_of_day() < clock("11:30")']


def test_an_oscillator_named_before_the_streak_is_its_subject(rules) -> None:
    found = rules("匯控 RSI(14)連續3日低於30就入貨，升番上50就出貨")
    assert found == ["all(rsi(close, 14) < 30, 3)", "rsi(close, 14) > 50"]


def test_making_good_and_making_bad_are_long_and_short(rules) -> None:
    found = rules("SPY 10日線升穿30日線就做好，跌穿就做淡，止蝕4%")
    assert found == ["crosses_above(sma(close, 10), sma(close, 30))", "crosses_below(sma(close, 10), sma(close, 30))"]


def test_a_fund_named_twice_is_only_looked_at(read) -> None:
    found = read("若纳指ETF（QQQ）当日跌超1%而苹果收涨，则买入苹果，持有5天").strategy
    assert found.universe == ("AAPL",)


@pytest.mark.parametrize("cross", ["金叉（10/50）买入，死叉卖出", "均线10上穿50买入，均线10下穿50卖出"])
def test_lengths_of_averages_may_stand_short(rules, cross: str) -> None:
    found = rules(f"宝洁 {cross}")
    assert found == ["crosses_above(sma(close, 10), sma(close, 50))", "crosses_below(sma(close, 10), sma(close, 50))"]


def test_half_a_position_is_half_the_money(read) -> None:
    assert read("宝洁 10日线上穿50日线买入，死叉卖出，半仓").strategy.sizing.value == 50


def test_the_end_of_a_named_month_is_its_last_session(rules) -> None:
    assert rules("SPY 12月买入，次年1月底卖出")[1] == "month() == 1 and trading_days_left_in_month() == 0"


def test_weekdays_side_by_side_are_two_rules(rules) -> None:
    assert rules("SPY 周一买周五卖") == ["weekday() == 1", "weekday() == 5"]


def test_a_volatility_over_some_days_is_a_measure_and_no_target(rules) -> None:
    assert rules("IBM 过去20日年化波动率低于20%时买入，持有10天") == ["historical_volatility(close, 20) < 20"]


def test_a_turn_that_comes_again_is_that_of_the_same_line(rules) -> None:
    found = rules("IBM MACD柱由负转正且MACD线还在零以下时买入，MACD柱再次转负卖出")
    assert found[1] == "macd(close, 12, 26, 9).histogram < 0"
