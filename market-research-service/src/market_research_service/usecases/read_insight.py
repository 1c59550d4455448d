"""Giving out insights: the stored one while it is fresh, else a new one."""

import asyncio

import structlog

from market_research_service.domain.schedule import RHYTHMS
from market_research_service.ports import Clock, InsightStore, MarketBars
from market_research_service.usecases.assess_asset import AssessAsset
from trading_contracts.insight import Insight
from trading_contracts.problem import Unavailable

_log = structlog.get_logger(__name__)


class ReadInsight:
    """Gives out one insight at a time; many readers of one asset cause one assessment."""

    def __init__(self, assess: AssessAsset, bars: MarketBars, store: InsightStore, clock: Clock) -> None:
        self._assess = assess
        self._bars = bars
        self._store = store
        self._clock = clock
        self._running: dict[str, asyncio.Task[Insight]] = {}

    async def __call__(self, asset: str) -> Insight:
        """Return an insight that is fresh for its market.

        Raises:
            UnknownSymbol: Nothing is called that.
        """
        instrument = await self._bars.instrument(asset)
        kept = await self._kept(instrument.symbol)
        if kept is not None and self._clock() - kept.as_of <= RHYTHMS[instrument.market].fresh_for:
            return kept
        return await self.renew(instrument.symbol)

    async def renew(self, symbol: str) -> Insight:
        """Return a new insight, kept for the next reader."""
        task = self._running.get(symbol)
        if task is None:
            task = asyncio.create_task(self._renew(symbol))
            self._running[symbol] = task
            task.add_done_callback(lambda _: self._running.pop(symbol, None))
        return await asyncio.shield(task)

    async def _renew(self, symbol: str) -> Insight:
        insight = await self._assess(symbol)
        try:
            await self._store.keep(insight)
        except Unavailable as problem:
            _log.warning("insight_not_kept", asset=symbol, reason=problem.detail)
        return insight

    async def _kept(self, symbol: str) -> Insight | None:
        try:
            return await self._store.newest(symbol)
        except Unavailable as problem:
            _log.warning("insight_store_away", asset=symbol, reason=problem.detail)
            return None
