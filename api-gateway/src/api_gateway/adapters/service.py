"""Services behind the gateway, over HTTP and WebSocket, with signed calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import websockets
from pydantic import ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from api_gateway.ports.services import Answer, Call, EndedByService
from service_kit.client import ServiceClient, ServiceDown
from service_kit.problems import from_document
from trading_contracts.problem import Problem, ProblemDocument, Unavailable

_OWN_CODES = 4000
_BROKEN = (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError)


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
        timeout: Seconds to wait for each piece of an answer.
        transport: Another transport than the network, e.g. an ASGI application in a test.
    """

    def __init__(
        self,
        base_url: str,
        *,
        secret: str,
        service: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base_url = base_url
        self._signer = ServiceClient(base_url, secret=secret, service=service, transport=transport)
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(timeout, connect=2.0, pool=5.0),
            transport=transport,
            limits=httpx.Limits(max_connections=500, max_keepalive_connections=50),
            # Addresses of the house are never reached through a proxy of the outside world.
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()
        await self._signer.close()

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncIterator[Answer]:
        """Send a call and give its answer while the context lasts.

        Raises:
            ServiceDown: The service does not answer.
        """
        response = await self._send(call)
        try:
            yield Answer(response.status_code, response.headers, response.aiter_raw())
        except httpx.TransportError as error:
            raise _down() from error
        finally:
            await response.aclose()

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
                additional_headers=self._signer.headers(user_id),
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

    async def _send(self, call: Call) -> httpx.Response:
        request = self._http.build_request(
            call.method,
            call.path,
            params=list(call.params),
            content=call.body,
            headers={
                **({"content-type": call.content_type} if call.body is not None else {}),
                **(call.headers or {}),
                **self._signer.headers(call.user_id),
                "accept-encoding": "identity",
            },
        )
        # A POST may have been carried out before the connection broke: it is tried again only where there was none.
        tries = AsyncRetrying(
            stop=stop_after_attempt(3),
            wait=wait_exponential_jitter(multiplier=0.05, max=0.5, jitter=0.05),
            retry=retry_if_exception_type(_BROKEN if call.method in ("GET", "HEAD") else httpx.ConnectError),
            reraise=True,
        )
        try:
            async for attempt in tries:
                with attempt:
                    return await self._http.send(request, stream=True)
        except httpx.TransportError as error:
            raise _down() from error
        raise _down()


def _down() -> ServiceDown:
    return ServiceDown("A part of the system does not answer at the moment; try again.", retry_after=2)


def _problem_of(status: int, body: bytes) -> Problem:
    try:
        return from_document(ProblemDocument.model_validate_json(body))
    except ValidationError:
        return Unavailable("A part of the system answered with something that is no answer.", status=status)
