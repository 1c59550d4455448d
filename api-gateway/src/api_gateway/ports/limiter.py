"""Counting of requests."""

from typing import Protocol

from api_gateway.domain.budgets import Budget, Spent


class Limiter(Protocol):
    """Counts requests within sliding windows."""

    async def spend(self, budget: Budget, key: str) -> Spent:
        """Count a request under a key, unless the budget is spent."""
        ...

    async def close(self) -> None:
        """Close connections, where there are any."""
        ...
