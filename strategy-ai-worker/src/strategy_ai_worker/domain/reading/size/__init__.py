"""Reading how large a position is, how it is ordered, and what it costs."""

from strategy_ai_worker.domain.reading.size.entry import read_size
from strategy_ai_worker.domain.reading.size.held import share_held

__all__ = ["read_size", "share_held"]
