"""Things die under the running service: clear answers, nothing half stored, and recovery without a restart."""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import orjson
import pytest
import sqlalchemy as sa

from database.migrate import upgrade
from service_kit.client import ServiceClient

sys.path.insert(0, str(Path(__file__).parent))
from running import SECRET, PostgresServer, RedisServer, Service, running_postgres, running_service
from vendor_server import VendorServer, running

FIRST = date(2024, 1, 2)
DAYS = [FIRST + timedelta(days=at) for at in range(40) if (FIRST + timedelta(days=at)).weekday() < 5]
HOLIDAYS = {date(2024, 1, 15)}
SESSIONS = [day for day in DAYS if day not in HOLIDAYS]
PAGE = 10
KNOWN = ["KO", "PEP", "JPM", "XOM", "WMT", "IBM", "AAPL"]


class AlpacaPages:
    """Daily bars of one share over several pages; a page can be told to fail."""

    def __init__(self, server: VendorServer) -> None:
        self.server = server
        self.fails_at: int | None = None
        server.answer("/v2/stocks/bars", self._bars)
        server.answer("/v1/corporate-actions", {"corporate_actions": {}, "next_page_token": None})

    def _bars(self, query: dict[str, str]) -> bytes:
        page = int(query.get("page_token", 0))
        if page == self.fails_at:
            return b'{"bars": {"AAPL": [{"t": "2024-01'
        days = SESSIONS[page * PAGE : (page + 1) * PAGE]
        bars = [{"t": f"{day}T05:00:00Z", "o": 1.0, "h": 2.0, "l": 1.0, "c": 1.5, "v": 9, "n": 1} for day in days]
        more = str(page + 1) if (page + 1) * PAGE < len(SESSIONS) else None
        return orjson.dumps({"bars": {query["symbols"]: bars}, "next_page_token": more})


@dataclass(frozen=True)
class House:
    """The service and everything that it leans on."""

    service: Service
    postgres: PostgresServer
    redis: RedisServer
    alpaca: AlpacaPages


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    redis = RedisServer(folder)
    redis.start()
    with running() as server, running_postgres() as postgres:
        upgrade(postgres.url)
        alpaca = AlpacaPages(server)
        environment = {
            "DATABASE_URL": postgres.url,
            "CACHE_URL": redis.url,
            "MARKET_SOURCES": "stored,alpaca",
            "ALPACA_URL": server.address,
            "ALPACA_API_KEY": "key",
            "ALPACA_API_SECRET": "secret",
        }
        with running_service(folder, environment) as service:
            yield House(service, postgres, redis, alpaca)
    redis.die()


@pytest.fixture
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    signer = ServiceClient("http://nowhere", secret=SECRET, service="tests")
    headers = signer.headers(uuid4())
    async with httpx.AsyncClient(
        base_url=house.service.address, headers=headers, timeout=30, trust_env=False
    ) as client:
        yield client
    await signer.close()


@pytest.fixture
def symbol() -> str:
    """Return a known symbol that no other test has asked for."""
    return KNOWN.pop()


def _asked(symbol: str) -> dict[str, str]:
    return {"symbol": symbol, "start": SESSIONS[0].isoformat(), "end": SESSIONS[-1].isoformat(), "source": "alpaca"}


async def _stored(http: httpx.AsyncClient) -> dict[str, int]:
    listed = (await http.get("/market/series", params={"page_size": 1000})).raise_for_status().json()
    return {one["symbol"]: one["bars"] for one in listed["items"]}


def _is_named_refusal(answer: httpx.Response, code: str) -> bool:
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    return (answer.status_code, answer.json()["code"]) == (503, code)


async def test_a_vendor_that_dies_between_two_pages_leaves_nothing_and_comes_back(
    house: House, http: httpx.AsyncClient, symbol: str
) -> None:
    house.alpaca.fails_at = 1
    answer = await http.get("/market/data", params=_asked(symbol))
    assert _is_named_refusal(answer, "source_failed")
    assert "cut off" in answer.json()["detail"]
    assert symbol not in await _stored(http)
    house.alpaca.fails_at = None
    answer = await http.get("/market/data", params=_asked(symbol))
    assert len(answer.raise_for_status().json()) == len(SESSIONS)
    assert (await _stored(http))[symbol] == len(SESSIONS)


async def test_a_vendor_that_is_left_alone_says_when_to_come_back(
    house: House, http: httpx.AsyncClient, symbol: str
) -> None:
    house.alpaca.fails_at = 0
    answers = [await http.get("/market/data", params=_asked(symbol)) for _ in range(4)]
    house.alpaca.fails_at = None
    assert _is_named_refusal(answers[0], "source_failed")
    assert "failed 3 times in a row" in answers[-1].json()["detail"]
    assert 20 <= int(answers[-1].headers["retry-after"]) <= 30
    sources = (await http.get("/market/sources")).raise_for_status().json()
    assert next(one["breaker"] for one in sources if one["name"] == "alpaca") == "open"
    measured = (await http.get("/metrics")).text
    service = 'service="market-data-service"'
    assert f'vendor_paused{{{service},vendor="alpaca"}} 1.0' in measured
    [left] = re.findall(rf'vendor_calls_left{{{service},vendor="alpaca"}} (\d+)', measured)
    assert 0 < int(left) <= 150
    assert f"live_series{{{service}}} 0.0" in measured


async def test_redis_may_die_and_come_back_and_nobody_notices(
    house: House, http: httpx.AsyncClient, symbol: str
) -> None:
    upload = b"timestamp,open,high,low,close,volume\n2024-01-02,1,2,1,2,10\n"
    house.redis.die()
    for at in range(3):
        if at == 2:
            house.redis.start()
        mine = {"symbol": f"{symbol}{'ABC'[at]}", "timeframe": "1d"}
        stored = await http.post("/market/upload", params=mine, content=upload)
        assert stored.raise_for_status().json()["bars"] == 1
        answer = await http.get("/market/data", params={"symbol": f"{symbol}{'ABC'[at]}"})
        assert len(answer.raise_for_status().json()) == 1
    assert (await http.get("/readyz")).status_code == 200


async def test_postgres_may_go_away_and_come_back(house: House, http: httpx.AsyncClient, symbol: str) -> None:
    upload = b"timestamp,open,high,low,close,volume\n2024-01-02,1,2,1,2,10\n"
    mine = {"symbol": symbol, "timeframe": "1d"}
    (await http.post("/market/upload", params=mine, content=upload)).raise_for_status()
    house.postgres.stop()
    try:
        for method, path, more in (
            ("GET", "/market/series", {}),
            ("POST", "/market/upload", {"params": mine, "content": upload}),
            ("GET", "/market/data", {"params": {"symbol": symbol, "source": "stored"}}),
            ("GET", "/market/backup", {}),
        ):
            answer = await http.request(method, path, **more)
            assert _is_named_refusal(answer, "store_away"), (path, answer.text)
        assert (await http.get("/readyz")).status_code == 503
        assert (await http.get("/healthz")).status_code == 200
    finally:
        house.postgres.start()
    answer = await http.get("/market/data", params={"symbol": symbol})
    assert len(answer.raise_for_status().json()) == 1
    assert (await http.get("/readyz")).status_code == 200


async def test_postgres_that_dies_while_bars_are_written_leaves_all_of_them_or_none(
    house: House, http: httpx.AsyncClient, symbol: str
) -> None:
    mine = {"symbol": symbol, "timeframe": "1m"}
    old = b"timestamp,open,high,low,close,volume\n" + _minutes(3, price=1)
    (await http.post("/market/upload", params=mine, content=old)).raise_for_status()
    new = b"timestamp,open,high,low,close,volume\n" + _minutes(400_000, price=2)
    upload = asyncio.create_task(http.post("/market/upload", params=mine, content=new))
    await asyncio.to_thread(_wait_for_copy, house.postgres.url)
    house.postgres.stop()
    house.postgres.start()
    answer = await upload
    assert _is_named_refusal(answer, "store_away")
    assert (await _stored(http))[symbol] == 3
    bars = (await http.get("/market/data", params=mine)).raise_for_status().json()
    assert [bar["close"] for bar in bars] == [1.0, 1.0, 1.0]
    stored = await http.post("/market/upload", params=mine, content=new)
    assert stored.raise_for_status().json()["bars"] == 400_000


def _minutes(count: int, price: int) -> bytes:
    first = 1_704_067_200
    return b"".join(b"%d,%d,%d,%d,%d,1\n" % (first + at * 60, price, price, price, price) for at in range(count))


def _wait_for_copy(url: str) -> None:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    query = sa.text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'")
    deadline = time.monotonic() + 60
    with engine.connect() as connection:
        while time.monotonic() < deadline and not connection.scalar(query):
            time.sleep(0.01)
    engine.dispose()
