"""Uploads, backup and restore, live bars: the routes with a real database behind them."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from pydantic import SecretStr

from database.connect import open_engine
from market_data_service.api.views import SeriesSummary, StoredView
from market_data_service.app import build
from market_data_service.settings import MarketDataSettings
from service_kit.client import ServiceClient
from trading_contracts.bars import Bar
from trading_contracts.paging import Page
from trading_contracts.problem import NotFound, Problem

GOOD = b"timestamp,open,high,low,close,volume,adj_close\n2024-01-02,1,2,1,2,10,1\n2024-01-03,2,3,2,3,20,3\n"
BAD = b"timestamp,open,high,low,close,volume\n2024-01-02,1,2,1,2,10\n2024-01-02,2,3,2,3,20\n"
MINE = {"symbol": "MINE", "timeframe": "1d"}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> MarketDataSettings:
    return MarketDataSettings(
        market_offline=True,
        data_dir=tmp_path,
        database_url=database_url,
        service_secret=SecretStr("a secret of the tests, long enough for HS256"),
    )


@pytest.fixture
async def application(settings: MarketDataSettings) -> AsyncIterator[FastAPI]:
    app = build(settings)
    async with app.router.lifespan_context(app):
        yield app
    engine = open_engine(settings.database_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM market_series"))
    await engine.dispose()


async def test_uploaded_bars_are_served_with_their_adjusted_close(client: ServiceClient) -> None:
    stored = StoredView.model_validate_json(
        (await client.request("POST", "/market/upload", params=MINE, body=GOOD)).content
    )
    assert (stored.bars, stored.source) == (2, "upload")
    adjusted = await client.get("/market/data", list[Bar], params={"symbol": "MINE"})
    quoted = await client.get("/market/data", list[Bar], params={"symbol": "MINE", "adjustment": "none"})
    assert [bar.close for bar in adjusted] == [1.0, 3.0]
    assert [bar.close for bar in quoted] == [2.0, 3.0]


async def test_a_bad_upload_is_refused_with_its_line_and_nothing_is_lost(client: ServiceClient) -> None:
    await client.request("POST", "/market/upload", params=MINE, body=GOOD)
    with pytest.raises(Problem, match="line 3: the same time as on the line before") as refusal:
        await client.request("POST", "/market/upload", params=MINE, body=BAD)
    assert refusal.value.errors[0].path == "line 3"
    assert len(await client.get("/market/data", list[Bar], params={"symbol": "MINE"})) == 2


async def test_a_backup_brings_back_what_was_removed(client: ServiceClient) -> None:
    await client.request("POST", "/market/upload", params=MINE, body=GOOD)
    before = await client.get("/market/data", list[Bar], params={"symbol": "MINE"})
    archive = await client.get_bytes("/market/backup")
    await client.request("DELETE", "/market/series", params={**MINE, "source": "upload"})
    assert (await client.get("/market/series", Page[SeriesSummary])).total == 0
    restored = await client.request("POST", "/market/restore", body=archive)
    assert restored.json() == {"series": 1, "bars": 2}
    assert await client.get("/market/data", list[Bar], params={"symbol": "MINE"}) == before


async def test_what_is_no_backup_is_refused(client: ServiceClient) -> None:
    with pytest.raises(Problem, match="not a backup"):
        await client.request("POST", "/market/restore", body=b"something else")


async def test_removing_what_is_not_stored_is_refused_by_name(client: ServiceClient) -> None:
    with pytest.raises(NotFound):
        await client.request("DELETE", "/market/series", params={**MINE, "source": "upload"})


async def test_an_exchanges_own_answer_can_be_stored(client: ServiceClient) -> None:
    rows = [[str(1_704_067_200_000 + at * 3_600_000), "1", "2", "0.5", "1.5", "9", "9", "9", "1"] for at in (1, 0)]
    params = {"symbol": "BTC/USDT", "timeframe": "1h", "feed": "okx_spot"}
    await client.request("POST", "/market/upload/candles", params=params, body={"code": "0", "data": rows})
    bars = await client.get("/market/data", list[Bar], params={"symbol": "BTC/USDT", "timeframe": "1h"})
    assert [bar.timestamp.hour for bar in bars] == [0, 1]


@pytest.mark.parametrize("symbol", ["茅台", "MÜNCHEN", 'A"B', "\U00098617"])
async def test_a_symbol_in_any_script_comes_back_as_a_file(client: ServiceClient, symbol: str) -> None:
    params = {"symbol": symbol, "timeframe": "1d"}
    await client.request("POST", "/market/upload", params=params, body=GOOD)
    answer = await client.request("GET", "/market/export", params=params)
    name = answer.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert name.isascii()
    assert unquote(name).endswith("_1d.csv")
    assert answer.content.count(b"\n") == 3
