"""What is stored: bars put in, listed, exported, removed; backup and restore."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import JsonValue
from starlette.requests import ClientDisconnect

from market_data_service.api.needs import UseCasesDep
from market_data_service.api.quality import report
from market_data_service.api.queries import BarsQueryDep, CandlesQuery, IngestBody
from market_data_service.api.views import QualityReport, RestoredView, SeriesSummary, StoredView
from market_data_service.domain.problems import BrokenUpload, FileTooLarge
from market_data_service.domain.symbols import file_stem
from market_data_service.ports import FileKind, SeriesKey
from market_data_service.usecases.ingest import Ingested
from trading_contracts.bars import Timeframe
from trading_contracts.paging import Page

router = APIRouter(prefix="/market", tags=["series"])
_MEDIA = {FileKind.CSV: "text/csv", FileKind.PARQUET: "application/vnd.apache.parquet"}
Symbol = Annotated[str, Query(min_length=1, max_length=64)]


@router.post("/ingest")
async def ingest(body: IngestBody, use_cases: UseCasesDep) -> StoredView:
    """Fetch bars ahead and store them."""
    return _view(await use_cases.ingest(body.to_request()))


@router.post("/upload")
async def upload(request: Request, symbol: Symbol, timeframe: Timeframe, use_cases: UseCasesDep) -> StoredView:
    """Store a user's own bars; the body is a CSV or Parquet file. A bad file is refused and changes nothing."""
    async with _body(request, use_cases.max_upload_bytes) as path:
        return _view(await use_cases.upload(symbol, timeframe, path, "the file"))


@router.post("/upload/candles")
async def upload_candles(
    payload: Annotated[JsonValue, Body()], query: Annotated[CandlesQuery, Query()], use_cases: UseCasesDep
) -> StoredView:
    """Store candles as a crypto exchange's own API answers them; `feed` says which of the known feeds it is."""
    done = await use_cases.upload.from_feed(query.symbol, query.timeframe, query.feed, payload, query.contract_size)
    return _view(done)


@router.post("/check")
async def check(
    request: Request, timeframe: Timeframe, use_cases: UseCasesDep, symbol: Symbol = "CHECK"
) -> QualityReport:
    """Say what is in a user's file, and what is odd in it; nothing is stored."""
    async with _body(request, use_cases.max_upload_bytes) as path:
        found = await use_cases.upload.check(symbol, timeframe, path, "the file")
    return report(found.origin, (found.first, found.last), found.quality)


@router.get("/series")
async def list_series(
    use_cases: UseCasesDep,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Page[SeriesSummary]:
    """List what is stored."""
    listed = await use_cases.stored.listed()
    shown = listed[(page - 1) * page_size : page * page_size]
    items = tuple(
        SeriesSummary(
            symbol=one.key.symbol,
            timeframe=one.key.timeframe,
            source=one.key.source,
            first=one.first,
            last=one.last,
            bars=one.bars,
            fetched_at=one.fetched_at,
        )
        for one in shown
    )
    return Page[SeriesSummary](items=items, page=page, page_size=page_size, total=len(listed))


@router.delete("/series", status_code=204)
async def remove_series(symbol: Symbol, timeframe: Timeframe, source: Symbol, use_cases: UseCasesDep) -> None:
    """Remove a stored series with its bars."""
    await use_cases.stored.remove(SeriesKey(symbol, timeframe, source))


@router.get("/export")
async def export(
    query: BarsQueryDep, use_cases: UseCasesDep, kind: Annotated[FileKind, Query(alias="format")] = FileKind.CSV
) -> Response:
    """Return bars as a file in the layout of the file source."""
    bars = await use_cases.read_bars(query.to_request())
    content = await use_cases.stored.export(bars, kind)
    name = f"{file_stem(bars.origin.symbol)}_{bars.origin.timeframe}.{kind}"
    # A symbol may be written in any script; a header may not (RFC 8187).
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=_MEDIA[kind], headers={"Content-Disposition": disposition})


@router.get("/backup", response_class=StreamingResponse)
async def backup(use_cases: UseCasesDep) -> StreamingResponse:
    """Return everything that is stored as a tar archive."""
    pieces = use_cases.backup.write()
    # A database that is away is said as a problem, not as an archive that breaks off.
    first = await anext(pieces)
    return StreamingResponse(_with_first(first, pieces), media_type="application/x-tar")


async def _with_first(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


@router.post("/restore")
async def restore(request: Request, use_cases: UseCasesDep) -> RestoredView:
    """Put back what an archive of `/market/backup` holds."""
    async with _body(request, use_cases.max_upload_bytes) as path:
        with path.open("rb") as opened:
            restored = await use_cases.backup.restore(opened)
    return RestoredView(series=restored.series, bars=restored.bars)


@asynccontextmanager
async def _body(request: Request, max_bytes: int) -> AsyncIterator[Path]:
    """Yield the body as a file on disk: a large upload never lies in memory."""
    announced = int(request.headers.get("content-length") or 0)
    if announced > max_bytes:
        raise _too_large(announced, max_bytes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        size = 0
        async with await anyio.open_file(path, "wb") as opened:
            try:
                async for part in request.stream():
                    size += len(part)
                    if size > max_bytes:
                        raise _too_large(size, max_bytes)
                    await opened.write(part)
            except ClientDisconnect as error:
                raise BrokenUpload("The file did not arrive whole; nothing of it is stored.") from error
        yield path


def _too_large(size: int, max_bytes: int) -> FileTooLarge:
    return FileTooLarge(
        f"The file has {size / 1e9:.1f} GB; at most {max_bytes / 1e9:.1f} GB are read. Split it by date.", bytes=size
    )


def _view(done: Ingested) -> StoredView:
    return StoredView(
        symbol=done.symbol,
        timeframe=done.timeframe,
        source=done.source,
        stored=done.stored,
        bars=done.total,
        first=done.first,
        last=done.last,
        notes=done.notes,
        falls=done.falls,
    )
