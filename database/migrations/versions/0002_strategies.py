"""Strategies, versions, conversations, messages."""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = "0002_strategies"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
