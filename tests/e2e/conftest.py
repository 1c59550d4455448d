"""The embedded stack, started as a newcomer starts it, and a signed-in user of it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("VIBE_SHARED_DIR", ROOT.parent / "shared"))
START_SECONDS = 180


@dataclass(frozen=True)
class Stack:
    """A stack that is up."""

    address: str
    home: Path
    launcher: subprocess.Popen[bytes]

    def stop(self, name: signal.Signals = signal.SIGINT) -> int:
        self.launcher.send_signal(name)
        return self.launcher.wait(timeout=90)

    def log(self, service: str) -> str:
        return (self.home / "logs" / f"{service}.log").read_text()


class Person:
    """Somebody who signed in, with the answers of the API as JSON."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=f"{address}/api", timeout=120, trust_env=False)
        self.identity = {"email": f"e2e-{secrets.token_hex(6)}@example.com", "password": secrets.token_urlsafe(18)}
        self.http.post("/auth/register", json=self.identity).raise_for_status()
        signed_in = self.http.post("/auth/login", json=self.identity).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {signed_in['access_token']}"

    def say(self, message: str, **more: Any) -> dict[str, Any]:
        return self.http.post("/chat/strategy", json={"message": message, **more}).raise_for_status().json()

    def run(self, **request: Any) -> dict[str, Any]:
        started = self.http.post("/backtest/run", json=request).raise_for_status().json()
        return self.wait(started["id"])

    def wait(self, run_id: str, seconds: float = 90) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.http.get(f"/backtest/{run_id}").raise_for_status().json()
            if state["status"] not in ("queued", "running"):
                return state
            time.sleep(0.05)
        message = f"run {run_id} is still {state['status']}"
        raise TimeoutError(message)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_stack(home: Path, **environment: str) -> Iterator[Stack]:
    port = free_port()
    with (home.parent / f"{home.name}.out").open("ab") as output:
        launcher = subprocess.Popen(
            [sys.executable, "-P", "-m", "launcher", "up", "--port", str(port)],
            env={**os.environ, "VIBE_HOME": str(home), "MARKET_OFFLINE": "true", **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    stack = Stack(f"http://127.0.0.1:{port}", home, launcher)
    try:
        _until_up(stack)
        yield stack
    finally:
        if launcher.poll() is None:
            stack.stop()


def _until_up(stack: Stack) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and stack.launcher.poll() is None:
        try:
            ready = httpx.get(f"{stack.address}/api/readyz", trust_env=False).is_success
            if ready and (stack.home / "running.json").exists():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    output = (stack.home.parent / f"{stack.home.name}.out").read_text()
    message = f"the stack did not come up:\n{output}"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def start_stack() -> Callable[..., Any]:
    """Return what starts a stack in a home folder, as a context manager."""
    return running_stack


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the published reference data is not here ({SHARED})")
    return SHARED


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Return a stack that reads the shared bars where they are, and else the bundled sample alone."""
    bars = SHARED / "data" / "bars"
    more = {"MARKET_DATA_DIR": str(bars)} if bars.is_dir() else {}
    with running_stack(tmp_path_factory.mktemp("embedded") / "home", **more) as up:
        yield up


@pytest.fixture(scope="session")
def new_person() -> Iterator[Callable[[str], Person]]:
    """Return what registers and signs in somebody new at an address."""
    known: list[Person] = []

    def register(address: str) -> Person:
        known.append(Person(address))
        return known[-1]

    yield register
    for one in known:
        one.http.close()


@pytest.fixture(scope="session")
def person(stack: Stack, new_person: Callable[[str], Person]) -> Person:
    return new_person(stack.address)
