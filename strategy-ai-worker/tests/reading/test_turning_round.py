# ruff: noqa: E501 - messages stand on one line each
"""Leaving one side and taking the other, open trades in words, titles and charts: as people write them."""

from __future__ import annotations

import pytest


def rules_of(found) -> set[tuple[str, str]]:
    return {(rule.action, rule.when) for rule in found.strategy.rules}


@pytest.mark.parametrize(
    ("message", "up", "down"),
    [
        (
            "Pfizer daily. EMA(9) crosses over EMA(21) = long. EMA(9) crosses under EMA(21) = close the long and go short.",
            "crosses_above(ema(close, 9), ema(close, 21))",
            "crosses_below(ema(close, 9), ema(close, 21))",
        ),
        (
            "Pfizer daily. RSI(10) above 65: cover and go long. RSI(10) below 35: sell, then go short.",
            "rsi(close, 10) > 65",
            "rsi(close, 10) < 35",
        ),
        (
            "Pfizer: buy/cover when RSI(10) is above 65; sell/short when RSI(10) is below 35",
            "rsi(close, 10) > 65",
            "rsi(close, 10) < 35",
        ),
        (
            "When EMA 9 crosses above EMA 21 on Pfizer, I close the short and I buy. When EMA 9 crosses below EMA 21, I close the buy and I sell short.",
            "crosses_above(ema(close, 9), ema(close, 21))",
            "crosses_below(ema(close, 9), ema(close, 21))",
        ),
        (
            "Pfizer: long when the close is above the highest high of the previous 30 days, short when it is below the lowest low of the previous 30 days. Otherwise just keep the position.",
            "close > highest(high, 30)[1]",
            "close < lowest(low, 30)[1]",
        ),
        (
            "Bitcoin 4h: go long when Supertrend (7, 2) turns up, reverse to short when it turns down.",
            "crosses_above(supertrend(7, 2).direction, 0)",
            "crosses_below(supertrend(7, 2).direction, 0)",
        ),
    ],
)
def test_one_side_is_left_for_the_other(read, message: str, up: str, down: str) -> None:
    assert rules_of(read(message)) == {("enter_long", up), ("enter_short", down)}


@pytest.mark.parametrize(
    ("message", "leaves"),
    [
        ("Intel: buy when RSI(14) < 25; close that long when RSI(14) > 55.", ("exit_long", "rsi(close, 14) > 55")),
        ("Intel: short when RSI(14) > 75; exit these shorts when RSI(14) < 45.", ("exit_short", "rsi(close, 14) < 45")),
        ("Intel. Short only. Entry: RSI(14) above 75. Exit: RSI(14) below 45.", ("exit_short", "rsi(close, 14) < 45")),
        (
            "Intel\nDirection: short side only\nOpen: close lower than the lowest low of the previous 40 days\nClose: close higher than the highest high of the previous 15 days",
            ("exit_short", "close > highest(high, 15)[1]"),
        ),
    ],
)
def test_a_side_that_is_pointed_at_is_left(read, message: str, leaves: tuple[str, str]) -> None:
    found = rules_of(read(message))
    assert leaves in found
    assert {action for action, _ in found} == {leaves[0], leaves[0].replace("exit", "enter")}


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        (
            "Nike: buy when it closes above every close of the 15 days before, sell after 5 days",
            "close > highest(close, 15)[1]",
        ),
        ("Nike: buy when the close is below all of the last 12 lows, sell after 5 days", "close < lowest(low, 12)[1]"),
    ],
)
def test_beyond_every_one_is_beyond_the_extreme(read, message: str, entry: str) -> None:
    assert ("enter_long", entry) in rules_of(read(message))


@pytest.mark.parametrize(
    ("told", "risk"),
    [
        ("If it moves 6% against me I'm out. Target 12%.", {"stop_loss": 6, "take_profit": 12}),
        ("Take profit 4%, stop 2%, and if neither has been hit after 9 bars, close the trade.", {"max_bars": 9}),
        ("Stop 2%. Exit if neither is hit within 6 days.", {"max_bars": 6}),
        ("Stop 3%. After the 5 days I sell at the open whatever happened.", {"max_bars": 5}),
        ("When the position is down 6% or up 12%, close it.", {"stop_loss": 6, "take_profit": 12}),
        ("I never stay more than 8 days. Stop 3%.", {"max_bars": 8}),
        ("Stop: entry minus 2.5 x ATR(10). Target: 2R.", {"stop_loss": 2.5, "take_profit": 2}),
        ("I risk two times the 10-day ATR below my entry and take profit at three times that risk.", {"stop_loss": 2, "take_profit": 3}),
        ("A stop loss 5% below the purchase price, which I raise to the purchase price after the stock has touched 4% above it. Target 10%.", {"stop_loss": 5, "break_even": 4}),
        ("Stop 5%. After the high gets 7% above my entry, SL to entry. Target 15%.", {"stop_loss": 5, "break_even": 7}),
        ("Stop 5%. When I'm up 6% the stop goes to break even. Target 15%.", {"stop_loss": 5, "break_even": 6}),
        ("Then trail it with a 7% stop from the highest high since I got in.", {"trailing_stop": 7}),
        ("The stop follows the price up, always 9 percent under the highest high.", {"trailing_stop": 9}),
    ],
)  # fmt: skip
def test_what_becomes_of_a_trade(read, told: str, risk: dict[str, float]) -> None:
    found = read(f"Nike: buy when RSI(14) crosses above 45. {told}")
    assert rules_of(found) == {("enter_long", "crosses_above(rsi(close, 14), 45)")}
    shown = found.strategy.risk.model_dump()
    for name, value in risk.items():
        level = shown[name][0] if isinstance(shown[name], list | tuple) else shown[name]
        level = level["trigger"] if name == "break_even" else level
        assert value == (level if isinstance(level, int) else level.get("value", level.get("multiple")))


@pytest.mark.parametrize(
    "told",
    [
        "When I'm 8% up I'd take half off the table and when I'm 16% up I'd take off the other half.",
        "tp1 8% (sell half), tp2 16% (sell the rest).",
        "At 8% profit sell half, at 16% profit sell the rest.",
    ],
)
def test_parts_leave_at_their_gains(read, told: str) -> None:
    found = read(f"Nike: buy when RSI(14) crosses above 45. {told} Stop 5%.")
    assert [(one.value, one.fraction) for one in found.strategy.risk.take_profit] == [(8, 0.5), (16, 0.5)]


def test_the_remaining_share_is_no_gain(read) -> None:
    found = read(
        "Nike: buy when the close crosses above the 30-day SMA. I sell 50% at a 6% gain, and the remaining 50% is sold when the close crosses below the 30-day SMA."
    )
    assert [(one.value, one.fraction) for one in found.strategy.risk.take_profit] == [(6, 0.5)]
    assert ("exit_long", "crosses_below(close, sma(close, 30))") in rules_of(found)


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        (
            "Ether 4h: buy when RSI(14) < 30, as long as the 10-day EMA on the daily chart is above the 40-day EMA. Sell when RSI(14) > 60.",
            'rsi(close, 14) < 30 and on("1d", ema(close, 10)) > on("1d", ema(close, 40))',
        ),
        (
            "Nike daily: buy when RSI(2) < 10 and RSI(14) on the weekly chart is above 55, sell when RSI(2) > 70.",
            'rsi(close, 2) < 10 and on("1w", rsi(close, 14)) > 55',
        ),
        (
            "Nike, daily bars with a weekly filter. Filter: last weekly close above the 20-week SMA. Entry: RSI(2) under 15. Exit: RSI(2) over 75.",
            'rsi(close, 2) < 15 and on("1w", close) > on("1w", sma(close, 20))',
        ),
        (
            "Nike, daily.\n* RSI(14) below 35 is a buy signal\n* but the 50-day SMA has to be above the 120-day SMA\n* get out when RSI(14) is above 60",
            "rsi(close, 14) < 35 and sma(close, 50) > sma(close, 120)",
        ),
        (
            "Nike with Bollinger Bands (20, 2). Close under the lower band: buy, and sell when it closes above the middle band.",
            "close < bbands(close, 20, 2).lower",
        ),
        (
            "Nike relative strength against the S&P. Hold NKE when its 40-day return is higher than SPY's 40-day return; sell when it is lower.",
            'roc(close, 40) > of("SPY", roc(close, 40))',
        ),
    ],
)
def test_titles_and_charts(read, message: str, entry: str) -> None:
    found = read(message)
    assert ("enter_long", entry) in rules_of(found)
    assert len(found.strategy.universe) == 1


def test_chasing_is_no_bank(read) -> None:
    found = read(
        "btc, always chasing breakouts: buy when the close is above the 30 day high, sell below the 15 day low"
    )
    assert found.strategy.universe == ("BTC/USDT",)


def test_months_without_a_comma(read) -> None:
    found = read("Nike: hold it in october november december and stay out for the rest of the year")
    assert ("enter_long", "month() == 10 or month() == 11 or month() == 12") in rules_of(found)


def test_a_labelled_order(read) -> None:
    found = read(
        "Setup: Nike daily, RSI(5) crosses under 25\nOrder: limit, 1% below the setup day's close\nValid: 3 days\nExit: RSI(5) > 55"
    )
    order = found.strategy.rules[0].order
    assert (order.kind, order.price, order.valid_bars) == ("limit", "0.99 * close", 3)


def test_what_was_said_of_monday_is_seen_on_tuesday(read) -> None:
    found = read(
        "Nike. When Monday's close is at least 2% below the previous close and the stock is above its 100-day SMA, buy at Tuesday's open. Sell at the first close higher than the day before's."
    )
    entry = found.strategy.rules[0].when
    assert "weekday() == 2" in entry
    assert "close[1] > sma(close, 100)[1]" in entry


def test_an_order_to_sell_at_the_open_is_no_time_stop(read) -> None:
    found = read(
        "Nike: buy after a Wednesday that closes higher than the previous day, and after the close on the following Friday put in an order to sell at the next open."
    )
    assert found.strategy.risk.max_bars is None
