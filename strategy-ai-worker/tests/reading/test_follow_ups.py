"""Follow-ups change the document that is there, and nothing else of it."""

import pytest

FIRST = "Apple daily: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down."
RSI = "Buy MSFT when RSI(14) drops below 30 and sell when RSI(14) climbs above 55, 4% stop"
BREAKOUT = "比特币日线，收盘价突破前20天最高价买入，跌破前10天最低价卖出。"
RULES = [
    (FIRST, "make it exponential averages instead of simple ones", "crosses_above(ema(close, 20), ema(close, 100))"),
    (FIRST, "use EMAs instead", "crosses_above(ema(close, 20), ema(close, 100))"),
    (FIRST, "use the 50-day instead of the 20-day", "crosses_above(sma(close, 50), sma(close, 100))"),
    (FIRST, "change 100 to 150", "crosses_above(sma(close, 20), sma(close, 150))"),
    (
        FIRST,
        "only buy if RSI(14) is above 50",
        "crosses_above(sma(close, 20), sma(close, 100)) and rsi(close, 14) > 50",
    ),
    (RSI, "change the RSI period to 7", "crosses_below(rsi(close, 7), 30)"),
    (RSI, "change the entry threshold to 25", "crosses_below(rsi(close, 14), 25)"),
    (
        RSI,
        "add a filter: only when the price is above the 200-day SMA",
        "crosses_below(rsi(close, 14), 30) and close > sma(close, 200)",
    ),
    (BREAKOUT, "把入场改成前40天最高价，出场改成前20天最低价。", "close > highest(high, 40)[1]"),
    (
        BREAKOUT,
        "再加一个条件：只有收盘价在200日均线之上才允许买入。",
        "close > highest(high, 20)[1] and close > sma(close, 200)",
    ),
]
RISK = [
    ("add a 7% stop loss please", "stop_loss", "value", 7),
    ("make the stop 8%", "stop_loss", "value", 8),
    ("change the stop to 3 ATR", "stop_loss", "multiple", 3),
    ("把止损改成6%", "stop_loss", "value", 6),
    ("trail the stop by 10%", "trailing_stop", "value", 10),
]


@pytest.mark.parametrize(("first", "then", "when"), RULES)
def test_a_follow_up_changes_the_entry(read, first: str, then: str, when: str) -> None:
    assert read(first, then).strategy.rules[0].when == when


@pytest.mark.parametrize(("then", "part", "field", "value"), RISK)
def test_a_follow_up_changes_the_risk_and_keeps_the_rules(read, then, part, field, value) -> None:
    before, after = read(RSI).strategy, read(RSI, then).strategy
    assert getattr(getattr(after.risk, part), field) == value
    assert after.rules == before.rules


def test_another_market_is_added_or_takes_the_place(read) -> None:
    assert read(FIRST, "also on Microsoft").strategy.universe == ("AAPL", "MSFT")
    assert read(FIRST, "do it on Microsoft instead").strategy.universe == ("MSFT",)


def test_the_timeframe_changes_alone(read) -> None:
    before, after = read(FIRST).strategy, read(FIRST, "switch to the 4 hour chart").strategy
    assert after.timeframe.value == "4h"
    assert after.rules == before.rules


def test_only_going_long_turns_the_short_entry_into_the_exit(read) -> None:
    both = "Go long SPY when the 20-day EMA crosses above the 60-day EMA, go short when it crosses below"
    found = read(both, "only go long").strategy
    assert [rule.action.value for rule in found.rules] == ["enter_long", "exit_long"]
    assert not found.execution.allow_short


def test_removing_takes_away_what_is_named(read) -> None:
    assert read(RSI, "remove the stop").strategy.risk.stop_loss is None
    filtered = "add a filter: only when the price is above the 200-day SMA"
    removed = read(RSI, filtered, "remove the 200-day filter").strategy.rules
    assert [rule.when for rule in removed] == [rule.when for rule in read(RSI).strategy.rules]


def test_undo_goes_back_to_the_document_before(read) -> None:
    assert read(RSI, "make the stop 8%", "undo that").strategy.risk.stop_loss.value == 4


def test_sizing_and_holding_are_set(read) -> None:
    found = read(RSI, "risk 1% of equity per trade", "hold for at most 10 days").strategy
    assert (found.sizing.kind, found.sizing.value, found.risk.max_bars) == ("risk_percent", 1, 10)


def test_a_follow_up_that_changes_nothing_is_asked_about(read) -> None:
    assert read(RSI, "hmm, nice one indeed").kind == "question"


def test_a_whole_new_strategy_replaces_the_old_one(read) -> None:
    found = read(RSI, "Buy IBM when the close is above the 50-day SMA, sell when it is below").strategy
    assert found.universe == ("IBM",)
    assert [rule.when for rule in found.rules] == ["close > sma(close, 50)", "close < sma(close, 50)"]
