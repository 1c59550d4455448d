"""Reading one condition: something that is true or not on each bar."""

from strategy_ai_worker.domain.reading.conditions.core import condition

__all__ = ["condition"]
