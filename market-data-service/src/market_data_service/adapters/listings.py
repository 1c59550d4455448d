"""Who lists instruments: crypto exchanges, and Polygon for US shares."""

import asyncio

import urllib3
from massive.exceptions import AuthError, BadResponse

from market_data_service.adapters.vendors.ccxt_exchange.extract import ExchangeClient
from market_data_service.adapters.vendors.polygon.extract import NAME, PolygonClient
from market_data_service.domain import symbols
from trading_contracts.bars import Instrument
from trading_contracts.problem import SourceFailed


class ExchangePairs:
    """The pairs of one crypto exchange."""

    def __init__(self, client: ExchangeClient) -> None:
        self._client = client
        self.name = client.name

    async def instruments(self) -> list[Instrument]:
        """Return the exchange's spot pairs.

        Raises:
            SourceFailed: The list could not be had.
        """
        pairs = await self._client.markets()
        return [symbols.instrument(pair) for pair in pairs if symbols.canonical(pair) == pair]


class PolygonTickers:
    """The listed US shares and funds."""

    name = NAME

    def __init__(self, client: PolygonClient) -> None:
        self._client = client

    async def instruments(self) -> list[Instrument]:
        """Return all active US shares with their names.

        Raises:
            SourceFailed: There is no key, or the list could not be had.
        """
        if self._client.refusal is not None:
            raise SourceFailed(f"{self._client.refusal}.", source=NAME)
        try:
            listed = await asyncio.to_thread(self._client.tickers)
        except (BadResponse, AuthError, urllib3.exceptions.HTTPError, OSError) as error:
            raise SourceFailed(f"{NAME} did not give its list ({type(error).__name__}).", source=NAME) from error
        return [symbols.instrument(ticker, name) for ticker, name in listed if symbols.canonical(ticker) == ticker]
