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
from backtest_engine.domain.result.stats import Headline, build_headline, build_stats, headlines_of, sharpe_per_bar
from backtest_engine.domain.result.trades import build_trades, trade_log, trade_rows

__all__ = [
    "Headline",
    "SeriesArrays",
    "as_series",
    "benchmark_figures",
    "build_benchmark",
    "build_headline",
    "build_series",
    "build_series_arrays",
    "build_stats",
    "build_trades",
    "equity_csv",
    "headlines_of",
    "holding_curve",
    "iso_times",
    "series_of",
    "sharpe_per_bar",
    "trade_log",
    "trade_rows",
    "trades_csv",
]
