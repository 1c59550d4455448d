"""Bars made of ticks as they come, on the same grid as bars that are made of shorter ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

from market_data_service.domain.calendars import TradingCalendar
from market_data_service.domain.resampling import bar_span
from market_data_service.domain.series import moment, nanoseconds
from trading_contracts.bars import Bar, Timeframe


@dataclass(frozen=True, slots=True)
class Tick:
    """One trade: when (aware UTC), at what price, how much."""

    at: datetime
    price: float
    size: float

    @property
    def is_usable(self) -> bool:
        """Return whether the trade can be part of a bar: a positive price and no negative size."""
        return isfinite(self.price) and self.price > 0 and isfinite(self.size) and self.size >= 0


@dataclass(frozen=True, slots=True)
class Listening:
    """A feed says that every trade from this moment on comes."""

    at: datetime


@dataclass(frozen=True, slots=True)
class OpenBar:
    """A bar that is still being made, and the moment at which it is over."""

    timestamp: datetime
    end: datetime
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

    Args:
        timeframe: The length of the bars, intraday.
        calendar: Where bars begin: an hour of New York begins at 09:30.
    """

    def __init__(self, timeframe: Timeframe, calendar: TradingCalendar) -> None:
        self._timeframe = timeframe
        self._calendar = calendar
        self._current: OpenBar | None = None
        self._closed_until: datetime | None = None
        self.late = 0
        self.unusable = 0

    @property
    def current(self) -> OpenBar | None:
        """Return the bar that is being made."""
        return self._current

    def span(self, at: datetime) -> tuple[datetime, datetime]:
        """Return when the bar around a moment begins and ends."""
        start, end = bar_span(nanoseconds(at), self._timeframe, self._calendar)
        return moment(start), moment(end)

    def add(self, tick: Tick) -> Iterator[Bar]:
        """Take one tick; yield the bar that it ends, if it ends one."""
        if not tick.is_usable:
            self.unusable += 1
            return
        current = self._current
        if current is not None and current.timestamp <= tick.at < current.end:
            self._current = current.with_tick(tick)
            return
        start, end = self.span(tick.at)
        if current is not None and start == current.timestamp:
            # A closing auction is printed moments after the close, and belongs to the last bar.
            self._current = current.with_tick(tick)
            return
        if self._closed_until is not None and start < self._closed_until:
            self.late += 1
            return
        self._current = OpenBar(start, end, tick.price, tick.price, tick.price, tick.price, tick.size)
        self._closed_until = start
        if current is not None:
            yield current.as_bar()

    def close_until(self, now: datetime) -> Iterator[Bar]:
        """Yield the bar in the making if its time is over, without waiting for the next tick."""
        current = self._current
        if current is not None and current.end <= now:
            self._current = None
            self._closed_until = max(current.end, self._closed_until or current.end)
            yield current.as_bar()
