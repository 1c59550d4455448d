"""Runs in Postgres as a worker sees them: claimed, reported on, and brought to one final state once."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.run_rows import NOTICE_CHANNEL, NOTIFY
from backtest_engine.adapters.stored_bytes import packed_numbers, packed_text
from backtest_engine.adapters.stored_requests import read_request
from backtest_engine.domain.records import Claim, Headline, StoredResult, Trials
from database.straight import straight
from database.tables.runs import Run, Trial
from strategy_language.conversation import EngineRunRequest
from trading_contracts.problem import ProblemDocument
from trading_contracts.results import Overfitting
from trading_contracts.runs import RunStatus

# A claim that a crash of the database forgets is claimed again: nobody waits until it is on the disk.
_CLAIM = """
    WITH soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    UPDATE backtest_runs run
    SET status = 'running', attempt = attempt + 1, claimed_by = $2, started_at = coalesce(started_at, now())
    FROM soon
    WHERE run.id = $1 AND run.status IN ('queued', 'running')
    RETURNING run.user_id, run.attempt, CAST(run.request AS text) AS request, run.lineage, run.cancel_requested, (
        SELECT ARRAY[
            coalesce(sum(trials), 0), coalesce(sum(sharpe_count), 0),
            coalesce(sum(sharpe_sum), 0), coalesce(sum(sharpe_sum_of_squares), 0)
        ]::float8[]
        FROM trials WHERE trials.user_id = run.user_id AND trials.lineage = run.lineage
    ) AS moments, (
        SELECT CAST(overfitting AS text) FROM trials
        WHERE trials.user_id = run.user_id AND trials.lineage = run.lineage AND overfitting IS NOT NULL
        ORDER BY created_at DESC LIMIT 1
    ) AS overfitting
"""

# The result, the final state, the trial and the notice in one statement: all of it or, where the claim was lost, none.
_COMPLETE = f"""
    WITH ended AS (
        UPDATE backtest_runs
        SET status = 'completed', finished_at = now(), message = '', progress = 1, headline = $3
        WHERE id = $1 AND attempt = $2 AND status = 'running'
        RETURNING id
    ), kept AS (
        INSERT INTO backtest_results (run_id, digest, summary_stats, body, series)
        SELECT id, $4::varchar, $5::jsonb, $6::bytea, $7::bytea FROM ended
    ), counted AS (
        INSERT INTO trials (id, user_id, lineage, run_id, trials, sharpe_count, sharpe_sum, sharpe_sum_of_squares)
        SELECT gen_random_uuid(), $8::uuid, $9::varchar, id, 1, $10::integer, $11::float8, $11 * $11 FROM ended
    )
    SELECT pg_notify('{NOTICE_CHANNEL}', CAST(id AS text)) FROM ended
"""  # noqa: S608 - the channel is a constant of ours

_LONG = 1024 * 1024
"""Bytes whose packing the loop does not wait for."""


class PostgresClaims:
    """The rows of runs, as a worker sees them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._at_once = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def claim(self, run_id: UUID, worker: UUID) -> Claim | None:
        """Take a run that is not final; the claim before it, if any, loses its right to finish it."""
        async with straight(self._engine) as connection:
            row = await connection.fetchrow(_CLAIM, run_id, worker)
        if row is None:
            return None
        request = read_request(EngineRunRequest, row["request"])
        trials = _trials(row["moments"], row["overfitting"])
        return Claim(run_id, row["user_id"], row["attempt"], request, row["lineage"], trials, row["cancel_requested"])

    async def report(self, claim: Claim, progress: float, message: str) -> bool:
        """Write how far a run is; False when the claim was lost or the run is to be cancelled."""
        statement = (
            sa.update(Run)
            .where(*_held(claim))
            .values(progress=progress, message=message)
            .returning(Run.cancel_requested)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).one_or_none()
            await connection.execute(NOTIFY, {"run_id": str(claim.run_id)})
        return row is not None and not row.cancel_requested

    async def complete(self, claim: Claim, result: StoredResult, sharpe_per_bar: float | None) -> bool:
        """Write the result, the final state and the trial in one transaction; False when the claim was lost."""
        sharpe = sharpe_per_bar or 0.0
        is_long = len(result.series) > _LONG
        body, series = await asyncio.to_thread(_packed, result) if is_long else _packed(result)
        values = (
            claim.run_id,
            claim.attempt,
            Headline.of(result.stats).model_dump_json(),
            result.digest,
            result.stats.model_dump_json(),
            body,
            series,
            claim.user_id,
            claim.lineage,
            0 if sharpe_per_bar is None else 1,
            sharpe,
        )
        async with straight(self._engine) as connection:
            return bool(await connection.fetch(_COMPLETE, *values))

    async def end(self, claim: Claim, status: RunStatus, problem: ProblemDocument) -> bool:
        """Write another final state; False when the claim was lost."""
        statement = (
            sa.update(Run)
            .where(*_held(claim))
            .values(status=status, finished_at=sa.func.now(), message="", problem=problem.model_dump(mode="json"))
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(statement)).rowcount:
                return False
            await connection.execute(NOTIFY, {"run_id": str(claim.run_id)})
        return True

    async def trials(self, user_id: UUID, lineage: str) -> Trials:
        """Return the moments of the trials that were counted for a lineage."""
        sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in _MOMENTS)
        query = sa.select(*sums).where(Trial.user_id == user_id, Trial.lineage == lineage)
        async with self._at_once.connect() as connection:
            return _trials(tuple((await connection.execute(query)).one()))


_MOMENTS = (Trial.trials, Trial.sharpe_count, Trial.sharpe_sum, Trial.sharpe_sum_of_squares)


def _trials(moments: Sequence[float], overfitting: str | None = None) -> Trials:
    count, known, total, squares = moments
    swept = None if overfitting is None else Overfitting.model_validate_json(overfitting)
    return Trials(int(count), int(known), float(total), float(squares), swept)


def _packed(result: StoredResult) -> tuple[bytes, bytes]:
    return packed_text(result.body), packed_numbers(result.series)


def _held(claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    return Run.id == claim.run_id, Run.attempt == claim.attempt, Run.status == RunStatus.RUNNING
