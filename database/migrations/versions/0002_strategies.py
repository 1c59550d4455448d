"""Strategies, versions, conversations, messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_strategies"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", moment, server_default=sa.func.now(), nullable=False),
    )
    op.create_index("ix_conversations_user_id_updated_at", "conversations", ["user_id", "updated_at"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reply", postgresql.JSONB()),
        sa.Column("created_at", moment, server_default=sa.func.clock_timestamp(), nullable=False),
    )
    op.create_index("ix_messages_conversation_id_created_at", "messages", ["conversation_id", "created_at"])
    op.create_table(
        "strategies",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversations.id", ondelete="SET NULL")),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("deleted_at", moment),
    )
    op.create_index("ix_strategies_user_id_updated_at", "strategies", ["user_id", "updated_at"])
    op.create_index("ix_strategies_conversation_id", "strategies", ["conversation_id"])
    op.create_table(
        "strategy_versions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("strategy_id", sa.Uuid(), sa.ForeignKey("strategies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("readback", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("knowledge_cutoff", sa.String()),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False),
        sa.UniqueConstraint("strategy_id", "version", name="uq_strategy_versions_strategy_id"),
    )
    op.create_index("ix_strategy_versions_document", "strategy_versions", ["document"], postgresql_using="gin")


def downgrade() -> None:
    for table in ("strategy_versions", "strategies", "messages", "conversations"):
        op.drop_table(table)
