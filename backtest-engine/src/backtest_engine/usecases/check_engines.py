"""Ask the second engine whether it finds the same trades, after the result was delivered."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import orjson

from backtest_engine.domain.evaluation import EVERYTHING, Slots
from backtest_engine.domain.kernel import simulate
from backtest_engine.domain.panels import panel_of, simulation_settings
from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.tuning import overridden
from backtest_engine.ports import BarSource, RunStore, Sandbox, SecondEngine
from backtest_engine.usecases.export_run import NoResult
from backtest_engine.usecases.gather import Gathered, Range, gather
from trading_contracts.results import EngineAgreement


async def check_engines(
    runs: RunStore, bars: BarSource, sandbox: Sandbox, second: SecondEngine, run_id: UUID, user_id: UUID
) -> EngineAgreement:
    """Return whether both engines agree trade by trade on a completed run, and note it in its result.

    Raises:
        UnknownRun: There is no such run of this user.
        NoResult: It has not completed.
        Problem: The replay itself fails; every kind has a name.
    """
    found = await runs.result(run_id, user_id)
    if found is None:
        raise NoResult("This run has no result that could be checked.")
    request = await runs.stored_request(run_id, user_id)
    plan = make_plan(overridden(request.strategy, request.overrides))
    gathered = await gather(
        bars, plan, Range(plan.strategy.timeframe, request.start, request.end, request.adjustment), "cash"
    )
    signals = await asyncio.to_thread(_signals, sandbox, plan, gathered)
    panel, settings = panel_of(plan, gathered.frames, request), simulation_settings(request)
    simulation = await asyncio.to_thread(simulate, plan.strategy, panel, signals, settings)
    agreement = await second.check(plan.strategy, panel, signals, settings, simulation)
    body = orjson.loads(found.body)
    body["integrity"]["engines"] = agreement.model_dump(mode="json")
    await runs.rewrite(run_id, user_id, orjson.dumps(body))
    return agreement


def _signals(sandbox: Sandbox, plan: Plan, gathered: Gathered) -> Mapping[str, Slots]:
    with sandbox.open(plan.code, plan.parameters, gathered.frames) as session:
        return {symbol: session.evaluate(symbol, EVERYTHING) for symbol in plan.evaluated}
