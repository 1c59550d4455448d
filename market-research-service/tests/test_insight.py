"""One insight, from closes over HTTP and headlines from feeds on loopback, kept in a real database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Response
from pydantic import SecretStr

from database.connect import open_engine
from market_research_service.adapters.rss import RssHeadlines
from market_research_service.adapters.timetable import Timetable
from market_research_service.app import build
from market_research_service.domain.schedule import RHYTHMS
from market_research_service.settings import ResearchSettings
from service_kit.client import ServiceClient
from trading_contracts.bars import Instrument, Market
from trading_contracts.insight import Insight, TopAssets
from trading_contracts.paging import Page
from trading_contracts.problem import UnknownSymbol

SECRET = "a secret of the tests, long enough for HS256"
APPLE = Instrument(
    symbol="AAPL", name="Apple", market=Market.US, calendar="XNYS", zone="America/New_York", aliases=("Apple Inc",)
)


@pytest.fixture
def market_data() -> FastAPI:
    """Return a market-data-service with one rising share."""
    app = FastAPI()
    app.state.asked = 0

    @app.get("/market/symbols/{symbol:path}")
    async def symbol(symbol: str, response: Response) -> dict[str, object]:
        if symbol.lower() not in ("aapl", "apple"):
            response.status_code = 404
            return {
                "title": "Not found",
                "status": 404,
                "detail": f"There are no bars for {symbol}.",
                "code": "unknown_symbol",
            }
        return {"instrument": APPLE.model_dump(mode="json"), "asked": symbol}

    @app.get("/market/availability")
    async def availability() -> dict[str, object]:
        return {"items": [], "page": 1, "page_size": 1000, "total": 0}

    @app.get("/market/data")
    async def data(response: Response) -> list[dict[str, object]]:
        app.state.asked += 1
        response.headers["X-Source"] = "file"
        start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=299)
        return [
            {"timestamp": (start + timedelta(days=at)).isoformat(), "open": 1, "high": 2, "low": 1,
             "close": 100 + at + (at % 5), "volume": 1}
            for at in range(300)
        ]  # fmt: skip

    return app


@pytest.fixture
async def client(database_url: str, market_data: FastAPI) -> AsyncIterator[ServiceClient]:
    """Return a typed client of a research service whose feeds lead nowhere."""
    settings = ResearchSettings(
        database_url=database_url,
        service_secret=SecretStr(SECRET),
        research_feeds_us="http://127.0.0.1:1/rss",
        research_feed_timeout_seconds=0.5,
        research_macro="vix=http://127.0.0.1:1/vix.csv",
        research_assets="apple,zzzz",
    )
    app = build(settings, market_data=httpx.ASGITransport(app=market_data))
    async with app.router.lifespan_context(app):
        made = ServiceClient("http://research", secret=SECRET, service="tests", transport=httpx.ASGITransport(app=app))
        yield made
        await made.close()
    engine = open_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM research_summaries"))
    await engine.dispose()


async def test_an_insight_names_the_source_of_every_part_and_the_reason_of_every_gap(client: ServiceClient) -> None:
    insight = await client.get("/market/insight", Insight, params={"asset": "apple"})
    assert insight.asset == "AAPL"
    assert insight.trend is not None
    assert insight.volatility is not None
    assert (insight.trend.label, insight.trend.provenance.source) == ("up", "file")
    assert insight.sentiment is None
    assert "no news feed answered (127.0.0.1: unreachable" in insight.missing["sentiment"]
    assert insight.risk_flag is not None
    assert insight.risk_reasons
    assert (insight.regime.label[:6], insight.regime.provenance.source) == ("rising", "file")
    assert (insight.fear_greed.kind, insight.fear_greed.provenance.source) == ("computed", "file")
    assert (insight.sector.name, insight.sector.proxy) == ("Information Technology", "XLK")
    assert insight.macro == ()
    assert "127.0.0.1 is unreachable" in insight.missing["macro"]
    assert "only coins" in insight.missing["funding"]
    assert "Apple is rising" in insight.summary


async def test_a_fresh_insight_is_not_made_again(client: ServiceClient, market_data: FastAPI) -> None:
    first = await client.get("/market/insight", Insight, params={"asset": "AAPL"})
    assert await client.get("/market/insight", Insight, params={"asset": "Apple"}) == first
    # Closes of the asset, of its sector's fund and of the market's.
    assert market_data.state.asked == 3


async def test_the_newest_insight_of_every_asset_is_listed(client: ServiceClient) -> None:
    made = await client.get("/market/insight", Insight, params={"asset": "AAPL"})
    page = await client.get("/market/insights", Page[Insight])
    assert (page.total, page.items) == (1, (made,))


async def test_assets_are_ranked_and_those_that_cannot_be_are_named(client: ServiceClient) -> None:
    top = await client.get("/market/top", TopAssets, params={"by": "momentum", "market": "us_equities"})
    [apple] = top.assets
    assert (apple.rank, apple.asset, apple.trend, apple.stale) == (1, "AAPL", "up", False)
    assert apple.score == apple.return_quarter
    assert apple.provenance.source == "file"
    assert "zzzz" in top.left_out["zzzz"]
    assert (await client.get("/market/top", TopAssets, params={"market": "crypto"})).assets == ()


async def test_an_unknown_asset_is_refused_by_name(client: ServiceClient) -> None:
    with pytest.raises(UnknownSymbol, match="zzzz"):
        await client.get("/market/insight", Insight, params={"asset": "zzzz"})


async def test_headlines_of_one_feed_count_while_the_other_is_away() -> None:
    item = f"<item><title>Apple soars</title><link>https://x/1</link><pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "away":
            raise httpx.ConnectError("no route")
        assert request.url.params.get("s", "AAPL") == "AAPL"
        return httpx.Response(200, text=feed) if request.url.host == "news" else httpx.Response(503)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        feeds = {Market.US: ["http://news/rss?s={symbol}", "http://away/rss", "http://broken/rss"]}
        gathered = await RssHeadlines(http, feeds).gather(APPLE)
    assert [(one.title, one.about_asset) for one in gathered.headlines] == [("Apple soars", True)]
    assert gathered.failures == {"away": "unreachable (ConnectError)", "broken": "answered 503"}


async def test_every_market_is_looked_at_in_its_own_rhythm() -> None:
    async def nothing(_: Market) -> None:
        return

    timetable = Timetable(RHYTHMS, nothing)
    timetable.start()
    runs = timetable.next_runs()
    timetable.stop()
    assert set(runs) == {market.value for market in Market}
    crypto = runs["crypto"]
    assert crypto is not None
    assert crypto - datetime.now(UTC) <= timedelta(hours=1, minutes=1)
