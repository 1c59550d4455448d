"""Replay a run and say whether it comes out the same, and if not, which input changed."""

import asyncio
from uuid import UUID

from backtest_engine.domain.digest.fingerprint import changed_parts
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.records import Trials
from backtest_engine.domain.stored import StoredBody, same_outcome
from backtest_engine.domain.tuning import overridden
from backtest_engine.ports import BarSource, RunStore, Sandbox
from backtest_engine.usecases.compute import Computation
from backtest_engine.usecases.export_run import NoResult
from backtest_engine.usecases.gather import Range, gather
from trading_contracts.model import Contract
from trading_contracts.results import Digest

_NO_TRIALS = Trials(0, 0, 0.0, 0.0)


class Verification(Contract):
    """What a replay found. `changed` names inputs, and `result` when the outcome differs."""

    run_id: UUID
    matches: bool
    changed: tuple[str, ...]
    detail: str
    was: Digest
    now: Digest


async def verify_run(runs: RunStore, bars: BarSource, sandbox: Sandbox, run_id: UUID, user_id: UUID) -> Verification:
    """Return whether a completed run can be replayed. A replay is no trial and is not counted.

    Raises:
        UnknownRun: There is no such run of this user.
        NoResult: It has not completed.
        Problem: The replay itself fails; every kind has a name.
    """
    found = await runs.result(run_id, user_id)
    if found is None:
        raise NoResult("This run has no result that could be replayed.")
    request = await runs.stored_request(run_id, user_id)
    plan = make_plan(overridden(request.strategy, request.overrides))
    asked = Range(plan.strategy.timeframe, request.start, request.end, request.adjustment)
    gathered = await gather(bars, plan, asked, request.benchmark or plan.strategy.benchmark)
    again = await asyncio.to_thread(Computation(sandbox, run_id, plan, request, gathered, _NO_TRIALS).run)
    was = StoredBody.model_validate_json(found.body)
    now = StoredBody.model_validate_json(again.stored.body)
    changed = changed_parts(was.integrity.digest, now.integrity.digest)
    same = same_outcome(found, again.stored)
    return Verification(
        run_id=run_id,
        matches=same and not changed,
        changed=changed if same else (*changed, "result"),
        detail=_detail(changed, same=same),
        was=was.integrity.digest,
        now=now.integrity.digest,
    )


def _detail(changed: tuple[str, ...], *, same: bool) -> str:
    if not changed:
        return "Everything is as it was, to the last bit." if same else "Nothing changed, and yet the outcome did."
    named = ", ".join(changed)
    outcome = "The outcome is the same all the same." if same else "The outcome is another one."
    return f"Changed since: {named}. {outcome}"
