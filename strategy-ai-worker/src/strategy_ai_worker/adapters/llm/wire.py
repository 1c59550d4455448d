"""The HTTP client below the vendors' clients: it follows no redirect, and keeps to public addresses where it must."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from strategy_ai_worker.adapters.llm.connection import Connection, is_public
from strategy_ai_worker.domain.refusals import ModelAway

_CONNECT_SECONDS = 10.0


class _PublicTransport(httpx2.AsyncHTTPTransport):
    """Asks no host whose name stands for an inner address."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(request.url.host, request.url.port or 443, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpx2.ConnectError("The host is not known.", request=request) from error
        if not all(is_public(str(one[4][0])) for one in found):
            raise httpx2.ConnectError("The host has an inner address.", request=request)
        return await super().handle_async_request(request)


def open_client(connection: Connection) -> httpx2.AsyncClient:
    """Return the HTTP client for a connection; it follows no redirect, which could lead into the house."""
    timeout = httpx2.Timeout(connection.patience_seconds, connect=min(_CONNECT_SECONDS, connection.patience_seconds))
    if connection.public_only:
        return httpx2.AsyncClient(
            timeout=timeout, follow_redirects=False, transport=_PublicTransport(), trust_env=False
        )
    return httpx2.AsyncClient(timeout=timeout, follow_redirects=False)


def client_options(connection: Connection) -> dict[str, Any]:
    """Return what both vendors' clients are opened with."""
    return {
        "api_key": connection.key,
        "base_url": connection.base_url,
        "max_retries": 2,
        "timeout": connection.patience_seconds,
        "http_client": open_client(connection),
    }


class Deadline:
    """The moment at which a whole answer has taken too long, however steadily it drips.

    Attributes:
        reached: Whether the model has begun to answer.
    """

    def __init__(self, connection: Connection) -> None:
        self._name = connection.name
        self.reached = False
        self._until = asyncio.get_running_loop().time() + 3 * connection.patience_seconds

    def check(self) -> None:
        """Raise ModelAway when the moment has passed."""
        if asyncio.get_running_loop().time() > self._until:
            raise took_too_long(self._name)


def took_too_long(name: str) -> ModelAway:
    """Return the refusal for a model that is too slow."""
    return ModelAway(f"The language model {name} took too long.")


def out_of_reach(name: str) -> ModelAway:
    """Return the refusal for a model that nobody answers for."""
    return ModelAway(f"The language model {name} cannot be reached.")


def broke_off(name: str) -> ModelAway:
    """Return the refusal for an answer without an end."""
    return ModelAway(f"The language model {name} broke off in the middle of its answer.")


@contextmanager
def naming_transport_faults(name: str) -> Iterator[None]:
    """Turn what may go wrong on the wire while an answer is read into a refusal with a short reason.

    Raises:
        ModelAway: Whatever went wrong, without a word of the provider's own message, which may cite the key.
    """
    try:
        yield
    except httpx2.TimeoutException as error:
        raise took_too_long(name) from error
    except httpx2.TransportError as error:
        raise broke_off(name) from error
    except ValueError as error:
        # The vendors' clients read each event as JSON.
        raise ModelAway(f"The language model {name} sent something that is no answer.") from error


class _Answered(Protocol):
    status_code: int


@dataclass(frozen=True, slots=True)
class Faults:
    """The exceptions of a vendor's client, from the particular to the general."""

    timeout: type[Exception]
    connection: type[Exception]
    status: type[Exception]
    any: type[Exception]


@contextmanager
def naming_faults(name: str, faults: Faults, deadline: Deadline) -> Iterator[None]:
    """Turn what a vendor's client raises while it is asked and read into a refusal with a short reason.

    Raises:
        ModelAway: Whatever went wrong, without a word of the provider's own message, which may cite the key.
    """
    try:
        with naming_transport_faults(name):
            yield
    except faults.timeout as error:
        raise took_too_long(name) from error
    except faults.connection as error:
        raise (broke_off if deadline.reached else out_of_reach)(name) from error
    except faults.status as error:
        raise reason_of_status(name, error) from error  # type: ignore[arg-type]
    except faults.any as error:
        raise broke_off(name) from error


def reason_of_status(name: str, answered: _Answered) -> ModelAway:
    """Return the refusal for an HTTP status."""
    match answered.status_code:
        case 401 | 403:
            reason = "does not accept the key"
        case 404:
            reason = "is not known at its address"
        case 429:
            reason = "was asked too often"
        case status if status >= 500:
            reason = "cannot answer now"
        case _:
            reason = "did not accept the request"
    return ModelAway(f"The language model {name} {reason}.", status=answered.status_code)
