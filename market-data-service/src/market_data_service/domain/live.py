"""Bars made of ticks as they come."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trading_contracts.bars import Bar


@dataclass(frozen=True, slots=True)
class Tick:
    """One trade: when (aware UTC), at what price, how much."""

    at: datetime
    price: float
    size: float


@dataclass(frozen=True, slots=True)
class OpenBar:
    """A bar that is still being made."""

    timestamp: datetime
    open: float
    high: float
    low: float
    close: float
    volume: float

    def with_tick(self, tick: Tick) -> "OpenBar":
        """Return the bar after one more trade."""
        return replace(
            self,
            high=max(self.high, tick.price),
            low=min(self.low, tick.price),
            close=tick.price,
            volume=self.volume + tick.size,
        )

    def as_bar(self) -> Bar:
        """Return the bar as it crosses borders."""
        return Bar(
            timestamp=self.timestamp,
            open=self.open,
            high=self.high,
            low=self.low,
            close=self.close,
            volume=self.volume,
        )


class BarBuilder:
    """Makes bars of one length out of ticks.

    A tick that comes late for a bar that is over is dropped and counted: a bar, once given out, never changes.
    """

    def __init__(self, duration: timedelta) -> None:
        self._duration = duration
        self._current: OpenBar | None = None
        self._closed_until: datetime | None = None
        self.late = 0

    @property
    def current(self) -> OpenBar | None:
        """Return the bar that is being made."""
        return self._current

    def add(self, tick: Tick) -> Iterator[Bar]:
        """Take one tick; yield the bar that it ends, if it ends one."""
        start = self._start_of(tick.at)
        current = self._current
        if self._closed_until is not None and start < self._closed_until:
            self.late += 1
            return
        if current is not None and start == current.timestamp:
            self._current = current.with_tick(tick)
            return
        self._current = OpenBar(start, tick.price, tick.price, tick.price, tick.price, tick.size)
        self._closed_until = start
        if current is not None:
            yield current.as_bar()

    def close_until(self, now: datetime) -> Iterator[Bar]:
        """Yield the bar in the making if its time is over, without waiting for the next tick."""
        current = self._current
        if current is not None and current.timestamp + self._duration <= now:
            self._current = None
            self._closed_until = current.timestamp + self._duration
            yield current.as_bar()

    def _start_of(self, at: datetime) -> datetime:
        seconds = self._duration.total_seconds()
        return datetime.fromtimestamp(at.timestamp() // seconds * seconds, at.tzinfo)
