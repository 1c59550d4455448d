"""Research summaries."""

import sqlalchemy as sa  # noqa: F401
from alembic import op  # noqa: F401

revision = "0005_research"
down_revision = "0004_market"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
