"""Reading, changing, exporting and deleting an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from api_gateway.domain.identity import Identity
from api_gateway.domain.people import Person, Whence
from api_gateway.domain.refusals import NotSignedIn
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.people import People, PeopleChanges
from api_gateway.ports.sessions import SessionRevocation
from api_gateway.usecases.passwords import PasswordCheck


@dataclass(frozen=True, slots=True)
class Account:
    """What a person can do with their own account."""

    people: People
    changes: PeopleChanges
    revocation: SessionRevocation
    check: PasswordCheck
    audit: AuditLog

    async def read(self, identity: Identity) -> Person:
        """Return the account.

        Raises:
            NotSignedIn: It is gone.
        """
        person = await self.people.get(identity.user_id)
        if person is None:
            raise NotSignedIn("This account does not exist any more.")
        return person

    async def update(
        self, identity: Identity, display_name: str | None, preferences: Mapping[str, JsonValue] | None
    ) -> Person:
        """Change the name, and those preferences that are given."""
        person = await self.read(identity)
        name = person.display_name if display_name is None else display_name
        await self.changes.set_profile(person.id, name, {**person.preferences, **(preferences or {})})
        return await self.read(identity)

    async def delete(self, identity: Identity, password: str | None, whence: Whence, now: datetime) -> None:
        """Delete the account and everything in it.

        Raises:
            WrongCredentials: The password is wrong.
            FreshSignInNeeded: No password came, and the sign-in is not recent.
        """
        person = await self.read(identity)
        if password is None:
            identity.must_be_fresh(now)
        else:
            await self.check.prove(person.email, person, password, whence, now)
        await self.revocation.revoke_all(person.id, "account deleted", now)
        await self.audit.record("account_deleted", None, whence)
        await self.changes.delete(person.id)
