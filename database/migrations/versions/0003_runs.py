"""Backtest runs, results, studies, the ledger of trials, and the queue that carries them to workers."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.util import await_only

revision = "0003_runs"
down_revision = "0002_strategies"
branch_labels = None
depends_on = None

_QUEUE = Path(__file__).parents[1] / "queue" / "procrastinate_3_10.sql"
_STATUSES = "'queued', 'running', 'completed', 'failed', 'cancelled', 'timed_out', 'out_of_memory'"


def upgrade() -> None:
    _create_runs()
    _create_results()
    _create_studies()
    _create_trials()
    # Bytes are written once and read whole: compressing them again would cost more than the run itself.
    op.execute("ALTER TABLE backtest_results ALTER COLUMN body SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE backtest_results ALTER COLUMN series SET STORAGE EXTERNAL")
    # One script of many statements: only the simple protocol of the driver itself takes it.
    await_only(op.get_bind().connection.driver_connection.execute(_QUEUE.read_text(encoding="utf-8")))


def downgrade() -> None:
    op.execute(
        "DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,"
        " procrastinate_workers CASCADE"
    )
    op.execute(
        """
        DO $$
        DECLARE routine record;
        BEGIN
            FOR routine IN
                SELECT oid::regprocedure AS signature FROM pg_proc
                WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
            LOOP
                EXECUTE 'DROP FUNCTION ' || routine.signature || ' CASCADE';
            END LOOP;
        END $$
        """
    )
    op.execute("DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type")
    for table in ("trials", "studies", "backtest_results", "backtest_runs"):
        op.drop_table(table)


def _owner() -> sa.Column:
    return sa.Column("user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)


def _strategy() -> sa.Column:
    return sa.Column("strategy_id", sa.Uuid, sa.ForeignKey("strategies.id", ondelete="SET NULL"), index=True)


def _moment(name: str, *, now: bool = False) -> sa.Column:
    default = {"server_default": sa.func.now(), "nullable": False} if now else {}
    return sa.Column(name, sa.DateTime(timezone=True), **default)


def _progress() -> list[sa.Column | sa.CheckConstraint]:
    return [
        sa.Column("request", pg.JSONB, nullable=False),
        sa.Column("status", sa.String(20), nullable=False, server_default="queued"),
        sa.Column("progress", sa.Float, nullable=False, server_default="0"),
        sa.Column("message", sa.Text, nullable=False, server_default=""),
        sa.Column("problem", pg.JSONB),
        sa.Column("job_id", sa.BigInteger),
        sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
        sa.Column("claimed_by", sa.Uuid),
        sa.Column("cancel_requested", sa.Boolean, nullable=False, server_default=sa.false()),
        _moment("created_at", now=True),
        _moment("started_at"),
        _moment("finished_at"),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name="status"),
    ]


def _create_runs() -> None:
    op.create_table(
        "backtest_runs",
        sa.Column("id", sa.Uuid, primary_key=True),
        _owner(),
        _strategy(),
        sa.Column("strategy_version", sa.Integer),
        sa.Column("strategy_name", sa.Text, nullable=False),
        sa.Column("symbols", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("lineage", sa.String(64), nullable=False, index=True),
        sa.Column("headline", pg.JSONB),
        *_progress(),
    )
    op.create_index("ix_backtest_runs_user_id_created_at", "backtest_runs", ["user_id", "created_at"])
    op.create_index(
        "ix_backtest_runs_unfinished",
        "backtest_runs",
        ["status"],
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )


def _create_results() -> None:
    op.create_table(
        "backtest_results",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("backtest_runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
        sa.Column("summary_stats", pg.JSONB, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("series", sa.LargeBinary, nullable=False),
        _moment("created_at", now=True),
    )


def _create_studies() -> None:
    op.create_table(
        "studies",
        sa.Column("id", sa.Uuid, primary_key=True),
        _owner(),
        _strategy(),
        sa.Column("strategy_name", sa.Text, nullable=False),
        sa.Column("lineage", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("result", sa.LargeBinary),
        *_progress(),
    )
    op.create_index("ix_studies_user_id_created_at", "studies", ["user_id", "created_at"])


def _create_trials() -> None:
    op.create_table(
        "trials",
        sa.Column("id", sa.Uuid, primary_key=True),
        _owner(),
        sa.Column("lineage", sa.String(64), nullable=False),
        sa.Column("run_id", sa.Uuid, unique=True),
        sa.Column("study_id", sa.Uuid, unique=True),
        sa.Column("trials", sa.Integer, nullable=False),
        sa.Column("sharpe_count", sa.Integer, nullable=False),
        sa.Column("sharpe_sum", sa.Float, nullable=False),
        sa.Column("sharpe_sum_of_squares", sa.Float, nullable=False),
        _moment("created_at", now=True),
    )
    op.create_index("ix_trials_user_id_lineage", "trials", ["user_id", "lineage"])
