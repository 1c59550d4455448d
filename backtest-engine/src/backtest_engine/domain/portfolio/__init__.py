"""Strategies over several symbols at once, as target weights by time."""

from backtest_engine.domain.portfolio.schedule import rebalance_ticks
from backtest_engine.domain.portfolio.weights import WeightPlan, plan_weights

__all__ = ["WeightPlan", "plan_weights", "rebalance_ticks"]
