"""Bars: the one shape of price history between services."""

from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from trading_contracts.model import Contract, UtcDatetime


class Timeframe(StrEnum):
    """How long one bar lasts."""

    M1 = "1m"
    M5 = "5m"
    M15 = "15m"
    M30 = "30m"
    H1 = "1h"
    H2 = "2h"
    H4 = "4h"
    D1 = "1d"
    W1 = "1w"
    MO1 = "1mo"
    MO3 = "3mo"

    @property
    def is_intraday(self) -> bool:
        """Return whether several bars fall into one session."""
        return self not in (Timeframe.D1, Timeframe.W1, Timeframe.MO1, Timeframe.MO3)

    @property
    def duration(self) -> timedelta:
        """Return the nominal length of a bar; months count as 30 days."""
        return _DURATIONS[self]


_DURATIONS = {
    Timeframe.M1: timedelta(minutes=1),
    Timeframe.M5: timedelta(minutes=5),
    Timeframe.M15: timedelta(minutes=15),
    Timeframe.M30: timedelta(minutes=30),
    Timeframe.H1: timedelta(hours=1),
    Timeframe.H2: timedelta(hours=2),
    Timeframe.H4: timedelta(hours=4),
    Timeframe.D1: timedelta(days=1),
    Timeframe.W1: timedelta(days=7),
    Timeframe.MO1: timedelta(days=30),
    Timeframe.MO3: timedelta(days=91),
}


class Adjustment(StrEnum):
    """What prices are adjusted for: splits and dividends, splits alone, or nothing."""

    ALL = "all"
    SPLITS = "splits"
    NONE = "none"


class Market(StrEnum):
    """Where an instrument trades; it decides calendar, lots, costs and annualisation."""

    US = "us_equities"
    HK = "hk_equities"
    CRYPTO = "crypto"
    SIMULATED = "simulated"


class Bar(Contract):
    """One bar. `timestamp` is its open; daily and longer bars carry the session date at 00:00 UTC."""

    timestamp: UtcDatetime
    open: float
    high: float
    low: float
    close: float
    volume: float


class Instrument(Contract):
    """A tradable thing under its canonical symbol (`AAPL`, `0700.HK`, `BTC/USDT`, `^GSPC`)."""

    symbol: str
    name: str
    market: Market
    calendar: str = Field(description="exchange_calendars key: XNYS, XHKG or 24/7")
    zone: str = Field(description="IANA zone of the exchange")
    currency: str = "USD"
    lot_size: float = Field(default=1.0, description="Smallest tradable step of quantity; 1e-8 for crypto")
    aliases: tuple[str, ...] = ()


class SourceFall(Contract):
    """A source that was asked before the one that answered, and why it did not serve."""

    source: str
    reason: str


class SeriesOrigin(Contract):
    """Where a series came from; it stands on every series and in every data certificate."""

    symbol: str
    timeframe: Timeframe
    source: str
    adjustment: Adjustment
    fetched_at: UtcDatetime
    is_sample: bool = False
    is_simulated: bool = False
    falls: tuple[SourceFall, ...] = ()
    notes: tuple[str, ...] = ()


class Availability(Contract):
    """What can really be had for a symbol: which timeframes, from when to when."""

    instrument: Instrument
    timeframe: Timeframe
    source: str
    first: UtcDatetime
    last: UtcDatetime
    bars: int
