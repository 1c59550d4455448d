"""Market data put together: settings to adapters to routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from pydantic import JsonValue

from database.away import is_away
from database.connect import open_engine
from market_data_service.adapters.bundled_directory import load_directory, save_directory
from market_data_service.adapters.files.reading import FileCodec
from market_data_service.adapters.memory_of_answers import RememberedAnswers
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.api import bars, live, quality, series, symbols
from market_data_service.api.needs import UseCases
from market_data_service.assembly import House, assemble
from market_data_service.domain import calendars
from market_data_service.domain.directory import Directory
from market_data_service.ports import BarStore
from market_data_service.settings import MarketDataSettings
from market_data_service.usecases.backup import Backup
from market_data_service.usecases.compare_sources import CompareSources
from market_data_service.usecases.ingest import Ingest, Stored, Upload
from market_data_service.usecases.live.follow_live import FollowLive
from market_data_service.usecases.live.messages import Pace
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.refresh_directory import RefreshDirectory
from market_data_service.usecases.resolve_symbol import SymbolBook
from market_data_service.usecases.watch import Watch, parse_watch_list
from market_data_service.usecases.witnesses import Witnesses
from service_kit.app import create_app
from service_kit.cache import open_cache
from service_kit.metrics import Gauge


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def build(settings: MarketDataSettings) -> FastAPI:
    """Return the application; nothing connects before it is used."""
    engine = open_engine(settings.database_url)
    store, cache = PostgresBarStore(engine), open_cache(settings.cache_url)
    directory = load_directory(settings.data_dir / "instruments.csv")
    house = assemble(settings, directory, store, RememberedAnswers(cache, engine), utc_now)
    use_cases = _use_cases(settings, directory, store, house)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.use_cases = use_cases
        # Before anybody asks: computed within a request, they would hold up all others.
        await asyncio.to_thread(calendars.make_ready)
        watch = Watch(use_cases.read_bars, parse_watch_list(settings.market_watch_list), utc_now)
        task = asyncio.create_task(watch.forever(timedelta(hours=settings.market_watch_hours)))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await use_cases.follow_live.close()
        await house.close()
        await cache.close()
        await engine.dispose()

    async def database() -> JsonValue:
        await store.ping()
        return "answers"

    return create_app(
        settings,
        # The refresh of the directory comes before `/market/symbols/{symbol}`, which takes any path.
        routers=[quality.router, symbols.router, bars.router, series.router, live.router],
        lifespan=lifespan,
        is_away=is_away,
        checks={"database": database},
        gauges=(
            Gauge("vendor_calls_left", "Calls that a vendor may be asked now", house.budgets, ("vendor",)),
            Gauge("vendor_paused", "1 where a vendor is left alone after failures", house.breakers, ("vendor",)),
            Gauge("live_series", "Series that are followed live now", use_cases.follow_live.followed),
        ),
        internal=True,
        title="Market data",
    )


def _pace(settings: MarketDataSettings) -> Pace:
    return Pace(
        heartbeat=timedelta(seconds=settings.market_live_heartbeat_seconds),
        poll=timedelta(seconds=settings.market_live_poll_seconds),
    )


def _use_cases(settings: MarketDataSettings, directory: Directory, store: BarStore, house: House) -> UseCases:
    book = SymbolBook(directory, house.local, has_online=bool(house.vendors))
    # What was uploaded is in the store, and made-up series are nobody's witnesses.
    witnesses = Witnesses(store, [source for source in house.local if source.name in ("file", "sample")])
    read_bars = ReadBars(house.sources, book, utc_now, online=house.online, witnesses=witnesses)
    codec = FileCodec(settings.market_max_file_bytes)
    listed = settings.data_dir / "instruments.csv"
    return UseCases(
        read_bars=read_bars,
        book=book,
        ingest=Ingest(read_bars),
        upload=Upload(store, codec, book, utc_now),
        stored=Stored(store, codec),
        backup=Backup(store, codec),
        compare=CompareSources(read_bars),
        follow_live=FollowLive(read_bars, book, house.feeds, utc_now, _pace(settings)),
        refresh_directory=RefreshDirectory(book, house.listings, lambda known: save_directory(known, listed)),
        sources=house.views,
        max_upload_bytes=settings.market_max_file_bytes,
    )
