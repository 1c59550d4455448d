"""COPY of bars in and out, piece by piece, over asyncpg's own connection."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from market_data_service.adapters.postgres import wire
from market_data_service.domain.series import BarSeries

COLUMNS = ["series_id", "timestamp", "open", "high", "low", "close", "volume", "adj_close"]
SELECT = "SELECT timestamp, open, high, low, close, volume, adj_close FROM bars WHERE series_id = $1"
_ROWS_A_PIECE = 32_768


async def driver_of(connection: AsyncConnection) -> Any:  # noqa: ANN401 - asyncpg's own connection has no types
    """Return asyncpg's connection, which alone speaks COPY."""
    raw = await connection.get_raw_connection()
    return raw.driver_connection


async def copy_in(connection: AsyncConnection, series_id: UUID, series: BarSeries) -> None:
    """Send bars into the table `bars`; the next piece is made while the server takes the one before.

    Raises:
        ConnectionDoesNotExistError: The server went away; asyncpg alone would wait for it for ever.
    """
    driver, gone = await driver_of(connection), asyncio.Event()

    def note(_connection: object) -> None:
        gone.set()

    driver.add_termination_listener(note)
    pieces = _pieces(series_id.bytes, series)
    copying = asyncio.ensure_future(driver.copy_to_table("bars", source=pieces, columns=COLUMNS, format="binary"))
    dying = asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait((copying, dying), return_when=asyncio.FIRST_COMPLETED)
        if not copying.done():
            raise asyncpg.ConnectionDoesNotExistError("The server went away in the middle of a COPY.")
        copying.result()
    finally:
        for task in (copying, dying):
            task.cancel()
        driver.remove_termination_listener(note)


async def copy_out(connection: AsyncConnection, query: str, *arguments: object) -> BarSeries:
    """Return the bars of a query that begins as `SELECT` does."""
    answer = BytesIO()

    async def take(part: bytes) -> None:
        answer.write(part)

    driver = await driver_of(connection)
    await driver.copy_from_query(query, *arguments, output=take, format="binary")
    return await asyncio.to_thread(wire.decode, answer.getvalue())


async def _pieces(series_id: bytes, series: BarSeries) -> AsyncIterator[bytes]:
    yield wire.HEADER
    for start in range(0, len(series), _ROWS_A_PIECE):
        part = series.between(start, min(start + _ROWS_A_PIECE, len(series)))
        yield await asyncio.to_thread(wire.encode, series_id, part)
    yield wire.TRAILER
