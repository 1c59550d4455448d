"""The wire to a service, over real sockets: answers, streams, and every way in which a connection may end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from api_gateway.adapters.wire import BrokenOff, NetworkWire, NotReached

Served = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def wire() -> AsyncIterator[NetworkWire]:
    made = NetworkWire(silence=0.3)
    yield made
    await made.close()


@asynccontextmanager
async def served(serve: Served) -> AsyncIterator[str]:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(once, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def whole(received: Any) -> bytes:
    try:
        return b"".join([piece async for piece in received.pieces])
    finally:
        await received.close()


async def test_an_answer_comes_as_it_was_sent_and_its_connection_is_used_again(wire: NetworkWire) -> None:
    heads: list[bytes] = []
    peers = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.add(writer.get_extra_info("peername"))
        for _ in range(2):
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8bzip")
            await writer.drain()

    async with served(serve) as address:
        for _ in range(2):
            received = await wire.send("GET", f"{address}/market/symbols/%5EGSPC?q=a%20b+c", {"x-a": "1"}, None)
            assert (received.status, received.headers["content-encoding"]) == (200, "gzip")
            assert await whole(received) == b"\x1f\x8bzip"
    assert len(peers) == 1
    assert heads[0].startswith(b"GET /market/symbols/%5EGSPC?q=a%20b+c HTTP/1.1\r\n")
    assert b"user-agent" not in heads[0].lower()


async def test_a_body_that_streams_reaches_the_service_in_pieces(wire: NetworkWire) -> None:
    async def body() -> AsyncIterator[bytes]:
        for at in range(3):
            yield b"%d" % at * 70_000

    taken = bytearray()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"transfer-encoding: chunked" in head.lower()
        while not taken.endswith(b"\r\n0\r\n\r\n"):
            taken.extend(await reader.read(65_536))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()

    async with served(serve) as address:
        received = await wire.send("POST", address, {}, body())
        assert received.status == 204
        await received.close()
    assert taken.count(b"2") >= 70_000


async def test_where_nothing_listens_nothing_was_sent(wire: NetworkWire) -> None:
    with pytest.raises(NotReached):
        await wire.send("POST", "http://127.0.0.1:1/", {}, b"{}")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"this is no HTTP\r\n\r\n",
    ],
)
async def test_what_breaks_off_before_its_headers_may_have_been_carried_out(wire: NetworkWire, said: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()

    async with served(serve) as address:
        with pytest.raises(BrokenOff):
            await wire.send("POST", address, {}, b"{}")


async def test_a_body_that_breaks_off_is_no_whole_answer(wire: NetworkWire) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        await writer.drain()

    async with served(serve) as address:
        received = await wire.send("GET", address, {}, None)
        with pytest.raises(BrokenOff):
            await whole(received)


async def test_a_service_that_falls_silent_is_not_waited_for_for_ever(wire: NetworkWire) -> None:
    silent = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await silent.wait()

    async with served(serve) as address:
        with pytest.raises(BrokenOff):
            await wire.send("GET", address, {}, None)
        silent.set()


async def test_a_redirect_is_handed_on_and_not_followed(wire: NetworkWire) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
        )
        await writer.drain()

    async with served(serve) as address:
        received = await wire.send("GET", address, {}, None)
        assert received.status == 307
        await received.close()
