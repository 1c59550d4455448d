"""A vendor behind the store: only what was never fetched is asked for, and once for everybody who waits."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import structlog

from market_data_service.adapters.vendors.vendor import VendorSource
from market_data_service.domain.adjustment import (
    Basis,
    CorporateAction,
    actions_of,
    raw_from_split_adjusted,
    with_actions,
)
from market_data_service.domain.calendars import calendar
from market_data_service.domain.problems import StoreAway
from market_data_service.domain.resampling import complete_bars
from market_data_service.domain.series import BarSeries, nanoseconds
from market_data_service.ports import BarQuery, BarStore, Clock, Fetched, Memory, SeriesKey
from trading_contracts.bars import Instrument, Timeframe
from trading_contracts.problem import NoBars, SourceFailed, UnknownSymbol

_log = structlog.get_logger(__name__)
_UNKNOWN_SECONDS = 3600.0


class StoredVendor:
    """Fetches what is missing from a vendor, stores it unadjusted with its events, and serves from the store."""

    def __init__(self, vendor: VendorSource, store: BarStore, memory: Memory, clock: Clock) -> None:
        self.vendor = vendor
        self._store = store
        self._memory = memory
        self._clock = clock
        self._waiting: dict[tuple[SeriesKey, date, date], asyncio.Task[Fetched]] = {}
        self._locks: dict[SeriesKey, asyncio.Lock] = {}

    @property
    def name(self) -> str:
        """Return the vendor's name."""
        return self.vendor.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the vendor has the instrument's market."""
        return self.vendor.serves(instrument)

    def refusal(self) -> str | None:
        """Return why the vendor cannot be asked, or None."""
        return self.vendor.refusal()

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes that the vendor itself gives."""
        return await self.vendor.timeframes(instrument)

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return bars of at least the range asked for; a hundred callers at once cause one call to the vendor.

        Raises:
            NoBars: The vendor has none in the range.
            SourceFailed: It did not answer, and nothing of the range is stored.
        """
        if query.fresh:
            return await self.vendor.fetch(query)
        start, end = self._span(query)
        key = SeriesKey(query.instrument.symbol, query.timeframe, self.name)
        if start > end:
            raise NoBars(f"{self.name} has no {query.timeframe} bars that far back.", symbol=key.symbol)
        task = self._waiting.get((key, start, end))
        if task is None:
            task = asyncio.create_task(self._known(query, key, start, end))
            self._waiting[key, start, end] = task
            task.add_done_callback(lambda _: self._waiting.pop((key, start, end), None))
        return await asyncio.shield(task)

    async def _known(self, query: BarQuery, key: SeriesKey, start: date, end: date) -> Fetched:
        """Fetch, unless the vendor said lately that it does not have the symbol."""
        remembered = f"cache:market:unknown:{self.name}:{key.symbol}"
        if await self._memory.get(remembered):
            raise UnknownSymbol(f"{self.name} does not have {key.symbol}.", symbol=key.symbol)
        try:
            return await self._fetch(query, key, start, end)
        except UnknownSymbol:
            await self._memory.set(remembered, b"1", _UNKNOWN_SECONDS)
            raise

    async def _fetch(self, query: BarQuery, key: SeriesKey, start: date, end: date) -> Fetched:
        notes: tuple[str, ...] = ()
        try:
            # Overlapping ranges of one series wait for each other, so that the second finds the first one's bars.
            async with self._locks.setdefault(key, asyncio.Lock()):
                for part in _parts(await self._store.missing(key, start, end), query.timeframe):
                    await self._fill(query, key, part)
        except StoreAway:
            _log.warning("store_away", series=key.symbol, source=self.name)
            return await self._unstored(query, start, end)
        except SourceFailed as problem:
            notes = (f"{self.name} did not answer just now ({problem.detail}); what was stored earlier is served.",)
            stored = await self._stored(query, key, start, end, notes)
            if not len(stored.series):
                raise
            return stored
        return await self._stored(query, key, start, end, notes)

    async def _fill(self, query: BarQuery, key: SeriesKey, part: tuple[date, date]) -> None:
        # Up to today: prices that a vendor has adjusted for splits are made raw again with the splits since then.
        today = self._clock().date()
        to_today = not query.timeframe.is_intraday
        last = today if to_today else part[1]
        covered = (part[0], min(last, self._last_complete(query, today)))
        try:
            fetched = await self.vendor.fetch(replace(query, start=part[0], end=last))
        except NoBars:
            # Remembered as asked: a stretch without bars is not asked for again and again.
            fetched = Fetched(series=BarSeries.empty(), basis=Basis.RAW, fetched_at=self._clock())
        raw, actions = _as_quoted(fetched)
        hours = calendar(query.instrument.calendar)
        over = complete_bars(raw.series, query.timeframe, hours, nanoseconds(self._clock()))
        await self._store.write(key, replace(raw, series=raw.series.where(over)), covered, actions)

    async def _stored(self, query: BarQuery, key: SeriesKey, start: date, end: date, notes: tuple[str, ...]) -> Fetched:
        about = await self._store.describe(key)
        # To the end of what is stored: later splits belong to the adjustment of earlier bars.
        series = await self._store.read(key, start, None)
        if about is None or not len(series):
            if notes:
                return Fetched(series=series, basis=Basis.RAW, fetched_at=self._clock(), notes=notes)
            raise NoBars(f"{self.name} has no {query.timeframe} bars of {key.symbol} from {start} to {end}.")
        actions = await self._store.actions(key.symbol, self.name)
        hours = calendar(query.instrument.calendar)
        series = with_actions(series, hours.day_of(series.timestamp), actions)
        return Fetched(series=series, basis=about.basis, fetched_at=about.fetched_at, notes=notes)

    async def _unstored(self, query: BarQuery, start: date, end: date) -> Fetched:
        fetched = await self.vendor.fetch(replace(query, start=start, end=end))
        return replace(fetched, notes=(*fetched.notes, "Not stored: the database does not answer."))

    def _span(self, query: BarQuery) -> tuple[date, date]:
        earliest = self.vendor.earliest(query.timeframe)
        last = self._last_complete(query, self._clock().date())
        start = max(query.start, earliest) if query.start else earliest
        return start, min(query.end or last, last)

    def _last_complete(self, query: BarQuery, today: date) -> date:
        """Return the last date whose session is over: a day that still trades is not stored."""
        hours = calendar(query.instrument.calendar)
        if hours.always_open:
            return today - timedelta(days=1)
        sessions = hours.sessions(today - timedelta(days=15), today)
        over = [one.session for one in sessions if one.close <= self._clock()]
        return over[-1] if over else today - timedelta(days=1)


def _as_quoted(fetched: Fetched) -> tuple[Fetched, list[CorporateAction]]:
    """Return bars as they were quoted on the day, and the events that adjust them."""
    series = fetched.series
    if fetched.basis is Basis.SPLITS:
        series = raw_from_split_adjusted(series)
    basis = fetched.basis if fetched.basis is Basis.ALL else Basis.RAW
    return replace(fetched, series=series, basis=basis), actions_of(series)


def _parts(missing: list[tuple[date, date]], timeframe: Timeframe) -> list[tuple[date, date]]:
    """Return what to fetch: daily history comes in one answer up to today, so one call fills all holes."""
    if timeframe.is_intraday or not missing:
        return missing
    return [(missing[0][0], missing[-1][1])]
