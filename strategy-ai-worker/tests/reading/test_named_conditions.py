# ruff: noqa: E501 - documents stand on one line each
"""Follow-ups that name a condition: its number, its place, its absence and its return."""

import pytest

VOLUME = (
    "Buy WMT when volume is at least twice its 20-day average and the close is higher than the open. Sell 3 days later."
)
STOCHASTIC = "Buy PEP when the 14 day stochastic %K goes below 20 and the price is above the 50 day SMA. Sell when %K gets over 80."
RSI = "Buy SPY when RSI(3) is under 15 and the close is above the 200-day SMA; sell when RSI(3) is over 85."
GAP = "Buy BA when it gaps up by at least 3% and closes above the open. Exit after 10 days or at a 5% stop."
STREAK = "When IBM falls 3 days in a row buy at the next open, sell after 5 days."
CHANNEL = "Buy BTC when it makes a new 30-day high, sell at a new 15-day low"
TREND = "Buy MSFT when the 50 day SMA is over the 200 day SMA, and RSI(14) under 40. Sell when RSI(14) is over 65."
ABOVE = "Buy SPY above the 50 day average, get out below the 50 day average."
KELTNER = (
    "IBM: buy when price closes above the upper Keltner channel (20, 2), sell when it closes below the middle line."
)
MACD = "Enter JNJ when the MACD line crosses above the signal line while the MACD is below zero. Exit when MACD crosses below signal."


@pytest.mark.parametrize(
    ("messages", "rules"),
    [
        ((STREAK, "4 days in a row please"), ["falling(close, 4)"]),
        ((GAP, "change the gap to 4%"), ["open >= 1.04 * close[1] and close > open"]),
        ((RSI, "the first condition should be under 10"), ["rsi(close, 3) < 10 and close > sma(close, 200)", "rsi(close, 3) > 85"]),
        ((VOLUME, "volume 50 day"), ["volume >= 2 * sma(volume, 50) and close > open"]),
        ((VOLUME, "make the volume 1.5 times"), ["volume >= 1.5 * sma(volume, 20) and close > open"]),
        ((CHANNEL, "shorten both by five days"), ["close > highest(high, 25)[1]", "close < lowest(low, 10)[1]"]),
        ((CHANNEL, "change the breakout to 40 and the exit to 20"), ["close > highest(high, 40)[1]", "close < lowest(low, 20)[1]"]),
        ((CHANNEL, "45 and 20"), ["close > highest(high, 45)[1]", "close < lowest(low, 20)[1]"]),
        (("Buy SPY when the close is below the low of the previous 7 days and above the 200-day SMA. Sell when it closes above the previous 7-day high.", "use 5 days for both"), ["close < lowest(low, 5)[1] and close > sma(close, 200)", "close > highest(high, 5)[1]"]),
        (("Buy IBM when the Williams %R(14) is below -85 and sell when it is above -15.", "use a 21 day Williams"), ["willr(21) < -85", "willr(21) > -15"]),
        (("Buy PG when ADX(14) > 20 and the 10-day SMA > the 30-day SMA; sell when the 10-day SMA < the 30-day SMA.", "change the averages to 15 and 45"), ["adx(14) > 20 and sma(close, 15) > sma(close, 45)", "sma(close, 15) < sma(close, 45)"]),
        ((CHANNEL, "halve both"), ["close > highest(high, 15)[1]", "close < lowest(low, 8)[1]"]),
        ((TREND, "change the uptrend to 20 above 100"), ["sma(close, 20) > sma(close, 100) and rsi(close, 14) < 40", "rsi(close, 14) > 65"]),
        ((ABOVE, "get out below the 200 day", "keep 200 for both"), ["close > sma(close, 200)", "close < sma(close, 200)"]),
        (("Microsoft: long while price is above its 10-month moving average, otherwise cash.", "and 12 months"), ['close > on("1mo", sma(close, 12))', 'close <= on("1mo", sma(close, 12))']),
        (("Trade GOOG: long if the 12-month return is positive, flat otherwise.", "6 months instead of 12"), ["roc(close, 126) > 0", "roc(close, 126) <= 0"]),
        (("Long GOOG when 3-month return is above 10%, out when it's below 0%.", "entry at 15%"), ["roc(close, 63) > 15", "roc(close, 63) < 0"]),
        (("Buy ETH every time RSI(14) crosses above 20, sell when it crosses below 80.", "swap 20 and 80 for 25 and 75"), ["crosses_above(rsi(close, 14), 25)", "crosses_below(rsi(close, 14), 75)"]),
    ],
)  # fmt: skip
def test_the_number_of_a_named_condition_is_changed(read, messages, rules) -> None:
    found = read(*messages).strategy
    assert [rule.when for rule in found.rules] == rules


@pytest.mark.parametrize(
    ("messages", "entry"),
    [
        ((STOCHASTIC, "drop the moving average filter"), "crosses_below(stoch(14, 3, 3).k, 20)"),
        ((VOLUME, "no volume filter at all"), "close > open"),
        ((MACD, "remove the below zero thing"), "crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)"),
        ((RSI, "the second filter should be 100 days", "remove the first one"), "close > sma(close, 100)"),
        (("Buy XOM when its 50 day average is rising and price is above it; sell when price closes below it.", "volume must also be above its 20-day average", "remove the rising condition"), "close > sma(close, 50) and volume > sma(volume, 20)"),
        ((RSI, "second condition away please"), "rsi(close, 3) < 15"),
        ((VOLUME, "drop the volume condition", "put it back but with 1.5 times"), "close > open and volume >= 1.5 * sma(volume, 20)"),
        ((VOLUME, "drop the volume condition", "make it 4 days", "put the volume filter back in"), "close > open and volume >= 2 * sma(volume, 20)"),
    ],
)  # fmt: skip
def test_a_named_condition_goes_and_comes_back(read, messages, entry: str) -> None:
    assert read(*messages).strategy.rules[0].when == entry


@pytest.mark.parametrize("then", ["drop the 100-day condition", "remove the MACD filter"])
def test_a_condition_that_is_not_there_is_not_brought_in(read, then: str) -> None:
    assert read(STOCHASTIC, then).strategy is None


def test_one_asset_is_taken_out(read) -> None:
    found = read(
        "Buy SPY when RSI(14) crosses above 30; sell when it crosses below 70.",
        "do it for AAPL and MSFT as well",
        "take SPY out",
    )
    assert found.strategy.universe == ("AAPL", "MSFT")


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        (ABOVE, "and no more than 30 days in a trade", 30),
        (ABOVE, "no more than 10 days per trade", 10),
        (ABOVE, "and let it hold 15 days max", 15),
        (ABOVE, "no holding longer than 25 days", 25),
    ],
)
def test_a_bound_of_days_is_no_average(read, first: str, then: str, days: int) -> None:
    found = read(first, then).strategy
    assert found.risk.max_bars == days
    assert [rule.when for rule in found.rules] == ["close > sma(close, 50)", "close < sma(close, 50)"]


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (STREAK, "instead of five days, sell when the close is above the 5-day average", ["falling(close, 3)", "close > sma(close, 5)"]),
        (ABOVE, "sell 10 days later instead of the average cross", ["close > sma(close, 50)"]),
        (ABOVE, "I don't want a cross exit, sell after 15 days", ["close > sma(close, 50)"]),
        (ABOVE, "get out below the 200 day instead", ["close > sma(close, 50)", "close < sma(close, 200)"]),
        ("Buy AAPL after 2 red candles in a row and sell after the first green candle", "and sell after 2 green ones", ["all(close < open, 2)", "all(close > open, 2)"]),
        (KELTNER, "exit at the lower line", ["close > ema(close, 20) + 2 * atr(10)", "close <= ema(close, 20) - 2 * atr(10)"]),
    ],
)  # fmt: skip
def test_a_way_out_takes_the_place_of_another(read, first: str, then: str, left: list[str]) -> None:
    found = read(first, then).strategy
    assert [rule.when for rule in found.rules] == left


@pytest.mark.parametrize(
    ("messages", "days"),
    [
        (("Buy XOM on Mondays, sell on Fridays.", "Tuesdays instead of Mondays"), (2, 5)),
        (("Buy XOM on Mondays, sell on Fridays.", "not on Fridays, on Thursdays"), (1, 4)),
    ],
)
def test_one_weekday_takes_the_place_of_another(read, messages, days) -> None:
    assert [rule.when for rule in read(*messages).strategy.rules] == [f"weekday() == {day}" for day in days]


def test_a_way_out_at_the_average_leaves_the_kinds_of_averages_alone(read) -> None:
    first = "Long BTC when close is above EMA 200 and RSI(14) crosses above 50. Exit when RSI(14) is below 45."
    found = read(first, "also exit if the close is below the EMA").strategy
    assert found.rules[1].when == "rsi(close, 14) < 45 or close < ema(close, 200)"


def test_it_is_the_condition_that_came_last(read) -> None:
    found = read("Buy GOOG on Fridays, sell on Tuesdays.", "only if RSI(2) is under 40", "make it under 30").strategy
    assert found.rules[0].when == "weekday() == 5 and rsi(close, 2) < 30"


def test_two_weekdays_are_barred(read) -> None:
    found = read(RSI, "skip Mondays", "and skip Fridays too").strategy
    assert found.rules[0].when.endswith("weekday() != 1 and weekday() != 5")


def test_the_other_side_is_added_and_taken_away(read) -> None:
    short = "Short BA when the 20-day SMA crosses below the 50-day SMA, cover when it crosses back above."
    both = read(short, "and go long on the opposite signal").strategy
    assert {rule.action.value for rule in both.rules} == {"enter_short", "exit_short", "enter_long", "exit_long"}
    alone = read(short, "and go long on the opposite signal", "only the short side after all").strategy
    assert {rule.action.side for rule in alone.rules} == {"short"}


def test_what_must_also_hold_is_of_its_own_subject(read) -> None:
    first = "Buy XOM when its price is above its 50 day average; sell when price closes below it."
    found = read(first, "volume must also be above its 20-day average").strategy
    assert found.rules[0].when == "close > sma(close, 50) and volume > sma(volume, 20)"


def test_a_channel_of_atrs_is_mirrored(read) -> None:
    rules = read(KELTNER, "also trade it short").strategy.rules
    assert [rule.when for rule in rules[2:]] == ["close < ema(close, 20) - 2 * atr(10)", "close > ema(close, 20)"]


def test_a_level_in_atrs_keeps_its_length(read) -> None:
    stop = read(
        "Buy ETH above the 20-day high, exit below the 10-day low. Stop 2 ATR(20)", "3 ATR"
    ).strategy.risk.stop_loss
    assert (stop.multiple, stop.length) == (3, 20)


def test_the_average_of_the_volume_keeps_its_kind(read) -> None:
    first = "Buy WMT when the 5-day SMA is over the 15-day SMA and volume is above its 30-day average. Exit if the 5-day SMA is below the 15-day SMA."
    assert (
        read(first, "both averages should be exponential").strategy.rules[0].when
        == "ema(close, 5) > ema(close, 15) and volume > sma(volume, 30)"
    )


def test_a_message_may_ask_and_change(read) -> None:
    first = "Buy SPY when MACD crosses above its signal line and RSI(14) is above 50, sell when MACD crosses below it."
    found = read(first, "only if ADX(14) is above 20", "why 20? and make it 25")
    assert found.strategy.rules[0].when.endswith("adx(14) > 25")
    assert "20 comes from your words" in found.explanation


def test_a_correction_inside_a_message_counts(read) -> None:
    assert read(RSI, "use the Dow Jones... sorry, I mean use the S&P index itself").strategy.universe == ("^GSPC",)
    assert read(RSI, "add a 5% stop, no wait, make it 6%").strategy.risk.stop_loss.value == 6


def test_the_other_side_was_meant(read) -> None:
    found = read(
        "Buy SPY when RSI(14) is below 30, sell when RSI(14) is above 60", "make the entry 55", "no, I meant the exit"
    )
    assert [rule.when for rule in found.strategy.rules] == ["rsi(close, 14) < 30", "rsi(close, 14) > 55"]


def test_the_same_is_done_on_the_other_side(read) -> None:
    found = read(
        "Buy SPY when the price is over the 20 SMA, sell when under", "wait for 2 closes above", "same for selling"
    )
    assert found.strategy.rules[1].when == "all(close < sma(close, 20), 2)"


def test_a_level_that_went_comes_back_by_the_word_one(read) -> None:
    first = "Buy AAPL when EMA(20) > EMA(50), sell when EMA(20) < EMA(50), with a 10% target"
    assert read(first, "no target", "add one at 15%").strategy.risk.take_profit[0].value == 15
    trailed = (ABOVE, "stop 5%", "trail it", "back to a normal stop")
    assert read(*trailed).strategy.risk.stop_loss.value == 5


@pytest.mark.parametrize("dates", ["from 2010 to 2015", "only from 2015"])
def test_dates_alone_belong_to_the_run(read, dates: str) -> None:
    assert read(RSI, dates).kind == "answer"


def test_a_negative_level_stands_before_its_side(read) -> None:
    found = read(
        "Buy PG when CCI(20) is below -100 and sell when it is above 0.", "-120 for the entry", "use 50 for the exit"
    )
    assert [rule.when for rule in found.strategy.rules] == ["cci(20) < -120", "cci(20) > 50"]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("it closed above its 50-day SMA yesterday", "close[1] > sma(close, 50)[1]"),
        ("it closes above yesterday's 50-day SMA", "close > sma(close, 50)[1]"),
        ("RSI(14) passes 55", "crosses_above(rsi(close, 14), 55)"),
    ],
)
def test_yesterday_and_passing_are_read(rules, words: str, entry: str) -> None:
    assert rules(f"Buy KO when {words}. Sell after 3 days") == [entry]


def test_the_far_edge_of_a_band_is_reached_from_the_near_one(rules) -> None:
    found = rules("Buy IBM when it closes above the upper Bollinger band (20, 2), sell at the lower band")
    assert found[1] == "close <= bbands(close, 20, 2).lower"


def test_out_at_the_close_of_the_same_day(read) -> None:
    found = read("Buy SPY when it is above its 50 day average.", "sell at close same day").strategy
    assert found.risk.session_exit


@pytest.mark.parametrize(
    ("change", "when"),
    [
        ("only if MACD is below zero at entry", "crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal) and macd(close, 12, 26, 9).macd < 0"),
        ("instead of the MACD cross use a bullish engulfing", "cdl_engulfing_bullish()"),
    ],
)  # fmt: skip
def test_a_condition_is_added_or_exchanged_as_the_words_say(read, change: str, when: str) -> None:
    found = read("Exxon: MACD crosses above signal, buy; crosses below, sell.", change)
    assert found.strategy is not None, found.explanation
    assert found.strategy.rules[0].when == when


def test_a_time_is_held_instead_of_another(read) -> None:
    found = read("Facebook: hold 5 days after a gap up of 2% or more.", "hold it 10 days instead")
    assert found.strategy is not None, found.explanation
    assert found.strategy.risk.max_bars == 10
