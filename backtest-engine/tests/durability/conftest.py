"""Real engine processes over a real database, with a small market data service of our own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa

from service_kit.client import ServiceClient
from trading_contracts.problem import Problem

BARS = 800
FIRST = np.datetime64("2015-01-01")


class MarketData(BaseHTTPRequestHandler):
    """Answers as the market data service does, for symbols that begin with SIM:."""

    def do_GET(self) -> None:
        address = urlparse(self.path)
        if address.path == "/market/bars.arrow":
            self._answer(_arrow({name: values[0] for name, values in parse_qs(address.query).items()}))
        else:
            symbol = unquote(address.path.rpartition("/")[2])
            self._answer(json.dumps({"instrument": _instrument(symbol)}).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _instrument(symbol: str) -> dict[str, object]:
    return {"symbol": symbol, "name": symbol, "market": "simulated", "calendar": "24/7", "zone": "UTC"}


def _arrow(asked: dict[str, str]) -> bytes:
    draws = np.random.default_rng(5)
    close = 100 * np.exp(np.cumsum(draws.normal(0, 0.01, BARS)))
    days = FIRST + np.arange(BARS)
    warmup = min(int(asked["warmup_bars"]), int(np.searchsorted(days, np.datetime64(asked["start"]))))
    columns = {
        "timestamp": pa.array(days.astype("datetime64[ns]"), pa.timestamp("ns", "UTC")),
        "open": close, "high": close * 1.01, "low": close * 0.99, "close": close, "volume": np.full(BARS, 1e6),
        "dividend": np.zeros(BARS), "split": np.zeros(BARS),
    }  # fmt: skip
    origin = {
        "symbol": asked["symbol"], "timeframe": "1d", "source": "made", "adjustment": "all",
        "fetched_at": "2024-01-01T00:00:00Z",
    }  # fmt: skip
    metadata = {
        "origin": json.dumps(origin), "instrument": json.dumps(_instrument(asked["symbol"])),
        "warmup_bars": str(warmup), "quality": "{}",
    }  # fmt: skip
    table = pa.table(columns).replace_schema_metadata(metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


@pytest.fixture(scope="module")
def market_data_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), MarketData)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def start_engine(
    database_url: str, market_data_url: str, tmp_path: Path
) -> Iterator[Callable[..., tuple[subprocess.Popen[bytes], str]]]:
    """Start `python -m backtest_engine` with some workers; returns the process and its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(workers: int = 1, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "MARKET_DATA_URL": market_data_url,
            "PORT": str(port),
            "ENGINE_WORKERS": str(workers),
            "STALLED_AFTER_SECONDS": "4",
            "LOG_LEVEL": "error",
            "DATA_DIR": str(tmp_path),
            **settings,
        }
        command = [sys.executable, "-P", "-m", "backtest_engine"]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        running.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        process.wait(20)


@pytest.fixture
def workers_of() -> Callable[[int], list[int]]:
    """Return the process ids of an engine's workers."""

    def look(pid: int) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, IndexError):
                    continue
                if parent == pid and b"worker" in words:
                    found.append(int(entry.name))
        return found

    return look


class Ledger:
    """What the database says of all runs."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement))]

    async def settled(self, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while self.ask(  # noqa: ASYNC110 - another process changes the rows
                "SELECT 1 FROM backtest_runs WHERE status IN ('queued', 'running') LIMIT 1"
            ):
                await asyncio.sleep(0.5)

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    ledger = Ledger(database_url)
    yield ledger
    ledger.close()


@pytest.fixture
def ready() -> Callable[[ServiceClient], Awaitable[None]]:
    """Wait until an engine is ready; the first one of a machine compiles its kernel first."""

    async def wait(client: ServiceClient) -> None:
        async with asyncio.timeout(240):
            while True:
                try:
                    await client.request("GET", "/readyz")
                except Problem:
                    await asyncio.sleep(0.3)
                else:
                    return

    return wait
