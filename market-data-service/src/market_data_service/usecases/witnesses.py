"""Whether the bars that are served agree with what is here of another source: asked by itself, told on the series."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

import structlog

from market_data_service.domain.adjustment import Basis, adjust, with_actions
from market_data_service.domain.calendars import calendar
from market_data_service.domain.comparison import Side, disagreements
from market_data_service.domain.series import BarSeries
from market_data_service.ports import UPLOAD, BarQuery, BarStore, Fetched, SeriesKey, Source, StoredSeries
from trading_contracts.bars import Adjustment
from trading_contracts.problem import Problem, SourceFailed

_log = structlog.get_logger(__name__)
_PATIENCE_SECONDS = 2.0
_MOST_REMEMBERED = 500
TOLD = "Sources disagree: "
"""How a note begins that tells of a disagreement."""

_Compared = tuple[str, str, str, object, datetime, int]


class Witnesses:
    """Compares a series with every other series of the same instrument and timeframe that is here.

    Whoever continues a series from another source than before, because one fell or a file ended, is told so on the
    series' origin when the two differ in unit, in adjustment, or otherwise.

    Args:
        store: What was stored from other sources.
        local: Sources that are here without the network, beside the store.
    """

    def __init__(self, store: BarStore, local: Sequence[Source]) -> None:
        self._store = store
        self._local = local
        self._known: OrderedDict[_Compared, tuple[str, ...]] = OrderedDict()

    async def notes(self, source: str, query: BarQuery, fetched: Fetched) -> tuple[str, ...]:
        """Return how bars differ from what is here; a witness that cannot be asked is left out.

        Args:
            source: Who serves the bars.
            query: What was asked.
            fetched: The bars.
        """
        if not len(fetched.series) or fetched.is_simulated:
            return ()
        own = SeriesKey(query.instrument.symbol, query.timeframe, UPLOAD if source == "stored" else source)
        told = [
            *[await self._with_stored(own, one, query, fetched) for one in await self._stored(own)],
            *[await self._with_local(own, one, query, fetched) for one in self._local if one.name != source],
        ]
        return tuple(dict.fromkeys(note for notes in told for note in notes))

    async def _stored(self, own: SeriesKey) -> list[StoredSeries]:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._store.beside(own)
        except (SourceFailed, TimeoutError):
            _log.warning("not_compared", series=own.symbol, reason="the store is away")
            return []

    async def _with_stored(
        self, own: SeriesKey, other: StoredSeries, query: BarQuery, fetched: Fetched
    ) -> tuple[str, ...]:
        known = self._remembered(own, other.key.source, other.version, fetched)
        if known in self._known:
            return self._known[known]
        try:
            series = await self._store.read(other.key, fetched.series.first.date(), None)
            actions = await self._store.actions(other.key.symbol, other.key.source)
        except SourceFailed:
            return ()
        hours = calendar(query.instrument.calendar)
        series = with_actions(series, hours.day_of(series.timestamp), actions)
        return await self._compared(known, (other.key.source, series, other.basis), (own.source, fetched))

    async def _with_local(self, own: SeriesKey, other: Source, query: BarQuery, fetched: Fetched) -> tuple[str, ...]:
        if other.refusal() is not None or not other.serves(query.instrument):
            return ()
        try:
            if query.timeframe not in await other.timeframes(query.instrument):
                return ()
            theirs = await other.fetch(query)
        except Problem:
            # Asked as a witness only: what is wrong with it is said when it is asked to serve.
            return ()
        known = self._remembered(own, other.name, (theirs.fetched_at, len(theirs.series)), fetched)
        if known in self._known:
            return self._known[known]
        return await self._compared(known, (other.name, theirs.series, theirs.basis), (own.source, fetched))

    def _remembered(self, own: SeriesKey, other: str, version: object, fetched: Fetched) -> _Compared:
        named = (f"{own.symbol} {own.timeframe}", own.source, other)
        return (*named, version, fetched.fetched_at, hash((len(fetched.series), int(fetched.series.timestamp[0]))))

    async def _compared(
        self, known: _Compared, theirs: tuple[str, BarSeries, Basis], ours: tuple[str, Fetched]
    ) -> tuple[str, ...]:
        before = await asyncio.to_thread(_side, *theirs)
        now = await asyncio.to_thread(_side, ours[0], ours[1].series, ours[1].basis)
        found = await asyncio.to_thread(disagreements, before, now)
        self._known[known] = notes = tuple(TOLD + one for one in found)
        while len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
        return notes


def _side(name: str, series: BarSeries, basis: Basis) -> Side:
    quoted, adjusted = (adjust(series, basis, wanted).series for wanted in (Adjustment.NONE, Adjustment.ALL))
    return Side(name, quoted, adjusted)
