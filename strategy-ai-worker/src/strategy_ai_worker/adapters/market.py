"""What can be traded and which history there is, asked of market-data-service."""

from collections.abc import Sequence
from urllib.parse import quote

from service_kit.client import ServiceClient
from strategy_ai_worker.ports import SymbolDetail
from trading_contracts.bars import Bar


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

    async def closes(self, symbol: str, timeframe: str, bars: int) -> Sequence[tuple[float, float, float]]:
        """Return (high, low, close) of the last bars, oldest first."""
        found = await self._client.get(
            "/market/data", list[Bar], params={"symbol": symbol, "timeframe": timeframe, "limit": -bars}
        )
        return [(bar.high, bar.low, bar.close) for bar in found[-bars:]]
