"""What Yahoo is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from market_data_service.ports import BarQuery
from trading_contracts.bars import Instrument, Market, Timeframe

INTERVALS = {
    Timeframe.M1: "1m",
    Timeframe.M5: "5m",
    Timeframe.M15: "15m",
    Timeframe.M30: "30m",
    Timeframe.H1: "60m",
    Timeframe.D1: "1d",
}
# How far back Yahoo keeps bars, in days; daily ones from the beginning.
DAYS_KEPT = {Timeframe.M1: 7, Timeframe.M5: 59, Timeframe.M15: 59, Timeframe.M30: 59, Timeframe.H1: 729}


@dataclass(frozen=True, slots=True)
class YahooQuery:
    """One call of `Ticker.history`; `end` is exclusive."""

    ticker: str
    interval: str
    start: date
    end: date


def yahoo_ticker(instrument: Instrument) -> str:
    """Return how Yahoo writes a symbol: `BRK-B`, `BTC-USD`; the rest is as ours."""
    if instrument.market is Market.CRYPTO:
        return instrument.symbol.replace("/", "-")
    if instrument.market is Market.US:
        return instrument.symbol.replace(".", "-")
    return instrument.symbol


def build_query(query: BarQuery) -> YahooQuery:
    """Return what to ask Yahoo for."""
    today = query.end or date(2100, 1, 1)
    return YahooQuery(
        ticker=yahoo_ticker(query.instrument),
        interval=INTERVALS[query.timeframe],
        start=query.start or date(1927, 12, 30),
        end=today + timedelta(days=1),
    )
