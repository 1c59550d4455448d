"""A connection of our own to the database, beside the pool: for whoever listens to it."""

import asyncio
import contextlib

import asyncpg


async def connect(database_url: str, seconds: float, **settings: str) -> asyncpg.Connection:
    """Return a connection with these settings of the server.

    Raises:
        OSError: The server cannot be reached, or not within so many seconds.
        asyncpg.PostgresError: It refuses.
    """
    connecting = asyncio.ensure_future(asyncpg.connect(database_url, timeout=seconds, server_settings=settings))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        # Cancelled half-way, the driver would leave its socket open: it is let through, and closed then.
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            (await connecting).terminate()
        raise
