"""Stored strategies, as the strategy worker keeps them."""

from uuid import UUID

from service_kit.client import ServiceClient
from strategy_language.conversation import StoredStrategy, StrategyVersion
from strategy_language.document import Strategy


class WorkerShelf:
    """Asks the strategy worker on behalf of a user, who can only reach their own."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def strategy(self, strategy_id: UUID, version: int | None, user_id: UUID) -> tuple[Strategy, int]:
        """Return a strategy and its version, the newest where none is named.

        Raises:
            NotFound: This user has no such strategy, or it has no such version.
        """
        if version is None:
            newest = await self._client.get(f"/strategies/{strategy_id}", StoredStrategy, user_id=user_id)
            return newest.strategy, newest.version
        path = f"/strategies/{strategy_id}/versions/{version}"
        found = await self._client.get(path, StrategyVersion, user_id=user_id)
        return found.strategy, found.version
