"""Trades of US shares from Alpaca's WebSocket stream."""

from collections.abc import AsyncGenerator
from datetime import datetime

import orjson
import websockets
from websockets.exceptions import WebSocketException

from market_data_service.domain.live import Tick
from trading_contracts.bars import Instrument, Market
from trading_contracts.problem import SourceFailed

NAME = "alpaca"


class AlpacaStream:
    """Subscribes to the trades of one share; needs a key."""

    name = NAME

    def __init__(self, address: str, key: str, secret: str) -> None:
        self._address = address
        self._key = key
        self._secret = secret

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is a US share, and there is a key."""
        return bool(self._key) and instrument.market is Market.US and not instrument.symbol.startswith("^")

    async def ticks(self, instrument: Instrument) -> AsyncGenerator[Tick]:
        """Yield trades as they come.

        Raises:
            SourceFailed: The stream cannot be opened, refuses the key, or breaks off.
        """
        try:
            async with websockets.connect(self._address, open_timeout=5) as socket:
                login = {"action": "auth", "key": self._key, "secret": self._secret}
                await socket.send(orjson.dumps(login).decode())
                await socket.send(orjson.dumps({"action": "subscribe", "trades": [instrument.symbol]}).decode())
                async for frame in socket:
                    for message in orjson.loads(frame):
                        if message.get("T") == "error":
                            raise SourceFailed(f"{NAME} refused the stream: {message.get('msg', '')}.", source=NAME)
                        if message.get("T") == "t":
                            yield Tick(datetime.fromisoformat(message["t"]), float(message["p"]), float(message["s"]))
        except (WebSocketException, OSError, ValueError, KeyError) as error:
            raise SourceFailed(f"{NAME}'s stream broke off ({type(error).__name__}).", source=NAME) from error
        raise SourceFailed(f"{NAME} closed the stream.", source=NAME)
