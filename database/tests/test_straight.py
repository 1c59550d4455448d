"""The driver's own connection out of the pool: what ends it is known, and the pool gives another one."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from database.away import is_away
from database.connect import open_engine
from database.straight import straight

_PID = "SELECT pg_backend_pid()"


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = open_engine(database_url, pool_size=2)
    yield made
    await made.dispose()


async def test_a_statement_is_a_transaction_of_its_own(engine: AsyncEngine) -> None:
    async with straight(engine) as connection:
        assert await connection.fetchval("SELECT $1::integer + 1", 1) == 2
        assert not connection.is_in_transaction()


async def test_a_connection_that_the_server_ends_is_away_and_another_takes_its_place(engine: AsyncEngine) -> None:
    async with engine.connect() as other:
        with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.InterfaceError)) as refusal:  # noqa: PT012 - the end comes in between
            async with straight(engine) as connection:
                mine = await connection.fetchval(_PID)
                await other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
                await asyncio.sleep(0.2)
                await connection.fetchval(_PID)
    assert is_away(refusal.value)
    async with straight(engine) as connection:
        assert await connection.fetchval(_PID) != mine


async def test_nobody_is_given_a_connection_whose_statement_was_given_up(engine: AsyncEngine) -> None:
    with pytest.raises(TimeoutError):  # noqa: PT012 - two statements, the second too long
        async with asyncio.timeout(0.2), straight(engine) as connection:
            mine = await connection.fetchval(_PID)
            await connection.fetchval("SELECT pg_sleep(20)")
    async with straight(engine) as one, straight(engine) as two:
        assert mine not in {await one.fetchval(_PID), await two.fetchval(_PID)}
