"""How many connections one user may hold open at once."""

from collections import Counter
from uuid import UUID

from api_gateway.domain.refusals import TooManyConnections

_RETRY_SECONDS = 5


class Seats:
    """Open WebSockets by user.

    Args:
        each: How many a user may hold at once.
    """

    def __init__(self, each: int) -> None:
        self._each = each
        self._taken: Counter[UUID] = Counter()

    def take(self, user_id: UUID) -> None:
        """Count one more connection of a user.

        Raises:
            TooManyConnections: The user holds as many as one may.
        """
        if self._taken[user_id] >= self._each:
            raise TooManyConnections(
                f"{self._each} connections are open already; close one first.",
                limit=self._each,
                retry_after=_RETRY_SECONDS,
            )
        self._taken[user_id] += 1

    def leave(self, user_id: UUID) -> None:
        """Count one less."""
        self._taken[user_id] -= 1
        if not self._taken[user_id]:
            del self._taken[user_id]

    @property
    def total(self) -> int:
        """Return how many connections are open."""
        return self._taken.total()
