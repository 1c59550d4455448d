"""A crypto exchange as a vendor."""

from collections.abc import Sequence
from datetime import date, datetime

from market_data_service.adapters.vendors.ccxt_exchange.build_query import FRAMES, CandleQuery, build_query
from market_data_service.adapters.vendors.ccxt_exchange.extract import Candle, ExchangeClient
from market_data_service.adapters.vendors.ccxt_exchange.normalise import normalise
from market_data_service.adapters.vendors.vendor import years_back
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.bars import Instrument, Market, Timeframe

# What these do not offer is made of the next shorter one.
_MISSING = {
    "ccxt:coinbase": frozenset({Timeframe.H4}),
    "ccxt:kraken": frozenset({Timeframe.H2}),
}


class ExchangeVendor:
    """The pairs of one exchange; no key is needed."""

    def __init__(self, client: ExchangeClient) -> None:
        self._client = client
        self.name = client.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a pair of coins or of a coin and money."""
        return instrument.market is Market.CRYPTO

    def refusal(self) -> str | None:
        """Return why the exchange cannot be asked, or None."""
        return None if self._client.is_known else "ccxt does not support this exchange"

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:  # noqa: ARG002 - the same for all
        """Return the timeframes to ask for."""
        missing = _MISSING.get(self.name, frozenset())
        return tuple(frame for frame in FRAMES if frame not in missing)

    def earliest(self, timeframe: Timeframe, today: date) -> date:
        """Return how far back it is worth asking, page by page."""
        return years_back(today, 1) if timeframe is Timeframe.M1 else date(2015, 1, 1)

    def build_query(self, query: BarQuery) -> CandleQuery:
        """Return what to ask the exchange for."""
        return build_query(query)

    async def extract(self, request: CandleQuery) -> list[Candle]:
        """Return the exchange's answer."""
        return await self._client.candles(request)

    def normalise(self, payload: list[Candle], query: BarQuery, fetched_at: datetime) -> Fetched:
        """Return bars made of the exchange's answer."""
        return normalise(payload, query, fetched_at)
