"""In which script a Chinese message is answered: its own, else that of the messages before it."""

import pytest

from strategy_ai_worker.domain.reading.tongue import tongue_of


@pytest.mark.parametrize(
    ("message", "before", "language"),
    [
        ("台積電：RSI低於30買進", (), "zh-Hant"),
        ("台积电：RSI低于30买进", (), "zh-Hans"),
        ("唔好沽空", (), "zh-Hant"),
        ("RSI改用6天", (), "zh-Hans"),
        ("RSI改用6天", ("台積電：RSI低於30買進", "好"), "zh-Hant"),
        ("RSI改用6天", ("台積電：RSI低於30買進", "止损5%"), "zh-Hans"),
        ("RSI改用6天", ("Buy TSM when RSI is below 30",), "zh-Hans"),
        ("use RSI 6", ("台積電：RSI低於30買進",), "en"),
    ],
)
def test_a_message_is_answered_in_the_script_of_the_conversation(
    message: str, before: tuple[str, ...], language: str
) -> None:
    assert tongue_of(message, before).language == language
