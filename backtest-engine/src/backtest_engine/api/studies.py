"""Routes of studies: sweeps and validations."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4

import orjson
from fastapi import APIRouter, Query, Response, status
from fastapi.responses import StreamingResponse

from backtest_engine.api.dependencies import BarsDep, EventsDep, StudiesDep
from backtest_engine.domain.records import StudyChoice
from backtest_engine.domain.studies import StudyRequest, StudyState
from backtest_engine.ports import RunEvents, StudyStore
from backtest_engine.usecases.request_study import request_study
from service_kit.caller import CallerDep
from trading_contracts.paging import Page

router = APIRouter(prefix="/studies", tags=["studies"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def start_study(request: StudyRequest, caller: CallerDep, studies: StudiesDep, bars: BarsDep) -> StudyState:
    """Queue a sweep or a validation."""
    return await request_study(studies, bars, request, uuid4(), caller.user_id)


@router.get("")
async def list_studies(
    caller: CallerDep, studies: StudiesDep, choice: Annotated[StudyChoice, Query()]
) -> Page[StudyState]:
    """List the caller's studies."""
    items, total = await studies.page(caller.user_id, choice)
    return Page(items=tuple(items), page=choice.page, page_size=choice.page_size, total=total)


@router.get("/{study_id}")
async def read_study(
    study_id: UUID,
    caller: CallerDep,
    studies: StudiesDep,
    events: EventsDep,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
) -> Response:
    """Return a study, with its result when it completed; `wait` seconds for its end at most."""
    state = await studies.state(study_id, caller.user_id)
    if wait and not state.status.is_final:
        try:
            async with asyncio.timeout(wait):
                async for latest in _states(studies, events, study_id, caller.user_id):
                    state = latest
        except TimeoutError:
            state = await studies.state(study_id, caller.user_id)
    found = await studies.result(study_id, caller.user_id)
    result = None if found is None else orjson.loads(found)
    return Response(orjson.dumps({**state.model_dump(mode="json"), "result": result}), media_type="application/json")


@router.post("/{study_id}/cancel")
async def cancel_study(study_id: UUID, caller: CallerDep, studies: StudiesDep) -> StudyState:
    """End a study before its time."""
    return await studies.request_cancel(study_id, caller.user_id)


@router.get("/{study_id}/events")
async def study_events(study_id: UUID, caller: CallerDep, studies: StudiesDep, events: EventsDep) -> StreamingResponse:
    """Stream the states of a study until its last one, one JSON a line."""
    await studies.state(study_id, caller.user_id)
    states = _states(studies, events, study_id, caller.user_id)
    lines = (state.model_dump_json().encode() + b"\n" async for state in states)
    return StreamingResponse(lines, media_type="application/x-ndjson")


async def _states(studies: StudyStore, events: RunEvents, study_id: UUID, user_id: UUID) -> AsyncIterator[StudyState]:
    before: StudyState | None = None
    async for _ in events.follow(study_id):
        state = await studies.state(study_id, user_id)
        if state != before:
            yield state
        if state.status.is_final:
            return
        before = state
