"""A migrated database with people in it."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.connect import open_engine, open_sessions
from database.tables.accounts import User
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
