"""Passkeys: making one, and signing in with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import JsonValue

from api_gateway.domain.people import Person, Whence
from api_gateway.domain.refusals import PasskeyRefused, UnknownPasskey
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.lists import Slice
from api_gateway.ports.passkeys import Authenticators, Challenges, PasskeyRow, Passkeys, RelyingParty
from api_gateway.ports.people import People
from api_gateway.usecases.sessions import Granted, SessionKeeper

PATIENCE = timedelta(minutes=5)
"""How long an authenticator may take to answer a challenge."""
_ALL = Slice(offset=0, limit=100)


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The answer of an authenticator to a challenge.

    Attributes:
        site: The site that asked.
        challenge_id: The challenge that it answers.
        credential: `PublicKeyCredential.toJSON()`.
        whence: Where it came from.
    """

    site: RelyingParty
    challenge_id: UUID
    credential: Mapping[str, JsonValue]
    whence: Whence


@dataclass(frozen=True, slots=True)
class PasskeyDesk:
    """Makes passkeys and takes them for sign-in."""

    passkeys: Passkeys
    challenges: Challenges
    authenticators: Authenticators
    people: People
    keeper: SessionKeeper
    audit: AuditLog

    async def offer(self, site: RelyingParty, person: Person, now: datetime) -> tuple[UUID, dict[str, JsonValue]]:
        """Return a challenge and what the browser needs to make a passkey."""
        rows, _ = await self.passkeys.list_of(person.id, _ALL)
        known = [row.credential_id for row in rows]
        options, challenge = self.authenticators.registration_options(site, person, known)
        return await self.challenges.put(challenge, person.id, now + PATIENCE), options

    async def add(self, user_id: UUID, name: str, ceremony: Ceremony, now: datetime) -> PasskeyRow:
        """Keep the passkey that an authenticator made.

        Raises:
            PasskeyRefused: It does not answer a challenge of ours, or is known already.
        """
        challenge = await self._challenge(ceremony.challenge_id, user_id, now)
        made = self.authenticators.verify_registration(ceremony.site, challenge, ceremony.credential)
        row = PasskeyRow(uuid4(), user_id, name, made.credential_id, made.public_key, made.sign_count, now, None)
        if not await self.passkeys.add(row):
            raise PasskeyRefused("This passkey is registered already.")
        await self.audit.record("passkey_added", user_id, ceremony.whence, {"passkey_id": str(row.id)})
        return row

    async def challenge(self, site: RelyingParty, now: datetime) -> tuple[UUID, dict[str, JsonValue]]:
        """Return a challenge and what the browser needs to sign in."""
        options, challenge = self.authenticators.sign_in_options(site)
        return await self.challenges.put(challenge, None, now + PATIENCE), options

    async def sign_in(self, ceremony: Ceremony, now: datetime) -> Granted:
        """Return a new session for who holds the passkey.

        Raises:
            PasskeyRefused: The signature does not answer a challenge of ours, or nobody here has this passkey.
        """
        challenge = await self._challenge(ceremony.challenge_id, None, now)
        credential_id = self.authenticators.credential_id(ceremony.credential)
        row = await self.passkeys.with_credential(credential_id)
        person = await self.people.get(row.user_id) if row else None
        if row is None or person is None:
            raise PasskeyRefused("This passkey does not belong to any account here.")
        count = self.authenticators.verify_sign_in(ceremony.site, challenge, ceremony.credential, row)
        await self.passkeys.note_use(row.id, count, now)
        return await self.keeper.begin(person, "passkey", ceremony.whence, now)

    async def remove(self, user_id: UUID, passkey_id: UUID, whence: Whence) -> None:
        """Forget a passkey.

        Raises:
            UnknownPasskey: The user has none such.
        """
        if not await self.passkeys.remove(user_id, passkey_id):
            raise UnknownPasskey("There is no such passkey.", passkey_id=str(passkey_id))
        await self.audit.record("passkey_removed", user_id, whence, {"passkey_id": str(passkey_id)})

    async def _challenge(self, challenge_id: UUID, user_id: UUID | None, now: datetime) -> bytes:
        challenge = await self.challenges.take(challenge_id, user_id, now)
        if challenge is None:
            raise PasskeyRefused("This challenge is unknown or too old; begin again.")
        return challenge
