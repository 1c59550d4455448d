"""What the engine needs from outside."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from backtest_engine.domain.evaluation import Cut, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel.simulation import Simulation, SimulationSettings
from backtest_engine.domain.market import Panel
from backtest_engine.domain.records import Claim, Document, NewRun, RunLine, RunQuery, StoredResult, StudyChoice, Trials
from backtest_engine.domain.studies import NewStudy, StudyClaim, StudyOutcome, StudyState
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment, Instrument, Timeframe
from trading_contracts.problem import ProblemDocument
from trading_contracts.results import EngineAgreement
from trading_contracts.runs import RunState, RunStatus

Sets = Sequence[Mapping[str, float]]
"""Sets of parameters, by name."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class BarQuery:
    """Which bars: session dates, both inclusive, and how many bars before them."""

    symbol: str
    timeframe: Timeframe
    start: date
    end: date
    adjustment: Adjustment
    warmup_bars: int


class BarSource(Protocol):
    """Where bars come from."""

    async def instrument(self, symbol: str) -> Instrument:
        """Return what is known of a symbol; raises UnknownSymbol."""
        ...

    async def frame(self, query: BarQuery) -> Frame:
        """Return bars; raises UnknownSymbol, NoBars or SourceFailed."""
        ...

    async def look(self, query: BarQuery) -> None:
        """Raise NoBars where it is soon known that there is none; who does not know yet says nothing."""
        ...


class SandboxSession(Protocol):
    """One job in a process of its own."""

    def evaluate(self, symbol: str, cut: Cut, parameters: Mapping[str, float] | None = None) -> Slots:
        """Return what `signals` says of a symbol; raises a named problem when the code does not end well."""
        ...

    def evaluate_each(self, symbol: str, sets: Sequence[Mapping[str, float]]) -> Iterator[Slots]:
        """Yield what `signals` says with each set of parameters, many asked in one message."""
        ...

    def ask_ahead(self, symbol: str, cuts: Sequence[Cut], *, lines: bool = False) -> None:
        """Have parts of the history worked on for which `foresee` will wait, and the lines behind them if wanted."""
        ...

    def foresee(self, symbol: str, cuts: Sequence[Cut]) -> None:
        """Ask for several parts of the history in one go; `evaluate` then has the answers at hand."""
        ...

    def evaluate_lines(self, symbol: str, parameters: Mapping[str, float] | None = None) -> Slots:
        """Return what the second module says of a symbol."""
        ...

    def evaluate_both(self, symbol: str, parameters: Mapping[str, float]) -> tuple[Slots, Callable[[], Slots]]:
        """Return what the first module says of a symbol, and what waits for the second's answer."""
        ...

    @property
    def spent(self) -> float:
        """Return the share of its time that the job has used."""
        ...

    def cancel(self) -> None:
        """End the job from another thread."""
        ...


class Sandbox(Protocol):
    """Runs code that nobody vouches for."""

    def open(
        self,
        code: str,
        parameters: Mapping[str, float],
        frames: Mapping[str, Frame],
        lines: str | None = None,
        *,
        remember: bool = False,
    ) -> AbstractContextManager[SandboxSession]:
        """Return a session for one module of code, and perhaps a second one, over some bars.

        One that remembers is asked again and again with other parameters, and computes only what they touch.
        """
        ...

    def layers(self) -> Mapping[str, str]:
        """Return every layer with "active", or why it is missing."""
        ...

    def close(self) -> None:
        """End everything that runs in it."""
        ...


class RunStore(Protocol):
    """Runs as rows; the row and its job are written together."""

    async def add(self, run: NewRun) -> RunState:
        """Write a run and its job in one transaction; a run of this id that is there already is left as it is."""
        ...

    async def state(self, run_id: UUID, user_id: UUID) -> RunState:
        """Return a run of this user; raises UnknownRun."""
        ...

    async def document(self, run_id: UUID, user_id: UUID, *, series: bool) -> Document:
        """Return a run and what it found, its long series where they are wanted; raises UnknownRun."""
        ...

    async def stored_request(self, run_id: UUID, user_id: UUID) -> EngineRunRequest:
        """Return what was asked for; raises UnknownRun."""
        ...

    async def result(self, run_id: UUID, user_id: UUID) -> StoredResult | None:
        """Return what a run found, when it completed; raises UnknownRun."""
        ...

    async def rewrite(self, run_id: UUID, user_id: UUID, body: bytes) -> None:
        """Write another body of a result: what was learned of it afterwards."""
        ...

    async def page(self, query: RunQuery) -> tuple[Sequence[RunLine], int]:
        """Return one page of a user's runs and how many there are in all."""
        ...

    async def request_cancel(self, run_id: UUID, user_id: UUID) -> RunState:
        """End a queued run as cancelled, or ask the worker that holds it to stop; raises AlreadyFinal."""
        ...

    async def delete(self, run_id: UUID, user_id: UUID) -> None:
        """Remove a finished run and what it found; raises UnknownRun."""
        ...


class RunClaims(Protocol):
    """The worker's side of the rows: claim, report, finish once."""

    async def claim(self, run_id: UUID, worker: UUID) -> Claim | None:
        """Take a run that is not final; the claim before it, if any, loses its right to finish it."""
        ...

    async def report(self, claim: Claim, progress: float, message: str) -> bool:
        """Write how far a run is; False when the claim was lost or the run is to be cancelled."""
        ...

    async def complete(self, claim: Claim, result: StoredResult, sharpe_per_bar: float | None) -> bool:
        """Write the result, the final state and the trial in one transaction; False when the claim was lost."""
        ...

    async def end(self, claim: Claim, status: RunStatus, problem: ProblemDocument) -> bool:
        """Write another final state; False when the claim was lost."""
        ...

    async def trials(self, user_id: UUID, lineage: str) -> Trials:
        """Return the moments of the trials that were counted for a lineage."""
        ...


class RunEvents(Protocol):
    """Live status of runs."""

    def follow(self, run_id: UUID) -> AsyncIterator[None]:
        """Yield whenever it is worth looking at a run again."""
        ...


class StudyStore(Protocol):
    """Studies as rows; the row and its job are written together."""

    async def add(self, study: NewStudy) -> StudyState:
        """Write a study and its job in one transaction."""
        ...

    async def state(self, study_id: UUID, user_id: UUID) -> StudyState:
        """Return a study of this user; raises UnknownStudy."""
        ...

    async def result(self, study_id: UUID, user_id: UUID) -> bytes | None:
        """Return what a study found as JSON, when it completed; raises UnknownStudy."""
        ...

    async def page(self, user_id: UUID, choice: StudyChoice) -> tuple[Sequence[StudyState], int]:
        """Return one page of a user's studies and how many there are in all."""
        ...

    async def request_cancel(self, study_id: UUID, user_id: UUID) -> StudyState:
        """End a queued study, or ask the worker that holds it to stop; raises AlreadyFinal."""
        ...


class StudyClaims(Protocol):
    """The worker's side of studies."""

    async def claim(self, study_id: UUID, worker: UUID) -> StudyClaim | None:
        """Take a study that is not final."""
        ...

    async def report(self, claim: StudyClaim, progress: float, message: str) -> bool:
        """Write how far a study is; False when the claim was lost or the study is to be cancelled."""
        ...

    async def complete(self, claim: StudyClaim, outcome: StudyOutcome) -> bool:
        """Write the result, the final state and the trials in one transaction; False when the claim was lost."""
        ...

    async def end(self, claim: StudyClaim, status: RunStatus, problem: ProblemDocument) -> bool:
        """Write another final state; False when the claim was lost."""
        ...


class StrategyShelf(Protocol):
    """Where stored strategies are found."""

    async def strategy(self, strategy_id: UUID, version: int | None, user_id: UUID) -> tuple[Strategy, int]:
        """Return a strategy of this user and its version, the newest where none is named; raises NotFound."""
        ...


class TrialLedger(Protocol):
    """Every attempt of a lineage, counted."""

    async def trials(self, user_id: UUID, lineage: str) -> Trials:
        """Return the moments of the trials that were counted for a lineage."""
        ...

    async def count(self, user_id: UUID, lineage: str, trials: int, sharpes: Sequence[float]) -> None:
        """Add trials and the Sharpe ratios a bar that are known of them."""
        ...


class SecondEngine(Protocol):
    """Another engine, for what it can say."""

    async def check(
        self,
        strategy: Strategy,
        panel: Panel,
        signals: Mapping[str, Slots],
        settings: SimulationSettings,
        simulation: Simulation,
    ) -> EngineAgreement:
        """Return whether it finds the same trades, or why it was not asked."""
        ...


class Machines(Protocol):
    """Other machines that do parts of a sweep."""

    def map(
        self, work: Callable[[Sandbox, Sets], list[Found]], parts: Sequence[Sets], cancelled: threading.Event
    ) -> Iterator[list[Found]]:
        """Yield what the work makes of each part, in order; raises as the work does, or Cancelled."""
        ...

    def close(self) -> None:
        """Let go of them."""
        ...
