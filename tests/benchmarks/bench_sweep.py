"""10,000 pairs of averages over 2,520 bars with Sharpe ratio and drawdown, through the real generated strategy."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
from numba import njit
from tests.benchmarks.made import START, SYMBOL, Floats, average, crossings, crossover, framed, made_bars
from tests.benchmarks.measure import Ratio, in_turn

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.batch import batch_of
from backtest_engine.domain.kernel import warm_up
from backtest_engine.domain.panels import panel_of, simulation_settings
from backtest_engine.domain.plan import make_plan
from strategy_language.conversation import EngineRunRequest
from strategy_language.static_checks import compile_safely

BARS = 2_520
FAST, SLOW = np.arange(5, 105), np.arange(110, 310, 2)
RUST_SETS = 200


@njit(error_model="numpy", nogil=True)
def bare(prices: tuple[Floats, Floats], averages: tuple[Floats, Floats], span: tuple[int, int], out: Floats) -> None:
    """Averages given, crosses, market orders, Sharpe ratio and drawdown, of a span of pairs: nothing else."""
    (opened, close), (fast, slow) = prices, averages
    for pair in range(span[0], span[1]):
        quick, late = fast[pair // slow.shape[0]], slow[pair % slow.shape[0]]
        cash, units, want, before, peak = 100_000.0, 0.0, 0, 100_000.0, 100_000.0
        one, two, deepest, above = 0.0, 0.0, 0.0, False
        for i in range(close.shape[0]):
            if want == 1:
                units = np.floor(cash / opened[i])
                cash -= units * opened[i]
            elif want == 2:
                cash += units * opened[i]
                units = 0.0
            want = 0
            now = quick[i] > late[i]
            if now and not above and units == 0.0:
                want = 1
            elif above and not now and units > 0.0:
                want = 2
            above = now
            value = cash + units * close[i]
            change = value / before - 1.0
            one += change
            two += change * change
            peak = max(peak, value)
            deepest = min(deepest, value / peak - 1.0)
            before = value
        n = close.shape[0]
        out[pair, 0] = one / np.sqrt(max(two - one * one / n, 1e-300) / (n - 1)) / n
        out[pair, 1] = deepest


def measure() -> Iterable[Ratio]:
    """Yield the sweep against the bare loop on as many threads, and against vectorbt's Rust engine."""
    keep_freed_memory()  # as the engine's processes do
    warm_up()
    ours, loop = _sweep(), _bare_sweep()
    rust = _rust_sweep()
    seconds, base = in_turn(ours, loop, rounds=5)
    count = len(FAST) * len(SLOW)
    yield Ratio(f"sweep, {count:,} sets x {BARS:,} bars", "a bare loop, two threads", seconds, base, goal=5)
    # Vectorbt runs a part of the sets, ours all of them: its seconds are scaled, in favour of neither.
    seconds, part = in_turn(ours, rust, rounds=5)
    yield Ratio(
        f"sweep, {count:,} sets x {BARS:,} bars, times as fast as", f"vectorbt-rust ({RUST_SETS} sets, scaled)",
        seconds, part * count / RUST_SETS, goal=30, at_most=False,
    )  # fmt: skip


def _sweep() -> Callable[[], object]:
    bars, sandbox = made_bars(BARS), ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    asked = EngineRunRequest.model_validate(
        {"strategy": crossover(BARS), "start": str(START), "end": "2100-01-01", "initial_cash": 100_000}
    )
    plan, frames = make_plan(asked.strategy), {SYMBOL: framed(bars)}
    batch = batch_of(plan.strategy, panel_of(plan, frames, asked), simulation_settings(asked))
    assert batch is not None
    sets = [{"fast": float(fast), "slow": float(slow)} for fast in FAST for slow in SLOW]

    def run() -> object:
        with sandbox.open(batch.code, plan.parameters, frames, remember=True) as session:
            return batch.run(sets, partial(session.evaluate_each, SYMBOL))

    return run


def _bare_sweep() -> Callable[[], object]:
    bars = made_bars(BARS)
    out = np.empty((len(FAST) * len(SLOW), 2))

    def run() -> object:
        fast = np.stack([average(bars.close, int(length)) for length in FAST])
        slow = np.stack([average(bars.close, int(length)) for length in SLOW])
        bounds = np.linspace(0, len(out), 3).astype(int).tolist()
        with ThreadPoolExecutor(2) as pool:
            work = partial(bare, (bars.open, bars.close), (fast, slow))
            return list(pool.map(lambda span: work(span, out), pairwise(bounds)))

    return run


def _rust_sweep() -> Callable[[], object]:
    import vectorbt as vbt  # noqa: PLC0415 - its import takes seconds

    bars = made_bars(BARS)
    pairs = [(int(fast), int(slow)) for fast in FAST for slow in SLOW][:: len(FAST) * len(SLOW) // RUST_SETS]
    signals = [crossings(bars.close, fast, slow) for fast, slow in pairs[:RUST_SETS]]
    entries, exits = (np.stack([np.append(False, each[side][:-1]) for each in signals], axis=1) for side in (0, 1))

    def run() -> object:
        portfolio = vbt.Portfolio.from_signals(
            np.repeat(bars.close[:, None], RUST_SETS, axis=1), entries, exits,
            price=np.repeat(bars.open[:, None], RUST_SETS, axis=1), init_cash=100_000, freq="1D", engine="rust",
        )  # fmt: skip
        return portfolio.sharpe_ratio(), portfolio.max_drawdown()

    run()
    return run
