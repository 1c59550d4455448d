"""Strategies as text for other places."""

from typing import Literal

from fastapi import APIRouter, Request

from service_kit.caller import CallerDep
from strategy_ai_worker.api.requests import ExportBody
from strategy_ai_worker.ports import Strategies
from strategy_ai_worker.usecases.export import Exported
from strategy_ai_worker.usecases.export import export_strategy as export
from strategy_language.load import load
from trading_contracts.problem import Rejected

router = APIRouter(tags=["strategies"])


class NothingToExport(Rejected):
    """Neither a document nor the id of a strategy was given."""


@router.post("/strategies/export/{target}")
async def export_strategy(
    target: Literal["python", "backtesting.py", "pine"], body: ExportBody, caller: CallerDep, request: Request
) -> Exported:
    """Write a strategy for another place."""
    if body.strategy is not None:
        return export(load(body.strategy), target)
    if body.strategy_id is not None:
        strategies: Strategies = request.app.state.strategies
        stored = await strategies.get(caller.user_id, body.strategy_id)
        return export(stored.strategy, target)
    raise NothingToExport("Give a strategy, or the strategy_id of one that is kept.")
