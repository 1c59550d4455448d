"""Take a finished run away as a table."""

import asyncio
from collections.abc import Callable
from typing import Literal
from uuid import UUID

from backtest_engine.domain import exports
from backtest_engine.domain.records import StoredResult
from backtest_engine.domain.stored import unpack_series
from backtest_engine.domain.tear_sheet import tear_sheet
from backtest_engine.ports import RunStore
from trading_contracts.problem import Conflict

Export = Literal["trades.csv", "equity.csv", "trades.parquet", "equity.parquet", "series.msgpack", "tearsheet.html"]

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "html": "text/html; charset=utf-8",
    "msgpack": "application/vnd.msgpack",
}
_WRITERS: dict[Export, Callable[[StoredResult], str | bytes]] = {
    "trades.csv": lambda found: exports.trades_csv(found.body),
    "trades.parquet": lambda found: exports.trades_parquet(found.body),
    "equity.csv": lambda found: exports.equity_csv(unpack_series(found.series)),
    "equity.parquet": lambda found: exports.equity_parquet(unpack_series(found.series)),
    "series.msgpack": lambda found: exports.series_msgpack(unpack_series(found.series)),
    "tearsheet.html": lambda found: tear_sheet(found.body, unpack_series(found.series)),
}


class NoResult(Conflict):
    """The run has no result: it has not ended, or it ended without one."""


async def export_run(runs: RunStore, run_id: UUID, user_id: UUID, wanted: Export) -> tuple[bytes, str]:
    """Return the table and its media type.

    Raises:
        UnknownRun: There is no such run of this user.
        NoResult: It has not completed.
    """
    found = await runs.result(run_id, user_id)
    if found is None:
        state = await runs.state(run_id, user_id)
        raise NoResult(f"This run has no result: it is {state.status}.", status=state.status)
    written = await asyncio.to_thread(_WRITERS[wanted], found)
    content = written.encode() if isinstance(written, str) else written
    return content, _MEDIA[wanted.rpartition(".")[2]]
