"""Rankings of assets."""

from typing import Annotated

from fastapi import APIRouter, Query

from market_research_service.api.needs import UseCasesDep
from market_research_service.domain.ranking import By
from trading_contracts.bars import Market
from trading_contracts.insight import TopAssets

router = APIRouter(prefix="/market", tags=["insight"])


@router.get("/top")
async def read_top(
    use_cases: UseCasesDep,
    market: Market | None = None,
    by: By = "momentum",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> TopAssets:
    """Rank the assets that are watched, and those whose daily bars are here."""
    return use_cases.rank.ranking(await use_cases.survey(), by, market, limit)
