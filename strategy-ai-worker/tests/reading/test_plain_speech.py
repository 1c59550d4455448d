# ruff: noqa: E501 - one sentence a line
"""Turns of plain speech: what is made in a time, averaged over one, gone in any case, or said again in brackets."""

import pytest


@pytest.mark.parametrize(
    ("message", "conditions"),
    [
        ("Ford: when RSI(14) is above 75 I sell short. I buy it back when RSI(14) is under 45.", ["rsi(close, 14) > 75", "rsi(close, 14) < 45"]),
        ("ETH: buy if it closes above the highest high made in the 35 days before. Sell after 9 days.", ["close > highest(high, 35)[1]"]),
        ("KO: buy when ATR(10) is below its average of the past 80 days. Sell after 9 days.", ["atr(10) < sma(atr(10), 80)"]),
        ("QQQ 1h: buy when RSI(14) is below 35. Sell when RSI(14) is above 65, and in any case after the 15:30 bar.", ["rsi(close, 14) < 35", 'rsi(close, 14) > 65 or time_of_day() >= clock("15:30")']),
        ("PG: buy at a new 15-day closing low (lower than the closes of the 15 days before) if RSI(5) is below 20. Sell after 4 days.", ["close < lowest(close, 15)[1] and rsi(close, 5) < 20"]),
        ("QQQ 1h: no buying before 11:30. Buy when RSI(14) is below 35, sell when it is above 65.", ['rsi(close, 14) < 35 and time_of_day() >= clock("11:30")', "rsi(close, 14) > 65"]),
        ("BTC: Supertrend, ATR length 12, multiplier 2. Buy when it flips up, sell when it flips down.", ["crosses_above(supertrend(12, 2).direction, 0)", "crosses_below(supertrend(12, 2).direction, 0)"]),
        ("ETH: buy when the close is above the upper 25-day Donchian channel of the day before. Sell after 9 days.", ["close > highest(high, 25)[1]"]),
        ("WMT: buy when the 14-day Williams %R sat below -90. Sell after 9 days.", ["willr(14) < -90"]),
        ("SOL: parabolic SAR. Long when the dots jump below price, flat when they jump above price.", ["sar(0.02, 0.2) < close", "sar(0.02, 0.2) > close"]),
        ("XOM: 12 EMA crossing above the 36 EMA means I hold a long, 12 EMA crossing below the 36 EMA means I turn around and hold a short.", ["crosses_above(ema(close, 12), ema(close, 36))", "crosses_below(ema(close, 12), ema(close, 36))"]),
        ("IBM: buy if yesterday's range (high minus low) was the narrowest of the last 5 days. Sell after 9 days.", ["(high - low)[1] <= lowest((high - low)[1], 5)"]),
        ("IBM: buy when yesterday's low was the lowest of the last 12 days. Sell after 9 days.", ["(low <= lowest(low, 12))[1]"]),
        ("JPM: bollinger 30 days 1.5 stdev. Buy below the lower band, sell above the middle band.", ["close < bbands(close, 30, 1.5).lower", "close > bbands(close, 30, 1.5).middle"]),
        ("AMZN: buy when it is up over 4% versus the prior close. Sell after 9 days.", ["close > 1.04 * close[1]"]),
        ("SPY日线：过去100个交易日涨幅大于6%，并且过去15个交易日涨幅也大于1%时买入；持有9天。", ["roc(close, 100) > 6 and roc(close, 15) > 1"]),
    ],
)  # fmt: skip
def test_plain_speech_is_read(rules, message: str, conditions: list[str]) -> None:
    assert rules(message) == conditions


@pytest.mark.parametrize(
    ("words", "risk"),
    [
        ("My stop starts at 7% under my entry price. Target 12%.", {"stop_loss": {"value": 7}, "take_profit": [{"value": 12}]}),
        ("At 5% profit I take half off. At 11% profit the rest goes.", {"take_profit": [{"value": 5, "fraction": 0.5}, {"value": 11, "fraction": 0.5}]}),
        ("If the trade goes 6% against me I'm out. Target 12%.", {"stop_loss": {"value": 6}, "take_profit": [{"value": 12}]}),
        ("I lose at most 3% (stop loss). Target 12%.", {"stop_loss": {"value": 3}, "take_profit": [{"value": 12}]}),
    ],
)  # fmt: skip
def test_levels_in_plain_speech(read, words: str, risk: dict[str, object]) -> None:
    found = read(f"GOOG: buy when RSI(14) is below 30. {words}").strategy
    assert found.risk.model_dump(mode="json", exclude_defaults=True) == risk


def test_a_sentence_of_hearsay_is_no_rule(rules) -> None:
    told = "October is said to be a bad month. KO: buy when RSI(14) is below 30, sell when it is above 60."
    assert rules(told) == ["rsi(close, 14) < 30", "rsi(close, 14) > 60"]
