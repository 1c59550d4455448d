"""Market research put together: settings to adapters to routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import structlog
from fastapi import FastAPI
from pydantic import JsonValue

from database.away import is_away
from database.connect import open_engine
from market_research_service.adapters.fear_greed import PublishedFearGreed
from market_research_service.adapters.finbert import FinbertScorer, NoModel
from market_research_service.adapters.funding import ExchangeFunding, usual_venues
from market_research_service.adapters.lexicon import LexiconScorer
from market_research_service.adapters.macro_csv import CsvEconomy
from market_research_service.adapters.market_data import MarketDataBars
from market_research_service.adapters.postgres import PostgresInsights
from market_research_service.adapters.remembered import Remembered
from market_research_service.adapters.rss import RssHeadlines
from market_research_service.adapters.timetable import Timetable
from market_research_service.api import insight, top
from market_research_service.api.needs import UseCases
from market_research_service.domain.schedule import RHYTHMS
from market_research_service.ports import Economy, MarketBars, ToneScorer
from market_research_service.settings import ResearchSettings
from market_research_service.usecases.assess_asset import AssessAsset
from market_research_service.usecases.look_around import LookAround
from market_research_service.usecases.rank_assets import RankAssets
from market_research_service.usecases.read_insight import ReadInsight
from market_research_service.usecases.refresh import Refresh
from service_kit.app import create_app
from service_kit.client import ServiceClient

_log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def build(settings: ResearchSettings, market_data: httpx.AsyncBaseTransport | None = None) -> FastAPI:
    """Return the application; nothing connects before it is used.

    Args:
        settings: The settings of the service.
        market_data: Another way to market data than the network.
    """
    engine = open_engine(settings.database_url)
    secret = settings.service_secret.get_secret_value()
    client = ServiceClient(
        settings.market_data_url, secret=secret, service=settings.service_name, transport=market_data
    )
    http = httpx.AsyncClient(timeout=settings.research_feed_timeout_seconds, follow_redirects=True)
    bars, store = MarketDataBars(client), PostgresInsights(engine)
    assess = AssessAsset(
        bars, RssHeadlines(http, settings.feeds), choose_scorer(settings), _around(settings, http, bars), utc_now
    )
    read_insight = ReadInsight(assess, bars, store, utc_now)
    refresh = Refresh(read_insight, bars, settings.assets)
    rank = RankAssets(bars, settings.assets, utc_now)
    survey = Remembered(rank.survey, utc_now, lambda _: rank.good_for)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.use_cases = UseCases(read_insight=read_insight, bars=bars, store=store, rank=rank, survey=survey)
        timetable = Timetable(RHYTHMS, refresh)
        timetable.start()
        yield
        timetable.stop()
        await http.aclose()
        await client.close()
        await engine.dispose()

    async def database() -> JsonValue:
        await store.ping()
        return "answers"

    return create_app(
        settings,
        routers=[insight.router, top.router],
        lifespan=lifespan,
        is_away=is_away,
        checks={"database": database},
        internal=True,
        title="Market research",
    )


def _around(settings: ResearchSettings, http: httpx.AsyncClient, bars: MarketBars) -> LookAround:
    offline = settings.market_offline
    venues = [] if offline else usual_venues(settings.research_bybit, settings.research_deribit)
    return LookAround(
        bars,
        Remembered(CsvEconomy(http, settings.macro).read, utc_now, _lasts),
        ExchangeFunding(http, venues),
        PublishedFearGreed(http, "" if offline else settings.research_fear_greed),
        utc_now,
    )


def _lasts(economy: Economy) -> timedelta:
    """Return how long figures of the economy are good for: hours, or minutes where some could not be had."""
    return timedelta(minutes=15) if economy.failures else timedelta(hours=6)


def choose_scorer(settings: ResearchSettings) -> ToneScorer:
    """Return FinBERT when its weights are there, else the lexicon, which then says why."""
    if settings.finbert_path is None:
        return LexiconScorer("No FinBERT weights are given (FINBERT_PATH).")
    try:
        return FinbertScorer(settings.finbert_path)
    except NoModel as reason:
        _log.warning("finbert_not_used", reason=str(reason))
        return LexiconScorer(f"FinBERT is not used: {reason}.")
