"""Runs migrations over one asyncpg connection, on any PostgreSQL from 15 on."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool  # noqa: F401

from database.connect import open_engine
from database.tables.everything import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, compare_type=True, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()


async def online() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL"]
    engine = open_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(online())
