"""Strategies, their versions, and what can be said of documents."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from service_kit.caller import CallerDep
from strategy_ai_worker.api.requests import DocumentBody, ListDep
from strategy_ai_worker.ports import Strategies
from strategy_ai_worker.usecases import manage
from strategy_ai_worker.usecases.prepare import validate
from strategy_language.catalogue import CATALOGUE
from strategy_language.conversation import StoredStrategy, StrategyVersion, ValidationReport
from trading_contracts.model import Contract
from trading_contracts.paging import Page

router = APIRouter(tags=["strategies"])


class CatalogueFunction(Contract):
    """One function of the language."""

    name: str
    group: str
    meaning: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    aliases: tuple[str, ...]


class CatalogueAnswer(Contract):
    """All functions of the language."""

    functions: tuple[CatalogueFunction, ...]


def _kept(request: Request) -> Strategies:
    kept: Strategies = request.app.state.strategies
    return kept


@router.get("/strategies")
async def list_strategies(
    page: ListDep,
    caller: CallerDep,
    request: Request,
    q: Annotated[str, Query(max_length=120)] = "",
    deleted: bool = False,  # noqa: FBT001 - a query parameter
) -> Page[StoredStrategy]:
    """List the user's strategies."""
    return await _kept(request).find(caller.user_id, page, deleted=deleted, q=q)


@router.post("/strategies", status_code=201)
async def create_strategy(body: DocumentBody, caller: CallerDep, request: Request) -> StoredStrategy:
    """Keep a hand-written document."""
    return await manage.create_strategy(_kept(request), caller.user_id, body.strategy, body.message)


@router.post("/strategies/validate")
async def validate_strategy(body: DocumentBody) -> ValidationReport:
    """Check a document; nothing is kept."""
    return validate(body.strategy)


@router.get("/strategies/{strategy_id}")
async def get_strategy(strategy_id: UUID, caller: CallerDep, request: Request) -> StoredStrategy:
    """Return a strategy at its newest version."""
    return await _kept(request).get(caller.user_id, strategy_id)


@router.patch("/strategies/{strategy_id}")
async def change_strategy(strategy_id: UUID, body: DocumentBody, caller: CallerDep, request: Request) -> StoredStrategy:
    """Keep a changed document as the next version."""
    return await manage.change_strategy(_kept(request), caller.user_id, strategy_id, body.strategy, body.message)


@router.delete("/strategies/{strategy_id}", status_code=204)
async def delete_strategy(strategy_id: UUID, caller: CallerDep, request: Request) -> None:
    """Delete a strategy; it can be brought back."""
    await _kept(request).set_deleted(caller.user_id, strategy_id, deleted=True)


@router.post("/strategies/{strategy_id}/restore")
async def restore_strategy(strategy_id: UUID, caller: CallerDep, request: Request) -> StoredStrategy:
    """Bring a deleted strategy back."""
    return await _kept(request).set_deleted(caller.user_id, strategy_id, deleted=False)


@router.get("/strategies/{strategy_id}/versions")
async def list_versions(strategy_id: UUID, page: ListDep, caller: CallerDep, request: Request) -> Page[StrategyVersion]:
    """List the versions of a strategy, newest first."""
    by_version = page if page.sort != "-updated_at" else page.model_copy(update={"sort": "-version"})
    return await _kept(request).versions(caller.user_id, strategy_id, by_version)


@router.get("/strategies/{strategy_id}/versions/{version}")
async def get_version(strategy_id: UUID, version: int, caller: CallerDep, request: Request) -> StrategyVersion:
    """Return one version of a strategy."""
    return await _kept(request).version(caller.user_id, strategy_id, version)


@router.get("/catalogue")
async def get_catalogue() -> CatalogueAnswer:
    """List all functions of the strategy language."""
    return CatalogueAnswer(
        functions=tuple(
            CatalogueFunction(
                name=entry.name,
                group=entry.group,
                meaning=entry.meaning,
                arguments=tuple(argument.name for argument in entry.arguments),
                outputs=entry.outputs,
                aliases=entry.aliases,
            )
            for entry in CATALOGUE.values()
        )
    )
