# ruff: noqa: E501 - one message a line
"""Loose words and exact ones: each pair gives the same document."""

import pytest

LOOSE_AND_EXACT = [
    ("ICBC: buy after it closes below its 10-day SMA by more than 4%, sell when it gets back to it.", "ICBC: buy when the close is more than 4% below its 10-day SMA, sell when the close is at or above the 10-day SMA."),
    ("JPM: buy when it closes 3% above its 50-day SMA, sell when it drops back under it.", "JPM: buy when the close is more than 3% above its 50-day SMA, sell when the close is below the 50-day SMA."),
    ("Facebook: MACD(8,17,9). Go long on the bullish crossover of MACD and signal, out on the bearish crossover.", "Facebook: buy when MACD(8,17,9) crosses above its signal line, sell when MACD(8,17,9) crosses below its signal line."),
    ("GE: long at the crossover of the 10-day EMA and the 30-day EMA to the upside, out at the crossover to the downside.", "GE: buy when the 10-day EMA crosses above the 30-day EMA, sell when the 10-day EMA crosses below the 30-day EMA."),
    ("IBM: buy when ATR(14)/close goes above 3.5 percent, sell when ATR(14)/close drops below 2%.", "IBM: buy when ATR(14)/close crosses above 0.035, sell when ATR(14)/close is below 0.02."),
    ("IBM: buy when the ratio of ATR(14) to close is over 3%, sell when it is under 2%.", "IBM: buy when ATR(14)/close > 0.03, sell when ATR(14)/close < 0.02."),
    ("Apple: buy when RSI(14) is below 30. Sell when it turns above 70... no wait, sell when it is above 60.", "Apple: buy when RSI(14) is below 30, sell when RSI(14) is above 60."),
    ("Apple: buy when RSI(14) is below 30, sorry, below 35. Sell above 60.", "Apple: buy when RSI(14) is below 35, sell when RSI(14) is above 60."),
    ("Apple: buy when RSI(14) is below 30, I mean 35. Sell above 60. Stop 5%, or rather 6%.", "Apple: buy when RSI(14) is below 35, sell when RSI(14) is above 60. Stop 6%."),
    ("Apple: buy a close above the 20-day, wait, 30-day SMA, sell a close below it. 5% stop, sorry 4% stop.", "Apple: buy when the close is above the 30-day SMA, sell when the close is below the 30-day SMA. 4% stop."),
    ("Netflix weekly: MACD with 8, 21, 5 settings. Buy the bullish crossover, sell the bearish crossover.", "NFLX weekly chart: buy when MACD(8,21,5) crosses above its signal line, sell when it crosses below."),
    ("IBM daily, MACD with parameters 5, 35 and 5: buy the cross up, sell the cross down.", "IBM: buy when MACD(5,35,5) crosses above its signal line, sell when it crosses below."),
    ("Williams %R on JPM (10): buy under -90, sell over -20.", "JPM: buy when Williams %R(10) is below -90, sell when it is above -20."),
    ("XOM: whenever the 14-day MFI is under 20 I want in, whenever it's over 80 I want out.", "XOM: buy when MFI(14) is below 20, sell when MFI(14) is above 80."),
    ("GLD: long when Aroon up (25) crosses above Aroon down, out when Aroon down is back on top.", "GLD: buy when Aroon up (25) crosses above Aroon down (25), sell when Aroon down (25) is above Aroon up (25)."),
    ("ETH 1h. Triple EMA stack: 10 above 20 above 50 = long. When the 10 loses the 20, flat.", "ETH 1h: buy when EMA(10) is above EMA(20) and EMA(20) is above EMA(50), sell when EMA(10) is below EMA(20)."),
    ("NVDA: buy if it gained more than 15% in the last 3 months, sell if it gained less than 0 over the last 3 months.", "NVDA: buy when the 63-day return is above 15%, sell when the 63-day return is below 0%."),
    ("AMD: long when MACD crosses up, short when MACD crosses down. Exit on the opposite MACD cross.", "AMD: long when MACD crosses up, short when MACD crosses down. Exit on the opposite cross."),
    ("Golden cross / death cross on QQQ: be long while the 50 SMA is above the 200 SMA, in cash otherwise.", "QQQ: be long while the 50 SMA is above the 200 SMA, in cash otherwise."),
    ("SMA crossover on Google with fast 10 and slow 50. Buy cross up, sell cross down.", "Google: buy when the 10-day SMA crosses above the 50-day SMA, sell when it crosses below."),
    ("What if I bought Apple every time it dropped 5% in one day and held for 10 days?", "Apple: buy when it falls more than 5% in one day, hold for 10 days."),
    ("BTC: if it falls 8% within 3 days, I buy, and sell after a 5% bounce.", "BTC: buy when the 3-day return is below -8%, take profit 5%."),
    ("ADBE: buy when MACD is above its signal on the weekly and RSI(14) crosses above 40. Sell when RSI(14) > 70.", "ADBE: buy when weekly MACD is above the weekly MACD signal and RSI(14) crosses above 40. Sell when RSI(14) > 70."),
    ("Ford: buy when RSI(14) < 30. Stop 2 ATR. When up 2R trail by 1.5 ATR. No fixed target.", "Ford: buy when RSI(14) < 30. Stop 2 ATR. Trailing stop 1.5 ATR once it is up 2R."),
    ("Google: buy a 20-day breakout (close), exit after 10 days.", "Google: buy when the close is above the highest close of the previous 20 days, exit after 10 days."),
    ("Buy 100 shares of Target when RSI(14) < 30, sell above 60.", "TGT: buy 100 shares when RSI(14) < 30, sell when RSI(14) is above 60."),
    ("Pfizer: a system where I buy once the 20-day SMA has turned up, and I sell once it has turned down.", "Pfizer: buy once the 20-day SMA has turned up, sell once the 20-day SMA has turned down."),
    ("QCOM: go long as CCI(14) breaks +100 upward, stay until it slips under 0.", "QCOM: buy when CCI(14) crosses above 100, sell when CCI(14) is below 0."),
    ("PPO(12,26,9) on Disney: line over signal in, line under signal out.", "Disney: buy when PPO(12,26,9) is above its signal line, sell when PPO(12,26,9) is below its signal line."),
    ("UNH: linear regression slope (20) turns positive -> buy, negative -> sell.", "UNH: buy when the linear regression slope (20) turns positive, sell when the linear regression slope (20) is negative."),
    ("CAT: when RSI(14) < 40 buy tomorrow above today's high with a stop order, valid one day, exit after 5 days.", "CAT: when RSI(14) < 40 buy stop at today's high valid for one day, exit after 5 days."),
    ("NVDA opens 4%+ higher than the prior close: buy at the open, sell at the close.", "NVDA opens at least 4% higher than the prior close: buy at the open, sell at the close."),
    ("BTC falls three days in a row by a total of more than 10% -> buy, hold a week.", "BTC: buy when it closes lower three days in a row and the 3-day return is below -10%, hold a week."),
    ("JNJ: buy unless RSI(14) > 60 when the close is below the lower Bollinger band. Exit after 5 days.", "JNJ: buy when the close is below the lower Bollinger band and RSI(14) <= 60. Exit after 5 days."),
    ("Short Tesla on lower highs? Nah just short it when the 20 SMA crosses under the 50 SMA, cover on the opposite.", "Short Tesla when the 20 SMA crosses under the 50 SMA, cover on the opposite."),
    ("QQQ 5min: 9:45 to 11:00 only. Buy when 9 EMA crosses above 20 EMA, exit on the cross back.", "QQQ 5min: buy when 9 EMA crosses above 20 EMA, exit on the cross back. Only take entries between 9:45 and 11:00."),
    ("QQQ 5min, entries 9:45-11:00. Buy when 9 EMA crosses above 20 EMA, exit on the cross back.", "QQQ 5min: buy when 9 EMA crosses above 20 EMA, exit on the cross back. Only take entries between 9:45 and 11:00."),
    ("Only buy on Tuesdays: Apple, if Monday was red. Sell after 3 days.", "Apple: buy on Tuesdays if Monday closed lower. Sell after 3 days."),
    ("AMD: buy when the 14-week RSI is under 40, sell when it's over 65.", "AMD: buy when weekly RSI(14) is under 40, sell when weekly RSI(14) is over 65."),
    ("IBM: buy when 3 of the last 5 days were down days or RSI(5) is under 20; and the close is over the 100-day SMA. Exit after 3 days.", "IBM: buy when the close is above the 100-day SMA and either it closed lower on at least 3 of the last 5 days or RSI(5) is under 20. Exit after 3 days."),
    ("GDX: buy when RSI(14) makes a 20-day low, exit when it's back to 50.", "GDX: buy when RSI(14) is at its lowest in 20 days, exit when RSI(14) is at 50 or above."),
    ("AVAX 1h: buy when the close crosses above VWMA(20). SL = swing low of last 10 bars.  TP = 2R.", "AVAX 1h: buy when the close crosses above VWMA(20). Stop at the low of the last 10 bars. Target 2R."),
    ("Intel: buy when RSI(14) goes below 30 then back above. Exit when RSI hits 60.", "Intel: buy when RSI(14) crosses above 30. Exit when RSI(14) hits 60."),
    ("MMM: long whenever the close is in the top 10% of its 50-day range, flat whenever it's in the bottom half.", "MMM: long when the close is in the top 10% of its 50-day range, exit when the close is in the bottom 50% of its 50-day range."),
    ("MCD: buy a bullish engulfing at the lower Bollinger band. Sell after 5 days.", "MCD: buy on a bullish engulfing if the low is at or below the lower Bollinger band. Sell after 5 days."),
    ("INTC: buy when RSI(14) < 40, sell when RSI(14) > 60; don't hold through more than 20 days.", "INTC: buy when RSI(14) < 40, sell when RSI(14) > 60. Hold for at most 20 days."),
    ("Short IWM when it rallies to its 50-day SMA from below. Cover after 5 days.", "Short IWM when the high is at or above the 50-day SMA. Cover after 5 days."),
    ("XOM long at the 50-day SMA cross from below. Trail 10%.", "XOM: buy when the close crosses above the 50-day SMA. Trail 10%."),
    ("JPM long on RSI(4) < 20, first target 3% for half, second target 6%, stop 4%, after the first target move the stop to breakeven.", "JPM: buy when RSI(4) < 20. Stop 4%. Sell half at +3%, the other half at +6%. Once the first target is hit move the stop to breakeven."),
    ("QQQ: buy when it closes above the 10-day high, trail 2 ATR. Re-enter only after 5 days.", "QQQ: buy when it closes above the 10-day high, trail 2 ATR. Cooldown of 5 days."),
    ("WMT 200 shares on each golden cross (20/100), all sold on the death cross (20/100).", "WMT: buy 200 shares when the 20-day SMA crosses above the 100-day SMA, sell when the 20-day SMA crosses below the 100-day SMA."),
    ("Volatility target 12%: SPY when above its 10-month average.", "Volatility target 12%: hold SPY while above its 10-month average."),
    ("FB: up 3 days in a row - buy; sell after 2 down days in a row.", "FB: buy after 3 up days in a row, sell after 2 down days in a row."),
    ("GLD: 40-day high go long, 40-day low go short.", "GLD: go long on a new 40-day high, go short on a new 40-day low."),
    ("Vortex indicator 21, Cisco: VI+ crosses above VI- buy, VI- crosses above VI+ sell.", "Cisco: buy when vortex plus (21) crosses above vortex minus (21), sell when vortex minus (21) crosses above vortex plus (21)."),
    ("Home Depot: Hull moving average of 55 turning up gets me in, turning down gets me out.", "Home Depot: buy when the 55-day Hull moving average turns up, sell when it turns down."),
    ("AMZN: RSI(14) under 30 at any time within the last 5 days and now closing above the 10 EMA -> buy. Sell when RSI(14) > 65.", "AMZN: buy when RSI(14) was below 30 within the last 5 days and the close is above the 10 EMA. Sell when RSI(14) > 65."),
    ("BTC: Supertrend up means long, down means flat.", "BTC: long when the Supertrend is bullish, flat when the Supertrend is bearish."),
    ("COST: buy the 50-day closing-high breakout, exit after 10 days.", "COST: buy when the close is above the highest close of the previous 50 days, exit after 10 days."),
    ("Take off 50% of the PG trade at +5% and let the rest trail by 4%; entry on a close above the 30-day high.", "PG: buy when the close is above the 30-day high. Sell half at +5%. Trailing stop 4%."),
    ("QQQ... no wait, make that DIA. Long over the 40-day SMA, out under it.", "DIA: long over the 40-day SMA, out under it."),
    ("Hey! I was thinking, maybe Nike? Whenever it falls more than 6 percent below its 20-day average you buy it, and when it gets back to the average you get rid of it.", "Nike: buy when the close is more than 6% below its 20-day average, sell when the close is at or above the 20-day average."),
    ("XOM: if the close is above yesterday's close and volume rose both days, buy; hold 5 days.", "XOM: buy when the close is above yesterday's close and volume is rising for 2 days; hold 5 days."),
    ("MRK: buy if it drops at least 3% on the day but closes off the lows (in the upper half of its range). Sell after 10 days.", "MRK: buy if it drops at least 3% on the day and closes in the upper half of its range. Sell after 10 days."),
    ("BTC: when ADX(14) is under 20 use mean reversion: buy RSI(14) < 30, sell RSI(14) > 60.", "BTC: buy when ADX(14) is under 20 and RSI(14) < 30, sell RSI(14) > 60."),
    ("VZ: a golden cross and the price at least 1% above the 50. Leave on a death cross.", "VZ: buy when the 50-day SMA crosses above the 200-day SMA and the close is at least 1% above the 50-day SMA. Sell when the 50-day SMA crosses below the 200-day SMA."),
    ("Tesla: when the 9 SMA is over the 21 SMA and the 21 over the 55 I want to be long, when the 9 goes under the 21 I'm out.", "Tesla: be long when SMA(9) is above SMA(21) and SMA(21) is above SMA(55), exit when SMA(9) is below SMA(21)."),
    ("Intel: buy when CCI(10) crosses above -150. Exit when the CCI rolls over below 150.", "Intel: buy when CCI(10) crosses above -150. Exit when CCI(10) crosses down through 150."),
    ("XLK: 55-day closing high in, 20-day closing low out.", "XLK: buy when the close is above the highest close of the previous 55 days, sell when the close is below the lowest close of the previous 20 days."),
    ("KO: only hold it when things are quiet: ATR(10) under 1.2% of the close. Get out if ATR(10) is above 1.8% of the close.", "KO: buy when ATR(10) is under 1.2% of the close. Get out if ATR(10) is above 1.8% of the close."),
    ("S&P 500: own it October through May, cash June through September.", "S&P 500: own it from October to May, cash from June to September."),
    ("AMD: channel of the 30-day EMA plus/minus 1.5 times the 14-day ATR. Close above the top: buy. Close below the EMA: sell.", "AMD: channel around the 30-day EMA, 1.5 times the 14-day ATR above and below it. Buy when the close is above the top of the channel, sell when the close is below the 30-day EMA."),
    ("SPY: if Monday closes below Friday's close, buy Tuesday's open; sell after 3 days.", "SPY: buy on Tuesday at the open if Monday closed lower; sell after 3 days."),
]  # fmt: skip


@pytest.mark.parametrize(("loose", "exact"), LOOSE_AND_EXACT)
def test_loose_words_give_the_document_of_the_exact_ones(read, sense, loose: str, exact: str) -> None:
    one, two = read(loose), read(exact)
    assert one.strategy is not None, one.explanation
    assert two.strategy is not None, two.explanation
    assert sense(one.strategy) == sense(two.strategy)


def test_two_currencies_with_a_stroke_are_one_market(read) -> None:
    found = read("EUR/USD 1h: long when RSI(14) crosses above 30, exit when RSI(14) is above 60.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.universe == ("EUR/USD",)


@pytest.mark.parametrize("numbers", ["(14,14,3,3)", "(3,3,14,14)"])
def test_the_four_numbers_of_a_stochastic_rsi_smooth_its_lines(read, numbers: str) -> None:
    found = read(f"AMD, stochastic RSI {numbers}: buy when %K crosses above %D, sell when %K crosses below %D.")

    assert found.strategy is not None, found.explanation
    k = "sma(stochrsi(close, 14, 14, 3).k, 3)"
    assert [rule.when for rule in found.strategy.rules] == [
        f"crosses_above({k}, sma({k}, 3))",
        f"crosses_below({k}, sma({k}, 3))",
    ]


def test_a_cross_that_is_only_named_is_left_on_the_cross_back_beside_its_stop(read) -> None:
    found = read("20/50 SMA cross on Google with a 5% stop")

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == [
        "crosses_above(sma(close, 20), sma(close, 50))",
        "crosses_below(sma(close, 20), sma(close, 50))",
    ]


def test_a_number_with_an_exponent_is_one_number(read) -> None:
    found = read("Google: put $2e4 into each trade. Buy when RSI(14) is below 30, sell above 70.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.sizing.value == 20000


def test_days_that_no_week_has_are_asked_about(read) -> None:
    found = read("BTC: buy on a weekend if it is Friday, sell after 3 days.")

    assert found.strategy is None
    assert "never" in found.explanation


def test_a_stretch_from_the_end_of_a_month_reaches_into_the_next(read) -> None:
    found = read("SPY: hold from the third-to-last trading day of each month until the third trading day of the next.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.rules[0].when == "trading_days_left_in_month() <= 2 or trading_day_of_month() <= 3"


@pytest.mark.parametrize(("line", "meant"), [("%K", "k"), ("%D", "d")])
def test_the_lines_of_a_fast_stochastic_are_its_own(read, line: str, meant: str) -> None:
    found = read(f"Merck, fast stochastic (14, 3): buy when {line} is below 15, sell when {line} is above 85.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.rules[0].when == f"stochf(14, 3).{meant} < 15"


def test_levels_that_sell_whatever_is_bought_are_asked_about(read) -> None:
    found = read("GOOG: buy if RSI(14) > 50, sell if RSI(14) > 40.")

    assert found.strategy is None
    assert "contradict" in found.explanation
