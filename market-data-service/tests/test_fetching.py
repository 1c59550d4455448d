"""Fetching from vendors: only what is missing, once for everybody, with the reasons of every fall."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from database.connect import open_engine
from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.adapters.postgres.uploads import UploadedSource
from market_data_service.adapters.vendors.guard import Guard, Limits
from market_data_service.adapters.vendors.stored import StoredVendor
from market_data_service.adapters.vendors.vendor import VendorSource
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.calendars import calendar
from market_data_service.domain.delivery import BarsRequest
from market_data_service.domain.problems import RateLimited, SourcePaused
from market_data_service.domain.series import BarSeries
from market_data_service.ports import BarQuery, Fetched, SeriesKey
from market_data_service.usecases.read_bars import ReadBars, SourceNotReady
from market_data_service.usecases.resolve_symbol import SymbolBook
from service_kit.cache import MemoryCache
from trading_contracts.bars import Adjustment, Instrument, Timeframe
from trading_contracts.problem import NoBars, SourceFailed, UnknownSymbol

NOW = datetime(2024, 3, 1, 22, tzinfo=UTC)
YEAR = (date(2024, 1, 2), date(2024, 1, 31))


class FakeVendor:
    """A vendor with one price a session, that counts its calls and fails when it is told to."""

    def __init__(self, name: str = "yfinance") -> None:
        self.name = name
        self.asked: list[tuple[date | None, date | None]] = []
        self.problem: Exception | None = None
        self.pause = 0.0
        self.split_on: date | None = None
        self.lacks: str | None = None

    def serves(self, instrument: Instrument) -> bool:
        return True

    def refusal(self) -> str | None:
        return self.lacks

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:
        return (Timeframe.H1, Timeframe.D1)

    def earliest(self, timeframe: Timeframe, today: date) -> date:
        return date(2023, 1, 1)

    def build_query(self, query: BarQuery) -> BarQuery:
        return query

    async def extract(self, request: BarQuery) -> BarQuery:
        self.asked.append((request.start, request.end))
        await asyncio.sleep(self.pause)
        if self.problem is not None:
            raise self.problem
        return request

    def normalise(self, payload: BarQuery, query: BarQuery, fetched_at: datetime) -> Fetched:
        days = calendar("XNYS").session_days(query.start or date(2023, 1, 1), query.end or NOW.date())
        close = 100.0 + np.arange(len(days))
        split = np.zeros(len(days))
        if self.split_on is not None:
            split[np.searchsorted(days, np.datetime64(self.split_on, "ns").astype(np.int64))] = 2.0
        series = BarSeries(days, close, close + 1, close - 1, close, close, split=split)
        return Fetched(series=series, basis=Basis.SPLITS, fetched_at=fetched_at)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PostgresBarStore]:
    engine = open_engine(database_url)
    yield PostgresBarStore(engine)
    async with engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM market_series"))
        await connection.execute(sa.text("DELETE FROM corporate_actions"))
    await engine.dispose()


@pytest.fixture
def vendor() -> FakeVendor:
    return FakeVendor()


@pytest.fixture
def limits() -> Limits:
    return Limits(calls=1000, per_seconds=1, patience_seconds=0.2, deadline_seconds=1, failures=3, pause_seconds=30)


@pytest.fixture
def seconds() -> list[float]:
    """Return the clock of the breaker, to be moved by hand."""
    return [0.0]


@pytest.fixture
def make_source(store: PostgresBarStore, limits: Limits, seconds: list[float]) -> Callable[[FakeVendor], StoredVendor]:
    def make(vendor: FakeVendor) -> StoredVendor:
        guarded = VendorSource(vendor, Guard(vendor.name, limits, lambda: seconds[0]), lambda: NOW)
        return StoredVendor(guarded, store, MemoryCache(), lambda: NOW)

    return make


@pytest.fixture
def make_reader(make_source: Callable[[FakeVendor], StoredVendor], store: PostgresBarStore) -> Callable[..., ReadBars]:
    def make(*vendors: FakeVendor) -> ReadBars:
        directory = load_directory()
        uploads = UploadedSource(store, directory.describe)
        book = SymbolBook(directory, [uploads], has_online=True)
        sources = [uploads, *(make_source(vendor) for vendor in vendors)]
        return ReadBars(sources, book, lambda: NOW, online=frozenset(one.name for one in vendors))

    return make


@pytest.fixture
def january() -> BarsRequest:
    return BarsRequest(symbol="AAPL", start=YEAR[0], end=YEAR[1])


async def test_a_hundred_readers_at_once_cause_one_call(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    vendor.pause = 0.05
    read = make_reader(vendor)
    answers = await asyncio.gather(*(read(january) for _ in range(100)))
    assert len(vendor.asked) == 1
    assert {len(answer.series) for answer in answers} == {21}
    assert answers[0].origin.source == "yfinance"


async def test_what_is_stored_is_not_fetched_again_and_only_what_is_missing_is(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    read = make_reader(vendor)
    await read(january)
    await read(january)
    assert len(vendor.asked) == 1
    await read(replace(january, start=date(2023, 12, 1)))
    assert vendor.asked[1][0] == date(2023, 11, 30)
    await read(replace(january, start=date(2023, 12, 1), end=date(2024, 2, 15)))
    assert len(vendor.asked) == 2


async def test_an_hourly_series_fetches_only_the_days_that_were_never_asked_for(
    vendor: FakeVendor, make_source: Callable[[FakeVendor], StoredVendor]
) -> None:
    source = make_source(vendor)
    apple = load_directory().describe("AAPL")
    query = BarQuery(apple, Timeframe.H1, date(2024, 1, 8), date(2024, 1, 10))
    await source.fetch(query)
    await source.fetch(replace(query, start=date(2024, 1, 5), end=date(2024, 1, 12)))
    assert vendor.asked == [
        (date(2024, 1, 8), date(2024, 1, 10)),
        (date(2024, 1, 5), date(2024, 1, 7)),
        (date(2024, 1, 11), date(2024, 1, 12)),
    ]


async def test_split_adjusted_prices_are_stored_as_quoted_and_adjusted_on_reading(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], store: PostgresBarStore, january: BarsRequest
) -> None:
    vendor.split_on = date(2024, 1, 16)
    read = make_reader(vendor)
    adjusted = await read(replace(january, adjustment=Adjustment.SPLITS))
    quoted = await read(replace(january, adjustment=Adjustment.NONE))
    assert quoted.series.close[0] == adjusted.series.close[0] * 2
    assert quoted.series.close[-1] == adjusted.series.close[-1]
    stored = await store.read(SeriesKey("AAPL", Timeframe.D1, "yfinance"), *YEAR)
    assert stored.close.tolist() == quoted.series.close.tolist()


async def test_the_next_vendor_is_asked_and_the_reason_of_the_fall_is_recorded(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    other = FakeVendor("alpaca")
    vendor.problem = SourceFailed("yfinance answered 503.")
    bars = await make_reader(vendor, other)(january)
    assert bars.origin.source == "alpaca"
    assert [(fall.source, fall.reason) for fall in bars.origin.falls] == [
        ("stored", "stored does not have AAPL."),
        ("yfinance", "yfinance answered 503."),
    ]


async def test_a_vendor_without_its_key_is_passed_over_and_refused_only_where_it_is_named(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    keyless = FakeVendor("polygon")
    keyless.lacks = "POLYGON_API_KEY is not set"
    read = make_reader(keyless, vendor)
    assert (await read(january)).origin.source == "yfinance"
    with pytest.raises(SourceNotReady, match="POLYGON_API_KEY") as refused:
        await read(replace(january, source="polygon"))
    assert refused.value.status == 422


async def test_a_vendor_that_dies_leaves_no_partial_series_and_recovers_without_a_restart(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], store: PostgresBarStore, january: BarsRequest
) -> None:
    read = make_reader(vendor)
    vendor.problem = SourceFailed("yfinance cannot be reached.")
    with pytest.raises(SourceFailed, match="cannot be reached"):
        await read(january)
    assert await store.listed() == []
    vendor.problem = None
    assert len((await read(january)).series) == 21


async def test_stored_bars_are_served_while_the_vendor_is_away(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    read = make_reader(vendor)
    await read(replace(january, start=date(2024, 1, 16)))
    vendor.problem = SourceFailed("yfinance cannot be reached.")
    bars = await read(january)
    assert bars.series.first == datetime(2024, 1, 16, tzinfo=UTC)
    assert "did not answer just now" in bars.origin.notes[0]


async def test_bars_come_unstored_while_the_database_is_away(
    vendor: FakeVendor, limits: Limits, january: BarsRequest
) -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    guarded = VendorSource(vendor, Guard(vendor.name, limits, lambda: 0.0), lambda: NOW)
    source = StoredVendor(guarded, PostgresBarStore(engine), MemoryCache(), lambda: NOW)
    fetched = await source.fetch(BarQuery(load_directory().describe("AAPL"), Timeframe.D1, *YEAR))
    assert len(fetched.series) == 21
    assert fetched.notes == ("Not stored: the database does not answer.",)
    await engine.dispose()


async def test_an_unknown_symbol_is_asked_for_once_and_then_remembered(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars]
) -> None:
    vendor.problem = UnknownSymbol("Yahoo does not have QQZZ.")
    read = make_reader(vendor)
    for _ in range(3):
        with pytest.raises(UnknownSymbol):
            await read(BarsRequest(symbol="QQZZ", start=YEAR[0], end=YEAR[1]))
    assert len(vendor.asked) == 1


async def test_a_range_without_bars_says_what_there_is(
    vendor: FakeVendor, make_reader: Callable[..., ReadBars], january: BarsRequest
) -> None:
    read = make_reader(vendor)
    await read(january)
    with pytest.raises(NoBars) as refusal:
        await read(replace(january, start=date(2022, 1, 3), end=date(2022, 1, 31)))
    available = refusal.value.facts["available"]
    assert isinstance(available, list)
    assert available[0]["source"] == "yfinance"


async def test_a_vendor_that_fails_three_times_is_left_alone_and_tried_again_later(
    vendor: FakeVendor, limits: Limits, seconds: list[float]
) -> None:
    guard = Guard("x", limits, lambda: seconds[0])

    async def fails() -> None:
        raise SourceFailed("down")

    async def works() -> str:
        return "bars"

    for _ in range(3):
        with pytest.raises(SourceFailed, match="down"):
            await guard.call(fails)
    assert guard.state == "open"
    with pytest.raises(SourcePaused, match="3 times in a row"):
        await guard.call(works)
    seconds[0] = 31.0
    assert guard.state == "half_open"
    assert await guard.call(works) == "bars"
    assert guard.state == "closed"


async def test_a_symbol_that_a_vendor_does_not_have_is_no_failure_of_the_vendor(limits: Limits) -> None:
    guard = Guard("x", limits, lambda: 0.0)

    async def unknown() -> None:
        raise UnknownSymbol("not there")

    for _ in range(5):
        with pytest.raises(UnknownSymbol):
            await guard.call(unknown)
    assert guard.state == "closed"


async def test_a_budget_that_is_used_up_is_said_so() -> None:
    guard = Guard("x", Limits(calls=2, per_seconds=3600, patience_seconds=0.05), lambda: 0.0)

    async def works() -> int:
        return guard.calls_left

    assert guard.calls_left == 2
    assert [await guard.call(works) for _ in range(2)] == [1, 0]
    with pytest.raises(RateLimited, match="2 calls in 3600 s"):
        await guard.call(works)


async def test_a_day_that_still_trades_is_not_stored(
    vendor: FakeVendor, limits: Limits, store: PostgresBarStore
) -> None:
    noon = datetime(2024, 1, 31, 17, tzinfo=UTC)
    guarded = VendorSource(vendor, Guard(vendor.name, limits, lambda: 0.0), lambda: noon)
    source = StoredVendor(guarded, store, MemoryCache(), lambda: noon)
    fetched = await source.fetch(BarQuery(load_directory().describe("AAPL"), Timeframe.D1, YEAR[0], noon.date()))
    assert fetched.series.last.date() == date(2024, 1, 30)
    missing = await store.missing(SeriesKey("AAPL", Timeframe.D1, "yfinance"), YEAR[0], noon.date())
    assert missing == [(date(2024, 1, 31), date(2024, 1, 31))]
    assert noon.date() - timedelta(days=1) == date(2024, 1, 30)
