"""One market that is followed for all its readers: a feed or a poll, a log without holes, mailboxes."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from market_data_service.ports import Clock, TickFeed
from market_data_service.usecases.live.history import History, Missed
from market_data_service.usecases.live.listening import Listener
from market_data_service.usecases.live.mailbox import Mailbox
from market_data_service.usecases.live.messages import FrameType, LiveMessage, Pace, event_id
from trading_contracts.bars import Bar, Instrument, Timeframe
from trading_contracts.problem import NotFound, Problem

_LOGGED_FRAMES = 3_000
_FAILURES_OF_A_FEED = 2


class Channel:
    """Follows one series for as long as somebody reads it.

    The log holds every bar since its first one: what a feed misses while it is away is asked of the sources before
    newer bars are given out, and what cannot be had is told as a gap.

    Args:
        instrument: Which one.
        timeframe: The length of the bars.
        history: Bars that have been already.
        feeds: Trades, in the order in which they are tried; when all fail the sources are polled.
        clock: Tells which bars are over.
        pace: How often things happen.
    """

    def __init__(
        self,
        instrument: Instrument,
        timeframe: Timeframe,
        history: History,
        feeds: Sequence[TickFeed],
        clock: Clock,
        pace: Pace,
    ) -> None:
        self.instrument = instrument
        self.timeframe = timeframe
        self.history = history
        self.pace = pace
        self.clock = clock
        self._feeds = feeds
        self._log: deque[LiveMessage] = deque(maxlen=_LOGGED_FRAMES)
        self._readers: set[Mailbox] = set()
        self._last: datetime | None = None
        self.visitors = 0
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def last(self) -> datetime | None:
        """Return the open of the newest bar that was given out."""
        return self._last

    @property
    def begins(self) -> datetime | None:
        """Return the open of the first bar of the log."""
        return next((frame.bar.timestamp for frame in self._log if frame.bar is not None), None)

    @property
    def preferred(self) -> str | None:
        """Return the source that has the bars of the feed that is listened to first."""
        return next((feed.name for feed in self._serving()), None)

    def start(self) -> None:
        """Begin to follow."""
        self._task = asyncio.create_task(self._follow(), name=f"live {self.instrument.symbol} {self.timeframe}")

    async def stop(self) -> None:
        """End following."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def ready(self) -> None:
        """Wait until it is known what there is at the beginning."""
        await self._ready.wait()

    @contextmanager
    def reader(self) -> Iterator[Mailbox]:
        """Give a mailbox that gets every frame from now on."""
        mailbox = Mailbox()
        self._readers.add(mailbox)
        try:
            yield mailbox
        finally:
            self._readers.discard(mailbox)

    def logged(self, last: datetime | None) -> list[LiveMessage]:
        """Return the logged frames after a bar; without one, the newest bar alone."""
        if last is None:
            return [frame for frame in self._log if frame.bar is not None][-1:]
        after = (at for at, frame in enumerate(self._log) if frame.bar is not None and frame.bar.timestamp > last)
        first = next(after, len(self._log))
        frames = list(self._log)
        # A gap is told before the bar that follows it.
        while first and frames[first - 1].type == "gap" and (frames[first - 1].last or last) > last:
            first -= 1
        return frames[first:]

    def give(self, missed: Missed) -> None:
        """Give out bars that came from a source."""
        for bar in missed.bars:
            self.give_bar(bar, missed.source)
        if missed.forming is not None and (self._last is None or missed.forming.timestamp > self._last):
            self.tell("forming", bar=missed.forming, source=missed.source)

    def give_bar(self, bar: Bar, source: str) -> None:
        """Give out one bar, unless it or a later one was given out before."""
        if self._last is not None and bar.timestamp <= self._last:
            return
        self._last = bar.timestamp
        self._keep(self.frame("bar", bar=bar, source=source, event_id=event_id(bar)))

    def give_gap(self, first: datetime, last: datetime, detail: str) -> None:
        """Tell that bars cannot be had."""
        self._keep(self.frame("gap", first=first, last=last, detail=detail))

    def tell(self, kind: FrameType, **more: object) -> None:
        """Send a frame that is worth nothing later."""
        self._send(self.frame(kind, **more))

    def frame(self, kind: FrameType, **more: object) -> LiveMessage:
        """Return a frame of this series."""
        named = {"type": kind, "symbol": self.instrument.symbol, "timeframe": self.timeframe, "at": self.clock()}
        return LiveMessage.model_validate({**named, **more})

    def _keep(self, frame: LiveMessage) -> None:
        self._log.append(frame)
        self._send(frame)

    def _send(self, frame: LiveMessage) -> None:
        for mailbox in self._readers:
            mailbox.put(frame)

    async def _follow(self) -> None:
        await self._begin()
        while True:
            feeds = self._serving()
            for feed in feeds:
                await self._listen(feed)
            await self._poll(for_ever=not feeds)

    def _serving(self) -> list[TickFeed]:
        return [one for one in self._feeds if self.timeframe.is_intraday and one.serves(self.instrument)]

    async def _begin(self) -> None:
        try:
            self.give(await self.history.after(None, self.preferred))
        except NotFound:
            # A feed may have what no source has; a market that is polled says it again.
            pass
        except Problem as problem:
            self.tell("problem", detail=problem.detail)
        finally:
            self._ready.set()

    async def _listen(self, feed: TickFeed) -> None:
        """Follow one feed until it has failed twice without a trade in between, or does not have the instrument."""
        failures = 0
        while failures < _FAILURES_OF_A_FEED:
            listener = Listener(self, feed)
            try:
                await listener.run()
            except NotFound:
                return
            except Problem as problem:
                failures = 1 if listener.heard else failures + 1
                self.tell("problem", detail=problem.detail, source=feed.name)
                await asyncio.sleep(self.pace.retry.total_seconds())

    async def _poll(self, *, for_ever: bool) -> None:
        slow = min(max(self.pace.poll, self.timeframe.duration / 60), max(self.pace.poll, self.pace.second_wind))
        until = self.clock() + self.pace.second_wind
        while for_ever or self.clock() < until:
            try:
                self.give(await self.history.after(self._last))
            except Problem as problem:
                self.tell("problem", detail=problem.detail)
            await asyncio.sleep(slow.total_seconds())
