"""Faults in the words of each dialect: what is no answer is never taken for one, and what was taken is counted."""

import asyncio
import json
import time
from uuid import uuid4

import pytest

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.model_costs import Caps
from strategy_ai_worker.domain.refusals import ModelAway

MESSAGE = "Buy SPY when it crosses above its 50-day average and sell below it"
PERSON = Context(user_id=uuid4())


@pytest.fixture
def events():
    """Return Anthropic's events as they stand on the wire."""
    return lambda *parts: [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in parts]


@pytest.fixture
def begun() -> dict:
    usage = {"input_tokens": 900, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
    return {"type": "message_start", "message": {**message, "usage": usage}}


async def test_anthropic_asked_too_often_waits_as_it_is_told(server, said, streams, answer, read) -> None:
    body = '{"type": "error", "error": {"type": "rate_limit_error", "message": "slow down"}}'
    server.script = [said(status=429, headers={"retry-after": "1"}, body=body), said(streams["anthropic"](answer()))]
    began = time.monotonic()
    _, reading = await read(MESSAGE, "anthropic")
    assert time.monotonic() - began >= 1.0
    assert reading.author == "anthropic:m"


async def test_an_overload_in_the_middle_of_anthropics_stream_leaves_the_offline_reading(
    server, said, events, begun, read
) -> None:
    overload = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    server.script = [said(events(begun, overload))]
    _, reading = await read(MESSAGE, "anthropic")
    assert (reading.kind, reading.author) == ("strategy", "offline")
    assert "without it" in reading.notices[0]


async def test_an_error_in_the_middle_of_a_chat_completion_leaves_the_offline_reading(
    server, said, streams, answer, read
) -> None:
    error = {"error": {"message": "The server had an error", "type": "server_error", "code": None, "param": None}}
    server.script = [said([*streams["openai"](answer())[:6], f"data: {json.dumps(error)}\n\n"])]
    _, reading = await read(MESSAGE)
    assert (reading.kind, reading.author) == ("strategy", "offline")
    assert "broke off" in reading.notices[0]


async def test_fragments_of_anthropics_tool_call_are_no_answer(server, said, events, begun, read) -> None:
    block = {"type": "tool_use", "id": "t", "name": "run", "input": {}}
    parts = [
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": '{"kind":'}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 9}},
        {"type": "message_stop"},
    ]
    server.script = [said(events(begun, *parts))]
    _, reading = await read(MESSAGE, "anthropic")
    assert reading.author == "offline"
    assert reading.strategy is not None


async def test_an_answer_that_was_cut_at_the_most_tokens_is_asked_for_again(
    server, said, streams, answer, read
) -> None:
    half = answer()[: len(answer()) // 2]
    server.script = [said(streams["openai"](half, finish="length")), said(streams["openai"](answer()))]
    _, reading = await read(MESSAGE)
    assert "not valid JSON" in server.asked[1].body["messages"][-1]["content"]
    assert reading.author == "openai:m"


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_slow_words_of_each_dialect_arrive_as_they_are_written(
    provider, server, said, streams, answer, interpreter
) -> None:
    server.script = [said(streams[provider](answer(), piece=30), pause=0.01)]
    moments = [(time.monotonic(), piece) async for piece in interpreter(provider).interpret(MESSAGE, Context())]
    assert isinstance(moments[-1][1], Interpretation)
    assert moments[-1][0] - moments[0][0] > 0.1


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_what_a_broken_answer_took_is_estimated_and_entered(
    *, provider, server, said, streams, answer, read, ledger
) -> None:
    server.script = [
        said(streams[provider](answer(), usage=(0, 0)) if provider == "openai" else streams[provider](answer()))
    ]
    server.script[0].events, server.script[0].cut = server.script[0].events[:12], True
    _, reading = await read(MESSAGE, provider, context=PERSON)
    [(usage, cost)] = ledger.entries.values()
    assert reading.author == "offline"
    assert usage.estimated
    assert usage.input_tokens > 5_000
    assert 10 < usage.output_tokens < 200
    assert cost == pytest.approx((usage.input_tokens * 2 + usage.output_tokens * 8) / 1e6)


async def test_a_server_that_counts_nothing_is_counted_by_its_words(server, said, streams, answer, read) -> None:
    server.script = [said([one for one in streams["openai"](answer()) if "prompt_tokens" not in one])]
    _, reading = await read(MESSAGE)
    assert reading.author == "openai:m"
    assert reading.metadata.tokens.estimated
    assert reading.metadata.tokens.output == pytest.approx(len(answer()) / 4, abs=1)
    assert reading.metadata.cost_basis == "settings"


async def test_nothing_is_owed_to_a_provider_that_never_answered(server, said, read, ledger) -> None:
    server.script = [said(status=401, body="{}")]
    await read(MESSAGE, context=PERSON)
    [(usage, cost)] = ledger.entries.values()
    assert (usage.input_tokens, usage.output_tokens, cost) == (0, 0, 0.0)


async def test_who_goes_away_in_the_middle_owes_what_was_written(
    server, said, streams, answer, interpreter, ledger
) -> None:
    server.script = [said(streams["openai"](answer(), piece=10), pause=0.05)]
    reader = interpreter()

    async def listen() -> None:
        async for _ in reader.interpret(MESSAGE, PERSON):
            listening.set()

    listening = asyncio.Event()
    task = asyncio.create_task(listen())
    await listening.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.05)
    [(usage, _)] = ledger.entries.values()
    assert usage.estimated
    assert 0 < usage.output_tokens < 200


async def test_repairs_are_counted_with_the_first_attempt(server, said, streams, answer, read, ledger) -> None:
    server.script = [said(streams["openai"](answer("close > moon_phase(close)"))), said(streams["openai"](answer()))]
    await read(MESSAGE, context=PERSON)
    [(usage, cost)] = ledger.entries.values()
    assert (usage.input_tokens, usage.output_tokens, usage.estimated) == (2000, 400, False)
    assert cost == pytest.approx(2 * (1000 * 2 + 200 * 8) / 1e6)


async def test_tokens_are_the_cap_where_no_price_is_known(server, said, streams, answer, interpreter, ledger) -> None:
    server.script = [said(streams["openai"](answer()))]
    ledger.tokens = 500
    reader = interpreter(price=None, caps=Caps(tokens=500))
    [*_, reading] = [piece async for piece in reader.interpret(MESSAGE, PERSON)]
    assert reading.author == "offline"
    assert "500 tokens" in reading.notices[0]
    assert server.asked == []


async def test_where_a_model_asks_and_the_parser_reads_both_are_shown(server, said, streams, read) -> None:
    asks = {"explanation": "Which SPY?", "kind": "question", "questions": [{"text": "Which?", "options": ["SPY"]}]}
    server.script = [said(streams["openai"](json.dumps({**asks, "strategy": None})))]
    _, reading = await read(MESSAGE)
    assert reading.kind == "question"
    assert "reads a strategy in this" in reading.notices[0]
    assert "50-day" in reading.notices[0]


async def test_what_the_parser_refuses_and_a_model_makes_is_shown_as_such(server, said, streams, answer, read) -> None:
    server.script = [said(streams["openai"](answer()))]
    _, reading = await read("Buy SPY if tomorrow closes higher, sell the day after")
    assert reading.author == "openai:m"
    assert "refuses" in reading.notices[0]
    assert "future" in reading.notices[0]


async def test_a_reason_is_told_without_the_providers_own_words(server, said, model) -> None:
    body = json.dumps({"error": {"message": "sk-the-secret-of-ada has no quota", "type": "insufficient_quota"}})
    server.script = [said(status=429, headers={"retry-after-ms": "1"}, body=body)]
    with pytest.raises(ModelAway) as refusal:
        _ = [piece async for piece in model().complete("s", [("user", "u")])]
    assert "sk-" not in str(refusal.value.detail)
