# ruff: noqa: E501 - one message a line
"""Entries and exits of one asset as people say them: each message gives exactly these conditions."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("message", "conditions"),
    [
        ("ETH: enter when the close is above the cloud and the conversion line crosses above the base line. Exit under the base line.", ["close > max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b) and crosses_above(ichimoku(9, 26, 52).conversion, ichimoku(9, 26, 52).base)", "close < ichimoku(9, 26, 52).base"]),
        ("SPY: buy when the close is over the 100-day SMA and the 10-day EMA crosses above the 30-day EMA. Exit under the 30-day EMA.", ["close > sma(close, 100) and crosses_above(ema(close, 10), ema(close, 30))", "close < ema(close, 30)"]),
        ("SPY: buy when the 10-day EMA crosses above the 30-day EMA. Exit under the 30-day EMA.", ["crosses_above(ema(close, 10), ema(close, 30))", "ema(close, 10) < ema(close, 30)"]),
        ("AAPL: buy when RSI(14) crosses above 30, sell when it falls below 70.", ["crosses_above(rsi(close, 14), 30)", "crosses_below(rsi(close, 14), 70)"]),
        ("AAPL: buy when RSI(14) falls below 30, sell when it falls below 50.", ["crosses_below(rsi(close, 14), 30)", "crosses_below(rsi(close, 14), 50)"]),
        ("AAPL: buy when RSI(14) rises above 55, sell when it drops below 45.", ["crosses_above(rsi(close, 14), 55)", "rsi(close, 14) < 45"]),
        ("WMT: channel = 30-day EMA plus/minus 1.5 times the ATR. Buy a close above the upper channel, sell a close below the EMA.", ["close > ema(close, 30) + 1.5 * atr(14)", "close < ema(close, 30)"]),
        ("BTC: Supertrend, 14 periods and a multiplier of 2. Long on the flip up, flat on the flip down.", ["crosses_above(supertrend(14, 2).direction, 0)", "crosses_below(supertrend(14, 2).direction, 0)"]),
        ("BTC: Supertrend (period 14, multiplier 2). Buy a flip to green, sell a flip to red.", ["crosses_above(supertrend(14, 2).direction, 0)", "crosses_below(supertrend(14, 2).direction, 0)"]),
        ("BTC: supertrend 7 / 2.5: long when green, out when red.", ["supertrend(7, 2.5).direction > 0", "supertrend(7, 2.5).direction < 0"]),
        ("SPY: the MACD, 8/21/5. Buy on the turn bullish and sell on the turn bearish.", ["crosses_above(macd(close, 8, 21, 5).macd, macd(close, 8, 21, 5).signal)", "crosses_below(macd(close, 8, 21, 5).macd, macd(close, 8, 21, 5).signal)"]),
        ("JPM. SMA(10) over SMA(40) cross = buy, under = sell.", ["crosses_above(sma(close, 10), sma(close, 40))", "sma(close, 10) < sma(close, 40)"]),
        ("ETH: TEMA 9 x TEMA 30 upward = entry; downward = exit.", ["crosses_above(tema(close, 9), tema(close, 30))", "crosses_below(tema(close, 9), tema(close, 30))"]),
        ("GOOG: buy when the 9-day EMA crosses above the 21-day EMA; sell when RSI(14) goes over 75 or the cross back down.", ["crosses_above(ema(close, 9), ema(close, 21))", "rsi(close, 14) > 75 or crosses_below(ema(close, 9), ema(close, 21))"]),
        ("XOM: buy after 2 inside bars in a row when the close breaks above the prior high. Sell on a close below the 10-day SMA.", ["all(inside_bar(), 2) and close > high[1]", "close < sma(close, 10)"]),
        ("PEP: buy when the 10-day return is the most negative in 6 months. Sell when it is positive.", ["roc(close, 10) <= lowest(roc(close, 10), 126)", "roc(close, 10) > 0"]),
        ("JNJ: long when the close is above the 50-day SMA when the one before closed at or below. Exit on a close below the SMA.", ["close > sma(close, 50) and (close <= sma(close, 50))[1]", "close < sma(close, 50)"]),
        ("JNJ: long when a close is above the 50-day SMA and the one before it below. Exit on a close below the SMA.", ["close > sma(close, 50) and (close < sma(close, 50))[1]", "close < sma(close, 50)"]),
        ("AAPL: A = EMA(12), B = EMA(26). Buy when A crosses above B. Sell when A crosses below B.", ["crosses_above(ema(close, 12), ema(close, 26))", "crosses_below(ema(close, 12), ema(close, 26))"]),
        ("MSFT: trend = SMA(200), trigger = RSI(2). Enter if close > trend and trigger < 10. Exit if trigger > 60.", ["close > sma(close, 200) and rsi(close, 2) < 10", "rsi(close, 2) > 60"]),
        ("BA: where x is the 20-day SMA and y is the 50-day SMA, buy when x crosses above y and sell when x crosses below y.", ["crosses_above(sma(close, 20), sma(close, 50))", "crosses_below(sma(close, 20), sma(close, 50))"]),
        ("PG: Hull moving average with 16 bars and one with 49 bars: be long while the short one is above the long one, otherwise in cash.", ["hma(close, 16) > hma(close, 49)", "hma(close, 16) <= hma(close, 49)"]),
        ("Amazon: RSI of 9 days. Get in on the way back up through 35. Get out on the way back down through 65.", ["crosses_above(rsi(close, 9), 35)", "crosses_below(rsi(close, 9), 65)"]),
        ("PEP: buy when stochastic K(9,3,3) is below 25 and crosses its D line upward; exit when it crosses its D line downward while above 75.", ["stoch(9, 3, 3).k < 25 and crosses_above(stoch(9, 3, 3).k, stoch(9, 3, 3).d)", "crosses_below(stoch(9, 3, 3).k, stoch(9, 3, 3).d) and stoch(9, 3, 3).k > 75"]),
        ("Facebook: commodity channel index, 30 days. Bought at a reading beyond +120, sold when the reading is negative.", ["cci(30) > 120", "cci(30) < 0"]),
        ("AAPL: price closing above the cloud while tenkan is above kijun opens a long. Price closing inside or under the cloud closes it.", ["close > max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b) and ichimoku(9, 26, 52).conversion > ichimoku(9, 26, 52).base", "close <= max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b)"]),
        ("JPM: buy when the Bollinger bands (20,2) are inside the Keltner channels (20, 1.5, 20). Sell when the close is under the 20-day SMA.", ["bbands(close, 20, 2).upper < ema(close, 20) + 1.5 * atr(20) and bbands(close, 20, 2).lower > ema(close, 20) - 1.5 * atr(20)", "close < sma(close, 20)"]),
        ("Pepsi: buy when the 10-day standard deviation of returns is under 1%. Exit when that standard deviation is over 2%.", ["stddev(roc(close, 1), 10) < 1", "stddev(roc(close, 1), 10) > 2"]),
        ("SPY: stay invested except while the 50-day SMA is below the 200-day SMA.", ["sma(close, 50) >= sma(close, 200)", "sma(close, 50) < sma(close, 200)"]),
        ("Facebook: entry is a new 60-day high in the close. Exit is a new 20-day low in the close.", ["close > highest(close, 60)[1]", "close < lowest(close, 20)[1]"]),
        ("BA: buy when the regression slope over 30 days is positive. It is unwound once the slope becomes negative.", ["linearreg_slope(close, 30) > 0", "linearreg_slope(close, 30) < 0"]),
        ("AAPL: buy above the 50-day SMA. Hold it until the close is below the 100-day SMA.", ["close > sma(close, 50)", "close < sma(close, 100)"]),
        ("AAPL: stay out until the close is above the 50-day SMA. Exit when it closes below the 100-day SMA.", ["close > sma(close, 50)", "close < sma(close, 100)"]),
        ("JNJ: as soon as the fast average (EMA, 13 days) climbs over the slow average (EMA, 48 days), buy; as soon as it slides back under, sell.", ["crosses_above(ema(close, 13), ema(close, 48))", "crosses_below(ema(close, 13), ema(close, 48))"]),
        ("KO: buy when the MACD histogram is negative and higher than yesterday, while yesterday was lower than the day before. Exit when the histogram is positive.", ["macd(close, 12, 26, 9).histogram < 0 and macd(close, 12, 26, 9).histogram > macd(close, 12, 26, 9).histogram[1] and macd(close, 12, 26, 9).histogram[1] < macd(close, 12, 26, 9).histogram[2]", "macd(close, 12, 26, 9).histogram > 0"]),
        ("FB: if CCI(14) was below -100 at any time during the last 3 days and today is above -100, get in. Get out when CCI(14) is greater than +100.", ["any(cci(14) < -100, 3) and cci(14) > -100", "cci(14) > 100"]),
        ("MSFT: close above kijun-sen (30) and tenkan above kijun, buy. Close below kijun-sen, sell.", ["close > ichimoku(9, 30, 52).base and ichimoku(9, 30, 52).conversion > ichimoku(9, 30, 52).base", "close < ichimoku(9, 30, 52).base"]),
        ("XOM: buy when RSI(2) is below 5. Sell when the high reaches the middle Bollinger band.", ["rsi(close, 2) < 5", "high >= bbands(close, 20, 2).middle"]),
        ("BTC: bandwidth of the Bollinger bands (20,2) at its lowest in 120 bars, then buy. Sell when close < lower band.", ["bandwidth(close, 20, 2) <= lowest(bandwidth(close, 20, 2), 120)", "close < bbands(close, 20, 2).lower"]),
        ("PEP: buy when the 20-day annualized volatility is below its own 100-day average. Sell on a 20-day closing low.", ["historical_volatility(close, 20) < sma(historical_volatility(close, 20), 100)", "close < lowest(close, 20)[1]"]),
        ("GOOG OBV > EMA(OBV, 30) and close > EMA(close, 30): long. OBV < EMA(OBV, 30): exit.", ["obv() > ema(obv(), 30) and close > ema(close, 30)", "obv() < ema(obv(), 30)"]),
        ("XOM: enter if at least 2 of these are true: close > SMA(20), close > SMA(50), RSI(14) > 50. Exit if 1 or fewer are true.", ["count_true(close > sma(close, 20), close > sma(close, 50), rsi(close, 14) > 50) >= 2", "count_true(close > sma(close, 20), close > sma(close, 50), rsi(close, 14) > 50) <= 1"]),
        ("MSFT: buy if close is over SMA(100) and not more than 3 percent over it; sell if close is under SMA(100).", ["close > sma(close, 100) and close <= 1.03 * sma(close, 100)", "close < sma(close, 100)"]),
        ("Tencent 0700.HK — 25-period TRIX above its 9-period signal line: buy. Below: flat.", ["trix(close, 25) > ema(trix(close, 25), 9)", "trix(close, 25) < ema(trix(close, 25), 9)"]),
        ("IBM, 30-day EMA: long if the close is above and the EMA is rising compared with the day before, out if the close is below.", ["close > ema(close, 30) and rising(ema(close, 30), 1)", "close < ema(close, 30)"]),
        ("PG: RSI 14 below 35 or above 70 -> sell. RSI between 40 and 60 -> buy.", ["rsi(close, 14) < 35 or rsi(close, 14) > 70", "rsi(close, 14) >= 40 and rsi(close, 14) <= 60"]),
        ("AAPL with me being new to this: I'd like to get in after the price has stayed above its 20 day average for five days straight and get out the first day it ends below it.", ['all(close > sma(close, 20), 5)', 'close < sma(close, 20)']),
        ("AMZN: highest close in 3 weeks and RSI(14) < 75 -> in. Lowest close in 2 weeks -> out.", ["close >= highest(close, 15) and rsi(close, 14) < 75", "close <= lowest(close, 10)"]),
        ("FB: buy when today's close is above the highest of the last four closes before today; sell when it is below the lowest of the last four closes before today.", ['close > highest(close, 4)[1]', 'close < lowest(close, 4)[1]']),
        ("BA: mean of high and low ((H+L)/2) above its 10-day SMA -> buy; below -> sell.", ["(high + low) / 2 > sma((high + low) / 2, 10)", "(high + low) / 2 < sma((high + low) / 2, 10)"]),
        ("AAPL volume drops below 60% of the 50-day average volume: buy. Sell when volume exceeds 150% of that average.", ["crosses_below(volume, 0.6 * sma(volume, 50))", "volume > 1.5 * sma(volume, 50)"]),
        ("BTC 4h PSAR (0.02, 0.2): buy when the dots move under the candles, sell when they move above price.", ["crosses_below(sar(0.02, 0.2), close)", "sar(0.02, 0.2) > close"]),
        ("Buy AAPL when its 21-period RSI is over 52 having finished the previous one at 52 or less; sell on the first session it finishes under 48.", ["rsi(close, 21) > 52 and rsi(close, 21)[1] <= 52", "rsi(close, 21) < 48"]),
        ("For IBM: long if the 18-day WMA is greater than the 54-day WMA, else none.", ["wma(close, 18) > wma(close, 54)", "wma(close, 18) <= wma(close, 54)"]),
        ("BA: entry when 2 out of 3 agree: RSI(14) > 50; close > EMA(50); ADX(14) > 20. Exit when close < EMA(50).", ["count_true(rsi(close, 14) > 50, close > ema(close, 50), adx(14) > 20) >= 2", "close < ema(close, 50)"]),
        ("IBM: short = 10-day EMA, long = 40-day EMA; buy when short crosses above long, sell when short crosses below long.", ["crosses_above(ema(close, 10), ema(close, 40))", "crosses_below(ema(close, 10), ema(close, 40))"]),
        ("MSFT daily, I use two EMAs: 11 and 37. The crossing of the first above the second gets me in and the reverse crossing gets me out.", ["crosses_above(ema(close, 11), ema(close, 37))", "crosses_below(ema(close, 11), ema(close, 37))"]),
        ("PEP. CCI (40) leaves the zone under -100: buy. CCI leaves the zone over +100: sell.", ["crosses_above(cci(40), -100)", "crosses_below(cci(40), 100)"]),
        ("OBV of Coca-Cola is over its 10-day SMA and its 10-day SMA is over its 40-day SMA: long. OBV under its 40-day SMA: out.", ["obv() > sma(obv(), 10) and sma(obv(), 10) > sma(obv(), 40)", "obv() < sma(obv(), 40)"]),
        ("PG: buy whenever at least one of RSI(14) < 30 and stochastic %K(14,3,3) < 15 is true. Sell whenever both RSI(14) > 55 and %K > 80 are true.", ["rsi(close, 14) < 30 or stoch(14, 3, 3).k < 15", "rsi(close, 14) > 55 and stoch(14, 3, 3).k > 80"]),
        ("KO: the 3-day RSI averaged over 3 days is below 20 -> buy, above 70 -> sell.", ["sma(rsi(close, 3), 3) < 20", "sma(rsi(close, 3), 3) > 70"]),
        ("BA: buy if the 5-day SMA crossed above the 20-day SMA yesterday and today's close is above yesterday's close; sell when the 5-day SMA is below the 20-day SMA.", ['crosses_above(sma(close, 5), sma(close, 20))[1] and close > close[1]', 'sma(close, 5) < sma(close, 20)']),
        ("ETH: go long if price stays above the 20 EMA for the third day in a row, get out on the second close in a row under it.", ["all(close > ema(close, 20), 3)", "all(close < ema(close, 20), 2)"]),
        ("MSFT: the entry is a close that is higher than the 9 EMA; the exit is a close lower than the 9 EMA.", ["close > ema(close, 9)", "close < ema(close, 9)"]),
        ("AAPL: buy when the 8-day EMA crosses above the 34-day EMA; dispose of it as it moves from above to below.", ["crosses_above(ema(close, 8), ema(close, 34))", "crosses_below(ema(close, 8), ema(close, 34))"]),
    ],
)  # fmt: skip
def test_a_signal_gives_exactly_these_conditions(
    rules: Callable[[str], list[str]], message: str, conditions: list[str]
) -> None:
    assert rules(message) == conditions


@pytest.mark.parametrize(
    "message",
    [
        "PEP: buy when the one-day loss is the largest in 3 months. Sell after 10 days.",
        "AMZN: buy when ADX(14) is over 30 with +DI on top. Sell once ADX drops under 25.",
        "JPM: buy when exactly two of these hold: close > SMA(20), close > SMA(50), close > SMA(100). Sell when none of them hold.",
        "WMT: enter when the EMA(13) slope is positive and the MACD histogram is rising. Exit: both slopes negative.",
    ],
)
def test_a_part_of_a_condition_that_is_not_read_is_asked_about(read, message: str) -> None:
    found = read(message)

    assert found.kind == "question"
    assert found.strategy is None
