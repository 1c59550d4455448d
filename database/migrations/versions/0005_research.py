"""Research summaries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_research"
down_revision = "0004_market"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "research_summaries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asset", sa.String(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("insight", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_research_summaries"),
    )
    op.create_index("ix_research_summaries_asset", "research_summaries", ["asset", "as_of"], unique=True)


def downgrade() -> None:
    op.drop_table("research_summaries")
