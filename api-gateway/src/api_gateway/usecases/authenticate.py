"""Finding out who is asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from api_gateway.domain.identity import Identity
from api_gateway.domain.refusals import NotSignedIn
from api_gateway.domain.secrets import fingerprint, is_personal_token
from api_gateway.ports.sessions import AccessTokens, Sessions
from api_gateway.ports.tokens import PersonalTokens


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Turns what a request carries into an identity."""

    tokens: AccessTokens
    personal: PersonalTokens
    sessions: Sessions

    async def identify(self, secret: str, via: Literal["cookie", "bearer"], now: datetime) -> Identity:
        """Return who holds a token.

        Raises:
            TokenExpired: The access token is too old.
            NotSignedIn: The token is none of ours, or was revoked.
        """
        if via == "bearer" and is_personal_token(secret):
            row = await self.personal.find(fingerprint(secret), now)
            if row is None:
                raise NotSignedIn("This token does not exist, or not any more.")
            return Identity(row.user_id, "personal", token_id=row.id, scopes=row.scopes)
        claims = self.tokens.read(secret, now)
        if not await self.sessions.is_alive(claims.session_id, now):
            raise NotSignedIn("This session has ended; sign in again.")
        return Identity(claims.user_id, via, session_id=claims.session_id, signed_in_at=claims.signed_in_at)
