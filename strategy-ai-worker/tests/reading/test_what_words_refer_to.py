# ruff: noqa: E501 - one message a line
"""What "it", "the cross down", "both" and "the rest" speak of, and systems that are only named."""

import pytest

from strategy_ai_worker.domain.reading.settle import is_never
from strategy_ai_worker.domain.reading.trees import parse


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        (
            "Buy NVDA when the 20 EMA crosses above the 50 EMA and the price is above the 200 SMA; sell when it crosses back below.",
            [
                "enter_long: crosses_above(ema(close, 20), ema(close, 50)) and close > sma(close, 200)",
                "exit_long: crosses_below(ema(close, 20), ema(close, 50))",
            ],
        ),
        (
            "Buy NVDA when the 20 EMA crosses above the 50 EMA while price is above the 200 SMA. Exit on the cross down.",
            [
                "enter_long: crosses_above(ema(close, 20), ema(close, 50)) and close > sma(close, 200)",
                "exit_long: crosses_below(ema(close, 20), ema(close, 50))",
            ],
        ),
        (
            "Buy NVDA when RSI(14) crosses above 30 and price is above the 200-day average; sell when it crosses above 70.",
            [
                "enter_long: crosses_above(rsi(close, 14), 30) and close > sma(close, 200)",
                "exit_long: crosses_above(rsi(close, 14), 70)",
            ],
        ),
        (
            "Cisco: buy once the 14-day RSI has been below 30 and then closes back over 30. Sell when it crosses above 60.",
            [
                "enter_long: crosses_above(rsi(close, 14), 30)",
                "exit_long: crosses_above(rsi(close, 14), 60)",
            ],
        ),
        (
            "Break of the 100-day closing high on Costco gets me in. Out on a 50-day closing low.",
            ["enter_long: close > highest(close, 100)[1]", "exit_long: close < lowest(close, 50)[1]"],
        ),
        (
            "Buy Meta when 10-day momentum (rate of change) crosses above zero and sell when it crosses below zero.",
            ["enter_long: crosses_above(roc(close, 10), 0)", "exit_long: crosses_below(roc(close, 10), 0)"],
        ),
        (
            "BA: price above 200 SMA and not within 2% of it, RSI2 under 10 -> long. Exit when RSI2 is above 70.",
            [
                "enter_long: close > sma(close, 200) and abs(close / sma(close, 200) - 1) > 0.02 and rsi(close, 2) < 10",
                "exit_long: rsi(close, 2) > 70",
            ],
        ),
        (
            "SPY: long if RSI(2) < 10, short if RSI(2) > 90, both closed when RSI(2) crosses 50.",
            [
                "enter_long: rsi(close, 2) < 10",
                "enter_short: rsi(close, 2) > 90",
                "exit_short: crosses_below(rsi(close, 2), 50)",
                "exit_long: crosses_above(rsi(close, 2), 50)",
            ],
        ),
        (
            "Nvidia: long when the 20 EMA crosses above the 50 EMA with ADX over 25, short when it crosses below with ADX over 25, exit when ADX drops under 20.",
            [
                "enter_long: crosses_above(ema(close, 20), ema(close, 50)) and adx(14) > 25",
                "enter_short: crosses_below(ema(close, 20), ema(close, 50)) and adx(14) > 25",
                "exit_short: adx(14) < 20",
                "exit_long: adx(14) < 20",
            ],
        ),
        (
            "Nike: buy when the 10-day SMA crosses above the 40-day SMA; sell half at 10% profit and the rest at the cross down.",
            [
                "enter_long: crosses_above(sma(close, 10), sma(close, 40))",
                "exit_long: crosses_below(sma(close, 10), sma(close, 40))",
            ],
        ),
        (
            "Donchian 55/20 on BTC daily, long only.",
            ["enter_long: close > highest(high, 55)[1]", "exit_long: close < lowest(low, 20)[1]"],
        ),
        (
            "20/10 Donchian channel breakout on Ethereum, long and short",
            [
                "enter_long: close > highest(high, 20)[1]",
                "exit_long: close < lowest(low, 10)[1]",
                "enter_short: close < lowest(low, 20)[1]",
                "exit_short: close > highest(high, 10)[1]",
            ],
        ),
        (
            "Parabolic SAR (0.02, 0.2) flip system on Oracle, long only",
            ["enter_long: crosses_above(close, sar(0.02, 0.2))", "exit_long: close < sar(0.02, 0.2)"],
        ),
        (
            "Target 10% annual volatility on SPY while above the 200 SMA.",
            ["enter_long: close > sma(close, 200)", "exit_long: close <= sma(close, 200)"],
        ),
        (
            "Walmart: stochastic %K(14,3) has been below 15 and closes back above 20: buy. Out when %K is above 75.",
            [
                "enter_long: latch(stoch(14, 3, 3).k < 15, (stoch(14, 3, 3).k > 20)[1]) and stoch(14, 3, 3).k > 20",
                "exit_long: stoch(14, 3, 3).k > 75",
            ],
        ),
        (
            "Microsoft: buy the first close above the 10-day SMA after RSI(2) was below 5. Sell when RSI(2) is above 80.",
            [
                "enter_long: latch(rsi(close, 2) < 5, (close > sma(close, 10))[1]) and close > sma(close, 10)",
                "exit_long: rsi(close, 2) > 80",
            ],
        ),
        (
            "Ethereum both ways: long on a close above the 20-day high, short on a close below the 20-day low, both closed when price crosses the 10-day SMA.",
            [
                "enter_long: close > highest(high, 20)[1]",
                "enter_short: close < lowest(low, 20)[1]",
                "exit_short: crosses_above(close, sma(close, 10))",
                "exit_long: crosses_below(close, sma(close, 10))",
            ],
        ),
        (
            "Gold (GLD): buy on the first trading day of January, April, July and October, sell after 20 days.",
            [
                "enter_long: (month() == 1 or month() == 4 or month() == 7 or month() == 10) and trading_day_of_month() == 1"
            ],
        ),
        (
            "Sell Apple short when it closes above the upper Bollinger band for two days in a row, cover at the middle band.",
            [
                "enter_short: all(close > bbands(close, 20, 2).upper, 2)",
                "exit_short: close <= bbands(close, 20, 2).middle",
            ],
        ),
        (
            "Verizon: three higher closes after five days below the 20-day SMA, buy; sell when it closes below the 10-day SMA.",
            ["enter_long: rising(close, 3) and all(close < sma(close, 20), 5)[3]", "exit_long: close < sma(close, 10)"],
        ),
        (
            "Nvidia: long above the 100 EMA, short below it, but stay out while ADX(14) < 15.",
            [
                "enter_long: close > ema(close, 100) and adx(14) >= 15",
                "enter_short: close < ema(close, 100) and adx(14) >= 15",
                "exit_short: adx(14) < 15",
                "exit_long: adx(14) < 15",
            ],
        ),
        (
            "Amazon: PPO(12,26,9) crosses above its signal line, buy. Sell when PPO crosses below its signal.",
            [
                "enter_long: crosses_above(ppo(close, 12, 26), ema(ppo(close, 12, 26), 9))",
                "exit_long: crosses_below(ppo(close, 12, 26), ema(ppo(close, 12, 26), 9))",
            ],
        ),
        (
            "Meta 13/48 EMA crossover: only take the cross if volume is above its 50-day average. Sell when the 13 crosses below the 48.",
            [
                "enter_long: crosses_above(ema(close, 13), ema(close, 48)) and volume > sma(volume, 50)",
                "exit_long: crosses_below(ema(close, 13), ema(close, 48))",
            ],
        ),
        (
            "Ethereum: if today's range is below 2% of the close, buy a close above yesterday's high the next day; exit after 5 bars.",
            ["enter_long: (high - low < 0.02 * close)[1] and close > high[1]"],
        ),
        (
            "Buy XLE in the first 5 trading days of the month, sell after 10 days.",
            ["enter_long: trading_day_of_month() <= 5"],
        ),
        (
            "Exxon: ROC(10) hooks up from below -5, buy; sell once ROC(10) is positive.",
            ["enter_long: roc(close, 10)[1] < -5 and rising(roc(close, 10), 1)", "exit_long: roc(close, 10) > 0"],
        ),
        (
            "Ethereum: long when price breaks above yesterday's high by 0.5 ATR(14), exit after 5 days.",
            ["enter_long: close > high[1] + 0.5 * atr(14)"],
        ),
        (
            "Coke: when the 10-day high is broken on rising volume, buy. Sell when the 5-day low is broken.",
            ["enter_long: close > highest(high, 10)[1] and rising(volume, 1)", "exit_long: close < lowest(low, 5)[1]"],
        ),
        (
            "Pfizer: at least two of (RSI(14) < 40, close < SMA(20), volume > 1.5x average) and close > SMA(200): buy. Sell RSI(14) > 60.",
            [
                "enter_long: count_true(rsi(close, 14) < 40, close < sma(close, 20), volume > 1.5 * sma(volume, 20)) >= 2 and close > sma(close, 200)",
                "exit_long: rsi(close, 14) > 60",
            ],
        ),
        (
            "Ethereum: long if 20-day return > 10%, short if 20-day return < -10%, both closed when the return crosses zero.",
            [
                "enter_long: roc(close, 20) > 10",
                "enter_short: roc(close, 20) < -10",
                "exit_short: crosses_above(roc(close, 20), 0)",
                "exit_long: crosses_below(roc(close, 20), 0)",
            ],
        ),
        (
            "Micron: 20-day Donchian upper band break with ADX(14) > 20; trail with the 10-day Donchian low.",
            ["enter_long: close > highest(high, 20)[1] and adx(14) > 20"],
        ),
        (
            "United Airlines: volume spike of 3x the 20-day average with a close in the lower half of the range: short, cover after 5 days.",
            ["enter_short: volume > 3 * sma(volume, 20) and (close - low) / (high - low) <= 0.5"],
        ),
        (
            "Intuit: MACD histogram has been negative for 5 bars and turns positive: buy; sell when it turns negative.",
            [
                "enter_long: all(macd(close, 12, 26, 9).histogram < 0, 5)[1] and crosses_above(macd(close, 12, 26, 9).histogram, 0)",
                "exit_long: macd(close, 12, 26, 9).histogram < 0",
            ],
        ),
        (
            "Applied Materials: open gaps up more than 1.5% above the prior high: short, cover after 2 days.",
            ["enter_short: open > 1.015 * high[1]"],
        ),
        (
            "Regeneron: long above the 20-day high, short below the 20-day low, exit either side at the 10-day average.",
            [
                "enter_long: close > highest(high, 20)[1]",
                "enter_short: close < lowest(low, 20)[1]",
                "exit_short: close >= sma(close, 10)",
                "exit_long: close <= sma(close, 10)",
            ],
        ),
        (
            "Delta Air Lines: buy when OBV crosses above its 20-day EMA and close > 50-day SMA; sell when OBV crosses below.",
            [
                "enter_long: crosses_above(obv(), ema(obv(), 20)) and close > sma(close, 50)",
                "exit_long: crosses_below(obv(), ema(obv(), 20))",
            ],
        ),
        (
            "Tesla: long if ROC(20) > 0 and ROC(60) > 0, short if both are below 0, flat otherwise.",
            [
                "enter_long: roc(close, 20) > 0 and roc(close, 60) > 0",
                "enter_short: roc(close, 20) < 0 and roc(close, 60) < 0",
                "exit_long: not (roc(close, 20) > 0 and roc(close, 60) > 0)",
                "exit_short: not (roc(close, 20) < 0 and roc(close, 60) < 0)",
            ],
        ),
        (
            "IBM: long when ATR(14)/close < 1.5%; exit when ATR(14)/close > 2.5%.",
            ["enter_long: atr(14) / close < 0.015", "exit_long: atr(14) / close > 0.025"],
        ),
        (
            "XLF: buy when XLF's 20-day return is above SPY's 20-day return; sell when XLF's is below SPY's.",
            [
                'enter_long: roc(close, 20) > of("SPY", roc(close, 20))',
                'exit_long: roc(close, 20) < of("SPY", roc(close, 20))',
            ],
        ),
    ],
)
def test_words_speak_of_what_a_person_means(read, message: str, rules: list[str]) -> None:
    found = read(message)
    assert found.strategy is not None, found.explanation
    assert [f"{rule.action.value}: {rule.when}" for rule in found.strategy.rules] == rules


@pytest.mark.parametrize("words", ["the order lives 3 days", "the order is kept for 3 days", "in force for 3 days"])
def test_an_order_rests_as_long_as_is_said(read, words: str) -> None:
    found = read(
        f"Apple: when RSI(2) is under 10, put in a limit buy 1% below the close; {words}. Sell at RSI(2) over 70."
    )
    assert found.strategy is not None, found.explanation
    assert found.strategy.rules[0].order.valid_bars == 3


@pytest.mark.parametrize(
    ("words", "symbol"),
    [("UPS", "UPS"), ("3M", "MMM"), ("Deere", "DE"), ("Lowe's", "LOW"), ("American Express", "AXP")],
)
def test_companies_are_known_by_their_usual_names(read, words: str, symbol: str) -> None:
    found = read(f"{words}: buy when it closes above its 50-day average, sell when it closes below.")
    assert found.strategy is not None, found.explanation
    assert found.strategy.universe == (symbol,)


def test_a_trailing_stop_may_wait_for_the_gain_named_before_it(read) -> None:
    found = read(
        "Merck: buy when 10 EMA crosses over 30 EMA; stop 5%; after a gain of 8% trail the stop by 4%."
    ).strategy
    assert (found.risk.trailing_stop.value, found.risk.trailing_stop.activate_at.value) == (4, 8)


def test_parts_of_one_size_are_said_once(read) -> None:
    found = read("VRTX: buy on a 5-day RSI below 25; sell a third each at +3%, +6% and +9%; stop 5%.").strategy
    assert [one.fraction for one in found.risk.take_profit] == [0.333333] * 3


def test_the_rest_may_leave_at_a_gain_or_by_a_rule(read) -> None:
    found = read(
        "JNJ: buy when the close crosses above the 50-day SMA. Take half off at 6%, the rest at 12% or when it closes below the 50-day SMA."
    ).strategy
    assert [one.value for one in found.risk.take_profit] == [6, 12]
    assert found.rules[1].when == "close < sma(close, 50)"


def test_a_small_3m_stays_a_chart_of_three_minutes(read) -> None:
    assert read("Buy Apple on a 3m chart when RSI is below 30, sell above 70").strategy is None


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ("close > highest(close, 20)", True),
        ("close < lowest(low, 20)", True),
        ("crosses_above(close, highest(high, 20))", True),
        ('of("SPY", close) > of("SPY", highest(close, 20))', True),
        ("close > highest(close, 20)[1]", False),
        ("close >= highest(close, 20)", False),
        ("high > highest(close, 20)", False),
        ("close > lowest(low, 20)", False),
    ],
)
def test_a_bar_cannot_be_beyond_an_extreme_that_it_is_part_of(when: str, never: bool) -> None:
    assert is_never(parse(when)) is never


def test_the_question_of_last_resort_quotes_what_was_not_understood(read) -> None:
    found = read("Visa - buy when the tape frolics, sell after a 10% fall from the highest close since entry.")
    assert found.kind == "question"
    assert "the tape frolics" in found.explanation


@pytest.mark.parametrize(
    "message",
    [
        "Buy Apple at the open after two consecutive gap downs. Sell at the close of the third day.",
        "Accenture: price closes above the 1-ATR(14) band over the 20 EMA: long. Exit below the 20 EMA.",
        "Visa: bullish harami after a 5-day downtrend: buy; exit after 5 days or when close < SMA(20).",
    ],
)
def test_a_count_or_a_bar_that_was_not_read_is_asked_about(read, message: str) -> None:
    assert read(message).kind == "question"
