"""Follow-ups that point at a part of the document, suppose a change, or begin anew."""

import pytest

from strategy_ai_worker.domain.anew import Said, begins_at

TWO = "IBM: buy when RSI(14) is below 30 and the close is above the 200-day SMA, sell when RSI(14) is above 60, stop 5%"
CROSS = "Apple daily: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down."
CHANNEL = "Bitcoin daily: buy a close above the 20-day high, sell a close below the 10-day low"
ROTATION = "Once a month rank AMZN, FB, JPM and XOM by their 126-day return and hold the best two"


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ("remove the second condition", "rsi(close, 14) < 30"),
        ("drop the last condition please", "rsi(close, 14) < 30"),
        ("get rid of the first rule", "close > sma(close, 200)"),
        ("take out condition 1", "close > sma(close, 200)"),
        ("去掉第二个条件", "rsi(close, 14) < 30"),
    ],
)
def test_a_condition_is_taken_away_by_its_place(read, then: str, left: str) -> None:
    assert read(TWO, then).strategy.rules[0].when == left


def test_a_condition_that_is_not_there_cannot_be_taken_away(read) -> None:
    assert read(TWO, "remove the fourth condition").strategy is None


@pytest.mark.parametrize(
    "then", ["change the entry to RSI(2) below 10", "set the entry rule to RSI(2) < 10", "把买入条件改成RSI(2)低于10"]
)
def test_a_whole_entry_is_put_in_the_place_of_the_old_one(read, then: str) -> None:
    first, changed = read(TWO).strategy, read(TWO, then).strategy
    assert changed.rules[0].when == "rsi(close, 2) < 10"
    assert changed.rules[1] == first.rules[1]
    assert changed.risk == first.risk


def test_a_whole_exit_is_put_in_the_place_of_the_old_one(read) -> None:
    changed = read(CROSS, "replace the exit rule with a close below the 50-day SMA").strategy
    assert [rule.when for rule in changed.rules][1:] == ["close < sma(close, 50)"]


@pytest.mark.parametrize(
    ("then", "lengths"),
    [("double both lookbacks", (40, 20)), ("halve the periods", (10, 5)), ("make the windows twice as long", (40, 20))],
)
def test_all_lengths_grow_and_shrink_together(read, then: str, lengths: tuple[int, int]) -> None:
    enters, leaves = read(CHANNEL, then).strategy.rules
    assert enters.when == f"close > highest(high, {lengths[0]})[1]"
    assert leaves.when == f"close < lowest(low, {lengths[1]})[1]"


@pytest.mark.parametrize(("then", "size"), [("halve the position", 50), ("double the position size", 200)])
def test_a_position_is_halved_and_doubled(read, then: str, size: float) -> None:
    assert read(CHANNEL, then).strategy.sizing.value == size


def test_a_position_is_capped(read) -> None:
    assert read(TWO, "cap the position at 40%").strategy.sizing.value == 40
    risked = read(TWO, "risk 1% of equity per trade", "limit the position to 50% of the account").strategy.sizing
    assert (risked.kind, risked.value, risked.max_percent_of_equity) == ("risk_percent", 1, 50)


@pytest.mark.parametrize("then", ["what if no stop", "what about no stop loss?", "and what if there was no stop?"])
def test_a_supposed_change_is_made(read, then: str) -> None:
    assert read(TWO, then).strategy.risk.stop_loss is None
    assert read(CROSS, then).kind == "answer"


def test_a_question_that_supposes_no_change_is_answered(read) -> None:
    assert read(TWO, "what about the RSI, what is it?").kind == "answer"


@pytest.mark.parametrize("then", ["and short it the other way", "do the same on the short side", "mirror it"])
def test_the_mirrored_shorts_are_added(read, then: str) -> None:
    actions = [rule.action.value for rule in read(CROSS, then).strategy.rules]
    assert actions == ["enter_long", "exit_long", "enter_short", "exit_short"]


def test_short_only_asks_at_which_signals_and_each_choice_is_understood(read) -> None:
    asked = read(CROSS, "make it short only")
    assert asked.kind == "question"
    same, opposite = (read(CROSS, "make it short only", one).strategy.rules[0] for one in asked.questions[0].options)
    assert (same.action.value, same.when) == ("enter_short", "crosses_above(sma(close, 20), sma(close, 100))")
    assert (opposite.action.value, opposite.when) == ("enter_short", "crosses_below(sma(close, 20), sma(close, 100))")


@pytest.mark.parametrize("then", ["rank on 63 days", "use a 3-month lookback"])
def test_a_score_is_measured_over_another_length(read, then: str) -> None:
    assert read(ROTATION, then).strategy.rotation.rank_by == "roc(close, 63)"


def test_a_loss_from_the_peak_is_a_trailing_stop(read) -> None:
    changed = read(CROSS, "it should also sell when it has lost 10% from its peak").strategy
    assert changed.risk.trailing_stop.value == 10
    assert [rule.when for rule in changed.rules] == [rule.when for rule in read(CROSS).strategy.rules]


@pytest.mark.parametrize("wish", ["start over", "Let's start from scratch", "new strategy please", "重新开始"])
def test_a_wish_to_start_over_leaves_the_document_behind(read, wish: str) -> None:
    assert read(CROSS, wish).kind == "question"
    assert begins_at([Said("user", CROSS), Said("assistant", "", made=True), Said("user", wish)]) == 3


def test_a_document_made_since_is_what_follow_ups_edit() -> None:
    messages = [
        Said("user", "start over"),
        Said("assistant", "?"),
        Said("user", CROSS),
        Said("assistant", "", made=True),
    ]
    assert begins_at(messages[:3]) == 1
    assert begins_at(messages) == 0


@pytest.mark.parametrize(
    "then", ["don't sell on the cross, only the stop", "exit only by the stop", "stop selling on the crossover"]
)
def test_the_rules_that_leave_go_where_a_stop_stays(read, then: str) -> None:
    changed = read(f"{CROSS} Stop 6%.", then).strategy
    assert [rule.action.value for rule in changed.rules] == ["enter_long"]
    assert changed.risk.stop_loss.value == 6


def test_the_only_way_out_is_not_taken_away(read) -> None:
    asked = read(CROSS, "don't sell on the cross")
    assert asked.kind == "question"
    for option in asked.questions[0].options:
        changed = read(CROSS, "don't sell on the cross", option).strategy
        assert [rule.action.value for rule in changed.rules] == ["enter_long"]
        assert changed.risk.max_bars or changed.risk.trailing_stop


@pytest.mark.parametrize("then", ["good for 3 days", "valid for three days"])
def test_an_order_rests_for_another_time(read, then: str) -> None:
    ordered = read(TWO, "buy with a limit order 1% below the close")
    assert ordered.strategy.rules[0].order.valid_bars == 1
    changed = read(TWO, "buy with a limit order 1% below the close", then).strategy
    assert changed.rules[0].order.valid_bars == 3
    assert [rule.when for rule in changed.rules] == [rule.when for rule in ordered.strategy.rules]


def test_a_time_that_speaks_of_nothing_changes_nothing(read) -> None:
    assert read(CROSS, "for 3 days").strategy is None


def test_orders_at_the_market_come_back(read) -> None:
    changed = read(TWO, "buy with a limit order 1% below the close", "market orders again").strategy
    assert changed.rules[0].order is None


@pytest.mark.parametrize("then", ["use ATR for the stop, 2.5 of them", "make the stop 2.5 ATR"])
def test_a_stop_is_measured_in_the_unit_that_is_named(read, then: str) -> None:
    stop = read(TWO, then).strategy.risk.stop_loss
    assert (stop.kind, stop.multiple) == ("atr", 2.5)


def test_the_uptrend_of_another_asset_is_a_filter_and_no_market(read) -> None:
    changed = read(TWO, "only in uptrends of SPY").strategy
    assert changed.universe == ("IBM",)
    assert changed.rules[0].when.endswith('of("SPY", close) > of("SPY", sma(close, 200))')


def test_a_ban_is_lifted(read) -> None:
    changed = read(TWO, "never trade in December", "and not on Fridays", "December is fine").strategy
    assert changed.rules[0].when.endswith("close > sma(close, 200) and weekday() != 5")


def test_what_is_dropped_leaves_its_weight_to_the_others(read) -> None:
    changed = read("50% SPY 30% TLT 20% GLD quarterly", "drop gold").strategy
    assert changed.universe == ("SPY", "TLT")
    assert [target.weight for target in changed.allocation.weights] == [62.5, 37.5]


def test_the_rest_is_sold_at_another_target(read) -> None:
    targets = read(CROSS, "take half off at 10%", "and the rest at 20%").strategy.risk.take_profit
    assert [(target.value, target.fraction) for target in targets] == [(10, 0.5), (20, 0.5)]


def test_averages_become_of_the_kind_that_is_named_last(read) -> None:
    changed = read(CROSS, "use EMAs instead", "replace the EMA with an SMA").strategy
    assert changed.rules[0].when == "crosses_above(sma(close, 20), sma(close, 100))"


def test_a_level_that_was_moved_is_taken_away_and_not_moved_back(read) -> None:
    assert read(TWO, "make the stop 8%", "remove it completely").strategy.risk.stop_loss is None


@pytest.mark.parametrize(
    ("then", "share"), [("put only 30% in each trade", 30), ("half the money", 50), ("use a quarter of my capital", 25)]
)
def test_a_share_of_the_money_is_the_size(read, then: str, share: float) -> None:
    sizing = read(TWO, then).strategy.sizing
    assert (sizing.kind, sizing.value) == ("percent_of_equity", share)


def test_the_lengths_of_a_channel_are_both_replaced(read) -> None:
    enters, leaves = read(CHANNEL, "use 55 and 20").strategy.rules
    assert (enters.when, leaves.when) == ("close > highest(high, 55)[1]", "close < lowest(low, 20)[1]")


def test_the_worst_are_held_in_place_of_the_best(read) -> None:
    rotation = read(ROTATION, "the worst 2").strategy.rotation
    assert (rotation.descending, rotation.hold) == (False, 2)


@pytest.mark.parametrize(
    ("then", "limit", "value"),
    [
        ("wait 5 days after a losing trade", "cooldown_bars", 5),
        ("at most 2 trades a day", "entries_per_day", 2),
        ("stop trading for the day after 3 losses", "losses_per_day", 3),
    ],
)
def test_limits_of_the_account_are_taken_over(read, then: str, limit: str, value: int) -> None:
    first, changed = read(CROSS).strategy, read(CROSS, then).strategy
    assert getattr(changed.limits, limit) == value
    assert changed.rules == first.rules


def test_trades_a_week_are_asked_about_and_each_choice_is_understood(read) -> None:
    asked = read(CROSS, "never more than 2 trades a week")
    assert asked.kind == "question"
    for option in asked.questions[0].options:
        assert read(CROSS, "never more than 2 trades a week", option).kind == "strategy"


@pytest.mark.parametrize("then", ["and after 40 days", "or after 40 days", "exit after 40 days at the latest"])
def test_one_more_way_out_leaves_the_averages_alone(read, then: str) -> None:
    first, changed = read(CROSS).strategy, read(CROSS, "exit also when RSI(14) goes over 80", then).strategy
    assert changed.rules[0].when == first.rules[0].when
    assert changed.risk.max_bars == 40


def test_and_close_is_one_more_way_out(read) -> None:
    changed = read(CROSS, "and close everything at the end of April").strategy
    assert changed.rules[1].when.startswith("crosses_below(sma(close, 20), sma(close, 100)) or ")


@pytest.mark.parametrize("then", ["and buy more at RSI 20", "limit to 3 entries"])
def test_entries_that_the_document_does_not_have_change_nothing(read, then: str) -> None:
    assert read("Buy TSLA when RSI(14) < 30, sell when RSI(14) > 70", then).strategy is None


def test_two_lengths_are_changed_at_once(read) -> None:
    assert read(CROSS, "change 20 and 100 to 15 and 45").strategy.rules[0].when == (
        "crosses_above(sma(close, 15), sma(close, 45))"
    )


def test_a_portfolio_is_never_rebalanced(read) -> None:
    assert read("Equal weight AAPL and KO monthly", "never rebalance").strategy.allocation.rebalance == 1_000_000


def test_a_question_with_a_number_supposes_a_change(read) -> None:
    assert read(TWO, "and a stop of 6%?").strategy.risk.stop_loss.value == 6
