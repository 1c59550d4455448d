"""`vibe data` against an API on loopback: files go and come in pieces, and every file is answered for."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from launcher.api import Api
from launcher.cli import data
from launcher.cli.main import app

STORED = {
    "symbol": "MINE",
    "timeframe": "1d",
    "source": "upload",
    "stored": 2,
    "first": "2024-01-02",
    "last": "2024-01-03",
}
BAD = {
    "title": "Rejected", "status": 422, "code": "bad_file", "detail": "the file, line 3: 'two' is not a number",
    "errors": [{"path": "line 3", "reason": "'two' is not a number"}],
}  # fmt: skip
REPORT = {
    "origin": {"symbol": "MINE", "timeframe": "1d", "source": "the file", "notes": ["Columns that are not used: x."]},
    "first": "2024-01-02", "last": "2024-01-09", "bars": 5, "spikes": 1, "stale": 0,
    "examples": {"spikes": ["2024-01-04"]},
    "gaps": [{"first": "2024-01-05", "last": "2024-01-08", "sessions": 2}],
}  # fmt: skip


class Server(HTTPServer):
    """Answers as the API does, and notes what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, bytes]] = []


class Handler(BaseHTTPRequestHandler):
    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append((self.path, b""))
        missing = "NOSUCH" in self.path
        problem = {
            "title": "Not found",
            "status": 404,
            "code": "unknown_symbol",
            "detail": "There are no bars for NOSUCH.",
        }
        self.answer(404 if missing else 200, json.dumps(problem).encode() if missing else b"x" * 3_000_000)

    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.path, body))
        if b"two" in body:
            self.answer(422, json.dumps(BAD).encode())
        elif "restore" in self.path:
            self.answer(200, b'{"series": 4, "bars": 27}')
        else:
            self.answer(200, json.dumps(REPORT if "check" in self.path else STORED).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()

    def with_api(work: object) -> object:
        with Api(f"http://127.0.0.1:{made.server_port}") as api:
            return work(api)  # type: ignore[operator]

    monkeypatch.setattr(data, "with_api", with_api)
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    header = "timestamp,open,high,low,close,volume\n"
    (tmp_path / "BTC-USD_1h.csv").write_text(header + "2024-01-02T00:00:00Z,1,2,1,2,5\n")
    (tmp_path / "BAD_1d.csv").write_text(header + "2024-01-02,1,two,1,2,5\n")
    (tmp_path / "noname.csv").write_text(header)
    (tmp_path / "EMPTY_1d.csv").write_text("")
    return tmp_path


def _vibe(*words: object) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, words)], env={"COLUMNS": "200"})


def test_good_files_are_loaded_and_bad_ones_told_one_by_one(server: Server, folder: Path) -> None:
    names = ("BAD_1d.csv", "noname.csv", "EMPTY_1d.csv", "BTC-USD_1h.csv")
    shown = _vibe("load", *(folder / name for name in names))
    assert shown.exit_code == 1
    assert "BAD_1d.csv is refused: the file, line 3: 'two' is not a number\n" in shown.output
    assert "noname.csv is refused: its name does not say its timeframe; name it like noname_1d.csv" in shown.output
    assert "EMPTY_1d.csv is refused: it is empty" in shown.output
    assert "BTC-USD_1h.csv: 2 bars stored, 2024-01-02 to 2024-01-03" in shown.output
    assert server.asked[-1][0] == "/api/market/upload?symbol=BTC-USD&timeframe=1h"
    assert server.asked[-1][1] == (folder / "BTC-USD_1h.csv").read_bytes()


def test_a_file_can_be_checked_and_its_oddities_are_placed(server: Server, folder: Path) -> None:
    shown = _vibe("check", folder / "BTC-USD_1h.csv")
    assert shown.exit_code == 0
    assert "spikes: 1 2024-01-04" in shown.output
    assert "stale" not in shown.output
    assert "no bars from 2024-01-05 to 2024-01-08 (2 sessions)" in shown.output


def test_a_file_is_written_whole_or_not_at_all(server: Server, folder: Path) -> None:
    to = folder / "out.csv"
    assert _vibe("export", "MINE", to).exit_code == 0
    assert to.stat().st_size == 3_000_000
    to.write_text("as it was")
    with pytest.raises(Exception, match="There are no bars for NOSUCH"):
        raise _vibe("export", "NOSUCH", to).exception or AssertionError
    assert to.read_text() == "as it was"
    assert not list(folder.glob("*.part"))
    assert _vibe("export", "MINE", folder / "out.xlsx").exit_code == 2


def test_what_was_backed_up_can_be_put_back(server: Server, folder: Path) -> None:
    assert _vibe("backup", folder / "bars.tar").exit_code == 0
    shown = _vibe("restore", folder / "bars.tar")
    assert "4 series with 27 bars are back" in shown.output
    assert len(server.asked[-1][1]) == 3_000_000
