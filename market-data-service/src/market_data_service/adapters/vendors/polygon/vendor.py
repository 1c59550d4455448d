"""Polygon as a vendor."""

from collections.abc import Sequence
from datetime import date, datetime

from market_data_service.adapters.vendors.polygon.build_query import SPANS, PolygonQuery, build_query
from market_data_service.adapters.vendors.polygon.extract import NAME, PolygonAnswer, PolygonClient
from market_data_service.adapters.vendors.polygon.normalise import normalise
from market_data_service.adapters.vendors.vendor import years_back
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.bars import Instrument, Market, Timeframe


class PolygonVendor:
    """US equities, indices and crypto against dollars; needs a key."""

    name = NAME

    def __init__(self, client: PolygonClient) -> None:
        self._client = client

    def serves(self, instrument: Instrument) -> bool:
        """Return whether Polygon has the instrument's market."""
        if instrument.market is Market.CRYPTO:
            return instrument.symbol.endswith("/USD")
        return instrument.market is Market.US

    def refusal(self) -> str | None:
        """Return why Polygon cannot be asked, or None."""
        return self._client.refusal

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:  # noqa: ARG002 - the same for all
        """Return the timeframes to ask for; hours are made of half-hours, by session."""
        return tuple(SPANS)

    def earliest(self, timeframe: Timeframe, today: date) -> date:
        """Return how far back it is worth asking."""
        return years_back(today, 5) if timeframe.is_intraday else date(2003, 9, 10)

    def build_query(self, query: BarQuery) -> PolygonQuery:
        """Return what to ask Polygon for."""
        return build_query(query)

    async def extract(self, request: PolygonQuery) -> PolygonAnswer:
        """Return Polygon's answer."""
        return await self._client.aggregates(request)

    def normalise(self, payload: PolygonAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
        """Return bars made of Polygon's answer."""
        return normalise(payload, query, fetched_at)
