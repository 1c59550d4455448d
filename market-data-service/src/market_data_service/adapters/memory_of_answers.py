"""Remembering small answers: in the cache of the house first, and in the table `market_cache` across restarts."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.tables.market import MarketCache
from service_kit.cache import Cache

_log = structlog.get_logger(__name__)


class RememberedAnswers:
    """Two layers: Redis or memory, then Postgres; losing either is never an error."""

    def __init__(self, cache: Cache, engine: AsyncEngine) -> None:
        self._cache = cache
        self._engine = engine

    async def get(self, key: str) -> bytes | None:
        """Return what is remembered under a key, or None."""
        kept = await self._cache.get(key)
        if kept is not None:
            return kept
        query = sa.select(MarketCache.value).where(MarketCache.key == key, MarketCache.expires_at > sa.func.now())
        try:
            async with self._engine.connect() as connection:
                value: bytes | None = await connection.scalar(query)
        except (DBAPIError, OSError) as error:
            _log.warning("market_cache_away", error=type(error).__name__)
            return None
        return value

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Remember something for a number of seconds."""
        await self._cache.set(key, value, ttl_seconds)
        until = datetime.now(UTC) + timedelta(seconds=ttl_seconds)
        made = insert(MarketCache).values(key=key, value=value, expires_at=until)
        statement = made.on_conflict_do_update(
            index_elements=["key"], set_={"value": made.excluded.value, "expires_at": made.excluded.expires_at}
        )
        try:
            async with self._engine.begin() as connection:
                await connection.execute(sa.delete(MarketCache).where(MarketCache.expires_at < sa.func.now()))
                await connection.execute(statement)
        except (DBAPIError, OSError) as error:
            _log.warning("market_cache_away", error=type(error).__name__)
