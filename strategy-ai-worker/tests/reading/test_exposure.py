# ruff: noqa: E501 - a sentence stands on one line
"""How much is at stake at once, how often rules are looked at, and what is not to be had."""

from __future__ import annotations

import pytest

RULES = "AAPL, MSFT, IBM: buy when RSI(3) < 10, sell when RSI(3) > 60. "


@pytest.mark.parametrize(
    ("words", "most", "share"),
    [
        ("Never hold more than two of them at once.", 2, 50),
        ("Only one position at a time.", 1, 100),
        ("Max 2 positions, 40% of equity each.", 2, 40),
    ],
)
def test_positions_open_together_are_bounded(read, words: str, most: int, share: float) -> None:
    found = read(RULES + words).strategy
    assert (found.limits.max_open_positions, found.sizing.value) == (most, share)


@pytest.mark.parametrize(
    "words", ["Stop trading after a drawdown of 20%.", "If the drawdown exceeds 20% stop trading.", "Kill switch at a 20% drawdown."]
)  # fmt: skip
def test_a_fall_of_the_account_ends_trading(read, words: str) -> None:
    assert read(RULES + words).strategy.limits.max_drawdown_percent == 20


def test_a_position_size_in_percent_is_no_count_of_positions(read) -> None:
    found = read(RULES + "Max position 25% of the account.").strategy
    assert found.limits.max_open_positions is None
    assert found.sizing.max_percent_of_equity == 25


def test_total_exposure_is_shared_among_the_assets(read) -> None:
    assert read(RULES + "Limit total exposure to 60%.").strategy.sizing.value == 20


def test_a_target_of_volatility_has_its_length(read) -> None:
    message = "IBM, 20/100 SMA crossover, long only. Size the position so that it targets 15% annualised volatility using the last 60 days."
    found = read(message).strategy.sizing
    assert (found.kind, found.value, found.length) == ("volatility_target", 15, 60)


def test_funding_is_a_cost_where_it_is_paid_and_no_data_where_it_decides(read) -> None:
    paid = read("BTC: long above the 50-day EMA, short below it, pay 0.01% funding every 8 hours").strategy
    assert paid.costs.funding_percent == 0.01
    assert read("Short bitcoin when the funding rate is above 0.1%").kind == "refusal"


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("checked once a month", "trading_days_left_in_month() == 0"),
        ("checked weekly", "is_last_session_of_week()"),
    ],
)
def test_rules_are_looked_at_as_often_as_it_is_said(read, words: str, when: str) -> None:
    rules = read(f"MSFT: long while the close is above the 200-day SMA, flat otherwise, {words}").strategy.rules
    assert [rule.when for rule in rules] == [
        f"close > sma(close, 200) and {when}",
        f"close <= sma(close, 200) and {when}",
    ]


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("on the last trading day of the month and the first three trading days of the next one", "trading_days_left_in_month() < 1 or trading_day_of_month() <= 3"),
        ("in the first 3 and the last 4 trading days of each month", "trading_day_of_month() <= 3 or trading_days_left_in_month() < 4"),
        ("during the last five trading days of December and the first two of January", "month() == 12 and trading_days_left_in_month() < 5 or month() == 1 and trading_day_of_month() <= 2"),
    ],
)  # fmt: skip
def test_both_ends_of_a_month_are_one_stretch(read, words: str, when: str) -> None:
    assert [rule.when for rule in read(f"S&P 500: own it only {words}").strategy.rules] == [when, f"not ({when})"]


@pytest.mark.parametrize(
    "message",
    [
        "SPY: buy on the day before a market holiday, sell the day after.",
        "Buy 0700.HK when the close crosses above the 60-day SMA, two board lots per trade, sell when it crosses below.",
        "Buy JPM when the 10-year yield is rising. Sell when JPM closes below the 50-day SMA.",
    ],
)
def test_what_is_not_to_be_had_is_asked_about_with_choices_that_lead_on(read, message: str) -> None:
    asked = read(message)
    assert asked.kind == "question"
    for option in asked.questions[0].options:
        assert read(message, option).strategy is not None


@pytest.mark.parametrize(
    ("message", "shares"),
    [
        ("Buy MSFT in three equal parts: a third when RSI(14) falls under 40, another third under 30, the last third under 20. Sell when RSI(14) is above 60.", [0.333333] * 3),
        ("Walmart: enter half size when price closes above the 20-day SMA and the other half when it closes above the 50-day SMA. Out below the 20-day.", [0.5] * 2),
    ],
)  # fmt: skip
def test_positions_are_entered_part_by_part(read, message: str, shares: list[float]) -> None:
    entries = [rule for rule in read(message).strategy.rules if rule.action.is_entry]
    assert [rule.fraction for rule in entries] == shares


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("when SPY closed up the day before", 'of("SPY", (close > close[1])[1])'),
        ("as long as the Hang Seng is in an uptrend (above its 200-day SMA)", 'of("^HSI", close) > of("^HSI", sma(close, 200))'),
        ("provided HSBC is also above its own 50-day SMA", 'of("0005.HK", close) > of("0005.HK", sma(close, 50))'),
    ],
)  # fmt: skip
def test_a_condition_that_names_an_asset_speaks_of_it(read, words: str, condition: str) -> None:
    found = read(f"Buy Amazon when its RSI(2) is under 10 {words}. Sell when Amazon's RSI(2) is above 70.").strategy
    assert found.universe == ("AMZN",)
    assert condition in found.rules[0].when


@pytest.mark.parametrize(
    ("message", "weights", "rebalance"),
    [
        ("Hold 100% SPY when 20-day realized volatility is below 15%, 50% otherwise.", ["where(of(\"SPY\", historical_volatility(close, 20)) < 15, 100, 50)"], "daily"),
        ("Bitcoin: hold 80% when the close is above its 50-day SMA and 20% when below, rebalanced weekly.", ["where(of(\"BTC/USDT\", close) > of(\"BTC/USDT\", sma(close, 50)), 80, 20)"], "weekly"),
        ("Go 100% JNJ in the summer months (June to July) and 100% AMZN the rest of the year.", ["where(month() == 6 or month() == 7, 100, 0)", "where(month() == 6 or month() == 7, 0, 100)"], "daily"),
        ("SPY: hold it all the time with exposure scaled to 10% annual volatility (20-day realised), rebalance weekly.", ["min(100, 1000 / of(\"SPY\", historical_volatility(close, 20)))"], "weekly"),
        ("Hold AAPL, MSFT, KO and PG, rebalance monthly.", [25, 25, 25, 25], "monthly"),
        ("Three-fund portfolio: SPY 50, JNJ 30, KO 20. Rebalance semi-annually.", [50, 30, 20], 126),
    ],
)  # fmt: skip
def test_shares_of_the_account_that_change_and_that_stay(read, message: str, weights: list[object], rebalance) -> None:
    found = read(message).strategy.allocation
    assert [one.weight for one in found.weights] == weights
    assert found.rebalance == rebalance


def test_weights_beyond_the_account_are_asked_about(read) -> None:
    assert read("60% SPY and 60% JNJ, rebalanced monthly").kind == "question"


def test_targets_of_a_position_are_no_shares_of_the_account(read) -> None:
    message = "JNJ: buy when the close crosses above the 50-day SMA. Sell 50% at +6%, the rest when it closes below the 50-day SMA."
    assert read(message).strategy.allocation is None


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        ("Buy and hold SPY.", [("enter_long", "is_last_bar()", None, "close")]),
        ("SPY overnight: buy at the close, sell at the next open, every day.", [("enter_long", "is_last_bar()", "same_close", "close"), ("exit_long", "is_first_bar()", None, "open")]),
    ],
)  # fmt: skip
def test_positions_that_need_no_condition(read, message: str, rules: list[tuple[object, ...]]) -> None:
    found = read(message).strategy.rules
    assert [(rule.action.value, rule.when, rule.fill, rule.read) for rule in found] == rules


def test_whole_months_between_dates_need_no_days(read) -> None:
    rules = read("WMT: long from October 1st to December 31st, flat otherwise.").strategy.rules
    assert rules[0].when == "month() == 10 or month() == 11 or month() == 12"


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("only in the first quarter of the year", "month() == 1 or month() == 2 or month() == 3"),
        ("only in Q4", "month() == 10 or month() == 11 or month() == 12"),
        ("only during the first week of each month", "day_of_month() <= 7"),
    ],
)
def test_quarters_and_weeks_are_conditions(read, words: str, condition: str) -> None:
    found = read(f"Google: buy when it closes above the 20-day SMA, {words}; sell when it closes below.").strategy
    assert condition in found.rules[0].when
