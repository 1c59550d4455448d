"""What is remembered of requests: failures, audit entries, answers to repeated requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from api_gateway.domain.lockout import Counter
from api_gateway.domain.people import Whence
from api_gateway.ports.lists import Slice


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry of the audit log."""

    id: UUID
    kind: str
    at: datetime
    address: str
    user_agent: str
    details: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Claim:
    """A request with an idempotency key.

    Attributes:
        id: What is carried out under the key bears it, at every try.
        request_hash: Of the request that came with the key first.
        answer: Status and body of the first answer, where there is one.
        is_ours: Whether the caller may carry the request out now.
    """

    id: UUID
    request_hash: bytes
    answer: tuple[int, bytes] | None
    is_ours: bool


class Failures(Protocol):
    """Counts of wrong passwords."""

    async def locked_until(self, counters: Sequence[Counter]) -> datetime | None:
        """Return the latest lock on any of these counters."""
        ...

    async def add(self, counters: Sequence[Counter], now: datetime) -> None:
        """Count one failure and lock what is over its limit."""
        ...

    async def clear(self, counters: Sequence[Counter]) -> None:
        """Forget the failures."""
        ...


class AuditLog(Protocol):
    """What happened to accounts."""

    async def record(
        self, kind: str, user_id: UUID | None, whence: Whence, details: Mapping[str, JsonValue] | None = None
    ) -> None:
        """Write one entry."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[AuditRow], int]:
        """Return a user's entries and their number."""
        ...


class Idempotency(Protocol):
    """Answers kept under idempotency keys."""

    async def claim(self, user_id: UUID, key: str, request_hash: bytes, now: datetime) -> Claim:
        """Claim a key, or find what is under it."""
        ...

    async def keep(self, user_id: UUID, key: str, status: int, body: bytes) -> None:
        """Keep the answer."""
        ...

    async def reopen(self, user_id: UUID, key: str) -> None:
        """Let a request be tried again of which nobody knows whether it was carried out; it keeps its id."""
        ...

    async def release(self, user_id: UUID, key: str) -> None:
        """Give a key back whose request was refused."""
        ...
