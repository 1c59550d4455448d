"""The list of stored series, kept for a moment: asked for once by many, and never older than what was written here."""

import asyncio

import pytest

from market_data_service.adapters.postgres.recent import RecentList
from market_data_service.ports import StoredSeries


class Database:
    """Answers when it is let, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.answers: list[list[StoredSeries]] = [[] for _ in range(3)]

    async def ask(self) -> list[StoredSeries]:
        mine = self.answers[self.asked]
        self.asked += 1
        await self.may_answer.wait()
        return mine


@pytest.fixture
def database() -> Database:
    return Database()


async def test_a_hundred_readers_ask_once(database: Database) -> None:
    recent = RecentList(database.ask)
    database.may_answer.set()
    await asyncio.gather(*(recent.read() for _ in range(100)))
    await recent.read()
    assert database.asked == 1


async def test_after_a_write_it_is_asked_again_even_while_an_older_answer_is_on_its_way(database: Database) -> None:
    recent = RecentList(database.ask)
    early = asyncio.create_task(recent.read())
    await asyncio.sleep(0)
    recent.forget()
    late = asyncio.create_task(recent.read())
    await asyncio.sleep(0)
    database.may_answer.set()
    assert await early is database.answers[0]
    assert await late is database.answers[1]
    assert await recent.read() is database.answers[1]


async def test_a_database_that_fails_is_asked_again_next_time() -> None:
    answers = iter([ConnectionError("gone"), None])

    async def ask() -> list[StoredSeries]:
        if error := next(answers):
            raise error
        return []

    recent = RecentList(ask)
    with pytest.raises(ConnectionError):
        await recent.read()
    assert await recent.read() == []
