"""The `stored` source: series that users have put into the store."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from market_data_service.domain.adjustment import basis_by_evidence, with_actions
from market_data_service.domain.calendars import calendar
from market_data_service.domain.problems import StoreAway
from market_data_service.ports import UPLOAD, BarQuery, BarStore, Fetched, SeriesKey, StoredSeries
from trading_contracts.bars import Availability, Instrument, Market, Timeframe
from trading_contracts.problem import NoBars, UnknownSymbol

_log = structlog.get_logger(__name__)
_PATIENCE_SECONDS = 2.0


class UploadedSource:
    """Serves uploaded series; also lists what was fetched from vendors, because that is here too."""

    name = "stored"

    def __init__(self, store: BarStore, describe: Callable[[str], Instrument]) -> None:
        self._store = store
        self._describe = describe

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the instrument is a real one."""
        return instrument.market is not Market.SIMULATED

    def refusal(self) -> str | None:
        """Return None: the store is asked and says itself when it is away."""
        return None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes of the instrument's uploaded series.

        Raises:
            StoreAway: The database does not answer: whether there is such a series is not known.
        """
        return [
            one.key.timeframe
            for one in await self._asked()
            if one.key.symbol == instrument.symbol and one.key.source == UPLOAD and one.bars
        ]

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return an uploaded series.

        Raises:
            UnknownSymbol: Nothing was uploaded under the symbol.
        """
        key = SeriesKey(query.instrument.symbol, query.timeframe, UPLOAD)
        about = await self._store.describe(key)
        if about is None:
            raise UnknownSymbol(f"Nothing was uploaded as {key.symbol}.", symbol=key.symbol)
        series = await self._store.read(key, None, None)
        if not len(series):
            raise NoBars(f"The uploaded series {key.symbol} is empty.", symbol=key.symbol)
        actions = await self._store.actions(key.symbol, UPLOAD)
        days = calendar(query.instrument.calendar).day_of(series.timestamp)
        series = with_actions(series, days, actions)
        return Fetched(series=series, basis=basis_by_evidence(series), fetched_at=about.fetched_at)

    def unreadable(self) -> Sequence[str]:
        """Return none: what was stored was read before."""
        return ()

    async def listed(self) -> Sequence[Availability]:
        """Return every stored series that has bars; none while the database is away."""
        return [
            Availability(
                instrument=self._describe(one.key.symbol),
                timeframe=one.key.timeframe,
                source=self.name if one.key.source == UPLOAD else one.key.source,
                first=one.first,
                last=one.last,
                bars=one.bars,
            )
            for one in await self._known()
            if one.first is not None and one.last is not None
        ]

    async def _known(self) -> list[StoredSeries]:
        try:
            return await self._asked()
        except StoreAway:
            _log.warning("store_away")
            return []

    async def _asked(self) -> list[StoredSeries]:
        # Files and samples are served without a database; they must not wait for one that hangs.
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._store.listed()
        except TimeoutError as error:
            raise StoreAway("The database of bars does not answer; try again.", source=self.name) from error
