"""Reading stops, targets, trailing stops, break-even and time stops."""

from strategy_ai_worker.domain.reading.risk.amounts import amount_at
from strategy_ai_worker.domain.reading.risk.entry import read_risk

__all__ = ["amount_at", "read_risk"]
