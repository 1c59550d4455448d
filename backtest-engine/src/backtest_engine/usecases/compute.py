"""Compute one run: signals in the sandbox, proof, simulation, figures. Blocking; a worker calls it in a thread."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
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
from backtest_engine.domain.proof.cuts import how_many_cuts
from backtest_engine.domain.proof.look_ahead import Proof, prove, prove_start
from backtest_engine.domain.proof.report import proof_of
from backtest_engine.domain.records import StoredResult, Trials, settings_of
from backtest_engine.domain.result import (
    benchmark_figures,
    build_stats,
    sharpe_per_bar,
    trade_rows,
)
from backtest_engine.domain.stored import Accounts, Line, StoredBody, drawn_lines, pack_series
from backtest_engine.ports import Sandbox, SandboxSession
from backtest_engine.usecases.gather import Gathered
from strategy_language.conversation import EngineRunRequest
from trading_contracts.results import BandEntry, BenchmarkResult, EngineAgreement, Integrity, LookAheadProof


@dataclass(frozen=True, slots=True)
class Computed:
    """What there is to write down."""

    stored: StoredResult
    sharpe_per_bar: float | None


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
    _band: tuple[BandEntry, ...] = field(default=(), init=False)
    _lines: list[Line] = field(default_factory=list, init=False)

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
        signals, proof = self._signals()
        self._at(0.5, "simulating")
        panel = panel_of(self.plan, self.gathered.frames, self.request)
        settings = simulation_settings(self.request)
        simulation = simulate(self.plan.strategy, panel, signals, settings)
        self._at(0.7, "asking how it does under harsher assumptions")
        self._band = assumption_band(self.plan.strategy, panel, signals, settings)
        self._at(0.8, "measuring")
        return self._packed(simulation, proof)

    def _signals(self) -> tuple[Mapping[str, Slots], LookAheadProof]:
        self._at(0.1, "computing signals")
        frames = self.gathered.frames
        lines = self.plan.lines.code
        with self.sandbox.open(self.plan.code, self.plan.parameters, frames, lines) as session:
            self._session = session
            if self._cancelled:
                raise Cancelled("The run was cancelled.")
            begun = time.perf_counter()
            signals = {symbol: session.evaluate(symbol, EVERYTHING) for symbol in self.plan.evaluated}
            seconds = (time.perf_counter() - begun) / len(self.plan.evaluated)
            self._at(0.3, "proving that no signal knows the future")
            proofs = {symbol: self._prove(session, symbol, signals[symbol], seconds) for symbol in self.plan.evaluated}
            if lines is not None:
                self._lines = [line for symbol in self.plan.evaluated for line in self._drawn(session, symbol)]
            self._session = None
        self._at(0.4, "proved")
        report = proof_of(proofs, frames)
        if not report.passed:
            raise LookAhead(report.detail, rule=report.rule, bar=report.bar.isoformat() if report.bar else None)
        return signals, report

    def _prove(self, session: SandboxSession, symbol: str, full: Slots, seconds: float) -> Proof:
        by_hand = self.plan.strategy.kind == "python"
        cuts = how_many_cuts(seconds, by_hand=by_hand)

        def evaluate(cut: Cut) -> Slots:
            return session.evaluate(symbol, cut)

        bars = self.gathered.frames[symbol].bars
        proof = prove(evaluate, full, bars, cuts, self.request.seed, partial(session.foresee, symbol))
        if proof.finding is None and by_hand:
            return replace(proof, finding=prove_start(evaluate, full, bars))
        return proof

    def _drawn(self, session: SandboxSession, symbol: str) -> list[Line]:
        slots = session.evaluate_lines(symbol)
        return drawn_lines(symbol, self.gathered.frames[symbol], self.plan.lines.lines, slots)

    def _packed(self, simulation: Simulation, proof: LookAheadProof) -> Computed:
        trials = self.trials.count + 1
        stats = build_stats(simulation, trials=trials, sharpe_variance=self.trials.sharpe_variance)
        used = self._used()
        digest = fingerprint(self.plan.strategy, self.plan.code, used, settings_of(self.request))
        benchmark, held = self._benchmark(simulation)
        integrity = Integrity(
            look_ahead=proof,
            data=tuple(certificate(frame) for frame in used.values()),
            trials=trials,
            digest=digest,
            engines=EngineAgreement(used="kernel", detail="The second engine has not looked at this run."),
            warnings=(*self.gathered.warnings, *simulation.warnings),
        )
        body = StoredBody(
            summary_stats=stats,
            benchmark=benchmark,
            integrity=integrity,
            assumption_band=self._band,
            code=self.plan.code,
            readback=self.plan.readback,
        )
        accounts = Accounts(simulation.times, simulation.settings.initial_cash, simulation.equity, held)
        series = pack_series(accounts, self._lines)
        stored = StoredResult(digest.value, stats, body.with_trades(trade_rows(simulation)), series)
        return Computed(stored, sharpe_per_bar(simulation))

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
