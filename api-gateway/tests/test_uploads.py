"""Files on their way through the gateway: passed on as they come, within bounds, never held whole."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

UPLOAD = "/market/upload?symbol=MINE&timeframe=1d"
STORED = b'{"symbol":"MINE","timeframe":"1d","source":"upload","stored":1,"bars":1,"first":null,"last":null}'


@dataclass
class Market:
    """A service on a real socket that takes files."""

    address: str = ""
    head: bytes = b""
    taken: bytearray = field(default_factory=bytearray)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
async def market(outside: Any) -> AsyncIterator[Market]:
    found = Market()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.head = await reader.readuntil(b"\r\n\r\n")
        while b"the end" not in found.taken and (piece := await reader.read(65_536)):
            found.taken += piece
            found.begun.set()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(STORED))
        writer.write(STORED)
        writer.close()
        found.ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    found.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    del outside.wires["market"]
    async with server:
        yield found


async def test_a_file_is_passed_on_while_it_still_comes(ada: Any, open_gateway: Any, market: Market) -> None:
    async def file() -> AsyncIterator[bytes]:
        yield b"the beginning, "
        # It goes on only once the service has what came before: nothing waits for the whole.
        await asyncio.wait_for(market.begun.wait(), 60)
        yield b"the end"

    headers = {**ada.bearer, "content-type": "text/csv"}
    async with open_gateway(market_data_url=market.address) as http:
        answer = await http.post(UPLOAD, content=file(), headers=headers)
    assert (answer.status_code, answer.json()["bars"]) == (200, 1)
    assert b"the beginning, " in market.taken
    assert b"text/csv" in market.head


async def test_an_announced_length_reaches_the_service(ada: Any, open_gateway: Any, market: Market) -> None:
    async with open_gateway(market_data_url=market.address) as http:
        answer = await http.post(UPLOAD, content=b"all and the end", headers=ada.bearer)
    assert answer.status_code == 200
    assert b"content-length: 15" in market.head.lower()
    assert bytes(market.taken) == b"all and the end"


@pytest.mark.parametrize("announced", [True, False])
async def test_more_than_may_be_sent_is_refused_and_the_service_gets_no_whole_file(
    ada: Any, open_gateway: Any, market: Market, announced: bool
) -> None:
    async def file() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 300

    content = b"x" * 1500 if announced else file()
    async with open_gateway(market_data_url=market.address, max_upload_bytes=1000) as http:
        answer = await http.post(UPLOAD, content=content, headers=ada.bearer)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert b"\r\n0\r\n\r\n" not in market.taken


async def test_a_file_that_stops_coming_is_refused(ada: Any, open_gateway: Any, market: Market) -> None:
    never = asyncio.Event()

    async def file() -> AsyncIterator[bytes]:
        yield b"the beginning"
        await never.wait()

    async with open_gateway(market_data_url=market.address, body_seconds=0.03) as http:
        answer = await http.post(UPLOAD, content=file(), headers=ada.bearer)
    assert answer.status_code == 408


async def test_an_empty_file_is_refused(ada: Any, client: httpx.AsyncClient) -> None:
    answer = await client.post(UPLOAD, content=b"", headers=ada.bearer)
    assert (answer.status_code, answer.json()["code"]) == (422, "empty_file")


async def test_nobody_sends_a_file_without_a_sign_in(client: httpx.AsyncClient, house: Any) -> None:
    assert (await client.post(UPLOAD, content=b"x" * 1000)).status_code == 401
    assert house.market.asked == []
