"""What trading costs: fees by market, slippage, borrowing, interest."""

from backtest_engine.domain.costs.model import CostModel
from backtest_engine.domain.costs.presets import PRESETS, cost_model

__all__ = ["PRESETS", "CostModel", "cost_model"]
