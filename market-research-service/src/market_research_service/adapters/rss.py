"""Headlines from RSS and Atom feeds."""

import asyncio
import calendar
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import feedparser
import httpx
import structlog

from market_research_service.domain.headlines import RawHeadline, clean_title
from market_research_service.ports import Gathered
from trading_contracts.bars import Instrument, Market

_log = structlog.get_logger(__name__)
_MAX_BYTES = 5_000_000
_SAFE_URL = re.compile(r"https?://", re.IGNORECASE)


class NoFeed(Exception):
    """A feed gave nothing that can be read."""


class RssHeadlines:
    """Asks the feeds of a market, all at once.

    Args:
        http: Asks the network.
        feeds: Market -> addresses; `{symbol}` in one stands for the asset's symbol as Yahoo writes it, and such a feed
            is about the asset alone.
    """

    def __init__(self, http: httpx.AsyncClient, feeds: Mapping[Market, Sequence[str]]) -> None:
        self._http = http
        self._feeds = feeds

    async def gather(self, instrument: Instrument) -> Gathered:
        """Return what the feeds of the instrument's market have now; a feed that fails is named with its reason."""
        addresses = list(self._feeds.get(instrument.market, ()))
        answers = await asyncio.gather(*(self._one(address, instrument) for address in addresses))
        headlines: list[RawHeadline] = []
        failures: dict[str, str] = {}
        for address, answer in zip(addresses, answers, strict=True):
            if isinstance(answer, str):
                failures[_host(address)] = answer
            else:
                headlines.extend(answer)
        return Gathered(headlines, [_host(address) for address in addresses], failures)

    async def _one(self, address: str, instrument: Instrument) -> list[RawHeadline] | str:
        own = "{symbol}" in address
        url = address.replace("{symbol}", quote(_yahoo_symbol(instrument)))
        try:
            body = await self._get(url)
            return await asyncio.to_thread(parse_feed, body, about_asset=own)
        except httpx.HTTPStatusError as error:
            return f"answered {error.response.status_code}"
        except httpx.HTTPError as error:
            _log.info("feed_unreachable", feed=_host(address), error=repr(error))
            return f"unreachable ({type(error).__name__})"
        except NoFeed as error:
            return str(error)

    async def _get(self, url: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        async with self._http.stream("GET", url) as response:
            response.raise_for_status()
            async for part in response.aiter_bytes():
                size += len(part)
                if size > _MAX_BYTES:
                    message = "is larger than 5 MB"
                    raise NoFeed(message)
                parts.append(part)
        return b"".join(parts)


def parse_feed(body: bytes, *, about_asset: bool = False) -> list[RawHeadline]:
    """Return the dated headlines of a feed; what has no date or no title is left out.

    Raises:
        NoFeed: The body is no feed.
    """
    with warnings.catch_warnings():
        # feedparser warns when a feed has `updated` but not `published`, which is exactly what is asked for below.
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = feedparser.parse(body)
        if not parsed.get("version") and not parsed.entries:
            message = "answered with something that is no feed"
            raise NoFeed(message)
        return [
            headline for entry in parsed.entries if (headline := _headline(entry, about_asset=about_asset)) is not None
        ]


def _headline(entry: Mapping[str, object], *, about_asset: bool) -> RawHeadline | None:
    title = clean_title(str(entry.get("title") or ""))
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if not title or not moment:
        return None
    link = str(entry.get("link") or "").strip()
    return RawHeadline(
        title=title,
        # A link that is no web address (javascript:) is not passed on.
        url=link if _SAFE_URL.match(link) else "",
        published_at=datetime.fromtimestamp(calendar.timegm(moment), UTC),  # type: ignore[arg-type]
        about_asset=about_asset,
    )


def _yahoo_symbol(instrument: Instrument) -> str:
    return instrument.symbol.replace("/", "-") if instrument.market is Market.CRYPTO else instrument.symbol


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
