"""Services behind the gateway, over HTTP and WebSocket, with signed calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

import websockets
from cachetools import TTLCache
from pydantic import ValidationError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random

from api_gateway.adapters.wire import BrokenOff, NotReached, Received, Wire
from api_gateway.ports.services import Answer, Call, EndedByService
from service_kit import caller, correlation
from service_kit.client import ServiceDown
from service_kit.problems import from_document
from service_kit.tracing import trace_headers
from trading_contracts.problem import Problem, ProblemDocument, Unavailable

_OWN_CODES = 4000
_SAFE = frozenset({"GET", "HEAD"})
_SIGNATURE_SECONDS = 20

_PAUSE_SECONDS = 0.05
_AGAIN = AsyncRetrying(stop=stop_after_attempt(2), wait=wait_random(0.2, 0.25), reraise=True)


class ServiceSocket:
    """An open WebSocket to a service."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: str | bytes) -> None:
        """Send one frame.

        Raises:
            ServiceDown: The connection broke.
        """
        try:
            await self._connection.send(frame)
        except websockets.ConnectionClosed as error:
            raise _down() from error

    async def frames(self) -> AsyncIterator[str | bytes]:
        """Yield frames until the service ends the connection.

        Raises:
            EndedByService: It ended with a code of its own.
            ServiceDown: The connection broke.
        """
        try:
            async for frame in self._connection:
                yield frame
        except websockets.ConnectionClosedError as error:
            if error.rcvd is not None and error.rcvd.code >= _OWN_CODES:
                raise EndedByService(error.rcvd.code, error.rcvd.reason) from error
            raise _down() from error


class ServiceUpstream:
    """One service: its answers are passed on in pieces, never parsed.

    Args:
        base_url: Address of the service.
        secret: The secret with which service calls are signed.
        service: Our own name.
        wire: What carries the requests.
    """

    def __init__(self, base_url: str, *, secret: str, service: str, wire: Wire) -> None:
        self._base_url = base_url.rstrip("/")
        self._secret = secret
        self._service = service
        self._wire = wire
        # A signature lives for a minute: one made a moment ago serves the same user's next request.
        self._signatures: TTLCache[UUID | None, str] = TTLCache(maxsize=10_000, ttl=_SIGNATURE_SECONDS)

    async def close(self) -> None:
        """Close all connections."""
        await self._wire.close()

    async def send(self, call: Call) -> Answer:
        """Send a call and return the beginning of its answer, which whoever gets it closes.

        Raises:
            ServiceDown: The service does not answer.
        """
        received = await self._send(call)
        return Answer(received.status, received.headers, _unbroken(received), received.close)

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncIterator[Answer]:
        """Send a call and give its answer while the context lasts.

        Raises:
            ServiceDown: The service does not answer.
        """
        answer = await self.send(call)
        try:
            yield answer
        finally:
            await answer.close()

    async def ask(self, call: Call) -> tuple[int, bytes]:
        """Send a call and return status and whole body.

        Raises:
            Problem: The service refused, as the same kind.
            ServiceDown: The service does not answer.
        """
        async with self.open(call) as answer:
            body = b"".join([piece async for piece in answer.body])
        if answer.status >= 400:
            raise _problem_of(answer.status, body)
        return answer.status, body

    @asynccontextmanager
    async def socket(self, path: str, user_id: UUID) -> AsyncIterator[ServiceSocket]:
        """Open a WebSocket to the service.

        Raises:
            ServiceDown: The service does not answer, or not with a WebSocket.
        """
        address = self._base_url.replace("http", "ws", 1) + path
        try:
            connection = await websockets.connect(
                address,
                additional_headers=self._headers(user_id),
                compression=None,
                max_size=64 * 1024 * 1024,
                # A slow reader of ours must hold the service back, not fill our memory.
                max_queue=4,
                open_timeout=5,
                proxy=None,
            )
        except (OSError, TimeoutError, websockets.WebSocketException) as error:
            raise _down() from error
        try:
            yield ServiceSocket(connection)
        finally:
            await connection.close()

    async def _send(self, call: Call) -> Received:
        address = self._base_url + call.path + (f"?{urlencode(call.params)}" if call.params else "")
        headers = {
            **({"content-type": call.content_type} if call.body is not None else {}),
            **(call.headers or {}),
            **self._headers(call.user_id),
            "accept-encoding": "identity",
        }
        try:
            return await self._wire.send(call.method, address, headers, call.body)
        except (NotReached, BrokenOff) as error:
            if not _may_repeat(call, error):
                raise _down() from error
        # From the second try on: what counts the tries costs a call that goes well as much as its signature.
        await asyncio.sleep(_PAUSE_SECONDS)
        again = _AGAIN.copy(retry=retry_if_exception(partial(_may_repeat, call)))
        try:
            return await again(self._wire.send, call.method, address, headers, call.body)
        except (NotReached, BrokenOff) as error:
            raise _down() from error

    def _headers(self, user_id: UUID | None) -> dict[str, str]:
        signature = self._signatures.get(user_id)
        if signature is None:
            signature = self._signatures[user_id] = caller.sign_call(self._secret, self._service, user_id)
        current = correlation.correlation_id()
        named = {correlation.HEADER: current} if current else {}
        return {caller.HEADER: signature, **named, **trace_headers()}


def _may_repeat(call: Call, error: BaseException) -> bool:
    # A body that streams is gone once it was begun; a change may have been carried out before the connection broke.
    if not (call.body is None or isinstance(call.body, bytes)):
        return False
    return isinstance(error, NotReached) or (isinstance(error, BrokenOff) and call.method in _SAFE)


async def _unbroken(received: Received) -> AsyncIterator[bytes]:
    try:
        async for piece in received.pieces:
            yield piece
    except BrokenOff as error:
        raise _down() from error


def _down() -> ServiceDown:
    return ServiceDown("A part of the system does not answer at the moment; try again.", retry_after=2)


def _problem_of(status: int, body: bytes) -> Problem:
    try:
        return from_document(ProblemDocument.model_validate_json(body))
    except ValidationError:
        return Unavailable("A part of the system answered with something that is no answer.", status=status)
