# ruff: noqa: E501 - one message a line
"""When something is true (bars of the day, days of the month, days after) and against which market it is measured."""

import pytest

KO_PEP = 'close / of("PEP", close)'
GREEN_FIRST = "first_in_session(close) > day_open()"


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        ("SPY hourly: buy the bar at 12:30 if the first bar of the day closed up, exit with the last bar.", [f'time_of_day() == clock("12:30") and {GREEN_FIRST}']),
        ("SPY 1h: if the first hour was up, buy at 15:30, flat by the close.", [f'{GREEN_FIRST} and time_of_day() == clock("15:30")']),
        ("SPY 1h: if the first bar of the day (9:30) closes up, buy at the open of the 11:30 bar; flat by the close.", [f'{GREEN_FIRST} and time_of_day() == clock("11:30")']),
        ("SPY 1h: long at 14:30 when the 9:30 bar was green, out at the close.", ['time_of_day() == clock("14:30") and at_time("09:30", close) > at_time("09:30", open)']),
        ("SPY 1h: buy at the bar that starts at 12:30 if the bar that starts at 9:30 closed below its open. Flat at the close.", ['time_of_day() == clock("12:30") and at_time("09:30", close) < at_time("09:30", open)']),
        ("BTC 4h: if the 00:00 candle closed green buy at 08:00 UTC, sell after 3 bars.", ['at_time("00:00", close) > at_time("00:00", open) and time_of_day() == clock("08:00")']),
        ("BTC 4h: buy at the close of the 00:00 UTC candle if it is green, sell after 3 bars.", ['time_of_day() == clock("00:00") and close > open']),
        ("SPY 1h: hour bar at 10:30 closes above the high of the hour bar at 9:30, buy. Out at the close.", ['time_of_day() == clock("10:30") and close > at_time("09:30", high)']),
        ("AAPL 1h: buy when the 10:00 bar closes above the 9:30 bar's high; out at the close.", ['time_of_day() == clock("10:00") and close > at_time("09:30", high)']),
        ("SPY hourly: buy when RSI(7) is below 25 but ignore signals in the first hour and the last hour. Flat by the close.", ["rsi(close, 7) < 25 and minutes_since_open() >= 60 and minutes_to_close() > 60"]),
        ("SPY 1h: buy when the close crosses above VWAP, not in the first or last hour. Flat by the close.", ["crosses_above(close, vwap()) and minutes_since_open() >= 60 and minutes_to_close() > 60"]),
        ("JNJ: buy on the 15th of the month (or the next trading day if the 15th is a holiday) and hold for 6 trading days.", ["day_of_month() >= 15 and day_of_month()[1] < 15"]),
        ("PG: buy on the 20th of each month, or the first trading day after it if the market is closed, sell 5 days later.", ["day_of_month() >= 20 and day_of_month()[1] < 20"]),
        ("PEP: buy on the first trading day on or after the 5th of the month, sell after 4 days.", ["day_of_month() >= 5 and (day_of_month()[1] < 5 or day_of_month()[1] > day_of_month())"]),
        ("WMT: buy on the 16th of every month and sell on the 26th", ["day_of_month() == 16", "day_of_month() == 26"]),
        ("XOM: buy when at least 7 of the last 10 days closed lower than they opened, sell after 2 days.", ["count(close < open, 10) >= 7"]),
        ("XOM: buy when 3 of the last 4 days closed below their open, sell after 2 days.", ["count(close < open, 4) >= 3"]),
        ("JNJ: the day after RSI(14) dropped below 30, if the close is higher than the day before, buy. Sell after 9 days.", ["crosses_below(rsi(close, 14), 30)[1] and close > close[1]"]),
        ("KO: buy two days after a close below the lower Bollinger band (20, 2), sell 5 days later", ["(close < bbands(close, 20, 2).lower)[1]"]),
        ("PG: three days after a bearish engulfing, buy if the close is above the 20-day SMA; hold 5 days", ["cdl_engulfing_bearish()[3] and close > sma(close, 20)"]),
        ("PG: NR7 day, buy if the next day closes above the high of the NR7 day, exit after 5 days.", ["narrowest_range(7)[1] and close > high[1]"]),
        ("Walmart: inside day followed by a close above the inside day's high -> long. Exit when a close is below the inside day's low.", ["inside_bar()[1] and close > high[1]", "close < at_entry(low[1])"]),
        ("XOM: the day after a hammer, buy if the close is above the hammer's high. Sell after 5 days.", ["cdl_hammer()[1] and close > high[1]"]),
        ("MSFT: buy if the close is in the lower quarter of the candle three days in a row, sell after 3 days", ["all((close - low) / (high - low) <= 0.25, 3)"]),
        ("BA: true range bigger than 2 times ATR(20) and a close in the top 25% of the bar: buy, sell after 3 bars", ["trange() > 2 * atr(20) and (close - low) / (high - low) >= 0.75"]),
        ("IBM: buy when the close is above last week's high; sell when it is below last week's low", ['close > on("1w", high)', 'close < on("1w", low)']),
        ("IBM: buy when last month closed above the 10-month average and RSI(2) is below 10, sell after 4 days", ['on("1mo", close) > on("1mo", sma(close, 10)) and rsi(close, 2) < 10']),
        ("KO: buy on 3 November, sell on 27 December", ["month() == 11 and day_of_month() >= 3", "month() == 12 and day_of_month() >= 27"]),
        ("SPY: buy 5 trading days before the end of December, sell after the second trading day of January.", ["month() == 12 and trading_days_left_in_month() == 5", "trading_day_of_month() == 2 and month() == 1"]),
        ("KO: buy 6 trading days before the end of the year, sell after 8 days", ["month() == 12 and trading_days_left_in_month() == 6"]),
        ("KO: long in every month except June and July, but only while price is above its 150-day SMA.", ["month() != 6 and month() != 7 and close > sma(close, 150)", "not (month() != 6 and month() != 7 and close > sma(close, 150))"]),
        ("SPY 1 hour. 10 ema over 30 ema, only bars from 11:00 ny on; exit when it flips", ['ema(close, 10) > ema(close, 30) and time_of_day() >= clock("11:00")', "ema(close, 10) < ema(close, 30)"]),
        ("SPY: long when the 10 ema crosses above the 30 ema; exit when it reverses.", ["crosses_above(ema(close, 10), ema(close, 30))", "crosses_below(ema(close, 10), ema(close, 30))"]),
        ("IBM: exactly three days after a golden cross of the 20 and 50 SMA buy, sell after 15 days", ["crosses_above(sma(close, 20), sma(close, 50))[2]"]),
        ("BA: within 4 days of a new 60-day high, buy the first close below the 5-day SMA. Sell after 6 days.", ["any(close > highest(high, 60)[1], 5) and close < sma(close, 5)"]),
        ("GOOG: buy if there was no close below the 20-day SMA in the last 15 days and today RSI(3) is below 30. Sell after 4 days.", ["all(close >= sma(close, 20), 15) and rsi(close, 3) < 30"]),
        ("JPM: buy if RSI(2) has not been above 50 in the last 6 days, sell after 3 days", ["all(rsi(close, 2) <= 50, 6)"]),
        ("BTC 4h: buy with the first candle on Saturday, sell with the last candle on Sunday.", ["is_first_bar() and weekday() == 6", "is_last_bar() and weekday() == 7"]),
        ("SPY hourly: buy when RSI(14) crosses up through 30, but only from Tuesday to Thursday. Sell after 5 bars.", ["crosses_above(rsi(close, 14), 30) and (weekday() == 2 or weekday() == 3 or weekday() == 4)"]),
        ("FB: three consecutive days each with a lower high and a lower low: buy. Sell after 6 bars.", ["all(high < high[1] and low < low[1], 3)"]),
        ("MSFT: six of the past eight closes were higher than the close before, then short; cover after 3 days.", ["count(close > close[1], 8) >= 6"]),
        ("BA gaps up more than 1% (open vs prior close) and the close is below the open. Short it next morning, cover after 2 days.", ["open > 1.01 * close[1] and close < open"]),
        ("Coca-Cola: I want to be invested in the fourth quarter only.", ["month() == 10 or month() == 11 or month() == 12", "not (month() == 10 or month() == 11 or month() == 12)"]),
        ("SPY daily: in the first half of the month buy when RSI(2) is below 10, sell after 5 days.", ["day_of_month() <= 15 and rsi(close, 2) < 10"]),
        ("SPY 1h: opening range is the first two bars of the session. Buy when a bar closes above the high of the opening range, flat by the close.", ["close > opening_range_high(120)"]),
        ("SPY 1h: opening range = high and low of the first 2 hours. Buy when a bar closes above the opening range high, flat by the close.", ["close > opening_range_high(120)"]),
        ("KO: buy on Fridays from May 22 to May 28, hold 3 days", ["weekday() == 5 and month() == 5 and day_of_month() >= 22 and day_of_month() <= 28"]),
        ("SPY: buy one day after three down days in a row, sell after 5 days.", ["falling(close, 3)"]),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_told(read, message: str, rules: list[str]) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == rules


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        ("Own KO as long as the ratio of KO to PEP is above its 100-day moving average.", [f"{KO_PEP} > sma({KO_PEP}, 100)", f"{KO_PEP} <= sma({KO_PEP}, 100)"]),
        ("KO: buy when the KO/PEP ratio crosses above its 50-day average, sell when it crosses below.", [f"crosses_above({KO_PEP}, sma({KO_PEP}, 50))", f"crosses_below({KO_PEP}, sma({KO_PEP}, 50))"]),
        ("Own KO while its price relative to PEP is above its 100-day average.", [f"{KO_PEP} > sma({KO_PEP}, 100)", f"{KO_PEP} <= sma({KO_PEP}, 100)"]),
        ("KO: buy when its relative strength line versus PEP (KO close / PEP close) is above its 50-day SMA, sell when it is below.", [f"{KO_PEP} > sma({KO_PEP}, 50)", f"{KO_PEP} < sma({KO_PEP}, 50)"]),
        ("Buy Coke when the ratio of Coke to Pepsi drops under its lower Bollinger band (20, 2). Sell when the ratio is above its 20-day average.", [f"{KO_PEP} < bbands({KO_PEP}, 20, 2).lower", f"{KO_PEP} > sma({KO_PEP}, 20)"]),
        ("Buy KO when the KO/PEP price ratio is below its 60-day average by more than 2 standard deviations, sell when the ratio is back at the average.", [f"{KO_PEP} < sma({KO_PEP}, 60) - 2 * stddev({KO_PEP}, 60)", f"{KO_PEP} >= sma({KO_PEP}, 60)"]),
        ("KO: buy when the KO/PEP ratio is below the 60-day average of the ratio; sell when the ratio is above its average again.", [f"{KO_PEP} < sma({KO_PEP}, 60)", f"{KO_PEP} > sma({KO_PEP}, 60)"]),
        ("Buy JPM when its 60-day return is more than 5 percentage points higher than SPY's 60-day return, sell when it is lower than SPY's.", ['roc(close, 60) > of("SPY", roc(close, 60)) + 5', 'roc(close, 60) < of("SPY", roc(close, 60))']),
        ("FB: buy when FB's 30-day gain is at least 4% better than SPY's 30-day gain. Sell when it drops below SPY's.", ['roc(close, 30) >= of("SPY", roc(close, 30)) + 4', 'roc(close, 30) < of("SPY", roc(close, 30))']),
        ("MSFT: when the 20-day return of MSFT beats that of SPY by more than 3 percentage points, buy; sell when it is smaller than SPY's.", ['roc(close, 20) > of("SPY", roc(close, 20)) + 3', 'roc(close, 20) < of("SPY", roc(close, 20))']),
        ("BA: buy when it has outperformed SPY by more than 5% over the last 40 days; sell when it has underperformed SPY over the last 40 days.", ['roc(close, 40) > of("SPY", roc(close, 40)) + 5', 'roc(close, 40) < of("SPY", roc(close, 40))']),
        ("AAPL: long when its 3-month return is greater than SPY's 3-month return, out when it is less.", ['roc(close, 63) > of("SPY", roc(close, 63))', 'roc(close, 63) < of("SPY", roc(close, 63))']),
        ("AMZN: Amazon's 10-day return below SPY's 10-day return by more than 4 points, buy; once the difference is positive, sell.", ['roc(close, 10) < of("SPY", roc(close, 10)) - 4', 'roc(close, 10) - of("SPY", roc(close, 10)) > 0']),
        ("GOOG: buy when RSI(14) is at least 5 points higher than yesterday, sell when RSI(14) is above 70", ["rsi(close, 14) >= rsi(close, 14)[1] + 5", "rsi(close, 14) > 70"]),
    ],
)  # fmt: skip
def test_another_market_is_measured_against(read, message: str, rules: list[str]) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == rules


def test_the_close_of_a_day_of_the_month_fills_there(read) -> None:
    found = read(
        "Microsoft: buy on the last trading day of every month at the close, sell on the third trading day of the new month at the open."
    )

    assert found.strategy is not None, found.explanation
    entry, way_out = found.strategy.rules
    assert (entry.fill, way_out.read) == ("same_close", "open")


@pytest.mark.parametrize(
    "message",
    [
        "the dollar index falls three days in a row, buy bitcoin, sell after a week",
        "If crude oil drops 3 days in a row, short XOM, cover after 5 days.",
        "Buy bitcoin when the euro is above its 50-day average, sell when below.",
        "BTC: when DXY is under its 20-day average buy, sell when DXY is over its 20-day average",
    ],
)
def test_a_market_that_is_not_carried_is_asked_about(read, message: str) -> None:
    found = read(message)
    assert found.kind == "question"
    assert "not carried" in found.explanation


def test_a_fund_may_stand_for_a_market_that_is_not_carried(read) -> None:
    found = read(
        "the dollar index falls three days in a row, buy bitcoin, sell after a week", "UUP falls three days in a row"
    )
    assert [rule.when for rule in found.strategy.rules] == ['falling(of("UUP", close), 3)']


def test_two_bars_at_once_are_a_contradiction(read) -> None:
    found = read("SPY 1h: buy when it is 10:30 and it is 12:30. Flat by the close.")
    assert found.kind == "question"


def test_the_open_of_a_bar_of_the_day_fills_there(read) -> None:
    found = read("BTC 4h: go long at the open of the 20:00 UTC candle and exit at the open of the 08:00 UTC candle.")

    assert [(rule.when, rule.read) for rule in found.strategy.rules] == [
        ('time_of_day() == clock("20:00")', "open"),
        ('time_of_day() == clock("08:00")', "open"),
    ]


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("Buy SPY the day before Thanksgiving and sell after 2 days.", "weekday() == 3 and month() == 11 and day_of_month() >= 21 and day_of_month() <= 27"),
        ("Buy AAPL the day after Labor Day, hold 3 days", "weekday() == 2 and month() == 9 and day_of_month() >= 2 and day_of_month() <= 8"),
        ("Buy AAPL on the last trading day before Memorial Day, hold 3 days", "weekday() == 5 and month() == 5 and day_of_month() >= 22 and day_of_month() <= 28"),
        ("XOM: buy in calendar week 40, sell after 20 days", "month() == 10 and day_of_month() <= 7"),
        ("Exxon in week 1 to 10 of the year: long, otherwise flat.", "month() == 1 or month() == 2 or month() == 3 and day_of_month() <= 11"),
    ],
)  # fmt: skip
def test_a_day_without_a_name_here_is_offered_by_its_dates(read, message: str, rule: str) -> None:
    asked = read(message)
    assert asked.kind == "question"
    found = read(message, asked.questions[0].options[0])
    assert found.strategy is not None, found.explanation
    assert found.strategy.rules[0].when == rule
