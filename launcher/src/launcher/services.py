"""The process table: which services there are, where they listen, and what they are told."""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher.home import Home


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the house, started by the very command that its image runs."""

    name: str
    module: str
    address_variable: str
    port: int

    @property
    def address(self) -> str:
        """Return where the others reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> tuple[str, ...]:
        """Return how it is started. `-P` keeps the working folder off the import path."""
        return (sys.executable, "-P", "-m", self.module)


class PortTaken(RuntimeError):
    """The port that was asked for is in use."""


_TABLE = (
    ("market-data-service", "MARKET_DATA_URL"),
    ("market-research-service", "MARKET_RESEARCH_URL"),
    ("strategy-ai-worker", "STRATEGY_AI_WORKER_URL"),
    ("backtest-engine", "BACKTEST_ENGINE_URL"),
)


def process_table(page_port: int | None) -> tuple[Service, ...]:
    """Return all services, inner ones on free ports and the gateway on the port of the page.

    Args:
        page_port: The port that was asked for, or None for 8000 or the next free one.

    Raises:
        PortTaken: The port that was asked for is in use.
    """
    inner = tuple(
        Service(name, name.replace("-", "_"), variable, port)
        for (name, variable), port in zip(_TABLE, _free_ports(len(_TABLE)), strict=True)
    )
    return (*inner, Service("api-gateway", "api_gateway", "API_GATEWAY_URL", _page_port(page_port)))


def environment(table: tuple[Service, ...], service: Service, *, home: Home, database_url: str) -> dict[str, str]:
    """Return the environment of one service: the caller's own, the addresses of all, and the secrets."""
    secrets = home.secrets()
    own = {
        "SERVICE_NAME": service.name,
        "HOST": "127.0.0.1",
        "PORT": str(service.port),
        "DATABASE_URL": database_url,
        "CACHE_URL": "memory://",
        "BUS_URL": "memory://",
        "DATA_DIR": str(home.root),
        # Compiled kernels belong to the installed code, not to anyone's data.
        "NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", str(Path(sys.prefix) / "numba-cache")),
        "SERVICE_SECRET": secrets.service_secret,
        "JWT_SECRET": secrets.jwt_secret,
        "SECRETS_KEYS": secrets.secrets_keys,
        "PAGE_DIR": str(page_folder()),
        # On a machine of one's own, a model may well run beside the house (Ollama).
        "LLM_ALLOW_INNER_ADDRESSES": "true",
        **{other.address_variable: other.address for other in table},
    }
    if folder := os.environ.get("MARKET_DATA_DIR"):
        own["MARKET_DATA_DIR"] = str(Path(folder).expanduser().resolve())
    return {**os.environ, **own}


def page_folder() -> Path:
    """Return where the exported page lies."""
    return Path(os.environ.get("PAGE_DIR") or Path(__file__).parents[3] / "frontend" / "out").resolve()


def _page_port(asked: int | None) -> int:
    if asked is not None:
        if not _is_free(asked):
            message = (
                f"Port {asked} is in use. Choose another with --port, or leave it out and the next free one is taken."
            )
            raise PortTaken(message)
        return asked
    return next(port for port in range(8000, 8100) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_ports(count: int) -> list[int]:
    # All are held open until the last is found, so that none is handed out twice.
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
