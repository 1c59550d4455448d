"""Tables of the engine: runs, their results, the ledger of trials, and studies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, false, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base
from database.tables import accounts, strategies

__all__ = ["Run", "RunResult", "Study", "Trial", "accounts", "strategies"]

_STATUSES = "'queued', 'running', 'completed', 'failed', 'cancelled', 'timed_out', 'out_of_memory'"


class Run(Base):
    """A backtest that was asked for. A worker that holds it has written itself into `claimed_by`."""

    __tablename__ = "backtest_runs"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        Index("ix_backtest_runs_user_id_created_at", "user_id", "created_at"),
        Index("ix_backtest_runs_unfinished", "status", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    strategy_id: Mapped[UUID | None] = mapped_column(ForeignKey("strategies.id", ondelete="SET NULL"), index=True)
    strategy_version: Mapped[int | None]
    strategy_name: Mapped[str] = mapped_column(Text)
    symbols: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lineage: Mapped[str] = mapped_column(String(64), index=True)
    request: Mapped[dict] = mapped_column(JSONB)  # type: ignore[type-arg]
    status: Mapped[str] = mapped_column(String(20), server_default="queued")
    progress: Mapped[float] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(Text, server_default="")
    problem: Mapped[dict | None] = mapped_column(JSONB)  # type: ignore[type-arg]
    headline: Mapped[dict | None] = mapped_column(JSONB)  # type: ignore[type-arg]
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    attempt: Mapped[int] = mapped_column(server_default="0")
    claimed_by: Mapped[UUID | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RunResult(Base):
    """What a completed run found. `body` is JSON without the long series; `series` holds those as Float64 buffers."""

    __tablename__ = "backtest_results"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("backtest_runs.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    summary_stats: Mapped[dict] = mapped_column(JSONB)  # type: ignore[type-arg]
    body: Mapped[bytes]
    series: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Study(Base):
    """A sweep or a validation over one strategy."""

    __tablename__ = "studies"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        Index("ix_studies_user_id_created_at", "user_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    strategy_id: Mapped[UUID | None] = mapped_column(ForeignKey("strategies.id", ondelete="SET NULL"), index=True)
    strategy_name: Mapped[str] = mapped_column(Text)
    lineage: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    request: Mapped[dict] = mapped_column(JSONB)  # type: ignore[type-arg]
    status: Mapped[str] = mapped_column(String(20), server_default="queued")
    progress: Mapped[float] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(Text, server_default="")
    problem: Mapped[dict | None] = mapped_column(JSONB)  # type: ignore[type-arg]
    result: Mapped[bytes | None]
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    attempt: Mapped[int] = mapped_column(server_default="0")
    claimed_by: Mapped[UUID | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Trial(Base):
    """One entry of the ledger: a run, or all sets of a sweep, with the moments of their Sharpe ratios a bar."""

    __tablename__ = "trials"
    __table_args__ = (Index("ix_trials_user_id_lineage", "user_id", "lineage"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    lineage: Mapped[str] = mapped_column(String(64))
    run_id: Mapped[UUID | None] = mapped_column(unique=True)
    study_id: Mapped[UUID | None] = mapped_column(unique=True)
    trials: Mapped[int]
    sharpe_count: Mapped[int]
    sharpe_sum: Mapped[float]
    sharpe_sum_of_squares: Mapped[float]
    # What a sweep says of overfitting; the latest of a lineage stands in the integrity of its runs.
    overfitting: Mapped[dict | None] = mapped_column(JSONB(none_as_null=True))  # type: ignore[type-arg]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
