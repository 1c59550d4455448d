"""The driver's own connection, for the few statements that are sent so often that their way there counts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine


@asynccontextmanager
async def straight(engine: AsyncEngine) -> AsyncIterator[asyncpg.Connection]:
    """Yield a connection of the pool as the driver has it, where each statement is a transaction of its own.

    What SQLAlchemy does around a statement takes four times as long as the statement's own round trip. Errors are the
    driver's own; `is_away` knows them.
    """
    pooled = await engine.raw_connection()
    try:
        yield pooled.driver_connection
    except asyncio.CancelledError:
        # Half-way through a statement nobody else can use it.
        pooled.invalidate()
        raise
    finally:
        pooled.close()
