"""One pass over the lexemes: conditions, actions, links and settings in the order in which they were said."""

from strategy_ai_worker.domain.reading.scan.item import Item
from strategy_ai_worker.domain.reading.scan.items import scan

__all__ = ["Item", "scan"]
