"""Users' keys for vendors and LLMs, sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from api_gateway.ports.lists import Slice


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A vendor key as it is stored: ciphertext, nonce, and the version of the key that sealed it."""

    id: UUID
    user_id: UUID
    provider: str
    ciphertext: bytes
    nonce: bytes
    key_version: int
    base_url: str | None
    model: str | None
    created_at: datetime
    updated_at: datetime


class VendorKeys(Protocol):
    """Users' sealed keys."""

    async def put(self, row: SealedKey) -> SealedKey:
        """Keep a key in place of an earlier one for the same provider."""
        ...

    async def get(self, user_id: UUID, providers: Sequence[str]) -> SealedKey | None:
        """Return the key of the first of these providers that has one."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[SealedKey], int]:
        """Return a user's keys and their number."""
        ...

    async def remove(self, user_id: UUID, provider: str) -> bool:
        """Forget a key; False when there is none."""
        ...


class KeyRotation(Protocol):
    """Re-sealing of stored keys."""

    async def sealed_before(self, version: int, limit: int) -> list[SealedKey]:
        """Return keys that an older key sealed."""
        ...

    async def reseal(self, row: SealedKey) -> None:
        """Put new ciphertext in place of the old, unless the user has changed the key meanwhile."""
        ...


class Vault(Protocol):
    """Seals and opens secrets, bound to whose they are and what for."""

    @property
    def newest_version(self) -> int:
        """Return the version of the key that seals."""
        ...

    def seal(self, secret: str, bound_to: str) -> tuple[bytes, bytes, int]:
        """Return ciphertext, nonce and key version."""
        ...

    def open(self, ciphertext: bytes, nonce: bytes, key_version: int, bound_to: str) -> str:
        """Return the secret."""
        ...
