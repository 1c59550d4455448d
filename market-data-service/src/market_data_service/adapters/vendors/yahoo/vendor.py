"""Yahoo Finance as a vendor."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from market_data_service.adapters.vendors.yahoo.build_query import DAYS_KEPT, INTERVALS, YahooQuery, build_query
from market_data_service.adapters.vendors.yahoo.extract import NAME, YahooAnswer, YahooClient
from market_data_service.adapters.vendors.yahoo.normalise import normalise
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.bars import Instrument, Market, Timeframe

_FIAT = ("USD", "EUR", "GBP")


class YahooVendor:
    """US and Hong Kong equities, indices, and crypto against fiat money; no key is needed."""

    name = NAME

    def __init__(self, client: YahooClient) -> None:
        self._client = client

    def serves(self, instrument: Instrument) -> bool:
        """Return whether Yahoo has the instrument's market."""
        if instrument.market is Market.CRYPTO:
            return instrument.symbol.partition("/")[2] in _FIAT
        return instrument.market is not Market.SIMULATED

    def refusal(self) -> str | None:
        """Return None: no key is needed."""
        return None

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:  # noqa: ARG002 - the same for all
        """Return Yahoo's own timeframes."""
        return tuple(INTERVALS)

    def earliest(self, timeframe: Timeframe, today: date) -> date:
        """Return how far back Yahoo keeps bars of this length."""
        kept = DAYS_KEPT.get(timeframe)
        return date(1960, 1, 1) if kept is None else today - timedelta(days=kept)

    def build_query(self, query: BarQuery) -> YahooQuery:
        """Return what to ask Yahoo for."""
        return build_query(query)

    async def extract(self, request: YahooQuery) -> YahooAnswer:
        """Return Yahoo's answer."""
        return await self._client.history(request)

    def normalise(self, payload: YahooAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
        """Return bars made of Yahoo's answer."""
        return normalise(payload, query, fetched_at)
