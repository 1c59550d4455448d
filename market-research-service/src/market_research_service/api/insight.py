"""Insights."""

from typing import Annotated

from fastapi import APIRouter, Query

from market_research_service.api.needs import UseCasesDep
from trading_contracts.insight import Insight
from trading_contracts.paging import Page

router = APIRouter(prefix="/market", tags=["insight"])
Asset = Annotated[str, Query(min_length=1, max_length=64)]


@router.get("/insight")
async def read_insight(asset: Asset, use_cases: UseCasesDep) -> Insight:
    """Return what is known about an asset now; each part names its source, each missing part says why."""
    return await use_cases.read_insight(asset)


@router.get("/insights")
async def list_insights(
    use_cases: UseCasesDep,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[Insight]:
    """List the newest insight of every asset that was looked at, newest first."""
    items, total = await use_cases.store.listed(page, page_size)
    return Page[Insight](items=tuple(items), page=page, page_size=page_size, total=total)


@router.get("/insight/journal")
async def read_journal(
    asset: Asset, use_cases: UseCasesDep, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[Insight]:
    """Return what was known about an asset at earlier times, newest first."""
    instrument = await use_cases.bars.instrument(asset)
    return await use_cases.store.history(instrument.symbol, limit)
