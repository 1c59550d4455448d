"""Notices of runs: each change is told, and nothing is left open by whoever stops listening."""

import asyncio
import gc
import warnings
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.run_notices import RunNotices
from backtest_engine.adapters.run_rows import NOTIFY
from service_kit.bus import open_bus


async def test_a_change_is_told_to_whoever_follows_the_run(rows: AsyncEngine, database_url: str) -> None:
    notices, run_id = RunNotices(database_url, open_bus("memory://")), uuid4()
    await notices.start()
    following = notices.follow(run_id)
    await anext(following)

    async def tell() -> None:
        while True:
            await asyncio.sleep(0.1)
            async with rows.begin() as connection:
                await connection.execute(NOTIFY, {"run_id": str(run_id)})

    telling = asyncio.create_task(tell())
    await anext(following)
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)
    await following.aclose()  # type: ignore[attr-defined]
    await notices.close()


@pytest.mark.parametrize("after", [0, 0.001, 0.005, 0.02, 0.1])
async def test_who_stops_while_it_connects_leaves_no_connection_open(
    rows: AsyncEngine, database_url: str, after: float
) -> None:
    notices = RunNotices(database_url, open_bus("memory://"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await notices.start()
        await asyncio.sleep(after)
        await notices.close()
        gc.collect()
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND query LIKE 'LISTEN%'"
    )
    async with rows.connect() as connection:
        for _ in range(100):
            if not (await connection.execute(others)).scalar_one():
                return
            await asyncio.sleep(0.05)
    pytest.fail("a connection that listens was left open")
