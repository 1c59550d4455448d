"""Chinese follow-ups: what is changed stands before the verb, and amounts stand behind "改为", "提高到", "放宽到"."""

import pytest

AVERAGES = "微软，20日均线上穿60日均线做多，死叉平仓。"
RSI = "强生，RSI14跌破30买，涨到50以上卖。"
BANDS = "标普500ETF，收盘跌破布林带下轨（20,2）买入，回到中轨卖出。"
BREAKOUT = "买入沃尔玛：收盘价创60日新高；卖出：收盘价跌破20日低点。"


@pytest.mark.parametrize(
    ("then", "bars"), [("持有天数改为15天", 15), ("把持仓时间改成最长二十天吧", 20), ("5天后不管怎样都卖出", 5)]
)
def test_a_longest_time_to_hold_is_no_average(read, then: str, bars: int) -> None:
    found = read(AVERAGES, then).strategy
    assert found.risk.max_bars == bars
    assert found.rules == read(AVERAGES).strategy.rules


def test_levels_of_risk_and_size_are_moved_to_an_amount(read) -> None:
    changed = read(f"{AVERAGES}止损5%，止盈10%", "止损放宽到8%", "止盈提高到15%", "把仓位改成50%").strategy
    assert (changed.risk.stop_loss.value, changed.risk.take_profit[0].value, changed.sizing.value) == (8, 15, 50)


@pytest.mark.parametrize("then", ["第二个条件不要了", "把第二个条件去掉吧"])
def test_what_is_named_before_the_verb_is_taken_away(read, then: str) -> None:
    first = "可口可乐日线：5日RSI小于25且收盘价高于200日均线时买进，5日RSI大于60卖出，最多持有10天。"
    assert read(first, then).strategy.rules[0].when == "rsi(close, 5) < 25"
    assert read(f"{AVERAGES}止损5%", "止损不要了").strategy.risk.stop_loss is None


def test_both_thresholds_are_moved_and_never_equated(read) -> None:
    rules = read(RSI, "入场阈值降到25，出场提高到60").strategy.rules
    assert [rule.when for rule in rules] == ["crosses_below(rsi(close, 14), 25)", "rsi(close, 14) > 60"]


@pytest.mark.parametrize(
    ("then", "ban"),
    [("周五不要开仓", "weekday() != 5"), ("十二月别买", "month() != 12"), ("别在周一买", "weekday() != 1")],
)
def test_a_ban_on_a_day_bars_it(read, then: str, ban: str) -> None:
    assert read(BANDS, then).strategy.rules[0].when == f"close < bbands(close, 20, 2).lower and {ban}"


def test_the_width_of_bands_and_a_multiple_are_set(read) -> None:
    assert read(BANDS, "标准差改成2.5倍").strategy.rules[0].when == "close < bbands(close, 20, 2.5).lower"
    more = read(BREAKOUT, "加上成交量要大于20日均量1.5倍的过滤", "把倍数提到2倍").strategy.rules[0].when
    assert more.endswith("volume > 2 * sma(volume, 20)")


def test_a_market_is_exchanged_back_and_an_absent_one_is_not_taken(read) -> None:
    assert read(RSI, "换成亚马逊", "再改回强生").strategy.universe == ("JNJ",)
    assert read(AVERAGES, "腾讯不要了").kind == "answer"


def test_the_other_way_round_sells_short(read) -> None:
    rules = read(AVERAGES, "反过来，做空试试").strategy.rules
    assert [rule.action.value for rule in rules] == ["enter_short", "exit_short"]


def test_the_kind_of_an_average_goes_with_its_length(read) -> None:
    first = "SPY日线，收盘价高于200日均线，RSI(3)低于20买入；RSI(3)高于70卖出。"
    assert (
        read(first, "200日均线换成150日EMA").strategy.rules[0].when == "close > ema(close, 150) and rsi(close, 3) < 20"
    )


def test_both_lengths_are_named_anew(read) -> None:
    crossed = read(AVERAGES, "均线参数改为10和30").strategy.rules[0].when
    assert crossed == "crosses_above(sma(close, 10), sma(close, 30))"
    broken = read(BREAKOUT, "入场周期改成55，出场周期改成10").strategy.rules
    assert [rule.when for rule in broken] == ["close > highest(close, 55)[1]", "close < lowest(low, 10)[1]"]


def test_bounds_and_filters_are_lifted_again(read) -> None:
    held = read(RSI, "持有超过15天就强制平仓", "时间限制改为10天")
    assert held.strategy.risk.max_bars == 10
    assert read(RSI, "持有超过15天就强制平仓", "取消时间限制").strategy.risk.max_bars is None
    assert read(RSI, "只在周一到周三开仓", "星期限制不要了").strategy.rules == read(RSI).strategy.rules
    looked = read(RSI, "加一条：只有SPY在200日均线上面才能买", "不看SPY了").strategy
    assert (looked.universe, looked.rules[0].when) == (("JNJ",), read(RSI).strategy.rules[0].when)
    assert read(RSI, "手续费千分之一", "算了，不要手续费").strategy.costs.preset == "none"


def test_a_fixed_stop_takes_the_place_of_one_that_trails(read) -> None:
    risk = read(f"{AVERAGES}10%的移动止损", "还是用回固定止损5%").strategy.risk
    assert (risk.stop_loss.value, risk.trailing_stop) == (5, None)


@pytest.mark.parametrize(
    ("then", "when"),
    [
        ("两条线改成15日和45日", "crosses_above(sma(close, 15), sma(close, 45))"),
        ("20改25", "crosses_above(sma(close, 25), sma(close, 60))"),
    ],
)
def test_lengths_in_short_words(read, then: str, when: str) -> None:
    assert read(AVERAGES, then).strategy.rules[0].when == when


def test_numbers_alone_are_answered_in_the_language_of_the_talk(read) -> None:
    assert read(AVERAGES, "77").language == "zh-Hans"
    assert read("Buy AAPL when RSI(14) is below 30, sell above 70", "77").language == "en"


def test_a_pattern_is_counted_anew(read) -> None:
    found = read("微软日线，连续3根阴线后买入，持有4天卖出。", "阴线要4根").strategy
    assert found.rules[0].when == "all(close < open, 4)"


def test_small_words_around_an_amount(read) -> None:
    assert read(f"{AVERAGES}止损8%", "止损那个数再小一点，5%").strategy.risk.stop_loss.value == 5
    assert read(BANDS, "周期换成30").strategy.rules[0].when == "close < bbands(close, 30, 2).lower"
    sides = {rule.action.side for rule in read(AVERAGES, "做空也一起做").strategy.rules}
    assert sides == {"long", "short"}
    strict = read("波音日线，RSI(2)低于5买入，高于60卖出。", "阈值5太严了，放到10").strategy
    assert strict.rules[0].when == "rsi(close, 2) < 10"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("波音日线，CCI(20)低于-100买入，高于100卖出。", "把-100换成-150"),
        ("Boeing daily: buy when CCI(20) is below -100, sell above 100", "change -100 to -150"),
    ],
)
def test_a_negative_level_is_no_positive_one(read, first: str, then: str) -> None:
    assert [rule.when for rule in read(first, then).strategy.rules] == ["cci(20) < -150", "cci(20) > 100"]


def test_the_last_change_is_made_otherwise(read) -> None:
    assert read(AVERAGES, "把止损设在6%", "再改成4%").strategy.risk.stop_loss.value == 4


def test_another_asset_that_must_hold_too_is_not_traded(read) -> None:
    found = read("以太坊日线，收盘高于20日均线买入，跌破卖出。", "加个过滤：比特币也要在50日均线上").strategy
    assert found.universe == ("ETH/USDT",)
    assert found.rules[0].when.endswith('of("BTC/USDT", close) > of("BTC/USDT", sma(close, 50))')
