"""Market data and research."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api_gateway.api.context import GatewayDep
from api_gateway.api.forwarding import forward, query_of
from api_gateway.api.identity import Reader
from api_gateway.api.models.work import (
    PriceEvent,
    QualityReport,
    SourceState,
    SymbolDetail,
    SymbolMatch,
    TradingSession,
)
from api_gateway.api.problems import OF_USER, SIGNED_IN
from api_gateway.domain.identity import Identity
from api_gateway.ports.services import Call, Upstream
from trading_contracts.bars import Adjustment, Availability, Bar, Market, Timeframe
from trading_contracts.insight import Insight, TopAssets
from trading_contracts.paging import Page

router = APIRouter(tags=["market"])

Symbol = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["AAPL"])]
OptionalSymbol = Annotated[str | None, Query(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
SymbolPath = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["AAPL"])]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
PageSize = Annotated[int, Query(ge=1, le=1000)]
InsightPageSize = Annotated[int, Query(ge=1, le=100)]
FirstDay = Annotated[date | None, Query(description="First session date, inclusive", examples=["2020-01-01"])]
LastDay = Annotated[date | None, Query(description="Last session date, inclusive", examples=["2020-12-31"])]
Source = Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9_-]+$", description="One source and no other")]


async def _pass(upstream: Upstream, request: Request, path: str, reader: Identity) -> Response:
    return await forward(upstream, Call("GET", path, reader.user_id, params=query_of(request)))


@router.get("/market/data", response_model=list[Bar], responses=OF_USER)
async def read_bars(  # noqa: PLR0913 - one argument a query parameter, so that each is documented
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    *,
    symbol: Symbol,
    timeframe: Timeframe = Timeframe.D1,
    start: FirstDay = None,
    end: LastDay = None,
    adjustment: Adjustment = Adjustment.ALL,
    source: Source = None,
    limit: Annotated[int | None, Query(ge=1, le=5_000_000)] = None,
    offset: Annotated[int | None, Query(ge=0, le=100_000_000)] = None,
) -> Response:
    """Return bars. The header `X-Source` names where they came from."""
    del symbol, timeframe, start, end, adjustment, source, limit, offset
    return await _pass(gateway.services.market, request, "/market/data", reader)


@router.get("/market/symbols", response_model=Page[SymbolMatch], responses=SIGNED_IN)
async def search_symbols(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    q: Annotated[str, Query(max_length=100, description="Code, name or alias")] = "",
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> Response:
    """Search instruments."""
    del q, page, page_size
    return await _pass(gateway.services.market, request, "/market/symbols", reader)


@router.get("/market/symbols/{symbol:path}", response_model=SymbolDetail, responses=OF_USER)
async def read_symbol(symbol: SymbolPath, request: Request, gateway: GatewayDep, reader: Reader) -> Response:
    """Return an instrument (`AAPL`, `BTC/USDT`, `tencent`) and what can be had of it."""
    del symbol
    # The path as it came, percent signs and all: a symbol may hold what a path may not.
    path = request.scope["raw_path"].decode("latin-1")
    return await _pass(gateway.services.market, request, path, reader)


@router.get("/market/availability", response_model=Page[Availability], responses=OF_USER)
async def list_available(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    symbol: OptionalSymbol = None,
    page: PageNumber = 1,
    page_size: PageSize = 1000,
) -> Response:
    """List which series can be had, from when to when."""
    del symbol, page, page_size
    return await _pass(gateway.services.market, request, "/market/availability", reader)


@router.get("/market/quality", response_model=QualityReport, responses=OF_USER)
async def read_quality(  # noqa: PLR0913 - one argument a query parameter, so that each is documented
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    *,
    symbol: Symbol,
    timeframe: Timeframe = Timeframe.D1,
    start: FirstDay = None,
    end: LastDay = None,
) -> Response:
    """Return what is known about the quality of a series."""
    del symbol, timeframe, start, end
    return await _pass(gateway.services.market, request, "/market/quality", reader)


@router.get("/market/actions", response_model=list[PriceEvent], responses=OF_USER)
async def list_actions(request: Request, gateway: GatewayDep, reader: Reader, symbol: Symbol) -> Response:
    """List splits and dividends."""
    del symbol
    return await _pass(gateway.services.market, request, "/market/actions", reader)


@router.get("/market/sessions", response_model=list[TradingSession], responses=SIGNED_IN)
async def list_trading_sessions(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    calendar: Annotated[Literal["XNYS", "XHKG", "24/7"], Query()],
    start: Annotated[date, Query(examples=["2020-01-01"])],
    end: Annotated[date, Query(examples=["2020-12-31"])],
) -> Response:
    """List the sessions of an exchange, in UTC."""
    del calendar, start, end
    return await _pass(gateway.services.market, request, "/market/sessions", reader)


@router.get("/market/sources", response_model=list[SourceState], responses=SIGNED_IN)
async def list_sources(request: Request, gateway: GatewayDep, reader: Reader) -> Response:
    """List data sources, and which of them can be asked now."""
    return await _pass(gateway.services.market, request, "/market/sources", reader)


@router.get("/market/insight", response_model=Insight, responses=OF_USER)
async def read_insight(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    asset: Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["AAPL"])],
) -> Response:
    """Return what is known about an asset now, and where each value came from."""
    del asset
    return await _pass(gateway.services.research, request, "/market/insight", reader)


@router.get("/market/top", response_model=TopAssets, responses=SIGNED_IN)
async def rank_assets(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    *,
    market: Annotated[Market | None, Query(description="One market; else all")] = None,
    by: Annotated[Literal["momentum", "strength", "calm", "turbulent"], Query()] = "momentum",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Rank the assets whose bars are at hand. `left_out` says why others are not in it."""
    del market, by, limit
    return await _pass(gateway.services.research, request, "/market/top", reader)


@router.get("/market/insight/journal", response_model=list[Insight], responses=OF_USER)
async def read_insight_journal(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    asset: Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["AAPL"])],
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """Return what was known about an asset at earlier times, the newest first."""
    del asset, limit
    return await _pass(gateway.services.research, request, "/market/insight/journal", reader)


@router.get("/market/insights", response_model=Page[Insight], responses=SIGNED_IN)
async def list_insights(
    request: Request, gateway: GatewayDep, reader: Reader, page: PageNumber = 1, page_size: InsightPageSize = 20
) -> Response:
    """List the latest insight of each asset that is followed."""
    del page, page_size
    return await _pass(gateway.services.research, request, "/market/insights", reader)
