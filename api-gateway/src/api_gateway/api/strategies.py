"""Strategies, their versions, checks and exports."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status
from pydantic import BaseModel

from api_gateway.api.context import GatewayDep, KeptQuery
from api_gateway.api.forwarding import forward, query_of
from api_gateway.api.identity import Reader, Writer
from api_gateway.api.models.work import (
    Candidate,
    Catalogue,
    Exported,
    ExportWish,
    StrategyDraft,
    TunableDocument,
    TunableWish,
)
from api_gateway.api.problems import CHANGES, OF_USER, SIGNED_IN, WITH_BODY
from api_gateway.ports.services import Call
from strategy_language.conversation import StoredStrategy, StrategyVersion, ValidationReport
from trading_contracts.paging import Page

router = APIRouter(tags=["strategies"])
ExportTarget = Literal["python", "backtesting.py", "pine"]
VersionNumber = Annotated[int, Path(ge=1, le=2_147_483_647)]


def _json(model: BaseModel) -> bytes:
    return model.model_dump_json().encode()


@router.get("/strategies", response_model=Page[StoredStrategy], responses=SIGNED_IN)
async def list_strategies(
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    _query: KeptQuery,
    q: Annotated[str, Query(max_length=120, description="Part of the name")] = "",
    *,
    deleted: Annotated[bool, Query(description="Those that were put away")] = False,
) -> Response:
    """List strategies at their newest version."""
    del q, deleted
    return await forward(gateway.services.worker, Call("GET", "/strategies", reader.user_id, params=query_of(request)))


@router.post("/strategies", status_code=status.HTTP_201_CREATED, response_model=StoredStrategy, responses=WITH_BODY)
async def create_strategy(draft: StrategyDraft, gateway: GatewayDep, writer: Writer) -> Response:
    """Store a document as a new strategy."""
    return await forward(gateway.services.worker, Call("POST", "/strategies", writer.user_id, body=_json(draft)))


@router.post("/strategies/validate", response_model=ValidationReport, responses=WITH_BODY)
async def validate_strategy(candidate: Candidate, gateway: GatewayDep, reader: Reader) -> Response:
    """Check a document: shape, sense, code, look-back. Nothing is stored."""
    call = Call("POST", "/strategies/validate", reader.user_id, body=_json(candidate))
    return await forward(gateway.services.worker, call)


@router.post("/strategies/tunable", response_model=TunableDocument, responses=WITH_BODY)
async def make_tunable(wish: TunableWish, gateway: GatewayDep, reader: Reader) -> Response:
    """Lift the numbers of a document into parameters that can be moved. It trades the same; nothing is stored."""
    call = Call("POST", "/strategies/tunable", reader.user_id, body=_json(wish))
    return await forward(gateway.services.worker, call)


@router.post("/strategies/export/{target}", response_model=Exported, responses=CHANGES)
async def export_strategy(target: ExportTarget, wish: ExportWish, gateway: GatewayDep, reader: Reader) -> Response:
    """Return a strategy as a file of another tool."""
    call = Call("POST", f"/strategies/export/{target}", reader.user_id, body=_json(wish))
    return await forward(gateway.services.worker, call)


@router.get("/strategies/{strategy_id}", response_model=StoredStrategy, responses=OF_USER)
async def read_strategy(strategy_id: UUID, gateway: GatewayDep, reader: Reader) -> Response:
    """Return a strategy at its newest version."""
    return await forward(gateway.services.worker, Call("GET", f"/strategies/{strategy_id}", reader.user_id))


@router.patch("/strategies/{strategy_id}", response_model=StoredStrategy, responses=CHANGES)
async def update_strategy(strategy_id: UUID, draft: StrategyDraft, gateway: GatewayDep, writer: Writer) -> Response:
    """Store a document as the next version of a strategy."""
    call = Call("PATCH", f"/strategies/{strategy_id}", writer.user_id, body=_json(draft))
    return await forward(gateway.services.worker, call)


@router.delete("/strategies/{strategy_id}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def delete_strategy(strategy_id: UUID, gateway: GatewayDep, writer: Writer) -> Response:
    """Put a strategy away; it can be restored."""
    return await forward(gateway.services.worker, Call("DELETE", f"/strategies/{strategy_id}", writer.user_id))


@router.post("/strategies/{strategy_id}/restore", response_model=StoredStrategy, responses=CHANGES)
async def restore_strategy(strategy_id: UUID, gateway: GatewayDep, writer: Writer) -> Response:
    """Bring back a strategy that was put away."""
    return await forward(gateway.services.worker, Call("POST", f"/strategies/{strategy_id}/restore", writer.user_id))


@router.get("/strategies/{strategy_id}/versions", response_model=Page[StrategyVersion], responses=OF_USER)
async def list_versions(
    strategy_id: UUID, request: Request, gateway: GatewayDep, reader: Reader, _query: KeptQuery
) -> Response:
    """List the versions of a strategy, the newest first."""
    call = Call("GET", f"/strategies/{strategy_id}/versions", reader.user_id, params=query_of(request))
    return await forward(gateway.services.worker, call)


@router.get("/strategies/{strategy_id}/versions/{version}", response_model=StrategyVersion, responses=OF_USER)
async def read_version(strategy_id: UUID, version: VersionNumber, gateway: GatewayDep, reader: Reader) -> Response:
    """Return one version of a strategy."""
    call = Call("GET", f"/strategies/{strategy_id}/versions/{version}", reader.user_id)
    return await forward(gateway.services.worker, call)


@router.get("/catalogue", response_model=Catalogue, responses=SIGNED_IN)
async def read_catalogue(gateway: GatewayDep, reader: Reader) -> Response:
    """Return every function of the strategy language."""
    return await forward(gateway.services.worker, Call("GET", "/catalogue", reader.user_id))
