"""A backtest run as it is asked for and as it is followed."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field, JsonValue

from trading_contracts.bars import Adjustment
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.problem import ProblemDocument


class RunStatus(StrEnum):
    """Where a run stands. The last five are final; a run reaches exactly one of them, once."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"

    @property
    def is_final(self) -> bool:
        """Return whether nothing more will happen to the run."""
        return self not in (RunStatus.QUEUED, RunStatus.RUNNING)


class RunSettings(Contract):
    """How to run a strategy: the question's range, the money, and what is overridden.

    `start` and `end` are session dates, both inclusive.
    """

    start: date
    end: date
    initial_cash: float = Field(default=100_000.0, gt=0, le=1e12, description="Account currency")
    adjustment: Adjustment = Adjustment.ALL
    benchmark: str | None = None
    seed: int = 0
    overrides: dict[str, JsonValue] = Field(
        default_factory=dict,
        description="Dotted document paths to values, e.g. {'parameters.fast': 10, 'costs.preset': 'none'}",
    )


class RunState(Contract):
    """A run as a list or a status line shows it."""

    id: UUID
    status: RunStatus
    progress: float = Field(default=0.0, ge=0, le=1)
    message: str = ""
    strategy_id: UUID | None = None
    strategy_version: int | None = None
    strategy_name: str = ""
    settings: RunSettings
    created_at: UtcDatetime
    started_at: UtcDatetime | None = None
    finished_at: UtcDatetime | None = None
    problem: ProblemDocument | None = None
