"""What Polygon is asked for."""

from dataclasses import dataclass
from datetime import date

from market_data_service.ports import BarQuery
from trading_contracts.bars import Instrument, Market, Timeframe

# Multiplier and timespan of an aggregate.
SPANS = {
    Timeframe.M1: (1, "minute"),
    Timeframe.M5: (5, "minute"),
    Timeframe.M15: (15, "minute"),
    Timeframe.M30: (30, "minute"),
    Timeframe.D1: (1, "day"),
}
_INDICES = {"^GSPC": "I:SPX", "^NDX": "I:NDX", "^IXIC": "I:COMP", "^DJI": "I:DJI", "^RUT": "I:RUT", "^VIX": "I:VIX"}


@dataclass(frozen=True, slots=True)
class PolygonQuery:
    """One range of aggregates, and whether splits and dividends belong to it."""

    ticker: str
    multiplier: int
    timespan: str
    start: date
    end: date
    with_actions: bool


def polygon_ticker(instrument: Instrument) -> str:
    """Return how Polygon writes a symbol: `X:BTCUSD`, `I:SPX`; shares as ours."""
    if instrument.market is Market.CRYPTO:
        return "X:" + instrument.symbol.replace("/", "")
    return _INDICES.get(instrument.symbol, instrument.symbol)


def build_query(query: BarQuery) -> PolygonQuery:
    """Return what to ask Polygon for."""
    multiplier, timespan = SPANS[query.timeframe]
    shares = query.instrument.market is Market.US and not query.instrument.symbol.startswith("^")
    return PolygonQuery(
        ticker=polygon_ticker(query.instrument),
        multiplier=multiplier,
        timespan=timespan,
        start=query.start or date(2003, 9, 10),
        end=query.end or date(2100, 1, 1),
        with_actions=shares,
    )
