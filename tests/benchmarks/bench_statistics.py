"""The figures of a million bars, in seconds of the processor, against the compiled pass that they rest on."""

import time
from collections.abc import Iterable
from functools import partial

from tests.benchmarks.made import SYMBOL, crossings, made_bars, panel_of_bars, signalled
from tests.benchmarks.measure import Ratio, in_turn

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.domain.kernel import simulate, warm_up
from backtest_engine.domain.result import benchmark_figures, build_headline, build_stats, trade_rows
from backtest_engine.domain.statistics.curve import one_pass

BARS = 1_000_000
cpu_in_turn = partial(in_turn, clock=time.process_time)


def measure() -> Iterable[Ratio]:
    """Yield the summary (goal 3), and without a goal what else a result is made of."""
    keep_freed_memory()
    warm_up()
    bars = made_bars(BARS)
    panel, (up, down) = panel_of_bars(bars), crossings(bars.close, 10, 50)
    simulation = simulate(signalled(), panel, {SYMBOL: {"in.when": up, "out.when": down}})
    core = partial(one_pass, simulation.equity, 100_000.0)
    parts = {
        "the summary": (partial(build_stats, simulation), 3.0),
        "the headline of the assumption band": (partial(build_headline, simulation), None),
        "the benchmark and the comparison": (partial(benchmark_figures, simulation, bars), None),
        f"{len(simulation.trades):,} rows of the trade log": (partial(trade_rows, simulation), None),
    }
    for name, (part, goal) in parts.items():
        yield Ratio(f"statistics, {BARS:,} bars: {name}", "the one pass alone", *cpu_in_turn(part, core), goal=goal)
