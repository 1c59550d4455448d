"""Personal tokens for scripts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from api_gateway.domain.identity import Scope
from api_gateway.ports.lists import Slice


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A personal token without its secret."""

    id: UUID
    user_id: UUID
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class PersonalTokens(Protocol):
    """Tokens for scripts."""

    async def add(self, row: TokenRow, token_hash: bytes) -> None:
        """Keep a new token."""
        ...

    async def find(self, token_hash: bytes, now: datetime) -> TokenRow | None:
        """Return the living token behind a secret, and note its use."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[TokenRow], int]:
        """Return a user's tokens and their number."""
        ...

    async def remove(self, user_id: UUID, token_id: UUID) -> bool:
        """Revoke a token; False when the user has none such."""
        ...
