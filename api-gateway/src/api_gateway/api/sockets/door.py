"""Who may open a WebSocket, and how one is kept alive and ended."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request, WebSocket
from pydantic import JsonValue
from starlette.websockets import WebSocketDisconnect, WebSocketState

from api_gateway.api.context import Gateway, GatewayDep
from api_gateway.api.identity import identity_of, keys_of, refuse_cross_site, spend
from api_gateway.domain.identity import Identity, Scope
from api_gateway.domain.refusals import NotSignedIn
from api_gateway.ports.services import EndedByService
from service_kit.problems import respond, to_document
from trading_contracts.problem import Problem

DONE, BAD_FRAME, RESTARTING = 1000, 1008, 1012
SIGNED_OUT, NOT_FOUND, TOO_SLOW = 4401, 4404, 4408
_SEND_SECONDS = 10.0


class SlowReader(Exception):
    """The other side does not take what is sent."""


class HandshakeRefused(Exception):
    """The handshake was answered with a problem document; there is no connection."""


def _entrance(scope: Scope, budget: str | None) -> Callable[..., AsyncIterator[Identity]]:
    async def enter(websocket: WebSocket, gateway: GatewayDep) -> AsyncIterator[Identity]:
        try:
            visitor = await _admit(websocket, gateway, scope, budget)
            gateway.seats.take(visitor.user_id)
        except Problem as refusal:
            retry = {"Retry-After": str(refusal.facts["retry_after"])} if "retry_after" in refusal.facts else None
            await websocket.send_denial_response(respond(to_document(refusal), retry))
            raise HandshakeRefused from refusal
        try:
            yield visitor
        finally:
            gateway.seats.leave(visitor.user_id)

    return enter


async def _admit(websocket: WebSocket, gateway: Gateway, scope: Scope, budget: str | None) -> Identity:
    refuse_cross_site(websocket, gateway)
    visitor = await identity_of(websocket, gateway)
    visitor.must_have(scope)
    if budget is not None:
        await spend(websocket, gateway, budget, keys_of(visitor))
    return visitor


async def already_answered(_connection: Request | WebSocket, _refusal: Exception) -> None:
    """Do nothing more: a refused handshake has had its answer."""


# Who opens a connection; a handshake without a sign-in, or from another site, gets an HTTP 401 or 403.
ChatVisitor = Annotated[Identity, Depends(_entrance(Scope.CHAT, None))]
ReadVisitor = Annotated[Identity, Depends(_entrance(Scope.READ, "read"))]
RunVisitor = Annotated[Identity, Depends(_entrance(Scope.RUN, "run"))]


class Line:
    """One open connection; everything is sent in turn, and nobody is waited for longer than ten seconds."""

    def __init__(self, websocket: WebSocket, gateway: Gateway, visitor: Identity) -> None:
        self._websocket = websocket
        self._gateway = gateway
        self._visitor = visitor
        self._turn = asyncio.Lock()

    async def send(self, frame: dict[str, JsonValue]) -> None:
        """Send one frame of JSON.

        Raises:
            SlowReader: The other side did not take it in time.
        """
        async with self._turn:
            await self._in_time(self._websocket.send_json(frame))

    async def send_raw(self, frame: str | bytes) -> None:
        """Send one frame as it is.

        Raises:
            SlowReader: The other side did not take it in time.
        """
        async with self._turn:
            sending = (
                self._websocket.send_bytes(frame) if isinstance(frame, bytes) else self._websocket.send_text(frame)
            )
            await self._in_time(sending)

    async def beat(self) -> None:
        """Send a heart-beat now and then, and end when the session has been ended elsewhere.

        Raises:
            NotSignedIn: The session has ended.
        """
        while True:
            await asyncio.sleep(self._gateway.settings.heartbeat_seconds)
            session_id = self._visitor.session_id
            if session_id is not None:
                alive = await self._gateway.authenticator.sessions.is_alive(session_id, self._gateway.clock())
                if not alive:
                    raise NotSignedIn("This session has ended.")
            await self.send({"type": "ping"})

    async def close(self, code: int, reason: str = "") -> None:
        """End the connection, if it is still there."""
        states = (self._websocket.application_state, self._websocket.client_state)
        if states == (WebSocketState.CONNECTED, WebSocketState.CONNECTED):
            await self._websocket.close(code, reason)

    @staticmethod
    async def _in_time(sending: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await sending
        except TimeoutError as error:
            raise SlowReader from error


async def together(line: Line, *activities: Awaitable[None]) -> None:
    """Run the activities of a connection until one of them ends, stop the others, and say by the code why it ended."""
    tasks = [asyncio.ensure_future(one) for one in (*activities, line.beat())]
    code, reason = RESTARTING, ""
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ends = ((code_of(error), _reason_of(error)) for task in done if (error := task.exception()))
        code, reason = next(ends, (DONE, ""))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await line.close(code, reason)


def _reason_of(error: BaseException) -> str:
    return error.reason if isinstance(error, EndedByService) else ""


def code_of(error: BaseException) -> int:
    """Return the code with which a connection ends for this reason.

    Raises:
        BaseException: The error itself, when it is none that belongs to a connection.
    """
    if isinstance(error, SlowReader):
        return TOO_SLOW
    if isinstance(error, EndedByService):
        return error.code
    if isinstance(error, NotSignedIn):
        return SIGNED_OUT
    if isinstance(error, Problem):
        return NOT_FOUND if error.status == 404 else RESTARTING
    # Gone: a frame that was being sent when the other side left fails with a RuntimeError.
    if isinstance(error, (WebSocketDisconnect, RuntimeError)):
        return DONE
    raise error
