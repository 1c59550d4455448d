"""The kernel at a million bars, in seconds of the processor, against a bare loop and vectorbt's Rust kernel."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from unittest.mock import patch

import numpy as np
from numba import njit
from numpy.typing import NDArray
from tests.benchmarks.made import SYMBOL, crossings, made_bars, panel_of_bars, signalled
from tests.benchmarks.measure import Ratio, in_turn

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.domain.kernel import SimulationSettings, simulate, warm_up
from backtest_engine.domain.kernel.simulate import prepare, simulate_in_full
from backtest_engine.domain.market import SymbolBars

BARS = 1_000_000
cpu_in_turn = partial(in_turn, clock=time.process_time)
LEVELS = {
    "stop_loss": {"kind": "percent", "value": 1},
    "take_profit": [{"kind": "percent", "value": 2}],
    "max_bars": 500,
}
SHAPES = {
    "market orders": {},
    "stop, target, holding bars, costs": {
        "risk": LEVELS,
        "costs": {"preset": "us_equities", "slippage": {"kind": "bps", "value": 1}},
    },
    "the same with a trailing stop": {"risk": {**LEVELS, "trailing_stop": {"kind": "percent", "value": 1}}},
}


@njit(error_model="numpy")
def bare(
    opened: NDArray[np.float64], close: NDArray[np.float64], up: NDArray[np.bool_], down: NDArray[np.bool_],
    equity: NDArray[np.float64],
) -> float:  # fmt: skip
    """Market orders at the next open and the curve: nothing else."""
    cash, units, want = 100_000.0, 0.0, 0
    for i in range(close.shape[0]):
        if want == 1:
            units = np.floor(cash / opened[i])
            cash -= units * opened[i]
        elif want == 2:
            cash += units * opened[i]
            units = 0.0
        want = 0
        if units == 0.0 and up[i]:
            want = 1
        elif units > 0.0 and down[i]:
            want = 2
        equity[i] = cash + units * close[i]
    return cash


def measure() -> Iterable[Ratio]:
    """Yield each shape through the whole of `simulate`, tables and trade log included."""
    keep_freed_memory()  # as the engine's processes do
    warm_up()
    bars = made_bars(BARS)
    panel, (up, down) = panel_of_bars(bars), crossings(bars.close, 10, 50)
    signals = {SYMBOL: {"in.when": up, "out.when": down}}
    loop = partial(bare, bars.open, bars.close, up, down, np.empty(BARS))
    rust = _rust_kernel(bars, up, down)
    for name, changes in SHAPES.items():
        strategy = signalled(**changes)
        run = partial(simulate, strategy, panel, signals)
        trades = len(run().trades)
        yield Ratio(f"kernel, {BARS:,} bars, {trades:,} trades: {name}", "a bare loop", *cpu_in_turn(run, loop), goal=3)
        yield Ratio(f"kernel, {BARS:,} bars: {name}", "vectorbt-rust's kernel alone", *cpu_in_turn(run, rust), goal=0.5)
    inputs = prepare(signalled(), panel, signals, SimulationSettings())
    full = partial(simulate_in_full, inputs, signals)
    yield Ratio(f"kernel, {BARS:,} bars: market orders, the general kernel", "a bare loop", *cpu_in_turn(full, loop))


def _rust_kernel(bars: SymbolBars, up: NDArray[np.bool_], down: NDArray[np.bool_]) -> Callable[[], object]:
    # What vectorbt hands to its Rust kernel, taken down once and handed in again: none of its wrappers is measured.
    import vectorbt as vbt  # noqa: PLC0415 - its import takes seconds
    import vectorbt_rust.portfolio as rust  # noqa: PLC0415

    kernel, taken = rust.simulate_from_signals_rs, []

    def take_down(*positional: object, **named: object) -> object:
        taken.append((positional, named))
        return kernel(*positional, **named)

    entries, exits = np.append(False, up[:-1]), np.append(False, down[:-1])
    with patch.object(rust, "simulate_from_signals_rs", take_down):
        vbt.Portfolio.from_signals(
            bars.close, entries, exits, price=bars.open, size=1.0, size_type="percent", init_cash=100_000, engine="rust"
        )
    (positional, named), *_ = taken
    return partial(kernel, *positional, **named)
