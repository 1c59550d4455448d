"""The services behind the gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a service behind the gateway."""

    method: str
    path: str
    user_id: UUID | None = None
    params: Sequence[tuple[str, str]] = ()
    body: bytes | AsyncIterator[bytes] | None = None
    content_type: str = "application/json"
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a service: its body comes in pieces as they arrive, until it is closed."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]
    close: Callable[[], Awaitable[None]]


class EndedByService(Exception):
    """A service ended a WebSocket for a reason of its own, which its code names."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class UpstreamSocket(Protocol):
    """An open WebSocket to a service."""

    async def send(self, frame: str | bytes) -> None:
        """Send one frame.

        Raises:
            Unavailable: The connection broke.
        """
        ...

    def frames(self) -> AsyncIterator[str | bytes]:
        """Yield frames until the service ends the connection.

        Raises:
            EndedByService: It ended with a code of its own (4000 and above).
            Unavailable: The connection broke.
        """
        ...


class Upstream(Protocol):
    """One service behind the gateway."""

    async def send(self, call: Call) -> Answer:
        """Send a call and return the beginning of its answer, which whoever gets it closes.

        Raises:
            Unavailable: The service does not answer.
        """
        ...

    def open(self, call: Call) -> AbstractAsyncContextManager[Answer]:
        """Send a call and give its answer while the context lasts.

        Raises:
            Unavailable: The service does not answer.
        """
        ...

    async def ask(self, call: Call) -> tuple[int, bytes]:
        """Send a call and return status and whole body.

        Raises:
            Problem: The service refused, as the same kind.
            Unavailable: The service does not answer.
        """
        ...

    def socket(self, path: str, user_id: UUID) -> AbstractAsyncContextManager[UpstreamSocket]:
        """Open a WebSocket to the service."""
        ...
