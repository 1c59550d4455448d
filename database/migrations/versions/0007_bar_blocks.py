"""Bars a second time, packed by the tens of thousands: what is read of a long series."""

import sqlalchemy as sa
from alembic import op

revision = "0007_bar_blocks"
down_revision = "0006_model_usage"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bar_blocks",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bars", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["market_series.id"], name="fk_bar_blocks_series_id_market_series", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "start", name="pk_bar_blocks"),
    )
    # The content is packed already: the server must not try to pack it again.
    op.execute("ALTER TABLE bar_blocks ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("bar_blocks")
