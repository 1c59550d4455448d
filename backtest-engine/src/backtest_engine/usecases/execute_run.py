"""Bring one run to its end, whatever happens on the way."""

import asyncio
import contextlib
import traceback
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.problems import (
    Cancelled,
    GaveUp,
    MemoryLimit,
    SimulationFailed,
    TimeLimit,
    UnreadableRequest,
)
from backtest_engine.domain.records import Claim
from backtest_engine.domain.tuning import overridden
from backtest_engine.ports import BarSource, RunClaims, Sandbox
from backtest_engine.usecases.compute import Computation, Computed
from backtest_engine.usecases.gather import Range, gather
from service_kit.problems import to_document
from trading_contracts.problem import Problem, ProblemDocument
from trading_contracts.runs import RunStatus

_MOST_ATTEMPTS = 5
_LOOK_SECONDS = 0.5
_MANY_BARS = 300_000
"""A run of more takes hundreds of megabytes: there is one of them at a time."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ExecuteRun:
    """The worker's task; several runs may be under way. Delivered twice, a run is computed twice and written once."""

    claims: RunClaims
    bars: BarSource
    sandbox: Sandbox
    worker: UUID
    _large: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    async def __call__(self, run_id: UUID) -> None:
        """Claim a run, compute it and write its final state."""
        claim = await self.claims.claim(run_id, self.worker)
        if claim is None:
            return
        try:
            computed = await self._computed(claim)
        except Problem as problem:
            await self.claims.end(claim, status_of(problem), to_document(problem))
        except Exception as error:  # noqa: BLE001 - a defect of ours must end the run too, and be found in the log
            _log.error("run_crashed", run_id=str(run_id), error=repr(error), traceback=traceback.format_exc())
            await self.claims.end(claim, RunStatus.FAILED, internal_problem())
        else:
            await self.claims.complete(claim, computed.stored, computed.sharpe_per_bar)

    async def _computed(self, claim: Claim) -> Computed:
        request = claim.request
        if isinstance(request, UnreadableRequest):
            raise request
        if claim.attempt > _MOST_ATTEMPTS:
            raise GaveUp(f"The run was begun {_MOST_ATTEMPTS} times and its worker died each time.")
        if claim.cancel_requested:
            raise Cancelled("The run was cancelled.")
        plan = make_plan(overridden(request.strategy, request.overrides))
        asked = Range(plan.strategy.timeframe, request.start, request.end, request.adjustment)
        gathered = await gather(self.bars, plan, asked, request.benchmark or plan.strategy.benchmark)
        computation = Computation(self.sandbox, claim.run_id, plan, request, gathered, claim.trials)
        watch = asyncio.create_task(self._watch(claim, computation))
        is_large = sum(frame.bars for frame in gathered.frames.values()) > _MANY_BARS
        try:
            async with self._large if is_large else contextlib.nullcontext():
                return await asyncio.to_thread(computation.run)
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, claim: Claim, computation: Computation) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if not await self.claims.report(claim, computation.progress, computation.step):
                computation.cancel()
                return


def status_of(problem: Problem) -> RunStatus:
    """Return the final state that a problem leads to."""
    match problem:
        case Cancelled():
            return RunStatus.CANCELLED
        case TimeLimit():
            return RunStatus.TIMED_OUT
        case MemoryLimit():
            return RunStatus.OUT_OF_MEMORY
    return RunStatus.FAILED


def internal_problem() -> ProblemDocument:
    """Return what a user is told of a defect of ours."""
    return to_document(SimulationFailed("The engine failed on this run; the log says why."))
