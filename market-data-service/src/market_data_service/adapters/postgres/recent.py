"""The list of stored series, which every search and every reading asks for, kept for a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from market_data_service.ports import StoredSeries

_KEPT_SECONDS = 1.0


class RecentList:
    """Asks for the list once a second at most, and once for all who wait for it.

    What this process writes is in the next answer at once; what another one writes, within that second.

    Args:
        ask: Asks the database.
    """

    def __init__(self, ask: Callable[[], Awaitable[list[StoredSeries]]]) -> None:
        self._ask = ask
        self._kept: list[StoredSeries] = []
        self._good_until = 0.0
        self._asking: asyncio.Task[list[StoredSeries]] | None = None

    async def read(self) -> list[StoredSeries]:
        """Return the list."""
        if time.monotonic() < self._good_until:
            return self._kept
        if self._asking is None:
            self._asking = asyncio.create_task(self._renew())
            # Whoever waited may have gone: then nobody else looks at a failure.
            self._asking.add_done_callback(lambda task: task.cancelled() or task.exception())
        return await asyncio.shield(self._asking)

    def forget(self) -> None:
        """Ask anew next time, also where an answer is on its way that may be older than what was just written."""
        self._good_until = 0.0
        self._asking = None

    async def _renew(self) -> list[StoredSeries]:
        own = asyncio.current_task()
        try:
            found = await self._ask()
        finally:
            is_current = self._asking is own
            if is_current:
                self._asking = None
        if is_current:
            self._kept, self._good_until = found, time.monotonic() + _KEPT_SECONDS
        return found
