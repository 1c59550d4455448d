"""What can be traded and which history there is, asked of market-data-service."""

from collections.abc import Sequence
from urllib.parse import quote

from service_kit.client import ServiceClient
from strategy_ai_worker.ports import SymbolDetail
from trading_contracts.bars import Bar, Timeframe


class HttpMarket:
    """Asks market-data-service."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def symbol(self, name: str) -> SymbolDetail:
        """Return what a symbol or name means.

        Raises:
            UnknownSymbol: Nothing is known by this name; the facts have suggestions.
        """
        return await self._client.get(f"/market/symbols/{quote(name, safe='/')}", SymbolDetail)

    async def bars(self, symbol: str, timeframe: Timeframe, count: int) -> Sequence[Bar]:
        """Return the last bars that there are, oldest first.

        Raises:
            Problem: There are none, or market data does not answer.
        """
        params = {"symbol": symbol, "timeframe": timeframe.value, "last_bars": count}
        return await self._client.get("/market/data", list[Bar], params=params)
