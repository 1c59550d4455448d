"""Passkeys: WebAuthn credentials, the challenges that they sign, and the ceremonies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from api_gateway.domain.people import Person
from api_gateway.ports.lists import Slice


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A WebAuthn credential."""

    id: UUID
    user_id: UUID
    name: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site that passkeys are bound to."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class VerifiedPasskey:
    """A credential that an authenticator has just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Passkeys(Protocol):
    """WebAuthn credentials."""

    async def add(self, row: PasskeyRow) -> bool:
        """Keep a credential; False when it is known already."""
        ...

    async def with_credential(self, credential_id: bytes) -> PasskeyRow | None:
        """Return a credential by its id."""
        ...

    async def note_use(self, passkey_id: UUID, sign_count: int, now: datetime) -> None:
        """Keep the new signature counter."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[PasskeyRow], int]:
        """Return a user's passkeys and their number."""
        ...

    async def remove(self, user_id: UUID, passkey_id: UUID) -> bool:
        """Forget a passkey; False when the user has none such."""
        ...


class Challenges(Protocol):
    """Challenges that authenticators sign; each is taken once."""

    async def put(self, challenge: bytes, user_id: UUID | None, expires_at: datetime) -> UUID:
        """Keep a challenge."""
        ...

    async def take(self, challenge_id: UUID, user_id: UUID | None, now: datetime) -> bytes | None:
        """Return a challenge and forget it; None when there is none for this user."""
        ...


class Authenticators(Protocol):
    """The WebAuthn ceremonies."""

    def registration_options(
        self, site: RelyingParty, person: Person, known: Sequence[bytes]
    ) -> tuple[dict[str, JsonValue], bytes]:
        """Return what the browser needs to make a credential, and the challenge in it."""
        ...

    def verify_registration(
        self, site: RelyingParty, challenge: bytes, credential: Mapping[str, JsonValue]
    ) -> VerifiedPasskey:
        """Return the credential that was made.

        Raises:
            PasskeyRefused: It does not answer the challenge.
        """
        ...

    def sign_in_options(self, site: RelyingParty) -> tuple[dict[str, JsonValue], bytes]:
        """Return what the browser needs to sign in with any credential, and the challenge in it."""
        ...

    def verify_sign_in(
        self, site: RelyingParty, challenge: bytes, credential: Mapping[str, JsonValue], passkey: PasskeyRow
    ) -> int:
        """Return the new signature counter.

        Raises:
            PasskeyRefused: The signature does not answer the challenge.
        """
        ...

    def credential_id(self, credential: Mapping[str, JsonValue]) -> bytes:
        """Return the id of the credential that signed.

        Raises:
            PasskeyRefused: There is none.
        """
        ...
