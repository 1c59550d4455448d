"""HTTP to a service, as cheaply as Python has it: every request of every user passes here once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from yarl import URL

from service_kit.client import CONNECT_SECONDS

# For one of ours that is free, or for a new one.
_FREE_CONNECTION_SECONDS = 2 * CONNECT_SECONDS
# Shorter than the five seconds after which our services close an idle connection: none is taken that just closes.
_KEEP_SECONDS = 3.0
_PIECE_BYTES = 256 * 1024


class NotReached(ConnectionError):
    """There was no connection: nothing was sent."""


class BrokenOff(ConnectionError):
    """The connection broke, or stayed silent for too long: the request may have been carried out."""


Body = bytes | AsyncIterator[bytes] | None


@dataclass(frozen=True, slots=True)
class Received:
    """The beginning of an answer; its body comes in pieces, until it is closed."""

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes]
    close: Callable[[], Awaitable[None]]


class Wire(Protocol):
    """What carries requests to one service."""

    async def send(self, method: str, address: str, headers: Mapping[str, str], body: Body) -> Received:
        """Send a request and return the beginning of its answer.

        Raises:
            NotReached: Nothing was sent.
            BrokenOff: It may have been.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class NetworkWire:
    """The network.

    Args:
        silence: Seconds to wait for each piece of an answer.
    """

    def __init__(self, silence: float) -> None:
        self._timeout = aiohttp.ClientTimeout(
            total=None, connect=_FREE_CONNECTION_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=silence
        )
        self._session: aiohttp.ClientSession | None = None

    async def send(self, method: str, address: str, headers: Mapping[str, str], body: Body) -> Received:
        """Send a request and return the beginning of its answer."""
        try:
            answer = await self._opened().request(
                method, URL(address, encoded=True), headers=headers, data=body, allow_redirects=False
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotReached(str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise BrokenOff(str(error)) from error
        return Received(answer.status, answer.headers, _pieces(answer), _closing(answer))

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        # Made at the first request: it belongs to the event loop that runs then.
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=500, keepalive_timeout=_KEEP_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept"),
                read_bufsize=_PIECE_BYTES,
                # Addresses of the house are never reached through a proxy of the outside world.
                trust_env=False,
            )
        return self._session


async def _pieces(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.content.iter_any():
            yield piece
    except (aiohttp.ClientError, asyncio.IncompleteReadError, TimeoutError) as error:
        raise BrokenOff(str(error)) from error


def _closing(answer: aiohttp.ClientResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        # A connection whose answer was read to its end is used again; one that was left before is closed.
        answer.release()

    return close
