"""Routes of runs."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response, status
from fastapi.responses import StreamingResponse

from backtest_engine.api.dependencies import BarsDep, EventsDep, RunsDep, SandboxDep, SecondEngineDep
from backtest_engine.domain.records import RunChoice, RunLine, RunQuery
from backtest_engine.usecases.check_engines import check_engines
from backtest_engine.usecases.export_run import Export, export_run
from backtest_engine.usecases.follow_run import follow_run
from backtest_engine.usecases.read_run import SeriesWanted, run_document
from backtest_engine.usecases.request_run import request_run
from backtest_engine.usecases.verify_run import Verification, verify_run
from service_kit.caller import CallerDep
from strategy_language.conversation import EngineRunRequest
from trading_contracts.paging import Page
from trading_contracts.results import EngineAgreement
from trading_contracts.runs import RunState

router = APIRouter(prefix="/backtest", tags=["backtests"])
lists = APIRouter(tags=["backtests"])

_HEARTBEAT_SECONDS = 15.0


@router.post("/run", status_code=status.HTTP_202_ACCEPTED)
async def run_backtest(
    request: EngineRunRequest, caller: CallerDep, runs: RunsDep, bars: BarsDep, run_id: UUID | None = None
) -> RunState:
    """Queue a run of a strategy document; under an id that was asked for before it is that run."""
    return await request_run(runs, bars, request, caller.user_id, run_id or uuid4())


@lists.get("/backtests")
async def list_backtests(caller: CallerDep, runs: RunsDep, choice: Annotated[RunChoice, Query()]) -> Page[RunLine]:
    """List the caller's runs."""
    query = RunQuery(user_id=caller.user_id, **choice.model_dump())
    lines, total = await runs.page(query)
    return Page(items=tuple(lines), page=query.page, page_size=query.page_size, total=total)


@router.get("/{run_id}")
async def read_backtest(
    run_id: UUID,
    caller: CallerDep,
    runs: RunsDep,
    events: EventsDep,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
    *,
    series: SeriesWanted = True,
) -> Response:
    """Return a run, with its result when it completed; `wait` seconds for its end at most; see `SeriesWanted`."""
    content = await run_document(runs, events, run_id, caller.user_id, wait=wait, series=series)
    return Response(content, media_type="application/json")


@router.post("/{run_id}/cancel")
async def cancel_backtest(run_id: UUID, caller: CallerDep, runs: RunsDep) -> RunState:
    """End a run before its time."""
    return await runs.request_cancel(run_id, caller.user_id)


@router.delete("/{run_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_backtest(run_id: UUID, caller: CallerDep, runs: RunsDep) -> None:
    """Remove a finished run. The ledger of trials keeps counting it."""
    await runs.delete(run_id, caller.user_id)


@router.get("/{run_id}/events")
async def backtest_events(run_id: UUID, caller: CallerDep, runs: RunsDep, events: EventsDep) -> StreamingResponse:
    """Stream the states of a run until its last one, one JSON a line; a blank line says that the stream lives."""
    await runs.state(run_id, caller.user_id)
    states = follow_run(runs, events, run_id, caller.user_id)
    return StreamingResponse(_lines(states), media_type="application/x-ndjson")


@router.post("/{run_id}/verify")
async def verify_backtest(
    run_id: UUID, caller: CallerDep, runs: RunsDep, bars: BarsDep, sandbox: SandboxDep
) -> Verification:
    """Replay a run and name which input changed."""
    return await verify_run(runs, bars, sandbox, run_id, caller.user_id)


@router.post("/{run_id}/engines")
async def check_run_engines(
    run_id: UUID, caller: CallerDep, runs: RunsDep, bars: BarsDep, sandbox: SandboxDep, second: SecondEngineDep
) -> EngineAgreement:
    """Ask the second engine, where it can say the strategy, whether it finds the same trades; that takes seconds."""
    return await check_engines(runs, bars, sandbox, second, run_id, caller.user_id)


@router.get("/{run_id}/{table}")
async def export_backtest(run_id: UUID, table: Export, caller: CallerDep, runs: RunsDep) -> Response:
    """Return the trades or the equity of a run as CSV or Parquet, or its tear sheet."""
    content, media = await export_run(runs, run_id, caller.user_id, table)
    headers = {"Content-Disposition": f'attachment; filename="{run_id}-{table}"'}
    return Response(content, media_type=media, headers=headers)


async def _lines(states: AsyncIterator[RunState]) -> AsyncIterator[bytes]:
    coming = asyncio.ensure_future(anext(states, None))
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=_HEARTBEAT_SECONDS)
            if not done:
                yield b"\n"
                continue
            state = coming.result()
            if state is None:
                return
            yield state.model_dump_json().encode() + b"\n"
            coming = asyncio.ensure_future(anext(states, None))
    finally:
        coming.cancel()
