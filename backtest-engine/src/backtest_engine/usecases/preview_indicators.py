"""Show what the rules of a strategy read, before anything is run."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import Field, JsonValue

from backtest_engine.domain.evaluation import EVERYTHING
from backtest_engine.domain.lines import lines_of
from backtest_engine.domain.plan import Plan
from backtest_engine.domain.stored import drawn_lines, line_json
from backtest_engine.ports import BarSource, Sandbox
from backtest_engine.usecases.gather import Gathered, Range, gather
from backtest_engine.usecases.request_run import checked_plan
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment
from trading_contracts.model import Contract


class PreviewRequest(Contract):
    """A document and a range of session dates; expressions are shown in place of the document's own lines."""

    strategy: Strategy
    start: date
    end: date
    adjustment: Adjustment = Adjustment.ALL
    overrides: dict[str, JsonValue] = Field(default_factory=dict)
    expressions: tuple[str, ...] = Field(default=(), max_length=12)


async def preview_indicators(bars: BarSource, sandbox: Sandbox, request: PreviewRequest) -> dict[str, Any]:
    """Return the series that the rules read, shaped as in a result.

    Raises:
        Problem: The document, an expression, the symbols, the bars or the code are at fault; every kind has a name.
    """
    asked = request.model_dump(exclude={"expressions"})
    plan = await checked_plan(bars, EngineRunRequest.model_validate(asked))
    if request.expressions:
        lines, look_back = lines_of(plan.strategy, request.expressions)
        plan = replace(plan, lines=lines, warmup=look_back)
    if plan.lines.code is None:
        return {"indicators": []}
    span = Range(plan.strategy.timeframe, request.start, request.end, request.adjustment)
    gathered = await gather(bars, plan, span, "cash")
    return {"indicators": await asyncio.to_thread(_drawn, sandbox, plan, gathered)}


def _drawn(sandbox: Sandbox, plan: Plan, gathered: Gathered) -> list[dict[str, Any]]:
    assert plan.lines.code is not None  # noqa: S101 - it was asked before
    with sandbox.open(plan.lines.code, plan.parameters, gathered.frames) as session:
        return [
            line_json(line)
            for symbol in plan.evaluated
            for line in drawn_lines(
                symbol, gathered.frames[symbol], plan.lines.lines, session.evaluate(symbol, EVERYTHING)
            )
        ]
