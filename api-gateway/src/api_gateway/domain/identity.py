"""Who is asking, and what they may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from api_gateway.domain.refusals import FreshSignInNeeded, ScopeMissing


class Scope(StrEnum):
    """What a personal token may be allowed to do; a signed-in session may do all of it."""

    READ = "read"
    WRITE = "write"
    CHAT = "chat"
    RUN = "run"


ALL_SCOPES = frozenset(Scope)
FRESH = timedelta(minutes=10)
"""How old a sign-in may be for what cannot be undone."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The user behind a request.

    Attributes:
        user_id: The user.
        via: How they proved it.
        session_id: The session of a signed-in person; None for a personal token.
        token_id: The personal token; None for a session.
        scopes: What the proof allows.
        signed_in_at: When the password or passkey was last shown.
    """

    user_id: UUID
    via: Literal["cookie", "bearer", "personal"]
    session_id: UUID | None = None
    token_id: UUID | None = None
    scopes: frozenset[Scope] = ALL_SCOPES
    signed_in_at: datetime | None = None

    def must_have(self, scope: Scope) -> None:
        """Refuse a personal token without a scope.

        Raises:
            ScopeMissing: The token lacks it.
        """
        if scope not in self.scopes:
            raise ScopeMissing(f"This token lacks the scope '{scope}'.", scope=scope.value)

    def must_be_session(self) -> UUID:
        """Return the session, and refuse personal tokens: they never touch the account itself.

        Raises:
            ScopeMissing: The request came with a personal token.
        """
        if self.session_id is None:
            raise ScopeMissing("Personal tokens cannot change the account; sign in.", scope="account")
        return self.session_id

    def must_be_fresh(self, now: datetime) -> None:
        """Refuse a sign-in that is not recent.

        Raises:
            FreshSignInNeeded: The last sign-in is too long ago.
        """
        if self.signed_in_at is None or now - self.signed_in_at > FRESH:
            raise FreshSignInNeeded("Give your password, or sign in again and repeat this within ten minutes.")
