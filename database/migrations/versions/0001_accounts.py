"""People, their sessions and tokens, their keys, and what happened to them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_accounts"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EMPTY = sa.text("'{}'::jsonb")


def of_user(*, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[Any]:
    return sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete=ondelete), nullable=nullable)


def moment(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable, server_default=sa.func.now() if now else None)


def words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def key() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "users",
        key(),
        sa.Column("email", sa.String(), nullable=False, unique=True),
        words("display_name"),
        sa.Column("password_hash", sa.String(), nullable=True),
        moment("password_changed_at", now=True),
        sa.Column("preferences", postgresql.JSONB(), nullable=False, server_default=EMPTY),
        moment("created_at", now=True),
    )
    create_session_tables()
    create_passkey_tables()
    create_key_tables()


def create_session_tables() -> None:
    op.create_table(
        "auth_sessions",
        key(),
        of_user(),
        moment("created_at", now=True),
        moment("last_used_at", now=True),
        moment("expires_at"),
        words("address"),
        words("user_agent"),
        moment("revoked_at", nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
    )
    op.create_index("ix_auth_sessions_user_id", "auth_sessions", ["user_id"])
    op.create_table(
        "auth_tokens",
        key(),
        sa.Column("session_id", sa.Uuid(), sa.ForeignKey("auth_sessions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), sa.ForeignKey("auth_tokens.id", ondelete="CASCADE"), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        moment("issued_at", now=True),
        moment("expires_at"),
        moment("used_at", nullable=True),
    )
    op.create_index("ix_auth_tokens_session_id", "auth_tokens", ["session_id"])
    op.create_index("ix_auth_tokens_parent_id", "auth_tokens", ["parent_id"])
    op.create_table(
        "personal_tokens",
        key(),
        of_user(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("scopes", postgresql.JSONB(), nullable=False),
        moment("created_at", now=True),
        moment("expires_at", nullable=True),
        moment("last_used_at", nullable=True),
    )
    op.create_index("ix_personal_tokens_user_id", "personal_tokens", ["user_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.LargeBinary(), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        moment("last_failed_at"),
        moment("locked_until", nullable=True),
    )
    op.create_index("ix_sign_in_failures_last_failed_at", "sign_in_failures", ["last_failed_at"])


def create_passkey_tables() -> None:
    op.create_table(
        "passkeys",
        key(),
        of_user(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False, server_default="0"),
        moment("created_at", now=True),
        moment("last_used_at", nullable=True),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])
    op.create_table(
        "passkey_challenges",
        key(),
        of_user(nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        moment("expires_at"),
    )
    op.create_index("ix_passkey_challenges_user_id", "passkey_challenges", ["user_id"])
    op.create_index("ix_passkey_challenges_expires_at", "passkey_challenges", ["expires_at"])


def create_key_tables() -> None:
    op.create_table(
        "vendor_keys",
        key(),
        of_user(),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("base_url", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        moment("created_at", now=True),
        moment("updated_at", now=True),
        sa.UniqueConstraint("user_id", "provider", name="uq_vendor_keys_user_id_provider"),
    )
    op.create_index("ix_vendor_keys_key_version", "vendor_keys", ["key_version"])
    op.create_table(
        "audit_events",
        key(),
        of_user(nullable=True, ondelete="SET NULL"),
        sa.Column("kind", sa.String(), nullable=False),
        moment("at", now=True),
        words("address"),
        words("user_agent"),
        sa.Column("details", postgresql.JSONB(), nullable=False, server_default=EMPTY),
    )
    op.create_index("ix_audit_events_user_id_at", "audit_events", ["user_id", "at"])
    op.create_table(
        "idempotency_keys",
        key(),
        of_user(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        moment("created_at", now=True),
        sa.UniqueConstraint("user_id", "key", name="uq_idempotency_keys_user_id_key"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def downgrade() -> None:
    for table in (
        "idempotency_keys",
        "audit_events",
        "vendor_keys",
        "passkey_challenges",
        "passkeys",
        "sign_in_failures",
        "personal_tokens",
        "auth_tokens",
        "auth_sessions",
        "users",
    ):
        op.drop_table(table)
