"""The payload of a run, built from what the simulation gives."""

from backtest_engine.domain.result.benchmark import benchmark_figures, build_benchmark, holding_curve
from backtest_engine.domain.result.export import equity_csv, trades_csv
from backtest_engine.domain.result.series import (
    SeriesArrays,
    as_series,
    build_series,
    build_series_arrays,
    iso_times,
    series_of,
)
from backtest_engine.domain.result.stats import build_stats, sharpe_per_bar
from backtest_engine.domain.result.trades import build_trades

__all__ = [
    "SeriesArrays",
    "as_series",
    "benchmark_figures",
    "build_benchmark",
    "build_series",
    "build_series_arrays",
    "build_stats",
    "build_trades",
    "equity_csv",
    "holding_curve",
    "iso_times",
    "series_of",
    "sharpe_per_bar",
    "trades_csv",
]
