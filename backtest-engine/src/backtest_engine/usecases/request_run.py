"""Ask for a run: check everything that can be checked at once, then write it down with its job."""

import asyncio
from uuid import UUID

from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.records import NewRun
from backtest_engine.domain.tuning import overridden
from backtest_engine.ports import BarQuery, BarSource, RunStore
from strategy_language.conversation import EngineRunRequest
from trading_contracts.problem import EmptyRange
from trading_contracts.runs import RunState


async def request_run(
    runs: RunStore, bars: BarSource, request: EngineRunRequest, user_id: UUID, run_id: UUID
) -> RunState:
    """Return the run, queued; the one that is there already where the id is known.

    Raises:
        InvalidDocument: The document or an override makes no sense.
        UnsafeCode: The static checks refuse its code.
        EmptyRange: The end is before the start; both days belong to the range.
        UnknownSymbol: A symbol is known to no source.
        NoBars: A symbol has no bar in the range, as far as that is soon known.
    """
    plan = await checked_plan(bars, request)
    lineage = str(request.strategy_id) if request.strategy_id else plan.lineage
    return await runs.add(NewRun(run_id, user_id, request, lineage))


async def checked_plan(bars: BarSource, request: EngineRunRequest) -> Plan:
    """Return the plan of a request whose range and symbols exist; raises as `request_run` does."""
    if request.start > request.end:
        raise EmptyRange(
            f"The range is empty: it ends on {request.end} and begins on {request.start}.",
            start=request.start.isoformat(),
            end=request.end.isoformat(),
        )
    plan = make_plan(overridden(request.strategy, request.overrides))
    await asyncio.gather(*(bars.instrument(symbol) for symbol in (*plan.traded, *plan.read)))
    await asyncio.gather(*(bars.look(query) for query in queries(plan, request)))
    return plan


def queries(plan: Plan, request: EngineRunRequest) -> list[BarQuery]:
    """Return which bars a run trades, without its warm-up."""
    timeframe = plan.strategy.timeframe
    return [BarQuery(symbol, timeframe, request.start, request.end, request.adjustment, 0) for symbol in plan.traded]
