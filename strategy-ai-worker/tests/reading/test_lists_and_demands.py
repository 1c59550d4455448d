# ruff: noqa: E501 - one message a line
"""Lists of which one, none or all must hold, what is said of both, and words that stand between a thing and its level."""

import pytest

SELL = "Sell when RSI(2) is above 70."


@pytest.mark.parametrize(
    ("entry", "condition"),
    [
        ("when at least one of these is true: CCI(20) is below -100, or the close is below the 20-day SMA", "cci(20) < -100 or close < sma(close, 20)"),
        ("if the close is above the open and any one of the following conditions holds: RSI(5) is under 20 or volume is over its 10-day average", "close > open and (rsi(close, 5) < 20 or volume > sma(volume, 10))"),
        ("(one is enough):\n- RSI(5) < 20\n- close < 30-day low of the close\n", "rsi(close, 5) < 20 or close < lowest(close, 30)[1]"),
        ("(either one will do): a) RSI(5) < 20; b) CCI(20) < -150", "rsi(close, 5) < 20 or cci(20) < -150"),
        ("when RSI(5) crosses above 20, provided none of the following is the case: ADX(14) is over 40, or the close is below the 100-day SMA", "crosses_above(rsi(close, 5), 20) and adx(14) <= 40 and close >= sma(close, 100)"),
        ("when the 5-day return and the 40-day return are both negative", "roc(close, 5) < 0 and roc(close, 40) < 0"),
        ("when CCI(20), RSI(5) and MFI(10) are all falling", "falling(cci(20), 1) and falling(rsi(close, 5), 1) and falling(mfi(10), 1)"),
        ("when ADX(14) is above 20 and the 10-day and 40-day EMAs are both rising", "adx(14) > 20 and rising(ema(close, 10), 1) and rising(ema(close, 40), 1)"),
        ("when RSI(5) is under 20, and the close needs to be over the 150-day SMA", "rsi(close, 5) < 20 and close > sma(close, 150)"),
        ("when RSI(5) is under 20 and the ADX(10) has to be higher than 18", "rsi(close, 5) < 20 and adx(10) > 18"),
        ("when the 30-day return is worse than -12%", "roc(close, 30) < -12"),
        ("when yesterday's closing price is 2% lower than yesterday's opening price", "close[1] < 0.98 * open[1]"),
        ("when CCI(20) is the lowest it has been in 40 days", "cci(20) <= lowest(cci(20), 40)"),
        ("when the RSI(5) is at the lowest level it's been in 25 days", "rsi(close, 5) <= lowest(rsi(close, 5), 25)"),
        ("when it puts in its lowest close of the last 12 days", "close <= lowest(close, 12)"),
    ],
)  # fmt: skip
def test_an_entry_is_read_with_all_its_parts(rules, entry: str, condition: str) -> None:
    assert rules(f"MSFT: buy {entry}. {SELL}")[0] == condition


@pytest.mark.parametrize(
    ("entry", "condition"),
    [
        ("the close is above the 30-day SMA on more than 1.5 times the 40-day average volume", "close > sma(close, 30) and volume > 1.5 * sma(volume, 40)"),
        ("it closes above the 25-day high on at least twice the 40-day average volume", "close > highest(high, 25)[1] and volume >= 2 * sma(volume, 40)"),
        ("the close is below the open on less than half of the 20-day average volume", "close < open and volume < 0.5 * sma(volume, 20)"),
        ("(high - low) / close > 0.03", "(high - low) / close > 0.03"),
        ("(close - low) / (high - low) < 0.25", "(close - low) / (high - low) < 0.25"),
        ("the 15-day standard deviation is below the 90-day standard deviation", "stddev(close, 15) < stddev(close, 90)"),
        ("the 15-day standard deviation of the close is less than half of its 90-day standard deviation", "stddev(close, 15) < 0.5 * stddev(close, 90)"),
        ("yesterday's range was the narrowest of the last 5 days and today's close is over yesterday's high", "(high - low)[1] <= lowest((high - low)[1], 5) and close > high[1]"),
    ],
)  # fmt: skip
def test_a_measure_keeps_its_own_sides(rules, entry: str, condition: str) -> None:
    assert rules(f"MSFT: buy when {entry}. {SELL}")[0] == condition


def test_either_of_two_things_leaves(rules) -> None:
    found = rules("MSFT: buy when RSI(5) and MFI(10) are both below 25. Sell when either of them is above 65.")

    assert found == ["rsi(close, 5) < 25 and mfi(10) < 25", "rsi(close, 5) > 65 or mfi(10) > 65"]
