"""`/ws/session`: the live session. What a newer request overtook is not answered."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import msgpack
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.types import Message
from starlette.websockets import WebSocketState

from backtest_engine.domain.live.curves import buffer
from backtest_engine.domain.live.messages import BadMessage, Change, Load, Viewport, read_message
from backtest_engine.usecases.live_session import LiveSession
from backtest_engine.usecases.open_live import OpenLive
from service_kit.caller import Caller
from service_kit.problems import to_document
from trading_contracts.problem import Conflict, Problem
from trading_contracts.results import LookAheadProof

router = APIRouter()

_LONGEST_MESSAGE = 2 * 1024 * 1024
_MOST_TIMES = 20_000
IDLE, TOO_LARGE, TOO_MANY, FAILED = 4408, 4413, 4429, 1011


class TooManySessions(Conflict):
    """The user, or the engine, has as many live sessions open as there may be."""


@dataclass(slots=True)
class LiveDesk:
    """All live sessions of this process.

    Attributes:
        open_live: Opens one.
        most: Sessions in all.
        most_a_user: Sessions of one user.
        idle_seconds: Silence after which a session ends.
    """

    open_live: OpenLive
    most: int
    most_a_user: int
    idle_seconds: float
    _seats: Counter[UUID] = field(default_factory=Counter)

    def sit(self, user_id: UUID) -> None:
        """Take a seat.

        Raises:
            TooManySessions: There is none.
        """
        if self._seats[user_id] >= self.most_a_user:
            raise TooManySessions("Close one of your live sessions first.", most=self.most_a_user)
        if self._seats.total() >= self.most:
            raise TooManySessions("All live sessions of the engine are taken; try again soon.", most=self.most)
        self._seats[user_id] += 1

    def rise(self, user_id: UUID) -> None:
        """Give the seat back."""
        self._seats[user_id] -= 1


@dataclass(slots=True)
class Wanted:
    """What the page wants to see: every message is merged into it, the newest number counts."""

    parameters: dict[str, float]
    viewport: Viewport = field(default_factory=Viewport)
    seq: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def merge(self, change: Change, parameters: dict[str, float]) -> None:
        """Take a change whose parameters were checked."""
        self.parameters = parameters
        if change.moves:
            self.viewport = change.viewport or Viewport()
        self.seq = change.seq
        self.changed.set()


@router.websocket("/ws/session")
async def live_session(websocket: WebSocket) -> None:
    """Play with a strategy: load it once, then change its parameters and the view."""
    caller: Caller = websocket.state.caller
    desk: LiveDesk = websocket.app.state.live
    await websocket.accept()
    connection = Connection(websocket, desk, caller.user_id)
    try:
        desk.sit(caller.user_id)
    except TooManySessions as refusal:
        await connection.refuse(refusal)
        await websocket.close(TOO_MANY)
        return
    try:
        code = await connection.serve()
    except WebSocketDisconnect:
        return
    finally:
        try:
            await connection.leave()
        finally:
            desk.rise(caller.user_id)
    if websocket.application_state is WebSocketState.CONNECTED:
        await websocket.close(code)


class Connection:
    """One open socket: messages in, frames out, one session at a time."""

    def __init__(self, websocket: WebSocket, desk: LiveDesk, user_id: UUID) -> None:
        self._websocket = websocket
        self._desk = desk
        self._user_id = user_id
        self._session: LiveSession | None = None
        self._wanted = Wanted({})
        self._answering: asyncio.Task[None] | None = None

    async def serve(self) -> int:
        """Read messages until the page leaves; return the code with which to close.

        Raises:
            WebSocketDisconnect: It left.
        """
        while True:
            reading = asyncio.ensure_future(self._websocket.receive())
            waiting = {reading} if self._answering is None else {reading, self._answering}
            done, _ = await asyncio.wait(waiting, timeout=self._desk.idle_seconds, return_when=asyncio.FIRST_COMPLETED)
            if reading not in done:
                reading.cancel()
                if not done:
                    return IDLE
                # Answering only ends by a defect of ours, or because the page is gone.
                assert self._answering is not None  # noqa: S101 - it is what was waited for
                self._answering.result()
                return FAILED
            content = _content(reading.result())
            if len(content) > _LONGEST_MESSAGE:
                return TOO_LARGE
            await self._take(content)

    async def leave(self) -> None:
        """End the session and what is being answered."""
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.gather(self._answering, return_exceptions=True)
            self._answering = None
        if self._session is not None:
            session, self._session = self._session, None
            await self._desk.open_live.close(session)

    async def refuse(self, problem: Problem, seq: int | None = None) -> None:
        """Send a problem frame."""
        document = to_document(problem).model_dump(mode="json", exclude_none=True)
        await self._send({"type": "problem", "seq": seq, "problem": document})

    async def _take(self, content: bytes | str) -> None:
        seq = None
        try:
            message = read_message(content)
            if isinstance(message, Load):
                await self._load(message)
                return
            seq = message.seq
            if self._session is None:
                raise BadMessage("There is no session yet: `load` comes first.")
            given = {**self._wanted.parameters, **message.parameters}
            self._wanted.merge(message, self._session.checked(given))
        except Problem as problem:
            await self.refuse(problem, seq)

    async def _load(self, message: Load) -> None:
        await self.leave()
        session, proof = await self._desk.open_live(message.request, self._user_id)
        self._session = session
        self._wanted = Wanted(session.plan.parameters, message.viewport or Viewport())
        await self._send(_loaded(session, proof))
        self._wanted.changed.set()
        self._answering = asyncio.create_task(self._answer(session, self._wanted))

    async def _answer(self, session: LiveSession, wanted: Wanted) -> None:
        good = dict(wanted.parameters)
        while True:
            await wanted.changed.wait()
            wanted.changed.clear()
            seq, asked, viewport = wanted.seq, dict(wanted.parameters), wanted.viewport
            try:
                frame = await asyncio.to_thread(session.frame, asked, viewport)
            except Problem as problem:
                if wanted.parameters == asked:
                    wanted.parameters = dict(good)
                await self.refuse(problem, seq)
                continue
            good = asked
            await self._send({"type": "frame", "seq": seq, **frame})

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._websocket.send_bytes(msgpack.packb(frame))


def _content(message: Message) -> bytes | str:
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000), message.get("reason"))
    content: bytes | str | None = message.get("bytes")
    return message["text"] if content is None else content


def _loaded(session: LiveSession, proof: LookAheadProof) -> dict[str, Any]:
    times = session.clock.times
    frame = {
        "type": "loaded",
        "session": str(uuid4()),
        "strategy": session.plan.strategy.model_dump(mode="json"),
        "parameters": session.plan.parameters,
        "symbols": list(session.panel.symbols),
        "bars": len(times),
        "first": int(times[0]) // 1_000_000,
        "last": int(times[-1]) // 1_000_000,
        "benchmark": session.benchmark_name,
        "look_ahead": proof.model_dump(mode="json"),
        "warnings": list(session.gathered.warnings),
    }
    if len(times) <= _MOST_TIMES:
        frame["time"] = buffer(times / 1e6)
    return frame
