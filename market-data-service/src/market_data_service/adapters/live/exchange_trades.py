"""Trades of a crypto exchange, polled through ccxt."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from market_data_service.adapters.vendors.ccxt_exchange.extract import ExchangeClient
from market_data_service.domain.live import Tick
from market_data_service.ports import Clock
from trading_contracts.bars import Instrument, Market


class ExchangeTrades:
    """Asks one exchange for new trades every few seconds; no key is needed."""

    def __init__(self, client: ExchangeClient, clock: Clock, every_seconds: float = 2.0) -> None:
        self._client = client
        self._clock = clock
        self._every_seconds = every_seconds
        self.name = client.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a pair."""
        return instrument.market is Market.CRYPTO and self._client.is_known

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick]:
        """Yield trades in order of time, each once.

        Raises:
            SourceFailed: The exchange did not answer.
        """
        since = int(self._clock().timestamp() * 1000)
        seen: set[str] = set()
        while True:
            trades = await self._client.trades(instrument.symbol, since)
            fresh = [trade for trade in trades if trade.key not in seen]
            for trade in fresh:
                yield Tick(datetime.fromtimestamp(trade.at_ms / 1000, UTC), trade.price, trade.size)
            if fresh:
                since = max(trade.at_ms for trade in fresh)
                # Trades of the very last millisecond may come again, and others of it may be new.
                seen = {trade.key for trade in trades if trade.at_ms == since}
            await asyncio.sleep(self._every_seconds)
