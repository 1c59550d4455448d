"""A question before the first document, and its answer: together they are one message."""

import pytest

VAGUE = "Buy Apple when it looks strong, sell when it looks weak."
NO_EXIT = "Buy MSFT when RSI(14) is below 30"
NO_MARKET = "Buy when RSI(14) is below 30 and sell when RSI(14) is above 70"


@pytest.mark.parametrize(
    "message", [VAGUE, NO_EXIT, NO_MARKET, "buy low sell high on apple", "苹果便宜的时候买入，贵的时候卖出"]
)
def test_every_choice_that_is_offered_is_understood(read, message: str) -> None:
    options = read(message).questions[0].options
    assert options
    for option in options:
        found = read(message, option)
        assert found.kind == "strategy", (option, found.explanation)


def test_rules_without_a_market_take_the_market_of_the_vague_wish(read) -> None:
    found = read(VAGUE, "buy above the 50-day average and sell below it").strategy
    assert found.universe == ("AAPL",)
    assert [rule.when for rule in found.rules] == ["close > sma(close, 50)", "close < sma(close, 50)"]


@pytest.mark.parametrize(
    ("answer", "bars"), [("after 10 days", 10), ("sell after two weeks", 10), ("hold for 3 days", 3)]
)
def test_a_way_out_without_its_verb_is_one(read, answer: str, bars: int) -> None:
    assert read(NO_EXIT, answer).strategy.risk.max_bars == bars


def test_a_strategy_is_told_in_three_messages(read) -> None:
    found = read("I want to trade KO", "buy when RSI(14) falls below 30", "sell when RSI(14) is above 60").strategy
    assert found.universe == ("KO",)
    assert [rule.when for rule in found.rules] == ["crosses_below(rsi(close, 14), 30)", "rsi(close, 14) > 60"]


def test_a_number_takes_the_place_of_the_one_that_could_not_be(read) -> None:
    assert (
        read("Buy KO when RSI(14) is above 150, sell after 5 days", "70").strategy.rules[0].when
        == "rsi(close, 14) > 70"
    )
    stopped = read("KO: buy above the 20-day SMA, sell below it, stop loss of 150%", "15%").strategy
    assert stopped.risk.stop_loss.value == 15


def test_words_that_are_to_be_left_out_are_left_out(read) -> None:
    message = "KO: buy above the 20-day SMA, sell below it, another 7% wobble"
    assert read(message).kind == "question"
    assert read(message, "Leave it out").strategy.rules[0].when == "close > sma(close, 20)"


def test_an_answer_that_leads_to_nothing_makes_no_strategy(read) -> None:
    assert read(NO_EXIT, "asdf qwer zxcv").kind == "question"


def test_chatter_before_a_strategy_is_no_part_of_it(read) -> None:
    found = read("hi there", "what is the RSI?", "KO: buy above the 20-day SMA, sell below it").strategy
    assert found.unused_words == ()
