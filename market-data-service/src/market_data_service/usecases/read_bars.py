"""Reading bars: the first source that has them, adjusted, in the range asked for, with its origin."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pydantic import JsonValue

from market_data_service.domain import filling
from market_data_service.domain.adjustment import adjust
from market_data_service.domain.calendars import TradingCalendar, calendar
from market_data_service.domain.delivery import BarsRequest, DeliveredBars, Fill
from market_data_service.domain.quality import assess
from market_data_service.domain.resampling import can_resample, complete_bars, resample
from market_data_service.domain.series import BarSeries, IntArray, day_nanoseconds, nanoseconds
from market_data_service.ports import BarQuery, Clock, Fetched, Source
from market_data_service.usecases.absence import no_bars, outside, soonest
from market_data_service.usecases.resolve_symbol import Resolution, SymbolBook
from market_data_service.usecases.witnesses import Witnesses
from trading_contracts.bars import Instrument, Market, SeriesOrigin, SourceFall, Timeframe
from trading_contracts.problem import EmptyRange, NoBars, NotFound, Problem, Rejected, SourceFailed, UnknownSymbol

# Sessions are about 5 of 7 days, and holidays come on top: that many calendar days hold the warm-up.
_FIRST_RECORDED_DAY = date(1800, 1, 1)
_DAYS_A_SESSION = 1.6
_SESSIONS_A_BAR = {Timeframe.D1: 1, Timeframe.W1: 5, Timeframe.MO1: 22, Timeframe.MO3: 66}


class UnknownSource(Rejected):
    """No source has this name."""


class SourceNotReady(Rejected):
    """A source that was asked for by its name lacks what it needs here, such as a key: trying again does not help."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Bars of one source in the timeframe asked for, adjusted; and the answer that they are made of."""

    series: BarSeries
    fetched: Fetched
    source: str
    last_is_partial: bool
    notes: tuple[str, ...]


class ReadBars:
    """Reads bars through the chain of sources.

    Args:
        sources: In the order in which they are asked.
        book: Finds the instrument.
        clock: Tells which bars are over.
        online: The names of the sources that are asked over the network.
        witnesses: Compares what is served with what is here of other sources.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        book: SymbolBook,
        clock: Clock,
        *,
        online: frozenset[str] = frozenset(),
        witnesses: Witnesses | None = None,
    ) -> None:
        self._witnesses = witnesses
        self._sources = sources
        self._online = online
        self._book = book
        self._clock = clock

    async def __call__(self, request: BarsRequest) -> DeliveredBars:
        """Return the bars asked for, from the first source that has any.

        Raises:
            EmptyRange: The start lies after the end.
            UnknownSymbol: Nothing is called that.
            NoBars: No source has bars in the range; the problem says what there is.
            SourceFailed: Nothing is here, and the vendors did not answer.
            SourceNotReady: The source that was named lacks what it needs, such as a key.
        """
        if request.start and request.end and request.start > request.end:
            raise EmptyRange(
                f"The range is empty: {request.start} lies after {request.end}.",
                start=request.start.isoformat(),
                end=request.end.isoformat(),
            )
        resolution = await self._book.resolve(request.symbol)
        falls: list[tuple[SourceFall, Problem]] = []
        for source in self._chain(request, resolution):
            try:
                return await self._from_source(source, request, resolution, tuple(fall for fall, _ in falls))
            except (NotFound, SourceFailed) as problem:
                falls.append((SourceFall(source=source.name, reason=problem.detail), problem))
        raise await self._nothing(request, resolution, falls)

    def online_for(self, instrument: Instrument) -> list[str]:
        """Return the vendors that would be asked for an instrument, in their order."""
        ready = [one for one in self._sources if one.serves(instrument) and one.refusal() is None]
        return [one.name for one in ready if one.name in self._online]

    def _chain(self, request: BarsRequest, resolution: Resolution) -> list[Source]:
        names = [source.name for source in self._sources]
        if request.source is not None and request.source not in names:
            raise UnknownSource(
                f"There is no source {request.source}; there are {', '.join(names)}.", source=request.source
            )
        return [
            source
            for source in self._sources
            if request.source in (None, source.name)
            and source.serves(resolution.instrument)
            and (source.refusal() is None or request.source == source.name)
        ]

    async def _from_source(
        self, source: Source, request: BarsRequest, resolution: Resolution, falls: tuple[SourceFall, ...]
    ) -> DeliveredBars:
        refusal = source.refusal()
        if refusal is not None:
            raise SourceNotReady(f"{source.name} cannot be asked: {refusal}.", source=source.name)
        hours = calendar(resolution.instrument.calendar)
        found = await self._find(source, request, resolution, hours)
        # In a thread: the quality of a million bars takes longer than other readers should wait.
        return await asyncio.to_thread(self._deliver, request, resolution, found, hours, falls)

    async def _find(
        self, source: Source, request: BarsRequest, resolution: Resolution, hours: TradingCalendar
    ) -> _Found:
        instrument = resolution.instrument
        native = list(await source.timeframes(instrument))
        base = _base_timeframe(native, request.timeframe)
        if base is None:
            if not native:
                raise UnknownSymbol(f"{source.name} does not have {instrument.symbol}.", symbol=instrument.symbol)
            has = ", ".join(one.value for one in sorted(native, key=lambda one: one.duration))
            raise NoBars(
                f"{source.name} has {instrument.symbol} as {has}, from which {request.timeframe} cannot be made.",
                symbol=instrument.symbol,
                timeframe=request.timeframe.value,
            )
        query = BarQuery(instrument, base, _early_enough(request, hours), _late_enough(request, base), request.live)
        fetched = await source.fetch(query)
        told = await self._witnesses.notes(source.name, query, fetched) if self._witnesses is not None else ()
        # Adjusted before anything is added up: a week with a split in it would mix two units.
        adjusted = adjust(fetched.series, fetched.basis, request.adjustment)
        series, notes = adjusted.series, (*fetched.notes, *adjusted.notes, *told)
        over = complete_bars(series, base, hours, nanoseconds(self._clock()))
        partial = not bool(over.all())
        if partial and not request.include_partial:
            series, partial = series.where(over), False
        if base is not request.timeframe:
            made = resample(series, base, request.timeframe, hours)
            series = made.series if request.include_partial else made.complete()
            partial = made.last_is_partial and request.include_partial
            notes = (*notes, f"Made of {base} bars by session.")
        if _fills(request, instrument.market):
            series = filling.fill_holidays(series)
        return _Found(series, fetched, source.name, partial, notes)

    def _deliver(
        self,
        request: BarsRequest,
        resolution: Resolution,
        found: _Found,
        hours: TradingCalendar,
        falls: tuple[SourceFall, ...],
    ) -> DeliveredBars:
        series = found.series
        day = hours.day_of(series.timestamp) if request.timeframe.is_intraday else series.timestamp
        first, stop = _positions(day, request.start, request.end)
        if first >= stop:
            raise outside(request, resolution.instrument.symbol, series, found.source)
        begin = max(0, first - request.warmup_bars)
        part = series.between(begin, stop)
        fetched = found.fetched
        origin = SeriesOrigin(
            symbol=resolution.instrument.symbol,
            timeframe=request.timeframe,
            source=found.source,
            adjustment=request.adjustment,
            fetched_at=fetched.fetched_at,
            is_sample=fetched.is_sample,
            is_simulated=fetched.is_simulated,
            falls=falls,
            notes=(*resolution.notes, *found.notes),
        )
        return DeliveredBars(
            series=part,
            day=day[begin:stop],
            instrument=resolution.instrument,
            origin=origin,
            calendar=hours,
            warmup_bars=first - begin,
            quality=assess(part, request.timeframe, hours, fetched.duplicates),
            last_is_partial=found.last_is_partial and stop == len(series),
        )

    async def _nothing(
        self, request: BarsRequest, resolution: Resolution, falls: Sequence[tuple[SourceFall, Problem]]
    ) -> Problem:
        """Return the refusal that helps most: what there is, or what was meant, or who did not answer."""
        symbol = resolution.instrument.symbol
        reasons: list[JsonValue] = [{"source": fall.source, "reason": fall.reason} for fall, _ in falls]
        here = await self._book.available(symbol)
        nearest = next((problem for _, problem in falls if isinstance(problem, NoBars)), None)
        if here or nearest is not None:
            return no_bars(request, symbol, here, nearest, reasons)
        failed = [problem for _, problem in falls if isinstance(problem, SourceFailed)]
        problem = self._book.unknown(request.symbol, sorted({one.instrument.symbol for one in await self._book.here()}))
        if failed and (resolution.is_known or not problem.facts["suggestions"]):
            # One failure is told as what it is; several under the first one's words.
            kind = type(failed[0]) if len(failed) == 1 else SourceFailed
            return kind(
                f"{symbol} is not among the data here, and a source that may have it did not answer: "
                f"{failed[0].detail}",
                symbol=symbol,
                falls=reasons,
                retry_after=soonest(failed),
            )
        if failed:
            # A slip of the pen is likelier than a share that only a vendor knows; both are said.
            problem.detail += f" A source that could know it did not answer: {failed[0].detail}"
        problem.facts["falls"] = reasons
        return problem


def _base_timeframe(native: Sequence[Timeframe], wanted: Timeframe) -> Timeframe | None:
    """Return the timeframe to fetch: the one wanted, or the longest of which it can be made."""
    if wanted in native:
        return wanted
    shorter = [one for one in native if can_resample(one, wanted)]
    return max(shorter, key=lambda one: one.duration, default=None)


def _positions(day: IntArray, start: date | None, end: date | None) -> tuple[int, int]:
    first = 0 if start is None else int(np.searchsorted(day, day_nanoseconds(start)))
    stop = len(day) if end is None else int(np.searchsorted(day, day_nanoseconds(end), side="right"))
    return first, stop


def _early_enough(request: BarsRequest, hours: TradingCalendar) -> date | None:
    """Return a date before which no bar is needed, the warm-up and the begun week or month included."""
    if request.start is None:
        return None
    frame = request.timeframe
    sessions = request.warmup_bars * _SESSIONS_A_BAR[frame] if frame in _SESSIONS_A_BAR else request.warmup_bars
    if frame.is_intraday:
        a_day = 24 * 3600 if hours.always_open else 6 * 3600
        sessions = int(request.warmup_bars * frame.duration.total_seconds() / a_day) + 2 if request.warmup_bars else 0
    margin = 0 if frame.is_intraday or frame is Timeframe.D1 else _SESSIONS_A_BAR[frame] * 2
    # Functions that remember all history ask for more bars than there are days on record.
    days = min(int((sessions + margin) * _DAYS_A_SESSION) + 1, (request.start - _FIRST_RECORDED_DAY).days)
    return request.start - timedelta(days=max(days, 0))


def _late_enough(request: BarsRequest, base: Timeframe) -> date | None:
    if request.end is None or base is request.timeframe:
        return request.end
    # The last longer bar may reach beyond the end; without the rest of it, it would be partial.
    return request.end + timedelta(days=_SESSIONS_A_BAR.get(request.timeframe, 1) * 2)


def _fills(request: BarsRequest, market: Market) -> bool:
    return request.fill is Fill.HOLIDAYS and request.timeframe is Timeframe.D1 and market is not Market.CRYPTO
