# ruff: noqa: E501 - one message a line
"""Entries that are refused, hours that are listed, bars that have ended, and sizes of a trade."""

from collections.abc import Callable

import pytest

from strategy_ai_worker.domain.interpretation import Interpretation

Read = Callable[..., Interpretation]
RULES = [
    ("IBM: never ever open a long while ADX(14) is under 20. Buy when RSI(3) is under 15, sell when RSI(3) is over 70.", ["rsi(close, 3) < 15 and adx(14) >= 20", "rsi(close, 3) > 70"]),
    ("IBM: buy when RSI(3) is under 15, sell when RSI(3) is over 70. I won't enter a trade on Wednesdays.", ["rsi(close, 3) < 15 and weekday() != 3", "rsi(close, 3) > 70"]),
    ("IBM: buy when RSI(3) is under 15, sell when RSI(3) is over 70. Setups while the close is below the 100-day SMA are skipped.", ["rsi(close, 3) < 15 and close >= sma(close, 100)", "rsi(close, 3) > 70"]),
    ("QQQ 1h. Disregard any buy signal on a bar that begins before 11:00. Buy when RSI(3) is under 15, sell when RSI(3) is over 70.", ['rsi(close, 3) < 15 and time_of_day() >= clock("11:00")', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Buy when RSI(3) is under 15, sell when RSI(3) is over 70. Crosses before noon don't count.", ['rsi(close, 3) < 15 and time_of_day() >= clock("12:00")', "rsi(close, 3) > 70"]),
    ("BTC 4h: buy when RSI(3) crosses above 20 on the candle that opens at 04:00, 08:00 or 20:00 UTC, sell when RSI(3) is over 70.", ['crosses_above(rsi(close, 3), 20) and (time_of_day() == clock("04:00") or time_of_day() == clock("08:00") or time_of_day() == clock("20:00"))', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Buy when RSI(3) is under 15. Sell after the 13:00 bar has closed, or sooner if RSI(3) is over 70.", ["rsi(close, 3) < 15", 'time_of_day() == clock("13:00") or rsi(close, 3) > 70']),
    ("QQQ 1h. Buy when RSI(3) is under 15. Sell when RSI(3) is over 70, and if that hasn't happened by the time the candle starting at 13:00 is done, I sell then.", ["rsi(close, 3) < 15", "rsi(close, 3) > 70", 'time_of_day() == clock("13:00")']),
    ("QQQ 1h. Short when the bar closes below VWAP and the bar before it closed above VWAP. Cover when a bar closes above VWAP.", ["close < vwap() and close[1] > vwap()[1]", "close > vwap()"]),
    ("QQQ 1h. When the previous bar closed below the VWAP of today and the bar closes above it, buy. Sell when the bar closes below VWAP.", ["close[1] < vwap()[1] and close > vwap()", "close < vwap()"]),
    ("QQQ 15m. Note the high and the low of the first bar. Buy when a bar closes above that high. Sell when a bar closes below that low.", ["close > opening_range_high(15)", "close < opening_range_low(15)"]),
    ("QQQ 1h. If the 12:00 bar closes lower than yesterday's last close, buy. Sell when RSI(3) is over 70.", ['time_of_day() == clock("12:00") and close < prev_session_close()', "rsi(close, 3) > 70"]),
    ("Ford: buy when it reclaims the 30-day SMA. By reclaim I mean yesterday's close was under it and today's close is over it. Sell when RSI(3) is over 70.", ["crosses_above(close, sma(close, 30)) and close[1] < sma(close, 30)[1] and close > sma(close, 30)", "rsi(close, 3) > 70"]),
    ("Ford: buy when the stochastic moves back out of the oversold zone. Sell when RSI(3) is over 70.", ["crosses_above(stoch(14, 3, 3).k, 20)", "rsi(close, 3) > 70"]),
    ("My Ford loves to bounce out of oversold. Buy when RSI(3) is under 15, sell when RSI(3) is over 70.", ["rsi(close, 3) < 15", "rsi(close, 3) > 70"]),
    ("Ford: short when the close passes through the 25 EMA from above, cover when it passes through from below.", ["crosses_below(close, ema(close, 25))", "crosses_above(close, ema(close, 25))"]),
    ("eth daily, in above the 80 ema out below it (closes)", ["close > ema(close, 80)", "close < ema(close, 80)"]),
    ("eth daily, buy ema 9 x ema 30 up, sell x down", ["crosses_above(ema(close, 9), ema(close, 30))", "crosses_below(ema(close, 9), ema(close, 30))"]),
    ("QQQ 1h. Skip the 9:30 and 14:30 bars for entries. Buy when RSI(3) is under 15, sell when RSI(3) is over 70.", ['rsi(close, 3) < 15 and time_of_day() != clock("09:30") and time_of_day() != clock("14:30")', "rsi(close, 3) > 70"]),
    ("BTC 1h: buy when RSI(3) is under 15, only between 21:00 and 03:00 UTC. Sell when RSI(3) is over 70.", ['rsi(close, 3) < 15 and (time_of_day() >= clock("21:00") or time_of_day() < clock("03:00"))', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Buy when RSI(3) is under 15 on any bar before noon. Sell when RSI(3) is over 70.", ['rsi(close, 3) < 15 and time_of_day() < clock("12:00")', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Buy when RSI(3) is under 15 and it's not yet 13:00. Sell when RSI(3) is over 70.", ['rsi(close, 3) < 15 and time_of_day() < clock("13:00")', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Long at the cross of EMA 8 over EMA 21 if it happens by 12:00; closed at 15:00 if the reverse cross hasn't closed it before.", ['crosses_above(ema(close, 8), ema(close, 21)) and time_of_day() < clock("12:00")', "crosses_below(ema(close, 8), ema(close, 21))", 'time_of_day() >= clock("15:00")']),
    ("QQQ 1h. If the 11:00 candle closes red, buy. Sell when RSI(3) is over 70.", ['time_of_day() == clock("11:00") and close < open', "rsi(close, 3) > 70"]),
    ("QQQ 1h. Long on the third consecutive close above VWAP. Exit on the first close below VWAP.", ["all(close > vwap(), 3)", "close < vwap()"]),
    ("Ford: buy when RSI(3) is under 15, sell when RSI(3) is over 70. No weekend holds.", ["rsi(close, 3) < 15", "rsi(close, 3) > 70", "weekday() == 5"]),
    ("QQQ 1h. Buy when RSI(3) is under 15, sell when RSI(3) is over 70. Be flat over the weekend.", ["rsi(close, 3) < 15", "rsi(close, 3) > 70", "weekday() == 5 and is_last_bar()"]),
    ("QQQ 1h. No entries in the last two hours of the day. Buy when RSI(3) is under 15, sell when RSI(3) is over 70.", ["rsi(close, 3) < 15 and minutes_to_close() > 120", "rsi(close, 3) > 70"]),
    ("福特日线，RSI(3)低于15买入，高于70卖出。过滤：收盘价没站上100日均线就不买。", ["rsi(close, 3) < 15 and close > sma(close, 100)", "rsi(close, 3) > 70"]),
]  # fmt: skip
SIZES = [
    ("$7,500 a trade.", "cash", 7500), ("3k a pop.", "cash", 3000), ("$900 on every entry.", "cash", 900),
    ("I use the same amount every time: 6,000 dollars.", "cash", 6000), ("A quarter of a coin per trade.", "quantity", 0.25),
    ("3 ETH each time.", "quantity", 3), ("5% stop, size every trade so that the stop would cost 1.5% of equity.", "risk_percent", 1.5),
    ("4% stop, sized such that being stopped out costs me 2% of my account.", "risk_percent", 2),
    ("4% stop. I never want to lose more than 1 percent of my account on one trade.", "risk_percent", 1),
    ("Position = 2500 dollars.", "cash", 2500), ("Bet $150 of risk on every trade, 3% stop.", "risk_cash", 150),
    ("Bet so that a 3 ATR(14) move against me costs 2% of the account.", "risk_percent", 2),
    ("Put 30% of the account in, the remainder stays in cash.", "percent_of_equity", 30),
]  # fmt: skip
CHANGES = [
    ("drop the stop and use a 9% trailing stop instead", {"stop_loss": None, "trailing_stop": 9}),
    ("take the stop loss off again, I'd rather have a 9% trailing stop", {"stop_loss": None, "trailing_stop": 9}),
    ("I'd prefer a 9% trailing stop instead of the stop loss", {"stop_loss": None, "trailing_stop": 9}),
    ("scrap the stop, and never hold longer than 12 days", {"stop_loss": None, "max_bars": 12}),
    ("remove the stop and the target", {"stop_loss": None, "take_profit": ()}),
    ("drop the target but keep the stop", {"stop_loss": 5, "take_profit": ()}),
]
ANSWERS = [
    ("could you explain what the sortino ratio is? mine is 1.1", "answer"), ("MACD vs RSI, what's the difference", "answer"),
    ("Buy Ford when insiders file a purchase, sell after 20 days.", "refusal"),
    ("What if I bought Ford each time its boss posts good news on Instagram, and sold two days later?", "refusal"),
    ("Trade Ford with a smart AI that learns from each trade.", "refusal"), ("Buy Ford after an antitrust ruling, sell after 9 days.", "refusal"),
    ("How about trading KO against PEP? 30 day zscore of the ratio, in at 2, out at zero.", "strategy"),
    ("福特日线：收盘价创30日新高并且跌破30日最低价时买入，持有3天。", "question"), ("福特：10日最高价低于10日最低价时买入，持有3天。", "question"),
    ("Ford: buy when the close crosses below the 20-day SMA, sell when the close is below the 20-day SMA.", "question"),
    ("Hold Ford for 2.5 bars after RSI(3) drops below 15.", "question"),
    ("Buy Ford when RSI(3) is under 15 and sell when it is above 70. How would that have done?", "strategy"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "conditions"), RULES, ids=[message[:60] for message, _ in RULES])
def test_what_is_refused_or_timed_is_in_the_rules(read: Read, message: str, conditions: list[str]) -> None:
    found = read(message)
    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == conditions


@pytest.mark.parametrize(("words", "kind", "value"), SIZES, ids=[words for words, _, _ in SIZES])
def test_the_size_of_a_trade_is_read(read: Read, words: str, kind: str, value: float) -> None:
    found = read(f"ETH daily: buy when RSI(3) is under 15, sell when RSI(3) is over 70. {words}")
    assert found.strategy is not None, found.explanation
    assert (found.strategy.sizing.kind, found.strategy.sizing.value) == (kind, value)


@pytest.mark.parametrize(("change", "risk"), CHANGES, ids=[change for change, _ in CHANGES])
def test_one_level_goes_and_another_comes(read: Read, change: str, risk: dict[str, object]) -> None:
    found = read("Ford: buy when RSI(3) is under 15, sell when it is over 70. Stop 5%, target 10%.", change)
    assert found.strategy is not None, found.explanation
    levels = {part: getattr(found.strategy.risk, part) for part in risk}
    assert {part: getattr(level, "value", level) for part, level in levels.items()} == risk


@pytest.mark.parametrize(("message", "kind"), ANSWERS, ids=[message for message, _ in ANSWERS])
def test_questions_wishes_and_strategies_are_told_apart(read: Read, message: str, kind: str) -> None:
    assert read(message).kind == kind


def test_two_lengths_and_the_holding_of_a_pair_are_read(read: Read) -> None:
    found = read("KO and PEP pair, daily: OLS hedge over the past 90 days, z-score over the last 25. Enter at 2, exit at 0.5, don't hold any pair longer than 15 days.")  # fmt: skip
    assert found.strategy is not None, found.explanation
    assert found.strategy.pairs is not None
    assert (found.strategy.pairs.hedge_length, found.strategy.pairs.z_length) == (90, 25)
    assert found.strategy.risk.max_bars == 15


def test_the_ratio_of_two_legs_is_no_regression(read: Read) -> None:
    found = read("KO/WMT price ratio mean reversion, daily, 45-day z, enter at 2, out at 0, stop at 3.5.")
    assert found.strategy is not None, found.explanation
    assert found.strategy.pairs is not None
    assert found.strategy.pairs.hedge == "ratio"


def test_a_question_about_other_bars_is_a_change(read: Read) -> None:
    found = read("Ford: buy when RSI(3) is under 15, sell when it is over 70.", "can we use weekly bars?")
    assert found.strategy is not None, found.explanation
    assert found.strategy.timeframe == "1w"


def test_a_month_left_alone_is_a_rotation(read: Read) -> None:
    found = read("Each month buy the two of KO, PEP and WMT with the best 50-day return and leave them alone until the month is over.")  # fmt: skip
    assert found.strategy is not None, found.explanation
    assert found.strategy.rotation is not None
    assert found.strategy.rotation.hold == 2


@pytest.mark.parametrize(
    ("change", "conditions"),
    [
        (
            "突破的天数太长了，换成30日，卖出那边换成12日",
            ["close > highest(high, 30)[1]", "close < lowest(low, 12)[1]"],
        ),
        ("突破改成90日，跌破改成25日", ["close > highest(high, 90)[1]", "close < lowest(low, 25)[1]"]),
        ("卖出那边改成8天", ["close > highest(high, 60)[1]", "close < lowest(low, 8)[1]"]),
    ],
)
def test_a_side_is_named_by_its_way_in_chinese(read: Read, change: str, conditions: list[str]) -> None:
    found = read("福特日线，突破前60日最高价买入，跌破前20日最低价卖出。", change)
    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == conditions
