# ruff: noqa: E501 - one message a line
"""Constructs of trading English in several phrasings: each gives exactly these rules, or an honest question."""

import pytest

ABOVE_50 = ["enter_long: close > sma(close, 50)", "exit_long: close < sma(close, 50)"]
STACK = "sma(close, 10) > sma(close, 30) and sma(close, 30) > sma(close, 60)"
COUNTED = "count_true(rsi(close, 14) > 50, close > sma(close, 50), adx(14) > 20)"


@pytest.fixture(scope="module")
def rules(read):
    """Return the rules of a message as lines, with how they are read and filled where that is not usual."""

    def lines(message: str) -> list[str]:
        found = read(message)
        assert found.strategy is not None, found.explanation
        return [
            f"{rule.action.value}: {rule.when}"
            + (" [read open]" if rule.read == "open" else "")
            + (f" [{rule.fill}]" if rule.fill else "")
            for rule in found.strategy.rules
        ]

    return lines


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Apple: close above the 50-day SMA in, close below the 50-day SMA out.", ABOVE_50),
        ("AAPL - a close over the 50 day sma, in. a close under it, out", ABOVE_50),
        ("MSFT: RSI(14) under 30 in, RSI(14) over 60 out", ["enter_long: rsi(close, 14) < 30", "exit_long: rsi(close, 14) > 60"]),
        ("a 40 day closing high buys citigroup, a 20 day closing low sells it", ["enter_long: close > highest(close, 40)[1]", "exit_long: close < lowest(close, 20)[1]"]),
        ("Use a triple moving average on Disney: 10 above 30 above 60 (all simple) in, 10 below 30 out.", [f"enter_long: {STACK}", "exit_long: sma(close, 10) < sma(close, 30)"]),
        ("DIS: 10>30>60 SMAs = long, 60 day sma above the close = flat", [f"enter_long: {STACK}", "exit_long: sma(close, 60) > close"]),
        ("Short Merck at a bearish cross of the 10 and 40 day averages, cover at the bullish cross.", ["enter_short: crosses_below(sma(close, 10), sma(close, 40))", "exit_short: crosses_above(sma(close, 10), sma(close, 40))"]),
        ("nvda - buy the cross of price up thru the 100dma, sell the cross down thru the 50dma", ["enter_long: crosses_above(close, sma(close, 100))", "exit_long: crosses_below(close, sma(close, 50))"]),
        ("KO: if price closes above both its 20-day and 50-day EMAs go long; exit once it closes below either one.", ["enter_long: close > ema(close, 20) and close > ema(close, 50)", "exit_long: close < ema(close, 20) or close < ema(close, 50)"]),
        ("NKE: enter when close > 50 SMA and either ADX(14) > 20 or RSI(14) > 55; exit when close < 50 SMA.", ["enter_long: close > sma(close, 50) and (adx(14) > 20 or rsi(close, 14) > 55)", "exit_long: close < sma(close, 50)"]),
        ("NFLX: ema 10/40 cross, long and short, with 8% stops.", ["enter_long: crosses_above(ema(close, 10), ema(close, 40))", "enter_short: crosses_below(ema(close, 10), ema(close, 40))"]),
        ("Reverse on every MACD cross in USO, risk stop 6%.", ["enter_long: crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)", "enter_short: crosses_below(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)"]),
        ("Oracle: at least two of these must hold to buy: RSI(14) above 50, close above the 50-day SMA, ADX(14) above 20. Sell when fewer than two hold.", [f"enter_long: {COUNTED} >= 2", f"exit_long: {COUNTED} < 2"]),
        ("ORCL: buy when at least 2 of (RSI(14) > 50, close > SMA(50), ADX(14) > 20) are true. Exit when at most one of them is true.", [f"enter_long: {COUNTED} >= 2", f"exit_long: {COUNTED} <= 1"]),
        ("Be long BAC above the 50-day EMA only if the 50-day EMA is rising; be short below it only if it is falling.", ["enter_long: close > ema(close, 50) and rising(ema(close, 50), 1)", "enter_short: close < ema(close, 50) and falling(ema(close, 50), 1)"]),
        ("Short TSLA when its 20-day historical volatility exceeds 80 and it's below the 50 day MA; cover when volatility drops under 60.", ["enter_short: historical_volatility(close, 20) > 80 and close < sma(close, 50)", "exit_short: historical_volatility(close, 20) < 60"]),
        ("OBV of Amazon makes a new 50-day high while price does too: buy. Sell when OBV drops below its 20-day EMA.", ["enter_long: obv() > highest(obv(), 50)[1] and close > highest(close, 50)[1]", "exit_long: obv() < ema(obv(), 20)"]),
    ],
)  # fmt: skip
def test_links_and_what_stands_without_a_verb(rules, message: str, expected: list[str]) -> None:
    assert rules(message) == expected


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("Caterpillar with the MACD 8/21/5: buy when the MACD line crosses above the signal line, sell after 5 days", "crosses_above(macd(close, 8, 21, 5).macd, macd(close, 8, 21, 5).signal)"),
        ("MMM: StochRSI(14) crosses above 0.2 -> buy, hold 5 days", "crosses_above(stochrsi(close, 14, 14, 3).k, 20)"),
        ("MSFT: 55-day Donchian breakout to the upside, exit after 20 days", "close > highest(high, 55)[1]"),
        ("MSFT: 55 day Donchian channel breakout, exit after 20 days", "close > highest(high, 55)[1]"),
        ("ETHUSDT: Keltner. EMA 20, ATR 10, multiplier 1.5. Long above the upper line, flat under the EMA.", "close > ema(close, 20) + 1.5 * atr(10)"),
        ("IBM: buy on a close outside the lower 20-day, 2.5 standard deviation Bollinger Band, sell after 5 days", "close < bbands(close, 20, 2.5).lower"),
        ("HON: buy when the close exceeds the 20-day moving average by more than 1 standard deviation, sell after 5 days", "close > sma(close, 20) + 1 * stddev(close, 20)"),
        ("Buy Ford when it sinks into the lower Bollinger band (20, 2), sell after 5 days", "low <= bbands(close, 20, 2).lower"),
        ("SPY: buy when price closes above the daily pivot R1, sell after 5 days", "close > pivot().r1"),
        ("Buy SPY below the S2 pivot, sell after 5 days", "close < pivot().s2"),
        ("Visa: buy when it closes at an all-time high, sell after 20 days", 'close > ratchet_up(high, today() < date("1900-01-01"))[1]'),
        ("Visa: buy a record closing high, sell after 20 days", 'close > ratchet_up(close, today() < date("1900-01-01"))[1]'),
        ("Buy Walmart when its 14-day RSI is in the lowest 10% of the last year, sell after 5 days", "percentile_rank(rsi(close, 14), 252) <= 10"),
        ("WMT: long when the 20-day ROC is in the top quarter of its last 100 days, sell after 5 days", "percentile_rank(roc(close, 20), 100) >= 75"),
        ("XLE: buy if volume dries up to less than half its 30-day average, sell after 5 days", "volume < 0.5 * sma(volume, 30)"),
        ("Ford: when the 21-day Williams %R climbs out of the oversold zone (above -80) buy, sell after 5 days", "crosses_above(willr(21), -80)"),
        ("Buy AMD when RSI(14) leaves oversold, sell after 5 days", "crosses_above(rsi(close, 14), 30)"),
        ("Walmart supertrend 7/3 long only", "crosses_above(supertrend(7, 3).direction, 0)"),
        ("Oracle: a down gap of 2 percent or more that has not been filled by the close: buy, sell after 3 days", "open <= 0.98 * close[1] and high < close[1]"),
        ("IBM: buy once the 9-day RSI has spent two consecutive closes under 25, sell after 5 days", "all(rsi(close, 9) < 25, 2)"),
        ("MSFT Supertrend with period 14 and multiplier 2: long when bullish, flat when bearish.", "supertrend(14, 2).direction > 0"),
        ("MSFT Supertrend of length 14 with a factor of 2: long when bullish, flat when bearish.", "supertrend(14, 2).direction > 0"),
        ("S&P 500: buy on the second-to-last trading day of each month, sell after 5 days", "trading_days_left_in_month() == 1"),
        ("SPY: long in every month except September; flat in September.", "month() != 9"),
        ("SPY 1h: long when RSI(5) drops below 25 on a bar starting no later than 13:00, exit after 5 bars", 'crosses_below(rsi(close, 5), 25) and time_of_day() <= clock("13:00")'),
        ("Microsoft: buy at a MACD bullish cross, but only if the cross happens below the zero line, sell after 5 days", "crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal) and macd(close, 12, 26, 9).macd < 0"),
        ("J&J: Keltner channel with a 30-day EMA and 1.8 x ATR(14). Close below the lower band buys, close above the EMA sells.", "close < ema(close, 30) - 1.8 * atr(14)"),
        ("Bitcoin: Aroon(14). Long when Aroon Up is at 100, out when Aroon Down is at 100.", "aroon(14).up >= 100"),
        ("SPY: buy when both SPY and QQQ are above their 200-day averages, sell after 5 days", 'close > sma(close, 200) and of("QQQ", close) > of("QQQ", sma(close, 200))'),
        ("Wells Fargo: moving average envelope, 20-day SMA plus and minus 3%. Buy under the lower envelope, sell over the upper one.", "close < envelope(close, 20, 3).lower"),
        ("TLT: buy if CCI(20) has been under -100 for 2 days and today it's higher than yesterday, sell after 5 days", "all(cci(20) < -100, 2) and cci(20) > cci(20)[1]"),
        ("Boeing: average volume of the last 5 days is 1.5 times the average of the last 50 days: buy, sell after 5 days", "sma(volume, 5) > 1.5 * sma(volume, 50)"),
        ("DIS morning doji star: buy, 10 day exit.", "cdl_morning_doji_star()"),
        ("Nike: hammer at a 20 day low: buy, exit after 5 days", "cdl_hammer() and low <= lowest(low, 20)"),
        ("JNJ: either a 20-day high or a golden cross of the 20/50 SMA gets me in; sell after 5 days", "close > highest(high, 20)[1] or crosses_above(sma(close, 20), sma(close, 50))"),
        ("ETH 15m, filter: 1h EMA(50) rising. Buy RSI(14) crossing above 35. Exit after 5 bars", 'crosses_above(rsi(close, 14), 35) and rising(on("1h", ema(close, 50)), 1)'),
        ("AAPL 5m: after the first 15 minutes, buy a break of the 15 minute high; stop at the midpoint of that range; exit after 9 bars", "close > opening_range_high(15)"),
        ("FB: volume today greater than on each of the last 10 days, buy, sell after 3 days", "volume > highest(volume, 10)[1]"),
        ("KO: 5 lower closes out of the last 6: buy. Two higher closes in a row: sell.", "count(close < close[1], 6) >= 5"),
        ("XOM: a hammer or a bullish engulfing under the 20-day SMA is my buy signal. I sell after 5 trading days.", "(cdl_hammer() or cdl_engulfing_bullish()) and close < sma(close, 20)"),
        ("BA: lower wick more than twice the body: buy. Exit after 4 days.", "min(open, close) - low > 2 * abs(close - open)"),
        ("SPX daily - in when the 100 sma slopes up, out when close < 100 sma", "rising(sma(close, 100), 1)"),
        ("QQQ: own from the first trading day of October to the last trading day of January.", "month() == 10 or month() == 11 or month() == 12 or month() == 1"),
        ("PEP: long when 2 of 3: RSI(14) < 40, close < SMA(20), ADX(14) < 20. Out after 5 days.", "count_true(rsi(close, 14) < 40, close < sma(close, 20), adx(14) < 20) >= 2"),
        ("FB: buy if it closed down today and yesterday but is still above where it was 20 days ago; sell after 5 days", "falling(close, 2) and close > close[20]"),
        ("BTC 4h: daily Supertrend (10,3) bullish, 4h close crosses above 4h EMA 20: buy. Sell after 5 bars.", 'on("1d", supertrend(10, 3).direction) > 0 and crosses_above(close, ema(close, 20))'),
        ("QQQ 15m: buy when price makes a new high of the day; exit at the close.", "high >= day_high()"),
        ("IWM 5m: buy after a gap down of over 1%, exit after 5 bars", "day_open() < 0.99 * prev_session_close()"),
        ("Own XLU from the 1st of June until the end of September each year.", "month() == 6 or month() == 7 or month() == 8 or month() == 9"),
        ("LLY: monthly trend up (monthly close above 10-month SMA) and RSI(2) < 10 -> buy. Sell after 5 days.", 'on("1mo", close) > on("1mo", sma(close, 10)) and rsi(close, 2) < 10'),
    ],
)  # fmt: skip
def test_what_a_phrase_stands_for(rules, message: str, entry: str) -> None:
    assert rules(message)[0] == f"enter_long: {entry}"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Buy SPY every Monday at the open and sell on Wednesday at the open.", ["enter_long: weekday() == 1 [read open]", "exit_long: weekday() == 3 [read open]"]),
        ("IBM: buy on the first trading day of December and sell on the last.", ["enter_long: month() == 12 and trading_day_of_month() == 1", "exit_long: month() == 12 and trading_days_left_in_month() == 0"]),
        ("QQQ 5-minute bars: buy when price crosses above VWAP, close everything at 15:55.", ["enter_long: crosses_above(close, vwap())", 'exit_long: time_of_day() >= clock("15:55") [read open]']),
        ("QQQ 15 minute bars: buy when price crosses above VWAP, sell when it crosses below or at 15:50.", ["enter_long: crosses_above(close, vwap())", "exit_long: crosses_below(close, vwap())", 'exit_long: time_of_day() >= clock("15:45") [read open]']),
        ("KO weekly bars: buy when price is up 3 weeks in a row, sell after a down week.", ["enter_long: rising(close, 3)", "exit_long: close < close[1]"]),
        ("XOM: when the price closes within 1% of its 52-week high, go long. Leave when it's 8% below that high.", ["enter_long: abs(close / highest(high, 252) - 1) <= 0.01", "exit_long: close < 0.92 * highest(high, 252)"]),
        ("SPY hourly: buy at the close of the 10:00 bar if it's above today's open, sell at the close of the 15:00 bar.", ['enter_long: time_of_day() == clock("10:00") and close > day_open() [same_close]', 'exit_long: time_of_day() == clock("15:00") [same_close]']),
        ("FB stochastic 14/3/3. I'm a buyer if %K is under 20, a seller if %K is over 80.", ["enter_long: stoch(14, 3, 3).k < 20", "exit_long: stoch(14, 3, 3).k > 80"]),
        ("Oracle. Own it only while its 50-day SMA is above its 150-day SMA and the close is above the 50-day SMA. If one of the two stops being true, sell.", ["enter_long: sma(close, 50) > sma(close, 150) and close > sma(close, 50)", "exit_long: not (sma(close, 50) > sma(close, 150) and close > sma(close, 50))"]),
        ("netflix daily, dema(20) x dema(50), in on cross up out on cross down", ["enter_long: crosses_above(dema(close, 20), dema(close, 50))", "exit_long: crosses_below(dema(close, 20), dema(close, 50))"]),
        ("Merck PPO(12,26) above its 9-day EMA: long. Below: flat.", ["enter_long: ppo(close, 12, 26) > ema(ppo(close, 12, 26), 9)", "exit_long: ppo(close, 12, 26) < ema(ppo(close, 12, 26), 9)"]),
        ("Cisco: buy if the low touches the lower Bollinger band (20, 2) but the close is above it. Sell at a touch of the middle band.", ["enter_long: low <= bbands(close, 20, 2).lower and close > bbands(close, 20, 2).lower", "exit_long: close >= bbands(close, 20, 2).middle"]),
        ("Costco: when the close is in the top 10% of its 30-day range, buy. When it's in the bottom 50%, sell.", ["enter_long: (close - lowest(low, 30)) / (highest(high, 30) - lowest(low, 30)) >= 0.9", "exit_long: (close - lowest(low, 30)) / (highest(high, 30) - lowest(low, 30)) <= 0.5"]),
        ("Intel: OBV above its 50-day SMA with price also above its own 50-day SMA: buy. Out when either goes below.", ["enter_long: obv() > sma(obv(), 50) and close > sma(close, 50)", "exit_long: obv() < sma(obv(), 50) or close < sma(close, 50)"]),
        ("Meta: close above 50 SMA: buy. sell when RSI(14) over 75, else when close < 50 SMA", ["enter_long: close > sma(close, 50)", "exit_long: rsi(close, 14) > 75 or close < sma(close, 50)"]),
        ("V: first third when RSI(5) < 30, second third when RSI(5) < 20. Sell all when RSI(5) > 60.", ["enter_long: rsi(close, 5) < 30", "add_long: rsi(close, 5) < 20", "exit_long: rsi(close, 5) > 60"]),
        ("MSFT: buy RSI(14) crossing above 35. Exit RSI(14) crossing 65.", ["enter_long: crosses_above(rsi(close, 14), 35)", "exit_long: crosses_above(rsi(close, 14), 65)"]),
        ("If today's close of Walmart is above the 120-day EMA and yesterday's wasn't, buy. If today's close is below it and yesterday's wasn't, sell.", ["enter_long: close > ema(close, 120) and (close <= ema(close, 120))[1]", "exit_long: close < ema(close, 120) and (close >= ema(close, 120))[1]"]),
        ("AMZN: gap up of 3% or more: buy, sell on a close below the gap day's low.", ["enter_long: open >= 1.03 * close[1]", "exit_long: close < at_entry(low)"]),
        ("GE: bullish engulfing: buy. Sell when price closes under the signal bar's low.", ["enter_long: cdl_engulfing_bullish()", "exit_long: close < at_entry(low)"]),
        ("Adobe: gap down of more than 3%: buy at the next open, exit when the gap is filled", ["enter_long: open < 0.97 * close[1]", "exit_long: high >= at_entry(close[1])"]),
        ("Only on Tuesdays: buy SPY at the open if Monday closed lower; sell at Tuesday's close.", ["enter_long: weekday() == 2 and close[1] < close[2] [read open]"]),
    ],
)  # fmt: skip
def test_when_something_is_done(rules, message: str, expected: list[str]) -> None:
    assert rules(message) == expected


def test_what_is_only_compared_with_is_not_traded(read) -> None:
    found = read("XLF vs SPY: long XLF while the ratio XLF/SPY is above its 50-day average.")
    assert found.strategy.universe == ("XLF",)


def test_a_trailing_stop_begins_where_it_is_said_to(read) -> None:
    risk = read(
        "Uber: entry MACD cross up. 8% stop loss, 5% trailing stop that only starts after I'm up 6%."
    ).strategy.risk
    assert (risk.trailing_stop.value, risk.trailing_stop.activate_at.value) == (5, 6)


def test_how_long_an_order_rests_is_not_how_long_a_position_is_held(read) -> None:
    strategy = read(
        "WMT: once RSI(3) < 15, bid 1.5% under the close for up to 4 days; profit target 3%; get out after 6 days."
    ).strategy
    assert (strategy.rules[0].order.valid_bars, strategy.risk.max_bars) == (4, 6)


def test_an_opening_hour_that_was_not_read_is_asked_about(read) -> None:
    found = read("SPY 30m: the first half hour closes above VWAP: buy; exit on a close below VWAP.")
    assert "the first half hour" in found.explanation


def test_a_number_that_only_a_rule_id_holds_is_not_known(read) -> None:
    found = read("SPY long when above its 200-day SMA; short when below its 200-day SMA, with a 2% band, else flat")
    assert found.kind == "question"


def test_between_the_levels_of_both_sides_nothing_is_held(rules) -> None:
    change = "roc(close, 60)"
    assert rules(
        "TSLA: if the 60-day return is above 10% be long, if it's under 0 be short, between those be flat."
    ) == [
        f"enter_long: {change} > 10",
        f"enter_short: {change} < 0",
        f"exit_long: {change} <= 10",
        f"exit_short: {change} >= 0",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "SPY: buy at 10:00 if it is above yesterday's close, sell at 15:30",
        "Buy SPY in the last hour if it is up on the day, sell at the next day's open.",
        "SPY daily: buy in the first hour if the day is up, sell after 2 days",
    ],
)
def test_a_time_of_the_day_on_daily_bars_is_asked_about(read, message: str) -> None:
    found = read(message)
    assert found.kind == "question"
    assert "15 minutes" in found.explanation


@pytest.mark.parametrize(
    ("message", "stop"),
    [
        ("TSLA: sell short when RSI(2) exceeds 95; buy to cover when RSI(2) falls below 30 or the loss reaches 6%.", 6),
        ("Buy KO when RSI(2) < 5, sell when RSI(2) > 60 or if the loss exceeds 3%", 3),
    ],
)
def test_a_loss_that_is_reached_is_a_stop(read, message: str, stop: float) -> None:
    assert read(message).strategy.risk.stop_loss.value == stop


@pytest.mark.parametrize(
    "message",
    [
        "I think, please, buy AAPL when RSI(14) is below 30. Basically sell when RSI(14) is above 70, thanks!",
        "Hello dear team, I would like to buy AAPL when RSI(14) is below 30 and I guess sell when RSI(14) is above 70.",
        "Buy AAPL when RSI(14) is below 30. Exit with a 3 ATR trailing stop or at a 10% gain.",
    ],
)
def test_politeness_and_links_are_no_unused_words(read, message: str) -> None:
    assert read(message).strategy.unused_words == ()
