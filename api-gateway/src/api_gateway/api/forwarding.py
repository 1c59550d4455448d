"""Passing a request on to a service, and its answer back, byte for byte."""

from collections.abc import AsyncIterator, Mapping

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api_gateway.ports.services import Answer, Call, Upstream

_PASSED = ("content-type", "content-disposition", "etag", "location", "retry-after", "x-source", "x-total-count")
_AT_ONCE_BYTES = 256 * 1024


async def forward(upstream: Upstream, call: Call) -> Response:
    """Return the answer of a service: small ones whole, large ones in pieces as they arrive."""
    answer = await upstream.send(call)
    headers = {name: answer.headers[name] for name in _PASSED if name in answer.headers}
    length = answer.headers.get("content-length")
    if answer.status == 204 or (length is not None and int(length) <= _AT_ONCE_BYTES):
        body = b"".join([piece async for piece in _pieces(answer)])
        return Response(None if answer.status == 204 else body, answer.status, headers)
    if length is not None:
        headers["content-length"] = length
    return StreamingResponse(_pieces(answer), answer.status, headers)


async def _pieces(answer: Answer) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.body:
            yield piece
    finally:
        await answer.close()


def query_of(request: Request) -> list[tuple[str, str]]:
    """Return the query of a request as it came."""
    return request.query_params.multi_items()


def answer_of(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """Return bytes of JSON as a response."""
    return Response(body, status, headers, media_type="application/json")
