"""A typed client for another service: signs its calls, retries what is safe, re-raises refusals as the same kind."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from service_kit import caller, correlation
from service_kit.problems import from_document
from trading_contracts.problem import Problem, ProblemDocument, Unavailable

Answer = TypeVar("Answer")
_SAFE_METHODS = frozenset({"GET", "HEAD"})
CONNECT_SECONDS = 5.0
"""A machine that has just started everything may be too busy to notice an open connection within two."""


class ServiceDown(Unavailable):
    """Another service of the house does not answer."""


class ServiceClient:
    """Calls one other service.

    Args:
        base_url: Address of the service.
        secret: The secret with which service calls are signed.
        service: Name of the calling service.
        timeout: Seconds to wait for an answer.
        transport: Another transport than the network, e.g. an ASGI application in a test.
    """

    def __init__(
        self,
        base_url: str,
        *,
        secret: str,
        service: str,
        timeout: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._secret = secret
        self._service = service
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(timeout, connect=CONNECT_SECONDS),
            transport=transport,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
            # Addresses of the house are never reached through a proxy of the outside world.
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    def headers(self, user_id: UUID | None = None) -> dict[str, str]:
        """Return the headers of a signed call; a WebSocket handshake needs them too."""
        headers = {caller.HEADER: caller.sign_call(self._secret, self._service, user_id)}
        current = correlation.correlation_id()
        return {**headers, correlation.HEADER: current} if current else headers

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: BaseModel | Mapping[str, Any] | bytes | None = None,
        user_id: UUID | None = None,
    ) -> httpx.Response:
        """Return the raw answer to a call.

        Raises:
            Problem: The other side refused, as the same kind.
            ServiceDown: The other side does not answer.
        """
        response = await self._send(self._build(method, path, params, body, user_id))
        if response.is_error:
            raise _problem_of(response)
        return response

    async def get(
        self, path: str, model: type[Answer], *, params: Mapping[str, Any] | None = None, user_id: UUID | None = None
    ) -> Answer:
        """Return what GET answers, as a model (or any type that Pydantic can read)."""
        return _read(await self.request("GET", path, params=params, user_id=user_id), model)

    async def post(
        self,
        path: str,
        body: BaseModel | Mapping[str, Any] | None,
        model: type[Answer],
        *,
        params: Mapping[str, Any] | None = None,
        user_id: UUID | None = None,
    ) -> Answer:
        """Return what POST answers, as a model (or any type that Pydantic can read)."""
        return _read(await self.request("POST", path, params=params, body=body, user_id=user_id), model)

    async def get_bytes(
        self, path: str, *, params: Mapping[str, Any] | None = None, user_id: UUID | None = None
    ) -> bytes:
        """Return the body that GET answers."""
        return (await self.request("GET", path, params=params, user_id=user_id)).content

    async def stream_lines(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: BaseModel | Mapping[str, Any] | None = None,
        user_id: UUID | None = None,
    ) -> AsyncIterator[bytes]:
        """Yield the lines of an NDJSON answer as they come; a stream may stay silent for as long as it likes.

        Raises:
            Problem: The other side refused before the first line.
            ServiceDown: The other side went away.
        """
        request = self._build(method, path, params, body, user_id)
        request.extensions["timeout"] = httpx.Timeout(None, connect=CONNECT_SECONDS).as_dict()
        try:
            response = await self._http.send(request, stream=True)
        except httpx.TransportError as error:
            raise self._down() from error
        try:
            if response.is_error:
                await response.aread()
                raise _problem_of(response)
            async for line in response.aiter_lines():
                if line:
                    yield line.encode()
        except httpx.TransportError as error:
            raise self._down() from error
        finally:
            await response.aclose()

    def _build(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None,
        body: BaseModel | Mapping[str, Any] | bytes | None,
        user_id: UUID | None,
    ) -> httpx.Request:
        present = {name: value for name, value in (params or {}).items() if value is not None}
        headers = self.headers(user_id)
        if isinstance(body, BaseModel):
            content: bytes | None = body.model_dump_json().encode()
        elif isinstance(body, Mapping):
            content = TypeAdapter(dict[str, Any]).dump_json(dict(body))
        else:
            content = body
        if content is not None:
            headers["content-type"] = "application/json"
        return self._http.build_request(method, path, params=present, content=content, headers=headers)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        # Only what changes nothing is tried again; a POST may have been carried out before the connection broke.
        attempts = 3 if request.method in _SAFE_METHODS else 1
        try:
            async for attempt in AsyncRetrying(
                stop=stop_after_attempt(attempts),
                wait=wait_exponential_jitter(multiplier=0.05, max=0.5, jitter=0.05),
                retry=retry_if_exception_type(httpx.TransportError),
                reraise=True,
            ):
                with attempt:
                    return await self._http.send(request)
        except httpx.TransportError as error:
            raise self._down() from error
        raise self._down()

    def _down(self) -> ServiceDown:
        host = self._http.base_url.host
        return ServiceDown(
            "A part of the system does not answer at the moment; try again.", service=host, retry_after=2
        )


def _read(response: httpx.Response, model: type[Answer]) -> Answer:
    return TypeAdapter(model).validate_json(response.content)


def _problem_of(response: httpx.Response) -> Problem:
    try:
        document = ProblemDocument.model_validate_json(response.content)
    except ValidationError:
        return Unavailable(
            "A part of the system answered with something that is no answer.", status=response.status_code
        )
    return from_document(document)
