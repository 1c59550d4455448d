"""Bars and the market cache."""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = "0004_market"
down_revision = "0003_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
