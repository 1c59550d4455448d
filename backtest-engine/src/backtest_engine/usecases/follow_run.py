"""Follow a run until it ends."""

from collections.abc import AsyncIterator
from uuid import UUID

from backtest_engine.ports import RunEvents, RunStore
from trading_contracts.runs import RunState


async def follow_run(runs: RunStore, events: RunEvents, run_id: UUID, user_id: UUID) -> AsyncIterator[RunState]:
    """Yield each new state of a run, the final one last.

    Raises:
        UnknownRun: There is no such run of this user.
    """
    before: RunState | None = None
    changes = events.follow(run_id)
    try:
        async for _ in changes:
            state = await runs.state(run_id, user_id)
            if state != before:
                yield state
            if state.status.is_final:
                return
            before = state
    finally:
        await changes.aclose()  # type: ignore[attr-defined]
