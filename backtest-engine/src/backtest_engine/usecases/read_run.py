"""Read a run and what it found."""

import asyncio
from uuid import UUID

import orjson

from backtest_engine.domain.records import StoredResult
from backtest_engine.domain.stored import result_json, unpack_series
from backtest_engine.ports import RunStore


async def run_document(runs: RunStore, run_id: UUID, user_id: UUID, *, series: bool) -> bytes:
    """Return a run as JSON: its state, and its result when it completed.

    Raises:
        UnknownRun: There is no such run of this user.
    """
    state = await runs.state(run_id, user_id)
    found = await runs.result(run_id, user_id) if state.status.is_final else None
    # A million bars are tens of megabytes of JSON; the loop stays free while they are written.
    return await asyncio.to_thread(_written, state.model_dump(mode="json"), str(run_id), found, series=series)


def _written(state: dict[str, object], run_id: str, found: StoredResult | None, *, series: bool) -> bytes:
    result = None
    if found is not None:
        result = result_json(run_id, found.body, unpack_series(found.series) if series else None)
    return orjson.dumps({**state, "result": result})
