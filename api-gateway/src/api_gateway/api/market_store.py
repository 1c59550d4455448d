"""The store of bars that all users share: filling it, checking files, taking copies."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api_gateway.api.context import GatewayDep
from api_gateway.api.forwarding import forward, query_of
from api_gateway.api.identity import Reader, Writer
from api_gateway.api.market import PageNumber, PageSize, Source, Symbol
from api_gateway.api.models.work import Ingested, IngestWish, Overlap, QualityReport, Refreshed, Restored, SeriesSummary
from api_gateway.api.problems import CHANGES, OF_USER, SIGNED_IN
from api_gateway.domain.refusals import EmptyFile, OperatorsOnly
from api_gateway.ports.services import Call
from trading_contracts.bars import Timeframe
from trading_contracts.paging import Page
from trading_contracts.problem import Problem, Unavailable

_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


async def _open_store(gateway: GatewayDep) -> None:
    if not gateway.settings.lets_users_fill_the_store:
        raise OperatorsOnly("The store of bars is shared; here only its operator fills it.")


router = APIRouter(tags=["market store"])
_opened = [Depends(_open_store)]


@router.post("/market/ingest", response_model=Ingested, responses=CHANGES, dependencies=_opened)
async def ingest_bars(wish: IngestWish, gateway: GatewayDep, writer: Writer) -> Response:
    """Fetch bars from a source and keep them."""
    body = wish.model_dump_json(exclude_none=True).encode()
    return await forward(gateway.services.market, Call("POST", "/market/ingest", writer.user_id, body=body))


@router.post("/market/upload", response_model=Ingested, responses=CHANGES, dependencies=_opened, openapi_extra=_FILE)
async def upload_bars(
    request: Request, gateway: GatewayDep, writer: Writer, symbol: Symbol, timeframe: Timeframe
) -> Response:
    """Keep the bars of a CSV or Parquet file; a bad file is refused with its line and changes nothing."""
    del symbol, timeframe
    return await _send_file(request, gateway, writer.user_id, "/market/upload")


@router.post("/market/check", response_model=QualityReport, responses=CHANGES, openapi_extra=_FILE)
async def check_bars(request: Request, gateway: GatewayDep, writer: Writer, timeframe: Timeframe) -> Response:
    """Say whether a CSV or Parquet file could be kept. Nothing is stored."""
    del timeframe
    return await _send_file(request, gateway, writer.user_id, "/market/check")


@router.get("/market/series", response_model=Page[SeriesSummary], responses=SIGNED_IN)
async def list_series(gateway: GatewayDep, reader: Reader, page: PageNumber = 1, page_size: PageSize = 20) -> Response:
    """List the series that are stored here."""
    # Said outright: left to itself the service gives longer pages than other lists have.
    call = Call("GET", "/market/series", reader.user_id, params=(("page", str(page)), ("page_size", str(page_size))))
    return await forward(gateway.services.market, call)


@router.delete("/market/series", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER, dependencies=_opened)
async def delete_series(
    request: Request,
    gateway: GatewayDep,
    writer: Writer,
    symbol: Symbol,
    timeframe: Timeframe,
    source: Source = None,
) -> Response:
    """Forget a series."""
    del symbol, timeframe, source
    call = Call("DELETE", "/market/series", writer.user_id, params=query_of(request))
    return await forward(gateway.services.market, call)


@router.get(
    "/market/export",
    response_class=Response,
    responses={
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/vnd.apache.parquet": {"schema": {"type": "string"}},
            }
        },
        **OF_USER,
    },
)
async def export_bars(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    symbol: Symbol,
    timeframe: Timeframe,
    format: Annotated[Literal["csv", "parquet"], Query()] = "csv",  # noqa: A002 - the name in the address
) -> Response:
    """Return a series as a file."""
    del symbol, timeframe, format
    call = Call("GET", "/market/export", reader.user_id, params=query_of(request))
    return await forward(gateway.services.market, call)


@router.get("/market/compare", response_model=list[Overlap], responses=OF_USER)
async def compare_sources(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    symbol: Symbol,
    timeframe: Timeframe,
    sources: Annotated[str, Query(max_length=200, pattern=r"^[a-z0-9_,-]+$")],
) -> Response:
    """Compare what several sources say of the same bars."""
    del symbol, timeframe, sources
    call = Call("GET", "/market/compare", reader.user_id, params=query_of(request))
    return await forward(gateway.services.market, call)


@router.post("/market/symbols/refresh", response_model=Refreshed, responses=OF_USER, dependencies=_opened)
async def refresh_symbols(gateway: GatewayDep, writer: Writer) -> Response:
    """Add what exchanges and vendors list to the directory of instruments."""
    return await forward(gateway.services.market, Call("POST", "/market/symbols/refresh", writer.user_id))


@router.get(
    "/market/backup",
    response_class=Response,
    responses={200: {"content": {"application/x-tar": {"schema": {"type": "string"}}}}, **SIGNED_IN},
    dependencies=_opened,
)
async def back_up_store(gateway: GatewayDep, writer: Writer) -> Response:
    """Return a copy of all stored series as one file."""
    return await forward(gateway.services.market, Call("GET", "/market/backup", writer.user_id))


@router.post("/market/restore", response_model=Restored, responses=CHANGES, dependencies=_opened, openapi_extra=_FILE)
async def restore_store(request: Request, gateway: GatewayDep, writer: Writer) -> Response:
    """Put the series of a copy back."""
    return await _send_file(request, gateway, writer.user_id, "/market/restore")


async def _send_file(request: Request, gateway: GatewayDep, user_id: UUID, path: str) -> Response:
    pieces = request.stream()
    first = await anext((piece async for piece in pieces if piece), None)
    if first is None:
        raise EmptyFile("The request has no file in it.")
    kind = request.headers.get("content-type", "application/octet-stream")
    length = request.headers.get("content-length")
    headers = {"content-length": length} if length else None
    call = Call("POST", path, user_id, query_of(request), _joined(first, pieces), kind, headers)
    try:
        return await forward(gateway.services.market, call)
    except Unavailable as error:
        # The service saw only that the body ended; why it did, was noted where its bounds are.
        refusal: Problem | None = request.scope.get("vibe.refusal")
        raise refusal or error from error


async def _joined(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in others:
        if piece:
            yield piece
