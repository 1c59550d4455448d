"""Alpaca as a vendor."""

from collections.abc import Sequence
from datetime import date, datetime

from market_data_service.adapters.vendors.alpaca.build_query import SPANS, AlpacaQuery, build_query
from market_data_service.adapters.vendors.alpaca.extract import NAME, AlpacaAnswer, AlpacaClient
from market_data_service.adapters.vendors.alpaca.normalise import normalise
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.bars import Instrument, Market, Timeframe


class AlpacaVendor:
    """US equities from 2016 on, and crypto; needs a key."""

    name = NAME

    def __init__(self, client: AlpacaClient) -> None:
        self._client = client

    def serves(self, instrument: Instrument) -> bool:
        """Return whether Alpaca has the instrument's market; it has no indices."""
        if instrument.market is Market.US:
            return not instrument.symbol.startswith("^")
        return instrument.market is Market.CRYPTO

    def refusal(self) -> str | None:
        """Return why Alpaca cannot be asked, or None."""
        return self._client.refusal

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:  # noqa: ARG002 - the same for all
        """Return the timeframes to ask for; hours are made of half-hours, by session."""
        return tuple(SPANS)

    def earliest(self, timeframe: Timeframe, today: date) -> date:  # noqa: ARG002 - the same for all
        """Return where Alpaca's history begins."""
        return date(2016, 1, 1)

    def build_query(self, query: BarQuery) -> AlpacaQuery:
        """Return what to ask Alpaca for."""
        return build_query(query)

    async def extract(self, request: AlpacaQuery) -> AlpacaAnswer:
        """Return Alpaca's answer."""
        return await self._client.bars(request)

    def normalise(self, payload: AlpacaAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
        """Return bars made of Alpaca's answer."""
        return normalise(payload, query, fetched_at)
