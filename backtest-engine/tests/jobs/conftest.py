"""A user, a request and a result to work with, in a real database."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.domain.records import StoredResult
from database.connect import open_engine
from strategy_language.conversation import EngineRunRequest
from trading_contracts.results import SummaryStats


@pytest.fixture
async def rows(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def user(new_user: Callable[[], UUID]) -> UUID:
    return new_user()


@pytest.fixture
def request_of_a_run(crossover: dict[str, object]) -> EngineRunRequest:
    return EngineRunRequest.model_validate(
        {"strategy": crossover, "start": date(2015, 1, 2), "end": date(2020, 12, 31)}
    )


@pytest.fixture
def stored_result() -> StoredResult:
    numbers: dict[str, object] = dict.fromkeys(SummaryStats.model_fields, 1)
    stats = SummaryStats.model_validate({**numbers, "undefined": {}})
    return StoredResult("d" * 64, stats, b'{"summary_stats": {}}', b"series")
