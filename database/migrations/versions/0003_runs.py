"""Backtest runs and results."""

from alembic import op  # noqa: F401
import sqlalchemy as sa  # noqa: F401

revision = "0003_runs"
down_revision = "0002_strategies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
