"""Accounts and their passwords."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from api_gateway.domain.people import Person


class People(Protocol):
    """Accounts."""

    async def add(self, person: Person) -> bool:
        """Add a person; False when the e-mail is taken."""
        ...

    async def with_email(self, email: str) -> Person | None:
        """Return who has this address."""
        ...

    async def get(self, user_id: UUID) -> Person | None:
        """Return a person."""
        ...


class PeopleChanges(Protocol):
    """Changes to an account."""

    async def set_profile(self, user_id: UUID, display_name: str, preferences: Mapping[str, JsonValue]) -> None:
        """Set name and preferences."""
        ...

    async def set_password(self, user_id: UUID, password_hash: str, now: datetime | None) -> None:
        """Set the hash of the password; `now` is None where only its parameters changed."""
        ...

    async def delete(self, user_id: UUID) -> None:
        """Delete a person and all that is theirs."""
        ...


class PasswordHasher(Protocol):
    """Slow hashing of passwords."""

    async def hash(self, password: str) -> str:
        """Return the hash of a password."""
        ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Return whether the password fits; it takes as long when there is no hash."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker parameters than now."""
        ...
