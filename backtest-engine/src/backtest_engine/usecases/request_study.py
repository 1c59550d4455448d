"""Ask for a study: check what can be checked at once, then write it down with its job."""

import asyncio
from uuid import UUID

from backtest_engine.domain.studies import MOST_CANDIDATES, NewStudy, StudyRequest, StudyState
from backtest_engine.domain.sweeping import axes, grid
from backtest_engine.domain.tuning import tuned
from backtest_engine.ports import BarSource, StudyStore
from backtest_engine.usecases.request_run import checked_plan


async def request_study(
    studies: StudyStore, bars: BarSource, request: StudyRequest, study_id: UUID, user_id: UUID
) -> StudyState:
    """Return the study, queued.

    Raises:
        BadSweep: A parameter does not exist, a value is out of bounds, or the grid is too large.
        Problem: As for a run.
    """
    plan = await checked_plan(bars, request.request)
    strategy = await asyncio.to_thread(tuned, request.request.strategy, request.request.overrides)
    grid(axes(strategy, request.validation.parameters), MOST_CANDIDATES)
    if request.sweep is not None:
        values = axes(strategy, request.sweep.parameters)
        if request.sweep.method == "grid":
            grid(values, request.sweep.trials)
    lineage = str(request.request.strategy_id) if request.request.strategy_id else plan.lineage
    return await studies.add(NewStudy(study_id, user_id, request, lineage))
