"""A vendor on loopback: answers what it is told to, by path, and misbehaves on request."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import orjson

Answer = bytes | Callable[[dict[str, str]], bytes]


class VendorServer:
    """Answers GET requests; the longest path that was told wins.

    Attributes:
        address: `http://127.0.0.1:port`.
        asked: Path and parameters of every request.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._answers: dict[str, Answer] = {}
        self._status = 200
        self._error = b""
        self._slow_seconds = 0.0
        self._cut = False

    def answer(self, path: str, body: object) -> None:
        """Answer a path (and what lies below it) with JSON, bytes, or what a function makes of the parameters."""
        self._answers[path] = body if isinstance(body, bytes) or callable(body) else orjson.dumps(body)

    def fail(self, status: int, body: bytes = b'{"status":"ERROR","error":"told to fail"}') -> None:
        """Answer every request with an error."""
        self._status, self._error = status, body

    def slow(self, seconds: float) -> None:
        """Wait before every answer."""
        self._slow_seconds = seconds

    def cut(self) -> None:
        """Announce the whole body and send half of it."""
        self._cut = True

    def recover(self) -> None:
        """Answer as before."""
        self._status, self._slow_seconds, self._cut = 200, 0.0, False

    def calls(self, path: str) -> int:
        """Return how many requests a path has had."""
        return sum(asked.startswith(path) for asked, _ in self.asked)

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        parts = urlsplit(request.path)
        query = dict(parse_qsl(parts.query))
        self.asked.append((parts.path, query))
        time.sleep(self._slow_seconds)
        found = max((path for path in self._answers if parts.path.startswith(path)), key=len, default=None)
        status = self._status if self._status != 200 else (200 if found is not None else 404)
        told = self._answers.get(found or "", b"{}") if status == 200 else self._error
        body = told if isinstance(told, bytes) else told(query)
        request.send_response(status)
        request.send_header("content-type", "application/json")
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if self._cut else body)
        if self._cut:
            request.close_connection = True


@contextmanager
def running() -> Iterator[VendorServer]:
    """Run a vendor for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            vendor.handle(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: clients that hang up are meant."""

    server = Server(("127.0.0.1", 0), Handler)
    vendor = VendorServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
