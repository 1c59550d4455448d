"""What a sweep says of overfitting, beside the trials that it counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_overfitting"
down_revision = "0008_results_uncompressed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trials", sa.Column("overfitting", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("trials", "overfitting")
