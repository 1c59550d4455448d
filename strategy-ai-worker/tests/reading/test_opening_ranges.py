"""The range of a session's first minutes, however it is said, and levels that both sides share."""

import pytest

UP, DOWN = "close > opening_range_high({0})", "close < opening_range_low({0})"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("the opening range breakout of the first hour", 60),
        ("an opening range breakout (first 45 minutes)", 45),
        ("a breakout of the first 20 minutes' range", 20),
        ("the breakout of the opening range in the first hour", 60),
        ("a 15-minute ORB", 15),
        ("a break of the 30-minute opening range", 30),
        ("when price breaks above the range of the first 10 minutes", 10),
        ("when the close is above the 30-minute opening range", 30),
        ("when the close is above the high of the first hour's range", 60),
    ],
)
def test_an_opening_range_is_one_thing_with_a_length(rules, words: str, minutes: int) -> None:
    assert rules(f"QQQ 5m: buy {words}, out at the close.") == [UP.format(minutes)]


def test_the_range_is_passed_on_the_side_that_the_verb_says(rules) -> None:
    told = "IWM 5m: buy above the opening range (first 30 minutes), short below it, flat at the close."
    assert rules(told) == [UP.format(30), DOWN.format(30)]
    assert rules("IWM 5m: short a breakdown of the first hour's range, cover at the close.") == [DOWN.format(60)]
    formed = "IWM 5m: let the first 15 minutes form the range. Buy a break above its high. Out at the close."
    assert rules(formed) == [UP.format(15)]


def test_the_first_hour_alone_is_a_time_of_day(rules) -> None:
    told = "IWM 5m: trade only in the first hour: buy when RSI(14) is below 25, sell when it is above 60."
    assert "minutes_since_open() < 60" in rules(told)[0]


@pytest.mark.parametrize(
    ("message", "long", "short"),
    [
        (
            "QQQ 5m: 30-minute opening range breakout, both directions, stop at the other side of the range, flat at the close",  # noqa: E501
            "opening_range_low(30)",
            "opening_range_high(30)",
        ),
        (
            "ETH daily: long when the close breaks above the 40-day high, short when it breaks below the 40-day low. Stop at the 15-day low.",  # noqa: E501
            "lowest(low, 15)",
            "highest(high, 15)",
        ),
        (
            "MSFT: buy when RSI(14) < 25, short when RSI(14) > 75, stop at yesterday's low. Exit after 7 days.",
            "low[1]",
            "high[1]",
        ),
    ],
)
def test_a_level_that_is_told_once_is_mirrored_for_the_other_side(read, message: str, long: str, short: str) -> None:
    stop = read(message).strategy.risk.stop_loss
    assert (stop.long, stop.short) == (long, short)


def test_a_level_on_no_side_is_the_same_for_both(read) -> None:
    told = "MSFT: buy when RSI(14) < 25, short when RSI(14) > 75, target at the 20-day SMA, stop 4%."
    (target,) = read(told).strategy.risk.take_profit
    assert (target.expr, target.long) == ("sma(close, 20)", None)


@pytest.mark.parametrize(
    ("message", "conditions"),
    [
        (
            "KO: buy a 30-day breakout, both directions, stop 6%, exit after 12 days",
            ["close > highest(high, 30)[1]", "close < lowest(low, 30)[1]"],
        ),
        (
            "KO: buy when RSI(9) is below 25, sell when RSI(9) is above 50, trade it both ways",
            ["rsi(close, 9) < 25", "rsi(close, 9) > 50", "rsi(close, 9) > 75", "rsi(close, 9) < 50"],
        ),
    ],
)
def test_both_directions_add_the_side_that_is_not_told(rules, message: str, conditions: list[str]) -> None:
    assert rules(message) == conditions
