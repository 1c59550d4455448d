"""Results as they are written: packing megabytes of JSON and of floats took longer than the run that made them."""

from alembic import op

revision = "0008_results_uncompressed"
down_revision = "0007_bar_blocks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE backtest_results ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN series SET STORAGE EXTERNAL"
    )


def downgrade() -> None:
    op.execute(
        "ALTER TABLE backtest_results ALTER COLUMN body SET STORAGE EXTENDED, ALTER COLUMN series SET STORAGE EXTENDED"
    )
