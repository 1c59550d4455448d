"""What a crypto exchange is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from market_data_service.ports import BarQuery
from trading_contracts.bars import Timeframe

FRAMES = (
    Timeframe.M1,
    Timeframe.M5,
    Timeframe.M15,
    Timeframe.M30,
    Timeframe.H1,
    Timeframe.H2,
    Timeframe.H4,
    Timeframe.D1,
)
_FIRST = date(2010, 1, 1)


@dataclass(frozen=True, slots=True)
class CandleQuery:
    """Candles of a pair between two moments, milliseconds since 1970; `until_ms` is exclusive."""

    pair: str
    timeframe: str
    since_ms: int
    until_ms: int
    step_ms: int


def build_query(query: BarQuery) -> CandleQuery:
    """Return what to ask an exchange for."""
    start = query.start or _FIRST
    end = query.end or date(2100, 1, 1)
    return CandleQuery(
        pair=query.instrument.symbol,
        timeframe=query.timeframe.value,
        since_ms=_milliseconds(start),
        until_ms=_milliseconds(end + timedelta(days=1)),
        step_ms=int(query.timeframe.duration.total_seconds()) * 1000,
    )


def _milliseconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1000
