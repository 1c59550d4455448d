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
