"""What the routes answer with, beyond the shared contracts."""

from datetime import date, datetime

from pydantic import Field

from trading_contracts.bars import Availability, Instrument, SeriesOrigin, SourceFall, Timeframe
from trading_contracts.model import Contract, UtcDatetime


class SymbolMatch(Contract):
    """An instrument that a query may have meant."""

    instrument: Instrument
    score: float
    matched: str
    available: tuple[Availability, ...]


class SymbolDetail(Contract):
    """What a symbol, code or name was read as, and what can be had of it."""

    asked: str
    instrument: Instrument
    notes: tuple[str, ...]
    available: tuple[Availability, ...]
    online: tuple[str, ...]


class SessionView(Contract):
    """One day of trading, in UTC."""

    session: date
    open: datetime
    close: datetime
    break_start: datetime | None
    break_end: datetime | None


class GapView(Contract):
    """Sessions in a row without a bar; both ends inclusive."""

    first: date
    last: date
    sessions: int


class QualityReport(Contract):
    """What is odd in a series."""

    origin: SeriesOrigin
    first: UtcDatetime
    last: UtcDatetime
    bars: int
    missing_sessions: int
    missing_bars: int
    duplicates: int
    non_positive: int
    high_below_low: int
    outside_range: int
    zero_volume: int
    outliers: int
    spikes: int
    stale: int
    filled: int
    gaps: tuple[GapView, ...]
    examples: dict[str, list[str]]


class ActionView(Contract):
    """A split (new shares for one old) or a dividend (cash a share), on its ex-date."""

    date: date
    kind: str
    value: float


class SourceView(Contract):
    """A source, and whether it can be asked now."""

    name: str
    online: bool
    ready: bool
    reason: str | None
    breaker: str
    problems: dict[str, str] = Field(default_factory=dict)


class SeriesSummary(Contract):
    """A stored series."""

    symbol: str
    timeframe: Timeframe
    source: str
    first: UtcDatetime | None
    last: UtcDatetime | None
    bars: int
    fetched_at: UtcDatetime


class StoredView(Contract):
    """What an ingest or an upload has put into the store."""

    symbol: str
    timeframe: Timeframe
    source: str
    stored: int
    bars: int
    first: date | None
    last: date | None
    notes: tuple[str, ...] = ()
    falls: tuple[SourceFall, ...] = ()


class RestoredView(Contract):
    """How much an archive put back."""

    series: int
    bars: int


class RefreshedView(Contract):
    """How many instruments are known now, what each listing added, and which failed."""

    known: int
    added: dict[str, int]
    failed: dict[str, str]


class OverlapView(Contract):
    """How two sources compare on common bars."""

    left: str
    right: str
    bars: int
    verdict: str
    median_ratio: float | None
    disagreeing: int
    worst: datetime | None
    worst_difference: float | None
    volume_ratio: float | None
    detail: str
