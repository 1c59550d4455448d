"""Which messages ask for advice."""

import pytest

from strategy_ai_worker.domain.advice.wish import wants_advice


@pytest.mark.parametrize(
    "message",
    [
        "how can I improve it?",
        "can you add a stop?",
        "what would you suggest?",
        "Any suggestions?",
        "what stop should I use?",
        "how far should the stop be?",
        "suggest a position size",
        "what is missing?",
        "有什么建议？",
        "止損應該設在哪？",
        "怎么改进？",
    ],
)
def test_a_wish_for_advice_is_heard(message) -> None:
    assert wants_advice(message)


@pytest.mark.parametrize(
    "message",
    [
        "make the stop 8%",
        "can you add a 5% stop?",
        "add a stop 2 ATR below the entry",
        "what does a trailing stop mean?",
        "what is a stop loss?",
        "change the 50 to 100",
        "use the 100-day instead",
        "why did it sell in March 2020?",
        "什么是止损？",
        "止损改成8%",
    ],
)
def test_what_says_what_to_change_or_asks_for_a_meaning_is_none(message) -> None:
    assert not wants_advice(message)
