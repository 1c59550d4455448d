"""A server on this machine that speaks the vendors' wire formats, and says what a test has written down for it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from strategy_ai_worker.adapters.llm.anthropic_model import AnthropicModel
from strategy_ai_worker.adapters.llm.connection import Connection
from strategy_ai_worker.adapters.llm.openai_model import OpenAIModel
from strategy_ai_worker.domain.interpretation import Context, Interpretation, Written
from strategy_ai_worker.domain.model_costs import Caps, Price
from strategy_ai_worker.domain.reading.interpret import interpret
from strategy_ai_worker.ports import LanguageModel, ModelUsage, Reservation, TakenToday
from strategy_ai_worker.usecases.read_with_model import Account, ModelInterpreter

SECRET = "sk-the-secret-of-ada"
_PRICE, _CAPS = Price(2.0, 8.0), Caps(usd=5.0)


@dataclass
class Said:
    """One response: its events are sent one by one, and the stream is cut before its end where a test wants it."""

    events: list[str] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    pause: float = 0.0
    cut: bool = False


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict


class WireServer:
    """Answers each request with the next of `script`; the last one is repeated."""

    def __init__(self) -> None:
        self.script: list[Said] = []
        self.asked: list[Asked] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append(Asked(head[0].split()[1], headers, json.loads(body)))
            said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            await self._say(said, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client went away, as some tests want
        finally:
            writer.close()

    async def _say(self, said: Said, writer: asyncio.StreamWriter) -> None:
        kind = "application/json" if said.body else "text/event-stream"
        headers = {"content-type": kind, "connection": "close", **said.headers}
        lines = [f"HTTP/1.1 {said.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        if said.body:
            raw = said.body.encode()
            writer.write("\r\n".join([*lines, f"content-length: {len(raw)}", "", ""]).encode() + raw)
            await writer.drain()
            return
        writer.write("\r\n".join([*lines, "transfer-encoding: chunked", "", ""]).encode())
        for event in said.events:
            raw = event.encode()
            writer.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
            await writer.drain()
            await asyncio.sleep(said.pause)
        if not said.cut:
            writer.write(b"0\r\n\r\n")
            await writer.drain()


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    wire = WireServer()
    listening = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.port = listening.sockets[0].getsockname()[1]
    yield wire
    listening.close()
    await listening.wait_closed()


def openai_events(
    text: str, *, piece: int = 24, finish: str = "stop", usage: tuple[int, int] = (1000, 200)
) -> list[str]:
    chunks: list[dict] = [{"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}]
    chunks += [
        {"choices": [{"index": 0, "delta": {"content": text[at : at + piece]}}]} for at in range(0, len(text), piece)
    ]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
    chunks.append(
        {"choices": [], "usage": {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": 0}}
    )
    shell = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return [*(f"data: {json.dumps({**shell, **chunk})}\n\n" for chunk in chunks), "data: [DONE]\n\n"]


def anthropic_events(text: str, *, stop: str = "end_turn", piece: int = 24) -> list[str]:
    start = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
    events: list[dict] = [
        {"type": "message_start", "message": {**start, "usage": {"input_tokens": 900, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
    ]
    events += [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text[at : at + piece]}}
        for at in range(0, len(text), piece)
    ]
    events += [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 150}},
        {"type": "message_stop"},
    ]
    return [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events]


@pytest.fixture
def streams() -> dict[str, Callable[..., list[str]]]:
    return {"openai": openai_events, "anthropic": anthropic_events}


@pytest.fixture
def said() -> type[Said]:
    return Said


@pytest.fixture
def answer() -> Callable[..., str]:
    """Return what a model writes: its explanation first, then the document."""

    def written(when: str = "crosses_above(close, sma(close, 50))", **parts: object) -> str:
        rules = [
            {"id": "in", "action": "enter_long", "when": when, "source": "Buy SPY when it crosses its 50-day average"},
            {
                "id": "out",
                "action": "exit_long",
                "when": "crosses_below(close, sma(close, 50))",
                "source": "sell below",
            },
        ]
        strategy = {"name": "Fifty", "universe": ["SPY"], "rules": rules, "benchmark": None}
        whole = {"explanation": "It buys strength.", "kind": "strategy", "questions": [], "strategy": strategy}
        return json.dumps({**whole, "assumptions": [], "unused_words": [], **parts})

    return written


@pytest.fixture
def connection(server: WireServer) -> Callable[..., Connection]:
    def made(provider: str = "openai", patience: float = 5.0) -> Connection:
        url = server.url if provider != "anthropic" else server.url.removesuffix("/v1")
        return Connection(provider, "m", SECRET, url, "2025-06-01", patience_seconds=patience)

    return made


@pytest.fixture
def model(connection) -> Callable[..., LanguageModel]:
    def made(provider: str = "openai", patience: float = 5.0) -> LanguageModel:
        chosen = connection(provider, patience)
        return AnthropicModel(chosen) if provider == "anthropic" else OpenAIModel(chosen)

    return made


class Offline:
    async def interpret(self, message: str, context: Context) -> AsyncIterator[Written | Interpretation]:
        yield interpret(message, context)


@dataclass
class FakeLedger:
    """A ledger in memory; `usd` and `tokens` are what was taken before."""

    usd: float = 0.0
    tokens: int = 0
    entries: dict[UUID, tuple[ModelUsage, float | None]] = field(default_factory=dict)
    payers: list[str] = field(default_factory=list)

    async def reserve(self, user_id: UUID, expected: Reservation, caps: Caps) -> UUID | None:
        if caps.are_reached(self.usd, self.tokens):
            return None
        entry = uuid4()
        self.entries[entry] = (expected.usage, expected.cost_usd)
        self.payers.append(expected.payer)
        return entry

    async def settle(self, entry_id: UUID, usage: ModelUsage, cost_usd: float | None) -> None:
        self.entries[entry_id] = (usage, cost_usd)

    async def today(self, user_id: UUID) -> TakenToday:
        return TakenToday(messages=len(self.entries), cost_usd=self.usd)


@pytest.fixture
def offline() -> Offline:
    return Offline()


@pytest.fixture
def ledger() -> FakeLedger:
    return FakeLedger()


@pytest.fixture
def interpreter(model, offline, ledger) -> Callable[..., ModelInterpreter]:
    def made(
        provider: str = "openai", patience: float = 5.0, price: Price | None = _PRICE, caps: Caps = _CAPS
    ) -> ModelInterpreter:
        account = Account("operator", price, caps)
        return ModelInterpreter(model(provider, patience), offline, ledger, account)

    return made


@pytest.fixture
def read(interpreter) -> Callable:
    """Return the words that were streamed, and the reading."""

    async def reading(message: str, provider: str = "openai", **options) -> tuple[list[str], Interpretation]:
        context = options.pop("context", Context())
        pieces = [piece async for piece in interpreter(provider, **options).interpret(message, context)]
        assert all(isinstance(piece, Written) for piece in pieces[:-1])
        return [piece.text for piece in pieces[:-1] if piece.text], pieces[-1]

    return reading
