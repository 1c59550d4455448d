# ruff: noqa: E501 - one message a line
"""Rules told the long way round: numbered lists, changes over days, turns, asides, and questions that are a strategy."""

import pytest

ABOVE = "close > sma(close, 40)"


@pytest.mark.parametrize(
    ("message", "conditions"),
    [
        ("Nike: entry conditions: (1) CCI(20) below -100; (2) close above the 40-day SMA. Exit: CCI(20) above 50.", ["cci(20) < -100 and " + ABOVE, "cci(20) > 50"]),
        ("Nike. Buy when all of these are true:\n1. CCI(20) < -100\n2. close > SMA(40)\nSell when CCI(20) > 50.", ["cci(20) < -100 and " + ABOVE, "cci(20) > 50"]),
        ("Nike: two conditions: a) CCI(20) is below -100, b) the close is above the 40-day SMA. When both hold, buy. Sell when CCI(20) > 50.", ["cci(20) < -100 and " + ABOVE, "cci(20) > 50"]),
        ("Nike: buy when at least two of (1) CCI(20) below -100, (2) RSI(5) below 30, (3) close above the 40-day SMA are true. Sell when CCI(20) > 50.", [f"count_true(cci(20) < -100, rsi(close, 5) < 30, {ABOVE}) >= 2", "cci(20) > 50"]),
        ("Nike. Three conditions: CCI(20) below -100, RSI(5) below 30, close above the 40-day SMA. Buy when at least two of them are true, sell when none of them is.", [f"count_true(cci(20) < -100, rsi(close, 5) < 30, {ABOVE}) >= 2", f"count_true(cci(20) < -100, rsi(close, 5) < 30, {ABOVE}) == 0"]),
        ("耐克日线。买入条件：①CCI(20)小于-100；②收盘价高于40日均线。卖出条件：CCI(20)大于50。", ["cci(20) < -100 and " + ABOVE, "cci(20) > 50"]),
        ("耐克：买入条件（满足任一即可）：1）CCI(20)小于-100；2）RSI(5)小于20。卖出：CCI(20)大于50。", ["cci(20) < -100 or rsi(close, 5) < 20", "cci(20) > 50"]),
        ("Nike: buy when it has risen over the last 60 days, sell when it has fallen over the past 15 days.", ["roc(close, 60) > 0", "roc(close, 15) < 0"]),
        ("Nike: buy when RSI(5) has risen over the last 4 days. Sell when the 40-day SMA has fallen over the last 8 days.", ["rsi(close, 5) > rsi(close, 5)[4]", "sma(close, 40) < sma(close, 40)[8]"]),
        ("耐克过去60天上涨就买入，最近15天下跌就卖出", ["roc(close, 60) > 0", "roc(close, 15) < 0"]),
        ("耐克最近10天上涨超过5%就买入，60日涨幅为负就卖出", ["roc(close, 10) > 5", "roc(close, 60) < 0"]),
        ("Nike: buy when the Supertrend (ATR period 12, factor 3) flips from red to green, sell when the indicator flips from green to red.", ["crosses_above(supertrend(12, 3).direction, 0)", "crosses_below(supertrend(12, 3).direction, 0)"]),
        ("Supertrend on Nike. Settings 12 and 2. Buy when the price closes above the Supertrend, sell when the price closes below the Supertrend.", ["close > supertrend(12, 2).line", "close < supertrend(12, 2).line"]),
        ("Nike: buy when the APO goes from negative to positive. Sell when it goes from positive to negative.", ["crosses_above(apo(close, 12, 26), 0)", "crosses_below(apo(close, 12, 26), 0)"]),
        ("Nike: positive MACD histogram and close over the 40 SMA: buy. Negative MACD histogram: sell.", ["macd(close, 12, 26, 9).histogram > 0 and " + ABOVE, "macd(close, 12, 26, 9).histogram < 0"]),
        ("Nike: buy when the stock closed more than 2% down on the day. Sell when the 8-day gain has turned into a loss.", ["roc(close, 1) < -2", "roc(close, 8) < 0"]),
        ("Nike: buy when it gaps down 2% and then finishes up higher than where it opened. The trade is over when RSI(5) is above 60.", ["open <= 0.98 * close[1] and close > open", "rsi(close, 5) > 60"]),
        ("Nike: buy when the stock is closing above its 40-day average. I ride it until RSI(5) is under 40.", [ABOVE, "rsi(close, 5) < 40"]),
        ("Nike: when volume is at least triple what it has averaged over the past 30 days, buy. Sell when OBV goes below the 20-day average of it.", ["volume >= 3 * sma(volume, 30)", "obv() < sma(obv(), 20)"]),
        ("Nike: IBS = (close - low) / (high - low). Buy if IBS < 0.1, sell if IBS > 0.9.", ["(close - low) / (high - low) < 0.1", "(close - low) / (high - low) > 0.9"]),
        ("Nike: buy when the APO crosses above zero, sell when the oscillator crosses below zero.", ["crosses_above(apo(close, 12, 26), 0)", "crosses_below(apo(close, 12, 26), 0)"]),
        ("Triple fives for Nike. Lowest close in 5 days: buy. Highest close in 5 days: sell.", ["close <= lowest(close, 5)", "close >= highest(close, 5)"]),
        ("Saw this on a blog... my uncle buys Nike when RSI(5) is under 20 and sells when RSI(5) is over 60, does that make money?", ["rsi(close, 5) < 20", "rsi(close, 5) > 60"]),
        ("Nike: I'd buy if RSI(5) is under 20, but a weak trend bores me not a bit, so the ADX(14) must be over 15. Sell when RSI(5) is over 60.", ["rsi(close, 5) < 20 and adx(14) > 15", "rsi(close, 5) > 60"]),
    ],
)  # fmt: skip
def test_the_rules_are_these(rules, message: str, conditions: list[str]) -> None:
    assert rules(message) == conditions


@pytest.mark.parametrize(
    ("message", "universe"),
    [
        ("Buy Nike when RSI(5) is under 20, sell when RSI(5) is over 60. Same thing for Disney.", ["NKE", "DIS"]),
        ("Hold Nike whenever it has gained more than 4% over the last 12 days, else cash. The same rules for Disney.", ["NKE", "DIS"]),
        ("Nike, daily. I don't like to chase. Buy when RSI(5) is under 20, sell when RSI(5) is over 60.", ["NKE"]),
        ("Chase: buy when RSI(5) is under 20, sell when RSI(5) is over 60.", ["JPM"]),
    ],
)  # fmt: skip
def test_what_is_traded_is_this(read, message: str, universe: list[str]) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert list(found.strategy.universe) == universe
    assert all("of(" not in rule.when for rule in found.strategy.rules)


@pytest.mark.parametrize("held", ["keep the shares for 6 days", "keep it for 6 days", "sell after 6 days, or sooner if RSI(5) is over 70"])  # fmt: skip
def test_the_time_that_it_is_held_is_read(read, held: str) -> None:
    found = read(f"Nike: buy when RSI(5) is under 20 and {held}.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.risk.max_bars == 6
    assert len(found.strategy.rules) == 1 + ("sooner" in held)


@pytest.mark.parametrize("message", ["What is a Supertrend?", "How do I hold a position when the MACD crosses?", "什么是金叉？", "Is RSI better than MACD?"])  # fmt: skip
def test_a_question_about_a_term_is_answered(read, message: str) -> None:
    assert read(message).strategy is None


@pytest.mark.parametrize(
    ("message", "conditions"),
    [
        ("如果耐克在CCI(20)低于-100的时候走出一根十字星就买入，CCI高于50卖出", ["cci(20) < -100 and cdl_doji()", "cci(20) > 50"]),
        ("耐克在40日均线上方走出锤子线就买，CCI(20)高于50就卖", ["close > sma(close, 40) and cdl_hammer()", "cci(20) > 50"]),
        ("Nike: Supertrend(12, 3) green and RSI(5) under 30 => buy. Supertrend red => close.", ["supertrend(12, 3).direction > 0 and rsi(close, 5) < 30", "supertrend(12, 3).direction < 0"]),
        ("Nike, DMI system: +DI(9) over -DI(9) gets me long; I bail when -DI(9) crosses over +DI(9).", ["plus_di(9) > minus_di(9)", "crosses_above(minus_di(9), plus_di(9))"]),
        ("Nike: buy when RSI(5) is under 30 and the close is above the open. Sell when neither is true.", ["rsi(close, 5) < 30 and close > open", "count_true(rsi(close, 5) < 30, close > open) == 0"]),
    ],
)  # fmt: skip
def test_what_stands_around_a_condition_is_no_rule_of_its_own(rules, message: str, conditions: list[str]) -> None:
    assert rules(message) == conditions
