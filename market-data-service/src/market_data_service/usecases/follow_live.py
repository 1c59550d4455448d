"""Following a market live: first what has happened since, then every bar as it ends, with heart-beats between."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from market_data_service.domain.delivery import BarsRequest, DeliveredBars
from market_data_service.domain.live import BarBuilder
from market_data_service.domain.series import moment
from market_data_service.ports import Clock, TickFeed
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Bar, Instrument, Timeframe
from trading_contracts.model import Contract
from trading_contracts.problem import NotFound, Problem, SourceFailed

_BACKFILL_BARS = 500


class LiveMessage(Contract):
    """One frame of a live stream.

    `bar` is over and will not change; `forming` is still being made; `heartbeat` says that the stream lives; `problem`
    says why nothing comes, and that it is tried again.
    """

    type: Literal["bar", "forming", "heartbeat", "problem"]
    symbol: str
    timeframe: Timeframe
    bar: Bar | None = None
    source: str = ""
    detail: str = ""
    at: datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things happen.

    Attributes:
        heartbeat: A frame is sent at least that often.
        retry: How long to wait after a feed has failed.
    """

    heartbeat: timedelta = timedelta(seconds=15)
    retry: timedelta = timedelta(seconds=5)
    poll: timedelta = timedelta(seconds=20)


class FollowLive:
    """Streams bars of one instrument.

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

    async def __call__(self, symbol: str, timeframe: Timeframe, since: datetime | None) -> AsyncGenerator[LiveMessage]:
        """Yield frames for as long as somebody listens.

        Args:
            symbol: Any spelling.
            timeframe: The length of the bars.
            since: The last bar that the reader has; every later one is sent first, so that a reader who comes back
                has no hole.

        Raises:
            UnknownSymbol: Nothing is called that.
        """
        instrument = (await self._book.resolve(symbol)).instrument
        frames: asyncio.Queue[LiveMessage] = asyncio.Queue(maxsize=1000)
        task = asyncio.create_task(self._produce(instrument, timeframe, since, frames))
        try:
            while True:
                try:
                    async with asyncio.timeout(self._pace.heartbeat.total_seconds()):
                        yield await frames.get()
                except TimeoutError:
                    yield self._frame("heartbeat", instrument, timeframe)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _produce(
        self, instrument: Instrument, timeframe: Timeframe, since: datetime | None, frames: asyncio.Queue[LiveMessage]
    ) -> None:
        last = since
        while True:
            try:
                last = await self._catch_up(instrument, timeframe, last, frames)
                feed = next((one for one in self._feeds if one.serves(instrument)), None)
                if feed is None or not timeframe.is_intraday:
                    await asyncio.sleep(self._pace.poll.total_seconds())
                else:
                    last = await self._from_ticks(feed, instrument, timeframe, last, frames)
            except Problem as problem:
                await frames.put(self._frame("problem", instrument, timeframe, detail=problem.detail))
                await asyncio.sleep(self._pace.retry.total_seconds())

    async def _catch_up(
        self, instrument: Instrument, timeframe: Timeframe, last: datetime | None, frames: asyncio.Queue[LiveMessage]
    ) -> datetime | None:
        """Send every bar after `last` that is over; without one, the newest bar alone."""
        try:
            bars = await self._read_bars(self._request(instrument, timeframe, last))
        except NotFound:
            return last
        for bar in _after(bars, last):
            await frames.put(self._frame("bar", instrument, timeframe, bar=bar, source=bars.origin.source))
            last = bar.timestamp
        return last

    def _request(self, instrument: Instrument, timeframe: Timeframe, last: datetime | None) -> BarsRequest:
        now = self._clock()
        start = last or now - max(timeframe.duration * 10, timedelta(days=7))
        return BarsRequest(symbol=instrument.symbol, timeframe=timeframe, start=start.date(), end=now.date(), live=True)

    async def _from_ticks(
        self,
        feed: TickFeed,
        instrument: Instrument,
        timeframe: Timeframe,
        last: datetime | None,
        frames: asyncio.Queue[LiveMessage],
    ) -> datetime | None:
        builder = BarBuilder(timeframe.duration)
        first = True
        try:
            async with aclosing(feed.ticks(instrument)) as ticks:
                async for tick in ticks:
                    for bar in builder.add(tick):
                        # The bar in which listening began lacks its first trades: the source is asked for it instead.
                        if first:
                            last = await self._catch_up(instrument, timeframe, last, frames)
                            first = False
                        elif last is None or bar.timestamp > last:
                            await frames.put(self._frame("bar", instrument, timeframe, bar=bar, source=feed.name))
                            last = bar.timestamp
                    if builder.current is not None and not first:
                        forming = builder.current.as_bar()
                        await frames.put(self._frame("forming", instrument, timeframe, bar=forming, source=feed.name))
        except SourceFailed as problem:
            await frames.put(self._frame("problem", instrument, timeframe, detail=problem.detail))
            await asyncio.sleep(self._pace.retry.total_seconds())
        return last

    def _frame(
        self,
        kind: Literal["bar", "forming", "heartbeat", "problem"],
        instrument: Instrument,
        timeframe: Timeframe,
        **more: object,
    ) -> LiveMessage:
        return LiveMessage.model_validate(
            {"type": kind, "symbol": instrument.symbol, "timeframe": timeframe, "at": self._clock(), **more}
        )


def _after(bars: DeliveredBars, last: datetime | None) -> list[Bar]:
    series = bars.series
    rows = zip(
        series.timestamp.tolist(),
        series.open.tolist(),
        series.high.tolist(),
        series.low.tolist(),
        series.close.tolist(),
        series.volume.tolist(),
        strict=True,
    )
    made = [
        Bar(timestamp=moment(stamp), open=opened, high=high, low=low, close=close, volume=volume)
        for stamp, opened, high, low, close, volume in rows
    ]
    if last is None:
        return made[-1:]
    return [bar for bar in made if bar.timestamp > last][-_BACKFILL_BARS:]
