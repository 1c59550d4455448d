"""The `sim` source: made-up series under `SIM:` symbols, never in the place of a real one."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from market_data_service.domain import symbols
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.series import (
    NANOSECONDS_A_DAY,
    BarSeries,
    IntArray,
    day_nanoseconds,
    moment,
    nanoseconds,
)
from market_data_service.domain.simulated import simulate
from market_data_service.ports import BarQuery, Clock, Fetched
from trading_contracts.bars import Availability, Instrument, Market, Timeframe

_NATIVE = (
    Timeframe.M1,
    Timeframe.M5,
    Timeframe.M15,
    Timeframe.M30,
    Timeframe.H1,
    Timeframe.H2,
    Timeframe.H4,
    Timeframe.D1,
)
_BEGINS = {Timeframe.M1: date(2025, 1, 1), Timeframe.D1: date(2000, 1, 1)}
_INTRADAY_BEGINS = date(2020, 1, 1)
_SHOWN = "SIM:RANDOM"


class SimulatedSource:
    """Serves a random walk for every symbol that begins with `SIM:`."""

    name = "sim"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the symbol says that it is made up."""
        return instrument.market is Market.SIMULATED

    def refusal(self) -> str | None:
        """Return None: nothing is needed."""
        return None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return all that are made directly."""
        return _NATIVE if self.serves(instrument) else ()

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return the series up to the last completed day; a fresh one up to the bar that is being made."""
        now = self._clock()
        last = now.date() if query.fresh else now.date() - timedelta(days=1)
        series = await asyncio.to_thread(
            _series, query.instrument.symbol, query.timeframe, min(query.end or last, last)
        )
        series = series.where(series.timestamp <= nanoseconds(now))
        return Fetched(
            series=series, basis=Basis.RAW, fetched_at=now, is_simulated=True, notes=("Made-up prices, not a market.",)
        )

    def unreadable(self) -> Sequence[str]:
        """Return none: everything here can be read."""
        return ()

    async def listed(self) -> Sequence[Availability]:
        """Return one example; any other name after `SIM:` works as well."""
        return _examples(self._clock().date() - timedelta(days=1))


@lru_cache(maxsize=2)
def _examples(end: date) -> tuple[Availability, ...]:
    return tuple(_availability(timeframe, end) for timeframe in _NATIVE)


def _availability(timeframe: Timeframe, end: date) -> Availability:
    stamps = _moments(timeframe, end)
    return Availability(
        instrument=symbols.instrument(_SHOWN, "Random walk (made up)"),
        timeframe=timeframe,
        source=SimulatedSource.name,
        first=moment(stamps[0]),
        last=moment(stamps[-1]),
        bars=len(stamps),
    )


def _series(symbol: str, timeframe: Timeframe, end: date) -> BarSeries:
    stamps = _stamps(timeframe, end)
    return simulate(symbol, timeframe, stamps) if len(stamps) else BarSeries.empty()


def _stamps(timeframe: Timeframe, end: date) -> IntArray:
    moments = _moments(timeframe, end)
    return np.arange(moments.start, moments.stop, moments.step, dtype=np.int64)


def _moments(timeframe: Timeframe, end: date) -> range:
    begin = day_nanoseconds(_BEGINS.get(timeframe, _INTRADAY_BEGINS))
    step = int(timeframe.duration.total_seconds()) * 1_000_000_000
    return range(begin, day_nanoseconds(end) + NANOSECONDS_A_DAY, step)
