"""Read a run and what it found."""

import asyncio
import contextlib
from typing import Literal
from uuid import UUID

import orjson

from backtest_engine.domain.records import Document
from backtest_engine.domain.stored import result_json, unpack_days, unpack_series, without_series
from backtest_engine.ports import RunEvents, RunStore

SeriesWanted = bool | Literal["days"]
"""The long series of a result: at each bar, not at all, or at the end of each day."""


async def run_document(
    runs: RunStore, events: RunEvents, run_id: UUID, user_id: UUID, *, wait: float, series: SeriesWanted
) -> bytes:
    """Return a run as JSON: its state, and its result when it completed; `wait` seconds for its end at most.

    Raises:
        UnknownRun: There is no such run of this user.
    """
    found = await _ended(runs, events, run_id, user_id, wait=wait, series=bool(series)) if wait else None
    found = found or await runs.document(run_id, user_id, series=bool(series))
    if found.series is None:
        return _written(found, by_day=False)
    # A million bars are tens of megabytes of JSON; the loop stays free while they are written.
    return await asyncio.to_thread(_written, found, by_day=series == "days")


async def _ended(
    runs: RunStore, events: RunEvents, run_id: UUID, user_id: UUID, *, wait: float, series: bool
) -> Document | None:
    changes = events.follow(run_id)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait), contextlib.aclosing(changes):  # type: ignore[type-var]
            async for _ in changes:
                found = await runs.document(run_id, user_id, series=series)
                if found.state.status.is_final:
                    return found
    return None


def _written(found: Document, *, by_day: bool) -> bytes:
    state, run_id = found.state.model_dump(mode="json"), str(found.state.id)
    if found.body is None:
        return orjson.dumps({**state, "result": None})
    if found.series is None:
        return orjson.dumps({**state, "result": orjson.Fragment(without_series(run_id, found.body))})
    read = unpack_days if by_day else unpack_series
    return orjson.dumps({**state, "result": result_json(run_id, found.body, read(found.series))})
