# ruff: noqa: E501 - one message a line
"""Words that were once taken for another thing without a question: each gives exactly this document, or asks."""

import pytest

TWO_OF_THREE = "count_true(rsi(close, 14) < 40, close > sma(close, 200), adx(14) > 20)"


@pytest.mark.parametrize(
    ("message", "rules", "risk"),
    [
        ("PG: buy when today's volume is the highest in 30 days and the close is up at least 1%. Sell 8 days later.", ["volume >= highest(volume, 30) and roc(close, 1) >= 1"], {"max_bars": 8}),
        ("AAPL: buy when RSI(14) is below 30 and the close is up 2% or more, close when it is up 10%.", ["rsi(close, 14) < 30 and roc(close, 1) >= 2"], {"take_profit": [{"kind": "percent", "value": 10}]}),
        ("AAPL: buy when RSI(14) is below 30. Close at +10%.", ["rsi(close, 14) < 30"], {"take_profit": [{"kind": "percent", "value": 10}]}),
        ("SPY 1h: if the 11:30 bar closes above the day's open, go long, exit on the last bar.", ['time_of_day() == clock("11:30") and close > day_open()'], {"session_exit": True}),
        ("QQQ 15m: buy when RSI(14) is below 30, exit on the last candle.", ["rsi(close, 14) < 30"], {"session_exit": True}),
        ("AAPL: When the 14-day CCI falls through -150 buy; when it gets back to zero sell.", ["crosses_below(cci(14), -150)", "cci(14) >= 0"], {}),
        ("AAPL: if RSI(2) falls below 10 buy; once it returns to 40 sell.", ["crosses_below(rsi(close, 2), 10)", "rsi(close, 2) >= 40"], {}),
        ("AAPL: if RSI(14) rises above 80 short; once it comes back to 60 cover.", ["crosses_above(rsi(close, 14), 80)", "rsi(close, 14) <= 60"], {}),
        ("MSFT: buy when the relative strength index crosses below 30. Take it off when the index reaches 60.", ["crosses_below(rsi(close, 14), 30)", "rsi(close, 14) >= 60"], {}),
        ("MSFT: buy when RSI(14) crosses below 30, sell when the oscillator reaches 60.", ["crosses_below(rsi(close, 14), 30)", "rsi(close, 14) >= 60"], {}),
        ("S&P 500: buy when RSI(14) crosses below 30, sell when the index reaches 6000.", ["crosses_below(rsi(close, 14), 30)", "close >= 6000"], {}),
        ("XOM hammer candle with a close above the 50 day average -> buy. Sell after 5 days.", ["cdl_hammer() and close > sma(close, 50)"], {"max_bars": 5}),
        ("Boeing: doji after a down day -> long next open; sell after 3 days.", ["cdl_doji() and (close < close[1])[1]"], {"max_bars": 3}),
        ("MSFT: buy a bullish engulfing after a red candle. Sell after 3 days.", ["cdl_engulfing_bullish() and (close < open)[1]"], {"max_bars": 3}),
        ("KO: buy when RSI(14) is below 35. Exit on the second consecutive lower close.", ["rsi(close, 14) < 35", "falling(close, 2)"], {}),
        ("KO: buy the third straight down day. Exit on the second up day in a row.", ["falling(close, 3)", "rising(close, 2)"], {}),
        ("test NVDA with a triple EMA setup: buy when EMA 5 is above EMA 13, sell when EMA 5 is below EMA 13.", ["ema(close, 5) > ema(close, 13)", "ema(close, 5) < ema(close, 13)"], {}),
        ("苹果：至少满足两个：RSI低于40、收盘价高于200日均线、ADX高于20，就买；少于两个就卖", [f"{TWO_OF_THREE} >= 2", f"{TWO_OF_THREE} < 2"], {}),
        ("苹果 至少满足两个：RSI低于40、收盘价高于200日均线、ADX高于20，就买；少于两个就卖", [f"{TWO_OF_THREE} >= 2", f"{TWO_OF_THREE} < 2"], {}),
        ("苹果：至少满足其中两项：RSI低于40、收盘价高于200日均线、ADX高于20，就买入；10天后卖出", [f"{TWO_OF_THREE} >= 2"], {"max_bars": 10}),
    ],
)  # fmt: skip
def test_these_words_give_exactly_these_rules_and_levels(
    read, message: str, rules: list[str], risk: dict[str, object]
) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == rules
    told = found.strategy.risk.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    if "take_profit" in risk:
        told["take_profit"] = [
            {key: target[key] for key in ("kind", "value")}
            for target in found.strategy.risk.model_dump(mode="json")["take_profit"]
        ]
    assert told == risk


@pytest.mark.parametrize(
    "words", ["not within 5 days after the last exit", "not within 5 days of the previous sale", "not within 5 bars of an exit"]
)  # fmt: skip
def test_an_entry_that_waits_after_an_exit_is_a_pause_between_trades(read, words: str) -> None:
    found = read(f"IBM: buy when MACD crosses up, but {words}. Sell when MACD crosses down.")

    assert found.strategy is not None, found.explanation
    assert found.strategy.limits.cooldown_bars == 5
    assert len(found.strategy.rules) == 2


@pytest.mark.parametrize("name", ["%K", "stochastic %K"])
def test_a_stochastic_with_four_numbers_is_asked_about(read, name: str) -> None:
    found = read(f"MSFT: buy when {name}(14,14,3,3) crosses above 20, sell when it crosses below 80.")

    assert found.kind == "question"
    assert found.strategy is None


def test_a_count_that_no_reading_has_is_asked_about(read) -> None:
    found = read(
        "Neither of these may be true when I buy JNJ: RSI(14) above 60, close below the 100-day SMA. Sell after 5 days."
    )
    assert found.strategy is None


def test_a_trend_line_has_an_uptrend_of_its_own(rules) -> None:
    assert rules("KO with the Supertrend (14, 2.5): long in the uptrend, out in the downtrend.") == [
        "supertrend(14, 2.5).direction > 0",
        "supertrend(14, 2.5).direction < 0",
    ]


def test_waiting_takes_nothing_back(rules) -> None:
    said = "AAPL: buy when it closes above the 20-day SMA, wait 3 days after a loss. Sell when it closes below it."
    assert rules(said)[0] == "close > sma(close, 20)"
