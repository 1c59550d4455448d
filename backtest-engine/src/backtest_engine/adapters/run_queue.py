"""The queue that carries runs to workers, in the same Postgres as the runs themselves."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import procrastinate
import sqlalchemy as sa
import structlog
from procrastinate.worker import Worker
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.run_rows import RUN_QUEUE, RUN_TASK

STUDY_QUEUE = "studies"
STUDY_TASK = "execute_study"

_log = structlog.get_logger(__name__)
_HEARTBEAT_SECONDS = 2.0
_MOST_DELIVERIES = 10

# One statement, so that two engines that look at the same moment do not both put a job back.
_PUT_BACK = """
    WITH stalled AS (
        SELECT job.id, job.queue_name
        FROM procrastinate_jobs job {join}
        WHERE job.status = 'doing' AND {condition}
        FOR UPDATE OF job SKIP LOCKED
    )
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL),
           pg_notify('procrastinate_queue_v1#' || queue_name, '{{"type": "job_inserted", "job_id": ' || id || '}}')
    FROM stalled
"""
_STALLED = sa.text(
    _PUT_BACK.format(
        join="LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id",
        condition="(worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :seconds))",
    )
)
_HELD_BY = sa.text(
    _PUT_BACK.format(
        join="",
        condition="""job.id IN (
            SELECT job_id FROM backtest_runs WHERE claimed_by = :worker AND status = 'running'
            UNION ALL SELECT job_id FROM studies WHERE claimed_by = :worker AND status = 'running')""",
    )
).bindparams(sa.bindparam("worker", type_=sa.Uuid))


class WorkerQueue:
    """The worker's end of the queue: takes one job after the other, until it is told to stop."""

    def __init__(
        self,
        database_url: str,
        execute_run: Callable[[UUID], Awaitable[None]],
        execute_study: Callable[[UUID], Awaitable[None]],
        stalled_after_seconds: float,
    ) -> None:
        connector = procrastinate.PsycopgConnector(conninfo=database_url, min_size=1, max_size=3)
        self._app = procrastinate.App(connector=connector)
        self._stalled_after_seconds = stalled_after_seconds
        # A job whose task itself fails (the database went away) is delivered again, after a while longer each time.
        again = procrastinate.RetryStrategy(max_attempts=_MOST_DELIVERIES, linear_wait=1)

        @self._app.task(name=RUN_TASK, queue=RUN_QUEUE, retry=again)
        async def run(run_id: str) -> None:
            await execute_run(UUID(run_id))

        @self._app.task(name=STUDY_TASK, queue=STUDY_QUEUE, retry=again)
        async def study(study_id: str) -> None:
            await execute_study(UUID(study_id))

    async def work(self, queues: tuple[str, ...] = (RUN_QUEUE, STUDY_QUEUE)) -> None:
        """Take jobs until cancelled; the one at hand gets five seconds to end, then goes back."""
        async with self._app.open_async():
            worker = Worker(
                self._app,
                queues=list(queues),
                concurrency=1,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=5.0,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=_HEARTBEAT_SECONDS,
                stalled_worker_timeout=self._stalled_after_seconds,
            )
            # Psycopg may swallow a cancellation while a statement is under way: who was told to end must not begin, and
            # the worker is told to stop rather than cancelled, or it would go on for ever.
            me = asyncio.current_task()
            if me is not None and me.cancelling():
                raise asyncio.CancelledError
            working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            try:
                await asyncio.shield(working)
            except asyncio.CancelledError:
                worker.stop()  # type: ignore[no-untyped-call]
                await working
                raise


async def put_back_stalled(engine: AsyncEngine, stalled_after_seconds: float) -> int:
    """Deliver again what workers hold that have fallen silent, and return how many jobs."""
    return await _put_back(engine, _STALLED, {"seconds": stalled_after_seconds})


async def put_back_of(engine: AsyncEngine, worker: UUID) -> int:
    """Deliver again what a worker held that is known to be dead, and return how many jobs."""
    return await _put_back(engine, _HELD_BY, {"worker": worker})


async def _put_back(engine: AsyncEngine, statement: sa.TextClause, values: dict[str, object]) -> int:
    async with engine.begin() as connection:
        count = len((await connection.execute(statement, values)).all())
    if count:
        _log.warning("jobs_put_back", jobs=count)
    return count
