"""Bring one study to its end, whatever happens on the way."""

import asyncio
import contextlib
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.problems import GaveUp, UnreadableRequest
from backtest_engine.domain.records import Trials
from backtest_engine.domain.studies import StudyClaim, StudyOutcome, StudyRequest
from backtest_engine.domain.sweeping import axes
from backtest_engine.domain.tuning import tuned
from backtest_engine.domain.validation import REACH
from backtest_engine.ports import BarSource, Machines, RunClaims, Sandbox, StudyClaims
from backtest_engine.usecases.execute_run import internal_problem, status_of
from backtest_engine.usecases.gather import Range, gather
from backtest_engine.usecases.sweep import sweep
from backtest_engine.usecases.validate import validate
from backtest_engine.usecases.variants import Variants, reaching
from service_kit.problems import to_document
from trading_contracts.problem import Problem
from trading_contracts.runs import RunStatus

_MOST_ATTEMPTS = 3
_LOOK_SECONDS = 0.5
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Progress:
    share: float = 0.0
    message: str = ""

    def __call__(self, share: float, message: str) -> None:
        # A question of several rounds of runs begins its count anew; what was done stays done.
        self.share, self.message = max(self.share, share), message


@dataclass(frozen=True, slots=True)
class ExecuteStudy:
    """The worker's other task. Delivered twice, a study is computed twice and written once."""

    studies: StudyClaims
    runs: RunClaims
    bars: BarSource
    sandbox: Sandbox
    worker: UUID
    machines: Machines | None = None

    async def __call__(self, study_id: UUID) -> None:
        """Claim a study, compute it and write its final state."""
        claim = await self.studies.claim(study_id, self.worker)
        if claim is None:
            return
        try:
            outcome = await self._computed(claim)
        except Problem as problem:
            await self.studies.end(claim, status_of(problem), to_document(problem))
        except Exception as error:  # noqa: BLE001 - a defect of ours must end the study too, and be found in the log
            _log.error("study_crashed", study_id=str(study_id), error=repr(error), traceback=traceback.format_exc())
            await self.studies.end(claim, RunStatus.FAILED, internal_problem())
        else:
            await self.studies.complete(claim, outcome)

    async def _computed(self, claim: StudyClaim) -> StudyOutcome:
        if claim.attempt > _MOST_ATTEMPTS:
            raise GaveUp(f"The study was begun {_MOST_ATTEMPTS} times and its worker died each time.")
        request = claim.request
        if isinstance(request, UnreadableRequest):
            raise request
        run = request.request
        plan = _plan_for_all(request)
        asked = Range(plan.strategy.timeframe, run.start, run.end, run.adjustment)
        before = await self.runs.trials(claim.user_id, claim.lineage)
        gathered = await gather(self.bars, plan, asked, "cash")
        variants = Variants(self.sandbox, plan, run, gathered, self.machines)
        progress = _Progress()
        watch = asyncio.create_task(self._watch(claim, variants, progress))
        try:
            return await asyncio.to_thread(_compute, variants, request, before, progress)
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, claim: StudyClaim, variants: Variants, progress: _Progress) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if not await self.studies.report(claim, progress.share, progress.message):
                variants.cancelled.set()
                return


def _compute(variants: Variants, request: StudyRequest, before: Trials, progress: _Progress) -> StudyOutcome:
    if request.kind == "sweep" and request.sweep is not None:
        found, sharpes = sweep(variants, request.sweep, before, progress)
        return StudyOutcome(found.model_dump_json().encode(), len(found.points), sharpes, found.overfitting)
    answers, tried = validate(variants, request.validation, progress)
    known = tuple(sharpe for sharpe in tried if sharpe is not None)
    return StudyOutcome(answers.model_dump_json().encode(), len(tried), known)


def _plan_for_all(request: StudyRequest) -> Plan:
    """Return the plan of the document, its numbers lifted, with the warm-up of the sets that look back furthest."""
    plan = make_plan(tuned(request.request.strategy, request.request.overrides))
    if request.sweep is not None:
        return reaching(plan, _most(axes(plan.strategy, request.sweep.parameters)))
    named = axes(plan.strategy, request.validation.parameters)
    own = {each.name: (each.value * (1 + REACH),) for each in plan.strategy.parameters if each.kind == "number"}
    return reaching(plan, _most({**own, **named}))


def _most(values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: max(each) for name, each in values.items()}
