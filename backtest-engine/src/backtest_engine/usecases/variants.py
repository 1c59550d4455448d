"""Run variants of one strategy over bars that were gathered once."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from backtest_engine.domain.batch import Batch, Swept, batch_of
from backtest_engine.domain.evaluation import EVERYTHING, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import Simulation, SimulationSettings, simulate
from backtest_engine.domain.market import Panel, periods_per_year
from backtest_engine.domain.panels import panel_of, simulation_settings, symbol_bars
from backtest_engine.domain.plan import MOST_WARM_UP, Plan
from backtest_engine.domain.problems import Cancelled
from backtest_engine.domain.result import build_stats, holding_curve, sharpe_per_bar
from backtest_engine.domain.studies import SweepPoint
from backtest_engine.ports import Found, Machines, Sandbox, SandboxSession
from backtest_engine.usecases.gather import Gathered
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from strategy_language.lookback import program_look_back
from strategy_language.program import compile_document
from trading_contracts.problem import InvalidDocument
from trading_contracts.results import SummaryStats

_CHUNK = 25


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of parameters that was run."""

    parameters: Mapping[str, float]
    simulation: Simulation
    stats: SummaryStats

    @property
    def sharpe_per_bar(self) -> float | None:
        """Return the Sharpe ratio a bar, not annualised."""
        return sharpe_per_bar(self.simulation)

    def point(self) -> SweepPoint:
        """Return the figures that a sweep shows."""
        names = [name for name in SweepPoint.model_fields if name != "parameters"]
        return SweepPoint(parameters=dict(self.parameters), **{name: getattr(self.stats, name) for name in names})


@dataclass(slots=True)
class Variants:
    """Many runs over the same bars, each in a sandbox of its own thread; `machines` are others for sweeps."""

    sandbox: Sandbox
    plan: Plan
    request: EngineRunRequest
    gathered: Gathered
    machines: Machines | None = None
    panel: Panel = field(init=False)
    cancelled: threading.Event = field(default_factory=threading.Event, init=False)

    def __post_init__(self) -> None:
        self.panel = panel_of(self.plan, self.gathered.frames, self.request)

    @property
    def periods_per_year(self) -> float:
        """Return the bars of a year by the calendars of what is traded."""
        return periods_per_year([one.instrument for one in self.panel.bars], self.panel.timeframe)

    @contextmanager
    def session(self) -> Iterator[SandboxSession]:
        """Return a sandbox session over the bars."""
        with self.sandbox.open(self.plan.code, self.plan.parameters, self.gathered.frames, remember=True) as session:
            yield session

    def run(
        self,
        session: SandboxSession,
        parameters: Mapping[str, float],
        settings: SimulationSettings | None = None,
    ) -> Variant:
        """Return one variant.

        Raises:
            Cancelled: The study was cancelled.
            Problem: The code or the simulation fails.
        """
        return self.simulated(parameters, self.signals(session, parameters), settings=settings)

    def signals(self, session: SandboxSession, parameters: Mapping[str, float]) -> Mapping[str, Slots]:
        """Return what the code says with these parameters, over all bars.

        Raises:
            Cancelled: The study was cancelled.
            Problem: The code fails.
        """
        if self.cancelled.is_set():
            raise Cancelled("The study was cancelled.")
        given = {**self.plan.parameters, **parameters}
        return {symbol: session.evaluate(symbol, EVERYTHING, given) for symbol in self.plan.evaluated}

    def simulated(
        self,
        parameters: Mapping[str, float],
        signals: Mapping[str, Slots],
        panel: Panel | None = None,
        settings: SimulationSettings | None = None,
    ) -> Variant:
        """Return the run of these signals: over the whole range, or over a part of it with money of its own."""
        strategy = with_parameters(self.plan.strategy, {**self.plan.parameters, **parameters})
        used = settings or simulation_settings(self.request)
        simulation = simulate(strategy, panel or self.panel, signals, used)
        return Variant(parameters, simulation, build_stats(simulation))

    def batch(self) -> Batch | None:
        """Return the strategy made ready for many sets in one go, or None where each needs a run of its own."""
        return batch_of(self.plan.strategy, self.panel, simulation_settings(self.request))

    def run_batch(self, batch: Batch, sets: Sequence[Mapping[str, float]]) -> list[Swept | None]:
        """Return the figures of each set in one go; None where a run of its own must tell them.

        Raises:
            Cancelled: The study was cancelled.
            Problem: The code fails.
        """
        if self.cancelled.is_set():
            raise Cancelled("The study was cancelled.")
        (symbol,) = self.plan.evaluated
        with self.sandbox.open(batch.code, self.plan.parameters, self.gathered.frames, remember=True) as session:
            own = self.plan.parameters
            given = [{**own, **parameters} for parameters in sets]
            return batch.run(given, partial(session.evaluate_each, symbol))

    def run_all(self, sets: Sequence[Mapping[str, float]]) -> Iterator[Variant]:
        """Yield a variant for each set, in order; signals are computed on all cores."""
        return self.for_each(sets, self.simulated)

    def for_each(
        self, sets: Sequence[Mapping[str, float]], work: Callable[[Mapping[str, float], Mapping[str, Slots]], Found]
    ) -> Iterator[Found]:
        """Yield what some work makes of the signals of each set, in order; signals are computed on all cores."""
        chunks = [sets[at : at + _CHUNK] for at in range(0, len(sets), _CHUNK)]

        def of_chunk(chunk: Sequence[Mapping[str, float]]) -> list[Found]:
            # A session has its time limit: many sets take several.
            with self.session() as session:
                return [work(parameters, self.signals(session, parameters)) for parameters in chunk]

        with ThreadPoolExecutor(max(1, min(os.cpu_count() or 1, len(chunks)))) as pool:
            for found in pool.map(of_chunk, chunks):
                yield from found


def with_parameters(strategy: Strategy, values: Mapping[str, float]) -> Strategy:
    """Return the document with other values of its parameters."""
    changed = tuple(each.model_copy(update={"value": values[each.name]}) for each in strategy.parameters)
    return strategy.model_copy(update={"parameters": changed})


def widest(plan: Plan) -> Plan:
    """Return the plan with a warm-up that is long enough whatever values its parameters take within their bounds."""
    return reaching(plan, {parameter.name: parameter.high for parameter in plan.strategy.parameters})


def reaching(plan: Plan, furthest: Mapping[str, float]) -> Plan:
    """Return the plan with a warm-up that is long enough for parameters up to these values."""
    if plan.strategy.kind == "python":
        return plan
    own, warmup = plan.warmup, plan.warmup
    for name, value in furthest.items():
        try:
            changed = with_parameters(plan.strategy, {**plan.parameters, name: value})
            # Look-backs of functions within functions add up, and so may those of several parameters.
            warmup += max(program_look_back(compile_document(changed)).total - own, 0)
        except InvalidDocument:
            continue  # no document at this end of the range, and so no warm-up either
    return plan.with_warmup(min(warmup, MOST_WARM_UP))


def benchmark_curve(benchmark: Frame | str | None, panel: Panel, cash: float) -> npt.NDArray[np.float64] | None:
    """Return the value of holding the benchmark over a panel's clock, or None where there is none.

    Args:
        benchmark: Its bars, "cash", "equal_weight" (of the panel), or None.
        panel: The bars that are traded.
        cash: What it starts with.
    """
    if benchmark is None:
        return None
    if isinstance(benchmark, Frame):
        return holding_curve(symbol_bars(benchmark.origin.symbol, benchmark), panel.times, cash)
    if benchmark == "cash":
        return np.full(len(panel.times), cash)
    return np.asarray(np.mean([holding_curve(one, panel.times, cash) for one in panel.bars], axis=0))
