"""The sources that the settings name, built for app.py."""

import time
from dataclasses import dataclass

import httpx

from market_data_service.adapters.files.folder import FolderSource
from market_data_service.adapters.listings import ExchangePairs, PolygonTickers
from market_data_service.adapters.live.alpaca_stream import AlpacaStream
from market_data_service.adapters.live.exchange_trades import ExchangeStream, ExchangeTrades
from market_data_service.adapters.postgres.uploads import UploadedSource
from market_data_service.adapters.sample import SampleSource
from market_data_service.adapters.simulated import SimulatedSource
from market_data_service.adapters.vendors.alpaca.extract import AlpacaClient
from market_data_service.adapters.vendors.alpaca.vendor import AlpacaVendor
from market_data_service.adapters.vendors.ccxt_exchange.extract import ExchangeClient
from market_data_service.adapters.vendors.ccxt_exchange.vendor import ExchangeVendor
from market_data_service.adapters.vendors.guard import Guard, Limits
from market_data_service.adapters.vendors.hkex.extract import Addresses, HkexClient
from market_data_service.adapters.vendors.hkex.vendor import HkexVendor
from market_data_service.adapters.vendors.polygon.extract import PolygonClient
from market_data_service.adapters.vendors.polygon.vendor import PolygonVendor
from market_data_service.adapters.vendors.stored import StoredVendor
from market_data_service.adapters.vendors.vendor import Vendor, VendorSource
from market_data_service.adapters.vendors.yahoo.extract import YahooClient
from market_data_service.adapters.vendors.yahoo.vendor import YahooVendor
from market_data_service.api.views import SourceView
from market_data_service.domain.directory import Directory
from market_data_service.ports import BarStore, Clock, LocalSource, Memory, Source, TickFeed
from market_data_service.settings import MarketDataSettings
from market_data_service.usecases.refresh_directory import Listing

# Calls a minute that free plans and public endpoints bear; a deadline holds a whole fetch with all its pages.
_LIMITS = {
    "polygon": Limits(calls=5, per_seconds=60, patience_seconds=2, deadline_seconds=60),
    "alpaca": Limits(calls=150, per_seconds=60, deadline_seconds=60),
    "yfinance": Limits(calls=60, per_seconds=60, deadline_seconds=25),
    "hkex": Limits(calls=30, per_seconds=60, deadline_seconds=20),
    "ccxt": Limits(calls=60, per_seconds=60, deadline_seconds=90),
}


@dataclass(frozen=True, slots=True)
class House:
    """Everything outside that the use cases are handed."""

    sources: list[Source]
    local: list[LocalSource]
    vendors: list[VendorSource]
    folder: FolderSource
    feeds: list[TickFeed]
    listings: list[Listing]
    http: httpx.AsyncClient
    exchanges: list[ExchangeClient]

    @property
    def online(self) -> frozenset[str]:
        """Return the names of the vendors."""
        return frozenset(vendor.name for vendor in self.vendors)

    def views(self) -> list[SourceView]:
        """Return every source, in its order, and whether it can be asked now."""
        guards = {vendor.name: vendor.guard for vendor in self.vendors}
        found = []
        for source in self.sources:
            guard = guards.get(source.name)
            reason = source.refusal()
            found.append(
                SourceView(
                    name=source.name,
                    online=guard is not None,
                    ready=reason is None and (guard is None or guard.state != "open"),
                    reason=reason,
                    breaker=guard.state if guard is not None else "none",
                    problems=self.folder.problems() if source.name == "file" else {},
                )
            )
        return found

    async def budgets(self) -> dict[tuple[str, ...], float]:
        """Return how many calls each vendor may be asked now."""
        return {(vendor.name,): float(vendor.guard.calls_left) for vendor in self.vendors}

    async def breakers(self) -> dict[tuple[str, ...], float]:
        """Return 1 for each vendor that is left alone because it failed, else 0."""
        return {(vendor.name,): float(vendor.guard.state == "open") for vendor in self.vendors}

    async def close(self) -> None:
        """Close all connections."""
        await self.http.aclose()
        for exchange in self.exchanges:
            await exchange.close()


def assemble(
    settings: MarketDataSettings, directory: Directory, store: BarStore, memory: Memory, clock: Clock
) -> House:
    """Return the sources that the settings name, in their order."""
    http = httpx.AsyncClient(timeout=settings.vendor_timeout_seconds, follow_redirects=True)
    folder = FolderSource(settings.market_data_dir, directory.describe, settings.market_max_file_bytes)
    here: dict[str, LocalSource] = {
        "file": folder,
        "stored": UploadedSource(store, directory.describe),
        "sample": SampleSource(directory.describe),
        "sim": SimulatedSource(clock),
    }
    timeout = settings.vendor_timeout_seconds
    exchanges = [ExchangeClient(name, settings.ccxt_url, timeout) for name in settings.exchange_names]
    polygon = PolygonClient(settings.polygon_url, settings.polygon_api_key.get_secret_value(), timeout)
    vendors = {} if settings.market_offline else _vendors(settings, http, exchanges, polygon, clock)
    order: list[Source] = []
    guarded: list[VendorSource] = []
    for name in settings.source_order:
        if name in here:
            order.append(here[name])
        for vendor in vendors.get(name, ()):
            source = VendorSource(vendor, Guard(vendor.name, _LIMITS[name], time.monotonic), clock)
            guarded.append(source)
            order.append(StoredVendor(source, store, memory, clock))
    live = [] if settings.market_offline else _feeds(settings, exchanges, clock)
    return House(
        sources=order,
        local=[here[name] for name in settings.source_order if name in here],
        vendors=guarded,
        folder=folder,
        feeds=live,
        listings=[] if settings.market_offline else [PolygonTickers(polygon), *map(ExchangePairs, exchanges)],
        http=http,
        exchanges=exchanges,
    )


def _vendors(
    settings: MarketDataSettings,
    http: httpx.AsyncClient,
    exchanges: list[ExchangeClient],
    polygon: PolygonClient,
    clock: Clock,
) -> dict[str, list[Vendor]]:
    key, secret = settings.alpaca_api_key.get_secret_value(), settings.alpaca_api_secret.get_secret_value()
    yahoo = YahooClient(settings.yfinance_url, settings.data_dir / "yfinance", settings.vendor_timeout_seconds)
    hkex = HkexClient(http, Addresses(page=settings.hkex_page_url, data=settings.hkex_url))
    return {
        "polygon": [PolygonVendor(polygon)],
        "alpaca": [AlpacaVendor(AlpacaClient(http, settings.alpaca_url, key, secret))],
        "yfinance": [YahooVendor(yahoo)],
        "hkex": [HkexVendor(hkex, clock)],
        "ccxt": [ExchangeVendor(exchange) for exchange in exchanges],
    }


def _feeds(settings: MarketDataSettings, exchanges: list[ExchangeClient], clock: Clock) -> list[TickFeed]:
    key, secret = settings.alpaca_api_key.get_secret_value(), settings.alpaca_api_secret.get_secret_value()
    # Streams first; polling for trades is for those whose streams are shut off here.
    streams = [ExchangeStream(exchange, clock) for exchange in exchanges]
    polled = [ExchangeTrades(exchange, clock) for exchange in exchanges[:1]]
    return [AlpacaStream(settings.alpaca_stream_url, key, secret, clock), *streams, *polled]
