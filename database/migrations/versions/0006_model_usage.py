"""What language models were asked for, kept apart from the conversations that asked."""

import sqlalchemy as sa
from alembic import op

revision = "0006_model_usage"
down_revision = "0005_research"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_usage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_model_usage_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_model_usage"),
    )
    op.create_index("ix_model_usage_user_id_asked_at", "model_usage", ["user_id", "asked_at"])


def downgrade() -> None:
    op.drop_table("model_usage")
