# ruff: noqa: E501 - one message a line
"""A change said afterwards makes the same strategy as a first message that says it at once."""

import pytest

CROSS = (
    "Buy GLD when the 20-day SMA crosses above the 50-day SMA. Sell when the 20-day SMA crosses below the 50-day SMA."
)
LEVELS = "Buy MSFT when RSI(14) is below 30. Sell when RSI(14) is above 70."
PULLBACK = "Buy QQQ when RSI(2) is below 10 and the price is above its 200-day SMA. Sell when RSI(2) is above 70."
BREAKOUT = "Buy AMD when the close is above the highest high of the previous 20 days and volume is above 1.5 times its 20-day average. Sell when the close is below the lowest low of the previous 10 days."
FEAR = "Buy SPY when RSI(2) is below 5 and VIX is above 20. Hold at most 3 days."
SHORT = "Short TSLA when RSI(14) is above 80. Cover when RSI(14) is below 50."
DAYS = "Buy XOM when it is Monday. Sell when it is Friday."

SAME = [
    (f"{LEVELS} 6% stop loss.", "widen the stop by 2%", f"{LEVELS} 8% stop loss."),
    (f"{LEVELS} 6% stop loss.", "tighten the stop by 50%", f"{LEVELS} 3% stop loss."),
    (f"{LEVELS} 6% stop loss.", "move the stop from 6% to 5%", f"{LEVELS} 5% stop loss."),
    (f"{LEVELS} Hold at most 10 days.", "hold it 3 days longer", f"{LEVELS} Hold at most 13 days."),
    (f"{PULLBACK} Hold at most 12 days.", "give it 2 more days", f"{PULLBACK} Hold at most 14 days."),
    (f"{PULLBACK} Hold at most 10 days.", "forget the 10 days", PULLBACK),
    (f"{CROSS} Hold at most 15 days.", "drop the 15 days", CROSS),
    (LEVELS, "make it 9 days max", f"{LEVELS} Hold at most 9 days."),
    (LEVELS, "but no more than 12 days in a trade", f"{LEVELS} Hold at most 12 days."),
    (LEVELS, "get out if it goes 4% against me", f"{LEVELS} 4% stop loss."),
    (f"{LEVELS} 6% stop loss.", "the stop has to go", LEVELS),
    (LEVELS, "not 30, 27", LEVELS.replace("30", "27")),
    (LEVELS, "the 70 should be 66", LEVELS.replace("70", "66")),
    (LEVELS, "use RSI 9", LEVELS.replace("(14)", "(9)")),
    (PULLBACK, "RSI(4) please", PULLBACK.replace("RSI(2)", "RSI(4)")),
    (PULLBACK, "make that filter the 150-day", PULLBACK.replace("200-day", "150-day")),
    (BREAKOUT, "change the breakout to 40 days", BREAKOUT.replace("previous 20 days", "previous 40 days")),
    (BREAKOUT, "成交量改成3倍", BREAKOUT.replace("1.5 times", "3 times")),
    (BREAKOUT, "average volume over 50 days", BREAKOUT.replace("its 20-day", "its 50-day")),
    (FEAR, "make the VIX threshold 35", FEAR.replace("above 20", "above 35")),
    (FEAR, "only when VIX is over 30", FEAR.replace("above 20", "above 30")),
    (SHORT, "get out below 40", SHORT.replace("50", "40")),
    (SHORT, "enter when RSI is above 85", SHORT.replace("80", "85")),
    (DAYS, "exit Thursday instead", DAYS.replace("Friday", "Thursday")),
    (DAYS, "周一改成周二", DAYS.replace("Monday", "Tuesday")),
    (LEVELS, "half size and a 5% stop loss", f"{LEVELS} 5% stop loss. Use 50% of the account per trade."),
    (CROSS, "use EMAs; risk 1% per trade with a 2 ATR stop", CROSS.replace("SMA", "EMA") + " Stop loss 2 ATR below the entry. Risk 1% per trade."),
    (LEVELS, "use 25 and 75, with a 5% stop", f"{LEVELS} 5% stop loss.".replace("30", "25").replace("70", "75")),
    (CROSS, "sell after 15 days instead", CROSS.split(" Sell", maxsplit=1)[0] + " Hold at most 15 days."),
    (CROSS, "add a 200-day SMA trend filter", CROSS.replace(" Sell", " Sell", 1).replace("the 50-day SMA.", "the 50-day SMA and the price is above its 200-day SMA.", 1)),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "direct"), SAME)
def test_a_change_makes_what_a_first_message_makes(read, sense, first, then, direct) -> None:
    changed = read(first, then)
    assert changed.strategy is not None, changed.explanation
    assert sense(changed.strategy) == sense(read(direct).strategy)


@pytest.mark.parametrize(("first", "then", "direct"), SAME[::3])
def test_undo_leads_back_from_a_change(read, sense, first, then, direct) -> None:
    del direct
    assert sense(read(first, then, "undo that").strategy) == sense(read(first).strategy)


@pytest.mark.parametrize("then", ["change 20 to 40", "40 instead of 20", "把20改成40"])
def test_a_number_that_stands_for_two_things_is_asked_about(read, then: str) -> None:
    asked = read(BREAKOUT, then)
    assert asked.kind == "question"
    for option in asked.questions[0].options:
        assert read(BREAKOUT, then, option).strategy is not None


@pytest.mark.parametrize("then", ["only the first 10%... no just keep it", "change the stop to 8, no wait, leave it"])
def test_what_is_taken_back_in_the_same_breath_changes_nothing(read, then: str) -> None:
    found = read(LEVELS, then)
    assert found.strategy is None
    assert found.kind == "answer"


@pytest.mark.parametrize("then", ["a third each", "equal weights", "split it evenly"])
def test_shares_become_even(read, then: str) -> None:
    plan = read("Hold SPY, TLT and GLD, 50/30/20, rebalance monthly.", then).strategy.allocation
    assert [round(one.weight) for one in plan.weights] == [33, 33, 33]


def test_vice_versa_for_shorts_adds_the_mirror(read) -> None:
    actions = {rule.action.value for rule in read(CROSS, "vice versa for shorts").strategy.rules}
    assert actions == {"enter_long", "exit_long", "enter_short", "exit_short"}


def test_a_number_speaks_of_what_was_said_last(read) -> None:
    found = read(LEVELS, "risk 1% per trade", "with a 2 ATR stop", "make that 1.5").strategy
    assert found.risk.stop_loss.multiple == 1.5
    assert [rule.when for rule in found.rules] == ["rsi(close, 14) < 30", "rsi(close, 14) > 70"]


def test_the_length_of_an_atr_is_that_of_its_stop(read) -> None:
    assert (
        read(f"{CROSS} Stop loss 2 ATR below the entry.", "20-period ATR please").strategy.risk.stop_loss.length == 20
    )


def test_no_target_leaves_the_trailing_stop(read) -> None:
    risk = read(f"{CROSS} Take profit at 9%. Trailing stop 7%.", "no target, just the trail").strategy.risk
    assert not risk.take_profit
    assert risk.trailing_stop is not None


def test_a_bit_safer_is_no_time_of_the_day(read) -> None:
    assert read(LEVELS, "安全一点").strategy is None


def test_it_that_closes_below_a_level_is_the_index_before(rules) -> None:
    assert rules("Buy QQQ when the VIX closes above 28, sell when it closes below 18.")[1] == 'of("^VIX", close) < 18'
