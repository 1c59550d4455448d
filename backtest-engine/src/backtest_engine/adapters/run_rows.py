"""Runs in Postgres as their owners see them: the row and its job in one statement, a run and its result in one."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.stored_bytes import packed_text, unpacked
from backtest_engine.domain.records import (
    AlreadyFinal,
    Document,
    NewRun,
    RunLine,
    RunQuery,
    StoredResult,
    UnknownRun,
    settings_of,
)
from database.straight import straight
from database.tables.runs import Run, RunResult
from strategy_language.conversation import EngineRunRequest
from trading_contracts.results import SummaryStats
from trading_contracts.runs import RunSettings, RunState, RunStatus

Row = Mapping[str, Any] | sa.RowMapping

NOTICE_CHANNEL = "backtest_runs"
RUN_QUEUE = "runs"
RUN_TASK = "execute_run"

# procrastinate's own function: the job becomes visible with the row or not at all.
_ADD = """
    INSERT INTO backtest_runs
        (id, user_id, strategy_id, strategy_version, strategy_name, symbols, lineage, request, job_id)
    VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8,
        (procrastinate_defer_jobs_v1(ARRAY[
            ROW(CAST($9 AS varchar), CAST($10 AS varchar), 0, NULL, NULL,
                jsonb_build_object('run_id', CAST($1 AS uuid)), NULL)::procrastinate_job_to_defer_v1
        ]))[1]
    )
    RETURNING created_at
"""

NOTIFY = sa.text(f"SELECT pg_notify('{NOTICE_CHANNEL}', :run_id)")
UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)
_STATE_NAMES = (
    "id", "status", "progress", "message", "strategy_id", "strategy_version", "strategy_name", "request",
    "created_at", "started_at", "finished_at", "problem",
)  # fmt: skip
_STATE_COLUMNS = tuple(getattr(Run, name) for name in _STATE_NAMES)
# What is read of one run, asked of the driver itself: see `straight`.
_STATE_SELECTED = ", ".join(f"run.{name}" for name in _STATE_NAMES)
_MINE = "run.id = $1 AND run.user_id = $2"
_WITH_RESULT = f"LEFT JOIN backtest_results found ON found.run_id = run.id WHERE {_MINE}"
_STATE = f"SELECT {_STATE_SELECTED} FROM backtest_runs run WHERE {_MINE}"  # noqa: S608 - columns of ours, here and below
_DOCUMENT = {
    False: f"SELECT {_STATE_SELECTED}, found.body FROM backtest_runs run {_WITH_RESULT}",  # noqa: S608
    True: f"SELECT {_STATE_SELECTED}, found.body, found.series FROM backtest_runs run {_WITH_RESULT}",  # noqa: S608
}
_REQUEST = f"SELECT run.request FROM backtest_runs run WHERE {_MINE}"  # noqa: S608
_RESULT = f"SELECT found.digest, found.summary_stats, found.body, found.series FROM backtest_runs run {_WITH_RESULT}"  # noqa: S608


class PostgresRuns:
    """The rows of runs, as their owners see them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, run: NewRun) -> RunState:
        """Write a run and its job in one transaction; a run of this id that is there already is left as it is.

        Raises:
            UnknownRun: The id belongs to a run of somebody else.
        """
        request = run.request
        values = (
            run.id,
            run.user_id,
            request.strategy_id,
            request.strategy_version,
            request.strategy.name,
            list(request.strategy.universe),
            run.lineage,
            request.model_dump_json(),
            RUN_QUEUE,
            RUN_TASK,
        )
        try:
            async with straight(self._engine) as connection:
                created_at = await connection.fetchval(_ADD, *values)
        except asyncpg.UniqueViolationError:
            return await self.state(run.id, run.user_id)
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
        return _state(await self._one(_STATE, run_id, user_id))

    async def document(self, run_id: UUID, user_id: UUID, *, series: bool) -> Document:
        """Return a run of this user with what it found, if it completed; its long series only where they are wanted.

        Raises:
            UnknownRun: There is none.
        """
        row = await self._one(_DOCUMENT[series], run_id, user_id)
        body, drawn = row["body"], row["series"] if series else None
        if drawn is None:
            return Document(_state(row), body and unpacked(body), None)
        return Document(_state(row), *await asyncio.to_thread(_unpacked, body, drawn))

    async def stored_request(self, run_id: UUID, user_id: UUID) -> EngineRunRequest:
        """Return what was asked for.

        Raises:
            UnknownRun: There is no such run.
        """
        row = await self._one(_REQUEST, run_id, user_id)
        return EngineRunRequest.model_validate(row["request"])

    async def result(self, run_id: UUID, user_id: UUID) -> StoredResult | None:
        """Return what a run found, when it completed.

        Raises:
            UnknownRun: There is no such run.
        """
        row = await self._one(_RESULT, run_id, user_id)
        if row["digest"] is None:
            return None
        stats = SummaryStats.model_validate(row["summary_stats"])
        return StoredResult(row["digest"], stats, *await asyncio.to_thread(_unpacked, row["body"], row["series"]))

    async def rewrite(self, run_id: UUID, user_id: UUID, body: bytes) -> None:
        """Write another body of a result: what was learned of it afterwards."""
        mine = sa.select(Run.id).where(Run.id == run_id, Run.user_id == user_id).scalar_subquery()
        async with self._engine.begin() as connection:
            await connection.execute(
                sa.update(RunResult).where(RunResult.run_id == mine).values(body=packed_text(body))
            )

    async def page(self, query: RunQuery) -> tuple[Sequence[RunLine], int]:
        """Return one page of a user's runs, and how many there are in all."""
        conditions = [Run.user_id == query.user_id]
        if query.as_of:
            conditions.append(Run.created_at <= query.as_of)
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
            .where(Run.id == run_id, Run.user_id == user_id, Run.status.in_(UNFINISHED))
            .values(
                cancel_requested=True,
                status=sa.case((queued, RunStatus.CANCELLED), else_=Run.status),
                finished_at=sa.case((queued, sa.func.now()), else_=None),
            )
            .returning(*_STATE_COLUMNS)
        )
        async with self._engine.begin() as connection:
            row = (await connection.execute(statement)).mappings().one_or_none()
            await connection.execute(NOTIFY, {"run_id": str(run_id)})
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
        gone = sa.delete(Run).where(Run.id == run_id, Run.user_id == user_id, Run.status.not_in(UNFINISHED))
        async with self._engine.begin() as connection:
            deleted = (await connection.execute(gone)).rowcount
        if not deleted:
            await self.state(run_id, user_id)
            raise RunStillGoes("This run has not ended yet; cancel it first.")

    async def _one(self, query: str, run_id: UUID, user_id: UUID) -> Row:
        async with straight(self._engine) as connection:
            row = await connection.fetchrow(query, run_id, user_id)
        if row is None:
            raise UnknownRun("There is no such run.", run_id=str(run_id))
        return dict(row)


def _unpacked(body: bytes, series: bytes) -> tuple[bytes, bytes]:
    return unpacked(body), unpacked(series)


class RunStillGoes(AlreadyFinal):
    """The run has not ended yet."""


def _state(row: Row) -> RunState:
    return RunState(**_fields(row))


def _line(row: Row) -> RunLine:
    return RunLine(**_fields(row), symbols=tuple(row["symbols"]), headline=row["headline"])


def _fields(row: Row) -> dict[str, Any]:
    names = (name for name in _STATE_NAMES if name != "request")
    settings = {name: row["request"][name] for name in RunSettings.model_fields}
    return {**{name: row[name] for name in names}, "settings": RunSettings.model_validate(settings)}
