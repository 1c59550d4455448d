"""Asking Alpaca over HTTP, page by page."""

import contextlib
from dataclasses import dataclass
from typing import Any

import httpx

from market_data_service.adapters.vendors.alpaca.build_query import AlpacaQuery
from market_data_service.adapters.vendors.answers import get_json
from trading_contracts.problem import SourceFailed, UnknownSymbol

NAME = "alpaca"
_TYPES = "forward_split,reverse_split,cash_dividend"


@dataclass(frozen=True, slots=True, eq=False)
class AlpacaAnswer:
    """Pages of bars and of corporate actions as Alpaca wrote them; no actions where they were refused."""

    pages: list[dict[str, Any]]
    actions: list[dict[str, Any]] | None


class AlpacaClient:
    """Asks Alpaca's market data API."""

    def __init__(self, http: httpx.AsyncClient, address: str, key: str, secret: str) -> None:
        self._http = http
        self._address = address
        self._headers = {"APCA-API-KEY-ID": key, "APCA-API-SECRET-KEY": secret}
        self._has_key = bool(key and secret)

    @property
    def refusal(self) -> str | None:
        """Return why nothing can be asked, or None."""
        return None if self._has_key else "ALPACA_API_KEY and ALPACA_API_SECRET are not set"

    async def bars(self, request: AlpacaQuery) -> AlpacaAnswer:
        """Return Alpaca's answer.

        Raises:
            UnknownSymbol: Alpaca does not have the symbol.
            RateLimited: 429.
            SourceFailed: Anything else that is no answer.
        """
        pages = await self._pages(request.path, request.params)
        actions: list[dict[str, Any]] | None = []
        if request.with_actions:
            actions = None
            # A plan without corporate actions still gives bars; the series then says that it has no events.
            with contextlib.suppress(SourceFailed, UnknownSymbol):
                actions = await self._pages(
                    "/v1/corporate-actions",
                    {
                        "symbols": request.symbol,
                        "types": _TYPES,
                        "start": request.start.isoformat(),
                        "end": request.end.isoformat(),
                        "limit": 1000,
                    },
                )
        return AlpacaAnswer(pages, actions)

    async def _pages(self, path: str, params: dict[str, str | int]) -> list[dict[str, Any]]:
        pages: list[dict[str, Any]] = []
        token = None
        while True:
            asked = params if token is None else {**params, "page_token": token}
            page = await get_json(self._http, NAME, self._address + path, asked, self._headers)
            if not isinstance(page, dict):
                raise SourceFailed(f"{NAME} answered in a shape that is not known.", source=NAME)
            pages.append(page)
            following = page.get("next_page_token")
            if not following:
                return pages
            if following == token:
                raise SourceFailed(f"{NAME} gives the same page again and again.", source=NAME)
            token = str(following)
