"""`/ws/backtest/{id}`: the state of a run as it changes, and other connections that are passed through."""

import asyncio
import json
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, WebSocket
from pydantic import JsonValue

from api_gateway.api.context import Gateway, GatewayDep
from api_gateway.api.sockets.door import Line, ReadVisitor, RunVisitor, together
from api_gateway.domain.identity import Identity
from api_gateway.ports.services import Answer, Call, Upstream, UpstreamSocket
from api_gateway.usecases.streams import lines_of
from service_kit.client import ServiceDown
from service_kit.problems import from_document
from trading_contracts.problem import ProblemDocument
from trading_contracts.runs import RunStatus

router = APIRouter()
_TRIES = 20
_PAUSE_SECONDS = 1.0


class RunLine:
    """The newest state of one run: a reader that is slow skips states, never the last one."""

    def __init__(self, line: Line, after: int) -> None:
        self._line = line
        self._count = after
        self._newest: dict[str, JsonValue] | None = None
        self._changed = asyncio.Event()
        self._final = False

    async def follow(self, engine: Upstream, run_id: UUID, user_id: UUID) -> None:
        """Read states until the final one; a restart of the engine is waited for."""
        sending = asyncio.create_task(self._send_newest())
        try:
            for attempt in range(_TRIES):
                try:
                    async with engine.open(Call("GET", f"/backtest/{run_id}/events", user_id)) as answer:
                        await self._read(answer)
                except ServiceDown:
                    if attempt == _TRIES - 1:
                        raise
                if self._final:
                    break
                await asyncio.sleep(_PAUSE_SECONDS)
            await sending
        finally:
            sending.cancel()

    async def _read(self, answer: Answer) -> None:
        if answer.status >= 400:
            body = b"".join([piece async for piece in answer.body])
            raise from_document(ProblemDocument.model_validate_json(body))
        async for text in lines_of(answer):
            self._newest = json.loads(text)
            self._final = RunStatus(str(self._newest["status"])).is_final if self._newest else False
            self._changed.set()
            if self._final:
                return

    async def _send_newest(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            final = self._final
            self._count += 1
            await self._line.send({"type": "state", "event_id": self._count, **(self._newest or {})})
            if final:
                return


@router.websocket("/ws/backtest/{run_id}")
async def backtest_socket(
    websocket: WebSocket,
    run_id: UUID,
    gateway: GatewayDep,
    visitor: ReadVisitor,
    last_event_id: Annotated[int, Query(ge=0)] = 0,
) -> None:
    """Send the state of a run, now and whenever it changes, until it is final."""
    await websocket.accept()
    line = Line(websocket, gateway, visitor)
    run = RunLine(line, last_event_id)
    await together(line, run.follow(gateway.services.engine, run_id, visitor.user_id), _until_gone(websocket))


@router.websocket("/ws/session")
async def session_socket(websocket: WebSocket, gateway: GatewayDep, visitor: RunVisitor) -> None:
    """Pass a live session of the engine through: bars once, then a curve for each change of a parameter."""
    await _pass_through(websocket, gateway, visitor, gateway.services.engine, "/ws/session")


@router.websocket("/ws/market/{symbol:path}")
async def market_socket(websocket: WebSocket, symbol: str, gateway: GatewayDep, visitor: ReadVisitor) -> None:
    """Pass live bars through."""
    query = f"?{websocket.url.query}" if websocket.url.query else ""
    path = f"/ws/market/{quote(symbol, safe='/')}{query}"
    await _pass_through(websocket, gateway, visitor, gateway.services.market, path)


async def _pass_through(
    websocket: WebSocket, gateway: Gateway, visitor: Identity, upstream: Upstream, path: str
) -> None:
    await websocket.accept()
    line = Line(websocket, gateway, visitor)
    await together(line, _connect(websocket, line, upstream, path, visitor.user_id))


async def _connect(websocket: WebSocket, line: Line, upstream: Upstream, path: str, user_id: UUID) -> None:
    async with upstream.socket(path, user_id) as other:
        up = asyncio.create_task(_upwards(websocket, other))
        down = asyncio.create_task(_downwards(other, line))
        try:
            done, _ = await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            up.cancel()
            down.cancel()


async def _upwards(websocket: WebSocket, other: UpstreamSocket) -> None:
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame = message.get("bytes")
        await other.send(frame if frame is not None else message["text"])


async def _downwards(other: UpstreamSocket, line: Line) -> None:
    # Nothing is queued here: while our reader is slow, the service behind sees a slow reader too.
    async for frame in other.frames():
        await line.send_raw(frame)


async def _until_gone(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
