"""How good a series is, what happened to the share, and whether sources agree."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from market_data_service.api.needs import UseCasesDep
from market_data_service.api.queries import BarsQueryDep
from market_data_service.api.views import ActionView, GapView, OverlapView, QualityReport, RefreshedView, SourceView
from market_data_service.domain.adjustment import actions_of
from market_data_service.domain.quality import Quality
from trading_contracts.bars import Adjustment, SeriesOrigin

router = APIRouter(prefix="/market", tags=["quality"])


@router.get("/quality")
async def read_quality(query: BarsQueryDep, use_cases: UseCasesDep) -> QualityReport:
    """Report gaps against the calendar, impossible prices, spikes, stale prices and more."""
    bars = await use_cases.read_bars(query.to_request())
    return report(bars.origin, (bars.series.first, bars.series.last), bars.quality)


@router.get("/actions")
async def list_actions(query: BarsQueryDep, use_cases: UseCasesDep) -> list[ActionView]:
    """Return the splits and dividends of a symbol, as its source gives them."""
    asked = query.model_copy(update={"adjustment": Adjustment.SPLITS})
    bars = await use_cases.read_bars(asked.to_request())
    return [ActionView(date=one.date, kind=one.kind, value=one.value) for one in actions_of(bars.series)]


@router.get("/compare")
async def compare_sources(
    query: BarsQueryDep, use_cases: UseCasesDep, sources: Annotated[str, Query(max_length=200)]
) -> list[OverlapView]:
    """Compare sources (a comma list) where they overlap, adjusted alike."""
    names = [name.strip() for name in sources.split(",") if name.strip()]
    return [OverlapView(**asdict(one)) for one in await use_cases.compare(query.to_request(), names)]


@router.get("/sources")
async def list_sources(use_cases: UseCasesDep) -> list[SourceView]:
    """List the sources in the order in which they are asked."""
    return use_cases.sources()


@router.post("/symbols/refresh")
async def refresh_symbols(use_cases: UseCasesDep) -> RefreshedView:
    """Add what exchanges and vendors list to the directory of instruments."""
    done = await use_cases.refresh_directory()
    return RefreshedView(known=done.known, added=done.added, failed=done.failed)


def report(origin: SeriesOrigin, span: tuple[datetime, datetime], quality: Quality) -> QualityReport:
    """Return a quality report as it crosses borders."""
    counts = {name: value for name, value in asdict(quality).items() if isinstance(value, int)}
    return QualityReport(
        origin=origin,
        first=span[0],
        last=span[1],
        gaps=tuple(GapView(first=gap.first, last=gap.last, sessions=gap.sessions) for gap in quality.gaps),
        examples=quality.examples,
        **counts,
    )
