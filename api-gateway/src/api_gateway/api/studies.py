"""Studies: sweeps and validations of a strategy."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from api_gateway.api.context import GatewayDep, PageQuery
from api_gateway.api.forwarding import forward, query_of
from api_gateway.api.identity import Reader, Runner
from api_gateway.api.models.work import StudyState, StudyWish
from api_gateway.api.problems import CHANGES, OF_USER, SIGNED_IN
from api_gateway.ports.services import Call
from trading_contracts.paging import Page

router = APIRouter(tags=["studies"])


@router.post("/studies", status_code=status.HTTP_202_ACCEPTED, response_model=StudyState, responses=CHANGES)
async def start_study(wish: StudyWish, gateway: GatewayDep, runner: Runner) -> Response:
    """Start a sweep or a validation."""
    body = wish.model_dump_json(exclude_none=True).encode()
    return await forward(gateway.services.engine, Call("POST", "/studies", runner.user_id, body=body))


@router.get("/studies", response_model=Page[StudyState], responses=SIGNED_IN)
async def list_studies(request: Request, gateway: GatewayDep, reader: Reader, _query: PageQuery) -> Response:
    """List studies."""
    return await forward(gateway.services.engine, Call("GET", "/studies", reader.user_id, params=query_of(request)))


@router.get("/studies/{study_id}", response_model=StudyState, responses=OF_USER)
async def read_study(
    study_id: UUID,
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to hold the answer until the study ends")] = 0,
) -> Response:
    """Return a study: its state, and its result once it is completed."""
    del wait
    call = Call("GET", f"/studies/{study_id}", reader.user_id, params=query_of(request))
    return await forward(gateway.services.engine, call)


@router.post("/studies/{study_id}/cancel", response_model=StudyState, responses=CHANGES)
async def cancel_study(study_id: UUID, gateway: GatewayDep, runner: Runner) -> Response:
    """Stop a study that has not ended."""
    return await forward(gateway.services.engine, Call("POST", f"/studies/{study_id}/cancel", runner.user_id))
