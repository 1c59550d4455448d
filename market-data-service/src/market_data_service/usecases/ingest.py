"""Putting bars into the store: from vendors, from users' files; and taking them out again."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import JsonValue

from market_data_service.domain.adjustment import Basis, actions_of, basis_by_evidence
from market_data_service.domain.calendars import calendar
from market_data_service.domain.candle_feeds import NotThisFeed, read_candles
from market_data_service.domain.delivery import BarsRequest, DeliveredBars
from market_data_service.domain.quality import Quality, assess, impossible
from market_data_service.domain.rows import series_of
from market_data_service.ports import UPLOAD, BarStore, Clock, Fetched, FileKind, SeriesFiles, SeriesKey, StoredSeries
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Adjustment, SeriesOrigin, SourceFall, Timeframe
from trading_contracts.problem import NotFound


class NoSuchSeries(NotFound):
    """Nothing is stored under this symbol, timeframe and source."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What is stored after bars were put in."""

    symbol: str
    timeframe: Timeframe
    source: str
    stored: int
    total: int
    first: date | None
    last: date | None
    notes: tuple[str, ...] = ()
    falls: tuple[SourceFall, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is in a user's file."""

    origin: SeriesOrigin
    first: datetime
    last: datetime
    quality: Quality


class Ingest:
    """Fetches bars ahead, so that later reads need no vendor."""

    def __init__(self, read_bars: ReadBars) -> None:
        self._read_bars = read_bars

    async def __call__(self, request: BarsRequest) -> Ingested:
        """Return what was fetched and stored; a series that a local source has stays where it is.

        Raises:
            UnknownSymbol: Nothing is called that.
            NoBars: No source has bars in the range.
            SourceFailed: No source answered.
        """
        bars = await self._read_bars(request)
        series = bars.series
        return Ingested(
            symbol=bars.origin.symbol,
            timeframe=request.timeframe,
            source=bars.origin.source,
            stored=len(series),
            total=len(series),
            first=series.first.date(),
            last=series.last.date(),
            notes=bars.origin.notes,
            falls=bars.origin.falls,
        )


class Upload:
    """Puts a user's own bars into the store.

    Args:
        store: Where they go.
        files: Reads the user's file.
        book: Says which instrument is meant.
        clock: Tells when it was.
    """

    def __init__(self, store: BarStore, files: SeriesFiles, book: SymbolBook, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._book = book
        self._clock = clock

    async def __call__(self, symbol: str, timeframe: Timeframe, path: Path, name: str) -> Ingested:
        """Return what is stored now: new bars replace stored ones between their first and last day, the rest stays.

        Raises:
            BadFile: The file is no table of bars; nothing has changed then.
        """
        instrument = self._book.for_upload(symbol)
        read = await asyncio.to_thread(self._files.read, path, timeframe, instrument.zone, name)
        key = SeriesKey(instrument.symbol, timeframe, UPLOAD)
        fetched = Fetched(series=read.series, basis=basis_by_evidence(read.series), fetched_at=self._clock())
        covered = (read.series.first.date(), read.series.last.date())
        stored = await self._store.write(key, fetched, covered, actions_of(read.series))
        return _ingested(stored, len(read.series), (*read.notes, *impossible(read.series)))

    async def from_feed(
        self, symbol: str, timeframe: Timeframe, feed: str, payload: JsonValue, size: float
    ) -> Ingested:
        """Return what is stored after an exchange's own answer was put in.

        Raises:
            UnknownFeed: No feed has this name.
            NotThisFeed: The payload has another shape; nothing has changed then.
        """
        instrument = self._book.for_upload(symbol)
        rows = series_of(*read_candles(feed, payload, size))
        if not len(rows.series):
            raise NotThisFeed("There is no candle with prices in the answer.", feed=feed)
        key = SeriesKey(instrument.symbol, timeframe, UPLOAD)
        fetched = Fetched(series=rows.series, basis=Basis.RAW, fetched_at=self._clock())
        stored = await self._store.write(key, fetched, (rows.series.first.date(), rows.series.last.date()), ())
        return _ingested(stored, len(rows.series), rows.notes)

    async def check(self, symbol: str, timeframe: Timeframe, path: Path, name: str) -> CheckedFile:
        """Return what a file holds, and what is odd in it; nothing is stored.

        Raises:
            BadFile: The file is no table of bars.
        """
        instrument = self._book.for_upload(symbol)
        read = await asyncio.to_thread(self._files.read, path, timeframe, instrument.zone, name)
        origin = SeriesOrigin(
            symbol=instrument.symbol,
            timeframe=timeframe,
            source=name,
            adjustment=Adjustment.NONE,
            fetched_at=self._clock(),
            notes=read.notes,
        )
        quality = assess(read.series, timeframe, calendar(instrument.calendar))
        return CheckedFile(origin, read.series.first, read.series.last, quality)


class Stored:
    """What is in the store: listed, exported, removed."""

    def __init__(self, store: BarStore, files: SeriesFiles) -> None:
        self._store = store
        self._files = files

    async def listed(self) -> list[StoredSeries]:
        """Return every stored series."""
        return await self._store.listed()

    async def export(self, bars: DeliveredBars, kind: FileKind) -> bytes:
        """Return bars as the content of a file in the layout of the file source."""
        return await asyncio.to_thread(self._files.write, bars.series, kind)

    async def remove(self, key: SeriesKey) -> None:
        """Remove a stored series.

        Raises:
            NoSuchSeries: There is none.
        """
        if not await self._store.delete(key):
            raise NoSuchSeries(
                f"No {key.timeframe} series of {key.symbol} from {key.source} is stored.", symbol=key.symbol
            )


def _ingested(stored: StoredSeries, bars: int, notes: tuple[str, ...]) -> Ingested:
    return Ingested(
        symbol=stored.key.symbol,
        timeframe=stored.key.timeframe,
        source=stored.key.source,
        stored=bars,
        total=stored.bars,
        first=stored.first.date() if stored.first else None,
        last=stored.last.date() if stored.last else None,
        notes=notes,
    )
