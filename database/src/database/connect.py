"""Opening a database by its address."""

import time
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import configure_mappers

_FRESH_SECONDS: Final = 5.0
_LAID_BACK: Final = "laid_back"


def open_engine(url: str, *, pool_size: int = 5) -> AsyncEngine:
    """Return an engine for a `postgresql://` address (asyncpg underneath); nothing connects before the first use.

    A connection that has lain idle for a while is tried before it is used again, and so is replaced where the server
    went away meanwhile. One that was used a moment ago is not: asking each time would double every short statement.
    """
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=pool_size)
    dialect = engine.sync_engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def lay_back(_: object, record: Any) -> None:  # noqa: ANN401 - the pool's own record
        record.info[_LAID_BACK] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def try_out(connection: Any, record: Any, _: object) -> None:  # noqa: ANN401 - the driver's, as the pool wraps it
        since = time.monotonic() - record.info.get(_LAID_BACK, time.monotonic())
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError("The server closed the connection.")
        if since > _FRESH_SECONDS:
            try:
                dialect.do_ping(connection)
            except dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError("The server does not answer on the connection.") from error

    return engine


def open_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return a maker of sessions whose objects stay readable after the commit."""
    # Here and not within the first request, which would hold up all others.
    configure_mappers()
    return async_sessionmaker(engine, expire_on_commit=False)
