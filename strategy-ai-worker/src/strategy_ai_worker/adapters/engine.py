"""Signal frequency and stored results, asked of backtest-engine."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, JsonValue

from service_kit.client import ServiceClient
from strategy_language.conversation import ExpectedSignals
from strategy_language.document import Strategy


class _Frequency(BaseModel):
    """What is taken of the engine's count."""

    entries: int
    exits: int
    bars: int
    years: float
    entries_per_year: float | None
    typical_bars_held: float | None


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

    async def last_result(self, user_id: UUID, strategy_id: UUID) -> dict[str, JsonValue] | None:
        """Return the newest completed run of a strategy with its result, or None."""
        found = await self._client.get(
            "/backtests",
            dict[str, JsonValue],
            params={"strategy_id": str(strategy_id), "status": "completed", "page_size": 1},
            user_id=user_id,
        )
        match found:
            case {"items": [{"id": str(run_id)}, *_]}:
                return await self._client.get(f"/backtest/{run_id}", dict[str, JsonValue], user_id=user_id)
        return None
