"""Runs in Postgres: the row and its job in one statement, the result in one transaction, each final state once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backtest_engine.domain.records import (
    AlreadyFinal,
    Claim,
    Headline,
    NewRun,
    RunLine,
    RunQuery,
    StoredResult,
    Trials,
    UnknownRun,
    settings_of,
)
from database.tables.runs import Run, RunResult, Trial
from strategy_language.conversation import EngineRunRequest
from trading_contracts.problem import ProblemDocument
from trading_contracts.results import SummaryStats
from trading_contracts.runs import RunSettings, RunState, RunStatus

NOTICE_CHANNEL = "backtest_runs"
RUN_QUEUE = "runs"
RUN_TASK = "execute_run"

# procrastinate's own function: the job becomes visible with the row or not at all.
_ADD = sa.text(
    """
    INSERT INTO backtest_runs
        (id, user_id, strategy_id, strategy_version, strategy_name, symbols, lineage, request, job_id)
    VALUES (
        :id, :user_id, :strategy_id, :strategy_version, :strategy_name, :symbols, :lineage, CAST(:request AS jsonb),
        (procrastinate_defer_jobs_v1(ARRAY[
            ROW(:queue, :task, 0, NULL, NULL, jsonb_build_object('run_id', CAST(:id AS text)), NULL)
                ::procrastinate_job_to_defer_v1
        ]))[1]
    )
    RETURNING created_at
    """
).bindparams(
    sa.bindparam("id", type_=sa.Uuid),
    sa.bindparam("user_id", type_=sa.Uuid),
    sa.bindparam("strategy_id", type_=sa.Uuid),
    sa.bindparam("symbols", type_=sa.ARRAY(sa.Text)),
)

_NOTIFY = sa.text(f"SELECT pg_notify('{NOTICE_CHANNEL}', :run_id)")
_UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)
_STATE_COLUMNS = tuple(
    getattr(Run, name)
    for name in (
        "id", "status", "progress", "message", "strategy_id", "strategy_version", "strategy_name", "request",
        "created_at", "started_at", "finished_at", "problem",
    )
)  # fmt: skip


class PostgresRuns:
    """The rows of runs, as their owners see them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, run: NewRun) -> RunState:
        """Write a run and its job in one transaction."""
        request = run.request
        values = {
            "id": run.id,
            "user_id": run.user_id,
            "strategy_id": request.strategy_id,
            "strategy_version": request.strategy_version,
            "strategy_name": request.strategy.name,
            "symbols": list(request.strategy.universe),
            "lineage": run.lineage,
            "request": request.model_dump_json(),
            "queue": RUN_QUEUE,
            "task": RUN_TASK,
        }
        async with self._engine.begin() as connection:
            created_at = (await connection.execute(_ADD, values)).scalar_one()
        return RunState(
            id=run.id,
            status=RunStatus.QUEUED,
            strategy_id=request.strategy_id,
            strategy_version=request.strategy_version,
            strategy_name=request.strategy.name,
            settings=settings_of(request),
            created_at=created_at,
        )

    async def state(self, run_id: UUID, user_id: UUID) -> RunState:
        """Return a run of this user.

        Raises:
            UnknownRun: There is none.
        """
        query = sa.select(*_STATE_COLUMNS).where(Run.id == run_id, Run.user_id == user_id)
        return _state(await self._one(query, run_id))

    async def stored_request(self, run_id: UUID, user_id: UUID) -> EngineRunRequest:
        """Return what was asked for.

        Raises:
            UnknownRun: There is no such run.
        """
        row = await self._one(sa.select(Run.request).where(Run.id == run_id, Run.user_id == user_id), run_id)
        return EngineRunRequest.model_validate(row["request"])

    async def result(self, run_id: UUID, user_id: UUID) -> StoredResult | None:
        """Return what a run found, when it completed.

        Raises:
            UnknownRun: There is no such run.
        """
        query = (
            sa.select(Run.id, RunResult.digest, RunResult.summary_stats, RunResult.body, RunResult.series)
            .outerjoin(RunResult, RunResult.run_id == Run.id)
            .where(Run.id == run_id, Run.user_id == user_id)
        )
        row = await self._one(query, run_id)
        if row["digest"] is None:
            return None
        stats = SummaryStats.model_validate(row["summary_stats"])
        return StoredResult(row["digest"], stats, row["body"], row["series"])

    async def rewrite(self, run_id: UUID, user_id: UUID, body: bytes) -> None:
        """Write another body of a result: what was learned of it afterwards."""
        mine = sa.select(Run.id).where(Run.id == run_id, Run.user_id == user_id).scalar_subquery()
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(RunResult).where(RunResult.run_id == mine).values(body=body))

    async def page(self, query: RunQuery) -> tuple[Sequence[RunLine], int]:
        """Return one page of a user's runs, and how many there are in all."""
        conditions = [Run.user_id == query.user_id]
        if query.status:
            conditions.append(Run.status == query.status)
        if query.strategy_id:
            conditions.append(Run.strategy_id == query.strategy_id)
        if query.symbol:
            conditions.append(sa.literal(query.symbol) == sa.any_(Run.symbols))
        if query.q:
            conditions.append(Run.strategy_name.icontains(query.q, autoescape=True))
        column = getattr(Run, query.sort.removeprefix("-"))
        order = column.desc().nulls_last() if query.sort.startswith("-") else column.asc().nulls_last()
        lines = (
            sa.select(*_STATE_COLUMNS, Run.symbols, Run.headline)
            .where(*conditions)
            .order_by(order, Run.id)
            .offset((query.page - 1) * query.page_size)
            .limit(query.page_size)
        )
        async with self._engine.connect() as connection:
            total = (await connection.execute(sa.select(sa.func.count()).where(*conditions))).scalar_one()
            rows = (await connection.execute(lines)).mappings().all()
        return [_line(row) for row in rows], total

    async def request_cancel(self, run_id: UUID, user_id: UUID) -> RunState:
        """End a queued run as cancelled, or ask the worker that holds it to stop.

        Raises:
            UnknownRun: There is no such run.
            AlreadyFinal: It ended before.
        """
        queued = Run.status == RunStatus.QUEUED
        statement = (
            sa.update(Run)
            .where(Run.id == run_id, Run.user_id == user_id, Run.status.in_(_UNFINISHED))
            .values(
                cancel_requested=True,
                status=sa.case((queued, RunStatus.CANCELLED), else_=Run.status),
                finished_at=sa.case((queued, sa.func.now()), else_=None),
            )
            .returning(*_STATE_COLUMNS)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).mappings().one_or_none()
            await connection.execute(_NOTIFY, {"run_id": str(run_id)})
        if row is None:
            state = await self.state(run_id, user_id)
            raise AlreadyFinal(f"This run has already ended ({state.status}).", status=state.status)
        return _state(row)

    async def delete(self, run_id: UUID, user_id: UUID) -> None:
        """Remove a finished run and what it found.

        Raises:
            UnknownRun: There is no such run.
            RunStillGoes: It has not ended yet; cancel it first.
        """
        gone = sa.delete(Run).where(Run.id == run_id, Run.user_id == user_id, Run.status.not_in(_UNFINISHED))
        async with self._engine.begin() as connection:
            deleted = (await connection.execute(gone)).rowcount
        if not deleted:
            await self.state(run_id, user_id)
            raise RunStillGoes("This run has not ended yet; cancel it first.")

    async def _one(self, query: sa.Select[Any], run_id: UUID) -> sa.RowMapping:
        async with self._engine.connect() as connection:
            row: sa.RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise UnknownRun("There is no such run.", run_id=str(run_id))
        return row


class RunStillGoes(AlreadyFinal):
    """The run has not ended yet."""


class PostgresClaims:
    """The rows of runs, as a worker sees them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, run_id: UUID, worker: UUID) -> Claim | None:
        """Take a run that is not final; the claim before it, if any, loses its right to finish it."""
        statement = (
            sa.update(Run)
            .where(Run.id == run_id, Run.status.in_(_UNFINISHED))
            .values(
                status=RunStatus.RUNNING,
                attempt=Run.attempt + 1,
                claimed_by=worker,
                started_at=sa.func.coalesce(Run.started_at, sa.func.now()),
            )
            .returning(Run.user_id, Run.attempt, Run.request, Run.lineage, Run.cancel_requested)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return None
        request = EngineRunRequest.model_validate(row.request)
        return Claim(run_id, row.user_id, row.attempt, request, row.lineage, row.cancel_requested)

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
            await connection.execute(_NOTIFY, {"run_id": str(claim.run_id)})
        return row is not None and not row.cancel_requested

    async def complete(self, claim: Claim, result: StoredResult, sharpe_per_bar: float | None) -> bool:
        """Write the result, the final state and the trial in one transaction; False when the claim was lost."""
        final = {"progress": 1.0, "headline": Headline.of(result.stats).model_dump()}
        async with self._engine.begin() as connection:
            if not await _finish(connection, claim, RunStatus.COMPLETED, final):
                return False
            await connection.execute(
                sa.insert(RunResult).values(
                    run_id=claim.run_id,
                    digest=result.digest,
                    summary_stats=orjson.loads(result.stats.model_dump_json()),
                    body=result.body,
                    series=result.series,
                )
            )
            known = 0 if sharpe_per_bar is None else 1
            sharpe = sharpe_per_bar or 0.0
            await connection.execute(
                sa.insert(Trial).values(
                    id=uuid4(),
                    user_id=claim.user_id,
                    lineage=claim.lineage,
                    run_id=claim.run_id,
                    trials=1,
                    sharpe_count=known,
                    sharpe_sum=sharpe,
                    sharpe_sum_of_squares=sharpe**2,
                )
            )
        return True

    async def end(self, claim: Claim, status: RunStatus, problem: ProblemDocument) -> bool:
        """Write another final state; False when the claim was lost."""
        async with self._engine.begin() as connection:
            return await _finish(connection, claim, status, {"problem": problem.model_dump(mode="json")})

    async def trials(self, user_id: UUID, lineage: str) -> Trials:
        """Return the moments of the trials that were counted for a lineage."""
        sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in _MOMENTS)
        query = sa.select(*sums).where(Trial.user_id == user_id, Trial.lineage == lineage)
        async with self._engine.connect() as connection:
            row = tuple((await connection.execute(query)).one())
        return Trials(int(row[0]), int(row[1]), float(row[2]), float(row[3]))


_MOMENTS = (Trial.trials, Trial.sharpe_count, Trial.sharpe_sum, Trial.sharpe_sum_of_squares)


async def _finish(connection: AsyncConnection, claim: Claim, status: RunStatus, values: dict[str, Any]) -> bool:
    statement = (
        sa.update(Run).where(*_held(claim)).values(status=status, finished_at=sa.func.now(), message="", **values)
    )
    if not (await connection.execute(statement)).rowcount:
        return False
    await connection.execute(_NOTIFY, {"run_id": str(claim.run_id)})
    return True


def _held(claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    return Run.id == claim.run_id, Run.attempt == claim.attempt, Run.status == RunStatus.RUNNING


def _state(row: sa.RowMapping) -> RunState:
    return RunState(**_fields(row))


def _line(row: sa.RowMapping) -> RunLine:
    return RunLine(**_fields(row), symbols=tuple(row["symbols"]), headline=row["headline"])


def _fields(row: sa.RowMapping) -> dict[str, Any]:
    names = (column.key for column in _STATE_COLUMNS if column.key != "request")
    settings = {name: row["request"][name] for name in RunSettings.model_fields}
    return {**{name: row[name] for name in names}, "settings": RunSettings.model_validate(settings)}
