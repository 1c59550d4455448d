"""Bars in Postgres: written whole or not at all, read as they were written."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from database.connect import open_engine
from market_data_service.adapters.memory_of_answers import RememberedAnswers
from market_data_service.adapters.postgres import blocks, wire
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.problems import StoreAway
from market_data_service.domain.series import BarSeries, day_nanoseconds
from market_data_service.ports import Fetched, SeriesKey
from service_kit.cache import MemoryCache
from trading_contracts.bars import Timeframe

AT = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = open_engine(database_url)
    yield made
    async with made.begin() as connection:
        await connection.execute(sa.text("DELETE FROM market_series"))
        await connection.execute(sa.text("DELETE FROM corporate_actions"))
    await made.dispose()


@pytest.fixture
def store(engine: AsyncEngine) -> PostgresBarStore:
    return PostgresBarStore(engine)


@pytest.fixture
def key() -> SeriesKey:
    return SeriesKey("AAPL", Timeframe.D1, "yfinance")


@pytest.fixture
def fetched(make_series: Callable[..., BarSeries]) -> Fetched:
    return Fetched(series=make_series([1.0, 2.0, 3.0, 4.0, 5.0]), basis=Basis.RAW, fetched_at=AT)


SPAN = (date(2024, 1, 1), date(2024, 1, 5))


async def test_what_was_written_is_read_to_the_last_bit(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched
) -> None:
    stored = await store.write(key, fetched, SPAN, [])
    assert (stored.bars, stored.version, stored.first) == (5, 1, datetime(2024, 1, 1, tzinfo=UTC))
    series = await store.read(key, None, None)
    for name in ("timestamp", "open", "high", "low", "close", "volume"):
        assert getattr(series, name).tolist() == getattr(fetched.series, name).tolist()
    assert series.adj_close is None


async def test_an_adjusted_close_is_kept(store: PostgresBarStore, key: SeriesKey, fetched: Fetched) -> None:
    series = replace(fetched.series, adj_close=fetched.series.close / 3)
    await store.write(key, replace(fetched, series=series), SPAN, [])
    again = await store.read(key, date(2024, 1, 2), date(2024, 1, 3))
    assert again.adj_close is not None
    assert again.adj_close.tolist() == (fetched.series.close / 3)[1:3].tolist()


async def test_new_bars_replace_old_ones_within_their_days_and_leave_the_others(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched
) -> None:
    await store.write(key, fetched, SPAN, [])
    newer = replace(fetched, series=replace(fetched.series, close=fetched.series.close * 10))
    await store.write(key, newer, (date(2024, 1, 2), date(2024, 1, 3)), [])
    assert (await store.read(key, None, None)).close.tolist() == [1.0, 20.0, 30.0, 4.0, 5.0]


async def test_only_days_that_were_never_asked_for_are_missing(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched
) -> None:
    whole = (date(2023, 12, 30), date(2024, 1, 8))
    assert await store.missing(key, *whole) == [whole]
    await store.write(key, fetched, (date(2024, 1, 1), date(2024, 1, 2)), [])
    await store.write(key, fetched, (date(2024, 1, 5), date(2024, 1, 5)), [])
    assert await store.missing(key, *whole) == [
        (date(2023, 12, 30), date(2023, 12, 31)),
        (date(2024, 1, 3), date(2024, 1, 4)),
        (date(2024, 1, 6), date(2024, 1, 8)),
    ]


async def test_a_write_that_breaks_off_leaves_nothing_half_done(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(key, fetched, SPAN, [])

    def cut_off(series_id: bytes, series: BarSeries) -> bytes:
        return encode(series_id, series)[:-50]

    encode = wire.encode
    monkeypatch.setattr(wire, "encode", cut_off)
    doubled = replace(fetched, series=replace(fetched.series, close=fetched.series.close * 2))
    with pytest.raises(Exception, match="COPY"):
        await store.write(key, doubled, SPAN, [CorporateAction(date(2024, 1, 2), "split", 2.0)])
    assert (await store.read(key, None, None)).close.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert await store.actions("AAPL", "yfinance") == []


async def test_events_are_kept_once_and_corrected(store: PostgresBarStore, key: SeriesKey, fetched: Fetched) -> None:
    await store.write(key, fetched, SPAN, [CorporateAction(date(2024, 1, 3), "dividend", 0.2)])
    await store.write(key, fetched, SPAN, [CorporateAction(date(2024, 1, 3), "dividend", 0.25)])
    assert await store.actions("AAPL", "yfinance") == [CorporateAction(date(2024, 1, 3), "dividend", 0.25)]


async def test_a_removed_series_is_gone_with_its_bars(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched, engine: AsyncEngine
) -> None:
    await store.write(key, fetched, SPAN, [])
    assert await store.delete(key)
    assert not await store.delete(key)
    async with engine.connect() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM bars")) == 0


async def test_a_reader_sees_what_another_process_has_written(
    store: PostgresBarStore, engine: AsyncEngine, key: SeriesKey, fetched: Fetched
) -> None:
    await store.write(key, fetched, SPAN, [])
    assert len(await store.read(key, None, None)) == 5
    other = PostgresBarStore(engine)
    await other.write(key, replace(fetched, series=fetched.series.between(0, 2)), SPAN, [])
    assert len(await store.read(key, None, None)) == 2


async def test_many_readers_of_a_series_cause_one_copy(
    store: PostgresBarStore, key: SeriesKey, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(key, fetched, SPAN, [])
    copies = 0
    unpack = blocks.unpack

    def counted(data: list[bytes]) -> BarSeries:
        nonlocal copies
        copies += 1
        return unpack(data)

    monkeypatch.setattr(blocks, "unpack", counted)
    read = await asyncio.gather(*(store.read(key, None, None) for _ in range(50)))
    assert (copies, {len(series) for series in read}) == (1, {5})


async def test_a_database_that_is_away_is_said_so_by_name(key: SeriesKey) -> None:
    nowhere = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreAway):
        await PostgresBarStore(nowhere).read(key, None, None)
    await nowhere.dispose()


async def test_a_remembered_answer_survives_a_restart_of_the_service(engine: AsyncEngine) -> None:
    await RememberedAnswers(MemoryCache(), engine).set("cache:market:x", b"1", 60)
    assert await RememberedAnswers(MemoryCache(), engine).get("cache:market:x") == b"1"
    await RememberedAnswers(MemoryCache(), engine).set("cache:market:y", b"1", -1)
    assert await RememberedAnswers(MemoryCache(), engine).get("cache:market:y") is None


async def test_remembering_without_a_database_is_no_error() -> None:
    nowhere = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    memory = RememberedAnswers(MemoryCache(), nowhere)
    await memory.set("cache:market:x", b"1", 60)
    assert await memory.get("cache:market:x") == b"1"
    assert await memory.get("cache:market:z") is None
    await nowhere.dispose()


def test_rows_that_lie_out_of_order_on_the_disk_come_back_in_order(make_series: Callable[..., BarSeries]) -> None:
    series = make_series([1.0, 2.0, 3.0])
    rows = wire.encode(bytes(16), series)
    # What is written carries the id of its series; what is read does not.
    parts = [rows[at : at + len(rows) // 3] for at in range(0, len(rows), len(rows) // 3)]
    read = b"".join(b"\x00\x07" + part[22:] for part in (parts[2], parts[0], parts[1]))
    decoded = wire.decode(bytes(19) + read + b"\xff\xff")
    assert np.array_equal(decoded.timestamp, series.timestamp)
    assert decoded.close.tolist() == [1.0, 2.0, 3.0]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block hold 1,000 bars, so that a test has many of them."""
    monkeypatch.setattr(blocks, "_BARS_A_BLOCK", 1_000)


@pytest.fixture
def make_minutes() -> Callable[[date, date, float], Fetched]:
    """Return a maker of one-minute bars of whole days, all at one price; every seventh minute nothing was traded."""

    def make(first: date, last: date, price: float) -> Fetched:
        stamps = np.arange(day_nanoseconds(first), day_nanoseconds(last) + 86_400 * 10**9, 60 * 10**9, dtype=np.int64)
        stamps = stamps[stamps // (60 * 10**9) % 7 != 0]
        close = np.full(len(stamps), price)
        return Fetched(series=BarSeries(stamps, close, close, close, close, close), basis=Basis.RAW, fetched_at=AT)

    return make


@pytest.mark.usefixtures("small_blocks")
async def test_whatever_is_written_in_whatever_order_is_read_from_blocks_as_from_rows(
    store: PostgresBarStore, engine: AsyncEngine, make_minutes: Callable[[date, date, float], Fetched]
) -> None:
    chance, key = random.Random(11), SeriesKey("BTC/USD", Timeframe.M1, "ccxt:kraken")
    wanted: dict[int, float] = {}
    for price in range(1, 13):
        first = date(2024, 1, 1) + timedelta(days=chance.randrange(20))
        last = first + timedelta(days=chance.choice((0, 0, 1, 6)))
        fetched = make_minutes(first, last, float(price))
        if chance.random() < 0.2:
            fetched = replace(fetched, series=BarSeries.empty())
        stored = await store.write(key, fetched, (first, last), [])
        begin, end = day_nanoseconds(first), day_nanoseconds(last + timedelta(days=1))
        wanted = {at: one for at, one in wanted.items() if not begin <= at < end}
        wanted |= dict.fromkeys(fetched.series.timestamp.tolist(), float(price))
        assert stored.bars == len(wanted)
        read = await PostgresBarStore(engine).read(key, None, None)
        assert dict(zip(read.timestamp.tolist(), read.close.tolist(), strict=True)) == wanted
        async with engine.connect() as connection:
            packed = await connection.scalar(sa.text("SELECT sum(bars) FROM bar_blocks"))
            rows = await connection.scalar(sa.text("SELECT count(*) FROM bars"))
        assert (packed or 0) == rows == len(wanted)


async def test_a_series_without_blocks_is_read_from_its_rows(
    store: PostgresBarStore, engine: AsyncEngine, key: SeriesKey, fetched: Fetched
) -> None:
    # As it is after an upgrade: what was stored before has no blocks.
    await store.write(key, fetched, SPAN, [])
    async with engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM bar_blocks"))
    assert (await PostgresBarStore(engine).read(key, None, None)).close.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    one_day = replace(fetched, series=fetched.series.between(2, 3))
    await store.write(key, one_day, (date(2024, 1, 3), date(2024, 1, 3)), [])
    assert (await PostgresBarStore(engine).read(key, None, None)).close.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


@pytest.mark.parametrize("timeframe", Timeframe)
def test_bars_of_every_timeframe_are_packed_and_come_back(
    timeframe: Timeframe, make_series: Callable[..., BarSeries]
) -> None:
    series = make_series([1.0, 2.0, 3.0])
    packed = blocks.pack(series, timeframe)
    assert sum(block.bars for block in packed) == 3
    assert blocks.length(timeframe) <= np.iinfo(np.int64).max // 2
    assert blocks.unpack([block.data for block in packed]).close.tolist() == [1.0, 2.0, 3.0]
