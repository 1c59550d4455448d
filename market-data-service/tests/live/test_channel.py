"""Following a market: every bar once, in order, and no hole that is not told."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.live import Listening, Tick
from market_data_service.domain.series import BarSeries, nanoseconds
from market_data_service.ports import BarQuery, Fetched
from market_data_service.usecases.live import follow_live
from market_data_service.usecases.live.follow_live import FollowLive, NotYet
from market_data_service.usecases.live.mailbox import Mailbox, ReaderTooSlow
from market_data_service.usecases.live.messages import LiveMessage, Pace
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Bar, Instrument, Timeframe
from trading_contracts.problem import Problem, SourceFailed, UnknownSymbol

MINUTE = timedelta(minutes=1)
NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
SOON = timedelta(seconds=0.005)
PACE = Pace(heartbeat=timedelta(seconds=0.3), retry=SOON, poll=SOON, glance=SOON, second_wind=MINUTE)


class Exchange:
    """A market that trades once a minute: its clock, its bars, its trades; it breaks when it is told to."""

    def __init__(self, name: str = "exchange") -> None:
        self.name = name
        self.now = NOON + timedelta(seconds=30)
        self.lag = timedelta(0)
        self.down: Exception | None = None
        self.without_bars = False
        self.opened = self.listening = 0
        self._queues: set[asyncio.Queue[Tick | Listening | SourceFailed]] = set()

    def clock(self) -> datetime:
        return self.now

    def serves(self, instrument: Instrument) -> bool:
        return "/" in instrument.symbol

    def refusal(self) -> str | None:
        return None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        return (Timeframe.M1,)

    async def fetch(self, query: BarQuery) -> Fetched:
        await asyncio.sleep(0)
        if self.down is not None:
            raise self.down
        if self.without_bars:
            raise UnknownSymbol("The exchange does not have it.")
        end = nanoseconds(self.now - self.lag)
        stamps = np.arange(nanoseconds(NOON - timedelta(days=8)), end, 60_000_000_000, dtype=np.int64)
        close = _price(stamps)
        series = BarSeries(stamps, close, close, close, close, np.ones(len(stamps)))
        return Fetched(series=series, basis=Basis.RAW, fetched_at=self.now)

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick | Listening]:
        if self.down is not None:
            raise self.down
        queue: asyncio.Queue[Tick | Listening | SourceFailed] = asyncio.Queue()
        self.opened += 1
        self.listening += 1
        self._queues.add(queue)
        try:
            yield Listening(self.now)
            while True:
                event = await queue.get()
                if isinstance(event, SourceFailed):
                    raise event
                yield event
        finally:
            self._queues.discard(queue)
            self.listening -= 1

    async def is_heard(self) -> None:
        """Wait until somebody listens to the trades."""
        async with asyncio.timeout(30):
            while not self.listening:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def breaks(self) -> None:
        for queue in self._queues:
            queue.put_nowait(SourceFailed(f"{self.name} broke off."))
        await settle()

    async def minutes(self, count: int = 1) -> None:
        """Let minutes pass, with one trade in the middle of each."""
        for _ in range(count):
            self.now += MINUTE
            stamp = np.array([nanoseconds(self.now.replace(second=0))], dtype=np.int64)
            for queue in self._queues:
                queue.put_nowait(Tick(self.now, float(_price(stamp)[0]), 1.0))
            await settle()


def _price(stamps: np.ndarray) -> np.ndarray:
    return 100.0 + stamps // 60_000_000_000 % 997


async def settle() -> None:
    await asyncio.sleep(0.03)


class Reader:
    """A reader who notes what comes."""

    def __init__(self, frames: AsyncGenerator[LiveMessage]) -> None:
        self.frames: list[LiveMessage] = []
        self.problem: Problem | None = None
        self._task = asyncio.create_task(self._read(frames))

    async def _read(self, frames: AsyncGenerator[LiveMessage]) -> None:
        try:
            async with aclosing(frames):
                async for frame in frames:
                    self.frames.append(frame)
        except Problem as problem:
            self.problem = problem

    async def ended(self) -> None:
        """Wait until no more frames come."""
        async with asyncio.timeout(30):
            await asyncio.wait([self._task])

    async def leaves(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def of(self, kind: str) -> list[LiveMessage]:
        return [frame for frame in self.frames if frame.type == kind]

    async def sees(self, *times: datetime) -> None:
        """Wait until exactly these bars have come, or say what came instead."""
        with suppress(TimeoutError):
            async with asyncio.timeout(30):
                while self.times != list(times):  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        assert self.times == list(times)

    async def told(self, kind: str) -> LiveMessage:
        """Wait for the first frame of a kind."""
        async with asyncio.timeout(30):
            while not self.of(kind):  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return self.of(kind)[0]

    @property
    def times(self) -> list[datetime]:
        return [frame.bar.timestamp for frame in self.of("bar") if frame.bar is not None]


@pytest.fixture
def exchange() -> Exchange:
    return Exchange()


@pytest.fixture
async def make_follow(exchange: Exchange) -> AsyncIterator[Callable[..., FollowLive]]:
    made: list[FollowLive] = []

    def make(*feeds: Exchange, pace: Pace = PACE) -> FollowLive:
        directory = load_directory()
        book = SymbolBook(directory, [], has_online=True)
        read_bars = ReadBars([exchange], book, exchange.clock, online=frozenset({exchange.name}))
        made.append(FollowLive(read_bars, book, feeds, exchange.clock, pace))
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.fixture
async def follow(make_follow: Callable[..., FollowLive], exchange: Exchange) -> FollowLive:
    return make_follow(exchange)


@pytest.fixture
async def make_reader(follow: FollowLive) -> AsyncIterator[Callable[..., Reader]]:
    made: list[Reader] = []

    def make(since: datetime | None = None, by: FollowLive = follow) -> Reader:
        made.append(Reader(by("BTC/USDT", Timeframe.M1, since)))
        return made[-1]

    yield make
    for reader in made:
        await reader.leaves()


def minutes(first: datetime, last: datetime) -> list[datetime]:
    return [first + at * MINUTE for at in range(int((last - first) / MINUTE) + 1)]


async def test_bars_made_of_trades_follow_the_newest_bar_of_the_source(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader()
    await exchange.is_heard()
    await exchange.minutes(5)
    await reader.sees(*minutes(NOON - MINUTE, NOON + 4 * MINUTE))
    assert [frame.event_id for frame in reader.of("bar")] == [int(time.timestamp() * 1000) for time in reader.times]
    assert {frame.source for frame in reader.of("bar")} == {"exchange"}
    assert reader.of("forming")


async def test_the_bar_in_which_listening_began_comes_whole_from_the_source(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader()
    await exchange.is_heard()
    await exchange.minutes(2)
    first = next(frame.bar for frame in reader.of("bar") if frame.bar and frame.bar.timestamp == NOON)
    assert first.close == float(_price(np.array([nanoseconds(NOON)]))[0])


async def test_newer_bars_wait_until_the_source_has_the_missing_one(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    exchange.lag = timedelta(seconds=160)
    reader = make_reader()
    await exchange.is_heard()
    await exchange.minutes()
    exchange.now += timedelta(seconds=33)
    await settle()
    assert reader.times == [NOON - 3 * MINUTE]
    exchange.lag = timedelta(0)
    await reader.sees(*minutes(NOON - 3 * MINUTE, NOON + MINUTE))
    assert reader.of("gap") == []


async def test_what_cannot_be_had_is_told_as_a_gap_before_newer_bars_come(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader()
    await exchange.is_heard()
    exchange.down = SourceFailed("The exchange answers 503.")
    await exchange.minutes(4)
    kinds = [frame.type for frame in reader.frames if frame.type in ("bar", "gap")]
    assert kinds == ["bar", "gap", "bar", "bar", "bar"]
    gap = reader.of("gap")[0]
    assert (gap.first, gap.last) == (NOON - MINUTE, NOON)
    assert "503" in gap.detail
    await reader.sees(NOON - MINUTE, *minutes(NOON + MINUTE, NOON + 3 * MINUTE))
    late = make_reader(since=NOON - MINUTE)
    await late.sees(*reader.times[1:])
    assert [frame.type for frame in late.frames if frame.type in ("bar", "gap")] == ["gap", "bar", "bar", "bar"]


async def test_a_quiet_market_ends_its_bar_without_another_trade(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader()
    await exchange.is_heard()
    await exchange.minutes(2)
    exchange.now += MINUTE
    await settle()
    assert reader.times[-1] == NOON + 2 * MINUTE


async def test_what_a_feed_missed_while_it_was_away_comes_from_the_source(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader()
    await exchange.is_heard()
    await exchange.minutes(3)
    exchange.down = SourceFailed("The line is dead.")
    await exchange.breaks()
    exchange.now += 5 * MINUTE
    exchange.down = None
    await exchange.is_heard()
    await exchange.minutes(3)
    await reader.sees(*minutes(NOON - MINUTE, exchange.now.replace(second=0) - MINUTE))
    assert any("broke off" in frame.detail for frame in reader.of("problem"))


async def test_the_next_feed_takes_over_from_one_that_is_dead(
    make_follow: Callable[..., FollowLive], make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    dead = Exchange("dead")
    dead.down = SourceFailed("There is nobody.")
    reader = make_reader(by=make_follow(dead, exchange))
    await exchange.is_heard()
    await exchange.minutes(3)
    await reader.sees(*minutes(NOON - MINUTE, NOON + 2 * MINUTE))
    assert dead.opened == 0
    assert exchange.opened == 1


async def test_a_feed_that_does_not_have_the_pair_is_passed_over_without_a_word(
    make_follow: Callable[..., FollowLive], make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    other = Exchange("other")
    other.down = UnknownSymbol("other does not trade it.")
    reader = make_reader(by=make_follow(other, exchange))
    await exchange.is_heard()
    await exchange.minutes(2)
    await reader.sees(*minutes(NOON - MINUTE, NOON + MINUTE))
    assert reader.of("problem") == []


async def test_a_market_without_a_feed_is_polled(
    make_follow: Callable[..., FollowLive], make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    # Polls of one-minute bars are a second apart at least.
    reader = make_reader(by=make_follow())
    await settle()
    await reader.sees(NOON - MINUTE)
    exchange.now += 3 * MINUTE
    await reader.sees(*minutes(NOON - MINUTE, NOON + 2 * MINUTE))
    assert {frame.bar.timestamp for frame in reader.of("forming") if frame.bar} == {NOON, NOON + 3 * MINUTE}


async def test_who_comes_back_gets_every_bar_that_was_missed(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    reader = make_reader(since=NOON - timedelta(hours=3))
    await exchange.is_heard()
    await exchange.minutes(2)
    await reader.sees(*minutes(NOON - timedelta(hours=3) + MINUTE, NOON + MINUTE))
    second = make_reader(since=NOON)
    await settle()
    await second.sees(NOON + MINUTE)


async def test_readers_come_and_go_and_lines_break_and_there_is_never_a_hole(
    make_follow: Callable[..., FollowLive], make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    follow = make_follow(exchange, pace=replace(PACE, patience=timedelta(days=1)))
    chance = random.Random(7)
    reader, got = make_reader(NOON - 5 * MINUTE, follow), []
    for _ in range(25):
        match chance.randrange(5):
            case 0:
                await exchange.breaks()
            case 1:
                await reader.leaves()
                got += reader.times
                exchange.now += MINUTE * chance.randrange(3)
                reader = make_reader(got[-1] if got else NOON - 5 * MINUTE, follow)
            case 2:
                exchange.lag = timedelta(seconds=chance.choice((0, 0, 170)))
            case _:
                await exchange.minutes(chance.randrange(1, 4))
    exchange.lag = timedelta(0)
    await exchange.is_heard()
    await exchange.minutes(2)
    wanted = minutes(NOON - 4 * MINUTE, exchange.now.replace(second=0) - MINUTE)
    await reader.sees(*wanted[len(got) :])
    assert got == wanted[: len(got)]
    assert reader.of("gap") == []


async def test_a_hundred_readers_share_one_feed_and_the_last_one_ends_it(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    readers = [make_reader() for _ in range(100)]
    await exchange.is_heard()
    await exchange.minutes(2)
    for reader in readers:
        await reader.sees(*minutes(NOON - MINUTE, NOON + MINUTE))
    assert exchange.opened == 1
    for reader in readers:
        await reader.leaves()
    assert exchange.listening == 0


async def test_a_quiet_stream_beats(make_reader: Callable[..., Reader], exchange: Exchange) -> None:
    assert (await make_reader().told("heartbeat")).symbol == "BTC/USDT"


async def test_a_reader_cannot_have_a_bar_of_the_future(make_reader: Callable[..., Reader]) -> None:
    reader = make_reader(since=NOON + timedelta(days=1))
    await reader.ended()
    assert isinstance(reader.problem, NotYet)


async def test_a_moment_without_a_zone_is_utc(make_reader: Callable[..., Reader], exchange: Exchange) -> None:
    reader = make_reader(since=(NOON - 3 * MINUTE).replace(tzinfo=None))
    await settle()
    await reader.sees(NOON - 2 * MINUTE, NOON - MINUTE)


async def test_who_was_away_for_too_long_is_told_where_the_rest_is(
    make_reader: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_live, "_MOST_BARS_SENT_AGAIN", 10)
    reader = make_reader(since=NOON - timedelta(hours=1))
    assert "GET /market/data" in (await reader.told("gap")).detail
    assert reader.frames[0].type == "gap"
    await reader.sees(*minutes(NOON - 11 * MINUTE, NOON - MINUTE))


async def test_a_source_that_is_down_is_told_and_nothing_newer_comes_before_what_is_missing(
    make_reader: Callable[..., Reader], exchange: Exchange
) -> None:
    exchange.down = SourceFailed("The exchange answers 503.")
    reader = make_reader(since=NOON - 3 * MINUTE)
    assert "503" in (await reader.told("problem")).detail
    assert reader.times == []
    exchange.down = None
    await exchange.is_heard()
    await exchange.minutes(2)
    await reader.sees(*minutes(NOON - 2 * MINUTE, NOON + MINUTE))


async def test_a_share_that_does_not_trade_on_sunday_has_no_gap_on_sunday(
    make_follow: Callable[..., FollowLive], exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Exchange, "serves", lambda *_: True)
    friday = datetime(2024, 3, 8, 21, tzinfo=UTC)

    async def until_friday(query: BarQuery) -> Fetched:
        stamps = np.arange(nanoseconds(friday) - 3600 * 10**9, nanoseconds(friday), 60 * 10**9, dtype=np.int64)
        close = _price(stamps)
        series = BarSeries(stamps, close, close, close, close, close)
        return Fetched(series=series, basis=Basis.RAW, fetched_at=exchange.now)

    monkeypatch.setattr(exchange, "fetch", until_friday)
    exchange.now = datetime(2024, 3, 10, 15, tzinfo=UTC)
    reader = Reader(make_follow(exchange)("AAPL", Timeframe.M1, None))
    await settle()
    exchange.now += timedelta(minutes=5)
    await settle()
    await reader.sees(friday - MINUTE)
    assert reader.of("gap") == []
    await reader.leaves()


async def test_a_bar_never_gives_way_in_a_mailbox_and_only_the_newest_forming_bar_waits() -> None:
    box = Mailbox(most_waiting=2)
    frames = [
        LiveMessage(type=kind, symbol="X", timeframe=Timeframe.M1, at=NOON, detail=str(at))
        for at, kind in enumerate(("forming", "bar", "forming", "forming", "bar"))
    ]
    for frame in frames:
        box.put(frame)
    assert [(await box.take()).detail for _ in range(2)] == ["1", "4"]
    box.put(frames[2])
    box.put(frames[3])
    assert (await box.take()).detail == "3"


async def test_a_reader_who_is_too_slow_is_sent_away_rather_than_served_with_a_hole(
    make_reader: Callable[..., Reader], follow: FollowLive, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mailbox.__init__, "__defaults__", (3,))
    frames = follow("BTC/USDT", Timeframe.M1, None)
    first = await anext(frames)
    got: list[Bar] = [first.bar] if first.bar else []
    await settle()
    await exchange.minutes(8)
    late = Reader(frames)
    await late.ended()
    assert isinstance(late.problem, ReaderTooSlow)
    got += [frame.bar for frame in late.of("bar") if frame.bar]
    back = make_reader(since=got[-1].timestamp)
    await back.sees(*minutes(got[-1].timestamp + MINUTE, NOON + 7 * MINUTE))
    assert [bar.timestamp for bar in got] == minutes(NOON - MINUTE, got[-1].timestamp)
