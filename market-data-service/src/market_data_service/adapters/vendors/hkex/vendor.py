"""The Hong Kong exchange as a vendor."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from market_data_service.adapters.vendors.hkex.build_query import HkexQuery, build_query
from market_data_service.adapters.vendors.hkex.extract import NAME, HkexClient
from market_data_service.adapters.vendors.hkex.normalise import normalise
from market_data_service.adapters.vendors.vendor import years_back
from market_data_service.ports import BarQuery, Clock, Fetched
from trading_contracts.bars import Instrument, Market, Timeframe


class HkexVendor:
    """Daily bars of Hong Kong equities, ten years back; no key is needed."""

    name = NAME

    def __init__(self, client: HkexClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a Hong Kong instrument."""
        return instrument.market is Market.HK

    def refusal(self) -> str | None:
        """Return None: no key is needed."""
        return None

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:  # noqa: ARG002 - the same for all
        """Return daily."""
        return (Timeframe.D1,)

    def earliest(self, timeframe: Timeframe, today: date) -> date:  # noqa: ARG002 - daily alone
        """Return ten years back, as far as the longest chart goes."""
        return years_back(today, 10)

    def build_query(self, query: BarQuery) -> HkexQuery:
        """Return what to ask the exchange for."""
        return build_query(query, self._clock().date())

    async def extract(self, request: HkexQuery) -> dict[str, Any]:
        """Return the exchange's answer."""
        return await self._client.chart(request)

    def normalise(self, payload: dict[str, Any], query: BarQuery, fetched_at: datetime) -> Fetched:
        """Return bars made of the exchange's answer."""
        return normalise(payload, query, fetched_at)
