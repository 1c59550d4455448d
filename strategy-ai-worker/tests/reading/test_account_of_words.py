# ruff: noqa: E501 - one message a line
"""Every word is accounted for: it led to a part of the document, or it is listed as unused."""

import random
import string
import time

import pytest

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.interpret import interpret

MESSAGES = [
    "Amazon: buy when the 10-day SMA crosses above the 30-day SMA, because my uncle likes it. 5% stop loss.",
    "I am careful. Buy KO when RSI(5) crosses below 30, exit after 5 bars no matter what. Cheers!",
    "汇丰控股日线：当5日均线在20日均线之上时买入；5日均线跌破20日均线就全部卖出。谢谢",
]
PIECES = [
    "buy", "sell", "when", "RSI", "30", "%", "crosses above", "SMA", "(", ")", "14", "and", "or", "not", "unless", "stop", "target",
    "AAPL", "bitcoin", "🚀", "买入", "均线", "20日", "，", "。", "\n- ", "2 ATR", "weekly", "yesterday", "highest", "of the last", "days",
    "limit", "short", "<b>", "';--", "\x00", "\u202e", "½", "NaN", "1e999", "-", "=", ">", "<", ":", ";", "?", "it", "its", "below", "3R",
    "half", "the rest", "at", "10:30", "Monday", "May", "hold", "rank", "pairs", "spread", "KO", "PEP", "hello", "купить", "買う", "اشتر",
]  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES)
def test_spans_cover_every_word_and_nothing_twice(read, message: str) -> None:
    found = read(message)
    assert found.strategy is not None
    covered = sorted((span.start, span.end) for span in found.spans)
    assert all(before[1] <= after[0] for before, after in zip(covered, covered[1:], strict=False))  # noqa: RUF007
    seen = set().union(*(range(start, end) for start, end in covered))
    assert {i for i, letter in enumerate(message) if letter.isalnum()} <= seen


def test_what_led_to_nothing_is_listed(read) -> None:
    found = read(MESSAGES[0])
    assert any("uncle" in words for words in found.strategy.unused_words)
    unused = [MESSAGES[0][span.start : span.end] for span in found.spans if span.path is None]
    assert any("uncle" in words for words in unused)


def test_a_rule_cites_the_words_that_asked_for_it(read) -> None:
    entry, leave = read(
        "Buy Microsoft when the RSI drops below 30 and sell it when the RSI climbs above 55."
    ).strategy.rules
    assert entry.source == "Buy Microsoft when the RSI drops below 30"
    assert leave.source == "sell it when the RSI climbs above 55"


def test_what_was_not_said_is_an_assumption(read) -> None:
    found = read("Buy MSFT when RSI is below 30 and sell when it is above 70").strategy
    assert {one.field for one in found.assumptions} >= {"timeframe", "RSI settings"}


def test_five_thousand_random_messages_always_get_an_answer() -> None:
    chance = random.Random(5)
    for _ in range(5000):
        pieces = [chance.choice(PIECES) for _ in range(chance.randrange(0, 25))]
        noise = "".join(chance.choice(string.printable) for _ in range(chance.randrange(0, 12)))
        begun = time.thread_time()
        found = interpret(" ".join(pieces) + noise, Context())
        assert isinstance(found, Interpretation)
        assert found.kind == "strategy" or found.explanation
        assert time.thread_time() - begun < 1


@pytest.mark.parametrize(
    "message",
    [
        "buy " * 25_000,
        "a" * 100_000,
        "((((" * 20_000,
        "RSI " * 20_000,
        "买" * 100_000,
        "1" * 100_000,
        "\n- " * 30_000,
        "🚀" * 50_000,
        "and or not " * 9000,
    ],
    ids=lambda message: message[:8],
)
def test_a_hundred_kilobytes_are_answered_within_a_second(message: str) -> None:
    begun = time.thread_time()
    found = interpret(message, Context())
    assert found.explanation
    assert time.thread_time() - begun < 1


def test_the_median_reading_takes_less_than_fifty_milliseconds() -> None:
    seconds = []
    for message in MESSAGES * 20:
        begun = time.thread_time()
        interpret(message, Context())
        seconds.append(time.thread_time() - begun)
    assert sorted(seconds)[len(seconds) // 2] < 0.05
