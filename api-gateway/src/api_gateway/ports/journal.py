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
class Answered:
    """What was answered to a request with an idempotency key."""

    request_hash: bytes
    status: int | None
    body: bytes | None


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

    async def claim(self, user_id: UUID, key: str, request_hash: bytes, now: datetime) -> Answered | None:
        """Claim a key; return what is already under it, or None when the claim is ours."""
        ...

    async def keep(self, user_id: UUID, key: str, status: int, body: bytes) -> None:
        """Keep the answer."""
        ...

    async def release(self, user_id: UUID, key: str) -> None:
        """Give a key back whose request was refused."""
        ...
