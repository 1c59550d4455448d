"""Studies: many runs of one strategy, asked as one question."""

from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from pydantic import Field, JsonValue, model_validator

from backtest_engine.domain.problems import UnreadableRequest
from strategy_language.conversation import EngineRunRequest
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.problem import NotFound, ProblemDocument, Rejected
from trading_contracts.results import Overfitting
from trading_contracts.runs import RunStatus

Objective = Literal["sharpe", "total_return", "calmar", "sortino"]
Method = Literal[
    "walk_forward",
    "walk_forward_anchored",
    "purged",
    "bootstrap",
    "block_bootstrap",
    "shuffle",
    "sensitivity",
    "delay",
    "noise",
    "stress",
    "shocks",
    "capacity",
]
_ALL: tuple[Method, ...] = get_args(Method)


class UnknownStudy(NotFound):
    """There is no such study, or it belongs to somebody else."""


class BadSweep(Rejected):
    """A sweep over parameters that the document does not have, or over too many sets."""


class ParameterRange(Contract):
    """Values from low to high, both inclusive."""

    low: float
    high: float
    step: float = Field(default=1, gt=0)


Values = ParameterRange | tuple[float, ...]
"""Values of a parameter to try."""

MOST_CANDIDATES = 500
"""Sets from which walk-forward and cross-validation choose."""


class Sweep(Contract):
    """Which sets of parameters to try. Parameters that are not named keep their value."""

    method: Literal["grid", "random", "bayes"] = "grid"
    parameters: dict[str, Values] = Field(min_length=1, max_length=6)
    trials: int = Field(default=200, ge=1, le=20_000, description="Sets to try (random, bayes); the most of a grid")
    objective: Objective = "sharpe"


class Validation(Contract):
    """Which questions to ask of a strategy."""

    methods: tuple[Method, ...] = _ALL
    folds: int = Field(default=5, ge=2, le=20)
    paths: int = Field(default=1000, ge=100, le=10_000)
    parameters: dict[str, Values] = Field(
        default_factory=dict,
        max_length=6,
        description="What walk-forward and cross-validation choose from; without it, 20 % to either side of the "
        "document's parameters, or of its numbers where it has none",
    )


class StudyRequest(Contract):
    """A run, and what is to be asked of it."""

    kind: Literal["sweep", "validation"]
    request: EngineRunRequest
    sweep: Sweep | None = None
    validation: Validation = Validation()

    @model_validator(mode="after")
    def _a_sweep_says_over_what(self) -> "StudyRequest":
        if self.kind == "sweep" and self.sweep is None:
            message = "a sweep needs `sweep`: which parameters, which values"
            raise ValueError(message)
        return self


class StudyState(Contract):
    """Where a study stands."""

    id: UUID
    kind: Literal["sweep", "validation"]
    status: RunStatus
    progress: float = 0.0
    message: str = ""
    strategy_id: UUID | None = None
    strategy_name: str = ""
    created_at: UtcDatetime
    started_at: UtcDatetime | None = None
    finished_at: UtcDatetime | None = None
    problem: ProblemDocument | None = None


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A study that was checked and may be written."""

    id: UUID
    user_id: UUID
    request: StudyRequest
    lineage: str


@dataclass(frozen=True, slots=True)
class StudyClaim:
    """The right of one worker to bring one study to its end."""

    study_id: UUID
    user_id: UUID
    attempt: int
    request: StudyRequest | UnreadableRequest
    lineage: str


@dataclass(frozen=True, slots=True)
class StudyOutcome:
    """What a study found: its result as JSON, what the ledger counts, and what a sweep says of overfitting."""

    result: bytes
    trials: int
    sharpes: tuple[float, ...]
    overfitting: Overfitting | None = None


class SweepPoint(Contract):
    """One set of parameters and how it did; a figure that is undefined is null."""

    parameters: dict[str, float]
    total_return: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    max_drawdown: float | None
    trades: int


class HeatMap(Contract):
    """The objective over two parameters; null where no set was tried. `values[row][column]`, rows are `y`."""

    x: str
    y: str
    x_values: tuple[float, ...]
    y_values: tuple[float, ...]
    values: tuple[tuple[float | None, ...], ...]


class SweepResult(Contract):
    """All sets in the order in which they were tried, and the best one, with what so many trials make of it."""

    objective: Objective
    points: tuple[SweepPoint, ...]
    best: SweepPoint | None
    deflated_sharpe: float | None = Field(description="Of the best set, over all trials of the lineage")
    overfitting: Overfitting | None = None
    trials: int
    heat_map: HeatMap | None


class ValidationPart(Contract):
    """The answer to one question: figures by name, and a sentence."""

    method: Method
    detail: str
    figures: dict[str, JsonValue]


class ValidationResult(Contract):
    """All answers."""

    parts: tuple[ValidationPart, ...]
    trials: int = Field(default=0, description="Runs with other numbers that the ledger counts")
