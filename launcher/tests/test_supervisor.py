"""Keeping services alive, with tiny services of our own."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from launcher.services import PortTaken, Service, environment, process_table
from launcher.supervisor import ServiceFailed, Supervised, supervised

TINY = """
import http.server, os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"{}")
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[[str], Supervised]:
    """Return what makes a supervised service of a script."""

    def make(script: str) -> Supervised:
        (tmp_path / "tiny_service.py").write_text(script)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        service = Service("tiny", "tiny_service", "TINY_URL", port)
        settings = {**os.environ, "PORT": str(port), "PYTHONPATH": str(tmp_path)}
        return Supervised(service, settings, tmp_path / "tiny.log")

    return make


async def test_a_service_is_ready_when_it_says_so_and_gone_afterwards(tiny) -> None:
    news: list[tuple[str, str]] = []
    one = tiny(TINY)
    async with supervised([one], lambda name, what: news.append((name, what))):
        assert news == [("tiny", "ready")]
        process = psutil.Process(one.process.pid)
    assert not process.is_running()


async def test_a_service_that_dies_is_started_again(tiny) -> None:
    news: list[str] = []
    one = tiny(TINY)
    async with supervised([one], lambda _name, what: news.append(what)):
        first = one.process.pid
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(20):
            while one.process.pid == first:  # noqa: ASYNC110 - another process is waited for
                await asyncio.sleep(0.05)
        assert psutil.Process(one.process.pid).is_running()
    assert any("ended with code -9" in what for what in news)


async def test_a_service_that_cannot_start_is_named_with_the_end_of_its_log(tiny) -> None:
    with pytest.raises(ServiceFailed, match="no such thing as a database"):
        async with supervised([tiny("raise SystemExit('no such thing as a database')")], lambda *_: None):
            pass


async def test_the_log_of_the_last_start_is_kept(tiny, tmp_path: Path) -> None:
    (tmp_path / "tiny.log").write_text("what happened before")
    async with supervised([tiny(TINY)], lambda *_: None):
        pass
    assert (tmp_path / "tiny.previous.log").read_text() == "what happened before"


def test_a_taken_port_is_refused_by_name_and_else_the_next_free_one_is_found() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken, match=str(taken.getsockname()[1])):
            process_table(taken.getsockname()[1])
    table = process_table(None)
    assert table[-1].name == "api-gateway"
    assert len({one.port for one in table}) == len(table)


def test_every_service_is_told_the_addresses_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from launcher.home import Home  # noqa: PLC0415

    home = Home(tmp_path / "home")
    home.prepare()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARKET_DATA_DIR", "bars")
    table = process_table(None)
    told = environment(table, table[0], home=home, database_url="postgresql://x/y")
    assert told["BACKTEST_ENGINE_URL"] == next(one.address for one in table if one.name == "backtest-engine")
    assert told["MARKET_DATA_DIR"] == str(tmp_path / "bars")
    assert told["HOST"] == "127.0.0.1"
