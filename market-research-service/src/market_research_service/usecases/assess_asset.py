"""Finding out what is known about an asset now."""

import asyncio
from datetime import timedelta

from market_research_service.domain.headlines import overall, relevant, tone
from market_research_service.domain.judgement import Signs, risk_flag, risk_reasons, summarise
from market_research_service.domain.regime import read_regime
from market_research_service.domain.schedule import OLD_BARS, RHYTHMS
from market_research_service.domain.trend import LEAST_BARS, read_trend
from market_research_service.domain.volatility import LEAST_BARS as LEAST_FOR_VOLATILITY
from market_research_service.domain.volatility import read_volatility
from market_research_service.ports import Clock, DailyCloses, Gathered, Headlines, MarketBars, ToneScorer
from market_research_service.usecases.look_around import LookAround
from trading_contracts.bars import Instrument
from trading_contracts.insight import (
    Headline,
    Insight,
    Provenance,
    Regime,
    Sentiment,
    Trend,
    VolatilityRegime,
)
from trading_contracts.problem import Problem

_BARS = 756
_OLDEST_NEWS = timedelta(days=7)
_SHOWN = 20


class AssessAsset:
    """Builds an insight: every part with where it comes from, and every missing part with why.

    Args:
        bars: Gives closes.
        headlines: Gives news.
        scorer: Reads tones.
        look_around: Finds what surrounds the asset.
        clock: Tells the time.
    """

    def __init__(
        self, bars: MarketBars, headlines: Headlines, scorer: ToneScorer, look_around: LookAround, clock: Clock
    ) -> None:
        self._bars = bars
        self._headlines = headlines
        self._scorer = scorer
        self._look_around = look_around
        self._clock = clock

    async def __call__(self, asset: str) -> Insight:
        """Return what is known about an asset.

        Raises:
            UnknownSymbol: Nothing is called that.
        """
        instrument = await self._bars.instrument(asset)
        missing: dict[str, str] = {}
        closes = await self._closes(instrument, missing)
        gathered, around = await asyncio.gather(
            self._headlines.gather(instrument), self._look_around(instrument, closes)
        )
        missing |= around.missing
        trend, volatility = self._from_closes(instrument, closes, missing)
        sentiment, headlines = await self._from_news(instrument, gathered, missing)
        regime = self._regime(trend, volatility, missing)
        found = Signs(trend, volatility, sentiment, around.fear_greed, around.macro)
        risk = risk_flag(found)
        if risk is None:
            missing["risk_flag"] = "needs the volatility"
        return Insight(
            asset=instrument.symbol,
            as_of=self._clock(),
            trend=trend,
            volatility=volatility,
            sentiment=sentiment,
            headlines=tuple(headlines[:_SHOWN]),
            regime=regime,
            sector=around.sector,
            macro=around.macro,
            funding=around.funding,
            fear_greed=around.fear_greed,
            risk_flag=risk,
            risk_reasons=risk_reasons(found) if risk else (),
            summary=summarise(self._named(instrument, closes), found, risk),
            missing=missing,
        )

    async def _closes(self, instrument: Instrument, missing: dict[str, str]) -> DailyCloses | None:
        try:
            return await self._bars.closes(instrument.symbol, _BARS)
        except Problem as problem:
            missing["trend"] = missing["volatility"] = problem.detail
            return None

    def _from_closes(
        self, instrument: Instrument, closes: DailyCloses | None, missing: dict[str, str]
    ) -> tuple[Trend | None, VolatilityRegime | None]:
        if closes is None:
            return None, None
        note = f"The bars end on {closes.last.date()}." if self._is_old(closes) else ""
        note = f"Sample data. {note}".strip() if closes.is_sample else note
        direction = read_trend(closes.close)
        lively = read_volatility(closes.close, RHYTHMS[instrument.market].bars_a_year)
        trend = volatility = None
        if direction is None:
            missing["trend"] = f"needs {LEAST_BARS} daily bars, there are {len(closes.close)}"
        else:
            source = Provenance(source=closes.source, method=direction.method, as_of=closes.last, note=note)
            trend = Trend(label=direction.label, strength=direction.strength, provenance=source)
        if lively is None:
            missing["volatility"] = f"needs {LEAST_FOR_VOLATILITY} daily bars, there are {len(closes.close)}"
        else:
            source = Provenance(source=closes.source, method=lively.method, as_of=closes.last, note=note)
            volatility = VolatilityRegime(
                label=lively.label,
                annualised_volatility=lively.annualised,
                percentile=lively.percentile,
                provenance=source,
            )
        return trend, volatility

    @staticmethod
    def _regime(trend: Trend | None, volatility: VolatilityRegime | None, missing: dict[str, str]) -> Regime | None:
        label = read_regime(trend, volatility)
        if label is None or trend is None:
            missing["regime"] = "needs the trend and the volatility"
            return None
        method = "the trend and the volatility of the asset together"
        return Regime(label=label, provenance=trend.provenance.model_copy(update={"method": method}))

    def _is_old(self, closes: DailyCloses) -> bool:
        return self._clock() - closes.last > OLD_BARS

    def _named(self, instrument: Instrument, closes: DailyCloses | None) -> str:
        """Return the name to speak of; bars that end long ago are not spoken of as if they were today's."""
        if closes is None or not self._is_old(closes):
            return instrument.name
        return f"{instrument.name} (as of {closes.last.date()})"

    async def _from_news(
        self, instrument: Instrument, gathered: Gathered, missing: dict[str, str]
    ) -> tuple[Sentiment | None, list[Headline]]:
        now = self._clock()
        names = _names(instrument)
        chosen = relevant(gathered.headlines, names, now, _OLDEST_NEWS)
        if not chosen:
            missing["sentiment"] = _why_no_news(gathered, instrument.name)
            return None, []
        scores = await asyncio.to_thread(self._scorer.scores, [one.title for one in chosen])
        score = overall(scores, [now - one.published_at for one in chosen])
        silent = f" Feeds that did not answer: {', '.join(sorted(gathered.failures))}." if gathered.failures else ""
        sentiment = Sentiment(
            score=max(-1.0, min(1.0, score)),
            label=tone(score),
            headlines=len(chosen),
            provenance=Provenance(
                source=self._scorer.name,
                method=self._scorer.method,
                as_of=chosen[0].published_at,
                note=(self._scorer.note + silent).strip(),
            ),
        )
        shown = [
            Headline(title=one.title, url=one.url, published_at=one.published_at, score=max(-1.0, min(1.0, value)))
            for one, value in zip(chosen, scores, strict=True)
        ]
        return sentiment, shown


def _names(instrument: Instrument) -> list[str]:
    base = instrument.symbol.partition("/")[0].removeprefix("^")
    return [instrument.name, base, *instrument.aliases]


def _why_no_news(gathered: Gathered, name: str) -> str:
    if not gathered.asked:
        return "no news feed is asked: none is set for this market, or this installation is offline"
    if len(gathered.failures) == len(gathered.asked):
        reasons = "; ".join(f"{feed}: {reason}" for feed, reason in sorted(gathered.failures.items()))
        return f"no news feed answered ({reasons})"
    return f"no headline of the last {_OLDEST_NEWS.days} days names {name}"
