"""What a job in the sandbox costs over its own work, and what the look-ahead proof costs, against the bare kernel."""

from collections.abc import Iterable
from functools import partial

import numpy as np
from tests.benchmarks.made import SYMBOL, crossover, framed, made_bars, panel_of_bars
from tests.benchmarks.measure import Ratio, in_turn

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.adapters.sandbox.namespace import Parameters, namespace
from backtest_engine.adapters.sandbox.process import ProcessSandbox, ProcessSession, SandboxLimits
from backtest_engine.domain.evaluation import EVERYTHING, Slots
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import simulate, warm_up
from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.proof.cuts import choose_cuts
from backtest_engine.domain.proof.look_ahead import Proof, prove
from strategy_language.document import Strategy
from strategy_language.static_checks import compile_safely

SIZES = (2_520, 100_000, 1_000_000)
CUTS = 8


def measure() -> Iterable[Ratio]:
    """Yield a job, one question more in it, and the proof, at each size."""
    keep_freed_memory()  # as the engine's processes do
    warm_up()
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    try:
        sandbox.start()
        for count in SIZES:
            yield from _at(sandbox, count)
    finally:
        sandbox.close()


def _at(sandbox: ProcessSandbox, count: int) -> Iterable[Ratio]:
    bars = made_bars(count)
    frame, plan = framed(bars), make_plan(Strategy.model_validate(crossover(count)))
    direct, job = partial(_here, plan, frame), partial(_job, sandbox, plan, frame)
    kernel = partial(simulate, plan.strategy, panel_of_bars(bars), {SYMBOL: job()})
    yield Ratio(f"sandbox, {count:,} bars: a job, fork to answer", "the same code unguarded", *in_turn(job, direct))
    yield Ratio(f"sandbox, {count:,} bars: a job, fork to answer", "the kernel's run", *in_turn(job, kernel))
    with sandbox.open(plan.code, plan.parameters, {SYMBOL: frame}) as session:
        question = partial(session.evaluate, SYMBOL, EVERYTHING)
        yield Ratio(
            f"sandbox, {count:,} bars: one question more", "the same code unguarded", *in_turn(question, direct)
        )
        proof = partial(_proof, session, question(), count)
        yield Ratio(f"proof, {count:,} bars: {CUTS} cuts and noise", "the kernel's run", *in_turn(proof, kernel))


def _job(sandbox: ProcessSandbox, plan: Plan, frame: Frame) -> Slots:
    with sandbox.open(plan.code, plan.parameters, {SYMBOL: frame}) as session:
        return session.evaluate(SYMBOL, EVERYTHING)


def _here(plan: Plan, frame: Frame) -> object:
    known = namespace()
    exec(compile_safely(plan.code), known)
    view = BarView(frame.time, frame.columns, timeframe=frame.timeframe, sessions=frame.sessions)
    with np.errstate(all="ignore"):
        return known["signals"](view, Parameters(plan.parameters))  # type: ignore[operator]


def _proof(session: ProcessSession, full: Slots, bars: int) -> Proof:
    cuts = choose_cuts(full, bars, CUTS, 1)
    return prove(partial(session.evaluate, SYMBOL), full, cuts, partial(session.foresee, SYMBOL))
