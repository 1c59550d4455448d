"""Symbols, what there is of them, and when exchanges trade."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter

from market_data_service.api.needs import UseCasesDep
from market_data_service.api.views import SessionView, SymbolDetail, SymbolMatch
from market_data_service.domain.calendars import Session, calendar
from market_data_service.usecases.resolve_symbol import among
from trading_contracts.bars import Availability
from trading_contracts.paging import Page
from trading_contracts.problem import EmptyRange

router = APIRouter(prefix="/market", tags=["symbols"])

PageNumber = Annotated[int, Query(ge=1)]
_SESSIONS = TypeAdapter(list[Session])


@router.get("/symbols")
async def search_symbols(
    use_cases: UseCasesDep,
    q: Annotated[str, Query(max_length=100)] = "",
    page: PageNumber = 1,
    page_size: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Page[SymbolMatch]:
    """Find instruments by symbol, code, name or alias, in English or Chinese."""
    hits = await use_cases.book.search(q, limit=200)
    shown = hits[(page - 1) * page_size : page * page_size]
    here = await use_cases.book.here()
    items = [
        SymbolMatch(
            instrument=hit.instrument,
            score=round(hit.score, 4),
            matched=hit.matched,
            available=tuple(among(here, hit.instrument.symbol)),
        )
        for hit in shown
    ]
    return Page[SymbolMatch](items=tuple(items), page=page, page_size=page_size, total=len(hits))


@router.get("/symbols/{symbol:path}")
async def read_symbol(symbol: str, use_cases: UseCasesDep) -> SymbolDetail:
    """Return what a symbol, code or name is read as, and what can be had of it."""
    resolution = await use_cases.book.resolve(symbol)
    instrument = resolution.instrument
    return SymbolDetail(
        asked=symbol,
        instrument=instrument,
        notes=resolution.notes,
        available=tuple(await use_cases.book.available(instrument.symbol)),
        online=tuple(use_cases.read_bars.online_for(instrument)),
    )


@router.get("/availability")
async def list_availability(
    use_cases: UseCasesDep,
    symbol: Annotated[str | None, Query(max_length=64)] = None,
    page: PageNumber = 1,
    page_size: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Page[Availability]:
    """List the series that are here without the network; of one symbol, with the timeframes that can be made."""
    if symbol:
        resolution = await use_cases.book.resolve(symbol)
        found = await use_cases.book.available(resolution.instrument.symbol)
    else:
        found = await use_cases.book.all_available()
    shown = found[(page - 1) * page_size : page * page_size]
    return Page[Availability](items=tuple(shown), page=page, page_size=page_size, total=len(found))


@router.get("/sessions", response_model=list[SessionView])
async def list_sessions(
    start: date, end: date, calendar_key: Annotated[str, Query(alias="calendar")] = "XNYS"
) -> Response:
    """Return the sessions of an exchange between two dates, both inclusive."""
    if start > end:
        raise EmptyRange(f"The range is empty: {start} lies after {end}.", start=str(start), end=str(end))
    # Decades of sessions take a while to write; the loop stays free meanwhile.
    return Response(await asyncio.to_thread(_written, calendar_key, start, end), media_type="application/json")


def _written(key: str, start: date, end: date) -> bytes:
    return _SESSIONS.dump_json(calendar(key).sessions(start, end))
