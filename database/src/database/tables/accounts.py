"""Tables of the gateway: people, their sessions and tokens, their keys, and what happened to them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base

_OF_USER = "users.id"


class User(Base):
    """A person who signs in. The e-mail is kept in lower case."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str] = mapped_column(server_default="")
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    preferences: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AuthSession(Base):
    """One sign-in on one device; all refresh tokens that came from it are its family."""

    __tablename__ = "auth_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(server_default="")
    user_agent: Mapped[str] = mapped_column(server_default="")
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]


class AuthToken(Base):
    """One refresh token, by the SHA-256 of what the client holds. It is used once."""

    __tablename__ = "auth_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("auth_sessions.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("auth_tokens.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PersonalToken(Base):
    """A token that a person made for scripts, by its SHA-256, with what it may do."""

    __tablename__ = "personal_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"), index=True)
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Passkey(Base):
    """A WebAuthn credential."""

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """A challenge that an authenticator is asked to sign; it is taken once."""

    __tablename__ = "passkey_challenges"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"), index=True)
    challenge: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailures(Base):
    """Failed sign-ins under a key (a hash of e-mail, or of e-mail and address), whether or not anybody has it."""

    __tablename__ = "sign_in_failures"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


class VendorKey(Base):
    """A user's key for an LLM or a data vendor: AES-256-GCM ciphertext under a numbered key of ours."""

    __tablename__ = "vendor_keys"
    __table_args__ = (UniqueConstraint("user_id", "provider", name="uq_vendor_keys_user_id_provider"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"))
    provider: Mapped[str]
    ciphertext: Mapped[bytes]
    nonce: Mapped[bytes]
    key_version: Mapped[int] = mapped_column(index=True)
    base_url: Mapped[str | None]
    model: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AuditEvent(Base):
    """Something that concerns the safety of an account. It outlives the account without naming it."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_user_id_at", "user_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey(_OF_USER, ondelete="SET NULL"))
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    address: Mapped[str] = mapped_column(server_default="")
    user_agent: Mapped[str] = mapped_column(server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))


class IdempotencyKey(Base):
    """A request that must not be carried out twice, and what was answered to it (null while it is under way)."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("user_id", "key", name="uq_idempotency_keys_user_id_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(_OF_USER, ondelete="CASCADE"))
    key: Mapped[str]
    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
