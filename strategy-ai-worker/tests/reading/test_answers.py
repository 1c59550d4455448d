"""Every answer to a question leads on: a click on any of its choices, or words of one's own."""

from collections.abc import Callable

import pytest

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.interpret import interpret

Dialogue = Callable[..., Interpretation]

OPEN = [
    "Buy Apple when RSI(14) drops below 30",
    "Short Boeing when the close falls below its 50-day average",
    "buy low sell high on apple",
    "buy the dip on SPY",
    "buy tesla when it looks cheap, stop 5%",
    "I want to trade bitcoin",
    "buy when rsi(14) is below 30, sell above 60",
    "buy Tesla when the gizmo exceeds 17, sell after 5 days",
    "AAPL daily: buy when RSI(14) is below 30, sell when RSI(14) is above 70 and keep 42% of the wobble",
    "buy SPY when it is limit up, sell after 3 days",
    "腾讯RSI低于30买入",
    "买苹果，低吸高抛",
    "做多比特币",
    "沪深300：RSI低于30买入，高于70卖出",
    "14日RSI低于30買入，高於70賣出",
]


@pytest.fixture
def say() -> Dialogue:
    def answered(*said: str) -> Interpretation:
        return interpret(said[-1], Context(messages=tuple(("user", one) for one in said[:-1])))

    return answered


@pytest.mark.parametrize("message", [one for one in OPEN if "wobble" not in one])
def test_every_choice_settles_its_question(say: Dialogue, message: str) -> None:
    asked = say(message)
    assert asked.kind == "question"
    assert asked.questions[0].options
    for option in asked.questions[0].options:
        after = say(message, option)
        assert after.strategy or after.questions[0].options != asked.questions[0].options, option


@pytest.mark.parametrize("message", OPEN)
def test_clicking_on_the_first_choice_comes_to_a_strategy(say: Dialogue, message: str) -> None:
    said = [message]
    while (found := say(*said)).strategy is None and len(said) < 5:
        said.append(found.questions[0].options[0])
    assert found.strategy is not None
    assert found.language == say(message).language


@pytest.mark.parametrize(
    ("said", "exits", "max_bars"),
    [
        (("Buy Apple when RSI(14) drops below 30", "After 10 bars"), [], 10),
        (("Buy Apple when RSI(14) drops below 30", "two weeks later"), [], 10),
        (("Buy Apple when RSI(14) drops below 30", "RSI above 65"), ["rsi(close, 14) > 65"], None),
        (("Buy Apple when RSI(14) drops below 30", "close above the 20-day average"), ["close > sma(close, 20)"], None),
        (("Buy Apple when RSI(14) drops below 30", "sell when RSI goes over 70"), ["rsi(close, 14) > 70"], None),
        (("苹果RSI低于30买入", "持有10根K线后"), [], 10),
        (("苹果RSI低于30买入", "RSI高于65"), ["rsi(close, 14) > 65"], None),
    ],
)  # fmt: skip
def test_an_exit_that_is_answered_leaves_the_entry_as_it_was(
    say: Dialogue, said: tuple[str, ...], exits: list[str], max_bars: int | None
) -> None:
    strategy = say(*said).strategy
    assert "rsi(close, 14)" in strategy.rules[0].when
    assert "30" in strategy.rules[0].when
    assert [rule.when for rule in strategy.rules[1:]] == exits
    assert strategy.risk.max_bars == max_bars


def test_a_way_in_that_is_answered_leaves_the_exit_as_it_was(say: Dialogue) -> None:
    strategy = say("I trade Microsoft and sell when RSI(14) is above 70", "RSI(14) falls below 30").strategy
    assert [rule.when for rule in strategy.rules] == ["crosses_below(rsi(close, 14), 30)", "rsi(close, 14) > 70"]


def test_what_was_said_beside_vague_words_is_kept(say: Dialogue) -> None:
    strategy = say("buy tesla when it looks cheap, stop 5%", "RSI(14) below 30, sell above 70").strategy
    assert strategy.universe == ("TSLA",)
    assert strategy.risk.stop_loss.value == 5


def test_a_whole_strategy_as_an_answer_starts_anew(say: Dialogue) -> None:
    strategy = say("buy low sell high on apple", "Buy IBM when RSI(14) is below 25, sell when it is above 60").strategy
    assert strategy.universe == ("IBM",)
    assert [rule.when for rule in strategy.rules] == ["rsi(close, 14) < 25", "rsi(close, 14) > 60"]


def test_a_price_limit_asks_for_a_change_of_its_own_direction(say: Dialogue) -> None:
    assert "down 10%" in say("buy SPY when it is limit down, sell after 3 days").questions[0].options[0]
    assert "跌" in say("特斯拉：跌停买入，持有3天").questions[0].options[0]


@pytest.mark.parametrize("letter", ["①", "음", "ก", "ع", "²", "-"])
def test_a_run_of_signs_or_of_letters_of_another_script_is_too_long_by_their_number(read, letter: str) -> None:
    assert "1,500 words and signs" in read(letter * 1_500).explanation


def test_a_message_too_long_to_be_read_with_the_one_before_is_read_alone(say: Dialogue) -> None:
    story = "I have thought about it for a long while. " * 45
    assert say(story, "Buy IBM when RSI(14) is below 25 " + "and I mean it " * 20).kind in ("question", "strategy")
    assert say("buy " * 700, "sell " * 700).kind == "question"


@pytest.mark.parametrize(
    ("first", "answer", "words"),
    [
        ("buy Apple when RSI(14) is below 30", "dunno", 'I cannot tell how "dunno" answers this. When should'),
        ("RSI低于30买入苹果", "不知道", "看不出“不知道”如何回答"),
    ],
)
def test_a_short_answer_that_tells_nothing_is_said_to_be_one(read, first: str, answer: str, words: str) -> None:
    again = read(first, answer)
    assert again.kind == "question"
    assert again.questions[0].options
    assert again.explanation.startswith(words)


def test_what_tells_more_is_asked_the_same_question_without_a_word_about_it(read) -> None:
    told = "buy Apple when RSI(14) is below 30", "it should be above its 200-day average and on a Monday too"
    assert "cannot tell" not in read(*told).explanation
