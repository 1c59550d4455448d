"""What a refresh token that comes in means for its family.

A refresh token is used once. Several tabs may send the same one at the same moment, so it is accepted again within a
few seconds, as long as nothing that it was exchanged for has been used itself: then two parties hold the family, one
of them is a thief, and the family ends (RFC 9700, section 4.14.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

GRACE = timedelta(seconds=10)
LONGEST = timedelta(days=90)
"""How old a session may grow, however much it is used."""


class Verdict(StrEnum):
    """What to do with a refresh token."""

    ROTATE = "rotate"
    REUSED = "reused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Presented:
    """A refresh token that came in, and the state of its family."""

    token_id: UUID
    session_id: UUID
    user_id: UUID
    signed_in_at: datetime
    expires_at: datetime
    used_at: datetime | None
    child_was_used: bool
    session_expires_at: datetime
    session_revoked: bool


def judge(presented: Presented, now: datetime) -> Verdict:
    """Return whether to rotate the token, to end its family, or that it has already ended."""
    end = min(presented.expires_at, presented.session_expires_at, presented.signed_in_at + LONGEST)
    if presented.session_revoked or now >= end:
        return Verdict.ENDED
    if presented.used_at is None:
        return Verdict.ROTATE
    if presented.child_was_used or now - presented.used_at > GRACE:
        return Verdict.REUSED
    return Verdict.ROTATE
