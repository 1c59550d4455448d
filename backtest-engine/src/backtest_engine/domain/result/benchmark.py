"""What simply holding did over exactly the same bars."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.market import SymbolBars, periods_per_year
from backtest_engine.domain.result.series import as_series, series_of
from backtest_engine.domain.result.stats import Undefined, growth_a_year
from backtest_engine.domain.statistics import compared, curve_figures, returns_of
from trading_contracts.results import BenchmarkResult

Array = NDArray[np.float64]
Benchmark = SymbolBars | Literal["equal_weight", "cash"]


def holding_curve(bars: SymbolBars, times: NDArray[np.int64], cash: float) -> Array:
    """Return the value at each time of an account that bought at the open of the first bar in the range and held.

    Args:
        bars: What is held, with prices adjusted as the strategy's are; what they are not adjusted for is booked.
        times: The clock of the run, shape (ticks,).
        cash: What it starts with.

    Returns:
        Shape (ticks,); where a time has no bar the last close stands, before the first bar the cash.
    """
    first = int(np.searchsorted(bars.time, times[0]))
    if bars.dividend is not None or bars.split is not None:
        return _with_actions(bars, times, cash, first)
    same = slice(first, first + len(times))
    if np.array_equal(bars.time[same], times):  # its own clock, as when the universe is compared with itself
        return np.asarray(cash * bars.close[same] / bars.open[first])
    latest = np.searchsorted(bars.time, times, side="right") - 1
    curve = np.full(len(times), cash)
    if first >= len(bars):
        return curve
    held = latest >= first
    curve[held] = cash * bars.close[latest[held]] / bars.open[first]
    return curve


def _with_actions(bars: SymbolBars, times: NDArray[np.int64], cash: float, first: int) -> Array:
    # As the account of a strategy has it: what is held takes part in splits, dividends stay as cash.
    if first >= len(bars):
        return np.full(len(times), cash)
    none = np.zeros(len(bars))
    dividends = none[first:] if bars.dividend is None else bars.dividend[first:].copy()
    splits = none[first:] + 1.0 if bars.split is None else np.where(bars.split[first:] > 0, bars.split[first:], 1.0)
    dividends[0], splits[0] = 0.0, 1.0  # of the bar at whose open it is bought
    units = np.cumprod(splits)
    paid = np.cumsum(dividends * units / splits)
    value = cash / bars.open[first] * (units * bars.close[first:] + paid)
    latest = np.searchsorted(bars.time[first:], times, side="right") - 1
    return np.where(latest >= 0, value[np.maximum(latest, 0)], cash)


def _curve(simulation: Simulation, benchmark: Benchmark) -> tuple[str, Array]:
    cash, times = simulation.settings.initial_cash, simulation.times
    if isinstance(benchmark, SymbolBars):
        return benchmark.symbol, holding_curve(benchmark, times, cash)
    if benchmark == "cash":
        return "cash", np.full(len(times), cash)
    first, *others = simulation.panel.bars
    curve = holding_curve(first, times, cash)
    for one in others:
        curve += holding_curve(one, times, cash)
    curve /= len(simulation.panel.bars)
    return "equal_weight", curve


def build_benchmark(simulation: Simulation, benchmark: Benchmark) -> BenchmarkResult:
    """Return the benchmark's curve and the comparison with it.

    Args:
        simulation: The run.
        benchmark: A symbol's bars, the equally weighted universe, or cash.
    """
    figures, curve = benchmark_figures(simulation, benchmark)
    series = series_of(simulation.times, curve, simulation.settings.initial_cash)
    return figures.model_copy(
        update={
            "equity_curve": as_series(series.time, series.equity),
            "drawdown_series": as_series(series.time, series.drawdown),
            "returns_series": as_series(series.time, series.returns),
        }
    )


def benchmark_figures(simulation: Simulation, benchmark: Benchmark) -> tuple[BenchmarkResult, Array]:
    """Return the comparison with a benchmark, its series empty, and its value at each tick."""
    start = simulation.settings.initial_cash
    name, curve = _curve(simulation, benchmark)
    figures, returns = curve_figures(curve, start)
    mine = returns_of(simulation.equity, start)
    instruments = [one.instrument for one in simulation.panel.bars]
    periods = periods_per_year(instruments, simulation.panel.timeframe)
    ahead, slope, ratio_of_active = compared(mine, returns, periods)
    undefined = Undefined()
    growth = growth_a_year(float(curve[-1] / start), len(curve) / periods)
    varies = figures.deviation > 0
    ratio = figures.mean / figures.deviation * math.sqrt(periods) if varies else math.nan
    reason = "The benchmark does not vary."
    comparison = BenchmarkResult(
        symbol=name,
        equity_curve={},
        drawdown_series={},
        returns_series={},
        total_return=float(curve[-1] / start - 1.0),
        cagr=undefined.unless("cagr", growth, "The growth is not finite."),
        max_drawdown=figures.max_drawdown,
        sharpe=undefined.unless("sharpe", ratio, reason),
        alpha=undefined.unless("alpha", ahead if varies else math.nan, reason),
        beta=undefined.unless("beta", slope if varies else math.nan, reason),
        information_ratio=undefined.unless(
            "information_ratio",
            ratio_of_active,
            "Strategy and benchmark do not differ by a varying amount.",
        ),
        undefined=undefined.reasons,
    )
    return comparison, curve
