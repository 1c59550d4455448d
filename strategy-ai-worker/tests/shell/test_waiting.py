"""An answer to a question goes into the document that waits, and into nothing else."""

from uuid import uuid4

import pytest

from strategy_ai_worker.domain.waiting import answer_to_question
from strategy_language.conversation import ChatReply, Question
from strategy_language.load import load
from trading_contracts.bars import Timeframe


@pytest.fixture
def waiting():
    rules = [
        {"id": "r1", "action": "enter_long", "when": 'close > sma(close, 50) and close("MSFTT") > 1'},
        {"id": "r2", "action": "exit_long", "when": "close < sma(close, 50)"},
    ]
    return load({"name": "T", "universe": ["MSFTT", "KO"], "rules": rules, "sizing": {"kind": "equal_weight"}})


@pytest.fixture
def asked(waiting):
    def of(settles: str, options: tuple[str, ...] = ()) -> ChatReply:
        return ChatReply(
            conversation_id=uuid4(),
            kind="question",
            questions=(Question(text="Which?", options=options),),
            waiting={"strategy": waiting, "settles": settles, "symbol": "MSFTT"},
            metadata={"author": "openai:m", "knowledge_cutoff": "2024-06", "language": "zh-Hans"},
        )

    return of


@pytest.mark.parametrize("answer", ["MSFT", "Microsoft", "microsoft corp."])
def test_a_symbol_takes_the_place_of_the_unknown_one_everywhere(asked, answer) -> None:
    found = answer_to_question(answer, asked(settles="symbol", options=("MSFT", "MSTR")))
    name = answer.rstrip(".")
    assert found.strategy.universe == (name, "KO")
    assert f'close("{name}") > 1' in found.strategy.rules[0].when
    assert (found.author, found.knowledge_cutoff, found.language) == ("openai:m", "2024-06", "zh-Hans")


@pytest.mark.parametrize(
    ("answer", "timeframe"),
    [("1w", Timeframe.W1), ("daily bars", Timeframe.D1), ("Weekly.", Timeframe.W1), ("日线", Timeframe.D1)],
)
def test_a_timeframe_takes_the_place_of_the_one_that_nobody_has(asked, answer, timeframe) -> None:
    found = answer_to_question(answer, asked(settles="timeframe", options=("1d", "1w")))
    assert found.strategy.timeframe is timeframe


@pytest.mark.parametrize(
    "message", ["buy AAPL when rsi is below 30", "undo", "what is RSI?", "why?", "", "use Apple instead", "买入苹果"]
)
def test_another_message_is_read_anew(asked, message) -> None:
    assert answer_to_question(message, asked(settles="symbol", options=("MSFT",))) is None
    assert answer_to_question(message, asked(settles="timeframe", options=("1d",))) is None


def test_a_question_that_settles_nothing_is_left_to_the_reader(asked) -> None:
    bare = asked(settles="symbol").model_copy(update={"waiting": None})
    assert answer_to_question("MSFT", bare) is None
    assert answer_to_question("MSFT", None) is None
