"""Sign-ins, and the signed tokens that speak of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from api_gateway.domain.people import Whence
from api_gateway.domain.rotation import Presented, Verdict
from api_gateway.ports.lists import Slice


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a signed access token says."""

    user_id: UUID
    session_id: UUID
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its owner sees it."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    address: str
    user_agent: str


class Sessions(Protocol):
    """Sign-ins and their families of refresh tokens."""

    async def begin(self, user_id: UUID, token_hash: bytes, now: datetime, lifetime: timedelta, whence: Whence) -> UUID:
        """Begin a session with its first refresh token."""
        ...

    async def rotate(
        self,
        token_hash: bytes,
        new_hash: bytes,
        judge: Callable[[Presented, datetime], Verdict],
        now: datetime,
        lifetime: timedelta,
    ) -> tuple[Verdict, Presented] | None:
        """Lock a refresh token, judge it, and carry the verdict out; None when there is no such token."""
        ...

    async def is_alive(self, session_id: UUID, now: datetime) -> bool:
        """Return whether the session has neither ended nor been revoked."""
        ...


class SessionRevocation(Protocol):
    """Ending sessions."""

    async def revoke(self, user_id: UUID, session_id: UUID, because: str, now: datetime) -> bool:
        """End one session; False when the user has none such that lives."""
        ...

    async def revoke_all(self, user_id: UUID, because: str, now: datetime, keep: UUID | None = None) -> int:
        """End all sessions of a user (but one); return how many."""
        ...

    async def owner_of_refresh(self, token_hash: bytes) -> tuple[UUID, UUID] | None:
        """Return the session and the user of a refresh token."""
        ...

    async def list_alive(self, user_id: UUID, part: Slice, now: datetime) -> tuple[list[SessionRow], int]:
        """Return living sessions and their number."""
        ...


class AccessTokens(Protocol):
    """Signed access tokens."""

    def issue(self, claims: AccessClaims, now: datetime) -> str:
        """Return a signed token."""
        ...

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Return what a token says.

        Raises:
            TokenExpired: It was ours, and is too old.
            NotSignedIn: It is none of ours.
        """
        ...
