"""Tokens that people make for their scripts."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import JsonValue

from api_gateway.domain.identity import Scope
from api_gateway.domain.people import Whence
from api_gateway.domain.refusals import UnknownToken
from api_gateway.domain.secrets import PERSONAL_PREFIX, fingerprint
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.tokens import PersonalTokens, TokenRow


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new token shall be."""

    name: str
    scopes: frozenset[Scope]
    expires_in: timedelta | None


@dataclass(frozen=True, slots=True)
class TokenDesk:
    """Issues and revokes personal tokens."""

    personal: PersonalTokens
    audit: AuditLog

    async def issue(self, user_id: UUID, wish: Wish, whence: Whence, now: datetime) -> tuple[TokenRow, str]:
        """Return a new token and its secret, which is not kept."""
        secret = PERSONAL_PREFIX + secrets.token_urlsafe(32)
        expires_at = now + wish.expires_in if wish.expires_in else None
        row = TokenRow(uuid4(), user_id, wish.name, wish.scopes, now, expires_at, None)
        await self.personal.add(row, fingerprint(secret))
        scopes = " ".join(sorted(scope.value for scope in wish.scopes))
        details: dict[str, JsonValue] = {"token_id": str(row.id), "scopes": scopes}
        await self.audit.record("token_issued", user_id, whence, details)
        return row, secret

    async def revoke(self, user_id: UUID, token_id: UUID, whence: Whence) -> None:
        """Revoke a token.

        Raises:
            UnknownToken: The user has none such.
        """
        if not await self.personal.remove(user_id, token_id):
            raise UnknownToken("There is no such token.", token_id=str(token_id))
        await self.audit.record("token_revoked", user_id, whence, {"token_id": str(token_id)})
