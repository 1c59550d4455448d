"""Compute one run: signals in the sandbox, proof, simulation, figures. Blocking; a worker calls it in a thread.

While the sandboxed process is asked for the proof and for the lines of the chart, this one simulates and measures.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ParamSpec, TypeVar
from uuid import UUID

from backtest_engine.domain.band import assumption_band
from backtest_engine.domain.certificate import certificate
from backtest_engine.domain.digest.fingerprint import fingerprint
from backtest_engine.domain.evaluation import EVERYTHING, Cut, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import Simulation, simulate
from backtest_engine.domain.market import Array
from backtest_engine.domain.panels import panel_of, simulation_settings, symbol_bars
from backtest_engine.domain.plan import Plan
from backtest_engine.domain.problems import Cancelled, LookAhead
from backtest_engine.domain.proof.cuts import choose_cuts, how_many_cuts, window_of
from backtest_engine.domain.proof.look_ahead import Proof, asked_first, prove, prove_start
from backtest_engine.domain.proof.report import proof_of
from backtest_engine.domain.records import StoredResult, Trials, settings_of
from backtest_engine.domain.result import (
    benchmark_figures,
    build_stats,
    sharpe_per_bar,
    trade_log,
)
from backtest_engine.domain.stored import Accounts, Line, StoredBody, drawn_lines, pack_series
from backtest_engine.ports import Sandbox, SandboxSession
from backtest_engine.usecases.gather import Gathered
from strategy_language.conversation import EngineRunRequest
from trading_contracts.results import (
    BandEntry,
    BenchmarkResult,
    EngineAgreement,
    Integrity,
    LookAheadProof,
    SummaryStats,
)

_SHORT = 20_000

T = TypeVar("T")
P = ParamSpec("P")


class _Later(Future[T]):
    """Is done by whoever asks for the result, when it is asked for."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> T:
        if not self.done():
            try:
                self.set_result(self._work())
            except Exception as error:  # noqa: BLE001 - raised to each who asks
                self.set_exception(error)
        return super().result(timeout)


class _OneAfterTheOther(Executor):
    """Does what it is given in the thread that wants it."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return _Later(partial(fn, *args, **kwargs))


@dataclass(frozen=True, slots=True)
class Computed:
    """What there is to write down."""

    stored: StoredResult
    sharpe_per_bar: float | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a run found before its proof stands; `held` is the benchmark's curve, `trade_log` JSON."""

    simulation: Simulation
    stats: SummaryStats
    benchmark: BenchmarkResult | None
    held: Array | None
    trade_log: bytes
    sharpe_per_bar: float | None
    band: tuple[BandEntry, ...]


@dataclass(slots=True)
class Computation:
    """One run in the making. `progress`, `step` and `cancel` are for another thread."""

    sandbox: Sandbox
    run_id: UUID
    plan: Plan
    request: EngineRunRequest
    gathered: Gathered
    trials: Trials
    progress: float = 0.0
    step: str = ""
    _session: SandboxSession | None = field(default=None, init=False)
    _cancelled: bool = field(default=False, init=False)

    def cancel(self) -> None:
        """Stop as soon as may be; `run` then raises Cancelled."""
        self._cancelled = True
        if self._session is not None:
            self._session.cancel()

    def run(self) -> Computed:
        """Return the result.

        Raises:
            Problem: The run ends otherwise; every kind has a name.
        """
        self._at(0.1, "computing signals")
        plan, lines = self.plan, self.plan.lines.code
        is_long = max(frame.bars for frame in self.gathered.frames.values()) > _SHORT
        # A short run takes less than handing it from thread to thread, and its functions less than remembering them.
        remember = is_long and lines is not None
        opened = self.sandbox.open(plan.code, plan.parameters, self.gathered.frames, lines, remember=remember)
        with opened as session, ThreadPoolExecutor(2) if is_long else _OneAfterTheOther() as pool:
            self._session = session
            self._at(0.2, "computing signals")
            begun = time.perf_counter()
            signals = {symbol: session.evaluate(symbol, EVERYTHING) for symbol in plan.evaluated}
            seconds = (time.perf_counter() - begun) / len(plan.evaluated)
            self._at(0.3, "simulating, and proving that no signal knows the future")
            cuts = {symbol: self._cuts(symbol, full, seconds) for symbol, full in signals.items()}
            # The process is set to work before this one is; where it has several symbols, on the first of them.
            first = next(iter(signals))
            session.ask_ahead(first, asked_first(cuts[first], signals[first]), lines=lines is not None)
            asked = pool.submit(self._asked, session, signals, cuts)
            try:
                found = self._found(signals, pool)
            except Exception:
                # Whether the signals know the future is said first: it may be why they cannot be simulated.
                asked.result()
                raise
            self._at(0.7, "proving that no signal knows the future")
            proof, drawn = asked.result()
            self._session = None
        self._at(0.9, "writing the result")
        return self._packed(found, proof, drawn)

    def _asked(
        self, session: SandboxSession, signals: Mapping[str, Slots], cuts: Mapping[str, Sequence[Cut]]
    ) -> tuple[LookAheadProof, list[Line]]:
        proofs = {symbol: self._prove(session, symbol, full, cuts[symbol]) for symbol, full in signals.items()}
        report = proof_of(proofs, self.gathered.frames)
        if not report.passed:
            raise LookAhead(report.detail, rule=report.rule, bar=report.bar.isoformat() if report.bar else None)
        if self.plan.lines.code is None:
            return report, []
        return report, [line for symbol in signals for line in self._drawn(session, symbol)]

    def _found(self, signals: Mapping[str, Slots], pool: Executor) -> "_Found":
        panel = panel_of(self.plan, self.gathered.frames, self.request)
        settings = simulation_settings(self.request)
        simulation = simulate(self.plan.strategy, panel, signals, settings)
        band = pool.submit(assumption_band, self.plan.strategy, panel, signals, settings)
        self._at(0.4, "measuring, and proving that no signal knows the future")
        trials = self.trials.count + 1
        stats = build_stats(simulation, trials=trials, sharpe_variance=self.trials.sharpe_variance)
        benchmark, held = self._benchmark(simulation)
        ratio = sharpe_per_bar(simulation)
        return _Found(simulation, stats, benchmark, held, trade_log(simulation), ratio, band.result())

    def _cuts(self, symbol: str, full: Slots, seconds: float) -> list[Cut]:
        by_hand = self.plan.strategy.kind == "python"
        count, window = how_many_cuts(seconds, by_hand=by_hand), window_of(self.plan.warmup, by_hand=by_hand)
        return choose_cuts(full, self.gathered.frames[symbol].bars, count, self.request.seed, window)

    def _prove(self, session: SandboxSession, symbol: str, full: Slots, cuts: Sequence[Cut]) -> Proof:
        def evaluate(cut: Cut) -> Slots:
            return session.evaluate(symbol, cut)

        proof = prove(evaluate, full, cuts, partial(session.foresee, symbol))
        if proof.finding is None and self.plan.strategy.kind == "python":
            return replace(proof, finding=prove_start(evaluate, full, self.gathered.frames[symbol].bars))
        return proof

    def _drawn(self, session: SandboxSession, symbol: str) -> list[Line]:
        slots = session.evaluate_lines(symbol)
        return drawn_lines(symbol, self.gathered.frames[symbol], self.plan.lines.lines, slots)

    def _packed(self, found: "_Found", proof: LookAheadProof, lines: Sequence[Line]) -> Computed:
        simulation, used = found.simulation, self._used()
        digest = fingerprint(self.plan.strategy, self.plan.code, used, settings_of(self.request))
        integrity = Integrity(
            look_ahead=proof,
            data=tuple(certificate(frame) for frame in used.values()),
            trials=found.stats.trials,
            overfitting=self.trials.overfitting,
            digest=digest,
            engines=EngineAgreement(used="kernel", detail="The second engine has not looked at this run."),
            warnings=(*self.gathered.warnings, *simulation.warnings),
        )
        body = StoredBody(
            summary_stats=found.stats,
            benchmark=found.benchmark,
            integrity=integrity,
            assumption_band=found.band,
            code=self.plan.code,
            readback=self.plan.readback,
        )
        accounts = Accounts(simulation.times, simulation.settings.initial_cash, simulation.equity, found.held)
        series = pack_series(accounts, lines)
        stored = StoredResult(digest.value, found.stats, body.with_trades(found.trade_log), series)
        return Computed(stored, found.sharpe_per_bar)

    def _benchmark(self, simulation: Simulation) -> tuple[BenchmarkResult | None, Array | None]:
        benchmark = self.gathered.benchmark
        if benchmark is None:
            return None, None
        if isinstance(benchmark, Frame):
            return benchmark_figures(simulation, symbol_bars(benchmark.origin.symbol, benchmark))
        return benchmark_figures(simulation, benchmark)

    def _used(self) -> dict[str, Frame]:
        used = dict(self.gathered.frames)
        if isinstance(self.gathered.benchmark, Frame):
            used.setdefault(self.gathered.benchmark.origin.symbol, self.gathered.benchmark)
        return used

    def _at(self, progress: float, step: str) -> None:
        self.progress, self.step = progress, step
        if self._cancelled:
            raise Cancelled("The run was cancelled.")
