"""Signal frequency and stored results, asked of backtest-engine."""

from uuid import UUID

from pydantic import JsonValue

from service_kit.client import ServiceClient
from strategy_language.document import Strategy
from trading_contracts.bars import Availability


class HttpEngine:
    """Asks backtest-engine."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def frequency(self, user_id: UUID, strategy: Strategy, available: Availability) -> dict[str, JsonValue]:
        """Return how often the entries of a strategy would fire on the history there is."""
        body = {
            "strategy": strategy.model_dump(mode="json"),
            "start": available.first.date().isoformat(),
            "end": available.last.date().isoformat(),
        }
        return await self._client.post("/signals/frequency", body, dict[str, JsonValue], user_id=user_id)

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
