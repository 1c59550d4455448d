# ruff: noqa: E501 - one message a line
"""Rules as people say them, of many kinds: each gives exactly these rules."""

import pytest


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        (
            "TM: close above both spans of the cloud to enter, close below the cloud to exit.",
            [
                "enter_long: close > max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b)",
                "exit_long: close < min(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b)",
            ],
        ),
        (
            "Buy TM when price crosses above the ichimoku cloud, sell when it falls back into the cloud.",
            [
                "enter_long: crosses_above(close, max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b))",
                "exit_long: close <= max(ichimoku(9, 26, 52).span_a, ichimoku(9, 26, 52).span_b)",
            ],
        ),
        (
            "TSLA: buy when RSI(14) drops into oversold territory, sell when it climbs into overbought.",
            ["enter_long: rsi(close, 14) < 30", "exit_long: rsi(close, 14) > 70"],
        ),
        (
            "Buy AAPL when RSI(14) crosses above 30. Exit after 6 days or at the upper band.",
            ["enter_long: crosses_above(rsi(close, 14), 30)", "exit_long: close >= bbands(close, 20, 2).upper"],
        ),
        (
            "QQQ: 20 SMA crosses up 50 SMA -> long, downwards -> flat",
            [
                "enter_long: crosses_above(sma(close, 20), sma(close, 50))",
                "exit_long: crosses_below(sma(close, 20), sma(close, 50))",
            ],
        ),
        (
            "Buy TSLA the day after an inside day when it breaks out above its high. Stop at the inside day's low. Exit after 5 days.",
            ["enter_long: inside_bar()[1] and close > high[1]"],
        ),
        (
            "Golden cross strategy on AAPL using the 20 EMA and the 100 EMA, exit on the opposite cross.",
            [
                "enter_long: crosses_above(ema(close, 20), ema(close, 100))",
                "exit_long: crosses_below(ema(close, 20), ema(close, 100))",
            ],
        ),
        (
            "Unless SPY is below its 200-day average: entry on a 20-day high in AAPL, exit on a 10-day low.",
            [
                'enter_long: of("SPY", close) >= of("SPY", sma(close, 200)) and close > highest(high, 20)[1]',
                "exit_long: close < lowest(low, 10)[1]",
            ],
        ),
        (
            "Buy AMD when macd hist[0] > 0 and macd hist[1] < 0, sell when macd hist < 0",
            [
                "enter_long: macd(close, 12, 26, 9).histogram > 0 and macd(close, 12, 26, 9).histogram[1] < 0",
                "exit_long: macd(close, 12, 26, 9).histogram < 0",
            ],
        ),
        (
            "Buy SPY on Monday if Friday closed lower than Thursday, sell on Wednesday's close",
            ["enter_long: weekday() == 1 and close[1] < close[2]", "exit_long: weekday() == 3 [same_close]"],
        ),
        (
            "Buy GOOG if it closed up 5 days out of the last 7, sell after 4 days",
            ["enter_long: count(close > close[1], 7) >= 5"],
        ),
        (
            "buy AAPL wen RSI(14) is below 30 n price above 200 sma, sell wen RSI above 70",
            ["enter_long: rsi(close, 14) < 30 and close > sma(close, 200)", "exit_long: rsi(close, 14) > 70"],
        ),
        (
            "Buy SPY when z-score(20) of close < -2, sell when |z| < 0.5",
            ["enter_long: zscore(close, 20) < -2", "exit_long: abs(zscore(close, 20)) < 0.5"],
        ),
        (
            "Buy NVDA after a higher high and higher low two days running, sell when it closes below the prior day's low",
            ["enter_long: all(high > high[1] and low > low[1], 2)", "exit_long: close < low[1]"],
        ),
        (
            "if close > highest(high, 20)[1] then buy; if close < lowest(low, 10)[1] then sell. symbol NVDA",
            ["enter_long: close > highest(high, 20)[1]", "exit_long: close < lowest(low, 10)[1]"],
        ),
        (
            "Go long QQQ at the open if yesterday's close was in the bottom 25% of its range. Exit at today's close.",
            ["enter_long: ((close - low) / (high - low))[1] <= 0.25 [open]"],
        ),
        (
            "Long Nvidia on a close above the upper Bollinger Band (20-day, 2 standard deviations). Exit when price falls back to the 20-day average.",
            ["enter_long: close > bbands(close, 20, 2).upper", "exit_long: close <= sma(close, 20)"],
        ),
        (
            "Buy JPM above its 50-day SMA only while the VIX is under 20. Sell below the 50-day.",
            ['enter_long: close > sma(close, 50) and of("^VIX", close) < 20', "exit_long: close < sma(close, 50)"],
        ),
        (
            "15m AAPL. Buy when price is under VWAP by 1% and RSI below 30, exit at VWAP or 15 minutes before the close",
            [
                "enter_long: close < 0.99 * vwap() and rsi(close, 14) < 30",
                "exit_long: close >= vwap() or minutes_to_close() <= 15",
            ],
        ),
        (
            "5 minute SPY: opening range breakout, first 30 minutes; long above the high, stop at the range low, flat at the close.",
            ["enter_long: close > opening_range_high(30)"],
        ),
        (
            "Buy Intel whenever its close is above all three of its 10, 20 and 50 day averages. Sell when it closes below the 50.",
            [
                "enter_long: close > sma(close, 10) and close > sma(close, 20) and close > sma(close, 50)",
                "exit_long: close < sma(close, 50)",
            ],
        ),
        (
            "Don't hold QQQ in September. Otherwise hold it.",
            ["exit_long: month() == 9", "enter_long: month() != 9"],
        ),
        (
            "Be in SPY from the last 4 trading days of a month through the first 3 of the next.",
            [
                "enter_long: trading_days_left_in_month() <= 3 or trading_day_of_month() <= 3",
                "exit_long: not (trading_days_left_in_month() <= 3 or trading_day_of_month() <= 3)",
            ],
        ),
        (
            "Scale into SPY: buy a third when RSI(2) < 20, another third when it is < 10, the last third when < 5. Exit everything at RSI(2) > 70.",
            [
                "enter_long: rsi(close, 2) < 20 [0.333333]",
                "add_long: rsi(close, 2) < 10 [0.333333]",
                "add_long: rsi(close, 2) < 5 [0.333333]",
                "exit_long: rsi(close, 2) > 70",
            ],
        ),
        (
            "enter long USO at 20-day high, exit at 10-day low, risk 1% of equity per trade with a 2 ATR stop, add a unit every 0.5 ATR up to 4 units.",
            [
                "enter_long: close > highest(high, 20)[1]",
                "exit_long: close < lowest(low, 10)[1]",
                "add_long: close >= last_fill_price + 0.5 * atr(14)",
            ],
        ),
        (
            "AAPL buy when accumulation/distribution line makes a 20 day high but the price does not; exit in 10 days",
            ["enter_long: ad() >= highest(ad(), 20) and close < highest(close, 20)"],
        ),
        (
            "Setup: RSI(2) < 10. Trigger: close above the previous high. Exit: RSI(2) > 70. Market: QQQ",
            ["enter_long: close > high[1] and rsi(close, 2) < 10", "exit_long: rsi(close, 2) > 70"],
        ),
        (
            "MSFT, daily timeframe. LONG: MACD(12,26,9) histogram > 0 AND rising AND close > EMA(50). EXIT LONG: histogram < 0. SHORT: mirror image.",
            [
                "enter_long: macd(close, 12, 26, 9).histogram > 0 and rising(macd(close, 12, 26, 9).histogram, 1) and close > ema(close, 50)",
                "exit_long: macd(close, 12, 26, 9).histogram < 0",
                "enter_short: macd(close, 12, 26, 9).histogram < 0 and falling(macd(close, 12, 26, 9).histogram, 1) and close < ema(close, 50)",
            ],
        ),
        (
            "Santa claus rally: Buy S&P on December 20 and sell January 5 every year.",
            ["enter_long: month() == 12 and day_of_month() >= 20", "exit_long: month() == 1 and day_of_month() >= 5"],
        ),
        (
            "Netflix MACD: buy once the histogram has risen three bars in a row while it is under zero; sell once it has fallen two bars in a row.",
            [
                "enter_long: rising(macd(close, 12, 26, 9).histogram, 3) and macd(close, 12, 26, 9).histogram < 0",
                "exit_long: falling(macd(close, 12, 26, 9).histogram, 2)",
            ],
        ),
        (
            "IBM long when CCI(20) goes from below -100 to above -100 and the 200-day SMA is rising; out when CCI(20) goes above 150.",
            ["enter_long: crosses_above(cci(20), -100) and rising(sma(close, 200), 1)", "exit_long: cci(20) > 150"],
        ),
        (
            "ETH/USDT 4-hour: trade the MACD(12,26,9) signal cross in both directions.",
            [
                "enter_long: crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)",
                "enter_short: crosses_below(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)",
            ],
        ),
        (
            "QQQ: long at Friday's close if it is the lowest close of the week, sell at Tuesday's open.",
            [
                "enter_long: weekday() == 5 and close <= lowest_since(is_first_session_of_week(), close) [same_close]",
                "exit_long: weekday() == 2 [open]",
            ],
        ),
        (
            "NVDA long at 55-day high, stop 2 ATR. Exit if the trade is not up at least 1R after 10 days.",
            ["enter_long: close > highest(high, 55)[1]", "exit_long: bars_held >= 10 and open_r < 1"],
        ),
        (
            "Heikin-Ashi on ETH 4h: buy when the HA candle turns green, sell when it turns red",
            [
                "enter_long: became_true(heikin_ashi().close > heikin_ashi().open)",
                "exit_long: heikin_ashi().close < heikin_ashi().open",
            ],
        ),
        (
            "Buy MSFT on a bullish MACD divergence, stop below the last swing low, target 2R",
            ["enter_long: divergence(close, macd(close, 12, 26, 9).macd, 5).bullish"],
        ),
        (
            "Hold SPY while it is above its 200-day SMA, checked only on Fridays.",
            [
                "enter_long: close > sma(close, 200) and weekday() == 5",
                "exit_long: close <= sma(close, 200) and weekday() == 5",
            ],
        ),
    ],
)
def test_a_message_gives_exactly_its_rules(read, message: str, rules: list[str]) -> None:
    found = read(message)
    assert found.strategy is not None, found.explanation
    shown = [
        f"{rule.action.value}: {rule.when}"
        + (f" [{rule.fill}]" if rule.fill else "")
        + (" [open]" if rule.read == "open" else "")
        + (f" [{rule.fraction:g}]" if rule.fraction else "")
        for rule in found.strategy.rules
    ]
    assert shown == rules


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("no more than 2 trades a day", ("limits", "entries_per_day"), 2),
        ("stop trading for the day after two losers", ("limits", "losses_per_day"), 2),
        ("daily loss limit 1%", ("limits", "daily_loss_percent"), 1),
        ("if the account is down 20% from its peak stop trading", ("limits", "max_drawdown_percent"), 20),
        ("after a losing trade wait 5 days before entering again", ("limits", "cooldown_bars"), 5),
        ("size the position so that one ATR(20) equals 1% of equity", ("sizing", "distance"), "atr(20)"),
        ("never more than 25% of the account in it", ("sizing", "max_percent_of_equity"), 25),
        ("position sized to 15% annualised volatility", ("sizing", "kind"), "volatility_target"),
        ("double the size if ADX(14) > 30", ("sizing", "multiplier"), "where(adx(14) > 30, 2, 1)"),
        ("ignore opposite signals", ("execution", "on_opposite"), "ignore"),
        ("break-even stop once 3% in profit; stop 4%", ("risk", "break_even", "trigger", "value"), 3),
        (
            "stop 4%, give back no more than a third of open profits once up 10%",
            ("risk", "trailing_stop", "value"),
            33.3333,
        ),
        ("10% trailing stop based on closing prices", ("risk", "trailing_stop", "anchor"), "close"),
        ("first target 5% for a third of the position", ("risk", "take_profit", 0, "fraction"), 0.333333),
        ("never hold longer than 8 days", ("risk", "max_bars"), 8),
    ],
)
def test_what_is_said_beside_the_rules_is_kept(read, words: str, path: tuple[str | int, ...], value: object) -> None:
    found = read(f"Buy SPY when RSI(2) is below 10, sell when RSI(2) is above 70; {words}")
    assert found.strategy is not None, found.explanation
    told = found.strategy.model_dump(mode="json")
    for step in path:
        told = told[step]
    assert told == value


@pytest.mark.parametrize(
    "message",
    [
        "buy nvidia if RSI is under 30 and short it if RSI is under 35 at the same time",
        "For XLF, long on a new 100-day high, trail by 8% until it is up 20%, after that trail by 5%.",
        "Use renko bricks on SPY: long when the brick turns up, flat when it turns down.",
        "SPY hourly: buy when the close is above the high and RSI(14) is below 30, sell at RSI 70",
        "Buy NFLX after 2 closes above the 20-day high, protective stop under the 10-day low, trail it.",
    ],
)
def test_what_cannot_be_meant_or_was_not_read_is_asked_about(read, message: str) -> None:
    assert read(message).kind == "question"
