"""What is no HTTP, over a real socket: the same shape of refusal as everywhere, and the connection ends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from uvicorn.server import ServerState

from service_kit.app import create_app
from service_kit.malformed import ProblemProtocol
from service_kit.settings import ServiceSettings
from trading_contracts.problem import ProblemDocument


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(create_app(ServiceSettings(service_name="orders"), routers=[]), log_config=None)
    config.load()
    state = ServerState()
    serving = await asyncio.get_running_loop().create_server(
        lambda: ProblemProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with serving:
        yield serving.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (b"NONSENSE\r\n\r\n", 400, "bad_request"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n", 400, "bad_request"),
        (b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400, "bad_request"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, None),
    ],
)
async def test_what_is_no_http_gets_a_problem_and_the_connection_ends(
    port: int, said: bytes, status: int, code: str | None
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    lines = head.decode().lower().split("\r\n")
    document = ProblemDocument.model_validate_json(body)
    assert lines[0].startswith(f"http/1.1 {status} ")
    assert "content-type: application/problem+json" in lines
    assert f"x-correlation-id: {document.correlation_id}" in lines
    assert document.status == status
    assert code in (None, document.code)
