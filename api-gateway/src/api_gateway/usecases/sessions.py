"""Beginning, refreshing and ending sessions."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api_gateway.domain.people import Person, Whence
from api_gateway.domain.refusals import SessionEnded, UnknownSession
from api_gateway.domain.rotation import Verdict, judge
from api_gateway.domain.secrets import fingerprint
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.people import People
from api_gateway.ports.sessions import AccessClaims, AccessTokens, SessionRevocation, Sessions

LIFETIME = timedelta(days=30)
"""How long a session lives without being used."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What a signed-in client holds."""

    person: Person
    session_id: UUID
    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class SessionKeeper:
    """Begins and refreshes sessions."""

    people: People
    sessions: Sessions
    tokens: AccessTokens
    audit: AuditLog

    async def begin(self, person: Person, method: str, whence: Whence, now: datetime) -> Granted:
        """Return a new session for a person who has just proved who they are."""
        refresh = secrets.token_urlsafe(32)
        session_id = await self.sessions.begin(person.id, fingerprint(refresh), now, LIFETIME, whence)
        await self.audit.record("signed_in", person.id, whence, {"method": method, "session_id": str(session_id)})
        access = self.tokens.issue(AccessClaims(person.id, session_id, now), now)
        return Granted(person, session_id, access, refresh)

    async def refresh(self, refresh_token: str | None, whence: Whence, now: datetime) -> Granted:
        """Return new tokens for a refresh token, once; one that comes back later ends the whole session.

        Raises:
            SessionEnded: There is nothing to refresh.
        """
        if not refresh_token:
            raise SessionEnded("You are not signed in.")
        fresh = secrets.token_urlsafe(32)
        outcome = await self.sessions.rotate(fingerprint(refresh_token), fingerprint(fresh), judge, now, LIFETIME)
        if outcome is None:
            raise SessionEnded("You are not signed in.")
        verdict, presented = outcome
        if verdict is Verdict.REUSED:
            details = {"session_id": str(presented.session_id)}
            await self.audit.record("refresh_token_reused", presented.user_id, whence, details)
        person = await self.people.get(presented.user_id) if verdict is Verdict.ROTATE else None
        if person is None:
            raise SessionEnded("This session has ended; sign in again.")
        claims = AccessClaims(person.id, presented.session_id, presented.signed_in_at)
        return Granted(person, presented.session_id, self.tokens.issue(claims, now), fresh)


@dataclass(frozen=True, slots=True)
class SessionEnder:
    """Ends sessions."""

    revocation: SessionRevocation
    audit: AuditLog

    async def sign_out(self, refresh_token: str | None, whence: Whence, now: datetime) -> None:
        """End the session that a refresh token belongs to, if there is one."""
        owner = await self.revocation.owner_of_refresh(fingerprint(refresh_token)) if refresh_token else None
        if owner is not None:
            session_id, user_id = owner
            await self._end(user_id, session_id, whence, now)

    async def end(self, user_id: UUID, session_id: UUID, whence: Whence, now: datetime) -> None:
        """End one session of a user.

        Raises:
            UnknownSession: The user has none such.
        """
        if not await self._end(user_id, session_id, whence, now):
            raise UnknownSession("There is no such session.", session_id=str(session_id))

    async def end_if_alive(self, user_id: UUID, session_id: UUID, whence: Whence, now: datetime) -> None:
        """End one session of a user, or leave it as it is when it has ended already."""
        await self._end(user_id, session_id, whence, now)

    async def end_all(self, user_id: UUID, whence: Whence, now: datetime) -> None:
        """End all sessions of a user."""
        ended = await self.revocation.revoke_all(user_id, "signed out everywhere", now)
        await self.audit.record("signed_out_everywhere", user_id, whence, {"sessions": ended})

    async def _end(self, user_id: UUID, session_id: UUID, whence: Whence, now: datetime) -> bool:
        ended = await self.revocation.revoke(user_id, session_id, "signed out", now)
        if ended:
            await self.audit.record("signed_out", user_id, whence, {"session_id": str(session_id)})
        return ended
