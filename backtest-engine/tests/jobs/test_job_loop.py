"""The worker's loop: no job waits though there was news of it, and each is done, or comes again."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.deliveries import Deliveries, Job, Lane
from backtest_engine.adapters.job_loop import JobLoop
from backtest_engine.adapters.run_queue import put_back_stalled
from backtest_engine.adapters.run_rows import PostgresRuns
from backtest_engine.domain.records import NewRun
from strategy_language.conversation import EngineRunRequest

FOREVER = 3600.0


class MadeQueue:
    """Jobs from a list; `between` happens after a look found nothing, and before the loop learns of it."""

    def __init__(self, *jobs: Job) -> None:
        self.news = asyncio.Event()
        self.idle = False
        self.lanes = (self,)
        self.waiting = list(jobs)
        self.log: list[tuple[str, Job]] = []
        self.between: Callable[[], None] = lambda: None
        self.beats = 0

    async def beat(self) -> None:
        self.beats += 1

    async def fetch(self) -> Job | None:
        if self.waiting:
            return self.waiting.pop(0)
        between, self.between = self.between, lambda: None
        between()
        return None

    async def done(self, job: Job) -> None:
        self.log.append(("done", job))

    async def again(self, job: Job, *, at_once: bool = False) -> None:
        self.log.append(("at once" if at_once else "later", job))


@pytest.fixture
def job() -> Callable[[], Job]:
    return lambda: Job(1, "execute_run", uuid4(), 0)


@pytest.fixture
async def looping() -> Any:
    """Start a loop over a queue whose tasks end in `work`; it is ended with the test."""
    started: list[asyncio.Task[None]] = []

    def start(queue: Any, work: Callable[[UUID], Awaitable[None]], grace: float = FOREVER) -> asyncio.Task[None]:
        loop = JobLoop(queue, {"execute_run": work}, poll_seconds=FOREVER, grace_seconds=grace)
        started.append(asyncio.create_task(loop.run()))
        return started[-1]

    yield start
    for each in started:
        each.cancel()
    await asyncio.gather(*started, return_exceptions=True)


@pytest.mark.timeout(30)
async def test_a_job_that_is_added_while_a_look_finds_nothing_does_not_wait_for_the_poll(
    looping: Any, job: Callable[[], Job]
) -> None:
    queue, taken = MadeQueue(), asyncio.Event()
    late = job()

    def added() -> None:
        queue.waiting.append(late)
        queue.news.set()

    async def work(_: UUID) -> None:
        taken.set()

    queue.between = added
    looping(queue, work)
    await taken.wait()


async def test_a_job_that_fails_comes_again_later_and_the_next_one_is_taken(
    looping: Any, job: Callable[[], Job]
) -> None:
    bad, good = job(), job()
    queue, taken = MadeQueue(bad, good), asyncio.Event()

    async def work(row: UUID) -> None:
        if row == bad.row:
            raise ConnectionError("The database went away.")
        taken.set()

    ending = looping(queue, work)
    await taken.wait()
    ending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ending
    assert queue.log == [("later", bad), ("done", good)]


async def test_a_job_of_a_task_that_nobody_knows_here_is_left_to_others(looping: Any, job: Callable[[], Job]) -> None:
    strange, good = Job(2, "dream", uuid4(), 0), job()
    queue, taken = MadeQueue(strange, good), asyncio.Event()

    async def work(_: UUID) -> None:
        taken.set()

    looping(queue, work)
    await taken.wait()
    assert queue.log[0] == ("later", strange)


async def test_who_is_told_to_stop_gives_back_the_job_that_does_not_end(looping: Any, job: Callable[[], Job]) -> None:
    long = job()
    queue, begun = MadeQueue(long, job()), asyncio.Event()

    async def work(_: UUID) -> None:
        begun.set()
        await asyncio.sleep(FOREVER)

    ending = looping(queue, work, grace=0.01)
    await begun.wait()
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert queue.log == [("at once", long)]
    assert len(queue.waiting) == 1


async def test_who_is_told_to_stop_ends_the_job_at_hand_first(looping: Any, job: Callable[[], Job]) -> None:
    last = job()
    queue, begun, may_end = MadeQueue(last), asyncio.Event(), asyncio.Event()

    async def work(_: UUID) -> None:
        begun.set()
        await may_end.wait()

    ending = looping(queue, work)
    await begun.wait()
    ending.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert queue.log == [("done", last)]


async def test_what_takes_long_in_one_lane_holds_up_no_other(looping: Any, job: Callable[[], Job]) -> None:
    long, short = job(), job()
    queue, other = MadeQueue(long), MadeQueue(short)
    queue.lanes = (queue, other)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work(row: UUID) -> None:
        if row == long.row:
            begun.set()
            await asyncio.sleep(FOREVER)
        ended.set()

    ending = looping(queue, work, grace=0.01)
    await begun.wait()
    await ended.wait()
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert (queue.log, other.log) == ([("at once", long)], [("done", short)])


async def test_a_queue_that_cannot_be_reached_ends_the_loop(looping: Any) -> None:
    queue = MadeQueue()

    def gone() -> None:
        raise ConnectionError("The database went away.")

    async def work(_: UUID) -> None:
        raise AssertionError

    queue.between = gone
    with pytest.raises(ConnectionError, match="went away"):
        await looping(queue, work)


class TestDeliveries:
    QUEUES = ("runs",)

    @pytest.fixture
    async def add(self, rows: AsyncEngine, user: UUID, request_of_a_run: EngineRunRequest) -> Any:
        async with rows.begin() as connection:
            await connection.execute(sa.text("DELETE FROM procrastinate_jobs"))

        async def add() -> UUID:
            return (await PostgresRuns(rows).add(NewRun(uuid4(), user, request_of_a_run, "lineage"))).id

        return add

    @pytest.fixture
    async def opened(self, database_url: str) -> Any:
        found: list[Deliveries] = []

        async def open_one() -> Lane:
            found.append(await Deliveries.open(database_url, (self.QUEUES, ("studies",)), 60))
            return found[-1].lanes[0]

        yield open_one
        for each in found:
            await each.close()

    @pytest.mark.timeout(30)
    async def test_news_of_a_run_arrives_and_the_run_is_delivered(self, opened: Any, add: Any) -> None:
        deliveries = await opened()
        assert await deliveries.fetch() is None
        run_id = await add()
        await deliveries.news.wait()
        job = await deliveries.fetch()
        assert (job.task, job.row, job.attempts) == ("execute_run", run_id, 0)
        await deliveries.done(job)

    async def test_a_job_goes_to_one_worker_and_to_another_only_when_it_was_put_back(
        self, opened: Any, add: Any, rows: AsyncEngine
    ) -> None:
        first, second = await opened(), await opened()
        run_id = await add()
        job = await first.fetch()
        assert await second.fetch() is None
        await first.again(job, at_once=True)
        again = await second.fetch()
        assert (again.row, again.attempts) == (run_id, 1)
        # The first one, late, can neither take it out nor put it back: it is the second one's now.
        await first.done(job)
        await first.again(job, at_once=True)
        assert await first.fetch() is None
        await second.done(again)
        async with rows.connect() as connection:
            assert (await connection.execute(sa.text("SELECT count(*) FROM procrastinate_jobs"))).scalar_one() == 0

    async def test_a_lane_delivers_jobs_of_its_own_queues_alone(self, database_url: str, add: Any) -> None:
        deliveries = await Deliveries.open(database_url, (("studies",), self.QUEUES), 60)
        studies, runs = deliveries.lanes
        run_id = await add()
        assert await studies.fetch() is None
        assert (await runs.fetch()).row == run_id
        await deliveries.close()

    async def test_one_job_wakes_one_sleeper_and_two_jobs_wake_two(self, database_url: str, add: Any) -> None:
        deliveries = await Deliveries.open(database_url, (self.QUEUES, self.QUEUES), 60)
        first, second = deliveries.lanes
        first.idle = second.idle = True
        await add()
        await first.news.wait()
        assert not second.news.is_set()
        await add()
        await second.news.wait()
        await deliveries.close()

    async def test_a_lane_that_is_looking_is_told_to_look_again(self, database_url: str, add: Any) -> None:
        deliveries = await Deliveries.open(database_url, (self.QUEUES,), 60)
        (looking,) = deliveries.lanes
        await add()
        await looking.news.wait()
        await deliveries.close()

    async def test_a_job_that_failed_is_not_delivered_before_its_time(self, opened: Any, add: Any) -> None:
        deliveries = await opened()
        await add()
        job = await deliveries.fetch()
        await deliveries.again(job)
        assert await deliveries.fetch() is None

    async def test_what_a_worker_held_that_left_is_found_again(
        self, database_url: str, opened: Any, add: Any, rows: AsyncEngine
    ) -> None:
        gone = await Deliveries.open(database_url, (self.QUEUES,), 60)
        run_id = await add()
        await gone.lanes[0].fetch()
        await gone.close()
        assert await put_back_stalled(rows, 3600) == 1
        assert (await (await opened()).fetch()).row == run_id
