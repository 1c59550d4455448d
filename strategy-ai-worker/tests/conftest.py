"""A migrated database with people in it."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.connect import open_engine, open_sessions
from database.tables.accounts import User
from service_kit.caller import sign_call
from strategy_ai_worker.app import build
from strategy_ai_worker.settings import WorkerSettings
from strategy_language.document import Strategy
from strategy_language.load import load


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = open_engine(database_url)
    yield open_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def user_id(sessions) -> UUID:
    """Return a person who is new in each test."""
    return await add_person(sessions)


@pytest.fixture
async def other_id(sessions) -> UUID:
    return await add_person(sessions)


async def add_person(sessions) -> UUID:
    identity = uuid4()
    async with sessions.begin() as session:
        session.add(User(id=identity, email=f"{identity}@example.com", password_hash=None))
    return identity


@pytest.fixture
def golden_cross() -> Strategy:
    return load(
        {
            "name": "Golden cross",
            "universe": ["^GSPC"],
            "rules": [
                {
                    "id": "r1",
                    "action": "enter_long",
                    "when": "crosses_above(sma(close, 50), sma(close, 200))",
                    "source": "buy the golden cross",
                },
                {"id": "r2", "action": "exit_long", "when": "crosses_below(sma(close, 50), sma(close, 200))"},
            ],
        }
    )


@pytest.fixture
async def client(database_url: str, user_id: UUID) -> AsyncIterator[httpx.AsyncClient]:
    """Call the whole service on behalf of the user; market data and engine are away."""
    nobody = "http://127.0.0.1:9"
    chosen = WorkerSettings(database_url=database_url, market_data_url=nobody, backtest_engine_url=nobody)
    app = build(chosen)
    signed = sign_call(chosen.service_secret.get_secret_value(), "api-gateway", user_id)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://worker", headers={"x-service-call": signed}
        ) as made,
    ):
        yield made
