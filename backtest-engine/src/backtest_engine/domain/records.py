"""Runs as the engine keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pydantic import Field

from backtest_engine.domain.problems import UnreadableRequest
from strategy_language.conversation import EngineRunRequest
from trading_contracts.model import Contract
from trading_contracts.paging import AsOf
from trading_contracts.problem import Conflict, NotFound
from trading_contracts.results import Overfitting, SummaryStats
from trading_contracts.runs import RunSettings, RunState, RunStatus


class UnknownRun(NotFound):
    """There is no such run, or it belongs to somebody else."""


class AlreadyFinal(Conflict):
    """The run ended before; nothing can happen to it any more."""


class Headline(Contract):
    """The figures of a run that a list shows."""

    total_return: float | None
    sharpe: float | None
    deflated_sharpe: float | None
    max_drawdown: float | None
    trades: int
    trials: int

    @classmethod
    def of(cls, stats: SummaryStats) -> "Headline":
        """Return the headline of some statistics."""
        return cls(**{name: getattr(stats, name) for name in cls.model_fields})


class RunLine(RunState):
    """A run as a list shows it."""

    symbols: tuple[str, ...] = ()
    headline: Headline | None = None


SortKey = Literal[
    "created_at", "-created_at", "finished_at", "-finished_at", "status", "-status", "strategy_name", "-strategy_name"
]


class RunChoice(Contract):
    """Which runs, in which order."""

    page: int = Field(default=1, ge=1)
    page_size: int = Field(default=20, ge=1, le=200)
    sort: SortKey = "-created_at"
    status: RunStatus | None = None
    strategy_id: UUID | None = None
    symbol: str | None = None
    q: str | None = Field(default=None, description="Part of the strategy's name")
    as_of: AsOf | None = None


class StudyChoice(Contract):
    """Which page of a user's studies, in which order."""

    page: int = Field(default=1, ge=1)
    page_size: int = Field(default=20, ge=1, le=200)
    sort: Literal["created_at", "-created_at"] = "-created_at"
    as_of: AsOf | None = None


class RunQuery(RunChoice):
    """Which runs of a user."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run that was checked and may be written."""

    id: UUID
    user_id: UUID
    request: EngineRunRequest
    lineage: str


@dataclass(frozen=True, slots=True)
class Trials:
    """The trials of a lineage so far: the moments of their Sharpe ratios a bar, what its latest sweep showed."""

    count: int
    sharpe_count: int
    sharpe_sum: float
    sharpe_sum_of_squares: float
    overfitting: Overfitting | None = None

    def with_more(self, count: int, sharpes: Sequence[float]) -> "Trials":
        """Return the trials with so many more, of which these Sharpe ratios a bar are known."""
        return Trials(
            self.count + count,
            self.sharpe_count + len(sharpes),
            self.sharpe_sum + sum(sharpes),
            self.sharpe_sum_of_squares + sum(sharpe**2 for sharpe in sharpes),
            self.overfitting,
        )

    @property
    def sharpe_variance(self) -> float | None:
        """Return the sample variance of the Sharpe ratios a bar; None below two of them."""
        if self.sharpe_count < 2:
            return None
        mean = self.sharpe_sum / self.sharpe_count
        return max(0.0, (self.sharpe_sum_of_squares - self.sharpe_count * mean**2) / (self.sharpe_count - 1))


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one worker to bring one run to its end; `attempt` tells it from claims before and after."""

    run_id: UUID
    user_id: UUID
    attempt: int
    request: EngineRunRequest | UnreadableRequest
    lineage: str
    trials: Trials
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What a run found, as it is kept: JSON without the long series, and those as Float64 buffers."""

    digest: str
    stats: SummaryStats
    body: bytes
    series: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A run as its owner reads it: its state, and what it found where it completed; series only where asked for."""

    state: RunState
    body: bytes | None
    series: bytes | None


def settings_of(request: EngineRunRequest) -> RunSettings:
    """Return the settings in a request, without its document."""
    return RunSettings(**{name: getattr(request, name) for name in RunSettings.model_fields})
