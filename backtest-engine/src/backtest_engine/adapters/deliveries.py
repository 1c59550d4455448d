"""The tables of the queue as one worker sees them: its heartbeat, the next job, and what becomes of it."""

import asyncio
from dataclasses import dataclass
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


class Deliveries:
    """A worker's connection to the queue.

    It waits for no disk (`synchronous_commit`): what a crash of the server forgets here is only who holds which job.
    Such a crash ends this connection, and the worker with it; its jobs are put back, and a run that is final is not
    begun again.

    Attributes:
        news: Set when a job was added.
    """

    def __init__(self, connection: asyncpg.Connection, worker: int, queues: tuple[str, ...]) -> None:
        self._connection = connection
        self._worker = worker
        self._queues = queues
        self._alone = asyncio.Lock()
        self.news = asyncio.Event()

    @classmethod
    async def open(cls, database_url: str, queues: tuple[str, ...], stalled_after_seconds: float) -> Self:
        """Return deliveries of some queues to a new worker."""
        connection = await connect(database_url, _CONNECT_SECONDS, synchronous_commit="off")
        try:
            await connection.execute(_PRUNE, stalled_after_seconds)
            found = cls(connection, await connection.fetchval(_REGISTER), queues)
            for queue in queues:
                await connection.add_listener(f"procrastinate_queue_v1#{queue}", lambda *_: found.news.set())
        except BaseException:
            connection.terminate()
            raise
        return found

    async def close(self) -> None:
        """Leave the queue; what is still held goes back at the next look for silent workers."""
        try:
            if not self._connection.is_closed():
                async with self._alone:
                    await self._connection.execute(_LEAVE, self._worker)
        finally:
            self._connection.terminate()

    async def beat(self) -> None:
        """Say that this worker lives."""
        async with self._alone:
            await self._connection.execute(_BEAT, self._worker)

    async def fetch(self) -> Job | None:
        """Take the next job, if there is one."""
        async with self._alone:
            row = await self._connection.fetchrow(_FETCH, self._queues, self._worker)
        if row is None or row["id"] is None:
            return None
        (row_id,) = orjson.loads(row["args"]).values()
        return Job(row["id"], row["task_name"], UUID(row_id), row["attempts"])

    async def done(self, job: Job) -> None:
        """Take a job out of the queue."""
        async with self._alone:
            await self._connection.execute(_DONE, job.id, self._worker)

    async def again(self, job: Job, *, at_once: bool = False) -> None:
        """Put a job back, to be delivered after a while that is longer each time."""
        seconds = 0 if at_once else min(job.attempts + 1, _LONGEST_WAIT_SECONDS)
        async with self._alone:
            await self._connection.execute(_AGAIN, job.id, self._worker, float(seconds))
