"""Market data put together: settings to adapters to routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.adapters.files.folder import FolderSource
from market_data_service.adapters.sample import SampleSource
from market_data_service.adapters.simulated import SimulatedSource
from market_data_service.api import bars, symbols
from market_data_service.api.needs import UseCases
from market_data_service.ports import LocalSource
from market_data_service.settings import MarketDataSettings
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from service_kit.app import create_app


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def build(settings: MarketDataSettings) -> FastAPI:
    """Return the application."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.use_cases = _use_cases(settings)
        yield

    return create_app(
        settings, routers=[bars.router, symbols.router], lifespan=lifespan, internal=True, title="Market data"
    )


def _use_cases(settings: MarketDataSettings) -> UseCases:
    directory = load_directory(settings.data_dir / "instruments.csv")
    local: dict[str, LocalSource] = {
        "file": FolderSource(settings.market_data_dir, directory.describe, settings.market_max_file_bytes),
        "sample": SampleSource(directory.describe),
        "sim": SimulatedSource(utc_now),
    }
    order = [local[name] for name in settings.source_order if name in local]
    book = SymbolBook(directory, order, has_online=False)
    return UseCases(read_bars=ReadBars(order, book, utc_now), book=book)
