"""Whether a result holds up: splits, resampling, shocks, ruin, capacity. Pure functions; seeds are arguments."""

from backtest_engine.domain.validation.capacity import CapacityPoint, capacity_curve
from backtest_engine.domain.validation.resampling import (
    block_bootstrap,
    bootstrap,
    distribution,
    drawdown_distribution,
    percentile_bands,
    risk_of_ruin,
    shuffle_trades,
    trade_shares,
)
from backtest_engine.domain.validation.shocks import (
    correlation_to_one,
    crash,
    liquidity_drought,
    outage,
    price_noise,
)
from backtest_engine.domain.validation.splits import Split, TooShort, purged_splits, walk_forward_splits
from backtest_engine.domain.validation.variations import REACH, STRESS_WINDOWS, sensitivity_grid

__all__ = [
    "REACH",
    "STRESS_WINDOWS",
    "CapacityPoint",
    "Split",
    "TooShort",
    "block_bootstrap",
    "bootstrap",
    "capacity_curve",
    "correlation_to_one",
    "crash",
    "distribution",
    "drawdown_distribution",
    "liquidity_drought",
    "outage",
    "percentile_bands",
    "price_noise",
    "purged_splits",
    "risk_of_ruin",
    "sensitivity_grid",
    "shuffle_trades",
    "trade_shares",
    "walk_forward_splits",
]
