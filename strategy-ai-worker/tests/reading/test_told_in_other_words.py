# ruff: noqa: E501 - messages stand on one line each
"""Idioms of speech and terse notes: they are read as the plain rule that they stand for."""

import pytest


def rules_of(read, message: str) -> dict[str, str]:
    """Return the conditions of a message by their action."""
    return {rule.action.value: rule.when for rule in read(message).strategy.rules}


@pytest.mark.parametrize(
    ("message", "enters", "leaves"),
    [
        (
            "Ford: under 35 on the 10-day RSI I buy, over 58 I sell.",
            "rsi(close, 10) < 35",
            "rsi(close, 10) > 58",
        ),
        (
            "Ford: buy if %K crosses over %D with both of them under 30, sell when %K is over 85.",
            "crosses_above(stoch(14, 3, 3).k, stoch(14, 3, 3).d) and stoch(14, 3, 3).k < 30 and stoch(14, 3, 3).d < 30",
            "stoch(14, 3, 3).k > 85",
        ),
        (
            "Ford: buy when the MFI(10) goes from below 25 to above 25, sell when it goes from above 80 to below 80.",
            "crosses_above(mfi(10), 25)",
            "crosses_below(mfi(10), 80)",
        ),
        (
            "Ford: buy once RSI has been below 25 and crosses above it again. Sell once RSI was over 75 and falls under it.",
            "crosses_above(rsi(close, 14), 25)",
            "crosses_below(rsi(close, 14), 75)",
        ),
        (
            "Ford: buy if the 40-day EMA is higher today than it was yesterday, sell if it is lower than yesterday.",
            "ema(close, 40) > ema(close, 40)[1]",
            "ema(close, 40) < ema(close, 40)[1]",
        ),
        (
            "Ford: buy if RSI crosses above 45 provided the close is at that moment under SMA(30). Sell if RSI is above 70.",
            "crosses_above(rsi(close, 14), 45) and close < sma(close, 30)",
            "rsi(close, 14) > 70",
        ),
        (
            "Ford 1d, 15 ema crosses over the 45 ema = buy, 15 ema crosses under the 45 ema = sell",
            "crosses_above(ema(close, 15), ema(close, 45))",
            "crosses_below(ema(close, 15), ema(close, 45))",
        ),
        (
            "in = SMA15 over SMA40, out = SMA15 under SMA40, market = F",
            "sma(close, 15) > sma(close, 40)",
            "sma(close, 15) < sma(close, 40)",
        ),
        (
            "Ford, two EMAs, a fast one of 6 days and a slow one of 18. Buy if the fast is above the slow, sell if below it.",
            "ema(close, 6) > ema(close, 18)",
            "ema(close, 6) < ema(close, 18)",
        ),
        (
            "Ford: buy when the 11-day EMA is above the 33-day EMA, sell when below.",
            "ema(close, 11) > ema(close, 33)",
            "ema(close, 11) < ema(close, 33)",
        ),
        (
            "Ford, MACD, parameters 6/19/7. Buy when the MACD line is above the signal line, sell when it is below 0.",
            "macd(close, 6, 19, 7).macd > macd(close, 6, 19, 7).signal",
            "macd(close, 6, 19, 7).macd < 0",
        ),
    ],
)
def test_an_idiom_is_the_plain_rule(read, message: str, enters: str, leaves: str) -> None:
    assert rules_of(read, message) == {"enter_long": enters, "exit_long": leaves}


@pytest.mark.parametrize(
    ("level", "condition"),
    [
        ("the midpoint between the 25-day high and the 25-day low", "(highest(high, 25) + lowest(low, 25)) / 2"),
        ("the average of the 10-day EMA and the 40-day SMA", "(ema(close, 10) + sma(close, 40)) / 2"),
        ("the midpoint of the 15-day range", "(highest(high, 15) + lowest(low, 15)) / 2"),
        ("every close of the past 33 trading days", "highest(close, 33)[1]"),
        ("each of the last 12 highs", "highest(high, 12)[1]"),
        ("the max close of the 44 days before", "highest(close, 44)[1]"),
    ],
)
def test_a_level_told_in_words_is_that_level(read, level: str, condition: str) -> None:
    message = f"Ford: buy when the close is above {level}. Sell after 9 days."
    assert rules_of(read, message)["enter_long"] == f"close > {condition}"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("take the 30-day SMA and add 2 times the 10-day ATR to it", "sma(close, 30) + 2 * atr(10)"),
        ("draw a line 3 ATRs (12 days) under the 35-day EMA", "ema(close, 35) - 3 * atr(12)"),
    ],
)
def test_a_line_that_is_drawn_is_spoken_of_later(read, message: str, line: str) -> None:
    told = f"Ford: {message}. When the stock closes above that line I buy. Sell after 9 days."
    assert rules_of(read, told)["enter_long"] == f"close > {line}"


@pytest.mark.parametrize(
    ("deeds", "message"),
    [
        ("get rid of", "I get rid of my Ford shares whenever the RSI is over 66, and pick them up again when it is under 33."),
        ("hang on", "I buy Ford when the RSI is under 33, and I hang on to it until it is over 66."),
        ("done", "Ford: I go long when the RSI is under 33 and I'm done with the trade when the RSI is over 66."),
        ("into", "Into Ford when the RSI is under 33, out of it when the RSI is over 66."),
        ("signal", "Ford: the buy signal comes when the RSI is under 33; the sell signal comes when the RSI is over 66."),
        ("greeting", "Hi there! I would pick up Ford when the RSI is under 33 and let it go when the RSI is over 66."),
        ("question", "How would it have gone if somebody had bought Ford with the RSI under 33 and sold with the RSI over 66?"),
        ("years", "My aunt has been trading Ford for twenty years. She buys when the RSI is under 33 and sells when it is over 66."),
        ("hearsay", "I read somewhere that oscillators are best. Ford: buy when the RSI is under 33, sell when it is over 66."),
        ("weekend", "Been staring at charts all weekend, Ford looks fine. Buy when the RSI is under 33, sell when it is over 66."),
    ],
)  # fmt: skip
def test_a_deed_in_other_words_is_done(read, deeds: str, message: str) -> None:
    assert rules_of(read, message) == {"enter_long": "rsi(close, 14) < 33", "exit_long": "rsi(close, 14) > 66"}, deeds


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Use EMAs.", "ema"),
        ("Both averages are exponential.", "ema"),
        ("All averages weighted.", "wma"),
        ("Plain simple averages.", "sma"),
    ],
)
def test_the_kind_of_all_averages_may_be_told_apart(read, told: str, kind: str) -> None:
    message = f"Ford: buy when the 12-day average is above the 48-day average, sell when it is below. {told}"
    assert rules_of(read, message)["enter_long"] == f"{kind}(close, 12) > {kind}(close, 48)"


@pytest.mark.parametrize("told", ["均线都用EMA。", "以上均线都是指数均线。"])
def test_the_kind_of_all_averages_may_be_told_apart_in_chinese(read, told: str) -> None:
    rules = rules_of(read, f"腾讯：12日均线高于48日均线买入，12日均线低于48日均线卖出。{told}")
    assert rules["enter_long"] == "ema(close, 12) > ema(close, 48)"


def test_letters_in_brackets_say_the_kind_again(read) -> None:
    rules = rules_of(read, "腾讯：收盘价高于25日加权移动平均线（WMA）时买入，低于该均线时卖出。")
    assert rules == {"enter_long": "close > wma(close, 25)", "exit_long": "close < wma(close, 25)"}


def test_a_line_that_is_again_above_another_is_compared_itself(read) -> None:
    rules = rules_of(read, "腾讯：10日均线在25日之上、25日又在75日之上时买入，收盘价低于25日均线卖出。")
    assert rules["enter_long"] == "sma(close, 10) > sma(close, 25) and sma(close, 25) > sma(close, 75)"


def test_words_for_the_bar_before_stand_beside_what_they_explain(read) -> None:
    rules = rules_of(
        read,
        "Buy Ford when the close is above the 44-day SMA, meaning the prior close was below it. Sell after 9 days.",
    )
    assert rules["enter_long"] == "close > sma(close, 44) and close[1] < sma(close, 44)[1]"


@pytest.mark.parametrize("told", [", meaning it is above its value 8 days ago", " (higher than it was 8 days ago)"])
def test_words_for_a_slope_say_how_far_back_it_looks(read, told: str) -> None:
    rules = rules_of(read, f"Buy Ford when the 44-day SMA is rising{told}. Sell after 9 days.")
    assert rules["enter_long"] == "sma(close, 44) > sma(close, 44)[8]"


@pytest.mark.parametrize(
    "told", ["hold the shares for exactly 11 trading days, then sell", "hold it for precisely 11 days"]
)
def test_a_stay_in_exact_words_is_its_length(read, told: str) -> None:
    strategy = read(f"Ford: buy on a bearish MACD signal line crossover and {told}.").strategy
    assert [rule.when for rule in strategy.rules] == [
        "crosses_below(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)"
    ]
    assert strategy.risk.max_bars == 11


def test_a_defined_state_ends_when_it_no_longer_holds(read) -> None:
    rules = rules_of(
        read,
        "Ford. Calm: ATR(10) below 2% of the close. Buy when it is calm, sell when calm ends.",
    )
    assert rules["enter_long"] == "atr(10) < 0.02 * close"
    assert rules["exit_long"] == "(atr(10) < 0.02 * close)[1] and atr(10) >= 0.02 * close"


def test_no_shorts_as_a_heading_is_long_only(read) -> None:
    strategy = read("Ford. Entry: RSI < 33. Exit: RSI > 66. Shorts: none").strategy
    assert not strategy.execution.allow_short


def test_a_stochastic_of_the_rsi_takes_its_settings_in_words(read) -> None:
    rules = rules_of(
        read,
        "Ford, stochastic RSI with a 10-day RSI and a 20-day stochastic: buy when %K is below 15, sell when %K is above 80.",
    )
    assert rules == {
        "enter_long": "stochrsi(close, 10, 20, 3).k < 15",
        "exit_long": "stochrsi(close, 10, 20, 3).k > 80",
    }


@pytest.mark.parametrize(
    "level", ["max(high of prior 45 days)", "max(high, 45)", "the maximum high of the previous 45 days"]
)
def test_a_maximum_of_a_column_is_its_highest(read, level: str) -> None:
    rules = rules_of(read, f"Ford: long if close > {level}. Out after 9 days.")
    assert rules["enter_long"] == "close > highest(high, 45)[1]"


def test_an_oscillator_named_by_itself_is_what_closes_under_a_level(read) -> None:
    rules = rules_of(read, "Ford. RSI(8). I get in when it closes under 22 and get out when it closes over 52.")
    assert rules == {"enter_long": "rsi(close, 8) < 22", "exit_long": "rsi(close, 8) > 52"}


def test_the_opposite_crossover_is_that_of_the_lines_in_the_title(read) -> None:
    message = "The MACD crossover on Ford but filtered: only take the buy if both lines are below zero. Exit on the opposite crossover."
    assert rules_of(read, message)["exit_long"] == (
        "crosses_below(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)"
    )


def test_a_squeeze_by_its_heading_ends_inside_channels_told_in_words(read) -> None:
    rules = rules_of(
        read,
        "Ford. Squeeze: the Bollinger Bands (25, 2) are both inside the Keltner channel (25-period EMA plus and minus 1.4 times the 25-period ATR). If the previous candle was in a squeeze and this candle is not, I go long. Sell after 9 days.",
    )
    inside = "bbands(close, 25, 2).upper < ema(close, 25) + 1.4 * atr(25) and bbands(close, 25, 2).lower > ema(close, 25) - 1.4 * atr(25)"
    left = "(bbands(close, 25, 2).upper >= ema(close, 25) + 1.4 * atr(25) or bbands(close, 25, 2).lower <= ema(close, 25) - 1.4 * atr(25))"
    assert rules["enter_long"] == f"({inside})[1] and {left}"
