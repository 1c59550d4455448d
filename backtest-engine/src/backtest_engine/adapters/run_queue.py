"""The queue that carries runs to workers, in the same Postgres as the runs themselves."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.deliveries import Deliveries
from backtest_engine.adapters.job_loop import JobLoop
from backtest_engine.adapters.run_rows import RUN_QUEUE, RUN_TASK

STUDY_QUEUE = "studies"
STUDY_TASK = "execute_study"
LANES = ((RUN_QUEUE,), (RUN_QUEUE,), (STUDY_QUEUE,))
"""Two runs at a time: while one computes, another waits for its sandbox or for the disk. Beside them one study."""

_log = structlog.get_logger(__name__)

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
    """The worker's end of the queue.

    Args:
        database_url: Where the queue is.
        execute_run: Told the id of a run.
        execute_study: Told the id of a study.
        stalled_after_seconds: Silence after which another worker counts as dead.
    """

    def __init__(
        self,
        database_url: str,
        execute_run: Callable[[UUID], Awaitable[None]],
        execute_study: Callable[[UUID], Awaitable[None]],
        stalled_after_seconds: float,
    ) -> None:
        self._database_url = database_url
        self._tasks = {RUN_TASK: execute_run, STUDY_TASK: execute_study}
        self._stalled_after_seconds = stalled_after_seconds

    async def work(self) -> None:
        """Take jobs until cancelled; see `JobLoop.run`."""
        deliveries = await Deliveries.open(self._database_url, LANES, self._stalled_after_seconds)
        try:
            await JobLoop(deliveries, self._tasks).run()
        finally:
            await deliveries.close()


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
