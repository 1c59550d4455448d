"""Documents with their numbers as parameters, for sliders and sweeps."""

from fastapi import APIRouter
from pydantic import BaseModel, JsonValue

from strategy_language.document import Strategy
from strategy_language.load import load
from strategy_language.tunable import tunable
from trading_contracts.model import Contract

router = APIRouter(tags=["strategies"])


class TunableBody(BaseModel):
    """A document; its problems are named by path, so it comes in as plain JSON."""

    document: dict[str, JsonValue]


class TunableAnswer(Contract):
    """The document with its numbers lifted into parameters; it means exactly the same."""

    document: Strategy


@router.post("/strategies/tunable")
async def make_tunable(body: TunableBody) -> TunableAnswer:
    """Lift the numbers of a document into parameters with ranges; nothing is kept."""
    return TunableAnswer(document=tunable(load(body.document)))
