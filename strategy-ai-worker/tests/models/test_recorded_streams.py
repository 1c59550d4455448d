"""Streams that were recorded from the vendors, read through the adapters."""

import json
import os
from pathlib import Path

import pytest

from strategy_ai_worker.domain.refusals import ModelRefused
from strategy_ai_worker.ports import ModelUsage

pytestmark = pytest.mark.shared

_SHARED = Path(os.environ.get("VIBE_SHARED_DIR") or Path(__file__).parents[3].parent / "shared")
_STREAMS = _SHARED / "data" / "vendor_fixtures" / "llm_streams"


@pytest.fixture
def recorded():
    if not _STREAMS.is_dir():
        pytest.skip(f"no recorded streams at {_STREAMS}")

    def chunks(name: str) -> list[dict]:
        return [json.loads(line) for line in (_STREAMS / name).read_text().splitlines() if line.strip()]

    return chunks


async def collect(model) -> tuple[str, list[ModelUsage]]:
    pieces = [piece async for piece in model.complete("system", [("user", "hello")])]
    return "".join(one for one in pieces if isinstance(one, str)), [
        one for one in pieces if isinstance(one, ModelUsage)
    ]


@pytest.mark.parametrize(
    ("provider", "name", "tokens"),
    [("openai", "openai/openai-text.chunks.txt", (16, 300)), ("qwen", "alibaba/alibaba-text.chunks.txt", (18, 779))],
)
async def test_chat_completions_are_joined(*, provider, name, tokens, recorded, server, said, model) -> None:
    chunks = recorded(name)
    server.script = [said([*(f"data: {json.dumps(one)}\n\n" for one in chunks), "data: [DONE]\n\n"])]
    text, usage = await collect(model(provider))
    assert text == "".join(choice["delta"].get("content") or "" for one in chunks for choice in one["choices"])
    assert len(text) > 500
    assert [(one.input_tokens, one.output_tokens) for one in usage] == [tokens]


@pytest.mark.parametrize(
    ("provider", "name", "tokens"),
    [
        ("openai_compatible", "deepseek/deepseek-reasoning.chunks.txt", (18, 219)),
        ("openai_compatible", "openai-compatible/xai-text.chunks.txt", None),
        ("openai_compatible", "mistral/mistral-reasoning.chunks.txt", None),
        ("openai_compatible", "mistral/mistral-text.chunks.txt", None),
        ("qwen", "alibaba/alibaba-reasoning.chunks.txt", None),
    ],
)
async def test_thoughts_of_compatible_models_are_not_taken_for_words(
    *, provider, name, tokens, recorded, server, said, model
) -> None:
    chunks = recorded(name)
    server.script = [said([*(f"data: {json.dumps(one)}\n\n" for one in chunks), "data: [DONE]\n\n"])]
    text, usage = await collect(model(provider))
    said_aloud = [choice["delta"].get("content") or "" for one in chunks for choice in one["choices"]]
    plain = [
        part if isinstance(part, str) else "".join(one["text"] for one in part if one["type"] == "text")
        for part in said_aloud
    ]
    assert text == "".join(plain)
    assert text
    assert usage[-1].output_tokens > 0
    if tokens:
        assert (usage[-1].input_tokens, usage[-1].output_tokens) == tokens


@pytest.mark.parametrize("name", ["deepseek/deepseek-tool-call.chunks.txt", "groq/groq-tool-call.chunks.txt"])
async def test_recorded_tool_calls_write_nothing(name, recorded, server, said, model) -> None:
    chunks = recorded(name)
    server.script = [said([*(f"data: {json.dumps(one)}\n\n" for one in chunks), "data: [DONE]\n\n"])]
    text, _ = await collect(model("openai_compatible"))
    spoken = [choice["delta"].get("content") or "" for one in chunks for choice in one["choices"]]
    assert text == "".join(spoken)
    assert "arguments" not in text


async def test_anthropics_raw_stream_with_thoughts_ends_in_its_refusal(server, said, model) -> None:
    raw = _STREAMS / "anthropic_sdk" / "stream-a-refusal.sse"
    if not raw.is_file():
        pytest.skip(f"no recorded stream at {raw}")
    server.script = [said([raw.read_text()])]
    with pytest.raises(ModelRefused):
        await collect(model("anthropic"))


async def test_anthropics_structured_output_is_joined(recorded, server, said, model) -> None:
    chunks = recorded("anthropic/anthropic-json-output-format.1.chunks.txt")
    server.script = [said([f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in chunks])]
    text, usage = await collect(model("anthropic"))
    assert json.loads(text)["characters"]
    assert [(one.input_tokens, one.output_tokens) for one in usage] == [(313, 305)]


async def test_anthropics_refusal_is_a_refusal(recorded, server, said, model) -> None:
    chunks = recorded("anthropic/anthropic-refusal.chunks.txt")
    server.script = [said([f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in chunks])]
    with pytest.raises(ModelRefused):
        await collect(model("anthropic"))


async def test_openais_word_against_temperature_is_understood(recorded, server, said, streams, model) -> None:
    refused = (_STREAMS / "openai" / "reasoning-model-temperature-error.json").read_text()
    server.script = [said(status=400, body=refused), said(streams["openai"]("{}"))]
    assert (await collect(model()))[0] == "{}"
    assert "temperature" not in server.asked[1].body
