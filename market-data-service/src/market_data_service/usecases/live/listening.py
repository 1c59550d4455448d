"""Bars made of a feed's trades, with what was missed before them put in front."""

import asyncio
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from market_data_service.domain.calendars import calendar
from market_data_service.domain.live import BarBuilder, Listening, Tick
from market_data_service.ports import TickFeed
from market_data_service.usecases.live.history import Missed
from trading_contracts.bars import Bar
from trading_contracts.problem import Problem, SourceFailed

if TYPE_CHECKING:
    from market_data_service.usecases.live.channel import Channel

_MOST_WAITING = 20_000
# Our clock and the exchange's may differ by that much.
_DOUBT = timedelta(seconds=1)


class Listener:
    """Listens to one feed for a channel, until the feed breaks off.

    The bar in which listening began lacks its first trades. It, and all bars before it that the channel does not have,
    are asked of the sources; bars made of trades wait until those are there.

    Args:
        channel: Gets the bars.
        feed: Gives the trades.
    """

    def __init__(self, channel: "Channel", feed: TickFeed) -> None:
        self._channel = channel
        self._feed = feed
        self._builder = BarBuilder(channel.timeframe, calendar(channel.instrument.calendar))
        self._events: asyncio.Queue[Tick | Listening] = asyncio.Queue(_MOST_WAITING)
        self._held: list[Bar] = []
        self._complete_from: datetime | None = None
        self._bridge: asyncio.Task[Missed] | None = None
        self._is_settled = False
        self._shown_at = 0.0
        self.heard = False

    async def run(self) -> None:
        """Listen.

        Raises:
            SourceFailed: The feed broke off.
            NotFound: It does not have the instrument.
        """
        pump = asyncio.create_task(self._pump())
        try:
            while not (pump.done() and self._events.empty()):
                await self._step()
            await pump
        finally:
            for task in (pump, self._bridge):
                if task is not None:
                    task.cancel()
                    with suppress(asyncio.CancelledError, Problem):
                        await task

    async def _pump(self) -> None:
        async with aclosing(self._feed.ticks(self._channel.instrument)) as events:
            async for event in events:
                try:
                    self._events.put_nowait(event)
                except asyncio.QueueFull as error:
                    raise SourceFailed(
                        f"{self._feed.name} sends trades faster than they are read.", source=self._feed.name
                    ) from error
        raise SourceFailed(f"{self._feed.name} closed the stream.", source=self._feed.name)

    async def _step(self) -> None:
        event: Tick | Listening | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._channel.pace.glance.total_seconds()):
                event = await self._events.get()
        if isinstance(event, Listening):
            self._listens(event.at)
        elif event is not None:
            self.heard = True
            self._ended(list(self._builder.add(event)))
        self._ended(list(self._builder.close_until(self._channel.clock() - self._channel.pace.late)))
        self._settle()
        if event is not None:
            self._show_forming()

    def _listens(self, at: datetime) -> None:
        start, end = self._builder.span(at + _DOUBT)
        self._complete_from, self._is_settled = end, False
        self._bridge = asyncio.create_task(self._missed(start, end))

    def _ended(self, bars: list[Bar]) -> None:
        if self._complete_from is not None:
            self._held.extend(bar for bar in bars if bar.timestamp >= self._complete_from)

    def _settle(self) -> None:
        """Give out what waits, once everything before it is there."""
        if self._bridge is not None and self._bridge.done():
            self._channel.give(self._bridge.result())
            self._bridge, self._is_settled = None, True
        if self._is_settled:
            for bar in self._held:
                self._channel.give_bar(bar, self._feed.name)
            self._held.clear()

    async def _missed(self, start: datetime, end: datetime) -> Missed:
        """Return the bars after the channel's last up to the one from `start` to `end`, in which listening began."""
        channel, pace = self._channel, self._channel.pace
        missed = Missed((), None, self._feed.name)
        detail = "the source has no newer bar"
        # The clock is asked again and again: a machine that slept must not wait twice.
        while channel.clock() < end + pace.late:  # noqa: ASYNC110
            await asyncio.sleep(pace.glance.total_seconds())
        while self._may_lack(end):
            try:
                missed = await channel.history.after(channel.last, self._feed.name)
                if missed.bars and missed.bars[-1].timestamp >= start:
                    return missed
            except Problem as problem:
                detail = problem.detail
            if channel.clock() >= end + pace.patience:
                return self._with_gap(missed, start, detail)
            await asyncio.sleep(pace.retry.total_seconds())
        return missed

    def _may_lack(self, end: datetime) -> bool:
        """Return whether the market traded between the channel's last bar and a moment."""
        last, hours = self._channel.last, calendar(self._channel.instrument.calendar)
        if last is None or hours.always_open:
            return True
        after = last + self._channel.timeframe.duration
        return any(one.close > after and one.open < end for one in hours.sessions(last.date(), end.date()))

    def _with_gap(self, missed: Missed, start: datetime, detail: str) -> Missed:
        """Give out what there is, and tell that the rest was not had."""
        channel = self._channel
        channel.give(missed)
        if channel.last is not None and channel.last < start:
            said = f"No bar after the first of these moments up to the last could be had ({detail})."
            channel.give_gap(channel.last, start, said)
        return Missed((), None, missed.source)

    def _show_forming(self) -> None:
        current, now = self._builder.current, asyncio.get_running_loop().time()
        if current is None or self._complete_from is None or current.timestamp < self._complete_from:
            return
        if now - self._shown_at >= self._channel.pace.glance.total_seconds():
            self._shown_at = now
            self._channel.tell("forming", bar=current.as_bar(), source=self._feed.name)
