"""Ranking assets by their own daily bars."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from market_research_service.domain.ranking import METHODS, By, Measured, measure, ranked
from market_research_service.domain.schedule import OLD_BARS, RHYTHMS
from market_research_service.ports import Clock, MarketBars
from trading_contracts.bars import Instrument, Market
from trading_contracts.insight import Provenance, RankedAsset, TopAssets
from trading_contracts.problem import Problem

_MOST_ASSETS = 60
_AT_ONCE = 6
_BARS = 400
_GAUGES = ("^VIX",)
_GOOD_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Survey:
    """All assets measured at one moment, and why others could not be."""

    measured: tuple[Measured, ...]
    left_out: dict[str, str]


class RankAssets:
    """Puts assets in order: those that are watched, and those whose bars are here.

    Args:
        bars: Gives instruments and closes.
        watched: Names of assets that are always looked at.
        clock: Tells the time.
    """

    def __init__(self, bars: MarketBars, watched: Sequence[str], clock: Clock) -> None:
        self._bars = bars
        self._watched = watched
        self._clock = clock

    @property
    def good_for(self) -> timedelta:
        """Return how long a survey may be used."""
        return _GOOD_FOR

    async def survey(self) -> Survey:
        """Measure all assets.

        Raises:
            ServiceDown: Market data does not answer.
        """
        left_out: dict[str, str] = {}
        instruments = await self._instruments(left_out)
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(instrument: Instrument) -> Measured | None:
            async with turn:
                return await self._measured(instrument, left_out)

        found = await asyncio.gather(*(one(instrument) for instrument in instruments))
        return Survey(tuple(each for each in found if each is not None), left_out)

    def ranking(self, survey: Survey, by: By, market: Market | None, limit: int) -> TopAssets:
        """Return the assets of a survey in order, those of one market where one is named."""
        order = ranked(survey.measured, by, lambda one: _belongs(one.instrument, market))
        return TopAssets(
            as_of=self._clock(),
            by=by,
            market=market,
            method=METHODS[by],
            assets=tuple(_entry(rank, one, score, METHODS[by]) for rank, (one, score) in enumerate(order[:limit], 1)),
            left_out=survey.left_out,
        )

    async def _instruments(self, left_out: dict[str, str]) -> list[Instrument]:
        found = {one.symbol: one for one in await self._bars.with_daily_bars(_MOST_ASSETS)}
        for name in self._watched:
            try:
                instrument = await self._bars.instrument(name)
            except Problem as problem:
                left_out[name] = problem.detail
                continue
            found.setdefault(instrument.symbol, instrument)
        return list(found.values())[:_MOST_ASSETS]

    async def _measured(self, instrument: Instrument, left_out: dict[str, str]) -> Measured | None:
        try:
            closes = await self._bars.closes(instrument.symbol, _BARS)
        except Problem as problem:
            left_out[instrument.symbol] = problem.detail
            return None
        stale = self._clock() - closes.last > OLD_BARS
        bars_a_year = RHYTHMS[instrument.market].bars_a_year
        return await asyncio.to_thread(
            measure, instrument, closes.close, closes.source, closes.last, stale=stale, bars_a_year=bars_a_year
        )


def _belongs(instrument: Instrument, market: Market | None) -> bool:
    """Return whether an asset is ranked: made-up series only where they are asked for, gauges of fear never."""
    if instrument.symbol in _GAUGES:
        return False
    return instrument.market is market if market else instrument.market is not Market.SIMULATED


def _entry(rank: int, one: Measured, score: float, method: str) -> RankedAsset:
    note = f"The bars end on {one.last.date()}." if one.stale else ""
    return RankedAsset(
        asset=one.instrument.symbol,
        name=one.instrument.name,
        market=one.instrument.market,
        rank=rank,
        score=score,
        return_month=one.return_month,
        return_quarter=one.return_quarter,
        annualised_volatility=one.annualised_volatility,
        trend=one.trend,
        stale=one.stale,
        provenance=Provenance(source=one.source, method=method, as_of=one.last, note=note),
    )
