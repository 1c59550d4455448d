"""The tables of the queue as one worker sees them: its heartbeat, the next job, and what becomes of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from uuid import UUID

import asyncpg
import orjson

from backtest_engine.adapters.direct import connect

_LONGEST_WAIT_SECONDS = 30
_CONNECT_SECONDS = 60.0
# The functions of procrastinate's schema. A job is only touched while it is this worker's: one that fell silent for a
# while may have lost it to another.
_REGISTER = "SELECT worker_id FROM procrastinate_register_worker_v1()"
_PRUNE = "SELECT procrastinate_prune_stalled_workers_v1($1)"
_BEAT = "SELECT procrastinate_update_heartbeat_v1($1)"
_LEAVE = "SELECT procrastinate_unregister_worker_v1($1)"
_FETCH = "SELECT id, task_name, args, attempts FROM procrastinate_fetch_job_v2($1::varchar[], $2)"
_DONE = "DELETE FROM procrastinate_jobs WHERE id = $1 AND worker_id = $2 AND status = 'doing'"
_AGAIN = """
    SELECT procrastinate_retry_job_v2(id, now() + make_interval(secs => $3), NULL, NULL, NULL)
    FROM procrastinate_jobs WHERE id = $1 AND worker_id = $2 AND status = 'doing'
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery: which task, for the row of which id, and how often it was delivered before."""

    id: int
    task: str
    row: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class _Worker:
    """A worker's connection to the queue, on which one statement goes at a time, and its number there."""

    connection: asyncpg.Connection
    number: int
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Lane:
    """Jobs of some queues, for whoever does one of them at a time.

    Attributes:
        news: Set when there may be a job.
        idle: Whether somebody sleeps until then.
    """

    queues: tuple[str, ...]
    _worker: _Worker
    news: asyncio.Event = field(default_factory=asyncio.Event)
    idle: bool = False

    async def fetch(self) -> Job | None:
        """Take the next job, if there is one."""
        async with self._worker.alone:
            row = await self._worker.connection.fetchrow(_FETCH, self.queues, self._worker.number)
        if row is None or row["id"] is None:
            return None
        (row_id,) = orjson.loads(row["args"]).values()
        return Job(row["id"], row["task_name"], UUID(row_id), row["attempts"])

    async def done(self, job: Job) -> None:
        """Take a job out of the queue."""
        async with self._worker.alone:
            await self._worker.connection.execute(_DONE, job.id, self._worker.number)

    async def again(self, job: Job, *, at_once: bool = False) -> None:
        """Put a job back, to be delivered after a while that is longer each time."""
        seconds = 0 if at_once else min(job.attempts + 1, _LONGEST_WAIT_SECONDS)
        async with self._worker.alone:
            await self._worker.connection.execute(_AGAIN, job.id, self._worker.number, float(seconds))


class Deliveries:
    """A worker's end of the queue.

    Its connection waits for no disk (`synchronous_commit`): what a crash of the server forgets here is only who holds
    which job. Such a crash ends this connection, and the worker with it; its jobs are put back, and a run that is final
    is not begun again.

    Attributes:
        lanes: Where jobs are taken from; a worker does one job at a time in each.
    """

    def __init__(self, worker: _Worker, lanes: Sequence[Lane]) -> None:
        self._worker = worker
        self.lanes = lanes

    @classmethod
    async def open(cls, database_url: str, lanes: Sequence[tuple[str, ...]], stalled_after_seconds: float) -> Self:
        """Return deliveries to a new worker; each lane is named by its queues."""
        connection = await connect(database_url, _CONNECT_SECONDS, synchronous_commit="off")
        try:
            await connection.execute(_PRUNE, stalled_after_seconds)
            worker = _Worker(connection, await connection.fetchval(_REGISTER))
            opened = [Lane(queues, worker) for queues in lanes]
            for queue in {queue for queues in lanes for queue in queues}:
                told = [lane for lane in opened if queue in lane.queues]
                await connection.add_listener(f"procrastinate_queue_v1#{queue}", partial(_tell, told))
        except BaseException:
            connection.terminate()
            raise
        return cls(worker, opened)

    async def close(self) -> None:
        """Leave the queue; what is still held goes back at the next look for silent workers."""
        try:
            if not self._worker.connection.is_closed():
                async with self._worker.alone:
                    await self._worker.connection.execute(_LEAVE, self._worker.number)
        finally:
            self._worker.connection.terminate()

    async def beat(self) -> None:
        """Say that this worker lives."""
        async with self._worker.alone:
            await self._worker.connection.execute(_BEAT, self._worker.number)


def _tell(lanes: Sequence[Lane], *_: object) -> None:
    # One job was added: one sleeper is enough. Where none sleeps, who is looking just now may have looked too early.
    sleeping = [lane for lane in lanes if lane.idle and not lane.news.is_set()]
    for lane in sleeping[:1] or lanes:
        lane.news.set()
