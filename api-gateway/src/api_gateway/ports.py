"""What the gateway needs from outside."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from api_gateway.domain.budgets import Budget, Spent
from api_gateway.domain.identity import Scope
from api_gateway.domain.lockout import Counter
from api_gateway.domain.people import Person, Whence
from api_gateway.domain.rotation import Presented, Verdict


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


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A personal token without its secret."""

    id: UUID
    user_id: UUID
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


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
class SealedKey:
    """A vendor key as it is stored: ciphertext, nonce, and the version of the key that sealed it."""

    id: UUID
    user_id: UUID
    provider: str
    ciphertext: bytes
    nonce: bytes
    key_version: int
    base_url: str | None
    model: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry of the audit log."""

    id: UUID
    kind: str
    at: datetime
    address: str
    user_agent: str
    details: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted."""

    offset: int
    limit: int
    newest_first: bool = True


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


class PersonalTokens(Protocol):
    """Tokens for scripts."""

    async def add(self, row: TokenRow, token_hash: bytes) -> None:
        """Keep a new token."""
        ...

    async def find(self, token_hash: bytes, now: datetime) -> TokenRow | None:
        """Return the living token behind a secret, and note its use."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[TokenRow], int]:
        """Return a user's tokens and their number."""
        ...

    async def remove(self, user_id: UUID, token_id: UUID) -> bool:
        """Revoke a token; False when the user has none such."""
        ...


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


class VendorKeys(Protocol):
    """Users' sealed keys."""

    async def put(self, row: SealedKey) -> SealedKey:
        """Keep a key in place of an earlier one for the same provider."""
        ...

    async def get(self, user_id: UUID, providers: Sequence[str]) -> SealedKey | None:
        """Return the key of the first of these providers that has one."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[SealedKey], int]:
        """Return a user's keys and their number."""
        ...

    async def remove(self, user_id: UUID, provider: str) -> bool:
        """Forget a key; False when there is none."""
        ...


class KeyRotation(Protocol):
    """Re-sealing of stored keys."""

    async def sealed_before(self, version: int, limit: int) -> list[SealedKey]:
        """Return keys that an older key sealed."""
        ...

    async def reseal(self, row: SealedKey) -> None:
        """Put new ciphertext in place of the old, unless the user has changed the key meanwhile."""
        ...


class Vault(Protocol):
    """Seals and opens secrets, bound to whose they are and what for."""

    @property
    def newest_version(self) -> int:
        """Return the version of the key that seals."""
        ...

    def seal(self, secret: str, bound_to: str) -> tuple[bytes, bytes, int]:
        """Return ciphertext, nonce and key version."""
        ...

    def open(self, ciphertext: bytes, nonce: bytes, key_version: int, bound_to: str) -> str:
        """Return the secret."""
        ...


class Failures(Protocol):
    """Counts of wrong passwords."""

    async def locked_until(self, counters: Sequence[Counter]) -> datetime | None:
        """Return the latest lock on any of these counters."""
        ...

    async def add(self, counters: Sequence[Counter], now: datetime) -> None:
        """Count one failure and lock what is over its limit."""
        ...

    async def clear(self, counters: Sequence[Counter]) -> None:
        """Forget the failures."""
        ...


class AuditLog(Protocol):
    """What happened to accounts."""

    async def record(
        self, kind: str, user_id: UUID | None, whence: Whence, details: Mapping[str, JsonValue] | None = None
    ) -> None:
        """Write one entry."""
        ...

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[AuditRow], int]:
        """Return a user's entries and their number."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to a request with an idempotency key."""

    request_hash: bytes
    status: int | None
    body: bytes | None


class Idempotency(Protocol):
    """Answers kept under idempotency keys."""

    async def claim(self, user_id: UUID, key: str, request_hash: bytes, now: datetime) -> Answered | None:
        """Claim a key; return what is already under it, or None when the claim is ours."""
        ...

    async def keep(self, user_id: UUID, key: str, status: int, body: bytes) -> None:
        """Keep the answer."""
        ...

    async def release(self, user_id: UUID, key: str) -> None:
        """Give a key back whose request was refused."""
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


class Limiter(Protocol):
    """Counts requests within sliding windows."""

    async def spend(self, budget: Budget, key: str) -> Spent:
        """Count a request under a key, unless the budget is spent."""
        ...

    async def close(self) -> None:
        """Close connections, where there are any."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a service behind the gateway."""

    method: str
    path: str
    user_id: UUID | None = None
    params: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    content_type: str = "application/json"
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a service: its body comes in pieces as they arrive."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]


class UpstreamSocket(Protocol):
    """An open WebSocket to a service."""

    async def send(self, frame: str | bytes) -> None:
        """Send one frame.

        Raises:
            Unavailable: The connection broke.
        """
        ...

    def frames(self) -> AsyncIterator[str | bytes]:
        """Yield frames until the service ends the connection.

        Raises:
            Unavailable: The connection broke.
        """
        ...


class Upstream(Protocol):
    """One service behind the gateway."""

    def open(self, call: Call) -> AbstractAsyncContextManager[Answer]:
        """Send a call and give its answer while the context lasts.

        Raises:
            Unavailable: The service does not answer.
        """
        ...

    async def ask(self, call: Call) -> tuple[int, bytes]:
        """Send a call and return status and whole body.

        Raises:
            Problem: The service refused, as the same kind.
            Unavailable: The service does not answer.
        """
        ...

    def socket(self, path: str, user_id: UUID) -> AbstractAsyncContextManager[UpstreamSocket]:
        """Open a WebSocket to the service."""
        ...
