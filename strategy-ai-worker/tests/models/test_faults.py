"""What goes wrong on the wire, and how each fault ends: in the offline reading, with a notice."""

import asyncio
import json
import logging
import time

import pytest

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.refusals import ModelAway, ModelRefused

MESSAGE = "Buy SPY when it crosses above its 50-day average and sell below it"
SECRET = "sk-the-secret-of-ada"


async def collect(model) -> list:
    return [piece async for piece in model.complete("system", [("user", "hello")])]


async def test_words_arrive_while_the_model_is_still_writing(server, said, streams, answer, interpreter) -> None:
    server.script = [said(streams["openai"](answer(), piece=20), pause=0.02)]
    moments = [(time.monotonic(), piece) async for piece in interpreter().interpret(MESSAGE, Context())]
    assert isinstance(moments[-1][1], Interpretation)
    assert moments[-1][0] - moments[0][0] > 0.2


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_stream_that_is_cut_is_not_taken_for_an_answer(provider, server, said, streams, answer, read) -> None:
    server.script = [said(streams[provider](answer())[:8], cut=True)]
    _, reading = await read(MESSAGE, provider)
    assert reading.author == "offline"
    assert "broke off" in reading.notices[0]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_stream_without_an_end_is_not_taken_for_an_answer(provider, server, said, streams, model) -> None:
    server.script = [said(streams[provider]("{}")[:2])]
    with pytest.raises(ModelAway, match="broke off"):
        await collect(model(provider))


async def test_events_that_are_no_json_are_a_fault_with_a_name(server, said, model) -> None:
    server.script = [said(["data: {nonsense\n\n"])]
    with pytest.raises(ModelAway, match="no answer"):
        await collect(model())


async def test_asked_too_often_waits_as_it_is_told(server, said, streams, answer, read) -> None:
    busy = said(status=429, headers={"retry-after": "1"}, body='{"error": {"message": "slow down"}}')
    server.script = [busy, said(streams["openai"](answer()))]
    began = time.monotonic()
    _, reading = await read(MESSAGE)
    assert time.monotonic() - began >= 1.0
    assert reading.author == "openai:m"


@pytest.mark.parametrize(("status", "reason"), [(500, "cannot answer now"), (429, "asked too often"), (401, "the key")])
@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_provider_that_is_down_leaves_the_offline_reading(
    *, provider, status, reason, server, said, read, caplog
) -> None:
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {SECRET}", "type": "x"}})
    server.script = [said(status=status, headers={"retry-after-ms": "1"}, body=body)]
    with caplog.at_level(logging.DEBUG):
        _, reading = await read(MESSAGE, provider)
    assert len(server.asked) == (1 if status == 401 else 3)
    assert (reading.kind, reading.author) == ("strategy", "offline")
    assert reason in reading.notices[0]
    assert SECRET not in repr(reading)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("strategy_ai_worker")]
    assert SECRET not in "\n".join(ours)


async def test_nobody_at_the_address_leaves_the_offline_reading(server, interpreter) -> None:
    unused = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    server.port = unused.sockets[0].getsockname()[1]
    unused.close()
    await unused.wait_closed()
    reader = interpreter()
    pieces = [piece async for piece in reader.interpret(MESSAGE, Context())]
    assert pieces[-1].strategy is not None
    assert "cannot be reached" in pieces[-1].notices[0]


async def test_a_silence_is_borne_only_so_long(server, said, streams, model) -> None:
    server.script = [said(streams["openai"]("{}"), pause=1.0)]
    with pytest.raises(ModelAway, match="too long"):
        await collect(model(patience=0.2))


async def test_an_endless_drip_takes_too_long(server, said, streams, model) -> None:
    server.script = [said(streams["openai"]("x" * 4000, piece=1), pause=0.01)]
    with pytest.raises(ModelAway, match="too long"):
        await collect(model(patience=0.1))


async def test_openai_refusing_is_a_refusal(server, said, model) -> None:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    delta = {"choices": [{"index": 0, "delta": {"refusal": "I cannot"}}]}
    server.script = [said([f"data: {json.dumps({**chunk, **delta})}\n\n", "data: [DONE]\n\n"])]
    with pytest.raises(ModelRefused):
        await collect(model())


@pytest.mark.parametrize(
    ("provider", "option"), [("openai", {"finish": "content_filter"}), ("anthropic", {"stop": "refusal"})]
)
async def test_a_refusal_leaves_the_offline_reading(provider, option, server, said, streams, read) -> None:
    server.script = [said(streams[provider]("", **option))]
    _, reading = await read(MESSAGE, provider)
    assert (reading.kind, reading.author) == ("strategy", "offline")
    assert "will not answer" in reading.notices[0]


@pytest.mark.parametrize("option", ["temperature", "seed", "response_format"])
async def test_what_a_model_will_not_be_told_is_left_out(option, server, said, streams, answer, read) -> None:
    error = {"message": f"Unsupported parameter: '{option}'", "type": "invalid_request_error", "param": option}
    server.script = [said(status=400, body=json.dumps({"error": error})), said(streams["openai"](answer()))]
    _, reading = await read(MESSAGE)
    assert option in server.asked[0].body
    assert option not in server.asked[1].body
    assert reading.author == "openai:m"


async def test_a_request_that_is_refused_for_another_reason_is_not_repeated(server, said, read) -> None:
    error = {"message": "The context is too long", "type": "invalid_request_error", "param": "messages"}
    server.script = [said(status=400, body=json.dumps({"error": error}))]
    _, reading = await read(MESSAGE)
    assert len(server.asked) == 1
    assert "did not accept the request" in reading.notices[0]


async def test_no_redirect_is_followed(server, said, read) -> None:
    server.script = [said(status=307, headers={"location": f"{server.url}/elsewhere"}, body="{}")]
    _, reading = await read(MESSAGE)
    assert {one.path for one in server.asked} == {"/v1/chat/completions"}
    assert reading.author == "offline"


async def test_a_tool_call_that_nobody_asked_for_is_no_answer(server, said, read) -> None:
    shell = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    call = {"index": 0, "id": "t", "type": "function", "function": {"name": "run", "arguments": '{"a"'}}
    chunks = [
        {"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]},
    ]
    server.script = [said([*(f"data: {json.dumps({**shell, **one})}\n\n" for one in chunks), "data: [DONE]\n\n"])]
    _, reading = await read(MESSAGE)
    assert reading.author == "offline"
    assert reading.strategy is not None
