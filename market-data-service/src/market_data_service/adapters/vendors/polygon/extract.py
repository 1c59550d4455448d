"""Asking Polygon through its own client (`massive`)."""

import asyncio
import contextlib
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import urllib3
from massive import RESTClient
from massive.exceptions import AuthError, BadResponse

from market_data_service.adapters.vendors.answers import parse_json
from market_data_service.adapters.vendors.polygon.build_query import PolygonQuery
from market_data_service.domain.problems import RateLimited
from trading_contracts.problem import Problem, SourceFailed, UnknownSymbol

NAME = "polygon"
_PAGE = 50_000
_MOST_ACTIONS = 2_000
_MOST_TICKERS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class PolygonAnswer:
    """Pages of aggregates as Polygon wrote them; splits and dividends of the ticker, None where they were refused."""

    pages: list[dict[str, Any]]
    splits: list[Any] | None
    dividends: list[Any] | None


class PolygonClient:
    """Asks Polygon; the client is synchronous and runs in a thread."""

    def __init__(self, address: str, key: str, timeout_seconds: float) -> None:
        self._key = key
        # Retries are ours: the client's own would spend the budget behind our back.
        self._client = (
            RESTClient(
                api_key=key,
                base=address,
                retries=0,
                connect_timeout=timeout_seconds,
                read_timeout=timeout_seconds,
            )
            if key
            else None
        )

    @property
    def refusal(self) -> str | None:
        """Return why nothing can be asked, or None."""
        return None if self._key else "POLYGON_API_KEY is not set"

    async def aggregates(self, request: PolygonQuery) -> PolygonAnswer:
        """Return Polygon's answer.

        Raises:
            UnknownSymbol: Polygon does not have the ticker.
            RateLimited: 429.
            SourceFailed: Anything else that is no answer.
        """
        return await asyncio.to_thread(self._ask, request)

    def tickers(self) -> list[tuple[str, str]]:
        """Return the active US shares and funds: ticker and name (blocking)."""
        if self._client is None:
            return []
        listed = self._client.list_tickers(market="stocks", active=True, limit=1000)
        return [(str(one.ticker), str(one.name)) for one in islice(listed, _MOST_TICKERS)]

    def _ask(self, request: PolygonQuery) -> PolygonAnswer:
        if self._client is None:
            raise SourceFailed("POLYGON_API_KEY is not set.", source=NAME)
        try:
            pages = self._pages(self._client, request)
            splits, dividends = self._actions(self._client, request) if request.with_actions else ([], [])
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if "too many 429" in str(error):
                raise RateLimited(f"{NAME} asks for patience (429).", source=NAME) from error
            raise SourceFailed(f"{NAME} cannot be reached ({type(error).__name__}).", source=NAME) from error
        except BadResponse as error:
            raise _refused(str(error)) from error
        except AuthError as error:
            raise SourceFailed(f"{NAME} refused the key.", source=NAME) from error
        return PolygonAnswer(pages, splits, dividends)

    def _pages(self, client: RESTClient, request: PolygonQuery) -> list[dict[str, Any]]:
        pages: list[dict[str, Any]] = []
        start: str | int = request.start.isoformat()
        while True:
            answer = client.get_aggs(
                request.ticker,
                request.multiplier,
                request.timespan,
                start,
                request.end.isoformat(),
                adjusted=False,
                sort="asc",
                limit=_PAGE,
                raw=True,
            )
            page = parse_json(NAME, answer.data)
            pages.append(page)
            results = page.get("results") or []
            if not page.get("next_url") or not results or int(results[-1]["t"]) + 1 == start:
                return pages
            start = int(results[-1]["t"]) + 1

    def _actions(self, client: RESTClient, request: PolygonQuery) -> tuple[list[Any] | None, list[Any] | None]:
        splits = dividends = None
        # A plan without reference data still gives bars; the series then says that it has no events.
        with contextlib.suppress(BadResponse, AuthError):
            splits = list(islice(client.list_splits(ticker=request.ticker, limit=1000), _MOST_ACTIONS))
        with contextlib.suppress(BadResponse, AuthError):
            dividends = list(islice(client.list_dividends(ticker=request.ticker, limit=1000), _MOST_ACTIONS))
        return splits, dividends


def _refused(said: str) -> Problem:
    """Return the problem in the body of a refusal: the client drops the HTTP status."""
    try:
        body = orjson.loads(said)
    except orjson.JSONDecodeError:
        return SourceFailed(f"{NAME} answered with an error that is no JSON.", source=NAME)
    status = str(body.get("status", "")).upper() if isinstance(body, dict) else ""
    message = str(body.get("error") or body.get("message") or status) if isinstance(body, dict) else said[:200]
    if "exceeded the maximum requests" in message.lower() or "429" in message:
        return RateLimited(f"{NAME} asks for patience (429).", source=NAME)
    if status in ("NOT_FOUND", "NOTFOUND"):
        return UnknownSymbol(f"{NAME} does not have it.", source=NAME)
    return SourceFailed(f"{NAME} refused: {message[:200]}", source=NAME)
