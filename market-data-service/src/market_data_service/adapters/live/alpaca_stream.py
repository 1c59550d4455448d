"""Trades of US shares from Alpaca's WebSocket stream: one connection for all shares, as a plan allows no more."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
import websockets
from websockets.exceptions import WebSocketException

from market_data_service.domain.live import Listening, Tick
from market_data_service.ports import Clock
from trading_contracts.bars import Instrument, Market
from trading_contracts.problem import SourceFailed

NAME = "alpaca"
_OPEN_SECONDS = 5.0
_MOST_WAITING = 20_000

_Event = Tick | Listening | SourceFailed
_Queue = asyncio.Queue[_Event]


class AlpacaStream:
    """Subscribes to the trades of shares as they are asked for; needs a key.

    Args:
        address: `wss://...` of the feed.
        key: The account's key and secret.
        clock: Tells from when on trades come.
    """

    name = NAME

    def __init__(self, address: str, key: str, secret: str, clock: Clock) -> None:
        self._address = address
        self._key = key
        self._secret = secret
        self._clock = clock
        self._socket: websockets.ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._queues: defaultdict[str, set[_Queue]] = defaultdict(set)
        self._subscribed: set[str] = set()
        self._turn = asyncio.Lock()

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a US share, and there is a key."""
        return bool(self._key) and instrument.market is Market.US and not instrument.symbol.startswith("^")

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick | Listening]:
        """Yield trades as they come.

        Raises:
            SourceFailed: The stream cannot be opened, refuses the key, or breaks off.
        """
        symbol, queue = instrument.symbol, _Queue(_MOST_WAITING)
        try:
            await self._join(symbol, queue)
            while True:
                event = await queue.get()
                if isinstance(event, SourceFailed):
                    raise event
                yield event
        finally:
            await self._leave(symbol, queue)

    async def _join(self, symbol: str, queue: _Queue) -> None:
        async with self._turn:
            try:
                socket = self._socket or await self._open()
                self._queues[symbol].add(queue)
                if symbol in self._subscribed:
                    queue.put_nowait(Listening(self._clock()))
                else:
                    await _send(socket, action="subscribe", trades=[symbol])
            except (WebSocketException, OSError, TimeoutError) as error:
                self._forget()
                raise SourceFailed(
                    f"{NAME}'s stream cannot be opened ({type(error).__name__}).", source=NAME
                ) from error

    async def _leave(self, symbol: str, queue: _Queue) -> None:
        self._queues[symbol].discard(queue)
        async with self._turn:
            if self._queues[symbol]:
                return
            del self._queues[symbol]
            self._subscribed.discard(symbol)
            if self._socket is None:
                return
            with suppress(WebSocketException, OSError):
                if self._queues:
                    await _send(self._socket, action="unsubscribe", trades=[symbol])
                else:
                    await self._close()

    async def _open(self) -> websockets.ClientConnection:
        socket = await websockets.connect(self._address, open_timeout=_OPEN_SECONDS)
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                await _send(socket, action="auth", key=self._key, secret=self._secret)
                while not any(one.get("msg") == "authenticated" for one in _messages(await socket.recv())):
                    pass
        except BaseException:
            await socket.close()
            raise
        self._socket = socket
        self._reading = asyncio.create_task(self._read(socket))
        return socket

    async def _close(self) -> None:
        socket, reading = self._socket, self._reading
        self._forget()
        if reading is not None:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading
        if socket is not None:
            await socket.close()

    def _forget(self) -> None:
        self._socket, self._reading = None, None
        self._subscribed.clear()

    async def _read(self, socket: websockets.ClientConnection) -> None:
        problem = SourceFailed(f"{NAME} closed the stream.", source=NAME)
        try:
            async for frame in socket:
                for message in _messages(frame):
                    self._take(message)
        except SourceFailed as refusal:
            problem = refusal
        except (WebSocketException, OSError) as error:
            problem = SourceFailed(f"{NAME}'s stream broke off ({type(error).__name__}).", source=NAME)
        if self._socket is socket:
            self._forget()
        with suppress(WebSocketException, OSError):
            await socket.close()
        for queue in [one for queues in self._queues.values() for one in queues]:
            _put(queue, problem)

    def _take(self, message: dict[str, Any]) -> None:
        kind = message.get("T")
        if kind == "subscription":
            for symbol in set(message.get("trades") or ()) - self._subscribed:
                self._subscribed.add(symbol)
                self._pass_on(symbol, Listening(self._clock()))
        elif kind == "t":
            try:
                tick = Tick(datetime.fromisoformat(message["t"]), float(message["p"]), float(message["s"]))
                symbol = str(message["S"])
            except (KeyError, TypeError, ValueError) as error:
                raise _strange(error) from error
            self._pass_on(symbol, tick)

    def _pass_on(self, symbol: str, event: _Event) -> None:
        for queue in self._queues.get(symbol, ()):
            _put(queue, event)


def _messages(frame: str | bytes) -> list[dict[str, Any]]:
    """Return the messages of a frame.

    Raises:
        SourceFailed: It is no list of messages, or one of them is an error.
    """
    try:
        listed = orjson.loads(frame)
    except orjson.JSONDecodeError as error:
        raise _strange(error) from error
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _strange(TypeError(type(listed).__name__))
    for message in listed:
        if message.get("T") == "error":
            said = f"{message.get('msg', '')} ({message.get('code', 'no code')})"
            raise SourceFailed(f"{NAME} refused the stream: {said}.", source=NAME)
    return listed


def _strange(error: Exception) -> SourceFailed:
    return SourceFailed(f"{NAME} streams in a shape that is not known ({type(error).__name__}: {error}).", source=NAME)


async def _send(socket: websockets.ClientConnection, **message: object) -> None:
    await socket.send(orjson.dumps(message).decode())


def _put(queue: _Queue, event: _Event) -> None:
    if queue.full():
        # What cannot be passed on whole is broken off: the reader asks the source for what is missing.
        while not queue.empty():
            queue.get_nowait()
        event = SourceFailed(f"{NAME} sends trades faster than they are read.", source=NAME)
    queue.put_nowait(event)
