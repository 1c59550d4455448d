"""Renewing the insights of the watched assets, each in the rhythm of its market."""

from collections.abc import Sequence

import structlog

from market_research_service.ports import MarketBars
from market_research_service.usecases.read_insight import ReadInsight
from trading_contracts.bars import Market
from trading_contracts.problem import Problem

_log = structlog.get_logger(__name__)


class Refresh:
    """Renews watched assets; one that fails does not keep the others waiting."""

    def __init__(self, read_insight: ReadInsight, bars: MarketBars, assets: Sequence[str]) -> None:
        self._read_insight = read_insight
        self._bars = bars
        self._assets = assets

    async def __call__(self, market: Market) -> int:
        """Renew the watched assets of a market; return how many could be renewed."""
        renewed = 0
        for asset in self._assets:
            try:
                instrument = await self._bars.instrument(asset)
                if instrument.market is market:
                    await self._read_insight.renew(instrument.symbol)
                    renewed += 1
            except Problem as problem:
                _log.warning("refresh_failed", asset=asset, reason=problem.detail)
        return renewed
