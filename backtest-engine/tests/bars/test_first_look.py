"""A first look at a range asks the market data service for one bar, and only for a moment."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date

import httpx
import pytest

from backtest_engine.adapters import market_bars
from backtest_engine.adapters.market_bars import MarketBars
from backtest_engine.ports import BarQuery
from service_kit.client import ServiceClient
from trading_contracts.bars import Adjustment, Timeframe
from trading_contracts.problem import NoBars

QUERY = BarQuery("SPY", Timeframe.D1, date(2020, 1, 1), date(2020, 6, 1), Adjustment.ALL, 0)


class Market:
    """Answers what it was told to, and remembers the questions."""

    def __init__(self) -> None:
        self.answer: Callable[[], httpx.Response] = lambda: httpx.Response(200, json=[{"close": 1}])
        self.asked: list[httpx.Request] = []
        self.seconds = 0.0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        await asyncio.sleep(self.seconds)
        return self.answer()


@pytest.fixture
def market() -> Market:
    return Market()


@pytest.fixture
async def source(market: Market) -> AsyncIterator[MarketBars]:
    client = ServiceClient("http://market", secret="s" * 32, service="test", transport=httpx.MockTransport(market))
    yield MarketBars(client)
    await client.close()


async def test_one_bar_is_asked_for_and_the_answer_is_kept(market: Market, source: MarketBars) -> None:
    await source.look(QUERY)
    await source.look(QUERY)
    assert [request.url.path for request in market.asked] == ["/market/data"]
    assert market.asked[0].url.params["limit"] == "1"


async def test_an_empty_range_is_refused_each_time(market: Market, source: MarketBars) -> None:
    market.answer = lambda: httpx.Response(200, json=[])
    for _ in range(2):
        with pytest.raises(NoBars):
            await source.look(QUERY)
    assert len(market.asked) == 2


async def test_the_refusal_of_the_service_is_passed_on(market: Market, source: MarketBars) -> None:
    problem = {"title": "Not found", "status": 404, "detail": "There is no bar.", "code": "no_bars"}
    market.answer = lambda: httpx.Response(404, json=problem)
    with pytest.raises(NoBars):
        await source.look(QUERY)


async def test_who_does_not_know_yet_says_nothing(
    market: Market, source: MarketBars, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(market_bars, "_LOOK_SECONDS", 0.02)
    market.seconds = 1
    await source.look(QUERY)
    market.seconds, market.answer = 0, lambda: httpx.Response(503, json={})
    await source.look(QUERY)
    assert len(market.asked) >= 2
