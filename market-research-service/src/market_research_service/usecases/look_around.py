"""Finding out what surrounds an asset: its sector, the economy, and for coins funding and mood."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from market_research_service.domain.macro import MacroFigure, read_macro
from market_research_service.domain.mood import METHOD, computed_mood, mood_of
from market_research_service.domain.schedule import OLD_BARS
from market_research_service.domain.sectors import MARKET_FUND, QUARTER, Sector, sector_of, standing
from market_research_service.ports import (
    Clock,
    DailyCloses,
    EconomySource,
    FundingSource,
    MarketBars,
    MoodSource,
    NoFunding,
    NoMood,
)
from trading_contracts.bars import Instrument, Market
from trading_contracts.insight import FearGreed, FundingRate, MacroReading, Provenance, SectorView
from trading_contracts.problem import Problem

_BALANCED = 0.0001
_HOURS_A_YEAR = 24 * 365


@dataclass(slots=True)
class Surroundings:
    """What surrounds an asset; `missing` says why a part is not there."""

    sector: SectorView | None = None
    macro: tuple[MacroReading, ...] = ()
    funding: FundingRate | None = None
    fear_greed: FearGreed | None = None
    missing: dict[str, str] = field(default_factory=dict)


class LookAround:
    """Asks about everything around an asset at once; what does not answer leaves a reason.

    Args:
        bars: Gives closes of sector funds.
        economy: Gives figures of the economy.
        funding: Gives funding rates of coins.
        mood: Gives the published fear and greed of crypto.
        clock: Tells the time.
    """

    def __init__(
        self, bars: MarketBars, economy: EconomySource, funding: FundingSource, mood: MoodSource, clock: Clock
    ) -> None:
        self._bars = bars
        self._economy = economy
        self._funding = funding
        self._mood = mood
        self._clock = clock

    async def __call__(self, instrument: Instrument, closes: DailyCloses | None) -> Surroundings:
        """Return what surrounds an asset, with a reason for each part that is missing."""
        found = Surroundings()
        works = [self._macro(found), self._fear_greed(found, instrument, closes)]
        if instrument.market is Market.CRYPTO:
            works.append(self._funded(found, instrument))
            found.missing["sector"] = "coins have no sector"
        else:
            works.append(self._sector(found, instrument))
            found.missing["funding"] = "only coins have perpetual futures with funding"
        await asyncio.gather(*works)
        return found

    async def _macro(self, found: Surroundings) -> None:
        economy = await self._economy()
        found.macro = tuple(_reading(figure) for figure in read_macro(economy.series))
        if economy.failures:
            reasons = "; ".join(f"{name}: {reason}" for name, reason in sorted(economy.failures.items()))
            found.missing["macro"] = reasons
        elif not found.macro:
            found.missing["macro"] = (
                "no source of economic figures is asked: none is set, or this installation is offline"
            )

    async def _funded(self, found: Surroundings, instrument: Instrument) -> None:
        try:
            quote = await self._funding.quote(instrument)
        except NoFunding as reason:
            found.missing["funding"] = str(reason)
            return
        label = "balanced" if abs(quote.rate) < _BALANCED else "longs pay" if quote.rate > 0 else "shorts pay"
        found.funding = FundingRate(
            rate=quote.rate,
            interval_hours=quote.interval_hours,
            annualised=quote.rate * _HOURS_A_YEAR / quote.interval_hours,
            label=label,
            provenance=Provenance(
                source=quote.venue, method=f"rate of {quote.interval_hours:g} hours of the perpetual", as_of=quote.as_of
            ),
        )

    async def _fear_greed(self, found: Surroundings, instrument: Instrument, closes: DailyCloses | None) -> None:
        note = ""
        if instrument.market is Market.CRYPTO:
            try:
                published = await self._mood.latest()
            except NoMood as reason:
                note = f"The published index of crypto could not be had: {reason}."
            else:
                found.fear_greed = FearGreed(
                    value=published.value,
                    label=mood_of(published.value),
                    kind="published",
                    provenance=Provenance(
                        source=published.source, method="index of the whole crypto market", as_of=published.as_of
                    ),
                )
                return
        level = computed_mood(closes.close) if closes is not None else None
        if level is None or closes is None:
            found.missing["fear_greed"] = note or "needs a year of daily bars"
            return
        if self._clock() - closes.last > OLD_BARS:
            note = f"{note} The bars end on {closes.last.date()}.".strip()
        source = Provenance(source=closes.source, method=METHOD, as_of=closes.last, note=note)
        found.fear_greed = FearGreed(value=level, label=mood_of(level), kind="computed", provenance=source)

    async def _sector(self, found: Surroundings, instrument: Instrument) -> None:
        sector = sector_of(instrument.symbol)
        if sector is None:
            found.missing["sector"] = f"the sector of {instrument.name} is not known here"
            return
        found.sector = await self._sector_view(sector, self._clock())

    async def _sector_view(self, sector: Sector, as_of: datetime) -> SectorView:
        method = f"return of {QUARTER} bars of {sector.fund} less that of {MARKET_FUND}"
        named = Provenance(
            source="built-in list",
            method="sector by the Global Industry Classification Standard",
            as_of=as_of,
        )
        bare = SectorView(name=sector.name, proxy=sector.fund, provenance=named)
        try:
            fund, market = await asyncio.gather(
                self._bars.closes(sector.fund, QUARTER + 1), self._bars.closes(MARKET_FUND, QUARTER + 1)
            )
        except Problem as problem:
            return bare.model_copy(
                update={"provenance": named.model_copy(update={"note": f"Not compared: {problem.detail}"})}
            )
        if min(len(fund.close), len(market.close)) <= QUARTER or fund.last.date() != market.last.date():
            return bare
        relative = float(fund.close[-1] / fund.close[0] - market.close[-1] / market.close[0])
        return SectorView(
            name=sector.name,
            proxy=sector.fund,
            label=standing(relative),
            relative_return=relative,
            provenance=Provenance(source=fund.source, method=method, as_of=fund.last),
        )


def _reading(figure: MacroFigure) -> MacroReading:
    moment = datetime(figure.as_of.year, figure.as_of.month, figure.as_of.day, tzinfo=UTC)
    return MacroReading(
        key=figure.key,
        name=figure.name,
        value=figure.value,
        unit=figure.unit,
        change=figure.change,
        reading=figure.reading,
        provenance=Provenance(source=figure.source, method=figure.method, as_of=moment),
    )
