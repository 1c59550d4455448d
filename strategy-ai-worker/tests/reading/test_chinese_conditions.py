# ruff: noqa: E501 - a sentence and what it means stand on one line
"""Conditions of Chinese rules that are told apart from what they are about: settings, states, volumes, levels."""

import pytest


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("KO：最高价创90日新高时买入，持有5天", "high > highest(high, 90)[1]"),
        ("KO：盘中最高价创出近90日新高买入，持有5天", "high > highest(high, 90)[1]"),
        ("KO：收盘价创90日新高买入，持有5天", "close > highest(close, 90)[1]"),
        ("微软：J值小于0时买入，持有5天，KDJ参数用9,3,3。", "3 * stoch(9, 3, 3).k - 2 * stoch(9, 3, 3).d < 0"),
        ("微软：MACD柱大于0买入，持有5天，MACD参数取6、19、5。", "macd(close, 6, 19, 5).histogram > 0"),
        ("腾讯：MFI(14)跌破20后又回升到20以上买入，持有5天", "crosses_above(mfi(14), 20)"),
        ("BA：W%R(10)低于-90后第一次回到-90上方买，持有5天", "crosses_above(willr(10), -90)"),
        ("KO：收盘价跌破布林带下轨后重新收回下轨之上买入，持有5天", "crosses_above(close, bbands(close, 20, 2).lower)"),
        ("KO：20日乖离率低于-8%时买入，持有5天", "close < 0.92 * sma(close, 20)"),
        ("KO：BIAS(24)小于-6时买入，持有5天", "close < 0.94 * sma(close, 24)"),
        ("KO：量比大于1.8买入，持有5天", "volume > 1.8 * sma(volume, 5)[1]"),
        ("KO：量比（当日成交量/过去10日平均成交量）超过2买入，持有5天", "volume > 2 * sma(volume, 10)"),
        ("KO：成交量大于前5日均量的2倍买入，持有5天", "volume > 2 * sma(volume, 5)[1]"),
        ("KO：成交量大于前一日20日均量的2倍买入，持有5天", "volume > 2 * sma(volume, 20)[1]"),
        ("KO：成交量至少为20日均量的2倍，买入，持有5天", "volume >= 2 * sma(volume, 20)"),
        ("KO：成交量是过去30天平均的两倍以上，买入，持有5天", "volume >= 2 * sma(volume, 30)"),
        ("KO：放量突破，成交量大于前一日的两倍且涨幅超过3%买入，持有5天", "volume > 2 * volume[1] and roc(close, 1) > 3"),
        ("BA：三连阳且成交量逐日放大，买入，持有5天", "all(close > open, 3) and all(rising(volume, 1), 2)"),
        ("KO：连续3日成交量递减且收盘价递减买入，持有5天", "all(falling(volume, 1), 3) and all(falling(close, 1), 3)"),
        ("KO：连续三天缩量下跌后第四天放量上涨买入，持有5天", "(all(falling(volume, 1), 3) and falling(close, 3))[1] and rising(volume, 1) and close > close[1]"),
        ("KO：连续三天下跌后第四天上涨买入，持有5天", "falling(close, 3)[1] and close > close[1]"),
        ("KO：股价连跌3天且累计跌幅超过4%，买入，持有5天", "falling(close, 3) and roc(close, 3) < -4"),
        ("KO：连续两天缩量（成交量低于前一天），买入，持有5天", "all(falling(volume, 1), 2)"),
        ("KO：前一交易日收阴且今日收阳买入，持有5天", "close[1] < open[1] and close > open"),
        ("KO：下影线至少是实体的2倍，买入，持有5天", "min(open, close) - low >= 2 * abs(close - open)"),
        ("KO：上影线短于实体买入，持有5天", "high - max(open, close) < abs(close - open)"),
        ("KO：实体占全天振幅的70%以上买入，持有5天", "abs(close - open) >= 0.7 * (high - low)"),
        ("微软，DIF在零轴上方金叉DEA时买入，持有5天", "crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal) and macd(close, 12, 26, 9).macd > 0"),
        ("SPY：MACD零轴下方出现金叉才买，持有5天", "crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal) and macd(close, 12, 26, 9).macd < 0"),
        ("KO：MACD处于金叉状态（DIF在DEA之上）时买入，持有5天", "macd(close, 12, 26, 9).macd > macd(close, 12, 26, 9).signal"),
        ("KO：绿柱连续缩短三天买入，持有5天", "all(rising(macd(close, 12, 26, 9).histogram, 1), 3) and macd(close, 12, 26, 9).histogram < 0"),
        ("KO：MACD的柱子连续三天变长买入，持有5天", "all(rising(macd(close, 12, 26, 9).histogram, 1), 3)"),
        ("亞馬遜，KD低檔（20以下）黃金交叉買進，持有5天", "crosses_above(stoch(14, 3, 3).k, stoch(14, 3, 3).d) and stoch(14, 3, 3).k < 20"),
        ("BA，KD值低於20後K線向上突破D線買進，持有5天", "stoch(14, 3, 3).k < 20 and crosses_above(stoch(14, 3, 3).k, stoch(14, 3, 3).d)"),
        ("宝洁，RSI(21)低于35且连续两日回升时买入，持有5天", "rsi(close, 21) < 35 and all(rising(rsi(close, 21), 1), 2)"),
        ("JPM：EMA20拐头向上（高于前一日）并且收盘价高于它，买入，持有5天", "rising(ema(close, 20), 1) and close > ema(close, 20)"),
        ("JPM：50日均线上行（今天高于5天前）买入，持有5天", "sma(close, 50) > sma(close, 50)[5]"),
        ("AMZN：短期均线（8日）向上穿过长期均线（34日）买进，持有5天", "crosses_above(sma(close, 8), sma(close, 34))"),
        ("KO：20日均线与50日均线的差距小于1%，且收盘价突破两条均线时买进，持有5天", "abs(sma(close, 20) / sma(close, 50) - 1) <= 0.01 and close > sma(close, 20) and close > sma(close, 50)"),
        ("KO：收盘价同时高于10日、30日、60日三条均线买入，持有5天", "close > sma(close, 10) and close > sma(close, 30) and close > sma(close, 60)"),
        ("0700.HK：股價由52週高位回落逾20%後，重新升穿50天線買入，持有5天", "close <= 0.8 * highest(high, 252) and crosses_above(close, sma(close, 50))"),
        ("微軟：出現倒鎚線後買入，持有5天", "cdl_inverted_hammer()"),
        ("KO：收盘价比20日均线低3个百分点买入，持有5天", "close < 0.97 * sma(close, 20)"),
        ("KO：跌3个点买入，持有5天", "roc(close, 1) < -3"),
        ("工商银行，除了1月和12月以外RSI14低于35买入，持有5天", "rsi(close, 14) < 35 and month() != 1 and month() != 12"),
        ("KO：MACD线大于0且比昨天大，买进，持有5天", "macd(close, 12, 26, 9).macd > 0 and macd(close, 12, 26, 9).macd > macd(close, 12, 26, 9).macd[1]"),
        ("KO：收盘价与50日均线的乖离率小于-5%买入，持有5天", "close < 0.95 * sma(close, 50)"),
        ("KO：成交量低于60日均量之后，次日放量（大于20日均量）上涨买入，持有5天", "(volume < sma(volume, 60))[1] and volume > sma(volume, 20) and close > close[1]"),
        ("KO：放量（成交量大于20日均量的1.5倍）突破20日高点买入，持有5天", "volume > 1.5 * sma(volume, 20) and close > highest(high, 20)[1]"),
        ("WMT：回踩50日均线（最低价碰到但收盘价在其上）时买入，持有5天", "low <= sma(close, 50) and close > sma(close, 50)"),
        ("XOM：14日ATR小于2时不交易，其余情况收盘突破20日高点买入，持有5天", "close > highest(high, 20)[1] and atr(14) >= 2"),
    ],
)  # fmt: skip
def test_a_chinese_condition_is_read_as_it_is_meant(rules, message: str, entry: str) -> None:
    assert rules(message)[0] == entry


@pytest.mark.parametrize(
    ("message", "leaves"),
    [
        ("KO：收盘价跌破布林带下轨买入，碰到上轨卖出。", "close > bbands(close, 20, 2).upper"),
        ("KO：收盘价低于20日均线3%买入，涨回20日均线卖出", "close > sma(close, 20)"),
        ("KO：20日突破买入，10日突破卖出。", "close < lowest(low, 10)[1]"),
        ("KO：BIAS(24)小于-6时买入，大于3时卖出。", "close > 1.03 * sma(close, 24)"),
        ("KO：20日乖离率低于-8%时买入，乖离率回到0以上卖出。", "close > sma(close, 20)"),
        ("KO：KD值低于20买进，K线跌破D线卖出", "stoch(14, 3, 3).k < stoch(14, 3, 3).d"),
        ("0005.HK：收市價低過保歷加通道底線買入，返上中線沽出", "close > bbands(close, 20, 2).middle"),
        ("XOM：唐奇安通道上轨（50日）被突破做多，下轨（25日）被跌破平多", "close < lowest(low, 25)[1]"),
        ("IBM：20日均线上穿60日均线时买入，跌破最近10日最低点离场", "close < lowest(low, 10)[1]"),
        ("ETH：超级趋势(10,2.5)由空翻多买入，由多翻空卖出", "crosses_below(supertrend(10, 2.5).direction, 0)"),
        ("KO：收盘价站上月线（20日均线）买入，跌破月线卖出", "close < sma(close, 20)"),
        ("KO：跳空高开1%买入，缺口被回补时卖出", "low <= at_entry(close[1])"),
    ],
)
def test_a_chinese_way_out_is_read_as_it_is_meant(rules, message: str, leaves: str) -> None:
    assert rules(message)[-1] == leaves


def test_no_way_out_is_made_of_a_ban(rules) -> None:
    found = rules("苹果，ATR(14)高于5时不入场；否则收盘价突破30日新高时入场，跌破15日新低离场。")
    assert found == ["close > highest(high, 30)[1] and atr(14) <= 5", "close < lowest(low, 15)[1]"]


def test_averages_lie_close_together_where_each_pair_does(rules) -> None:
    found = rules("微软：10日均线、20日均线、30日均线之间最大差距不超过1%时买入，持有5天")[0]
    pairs = [(10, 20), (10, 30), (20, 30)]
    assert found == " and ".join(f"abs(sma(close, {a}) / sma(close, {b}) - 1) <= 0.01" for a, b in pairs)


@pytest.mark.parametrize(
    "trailed",
    [
        "盈利8%后启用5%移动止损",
        "盈利超过8%后启动5%移动止损",
        "浮盈达到8%后开始用5%的移动止损",
        "移动止损5%，盈利8%后启动",
        "赚8%之后改用移动止损5%",
    ],
)
def test_a_trailing_stop_waits_for_its_gain(read, trailed: str) -> None:
    found = read(f"KO：收盘价上穿100日均线买入，{trailed}").strategy
    assert [rule.when for rule in found.rules] == ["crosses_above(close, sma(close, 100))"]
    assert (found.risk.trailing_stop.value, found.risk.trailing_stop.activate_at.value) == (5, 8)


@pytest.mark.parametrize("reached", ["浮盈达到5%后", "浮盈超过5%后", "盈利达5%时", "涨了5%就", "赚到5%之后"])
def test_the_stop_goes_to_break_even_at_a_gain(read, reached: str) -> None:
    found = read(f"GOOG，20日新高买入，{reached}止损移到成本价，初始止损3%，目标15%。").strategy
    assert [rule.when for rule in found.rules] == ["close > highest(high, 20)[1]"]
    assert found.risk.break_even.trigger.value == 5


def test_a_fall_from_the_peak_may_stand_behind_another_way_out(read) -> None:
    found = read("ETH，MA7上穿MA25买，MA7下穿MA25或者从买入后的最高价回落12%就卖。").strategy
    assert [rule.when for rule in found.rules] == [
        "crosses_above(sma(close, 7), sma(close, 25))",
        "crosses_below(sma(close, 7), sma(close, 25))",
    ]
    assert found.risk.trailing_stop.value == 12


@pytest.mark.parametrize(
    ("said", "stop", "target"),
    [
        ("止损设为入场价的92%，止盈设为入场价的120%", 8, 20),
        ("止损是买入价减3%，止盈6%", 3, 6),
        ("亏3个点止损，赚6个点止盈", 3, 6),
    ],
)
def test_stops_are_measured_from_the_entry(read, said: str, stop: float, target: float) -> None:
    risk = read(f"JPM，50日线上穿200日线买入，{said}。").strategy.risk
    assert (risk.stop_loss.value, risk.take_profit[0].value) == (stop, target)


@pytest.mark.parametrize("target", ["盈利达到风险的3倍止盈", "盈利达到3倍风险时止盈"])
def test_a_target_is_told_in_risks(read, target: str) -> None:
    risk = read(f"KO：RSI14上穿30买入，{target}，止损3%").strategy.risk
    assert (risk.take_profit[0].kind, risk.take_profit[0].value) == ("r_multiple", 3)


@pytest.mark.parametrize(
    "message",
    [
        "KO：RSI14小于40买一半仓位，RSI14小于30买剩下一半，RSI14大于60全部卖出。",
        "KO：RSI14小于40先建一半仓，小于30再加另一半，RSI14大于60全部清仓。",
        "KO：RSI14小于40买入半仓，小于30再买半仓，大于60全部卖出",
        "KO：RSI14小于40时买入50%仓位，RSI14小于30时再加仓50%，RSI14大于60时全部卖出",
    ],
)
def test_a_position_is_built_in_parts(read, message: str) -> None:
    found = read(message).strategy
    parts = [(rule.action.value, rule.when, rule.fraction) for rule in found.rules]
    assert parts == [
        ("enter_long", "rsi(close, 14) < 40", 0.5),
        ("add_long", "rsi(close, 14) < 30", 0.5),
        ("exit_long", "rsi(close, 14) > 60", None),
    ]
    assert found.execution.pyramiding == 2


@pytest.mark.parametrize("most", ["最多3个单位", "最多加仓2次", "总共最多3份"])
def test_units_are_added_as_the_price_moves(read, most: str) -> None:
    found = read(f"BTC：20日新高买入，10日新低卖出，每涨0.5个ATR(20)加仓一次，{most}").strategy
    assert [rule.when for rule in found.rules if rule.action.value == "add_long"] == [
        "close >= last_fill_price + 0.5 * atr(20)"
    ]
    assert found.execution.pyramiding == 3


def test_part_is_sold_at_a_gain_and_the_rest_by_a_condition(read) -> None:
    found = read("谷歌，突破50日新高买入，盈利10%平一半，剩余仓位跌破20日均线平掉。").strategy
    assert [rule.when for rule in found.rules] == ["close > highest(high, 50)[1]", "close < sma(close, 20)"]
    assert (found.risk.take_profit[0].value, found.risk.take_profit[0].fraction) == (10, 0.5)


def test_a_share_of_the_account_may_be_the_risk(read) -> None:
    sizing = read("宝洁，用账户的1.5%作为单笔风险，止损3%，突破30日高点进场，跌破15日低点出场。").strategy.sizing
    assert (sizing.kind, sizing.value) == ("risk_percent", 1.5)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("微软：当14日RSI高于70并且低于30时买入，持有10天", ("14日RSI高于70", "14日RSI低于30")),
        ("微軟：收盤價高於20日均線且低於20日均線買入，持有10天", ("收盤價高於20日均線", "收盤價低於20日均線")),
        ("微软：收盘价高于昨日最高价的1.02倍且低于昨日最高价买入，持有5天", ("最高价的1.02倍",)),
    ],
)
def test_contradictions_are_told_in_words(read, message: str, said: tuple[str, ...]) -> None:
    found = read(message)
    assert found.strategy is None
    assert all(words in found.explanation for words in said)
    assert "close" not in found.explanation
    assert not any("(" in option or "the " in option for option in found.questions[0].options)


def test_a_contradiction_is_settled_by_its_options(read) -> None:
    asked = read("微软：当14日RSI高于70并且低于30时买入，持有10天").questions[0].options
    entries = [
        read("微软：当14日RSI高于70并且低于30时买入，持有10天", option).strategy.rules[0].when for option in asked
    ]
    assert entries == ["rsi(close, 14) > 70", "rsi(close, 14) < 30", "rsi(close, 14) > 70 or rsi(close, 14) < 30"]


@pytest.mark.parametrize(
    ("message", "enter", "leave"),
    [
        ("如果14日RSI跌破30，就买入标普500，一直持有到收盘价跌破50日均线。", "crosses_below(rsi(close, 14), 30)", "close < sma(close, 50)"),
        ("IBM：当威廉指标WR(10)低于-90时买入，K值大于80时卖出。", "willr(10) < -90", "stoch(14, 3, 3).k > 80"),
        ("苹果：在周线收盘价高于20周均线的前提下买入；RSI(2)高于65时平仓。", 'on("1w", close) > on("1w", sma(close, 20))', "rsi(close, 2) > 65"),
        ("我想在20日涨幅大于5%的时候买苹果；等到20日涨幅转负再卖掉。", "roc(close, 20) > 5", "roc(close, 20) < 0"),
        ("沃尔玛：买点为9日EMA在21日EMA之上，卖点为RSI(2)高于65。", "ema(close, 9) > ema(close, 21)", "rsi(close, 2) > 65"),
        ("沃尔玛：若K值低于30则次日开盘买入，若收盘价触及布林带上轨(20,2)则次日开盘卖出。", "stoch(14, 3, 3).k < 30", "close > bbands(close, 20, 2).upper"),
        ("苹果：最近5天没有创20日新低时买入，收盘价跌破前10日最低价则卖出。", "all(close >= lowest(low, 20)[1], 5)", "close < lowest(low, 10)[1]"),
    ],
)  # fmt: skip
def test_links_belong_to_what_stands_around_them(rules, message: str, enter: str, leave: str) -> None:
    assert rules(message) == [enter, leave]
