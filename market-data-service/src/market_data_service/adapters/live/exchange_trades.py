"""Trades of a crypto exchange, streamed or polled through ccxt; no key is needed."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from market_data_service.adapters.vendors.ccxt_exchange.extract import PAGE, ExchangeClient, Trade
from market_data_service.domain.live import Listening, Tick
from market_data_service.ports import Clock
from trading_contracts.bars import Instrument, Market
from trading_contracts.problem import SourceFailed


class ExchangeStream:
    """Watches the trades of a pair over the exchange's WebSocket.

    Args:
        client: The exchange.
        clock: Tells from when on trades come.
    """

    def __init__(self, client: ExchangeClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self.name = client.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a pair, and the exchange streams."""
        return instrument.market is Market.CRYPTO and self._client.can_watch

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick | Listening]:
        """Yield trades as they come, each once.

        Raises:
            SourceFailed: The stream cannot be opened, or broke off.
            UnknownSymbol: The exchange does not trade the pair.
        """
        seen: dict[str, None] = {}
        first = True
        async for trades in self._client.watch(instrument.symbol):
            if first:
                # Some exchanges send a few old trades first; from now on they send all.
                yield Listening(self._clock())
                first = False
            for trade in trades:
                if trade.key not in seen:
                    seen[trade.key] = None
                    yield _tick(trade)
            while len(seen) > PAGE * 4:
                del seen[next(iter(seen))]


class ExchangeTrades:
    """Asks one exchange for new trades every few seconds.

    Args:
        client: The exchange.
        clock: Tells from when on trades are wanted.
        every_seconds: The pause between two questions.
    """

    def __init__(self, client: ExchangeClient, clock: Clock, every_seconds: float = 2.0) -> None:
        self._client = client
        self._clock = clock
        self._every_seconds = every_seconds
        self.name = client.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a pair."""
        return instrument.market is Market.CRYPTO and self._client.is_known

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick | Listening]:
        """Yield trades in order of time, each once.

        Raises:
            SourceFailed: The exchange did not answer, or so much was traded that some trades may be missing.
            UnknownSymbol: The exchange does not trade the pair.
        """
        began = self._clock()
        since = int(began.timestamp() * 1000)
        seen: set[str] = set()
        yield Listening(began)
        while True:
            trades = await self._client.trades(instrument.symbol, since)
            if seen and trades and not any(trade.key in seen for trade in trades):
                # Exchanges that answer with their newest trades alone: between two answers some may have been left out.
                raise SourceFailed(f"{self.name} may have left out trades of {instrument.symbol}.", source=self.name)
            for trade in trades:
                if trade.key not in seen:
                    yield _tick(trade)
            if trades:
                since = max(trade.at_ms for trade in trades)
                # Trades of the very last millisecond come again, and others of it may be new.
                seen = {trade.key for trade in trades if trade.at_ms == since}
            if len(trades) < PAGE:
                await asyncio.sleep(self._every_seconds)


def _tick(trade: Trade) -> Tick:
    return Tick(datetime.fromtimestamp(trade.at_ms / 1000, UTC), trade.price, trade.size)
