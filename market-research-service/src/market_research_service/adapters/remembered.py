"""Answers of slow sources, remembered; one that fails is left in peace for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from market_research_service.ports import Clock

_Answer = TypeVar("_Answer")


class Remembered(Generic[_Answer]):
    """Asks again only when the last answer is old.

    Args:
        ask: The source.
        clock: Tells the time.
        lasts: How long an answer is good for, by what it says.
    """

    def __init__(
        self, ask: Callable[[], Awaitable[_Answer]], clock: Clock, lasts: Callable[[_Answer], timedelta]
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._lasts = lasts
        self._kept: tuple[_Answer, datetime] | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> _Answer:
        """Return the last answer while it is good, else a new one; many at once ask once."""
        async with self._turn:
            if self._kept is None or self._clock() >= self._kept[1]:
                answer = await self._ask()
                self._kept = (answer, self._clock() + self._lasts(answer))
            return self._kept[0]
