"""A live session: one sandboxed process over bars that were loaded once, asked again at every change."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from backtest_engine.domain.evaluation import EVERYTHING, Cut, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import Simulation, simulate
from backtest_engine.domain.live.curves import Floats
from backtest_engine.domain.live.falls import Falls
from backtest_engine.domain.live.holdings import Clock, clock_of, holdings_of
from backtest_engine.domain.live.messages import Viewport
from backtest_engine.domain.live.operators import with_named_operators
from backtest_engine.domain.live.picture import DrawnLines, LineSource, Picture
from backtest_engine.domain.market import Panel
from backtest_engine.domain.panels import panel_of, simulation_settings
from backtest_engine.domain.plan import Plan
from backtest_engine.domain.problems import LookAhead
from backtest_engine.domain.proof.cuts import choose_cuts
from backtest_engine.domain.proof.look_ahead import prove, prove_start
from backtest_engine.domain.proof.report import proof_of
from backtest_engine.domain.records import Trials
from backtest_engine.domain.result import build_stats
from backtest_engine.ports import Sandbox, SandboxSession
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.variants import benchmark_curve, with_parameters
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Parameter
from trading_contracts.problem import Rejected
from trading_contracts.results import LookAheadProof, SummaryStats

_CUTS = 4
_MANY = 250_000
"""Bars from which on a second thread is worth its while."""

_WORN = 0.5
"""Share of its time after which a process is replaced, so that every question finds at least half of it."""


class BadParameter(Rejected):
    """A parameter that the strategy does not have, or a value outside its bounds."""


@dataclass(slots=True)
class LiveSession:
    """One strategy over one period. Blocking: a frame is made in one thread; `close` may come from another."""

    sandbox: Sandbox
    plan: Plan
    request: EngineRunRequest
    gathered: Gathered
    before: Trials
    lineage: str
    user_id: UUID
    panel: Panel = field(init=False)
    clock: Clock = field(init=False)
    benchmark: Floats | None = field(init=False)
    tried: dict[tuple[float, ...], float | None] = field(default_factory=dict, init=False)
    _process: SandboxSession | None = field(default=None, init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)
    _stack: ExitStack = field(default_factory=ExitStack, init=False)
    _picture: Picture | None = field(default=None, init=False)
    _drawn: DrawnLines = field(default_factory=DrawnLines, init=False)
    _aside: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1), init=False)

    def __post_init__(self) -> None:
        self.panel = panel_of(self.plan, self.gathered.frames, self.request)
        self.clock = clock_of(self.panel)
        self.benchmark = benchmark_curve(self.gathered.benchmark, self.panel, self.request.initial_cash)

    @property
    def benchmark_name(self) -> str | None:
        """Return what the strategy is compared with."""
        held = self.gathered.benchmark
        return held.origin.symbol if isinstance(held, Frame) else held

    def prove(self) -> LookAheadProof:
        """Return the proof that no signal knows the future; it holds for the code, whatever its parameters.

        Raises:
            LookAhead: A signal does.
            Problem: The code does not end well.
        """
        process = self._living()
        proofs = {}
        for symbol in self.plan.evaluated:

            def evaluate(cut: Cut, symbol: str = symbol) -> Slots:
                return process.evaluate(symbol, cut)

            full, bars = evaluate(EVERYTHING), self.gathered.frames[symbol].bars
            proof = prove(evaluate, full, choose_cuts(full, bars, _CUTS, self.request.seed))
            if proof.finding is None and self.plan.strategy.kind == "python":
                proof = replace(proof, finding=prove_start(evaluate, full, bars))
            proofs[symbol] = proof
        report = proof_of(proofs, self.gathered.frames)
        if not report.passed:
            raise LookAhead(report.detail, rule=report.rule, bar=report.bar.isoformat() if report.bar else None)
        return report

    def checked(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """Return values for all parameters, these in place of the document's own.

        Raises:
            BadParameter: There is no such parameter, or the value is out of its bounds.
        """
        known = {each.name: each for each in self.plan.strategy.parameters}
        for name, value in parameters.items():
            if name not in known:
                raise BadParameter(
                    f"The strategy has no parameter {name}.", parameter=name, known=", ".join(sorted(known))
                )
            _within(known[name], value)
        return {**self.plan.parameters, **parameters}

    def frame(self, parameters: Mapping[str, float], viewport: Viewport) -> dict[str, Any]:
        """Return what is in view with these parameters; the simulation is run again only when they changed.

        Raises:
            Problem: The code or the simulation fails.
        """
        begun = time.perf_counter()
        took = {"signals": 0.0, "simulation": 0.0, "figures": 0.0}
        with self._turn:
            if self._picture is None or self._picture.parameters != parameters:
                self._picture = self._computed(dict(parameters), took)
            frame = self._picture.frame(viewport, self._drawn)
        took["total"] = (time.perf_counter() - begun) * 1e3
        return {**frame, "took": {name: round(value, 3) for name, value in took.items()}}

    def close(self) -> None:
        """End the process, whatever it is computing."""
        process = self._process
        if process is not None:
            process.cancel()
        with self._turn:
            self._end()
            self._aside.shutdown()

    def _end(self) -> None:
        self._process = None
        self._stack.close()

    def _living(self) -> SandboxSession:
        if self._process is None or self._process.spent > _WORN:
            self._stack.close()
            code, lines = self.plan.code, self.plan.lines.code
            if self.plan.strategy.kind != "python":
                code, lines = with_named_operators(code), lines and with_named_operators(lines)
            opened = self.sandbox.open(code, self.plan.parameters, self.gathered.frames, lines, remember=True)
            self._process = self._stack.enter_context(opened)
        return self._process

    def _computed(self, parameters: dict[str, float], took: dict[str, float]) -> Picture:
        begun = time.perf_counter()
        try:
            process = self._living()
            signals, drawn = self._asked(process, parameters)
            computed = time.perf_counter()
            with self._received(drawn) as lines:
                strategy = with_parameters(self.plan.strategy, parameters)
                simulation = simulate(strategy, self.panel, signals, simulation_settings(self.request))
                simulated = time.perf_counter()
                picture = self._pictured(parameters, simulation, lines)
        except BaseException:
            # A process that failed may be gone; the next question gets a new one.
            self._end()
            raise
        took["signals"], took["simulation"] = (computed - begun) * 1e3, (simulated - computed) * 1e3
        took["figures"] = (time.perf_counter() - simulated) * 1e3
        return picture

    def _asked(
        self, process: SandboxSession, parameters: Mapping[str, float]
    ) -> tuple[dict[str, Slots], Callable[[], Slots] | None]:
        # The lines of the first symbol come last: they are drawn while the simulation runs.
        first, *others = self.plan.evaluated
        signals, drawn = {}, None
        for symbol in others:
            signals[symbol] = process.evaluate(symbol, EVERYTHING, parameters)
        if self.plan.lines.code is None:
            signals[first] = process.evaluate(first, EVERYTHING, parameters)
        else:
            signals[first], drawn = process.evaluate_both(first, parameters)
        return signals, drawn

    @contextmanager
    def _received(self, drawn: Callable[[], Slots] | None) -> Iterator[Callable[[], Slots] | None]:
        # Lines of many bars are taken over beside the simulation; nobody else speaks to the process until they are.
        if drawn is None or len(self.panel.times) < _MANY:
            yield drawn
            return
        lines = self._aside.submit(drawn)
        try:
            yield lines.result
        finally:
            wait([lines])

    def _begun(self, figures: Callable[[], SummaryStats], bars: int) -> Callable[[], SummaryStats]:
        # Figures of many bars are found beside the curves that are drawn of them; handing few over would take longer.
        if bars < _MANY:
            stats = figures()
            return lambda: stats
        return self._aside.submit(figures).result

    def _pictured(
        self, parameters: dict[str, float], simulation: Simulation, drawn: Callable[[], Slots] | None
    ) -> Picture:
        key = tuple(parameters.values())
        others = {tried: sharpe for tried, sharpe in self.tried.items() if tried != key}
        before = self.before.with_more(len(others), [sharpe for sharpe in others.values() if sharpe is not None])

        def figures() -> SummaryStats:
            stats = build_stats(simulation, trials=before.count + 1, sharpe_variance=before.sharpe_variance)
            self.tried[key] = None if stats.sharpe is None else stats.sharpe / math.sqrt(stats.periods_per_year)
            return stats

        first = self.plan.evaluated[0]
        return Picture(
            parameters=parameters,
            simulation=simulation,
            stats=self._begun(figures, len(simulation.equity)),
            falls=Falls(simulation.equity, self.request.initial_cash),
            holdings=holdings_of(simulation, self.clock),
            benchmark=self.benchmark,
            lines=drawn and LineSource(first, self.gathered.frames[first], self.plan.lines.lines, drawn()),
        )


def _within(parameter: Parameter, value: float) -> None:
    if not parameter.low <= value <= parameter.high:
        raise BadParameter(
            f"{parameter.name} must lie between {parameter.low:g} and {parameter.high:g}, not {value:g}.",
            parameter=parameter.name,
            low=parameter.low,
            high=parameter.high,
        )
