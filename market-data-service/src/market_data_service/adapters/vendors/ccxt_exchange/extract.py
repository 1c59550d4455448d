"""Asking one exchange through ccxt's own client, page by page."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import ccxt
import ccxt.async_support
import ccxt.pro

from market_data_service.adapters.vendors.answers import parse_json
from market_data_service.adapters.vendors.ccxt_exchange.build_query import CandleQuery
from market_data_service.domain.problems import RateLimited
from trading_contracts.problem import NoBars, SourceFailed, UnknownSymbol

PAGE = 1000
# The narrowest window that an exchange answers for (Coinbase).
_WINDOW = 299
_MOST_PAGES = 400
Candle = list[float]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Trade:
    """One public trade."""

    key: str
    at_ms: int
    price: float
    size: float


class ExchangeClient:
    """Asks one exchange for candles.

    Args:
        exchange: ccxt's name of the exchange (`binance`, `kraken`).
        address: `http://host:port` to ask instead of the exchange, or "".
        timeout_seconds: How long one call may take.
    """

    def __init__(self, exchange: str, address: str, timeout_seconds: float) -> None:
        self.name = f"ccxt:{exchange}"
        self._exchange = exchange
        self._address = address
        self._timeout_seconds = timeout_seconds
        self._client: Any = None
        self._status = 200

    @property
    def is_known(self) -> bool:
        """Return whether ccxt supports the exchange."""
        return self._exchange in ccxt.exchanges

    @property
    def can_watch(self) -> bool:
        """Return whether ccxt can stream the exchange's trades."""
        return self._exchange in ccxt.pro.exchanges

    async def candles(self, request: CandleQuery) -> list[Candle]:
        """Return the exchange's candles, as ccxt parses them: `[ms, open, high, low, close, volume]`.

        Raises:
            UnknownSymbol: The exchange does not trade the pair.
            NoBars: It does not give this timeframe.
            RateLimited: It asks for patience.
            SourceFailed: Anything else that is no answer.
        """
        return await self._named(self._pages(request), request.pair)

    async def trades(self, pair: str, since_ms: int) -> list[Trade]:
        """Return public trades since a moment, oldest first.

        Raises:
            Problem: As for `candles`.
        """
        rows = await self._named(self._open().fetch_trades(pair, since_ms, PAGE), pair)
        return [trade for trade in self._parsed(rows) if trade.at_ms >= since_ms]

    async def watch(self, pair: str) -> AsyncIterator[list[Trade]]:
        """Yield public trades as the exchange streams them, oldest first; some come twice.

        Raises:
            Problem: As for `candles`.
        """
        while True:
            yield self._parsed(await self._named(self._open().watch_trades(pair), pair))

    def _parsed(self, rows: list[dict[str, Any]]) -> list[Trade]:
        try:
            found = [_trade(row) for row in rows]
        except (ValueError, KeyError, TypeError) as error:
            raise SourceFailed(
                f"{self._exchange} gives trades in a shape that is not known ({type(error).__name__}).",
                source=self.name,
            ) from error
        return sorted(found, key=lambda trade: trade.at_ms)

    async def markets(self) -> list[str]:
        """Return the pairs that the exchange trades on the spot.

        Raises:
            Problem: As for `candles`.
        """
        client = self._open()
        listed = await self._named(client.load_markets(), "")
        return [name for name, market in listed.items() if market.get("spot") and market.get("active") is not False]

    async def _named(self, call: Awaitable[Answer], pair: str) -> Answer:
        """Await a call of the client; what it raises gets our names."""
        try:
            return await call
        except ccxt.BadSymbol as error:
            raise UnknownSymbol(f"{self._exchange} does not trade {pair}.", symbol=pair) from error
        except (ccxt.RateLimitExceeded, ccxt.DDoSProtection) as error:
            raise RateLimited(f"{self._exchange} asks for patience (429).", source=self.name) from error
        except ccxt.NotSupported as error:
            raise NoBars(f"{self._exchange} does not give this.", symbol=pair) from error
        except (ccxt.BaseError, OSError) as error:
            if self._status == 429:
                raise RateLimited(f"{self._exchange} asks for patience (429).", source=self.name) from error
            reason = f"{type(error).__name__}: {str(error)[:120]}"
            raise SourceFailed(f"{self._exchange} did not answer ({reason}).", source=self.name) from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            # ccxt parses the answer itself: another shape than the one it knows ends here.
            raise SourceFailed(
                f"{self._exchange} answered in a shape that is not known ({type(error).__name__}).", source=self.name
            ) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _pages(self, request: CandleQuery) -> list[Candle]:
        client = self._open()
        found: list[Candle] = []
        since = request.since_ms
        for _ in range(_MOST_PAGES):
            page: list[Candle] = await client.fetch_ohlcv(request.pair, request.timeframe, since, PAGE)
            if not page:
                # ccxt reads a web page or half an answer as "no candles"; parsing what came tells them apart.
                parse_json(self.name, str(client.last_http_response or "").encode())
            fresh = [candle for candle in page if since <= candle[0] < request.until_ms]
            found.extend(fresh)
            last = max((int(candle[0]) for candle in page), default=since + _WINDOW * request.step_ms)
            following = last + request.step_ms
            # An empty page at the beginning is a time before the listing; later it is the end.
            if (found and not page) or following <= since or following >= min(request.until_ms, client.milliseconds()):
                break
            since = following
        return found

    def _note_status(self, code: int, _reason: str, _url: str, _method: str, *rest: Any) -> str:  # noqa: ANN401
        self._status = int(code)
        return str(rest[1]).strip()

    def _open(self) -> Any:  # noqa: ANN401 - ccxt has no types
        if self._client is None:
            kind = getattr(ccxt.pro if self.can_watch else ccxt.async_support, self._exchange)
            self._client = kind({"timeout": int(self._timeout_seconds * 1000), "enableRateLimit": True})
            # Spot alone: loading the futures of an exchange takes seconds and serves nobody here.
            self._client.options["fetchMarkets"] = {"types": ["spot"]} if self._exchange == "binance" else ["spot"]
            self._client.options["fetchCurrencies"] = False
            self._client.has["fetchCurrencies"] = False
            # ccxt reads the body first and drops the status, which alone says 429 for sure.
            self._client.on_rest_response = self._note_status
            if self._address:
                self._client.urls["api"] = _elsewhere(self._client.urls["api"], self._address)
                self._client.hostname = urlsplit(self._address).netloc
        return self._client


def _elsewhere(urls: Any, address: str) -> Any:  # noqa: ANN401 - a text, or texts at any depth
    """Return ccxt's addresses with another host in the place of the exchange's own."""
    if isinstance(urls, dict):
        return {name: _elsewhere(url, address) for name, url in urls.items()}
    return address + urlsplit(urls).path if isinstance(urls, str) else urls


def _trade(row: dict[str, Any]) -> Trade:
    key = str(row["id"] or (row["timestamp"], row["price"], row["amount"]))
    return Trade(key, int(row["timestamp"]), float(row["price"]), float(row["amount"]))
