"""A bus of short messages (live status), chosen by address: `memory://` or `redis://`.

Delivery is best effort: what matters is in the database, the bus only says that it is worth a look.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger(__name__)
_QUEUE_LENGTH = 256
_RECONNECT_SECONDS = 1.0


class Bus(Protocol):
    """Carries messages from publishers to whoever listens now."""

    async def publish(self, topic: str, message: bytes) -> None:
        """Send a message to all who listen to a topic."""
        ...

    def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        """Yield the messages of a topic from now on, until the iterator is closed."""
        ...

    async def close(self) -> None:
        """Close connections, where there are any."""
        ...


class MemoryBus:
    """A bus within this process. A listener that does not keep up loses its oldest messages."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)

    async def publish(self, topic: str, message: bytes) -> None:
        """Send a message to all who listen to a topic."""
        for queue in self._listeners.get(topic, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)

    async def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        """Yield the messages of a topic from now on."""
        queue: asyncio.Queue[bytes] = asyncio.Queue(_QUEUE_LENGTH)
        self._listeners[topic].add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners[topic].discard(queue)
            if not self._listeners[topic]:
                del self._listeners[topic]

    async def close(self) -> None:
        """Nothing to close."""


class RedisBus:
    """A bus over Redis publish/subscribe; it reconnects when Redis comes back."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=0.5)

    async def publish(self, topic: str, message: bytes) -> None:
        """Send a message to all who listen to a topic; it is dropped while Redis is away."""
        try:
            await self._redis.publish(topic, message)
        except (RedisError, OSError) as error:
            _log.warning("bus_away", error=repr(error))

    async def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        """Yield the messages of a topic from now on."""
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as listener:
                    await listener.subscribe(topic)
                    async for message in listener.listen():
                        yield message["data"]
            except (RedisError, OSError) as error:
                _log.warning("bus_away", error=repr(error))
                await asyncio.sleep(_RECONNECT_SECONDS)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()


def open_bus(url: str) -> Bus:
    """Return the bus at an address.

    Raises:
        ValueError: The scheme is neither memory nor redis.
    """
    scheme = url.partition("://")[0]
    if scheme == "memory":
        return MemoryBus()
    if scheme in ("redis", "rediss"):
        return RedisBus(url)
    message = f"BUS_URL begins with {scheme}://; memory:// and redis:// are known"
    raise ValueError(message)
