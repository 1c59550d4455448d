"""Bars and the market cache."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_market"
down_revision = "0003_runs"
branch_labels = None
depends_on = None

# A month of one-minute bars of a few hundred series makes a chunk that fits into memory.
CHUNK = "1 month"


def upgrade() -> None:
    op.create_table(
        "market_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("timeframe", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("covered", postgresql.DATEMULTIRANGE(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bars", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_market_series"),
        sa.UniqueConstraint("symbol", "timeframe", "source", name="uq_market_series_symbol"),
    )
    op.create_table(
        "bars",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Float(), nullable=False)
            for name in ("open", "high", "low", "close", "volume", "adj_close")
        ),
        sa.PrimaryKeyConstraint("series_id", "timestamp", name="pk_bars"),
    )
    op.create_table(
        "corporate_actions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ex_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corporate_actions"),
        sa.UniqueConstraint("symbol", "source", "ex_date", "kind", name="uq_corporate_actions_symbol"),
        sa.CheckConstraint("kind IN ('split', 'dividend')", name="ck_corporate_actions_kind"),
    )
    op.create_table(
        "market_cache",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_market_cache"),
    )
    op.create_index("ix_market_cache_expires_at", "market_cache", ["expires_at"])
    _remove_bars_with_their_series()
    _make_hypertable()


def downgrade() -> None:
    op.execute("DROP TRIGGER remove_bars ON market_series")
    op.execute("DROP FUNCTION remove_bars_of_series()")
    op.drop_table("market_cache")
    op.drop_table("corporate_actions")
    op.drop_table("bars")
    op.drop_table("market_series")


def _remove_bars_with_their_series() -> None:
    # In the place of a foreign key, whose check of every row makes COPY five times slower.
    op.execute(
        "CREATE FUNCTION remove_bars_of_series() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN DELETE FROM bars WHERE series_id = OLD.id; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER remove_bars BEFORE DELETE ON market_series "
        "FOR EACH ROW EXECUTE FUNCTION remove_bars_of_series()"
    )


def _make_hypertable() -> None:
    connection = op.get_bind()
    loaded = "timescaledb" in str(connection.scalar(sa.text("SHOW shared_preload_libraries")))
    offered = connection.scalar(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb'"))
    if not (loaded and offered):
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS timescaledb")
    op.execute(
        f"SELECT create_hypertable('bars', 'timestamp', chunk_time_interval => INTERVAL '{CHUNK}', "
        "create_default_indexes => FALSE)"
    )
