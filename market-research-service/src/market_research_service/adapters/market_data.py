"""Closes and instruments from market-data-service over HTTP."""

from typing import Any
from urllib.parse import quote

import numpy as np
from pydantic import BaseModel, ConfigDict

from market_research_service.ports import DailyCloses
from service_kit.client import ServiceClient
from trading_contracts.bars import Availability, Bar, Instrument, Timeframe
from trading_contracts.paging import Page
from trading_contracts.problem import NoBars


class _Detail(BaseModel):
    model_config = ConfigDict(extra="ignore")

    instrument: Instrument


class MarketDataBars:
    """Asks market-data-service."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def instrument(self, asset: str) -> Instrument:
        """Return what an asset's name or symbol is read as.

        Raises:
            UnknownSymbol: Nothing is called that.
            ServiceDown: Market data does not answer.
        """
        return (await self._client.get(f"/market/symbols/{quote(asset)}", _Detail)).instrument

    async def closes(self, symbol: str, bars: int) -> DailyCloses:
        """Return the last daily closes, adjusted for splits and dividends.

        Raises:
            NoBars: There are none.
            ServiceDown: Market data does not answer.
        """
        params: dict[str, Any] = {"symbol": symbol, "timeframe": "1d", "last_bars": bars}
        response = await self._client.request("GET", "/market/data", params=params)
        listed = _Bars.model_validate_json(b'{"bars":' + response.content + b"}").bars
        if not listed:
            raise NoBars(f"There are no daily bars of {symbol}.", symbol=symbol)
        return DailyCloses(
            close=np.array([bar.close for bar in listed]),
            last=listed[-1].timestamp,
            source=response.headers.get("x-source", "market-data-service"),
            is_sample=response.headers.get("x-source") == "sample",
        )

    async def with_daily_bars(self, at_most: int) -> list[Instrument]:
        """Return instruments whose daily bars are here without asking a vendor.

        Raises:
            ServiceDown: Market data does not answer.
        """
        page = await self._client.get("/market/availability", Page[Availability], params={"page_size": 1000})
        found = {one.instrument.symbol: one.instrument for one in page.items if one.timeframe is Timeframe.D1}
        return list(found.values())[:at_most]


class _Bars(BaseModel):
    bars: list[Bar]
