"""What the routes need, built by app.py and handed in through the application's state."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from market_research_service.ports import InsightStore, MarketBars
from market_research_service.usecases.rank_assets import RankAssets, Survey
from market_research_service.usecases.read_insight import ReadInsight


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything that a route can ask for."""

    read_insight: ReadInsight
    bars: MarketBars
    store: InsightStore
    rank: RankAssets
    survey: Callable[[], Awaitable[Survey]]


async def _use_cases(request: Request) -> UseCases:
    use_cases: UseCases = request.app.state.use_cases
    return use_cases


UseCasesDep = Annotated[UseCases, Depends(_use_cases)]
