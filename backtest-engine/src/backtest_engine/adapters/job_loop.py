"""What a worker does all day: in each lane the next job, and the next; between them it sleeps until there is news.

What takes long in one lane holds up no other: a run of a moment does not wait for a study of minutes.
"""

import asyncio
import contextlib
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

import structlog

from backtest_engine.adapters.deliveries import Job

_log = structlog.get_logger(__name__)
_HEARTBEAT_SECONDS = 2.0


class Lane(Protocol):
    """Where jobs come from that are done one after the other; see `deliveries.Lane`.

    Attributes:
        news: Set when there may be a job.
        idle: Whether the loop sleeps until then.
    """

    news: asyncio.Event
    idle: bool

    async def fetch(self) -> Job | None:
        """Take the next job, if there is one."""
        ...

    async def done(self, job: Job) -> None:
        """Take a job out of the queue."""
        ...

    async def again(self, job: Job, *, at_once: bool = False) -> None:
        """Put a job back."""
        ...


class Queue(Protocol):
    """All that a worker takes jobs from; see `Deliveries`."""

    @property
    def lanes(self) -> Sequence[Lane]:
        """Return the lanes; there is at most one job at a time in each."""
        ...

    async def beat(self) -> None:
        """Say that this worker lives."""
        ...


class JobLoop:
    """Takes one job after the other in each lane, until it is told to stop.

    Args:
        queue: Where they come from.
        tasks: What is done with the row of a job, by the name of its task.
        poll_seconds: Between two looks when nothing was heard: jobs that were put back for later come with no news.
        grace_seconds: What the jobs at hand get to end when the loop is cancelled.
    """

    def __init__(
        self,
        queue: Queue,
        tasks: Mapping[str, Callable[[UUID], Awaitable[None]]],
        poll_seconds: float = 1.0,
        grace_seconds: float = 5.0,
    ) -> None:
        self._queue = queue
        self._tasks = tasks
        self._poll_seconds = poll_seconds
        self._grace_seconds = grace_seconds
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled; the jobs at hand get a while to end, then go back.

        What the queue itself raises ends the loop: a worker that cannot reach it is of no use, and is started anew.
        """
        working = [asyncio.create_task(self._beat())]
        working += [asyncio.create_task(self._take(lane)) for lane in self._queue.lanes]
        try:
            await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stopping.set()
            for lane in self._queue.lanes:
                lane.news.set()
            for ended in await asyncio.gather(*working, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    async def _beat(self) -> None:
        while not await self._stops_within(_HEARTBEAT_SECONDS):
            await self._queue.beat()

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._stopping.wait()
        except TimeoutError:
            return False

    async def _take(self, lane: Lane) -> None:
        while not self._stopping.is_set():
            # Before the look, not after it: what is added while it finds nothing must not wait for the next poll.
            lane.news.clear()
            job = await lane.fetch()
            if job is not None:
                await self._deliver(lane, job)
            elif not self._stopping.is_set():
                await self._news(lane)

    async def _news(self, lane: Lane) -> None:
        lane.idle = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._poll_seconds):
                await lane.news.wait()
        lane.idle = False

    async def _deliver(self, lane: Lane, job: Job) -> None:
        doing, stopping = asyncio.create_task(self._do(job)), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not doing.done():
            await asyncio.wait({doing}, timeout=self._grace_seconds)
            doing.cancel()
        (ended,) = await asyncio.gather(doing, return_exceptions=True)
        if ended is None:
            await lane.done(job)
        elif isinstance(ended, asyncio.CancelledError):
            await lane.again(job, at_once=True)
        else:
            # The database went away under it, most likely: who is written in it is written once, so it may come again.
            text = "".join(traceback.format_exception(ended))
            _log.error("job_failed", task=job.task, row=str(job.row), attempts=job.attempts, traceback=text)
            await lane.again(job)

    async def _do(self, job: Job) -> None:
        await self._tasks[job.task](job.row)
