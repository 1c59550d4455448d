"""Feeds through real clients, against exchanges on loopback that speak the wire format."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from http import HTTPStatus

import orjson
import pytest
from websockets.asyncio.server import Request, Response, ServerConnection, serve

from market_data_service.adapters.live.alpaca_stream import AlpacaStream
from market_data_service.adapters.live.exchange_trades import ExchangeStream, ExchangeTrades
from market_data_service.adapters.vendors.ccxt_exchange.extract import ExchangeClient
from market_data_service.domain import symbols
from market_data_service.domain.live import Listening, Tick
from trading_contracts.problem import SourceFailed

NOW = datetime(2024, 3, 12, 14, tzinfo=UTC)
APPLE, MICROSOFT, BITCOIN = (symbols.instrument(name) for name in ("AAPL", "MSFT", "BTC/USDT"))


class Alpaca:
    """Alpaca's stream: greets, asks for a key, confirms subscriptions, sends what it is told to."""

    def __init__(self) -> None:
        self.address = ""
        self.heard: list[dict[str, object]] = []
        self.connections: set[ServerConnection] = set()
        self.opened = 0
        self.greeting: list[dict[str, object]] = [{"T": "success", "msg": "connected"}]

    async def __call__(self, socket: ServerConnection) -> None:
        self.opened += 1
        self.connections.add(socket)
        trades: list[str] = []
        await socket.send(orjson.dumps(self.greeting).decode())
        async for text in socket:
            said = orjson.loads(text)
            self.heard.append(said)
            match said["action"]:
                case "auth" if said["key"] == "key" and said["secret"] == "secret":
                    answer: dict[str, object] = {"T": "success", "msg": "authenticated"}
                case "auth":
                    answer = {"T": "error", "code": 402, "msg": "auth failed"}
                case "subscribe":
                    trades += said["trades"]
                    answer = {"T": "subscription", "trades": trades, "quotes": [], "bars": []}
                case _:
                    trades = [one for one in trades if one not in said["trades"]]
                    answer = {"T": "subscription", "trades": trades, "quotes": [], "bars": []}
            await socket.send(orjson.dumps([answer]).decode())
        self.connections.discard(socket)

    async def send(self, *messages: object) -> None:
        for socket in self.connections:
            await socket.send(orjson.dumps(list(messages)).decode())


@pytest.fixture
async def alpaca() -> AsyncIterator[Alpaca]:
    made = Alpaca()
    async with serve(made, "127.0.0.1", 0) as server:
        made.address = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield made


@pytest.fixture
def stream(alpaca: Alpaca) -> AlpacaStream:
    return AlpacaStream(alpaca.address, "key", "secret", lambda: NOW)


@pytest.fixture
def trade() -> Callable[..., dict[str, object]]:
    def make(symbol: str = "AAPL", price: float = 126.55, size: int = 1) -> dict[str, object]:
        at = "2021-02-22T15:51:44.208123456Z"
        return {"T": "t", "i": 96921, "S": symbol, "x": "D", "p": price, "s": size, "t": at, "c": ["@", "I"], "z": "C"}

    return make


async def test_alpacas_trades_come_after_it_has_confirmed_the_subscription(
    stream: AlpacaStream, alpaca: Alpaca, trade: Callable[..., dict[str, object]]
) -> None:
    async with aclosing(stream.ticks(APPLE)) as events:
        assert await anext(events) == Listening(NOW)
        await alpaca.send({"T": "q", "S": "AAPL"}, trade(), trade("MSFT"), trade(price=126.6, size=200))
        at = datetime(2021, 2, 22, 15, 51, 44, 208123, tzinfo=UTC)
        assert [await anext(events) for _ in range(2)] == [Tick(at, 126.55, 1.0), Tick(at, 126.6, 200.0)]
    assert alpaca.heard[0] == {"action": "auth", "key": "key", "secret": "secret"}


async def test_two_shares_share_one_connection_which_the_last_reader_closes(
    stream: AlpacaStream, alpaca: Alpaca, trade: Callable[..., dict[str, object]]
) -> None:
    async with aclosing(stream.ticks(APPLE)) as apple:
        await anext(apple)
        async with aclosing(stream.ticks(MICROSOFT)) as microsoft, aclosing(stream.ticks(APPLE)) as again:
            assert isinstance(await anext(microsoft), Listening)
            assert isinstance(await anext(again), Listening)
            await alpaca.send(trade("MSFT", 400.0))
            tick = await anext(microsoft)
            assert isinstance(tick, Tick)
            assert tick.price == 400.0
        await alpaca.send(trade("MSFT", 401.0), trade("AAPL", 120.0))
        tick = await anext(apple)
        assert isinstance(tick, Tick)
        assert tick.price == 120.0
    async with asyncio.timeout(30):
        while alpaca.connections:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert alpaca.opened == 1
    assert [(said["action"], said.get("trades")) for said in alpaca.heard[1:]] == [
        ("subscribe", ["AAPL"]),
        ("subscribe", ["MSFT"]),
        ("unsubscribe", ["MSFT"]),
    ]


async def test_a_refused_key_is_said_and_the_next_try_begins_anew(alpaca: Alpaca) -> None:
    stream = AlpacaStream(alpaca.address, "key", "wrong", lambda: NOW)
    for _ in range(2):
        with pytest.raises(SourceFailed, match=r"auth failed \(402\)"):
            await anext(stream.ticks(APPLE))
    assert alpaca.opened == 2


async def test_a_plan_that_has_no_connection_left_is_said(stream: AlpacaStream, alpaca: Alpaca) -> None:
    alpaca.greeting = [{"T": "error", "code": 406, "msg": "connection limit exceeded"}]
    with pytest.raises(SourceFailed, match="connection limit exceeded"):
        await anext(stream.ticks(APPLE))


@pytest.mark.parametrize(
    "frame", ['{"T":"t"}', "<html>", '[{"T":"t","S":"AAPL","p":"much"}]', '[{"T":"error","code":500,"msg":"internal"}]']
)
async def test_a_frame_that_is_none_ends_every_reader_and_the_stream_can_be_opened_again(
    stream: AlpacaStream, alpaca: Alpaca, trade: Callable[..., dict[str, object]], frame: str
) -> None:
    async with aclosing(stream.ticks(APPLE)) as apple, aclosing(stream.ticks(MICROSOFT)) as microsoft:
        await anext(apple)
        await anext(microsoft)
        for socket in list(alpaca.connections):
            await socket.send(frame)
        for events in (apple, microsoft):
            with pytest.raises(SourceFailed, match="alpaca"):
                await anext(events)
    async with aclosing(stream.ticks(APPLE)) as events:
        await anext(events)
        await alpaca.send(trade())
        assert isinstance(await anext(events), Tick)


async def test_a_line_that_breaks_is_a_named_failure(stream: AlpacaStream, alpaca: Alpaca) -> None:
    async with aclosing(stream.ticks(APPLE)) as events:
        await anext(events)
        for socket in list(alpaca.connections):
            socket.transport.abort()
        with pytest.raises(SourceFailed, match="alpaca"):
            await anext(events)


async def test_nobody_there_is_a_named_failure() -> None:
    stream = AlpacaStream("ws://127.0.0.1:9", "key", "secret", lambda: NOW)
    with pytest.raises(SourceFailed, match="cannot be opened"):
        await anext(stream.ticks(APPLE))


class Binance:
    """Binance's list of pairs, its public trades over HTTP, and its stream, at one address."""

    def __init__(self) -> None:
        self.address = ""
        self.subscribed: list[str] = []
        self.sockets: set[ServerConnection] = set()
        self.trades: list[dict[str, object]] = []
        self.newest_only = 1000

    def answer(self, connection: ServerConnection, request: Request) -> Response | None:
        if "Upgrade" in request.headers:
            return None
        body: object = INFO if request.path.startswith("/api/v3/exchangeInfo") else self.trades[-self.newest_only :]
        return connection.respond(HTTPStatus.OK, orjson.dumps(body).decode())

    async def __call__(self, socket: ServerConnection) -> None:
        self.sockets.add(socket)
        async for text in socket:
            said = orjson.loads(text)
            self.subscribed += said["params"]
            await socket.send(orjson.dumps({"result": None, "id": said["id"]}).decode())
            await self.send(1, 60_000.5, "0.5")
        self.sockets.discard(socket)

    async def send(self, number: int, price: float, size: str) -> None:
        message = {
            "e": "trade", "E": 1710252000100 + number, "s": "BTCUSDT", "t": number, "p": str(price), "q": size,
            "T": 1710252000000 + number, "m": True, "M": True,
        }  # fmt: skip
        for socket in self.sockets:
            await socket.send(orjson.dumps(message).decode())


INFO = {
    "timezone": "UTC", "serverTime": 1, "rateLimits": [], "exchangeFilters": [],
    "symbols": [
        {
            "symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "baseAssetPrecision": 8, "quoteAsset": "USDT",
            "quotePrecision": 8, "quoteAssetPrecision": 8, "orderTypes": ["LIMIT"], "isSpotTradingAllowed": True,
            "isMarginTradingAllowed": False, "permissions": ["SPOT"], "permissionSets": [["SPOT"]], "filters": [],
        }
    ],
}  # fmt: skip


@pytest.fixture
async def binance() -> AsyncIterator[Binance]:
    made = Binance()
    async with serve(made, "127.0.0.1", 0, process_request=made.answer) as server:
        made.address = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield made


@pytest.fixture
async def exchange(binance: Binance) -> AsyncIterator[ExchangeClient]:
    client = ExchangeClient("binance", binance.address, 5.0)
    yield client
    await client.close()


async def test_binances_stream_gives_each_trade_once(binance: Binance, exchange: ExchangeClient) -> None:
    feed = ExchangeStream(exchange, lambda: NOW)
    assert feed.serves(BITCOIN)
    async with aclosing(feed.ticks(BITCOIN)) as events:
        async with asyncio.timeout(20):
            assert await anext(events) == Listening(NOW)
            first = await anext(events)
            for number in (1, 2):
                await binance.send(number, 60_001.0, "0.25")
            second = await anext(events)
    assert first == Tick(datetime.fromtimestamp(1710252000.001, UTC), 60_000.5, 0.5)
    assert second == Tick(datetime.fromtimestamp(1710252000.002, UTC), 60_001.0, 0.25)
    assert binance.subscribed == ["btcusdt@trade"]


async def test_a_stream_of_an_exchange_that_breaks_is_a_named_failure(
    binance: Binance, exchange: ExchangeClient
) -> None:
    feed = ExchangeStream(exchange, lambda: NOW)
    async with aclosing(feed.ticks(BITCOIN)) as events:
        async with asyncio.timeout(20):
            await anext(events)
            await anext(events)
            for socket in list(binance.sockets):
                socket.transport.abort()
            with pytest.raises(SourceFailed, match="binance"):
                await anext(events)


@pytest.fixture
def polled(exchange: ExchangeClient) -> ExchangeTrades:
    began = datetime.fromtimestamp(1710252000, UTC)
    return ExchangeTrades(exchange, lambda: began, every_seconds=0.01)


@pytest.fixture
def public() -> Callable[[int], dict[str, object]]:
    def make(number: int) -> dict[str, object]:
        return {
            "a": number, "p": str(60_000.0 + number), "q": "0.1", "f": number, "l": number, "m": True, "M": True,
            "T": 1710252000000 + number // 2 * 2,
        }  # fmt: skip

    return make


async def test_polled_trades_come_once_each_and_in_order(
    binance: Binance, polled: ExchangeTrades, public: Callable[[int], dict[str, object]]
) -> None:
    binance.trades = [public(number) for number in (0, 1, 2)]
    async with aclosing(polled.ticks(BITCOIN)) as events:
        async with asyncio.timeout(20):
            assert isinstance(await anext(events), Listening)
            got = [await anext(events) for _ in range(3)]
            # One more of the same millisecond, and a later one.
            binance.trades += [public(3), public(4)]
            got += [await anext(events) for _ in range(2)]
    assert [event.price for event in got if isinstance(event, Tick)] == [60_000.0 + number for number in range(5)]


async def test_an_exchange_that_may_have_left_out_trades_is_broken_off(
    binance: Binance, polled: ExchangeTrades, public: Callable[[int], dict[str, object]]
) -> None:
    binance.newest_only = 2
    binance.trades = [public(number) for number in (0, 1)]
    async with aclosing(polled.ticks(BITCOIN)) as events:
        async with asyncio.timeout(20):
            for _ in range(3):
                await anext(events)
            binance.trades += [public(number) for number in range(2, 8)]
            with pytest.raises(SourceFailed, match="may have left out trades"):
                await anext(events)
