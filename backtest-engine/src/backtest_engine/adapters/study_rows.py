"""Studies in Postgres: like runs, a row and its job in one statement, each final state once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backtest_engine.adapters.run_queue import STUDY_QUEUE, STUDY_TASK
from backtest_engine.adapters.run_rows import NOTICE_CHANNEL
from backtest_engine.adapters.stored_requests import read_request
from backtest_engine.domain.records import AlreadyFinal, StudyChoice
from backtest_engine.domain.studies import NewStudy, StudyClaim, StudyOutcome, StudyRequest, StudyState, UnknownStudy
from database.tables.runs import Study, Trial
from trading_contracts.problem import ProblemDocument
from trading_contracts.runs import RunStatus

_ADD = sa.text(
    """
    INSERT INTO studies (id, user_id, strategy_id, strategy_name, lineage, kind, request, job_id)
    VALUES (
        :id, :user_id, :strategy_id, :strategy_name, :lineage, :kind, CAST(:request AS jsonb),
        (procrastinate_defer_jobs_v1(ARRAY[
            ROW(:queue, :task, 0, NULL, NULL, jsonb_build_object('study_id', CAST(:id AS text)), NULL)
                ::procrastinate_job_to_defer_v1
        ]))[1]
    )
    """
).bindparams(
    sa.bindparam("id", type_=sa.Uuid),
    sa.bindparam("user_id", type_=sa.Uuid),
    sa.bindparam("strategy_id", type_=sa.Uuid),
)
_NOTIFY = sa.text(f"SELECT pg_notify('{NOTICE_CHANNEL}', :study_id)")
_UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)
_COLUMNS = tuple(getattr(Study, name) for name in StudyState.model_fields)


class PostgresStudies:
    """The rows of studies."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, study: NewStudy) -> StudyState:
        """Write a study and its job in one transaction."""
        run = study.request.request
        values = {
            "id": study.id,
            "user_id": study.user_id,
            "strategy_id": run.strategy_id,
            "strategy_name": run.strategy.name,
            "lineage": study.lineage,
            "kind": study.request.kind,
            "request": study.request.model_dump_json(),
            "queue": STUDY_QUEUE,
            "task": STUDY_TASK,
        }
        async with self._engine.begin() as connection:
            await connection.execute(_ADD, values)
        return await self.state(study.id, study.user_id)

    async def state(self, study_id: UUID, user_id: UUID) -> StudyState:
        """Return a study of this user; raises UnknownStudy."""
        return StudyState.model_validate(dict(await self._one(sa.select(*_COLUMNS), study_id, user_id)))

    async def result(self, study_id: UUID, user_id: UUID) -> bytes | None:
        """Return what a study found as JSON; raises UnknownStudy."""
        found: bytes | None = (await self._one(sa.select(Study.result), study_id, user_id))["result"]
        return found

    async def page(self, user_id: UUID, choice: StudyChoice) -> tuple[Sequence[StudyState], int]:
        """Return one page of a user's studies, and how many there are."""
        mine = Study.user_id == user_id
        if choice.as_of:
            mine &= Study.created_at <= choice.as_of
        order = Study.created_at.desc() if choice.sort.startswith("-") else Study.created_at.asc()
        rows = sa.select(*_COLUMNS).where(mine).order_by(order, Study.id)
        async with self._engine.connect() as connection:
            total = (await connection.execute(sa.select(sa.func.count()).where(mine))).scalar_one()
            found = await connection.execute(rows.offset((choice.page - 1) * choice.page_size).limit(choice.page_size))
            return [StudyState.model_validate(dict(row)) for row in found.mappings()], total

    async def request_cancel(self, study_id: UUID, user_id: UUID) -> StudyState:
        """End a queued study, or ask the worker that holds it to stop; raises UnknownStudy or AlreadyFinal."""
        queued = Study.status == RunStatus.QUEUED
        statement = (
            sa.update(Study)
            .where(Study.id == study_id, Study.user_id == user_id, Study.status.in_(_UNFINISHED))
            .values(
                cancel_requested=True,
                status=sa.case((queued, RunStatus.CANCELLED), else_=Study.status),
                finished_at=sa.case((queued, sa.func.now()), else_=None),
            )
        )
        async with self._engine.begin() as connection:
            changed = (await connection.execute(statement)).rowcount
            await connection.execute(_NOTIFY, {"study_id": str(study_id)})
        state = await self.state(study_id, user_id)
        if not changed:
            raise AlreadyFinal(f"This study has already ended ({state.status}).", status=state.status)
        return state

    async def claim(self, study_id: UUID, worker: UUID) -> StudyClaim | None:
        """Take a study that is not final."""
        statement = (
            sa.update(Study)
            .where(Study.id == study_id, Study.status.in_(_UNFINISHED))
            .values(
                status=RunStatus.RUNNING,
                attempt=Study.attempt + 1,
                claimed_by=worker,
                started_at=sa.func.coalesce(Study.started_at, sa.func.now()),
            )
            .returning(Study.user_id, Study.attempt, sa.cast(Study.request, sa.Text).label("request"), Study.lineage)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return None
        request = read_request(StudyRequest, row.request)
        return StudyClaim(study_id, row.user_id, row.attempt, request, row.lineage)

    async def report(self, claim: StudyClaim, progress: float, message: str) -> bool:
        """Write how far a study is; False when the claim was lost or the study is to be cancelled."""
        statement = (
            sa.update(Study)
            .where(*_held(claim))
            .values(progress=progress, message=message)
            .returning(Study.cancel_requested)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).one_or_none()
            await connection.execute(_NOTIFY, {"study_id": str(claim.study_id)})
        return row is not None and not row.cancel_requested

    async def complete(self, claim: StudyClaim, outcome: StudyOutcome) -> bool:
        """Write the result, the final state and the trials in one transaction; False when the claim was lost."""
        async with self._engine.begin() as connection:
            if not await _finish(connection, claim, RunStatus.COMPLETED, {"result": outcome.result, "progress": 1.0}):
                return False
            if outcome.trials:
                sharpes, overfitting = outcome.sharpes, outcome.overfitting
                await connection.execute(
                    sa.insert(Trial).values(
                        id=uuid4(),
                        user_id=claim.user_id,
                        lineage=claim.lineage,
                        study_id=claim.study_id,
                        trials=outcome.trials,
                        sharpe_count=len(sharpes),
                        sharpe_sum=sum(sharpes),
                        sharpe_sum_of_squares=sum(sharpe**2 for sharpe in sharpes),
                        overfitting=None if overfitting is None else overfitting.model_dump(mode="json"),
                    )
                )
        return True

    async def end(self, claim: StudyClaim, status: RunStatus, problem: ProblemDocument) -> bool:
        """Write another final state; False when the claim was lost."""
        async with self._engine.begin() as connection:
            return await _finish(connection, claim, status, {"problem": problem.model_dump(mode="json")})

    async def _one(self, query: sa.Select[Any], study_id: UUID, user_id: UUID) -> sa.RowMapping:
        async with self._engine.connect() as connection:
            found = await connection.execute(query.where(Study.id == study_id, Study.user_id == user_id))
            row: sa.RowMapping | None = found.mappings().one_or_none()
        if row is None:
            raise UnknownStudy("There is no such study.", study_id=str(study_id))
        return row


async def _finish(connection: AsyncConnection, claim: StudyClaim, status: RunStatus, values: dict[str, Any]) -> bool:
    final = sa.update(Study).where(*_held(claim)).values(status=status, finished_at=sa.func.now(), message="", **values)
    if not (await connection.execute(final)).rowcount:
        return False
    await connection.execute(_NOTIFY, {"study_id": str(claim.study_id)})
    return True


def _held(claim: StudyClaim) -> tuple[sa.ColumnElement[bool], ...]:
    return Study.id == claim.study_id, Study.attempt == claim.attempt, Study.status == RunStatus.RUNNING
