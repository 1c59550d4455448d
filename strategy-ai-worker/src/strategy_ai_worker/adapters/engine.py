"""Signal frequency and stored results, asked of backtest-engine."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from service_kit.client import ServiceClient
from strategy_ai_worker.domain.run_answers.run import FinishedRun, RunFrame
from strategy_language.conversation import ExpectedSignals
from strategy_language.document import Strategy
from trading_contracts.results import Result

_MOST_BARS = 20_000
"""Of longer runs only the ends of days are fetched to answer a question in words."""


class _Frequency(BaseModel):
    """What is taken of the engine's count."""

    entries: int
    exits: int
    bars: int
    years: float
    entries_per_year: float | None
    typical_bars_held: float | None


class _Line(BaseModel):
    id: UUID


class _Runs(BaseModel):
    items: tuple[_Line, ...]


class _Run(RunFrame):
    """What is taken of a run."""

    result: Result | None


class HttpEngine:
    """Asks backtest-engine."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def frequency(self, user_id: UUID, strategy: Strategy, first: date, last: date) -> ExpectedSignals:
        """Return how often the rules of a strategy spoke between two session dates.

        Raises:
            Problem: The engine does not answer, or cannot count.
        """
        body = {"strategy": strategy.model_dump(mode="json"), "start": first.isoformat(), "end": last.isoformat()}
        found = await self._client.post("/signals/frequency", body, _Frequency, user_id=user_id)
        return ExpectedSignals.model_validate(found.model_dump())

    async def last_run(self, user_id: UUID, strategy_id: UUID) -> FinishedRun | None:
        """Return the newest completed run of a strategy with its result, or None.

        Raises:
            Problem: The engine does not answer.
        """
        wanted = {"strategy_id": str(strategy_id), "status": "completed", "page_size": 1}
        found = await self._client.get("/backtests", _Runs, params=wanted, user_id=user_id)
        if not found.items:
            return None
        run_id = found.items[0].id
        run = await self._run(user_id, run_id, series="days")
        if run.result is not None and run.result.summary_stats.bars <= _MOST_BARS:
            run = await self._run(user_id, run_id, series="true")
        if run.result is None:
            return None
        frame = RunFrame(strategy_version=run.strategy_version, settings=run.settings)
        return FinishedRun(state=frame, result=run.result)

    async def _run(self, user_id: UUID, run_id: UUID, *, series: Literal["days", "true"]) -> _Run:
        return await self._client.get(f"/backtest/{run_id}", _Run, params={"series": series}, user_id=user_id)
