"""Frames that wait for one reader: bounded, and never at the price of a bar."""

import asyncio
from collections import deque
from typing import ClassVar

from market_data_service.usecases.live.messages import LiveMessage
from trading_contracts.problem import Unavailable

_MOST_WAITING = 256


class ReaderTooSlow(Unavailable):
    """A reader took its frames too slowly; it may come back with the last event id that it has."""

    status: ClassVar[int] = 408


class Mailbox:
    """What one reader has not taken yet.

    Of bars in the making, and of problems, only the newest waits. Bars and gaps all wait, up to a bound; a reader who
    falls behind further than that is sent away rather than served with a hole.

    Args:
        most_waiting: How many bars may wait.
    """

    def __init__(self, most_waiting: int = _MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._lasting: deque[LiveMessage] = deque()
        self._newest: dict[str, LiveMessage] = {}
        self._too_slow = False
        self._filled = asyncio.Event()

    def put(self, frame: LiveMessage) -> None:
        """Add a frame; never waits."""
        self._filled.set()
        if frame.type not in ("bar", "gap"):
            self._newest[frame.type] = frame
            return
        # What was forming has become this bar, or is older.
        self._newest.pop("forming", None)
        if len(self._lasting) >= self._most_waiting:
            self._too_slow = True
            return
        self._lasting.append(frame)

    async def take(self) -> LiveMessage:
        """Return the next frame, waiting for one.

        Raises:
            ReaderTooSlow: More bars waited than may.
        """
        while not (self._lasting or self._newest or self._too_slow):
            self._filled.clear()
            await self._filled.wait()
        if self._lasting:
            return self._lasting.popleft()
        if self._too_slow:
            raise ReaderTooSlow(
                f"More than {self._most_waiting} bars waited to be read; come back with last_event_id to miss none.",
                waiting=self._most_waiting,
            )
        return self._newest.pop(next(iter(self._newest)))
