"""Sliding-window counters in memory or in Redis, by the `limits` library."""

import math
import time

import structlog
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from api_gateway.domain.budgets import Budget, Spent

_log = structlog.get_logger(__name__)
_RETRY_REDIS_SECONDS = 5.0
_LOOK_SECONDS = 10.0


class MemoryWindows(MemoryStorage):
    """The storage in memory, which looks for what has expired now and then.

    As it comes it does so after every request, through the keys of all users, each in a thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._looked_at = time.monotonic()

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the window began, and how many requests are in it."""
        events = self.events.get(key)
        # In most windows nothing has expired yet: the oldest entry tells, without a search.
        if events and events[-1].atime > time.time() - expiry:
            return events[-1].atime, len(events)
        return await super().get_moving_window(key, limit, expiry)

    async def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - the name that the library gives it
        if time.monotonic() - self._looked_at > _LOOK_SECONDS:
            self._looked_at = time.monotonic()
            await super()._MemoryStorage__schedule_expiry()  # type: ignore[misc]  # a private name of the library


class StorageLimiter:
    """Counts in one storage."""

    def __init__(self, storage: Storage, pool: ConnectionPool | None = None) -> None:
        self._window = MovingWindowRateLimiter(storage)
        self._pool = pool
        self._items: dict[Budget, RateLimitItemPerSecond] = {}

    async def close(self) -> None:
        """Close connections, where there are any."""
        if self._pool is not None:
            await self._pool.aclose()

    async def spend(self, budget: Budget, key: str) -> Spent:
        """Count a request under a key, unless the budget is spent."""
        item = self._items.get(budget)
        if item is None:
            item = self._items[budget] = RateLimitItemPerSecond(budget.requests, budget.seconds)
        allowed = await self._window.hit(item, budget.name, key, cost=budget.cost)
        stats = await self._window.get_window_stats(item, budget.name, key)
        reset_after = min(max(1, math.ceil(stats.reset_time - time.time())), budget.seconds)
        return Spent(budget, allowed, max(0, stats.remaining), reset_after)


class FallingBackLimiter:
    """Counts in Redis, and in this process while Redis is away."""

    def __init__(self, first: StorageLimiter, second: StorageLimiter) -> None:
        self._first = first
        self._second = second
        self._away_until = 0.0

    async def close(self) -> None:
        """Close the connections to Redis."""
        await self._first.close()

    async def spend(self, budget: Budget, key: str) -> Spent:
        """Count a request under a key, unless the budget is spent."""
        if time.monotonic() < self._away_until:
            return await self._second.spend(budget, key)
        try:
            return await self._first.spend(budget, key)
        except (StorageError, OSError) as error:
            self._away_until = time.monotonic() + _RETRY_REDIS_SECONDS
            _log.warning("rate_limits_in_memory", error=repr(error))
            return await self._second.spend(budget, key)


def open_limiter(url: str) -> StorageLimiter | FallingBackLimiter:
    """Return the limiter at an address.

    Raises:
        ValueError: The scheme is neither memory nor redis.
    """
    scheme = url.partition("://")[0]
    memory = StorageLimiter(MemoryWindows())
    if scheme == "memory":
        return memory
    if scheme in ("redis", "rediss"):
        pool = ConnectionPool.from_url(url, socket_timeout=1.0, socket_connect_timeout=0.5)
        storage = RedisStorage(
            f"async+{url}",
            wrap_exceptions=True,
            implementation="redispy",
            connection_pool=pool,  # type: ignore[arg-type]  # passed on to redis as it is
        )
        return FallingBackLimiter(StorageLimiter(storage, pool), memory)
    message = f"CACHE_URL begins with {scheme}://; memory:// and redis:// are known"
    raise ValueError(message)
