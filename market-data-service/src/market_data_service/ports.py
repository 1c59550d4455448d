"""What the use cases ask of the outside: sources of bars, a store, a clock."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.live import Listening, Tick
from market_data_service.domain.series import BarSeries
from trading_contracts.bars import Availability, Instrument, Timeframe

UPLOAD = "upload"
"""The source of stored series that users have put in themselves."""


class FileKind(StrEnum):
    """How a series is written as a file."""

    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class BarQuery:
    """Bars that are wanted: session dates, both inclusive; None is as far as the source goes.

    `fresh` bars include the day that still trades and are not taken from a store.
    """

    instrument: Instrument
    timeframe: Timeframe
    start: date | None = None
    end: date | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Fetched:
    """What a source answered: bars of at least the range asked for, as it delivers them."""

    series: BarSeries
    basis: Basis
    fetched_at: datetime
    is_sample: bool = False
    is_simulated: bool = False
    notes: tuple[str, ...] = ()
    duplicates: int = 0


class Source(Protocol):
    """A place that has bars."""

    @property
    def name(self) -> str:
        """Return the name that stands on every series from here."""
        ...

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this source has the instrument's market at all."""
        ...

    def refusal(self) -> str | None:
        """Return why this source cannot be asked now (a missing key, no folder), or None."""
        ...

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes that can be asked for; longer ones are made of them."""
        ...

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return bars.

        Raises:
            UnknownSymbol: The source does not have the instrument.
            NoBars: It has the instrument, but not this timeframe or range.
            SourceFailed: It did not answer, or with something that is no answer.
        """
        ...


class LocalSource(Source, Protocol):
    """A source that is here without the network, and knows what it has."""

    async def listed(self) -> Sequence[Availability]:
        """Return every series it has."""
        ...

    def unreadable(self) -> Sequence[str]:
        """Return the symbols that it has something of that cannot be read; asking for one says why."""
        ...


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Which stored series."""

    symbol: str
    timeframe: Timeframe
    source: str


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """A stored series in a list."""

    key: SeriesKey
    basis: Basis
    first: datetime | None
    last: datetime | None
    bars: int
    fetched_at: datetime
    version: int


class BarStore(Protocol):
    """Keeps fetched bars."""

    async def missing(self, key: SeriesKey, start: date, end: date) -> list[tuple[date, date]]:
        """Return the parts of a date range (inclusive) that were never fetched."""
        ...

    async def write(
        self, key: SeriesKey, fetched: Fetched, covered: tuple[date, date], actions: Sequence[CorporateAction]
    ) -> StoredSeries:
        """Put bars in the place of what is stored between the covered dates, all of them or none."""
        ...

    async def read(self, key: SeriesKey, start: date | None, end: date | None) -> BarSeries:
        """Return stored bars between two dates (inclusive, in days of the bar's UTC stamp)."""
        ...

    async def describe(self, key: SeriesKey) -> StoredSeries | None:
        """Return what is stored under a key."""
        ...

    async def listed(self) -> list[StoredSeries]:
        """Return every stored series."""
        ...

    async def actions(self, symbol: str, source: str) -> list[CorporateAction]:
        """Return stored corporate actions of a symbol, in order of date."""
        ...

    async def beside(self, key: SeriesKey) -> list[StoredSeries]:
        """Return what other sources have stored of the same symbol and timeframe."""
        ...

    async def delete(self, key: SeriesKey) -> bool:
        """Remove a series; return whether it was there."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """What a user's file held, and remarks on what of it was not used."""

    series: BarSeries
    notes: tuple[str, ...]


class SeriesFiles(Protocol):
    """Reads and writes series as files in the layout of the file source."""

    def read(self, path: Path, timeframe: Timeframe, zone: str, name: str) -> ReadFile:
        """Return the bars of a file.

        Raises:
            BadFile: It is no table of bars; the line and the reason are named.
        """
        ...

    def write(self, series: BarSeries, kind: FileKind) -> bytes:
        """Return a series as the content of a file."""
        ...


class Memory(Protocol):
    """Remembers small answers for a while."""

    async def get(self, key: str) -> bytes | None:
        """Return what is remembered under a key, or None."""
        ...

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        """Remember something for a number of seconds."""
        ...


class TickFeed(Protocol):
    """Trades as they happen.

    `name` is also that of the source that has the same vendor's bars: what was missed is asked of the same one.
    """

    name: str

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the feed has the instrument, and may be asked."""
        ...

    def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick | Listening]:
        """Yield from when on every trade comes, then trades, until the reader stops listening.

        Raises:
            SourceFailed: The feed broke off, or may have missed a trade.
            NotFound: It does not have the instrument.
        """
        ...


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return the present moment in UTC."""
        ...
