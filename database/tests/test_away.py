"""Telling a database that is away from a statement that is wrong."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine

from database.away import is_away
from database.connect import open_engine


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = open_engine(database_url)
    yield made
    await made.dispose()


async def test_a_port_where_nothing_listens_is_away() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(ConnectionRefusedError) as refusal:
        async with engine.connect():
            pass
    assert is_away(refusal.value)


async def test_a_connection_that_the_server_ends_is_away(engine: AsyncEngine) -> None:
    async with engine.connect() as broken, engine.connect() as other:
        mine = await broken.scalar(sa.text("SELECT pg_backend_pid()"))
        await other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        await asyncio.sleep(0.2)
        with pytest.raises(sa.exc.DBAPIError) as refusal:
            await broken.execute(sa.text("SELECT 1"))
        assert is_away(refusal.value)


async def test_a_wrong_statement_is_none_of_it(engine: AsyncEngine) -> None:
    with pytest.raises(sa.exc.DBAPIError) as refusal:
        async with engine.connect() as connection:
            await connection.execute(sa.text("SELECT no_such_column"))
    assert not is_away(refusal.value)


def test_neither_is_a_file_of_ours_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refusal:
        (tmp_path / "missing").open()
    assert not is_away(refusal.value)


def test_a_pool_without_a_free_connection_is_away() -> None:
    assert is_away(PoolExhausted())
