"""A served engine and a page that talks to its live session over a real socket."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

import msgpack
import numpy as np
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.app import build_app
from backtest_engine.settings import EngineSettings
from service_kit.caller import HEADER, sign_call
from strategy_language.document import Strategy
from trading_contracts.problem import NotFound


class Shelf:
    """Strategies of one user, by id."""

    def __init__(self) -> None:
        self.stored: dict[UUID, Strategy] = {}

    async def strategy(self, strategy_id: UUID, version: int | None, user_id: UUID) -> tuple[Strategy, int]:
        if strategy_id not in self.stored:
            raise NotFound("There is no such strategy.")
        return self.stored[strategy_id], version or 1


class Page:
    """One open socket, as a page sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send(msgpack.packb(message))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            frame = msgpack.unpackb(await self.socket.recv())
        return {
            name: np.frombuffer(value, "<f8") if isinstance(value, bytes) else value for name, value in frame.items()
        }

    async def load(self, request: dict[str, Any], **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        await self.say({"type": "load", "request": request, **more})
        loaded = await self.hear()
        assert loaded["type"] == "loaded", loaded
        return loaded, await self.hear()

    async def set(self, seq: int, **more: Any) -> dict[str, Any]:
        await self.say({"type": "set", "seq": seq, **more})
        return await self.hear()

    async def closed(self) -> int:
        async with asyncio.timeout(20):
            await self.socket.wait_closed()
        return self.socket.close_code or 0


@pytest.fixture
def sandbox_limits() -> SandboxLimits:
    """Return limits that nothing here reaches, however busy the machine."""
    return SandboxLimits(seconds=60, memory_bytes=256 * 1024 * 1024)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def live_settings(database_url: str) -> EngineSettings:
    return EngineSettings(database_url=database_url, engine_workers=0, live_session_idle_seconds=5)


@pytest.fixture
async def house(
    live_settings: EngineSettings, bars: Any, shelf: Shelf, sandbox: ProcessSandbox, compiled_kernel: float
) -> AsyncIterator[str]:
    """Serve the engine as it is served in the house; return its address."""
    app = build_app(live_settings)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, ws_per_message_deflate=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn says it in no other way
        await asyncio.sleep(0.01)
    opening = app.state.live.open_live
    app.state.live.open_live = type(opening)(bars, sandbox, shelf, opening.ledger, opening.most_bars)
    yield f"ws://127.0.0.1:{listening.getsockname()[1]}/ws/session"
    server.should_exit = True
    await serving
    listening.close()


@pytest.fixture
def user(new_user: Callable[[], UUID]) -> UUID:
    return new_user()


@pytest.fixture
def open_page(house: str, live_settings: EngineSettings, user: UUID) -> Callable[[], AbstractAsyncContextManager[Page]]:
    @contextlib.asynccontextmanager
    async def opened() -> AsyncIterator[Page]:
        secret = live_settings.service_secret.get_secret_value()
        headers = {HEADER: sign_call(secret, "test", user)}
        async with connect(house, additional_headers=headers, proxy=None, max_size=None) as socket:
            yield Page(socket)

    return opened


@pytest.fixture
async def page(open_page: Callable[[], AbstractAsyncContextManager[Page]]) -> AsyncIterator[Page]:
    async with open_page() as opened:
        yield opened


@pytest.fixture
def request_body(run_request: dict[str, Any]) -> dict[str, Any]:
    strategy = {**run_request["strategy"], "risk": {"stop_loss": {"kind": "percent", "value": 8}}}
    return {**run_request, "strategy": strategy}
