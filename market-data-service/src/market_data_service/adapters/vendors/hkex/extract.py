"""Asking the exchange: first the token that its quote page carries, then the chart."""

import re
import time
from dataclasses import dataclass
from typing import Any

import httpx

from market_data_service.adapters.vendors.answers import get_body, parse_json
from market_data_service.adapters.vendors.hkex.build_query import HkexQuery
from trading_contracts.problem import SourceFailed, UnknownSymbol

NAME = "hkex"
# The page keeps a commented-out token above the one that counts.
_TOKEN = re.compile(r'getToken\s*=\s*function\s*\(\)\s*\{.*?^\s*return\s*"([^"]+)"', re.DOTALL | re.MULTILINE)
_TOKEN_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the quote page and the chart data are."""

    page: str
    data: str


class HkexClient:
    """Asks the exchange's quote pages as a browser does."""

    def __init__(self, http: httpx.AsyncClient, addresses: Addresses) -> None:
        self._http = http
        self._addresses = addresses
        self._token = ""
        self._token_until = 0.0

    async def chart(self, request: HkexQuery) -> dict[str, Any]:
        """Return the chart's payload.

        Raises:
            UnknownSymbol: The exchange does not know the code.
            SourceFailed: It did not answer, or with something that is no answer.
        """
        payload = await self._chart(request)
        said = payload.get("data") if isinstance(payload, dict) else None
        if not isinstance(said, dict):
            raise SourceFailed(f"{NAME} answered in a shape that is not known.", source=NAME)
        if said.get("responsecode") != "000":
            self._token = ""
            raise UnknownSymbol(f"{NAME} has no chart of {request.ric}.", symbol=request.ric)
        return said

    async def _chart(self, request: HkexQuery) -> Any:  # noqa: ANN401 - JSON
        params: dict[str, str | int] = {
            "hchart": 1,
            "span": request.span,
            "int": request.reach,
            "ric": request.ric,
            "token": await self._current_token(),
            "qid": 1,
            "callback": "cb",
        }
        body = await get_body(self._http, NAME, f"{self._addresses.data}/hkexwidget/data/getchartdata2", params, {})
        text = body.strip()
        if not text.startswith(b"cb("):
            # A token that is over is answered with a page, not with JSON.
            self._token = ""
            return parse_json(NAME, body)
        if not text.endswith((b")", b");")):
            raise SourceFailed(f"{NAME} answered with JSON that is cut off or broken.", source=NAME)
        return parse_json(NAME, text[3:].rstrip(b");"))

    async def _current_token(self) -> str:
        if self._token and time.monotonic() < self._token_until:
            return self._token
        url = f"{self._addresses.page}/Market-Data/Securities-Prices/Equities/Equities-Quote"
        page = await get_body(self._http, NAME, url, {"sym": "700", "sc_lang": "en"}, {})
        found = _TOKEN.search(page.decode("utf-8", "replace"))
        if found is None:
            raise SourceFailed(f"{NAME}'s quote page carries no token any more.", source=NAME)
        self._token, self._token_until = found[1], time.monotonic() + _TOKEN_SECONDS
        return self._token
