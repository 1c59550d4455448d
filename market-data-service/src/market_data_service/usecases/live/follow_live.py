"""Following a market live: first what the reader has missed, then every bar as it ends, heart-beats between."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from market_data_service.ports import Clock, TickFeed
from market_data_service.usecases.live.channel import Channel
from market_data_service.usecases.live.history import History
from market_data_service.usecases.live.mailbox import Mailbox
from market_data_service.usecases.live.messages import LiveMessage, Pace, event_id
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Bar, Instrument, Timeframe
from trading_contracts.problem import NotFound, Problem, Rejected, Unavailable

_MOST_CHANNELS = 200
_MOST_BARS_SENT_AGAIN = 5_000


class NotYet(Rejected):
    """A reader says that it has a bar of the future."""


class TooManyMarkets(Unavailable):
    """As many series are followed as one service can follow."""


class FollowLive:
    """Streams bars of one instrument to any number of readers.

    Args:
        read_bars: Gives what has happened until now.
        book: Finds the instrument.
        feeds: Gives trades for the markets that have a feed; the others are polled.
        clock: Tells which bars are over.
        pace: How often things happen.
    """

    def __init__(
        self, read_bars: ReadBars, book: SymbolBook, feeds: Sequence[TickFeed], clock: Clock, pace: Pace
    ) -> None:
        self._read_bars = read_bars
        self._book = book
        self._feeds = feeds
        self._clock = clock
        self._pace = pace
        self._channels: dict[tuple[str, Timeframe], Channel] = {}

    async def __call__(self, symbol: str, timeframe: Timeframe, since: datetime | None) -> AsyncGenerator[LiveMessage]:
        """Yield frames for as long as somebody listens.

        Args:
            symbol: Any spelling.
            timeframe: The length of the bars.
            since: The open of the last bar that the reader has (UTC where it names no zone); every later one is sent
                first, so that a reader who comes back has no hole.

        Raises:
            UnknownSymbol: Nothing is called that.
            NotYet: `since` lies in the future.
            TooManyMarkets: No more series can be followed.
            ReaderTooSlow: The reader fell too far behind.
        """
        last = since.replace(tzinfo=UTC) if since is not None and since.tzinfo is None else since
        if last is not None and last > self._clock():
            raise NotYet(f"The last bar cannot be of {last.isoformat()}: that is still to come.")
        instrument = (await self._book.resolve(symbol)).instrument
        async with self._channel(instrument, timeframe) as channel:
            with channel.reader() as mailbox:
                async for frame in self._missed(channel, last):
                    last = frame.bar.timestamp if frame.type == "bar" and frame.bar is not None else last
                    yield frame
                async for frame in self._from_now_on(channel, mailbox, last):
                    yield frame

    async def followed(self) -> dict[tuple[str, ...], float]:
        """Return how many series are followed now."""
        return {(): float(len(self._channels))}

    async def close(self) -> None:
        """End all channels."""
        channels = list(self._channels.values())
        self._channels.clear()
        await asyncio.gather(*(channel.stop() for channel in channels))

    @asynccontextmanager
    async def _channel(self, instrument: Instrument, timeframe: Timeframe) -> AsyncIterator[Channel]:
        """Yield the channel of a series, which lives for as long as it has a reader."""
        key = (instrument.symbol, timeframe)
        channel = self._channels.get(key)
        if channel is None:
            if len(self._channels) >= _MOST_CHANNELS:
                raise TooManyMarkets(f"{_MOST_CHANNELS} series are followed already; leave one, or try later.")
            history = History(self._read_bars, instrument, timeframe, self._clock, self._pace.late)
            channel = Channel(instrument, timeframe, history, self._feeds, self._clock, self._pace)
            self._channels[key] = channel
            channel.start()
        channel.visitors += 1
        try:
            yield channel
        finally:
            channel.visitors -= 1
            if not channel.visitors and self._channels.get(key) is channel:
                del self._channels[key]
                await channel.stop()

    async def _missed(self, channel: Channel, last: datetime | None) -> AsyncIterator[LiveMessage]:
        """Yield what came after the reader's last bar: from the source what is older than the log, then the log."""
        while True:
            try:
                async with asyncio.timeout(self._pace.heartbeat.total_seconds()):
                    await channel.ready()
                break
            except TimeoutError:
                yield channel.frame("heartbeat")
        if last is not None and (channel.begins is None or last < channel.begins):
            async for frame in self._older(channel, last):
                last = frame.bar.timestamp if frame.bar is not None else last
                yield frame
        for frame in channel.logged(last):
            yield frame

    async def _older(self, channel: Channel, last: datetime) -> AsyncIterator[LiveMessage]:
        while True:
            try:
                missed = await channel.history.after(last, channel.preferred)
                break
            except NotFound:
                return
            except Problem as problem:
                # Without it there would be a hole: newer bars wait until it is there.
                yield channel.frame("problem", detail=problem.detail)
                await asyncio.sleep(self._pace.retry.total_seconds())
        begins = channel.begins
        bars = [bar for bar in missed.bars if begins is None or bar.timestamp < begins]
        if len(bars) > _MOST_BARS_SENT_AGAIN:
            yield _too_old(channel, last, bars)
        for bar in bars[-_MOST_BARS_SENT_AGAIN:]:
            yield channel.frame("bar", bar=bar, source=missed.source, event_id=event_id(bar))

    async def _from_now_on(
        self, channel: Channel, mailbox: Mailbox, last: datetime | None
    ) -> AsyncIterator[LiveMessage]:
        while True:
            try:
                async with asyncio.timeout(self._pace.heartbeat.total_seconds()):
                    frame = await mailbox.take()
            except TimeoutError:
                yield channel.frame("heartbeat")
                continue
            # What was sent from the log may wait in the mailbox too.
            if frame.bar is None or last is None or frame.bar.timestamp > last:
                last = frame.bar.timestamp if frame.type == "bar" and frame.bar is not None else last
                yield frame


def _too_old(channel: Channel, last: datetime, bars: Sequence[Bar]) -> LiveMessage:
    first_sent = bars[-_MOST_BARS_SENT_AGAIN].timestamp
    said = f"Only the newest {_MOST_BARS_SENT_AGAIN} bars are sent again; the others are at GET /market/data."
    return channel.frame("gap", first=last, last=first_sent, detail=said)
