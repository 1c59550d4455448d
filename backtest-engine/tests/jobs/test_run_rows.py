"""Runs in a real Postgres: written with their job, claimed, ended once."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.run_claims import PostgresClaims
from backtest_engine.adapters.run_queue import put_back_of, put_back_stalled
from backtest_engine.adapters.run_rows import PostgresRuns
from backtest_engine.domain.records import AlreadyFinal, NewRun, RunQuery, StoredResult, UnknownRun
from backtest_engine.usecases.execute_run import ExecuteRun
from strategy_language.conversation import EngineRunRequest
from trading_contracts.problem import ProblemDocument
from trading_contracts.runs import RunStatus

PROBLEM = ProblemDocument(title="Rejected", status=422, detail="It took too long.", code="time_limit")


@pytest.fixture
def runs(rows: AsyncEngine) -> PostgresRuns:
    return PostgresRuns(rows)


@pytest.fixture
def claims(rows: AsyncEngine) -> PostgresClaims:
    return PostgresClaims(rows)


@pytest.fixture
def nothing() -> Any:
    """Stand for what must not be asked for anything."""
    return object()


@pytest.fixture
async def queued(runs: PostgresRuns, user: UUID, request_of_a_run: EngineRunRequest) -> UUID:
    run = NewRun(uuid4(), user, request_of_a_run, "lineage")
    await runs.add(run)
    return run.id


async def test_a_run_and_its_job_are_written_together(rows: AsyncEngine, queued: UUID) -> None:
    job = sa.text(
        "SELECT j.args, j.queue_name FROM procrastinate_jobs j JOIN backtest_runs r ON r.job_id = j.id WHERE r.id = :id"
    )
    async with rows.connect() as connection:
        row = (await connection.execute(job, {"id": queued})).one()
    assert row.args == {"run_id": str(queued)}
    assert row.queue_name == "runs"


async def test_a_run_that_cannot_be_written_leaves_no_job(
    rows: AsyncEngine, runs: PostgresRuns, request_of_a_run: EngineRunRequest
) -> None:
    count = sa.text("SELECT count(*) FROM procrastinate_jobs")
    async with rows.connect() as connection:
        before = (await connection.execute(count)).scalar_one()
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await runs.add(NewRun(uuid4(), uuid4(), request_of_a_run, "lineage"))  # nobody has this user id
    async with rows.connect() as connection:
        assert (await connection.execute(count)).scalar_one() == before


async def test_a_run_that_is_asked_for_twice_under_one_id_is_there_once(
    rows: AsyncEngine, runs: PostgresRuns, queued: UUID, user: UUID, request_of_a_run: EngineRunRequest
) -> None:
    again = await runs.add(NewRun(queued, user, request_of_a_run, "lineage"))
    assert again == await runs.state(queued, user)
    count = sa.text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'run_id' = :id")
    async with rows.connect() as connection:
        assert (await connection.execute(count, {"id": str(queued)})).scalar_one() == 1
    with pytest.raises(UnknownRun):
        await runs.add(NewRun(queued, uuid4(), request_of_a_run, "lineage"))


async def test_the_run_of_another_user_does_not_exist(runs: PostgresRuns, queued: UUID) -> None:
    with pytest.raises(UnknownRun):
        await runs.state(queued, uuid4())
    with pytest.raises(UnknownRun):
        await runs.result(queued, uuid4())
    with pytest.raises(UnknownRun):
        await runs.request_cancel(queued, uuid4())
    with pytest.raises(UnknownRun):
        await runs.delete(queued, uuid4())


async def test_a_second_claim_takes_the_right_to_finish_from_the_first(
    runs: PostgresRuns, claims: PostgresClaims, queued: UUID, user: UUID, stored_result: StoredResult
) -> None:
    first = await claims.claim(queued, uuid4())
    second = await claims.claim(queued, uuid4())
    assert first
    assert second
    assert second.attempt == first.attempt + 1
    assert not await claims.complete(first, stored_result, 0.1)
    assert await runs.result(queued, user) is None
    assert await claims.complete(second, stored_result, 0.1)
    found = await runs.result(queued, user)
    assert found
    assert found.body == stored_result.body


async def test_a_final_state_is_reached_once(
    runs: PostgresRuns, claims: PostgresClaims, queued: UUID, user: UUID, stored_result: StoredResult
) -> None:
    claim = await claims.claim(queued, uuid4())
    assert claim
    assert await claims.end(claim, RunStatus.TIMED_OUT, PROBLEM)
    assert not await claims.complete(claim, stored_result, None)
    assert not await claims.end(claim, RunStatus.FAILED, PROBLEM)
    assert await claims.claim(queued, uuid4()) is None
    state = await runs.state(queued, user)
    assert state.status is RunStatus.TIMED_OUT
    assert state.problem
    assert state.problem.code == "time_limit"
    assert state.finished_at


async def test_a_request_that_this_version_cannot_read_ends_its_run_by_name(
    rows: AsyncEngine, runs: PostgresRuns, claims: PostgresClaims, queued: UUID, user: UUID, nothing: Any
) -> None:
    async with rows.begin() as connection:
        older = sa.text("""UPDATE backtest_runs SET request = request || '{"leverage_of_old": 2}' WHERE id = :id""")
        await connection.execute(older, {"id": queued})
    await ExecuteRun(claims, bars=nothing, sandbox=nothing, worker=uuid4())(queued)
    state = await runs.state(queued, user)
    assert state.status is RunStatus.FAILED
    assert state.problem
    assert state.problem.code == "unreadable_request"
    assert "leverage_of_old" in state.problem.detail


async def test_each_completed_run_is_counted_as_a_trial_of_its_lineage(
    runs: PostgresRuns,
    claims: PostgresClaims,
    user: UUID,
    request_of_a_run: EngineRunRequest,
    stored_result: StoredResult,
) -> None:
    lineage = uuid4().hex
    for sharpe in (0.1, 0.3, None):
        run = NewRun(uuid4(), user, request_of_a_run, lineage)
        await runs.add(run)
        claim = await claims.claim(run.id, uuid4())
        assert claim
        assert await claims.complete(claim, stored_result, sharpe)
    trials = await claims.trials(user, lineage)
    assert (trials.count, trials.sharpe_count) == (3, 2)
    assert trials.sharpe_variance == pytest.approx(0.02)
    assert (await claims.trials(user, "another")).count == 0


async def test_a_queued_run_is_cancelled_at_once_and_its_job_finds_nothing(
    runs: PostgresRuns, claims: PostgresClaims, queued: UUID, user: UUID
) -> None:
    assert (await runs.request_cancel(queued, user)).status is RunStatus.CANCELLED
    assert await claims.claim(queued, uuid4()) is None
    with pytest.raises(AlreadyFinal):
        await runs.request_cancel(queued, user)


async def test_a_running_run_is_asked_to_stop(
    runs: PostgresRuns, claims: PostgresClaims, queued: UUID, user: UUID
) -> None:
    claim = await claims.claim(queued, uuid4())
    assert claim
    assert await claims.report(claim, 0.25, "computing signals")
    assert (await runs.state(queued, user)).progress == 0.25
    assert (await runs.request_cancel(queued, user)).status is RunStatus.RUNNING
    assert not await claims.report(claim, 0.5, "")


async def test_jobs_of_a_dead_worker_are_delivered_again(
    rows: AsyncEngine, claims: PostgresClaims, queued: UUID
) -> None:
    worker = uuid4()
    job = sa.text(
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT job_id FROM backtest_runs WHERE id = :id)"
    )
    async with rows.begin() as connection:
        await connection.execute(job, {"id": queued})
    await claims.claim(queued, worker)
    assert await put_back_of(rows, uuid4()) == 0
    assert await put_back_of(rows, worker) == 1
    assert await put_back_of(rows, worker) == 0


async def test_a_job_without_a_living_worker_is_delivered_again_once(rows: AsyncEngine, queued: UUID) -> None:
    job = sa.text(
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT job_id FROM backtest_runs WHERE id = :id)"
    )
    async with rows.begin() as connection:
        await connection.execute(job, {"id": queued})
    assert await put_back_stalled(rows, 5.0) >= 1
    assert await put_back_stalled(rows, 5.0) == 0


async def test_lists_are_filtered_sorted_and_counted(
    runs: PostgresRuns, rows: AsyncEngine, user: UUID, request_of_a_run: EngineRunRequest
) -> None:
    for name in ("beta", "alpha", "gamma"):
        strategy = request_of_a_run.strategy.model_copy(update={"name": name, "universe": (name.upper(),)})
        asked = request_of_a_run.model_copy(update={"strategy": strategy, "start": date(2020, 1, 2)})
        await runs.add(NewRun(uuid4(), user, asked, name))
    lines, total = await runs.page(RunQuery(user_id=user, sort="strategy_name", page_size=2))
    assert total == 3
    assert [line.strategy_name for line in lines] == ["alpha", "beta"]
    lines, total = await runs.page(RunQuery(user_id=user, symbol="GAMMA"))
    assert [line.symbols for line in lines] == [("GAMMA",)]
    lines, total = await runs.page(RunQuery(user_id=user, q="ALPH"))
    assert total == 1
    assert (await runs.page(RunQuery(user_id=user, status=RunStatus.COMPLETED)))[1] == 0
    assert (await runs.page(RunQuery(user_id=uuid4())))[1] == 0
    first = (await runs.page(RunQuery(user_id=user, page_size=2)))[0]
    await runs.add(NewRun(uuid4(), user, request_of_a_run, "delta"))
    still = RunQuery(user_id=user, page=2, page_size=2, as_of=first[0].created_at)
    lines, total = await runs.page(still)
    assert (total, [line.strategy_name for line in lines]) == (3, ["beta"])


async def test_an_unfinished_run_cannot_be_deleted(runs: PostgresRuns, queued: UUID, user: UUID) -> None:
    with pytest.raises(AlreadyFinal):
        await runs.delete(queued, user)
    await runs.request_cancel(queued, user)
    await runs.delete(queued, user)
    with pytest.raises(UnknownRun):
        await runs.state(queued, user)
