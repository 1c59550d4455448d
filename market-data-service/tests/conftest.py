"""What the suites of market data share: folders, an application on them, and a vendor on loopback."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from market_data_service.app import build
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, day_nanoseconds
from market_data_service.settings import MarketDataSettings
from service_kit.client import ServiceClient

SECRET = "a secret of the tests, long enough for HS256"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared reference data."""
    given = os.environ.get("VIBE_SHARED_DIR")
    folder = Path(given) if given else Path(__file__).parents[2].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the shared reference data is not at {folder}")
    return folder


@pytest.fixture
def make_series() -> Callable[..., BarSeries]:
    """Return a maker of daily series from closes; high and low lie one percent away."""

    def make(closes: list[float], start: date = date(2024, 1, 1), **more: object) -> BarSeries:
        close = np.array(closes, dtype=np.float64)
        stamps = day_nanoseconds(start) + np.arange(len(close), dtype=np.int64) * NANOSECONDS_A_DAY
        return BarSeries(
            timestamp=stamps,
            open=close.copy(),
            high=close * 1.01,
            low=close * 0.99,
            close=close,
            volume=np.full(len(close), 1000.0),
            **more,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of a user's files."""
    path = tmp_path / "bars"
    path.mkdir()
    rows = [f"2024-01-{day:02d},{100 + day},{102 + day},{99 + day},{101 + day},{1000 * day}" for day in range(2, 6)]
    text = "timestamp,open,high,low,close,volume\n" + "\n".join(rows) + "\n"
    (path / "AAPL_1d.csv").write_text(text)
    crypto = [
        f"2024-01-01T{hour:02d}:00:00Z,{100 + hour},{101 + hour},{99 + hour},{100 + hour},5" for hour in range(24)
    ]
    (path / "BTC-USD_1h.csv").write_text("timestamp,open,high,low,close,volume\n" + "\n".join(crypto) + "\n")
    return path


@pytest.fixture
def settings(folder: Path, tmp_path: Path) -> MarketDataSettings:
    """Return settings without any vendor and with a database that is not there."""
    return MarketDataSettings(
        market_data_dir=folder,
        market_offline=True,
        data_dir=tmp_path / "data",
        database_url="postgresql://nobody@127.0.0.1:1/nothing",
        service_secret=SecretStr(SECRET),
    )


@pytest.fixture
async def application(settings: MarketDataSettings) -> AsyncIterator[FastAPI]:
    """Return the running application."""
    app = build(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(application: FastAPI) -> AsyncIterator[ServiceClient]:
    """Return a typed client of the application."""
    made = ServiceClient(
        "http://market-data", secret=SECRET, service="tests", transport=httpx.ASGITransport(app=application)
    )
    yield made
    await made.close()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Return a moment at which every bar of the tests is over."""
    return datetime(2026, 3, 2, 12, tzinfo=UTC)
