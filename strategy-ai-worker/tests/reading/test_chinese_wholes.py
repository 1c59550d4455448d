"""Chinese words that only mean something together: until, unless, titles, counted lists, averages of an indicator."""

import pytest

BAND = "bbands(close, 20, 2)"
MACD = "macd(close, 12, 26, 9)"
STOCH = "stoch(14, 3, 3)"


def _said(read, message: str, action: str) -> str:
    rules = read(message).strategy.rules
    return " | ".join(rule.when for rule in rules if rule.action.value == action)


@pytest.mark.parametrize(
    ("way_out", "expected"),
    [
        ("一直拿着直到RSI(14)大于75", "rsi(close, 14) > 75"),
        ("持股直至收阴", "close < open"),
        ("直到跌破20日均线才卖出", "close < sma(close, 20)"),
        ("持有到创10日新低为止", "close < lowest(low, 10)[1]"),
        ("除非跌破20日均线，否则一直持有", "close < sma(close, 20)"),
        ("除非RSI(14)高于75，不然继续持有", "rsi(close, 14) > 75"),
        ("单日跌幅超过6%卖出", "roc(close, 1) < -6"),
        ("一天内下跌超过6%就走", "roc(close, 1) < -6"),
        ("跌破前20日最低点卖出", "close < lowest(low, 20)[1]"),
        ("满足以下任意一个条件就卖：①收阴；②RSI(14)高于75", "close < open or rsi(close, 14) > 75"),
        ("跌破20日均线减1.5倍ATR(14)清仓", "close < sma(close, 20) - 1.5 * atr(14)"),
    ],
)
def test_a_way_out_is_told_in_one_breath(read, way_out: str, expected: str) -> None:
    message = f"谷歌：10日EMA上穿30日EMA买入，{way_out}"
    assert _said(read, message, "enter_long") == "crosses_above(ema(close, 10), ema(close, 30))"
    assert _said(read, message, "exit_long") == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("CCI(20)低于-100，如果不符合VIX低于22就不买", 'cci(20) < -100 and of("^VIX", close) < 22'),
        ("RSI(9)大于其30日RSI均值", "rsi(close, 9) > sma(rsi(close, 9), 30)"),
        ("ATR(10)低于ATR(10)的40日均线", "atr(10) < sma(atr(10), 40)"),
        ("收盘价距离100日高点不超过5%", "close >= 0.95 * highest(high, 100)"),
        ("收盘价距50日最低价8%以内", "close <= 1.08 * lowest(low, 50)"),
        ("最近8天里至少有6天收阳", "count(close > open, 8) >= 6"),
        ("过去12个交易日内至少9天上涨", "count(close > close[1], 12) >= 9"),
        ("DIF与DEA都在零轴下方", f"{MACD}.macd < 0 and {MACD}.signal < 0"),
        ("K值和D值均低于15", f"{STOCH}.k < 15 and {STOCH}.d < 15"),
        ("快线EMA(9)上穿慢线EMA(30)", "crosses_above(ema(close, 9), ema(close, 30))"),
        ("振幅超过3%", "high - low > 0.03 * close[1]"),
        ("成交量放大2倍以上", "volume > 2 * sma(volume, 20)"),
        ("日均成交额超过2000万美元", "sma(close * volume, 20) > 20000000"),
        ("收盘价站上20日均线且VIX低于20", 'crosses_above(close, sma(close, 20)) and of("^VIX", close) < 20'),
        ("出现MACD红柱", f"{MACD}.histogram > 0"),
        ("价格触及布林带下轨（以最低价为准）", f"low < {BAND}.lower"),
        ("每月20号", "day_of_month() == 20"),
        ("在昨天收阴的前提下，MFI(14)小于20", "close[1] < open[1] and mfi(14) < 20"),
    ],
)
def test_an_entry_is_told_in_one_breath(read, entry: str, expected: str) -> None:
    assert _said(read, f"谷歌：{entry}买入，持有6天", "enter_long") == expected


@pytest.mark.parametrize("pause", ["。", "；"])
def test_a_full_width_pause_between_figures_makes_no_number(read, pause: str) -> None:
    found = read(f"英特尔。买入：RSI(14)低于35；卖出：RSI(14)高于70{pause}5%止损").strategy
    assert found.rules[1].when == "rsi(close, 14) > 70"
    assert found.risk.stop_loss.value == 5


def test_a_comma_before_a_length_makes_no_thousands(read) -> None:
    found = read("英特尔：RSI(14)低于35，200日均线之上买入，持有5天").strategy
    assert found.rules[0].when == "rsi(close, 14) < 35 and close > sma(close, 200)"


@pytest.mark.parametrize("line", ["MACD", "KDJ"])
def test_a_cross_is_that_of_the_asset_before_it_and_not_of_the_filter(read, line: str) -> None:
    found = read(f"QQQ在100日均线之上时，英特尔{line}金叉买入，跌破30日均线卖出").strategy
    assert found.universe == ("INTC",)
    filtered, crossed = found.rules[0].when.split(" and ")
    assert filtered == 'of("QQQ", close) > of("QQQ", sma(close, 100))'
    assert crossed.startswith("crosses_above(macd" if line == "MACD" else "crosses_above(stoch")


def test_an_index_of_volatility_is_watched_and_never_traded(read) -> None:
    found = read("只有当VIX低于18时，QQQ的10日均线上穿50日均线才买入，死叉卖出").strategy
    assert found.universe == ("QQQ",)


def test_a_closing_price_is_what_breaks_an_extreme(read) -> None:
    for entry in ("EMA9上穿EMA21", "RSI(14)低于30且60日均线向上"):
        assert _said(read, f"英特尔：{entry}买入，跌破昨日最低价卖出", "exit_long") == "close < low[1]"


def test_what_is_touched_again_is_told_of_the_close(read) -> None:
    rules = read("英特尔：最低价触及布林带下轨买入，触及上轨卖出").strategy.rules
    assert [rule.when for rule in rules] == [f"low < {BAND}.lower", f"close > {BAND}.upper"]


@pytest.mark.parametrize("words", ["是否20日线在60日线之上？是的话持有，否则空仓", "20日線在60日線上方持有，下方空手"])
def test_what_is_asked_or_set_against_each_other_is_held_while_it_lasts(read, words: str) -> None:
    rules = read(f"SPY：{words}").strategy.rules
    assert rules[0].when == "sma(close, 20) > sma(close, 60)"
    assert rules[1].when in ("sma(close, 20) <= sma(close, 60)", "sma(close, 20) < sma(close, 60)")


def test_a_streak_is_sold_short_after(read) -> None:
    rules = read("英特尔：连续四日收涨后卖空，收阴则平仓").strategy.rules
    assert [(rule.action.value, rule.when) for rule in rules] == [
        ("enter_short", "rising(close, 4)"),
        ("exit_short", "close < open"),
    ]


@pytest.mark.parametrize("words", ["仅在150日均线之上操作，", "只在150日均线之上交易。"])
def test_where_one_trades_only_is_a_filter(read, words: str) -> None:
    rules = read(f"SPY：{words}RSI(2)低于10买入，高于70卖出").strategy.rules
    assert set(rules[0].when.split(" and ")) == {"rsi(close, 2) < 10", "close > sma(close, 150)"}
    assert rules[1].when == "rsi(close, 2) > 70"


@pytest.mark.parametrize("words", ["再加一个150日线过滤", "加上150日均线过滤", "加个150日均线趋势过滤"])
def test_a_filter_that_is_added_leaves_the_averages_of_the_cross(read, words: str) -> None:
    found = read("英特尔：8日均线上穿21日均线买入，下穿卖出", words).strategy
    assert found.rules[0].when == "crosses_above(sma(close, 8), sma(close, 21)) and close > sma(close, 150)"
    assert found.rules[1].when == "crosses_below(sma(close, 8), sma(close, 21))"


def test_a_size_may_stand_on_its_own_line_or_before_the_deed(read) -> None:
    for message in ("英特尔：RSI(14)低于30买入，高于70卖出\n半仓", "英特尔：RSI(14)低于30半仓买入，高于70卖出"):
        assert read(message).strategy.sizing.value == 50


def test_numerals_that_count_lines_are_no_lengths(read) -> None:
    rules = read("英特尔\n一、ROC(12)上穿0则买入\n二、5日线下穿10日线则卖出\n三、止损5%").strategy.rules
    assert [rule.when for rule in rules] == [
        "crosses_above(roc(close, 12), 0)",
        "crosses_below(sma(close, 5), sma(close, 10))",
    ]


def test_the_width_of_a_channel_is_not_that_of_the_stop(read) -> None:
    found = read("英特尔：突破肯特纳通道上轨买入，SAR翻空卖出。1.5倍ATR(14)止损。").strategy
    assert found.rules[0].when == "crosses_above(close, ema(close, 20) + 2 * atr(10))"
    assert found.risk.stop_loss.multiple == 1.5


@pytest.mark.parametrize("title", ["做多，条件：①", "买入条件："])
def test_conditions_under_a_title_hold_together(read, title: str) -> None:
    found = read(f"英特尔：{title}CCI(20)低于-100；股价在60日线之上。持有5天。").strategy
    assert found.rules[0].when == "cci(20) < -100 and close > sma(close, 60)"
