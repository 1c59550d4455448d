"""A cache of bytes, chosen by address: `memory://` or `redis://`. Losing what is in it never matters."""

from typing import Protocol

import structlog
from cachetools import TLRUCache
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger(__name__)
_MEMORY_BYTES = 256 * 1024 * 1024


class Cache(Protocol):
    """Keeps bytes for a while."""

    async def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        ...

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep bytes under a key for a number of seconds."""
        ...

    async def delete(self, key: str) -> None:
        """Forget a key."""
        ...

    async def close(self) -> None:
        """Close connections, where there are any."""
        ...


class MemoryCache:
    """A cache within this process, bounded in bytes."""

    def __init__(self, max_bytes: int = _MEMORY_BYTES) -> None:
        self._kept: TLRUCache[str, tuple[bytes, float]] = TLRUCache(
            maxsize=max_bytes, ttu=lambda _key, kept, now: now + kept[1], getsizeof=lambda kept: len(kept[0]) + 100
        )

    async def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        kept = self._kept.get(key)
        return None if kept is None else kept[0]

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep bytes under a key; what is larger than the whole cache is not kept."""
        if len(value) + 100 <= self._kept.maxsize:
            self._kept[key] = (value, ttl_seconds)

    async def delete(self, key: str) -> None:
        """Forget a key."""
        self._kept.pop(key, None)

    async def close(self) -> None:
        """Forget everything."""
        self._kept.clear()


class RedisCache:
    """A cache in Redis; when Redis is away, everything is a miss and nobody is troubled."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=0.5)

    async def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        try:
            value = await self._redis.get(key)
        except (RedisError, OSError) as error:
            _log.warning("cache_away", error=repr(error))
            return None
        return value.encode() if isinstance(value, str) else value

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Keep bytes under a key for a number of seconds."""
        try:
            await self._redis.set(key, value, px=max(1, int(ttl_seconds * 1000)))
        except (RedisError, OSError) as error:
            _log.warning("cache_away", error=repr(error))

    async def delete(self, key: str) -> None:
        """Forget a key."""
        try:
            await self._redis.delete(key)
        except (RedisError, OSError) as error:
            _log.warning("cache_away", error=repr(error))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()


def open_cache(url: str) -> Cache:
    """Return the cache at an address.

    Raises:
        ValueError: The scheme is neither memory nor redis.
    """
    scheme = url.partition("://")[0]
    if scheme == "memory":
        return MemoryCache()
    if scheme in ("redis", "rediss"):
        return RedisCache(url)
    message = f"CACHE_URL begins with {scheme}://; memory:// and redis:// are known"
    raise ValueError(message)
