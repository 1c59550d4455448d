"""What Alpaca is asked for."""

from dataclasses import dataclass
from datetime import date

from market_data_service.ports import BarQuery
from trading_contracts.bars import Market, Timeframe

SPANS = {
    Timeframe.M1: "1Min",
    Timeframe.M5: "5Min",
    Timeframe.M15: "15Min",
    Timeframe.M30: "30Min",
    Timeframe.D1: "1Day",
}


@dataclass(frozen=True, slots=True)
class AlpacaQuery:
    """One range of bars; events are asked for shares only."""

    symbol: str
    path: str
    params: dict[str, str | int]
    with_actions: bool
    start: date
    end: date


def build_query(query: BarQuery) -> AlpacaQuery:
    """Return what to ask Alpaca for."""
    crypto = query.instrument.market is Market.CRYPTO
    start, end = query.start or date(2016, 1, 1), query.end or date(2100, 1, 1)
    params: dict[str, str | int] = {
        "symbols": query.instrument.symbol,
        "timeframe": SPANS[query.timeframe],
        "start": start.isoformat(),
        "end": f"{end.isoformat()}T23:59:59Z",
        "limit": 10_000,
    }
    if not crypto:
        params |= {"adjustment": "raw", "feed": "iex"}
    return AlpacaQuery(
        symbol=query.instrument.symbol,
        path="/v1beta3/crypto/us/bars" if crypto else "/v2/stocks/bars",
        params=params,
        with_actions=not crypto,
        start=start,
        end=end,
    )
